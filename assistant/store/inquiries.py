"""Inquiries sent to departments and the replies that came back. A reply changes nothing until it is accepted."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assistant.errors import InputError, NotFound
from assistant.models import Value
from assistant.store.access import PlanAccess
from assistant.store.tables import InquiryRow, ReplyRow, now

WITHDRAWS = "withdraws"


class Inquiry(Value):
    """A department that was asked.

    Attributes:
        author: who asked.
        replaced: the department was asked anew since, so that this sheet no longer counts.
        withdrawn_by: who took it back, and when; empty if nobody did.
    """

    id: int
    department: str
    keys: tuple[str, ...]
    due: date | None
    sent_at: datetime
    replied_at: datetime | None
    author: str = ""
    replaced: bool = False
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None


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
        """The newest inquiry to each department that was not withdrawn, with the time of the reply that came after it."""
        return [one for one in self.all_inquiries() if not one.replaced and one.withdrawn_at is None]

    def all_inquiries(self) -> list[Inquiry]:
        """Every inquiry there ever was, oldest first; those that were withdrawn included."""
        with self._reading() as session:
            rows = self._inquiry_rows(session)
            return _history(rows, self.replies())

    def withdraw_inquiry(self, inquiry_id: int) -> Inquiry:
        """Take back an inquiry that was sent by mistake; what it asked is free again, and it stays in the history.

        Raises:
            NotFound: if the plan has no such inquiry.
            InputError: if it no longer counts, or a reply has come back.
        """
        with self._writing() as session:
            rows = self._inquiry_rows(session)
            found = next((one for one in _history(rows, self.replies()) if one.id == inquiry_id), None)
            if found is None:
                raise NotFound("この照会は、この計画にありません。照会の画面を開き直してください。")
            if found.withdrawn_at is not None:
                raise InputError(f"{found.department}への照会は、{found.withdrawn_by}さんがもう取り下げています。")
            if found.replaced:
                raise InputError(f"{found.department}へは、この後に照会し直しています。取り下げるのは新しい照会です。")
            if found.replied_at is not None:
                raise InputError(
                    f"{found.department}から回答が返っているため、この照会は取り下げられません。"
                    "下の「確かめる回答」で、取り込むか、取り込まずに終えるかを決めてください。"
                )
            content = {WITHDRAWS: inquiry_id}
            session.add(
                InquiryRow(plan_id=self.plan.id, department=found.department, content=content, author_id=self.person.id)
            )
            session.commit()
            return found

    def _inquiry_rows(self, session: Session) -> list[InquiryRow]:
        mine = select(InquiryRow).where(InquiryRow.plan_id == self.plan.id)
        return list(session.scalars(mine.options(joinedload(InquiryRow.author)).order_by(InquiryRow.id)))

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


def _history(rows: Sequence[InquiryRow], replies: Sequence[Reply]) -> list[Inquiry]:
    """The inquiries behind the rows. A reply belongs to the last inquiry before it that was not withdrawn."""
    taken_back = {row.content[WITHDRAWS]: row for row in rows if WITHDRAWS in row.content}
    found: list[Inquiry] = []
    later: dict[str, datetime] = {}
    for row in reversed([row for row in rows if WITHDRAWS not in row.content]):
        withdrawal, until = taken_back.get(row.id), later.get(row.department)
        came = [
            reply.received_at
            for reply in replies
            if reply.department == row.department
            and reply.received_at >= row.created_at
            and (until is None or reply.received_at < until)
        ]
        due = row.content.get("due")
        found.append(
            Inquiry(
                id=row.id,
                department=row.department,
                keys=tuple(row.content.get("keys", ())),
                due=date.fromisoformat(due) if due else None,
                sent_at=row.created_at,
                replied_at=came[-1] if came and withdrawal is None else None,
                author=row.author.name,
                replaced=until is not None,
                withdrawn_by=withdrawal.author.name if withdrawal else "",
                withdrawn_at=withdrawal.created_at if withdrawal else None,
            )
        )
        if withdrawal is None:
            later[row.department] = row.created_at
    return found[::-1]
