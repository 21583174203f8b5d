"""Inquiries sent to departments and the replies that came back. A reply changes nothing until it is accepted."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from assistant.errors import NotFound
from assistant.models import Value
from assistant.store.access import PlanAccess
from assistant.store.tables import InquiryRow, ReplyRow, now


class Inquiry(Value):
    """A department that was asked."""

    id: int
    department: str
    keys: tuple[str, ...]
    due: date | None
    sent_at: datetime
    replied_at: datetime | None


class Reply(Value):
    """A sheet that came back; `content` is what was read from it."""

    id: int
    department: str
    content: dict[str, Any]
    received_at: datetime
    accepted_at: datetime | None


class Inquiries(PlanAccess):
    """Who was asked what, and who has not replied."""

    def add_inquiry(self, department: str, keys: Iterable[str], due: date | None) -> None:
        """Note that a sheet was written for a department."""
        content = {"keys": list(keys), "due": due.isoformat() if due else None}
        with self._writing() as session:
            session.add(
                InquiryRow(plan_id=self.plan.id, department=department, content=content, author_id=self.person.id)
            )
            session.commit()

    def inquiries(self) -> list[Inquiry]:
        """The newest inquiry to each department, with the time of the reply that came after it."""
        with self._reading() as session:
            asked = session.scalars(
                select(InquiryRow).where(InquiryRow.plan_id == self.plan.id).order_by(InquiryRow.id)
            )
            newest = {row.department: row for row in asked}
            replies = self.replies()
            return [_inquiry(row, replies) for row in newest.values()]

    def add_reply(self, department: str, content: dict[str, Any]) -> int:
        """Keep what a returned sheet says; the number under which it can be accepted."""
        with self._writing() as session:
            row = ReplyRow(plan_id=self.plan.id, department=department, content=content, author_id=self.person.id)
            session.add(row)
            session.commit()
            return row.id

    def replies(self) -> list[Reply]:
        """All replies, oldest first."""
        with self._reading() as session:
            rows = session.scalars(select(ReplyRow).where(ReplyRow.plan_id == self.plan.id).order_by(ReplyRow.id))
            return [
                Reply(
                    id=row.id,
                    department=row.department,
                    content=row.content,
                    received_at=row.created_at,
                    accepted_at=row.accepted_at,
                )
                for row in rows
            ]

    def close_reply(self, reply_id: int) -> None:
        """Note that a person has decided on the reply.

        Raises:
            NotFound: if the plan has no such reply.
        """
        with self._writing() as session:
            row = session.get(ReplyRow, reply_id)
            if row is None or row.plan_id != self.plan.id:
                raise NotFound("この回答は、この計画にありません。")
            row.accepted_at = now()
            session.commit()


def _inquiry(row: InquiryRow, replies: list[Reply]) -> Inquiry:
    after = [
        reply.received_at
        for reply in replies
        if reply.department == row.department and reply.received_at >= row.created_at
    ]
    due = row.content.get("due")
    return Inquiry(
        id=row.id,
        department=row.department,
        keys=tuple(row.content.get("keys", ())),
        due=date.fromisoformat(due) if due else None,
        sent_at=row.created_at,
        replied_at=after[-1] if after else None,
    )
