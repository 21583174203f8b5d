"""The record of administration: who did what to accounts, roles, plans and the knowledge."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.models import Value
from assistant.store.accounts import Person
from assistant.store.tables import AuditRow

LONGEST_SUBJECT = 300


class AuditEntry(Value):
    """One thing that was done."""

    at: datetime
    author: str
    action: str
    subject: str


def note(session: Session, person: Person, action: str, subject: str) -> None:
    """Add an entry to the record, in the transaction that does the thing itself."""
    session.add(AuditRow(action=action, subject=subject[:LONGEST_SUBJECT], author_id=person.id))


def entries(session: Session, limit: int) -> tuple[AuditEntry, ...]:
    """The newest entries, newest first."""
    rows = session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(limit))
    return tuple(
        AuditEntry(at=row.created_at, author=row.author.name, action=row.action, subject=row.subject) for row in rows
    )
