"""The inquiries of a plan as the board shows them: who was asked, who has not replied, which sections wait, whom to ask."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple

from assistant.inquiry.assigning import assigned_of
from assistant.inquiry.items import Item, all_items
from assistant.interview import question_for
from assistant.models import Ledger, Status
from assistant.progress import OF_MEASURES
from assistant.store.inquiries import Inquiry
from assistant.store.plans import Workspace


class AskedRow(NamedTuple):
    """A department that was asked.

    Attributes:
        missing: how many of the things it was asked are still unknown.
    """

    department: str
    sent_at: datetime
    due: date | None
    replied_at: datetime | None
    missing: int
    overdue: bool


class Asking(NamedTuple):
    """All inquiries of a plan.

    Attributes:
        waiting: by section: the departments whose reply it waits for.
        to_ask: departments that should be asked and have not been.
        replies: how many returned sheets nobody has looked at.
    """

    rows: tuple[AskedRow, ...]
    waiting: dict[int, tuple[str, ...]]
    to_ask: tuple[str, ...]
    replies: int


def asking_on_board(workspace: Workspace, ledger: Ledger, today: date) -> Asking:
    """The inquiries of the plan.

    Args:
        ledger: its measures carry their titles (`measures.completed`).
    """
    inquiries, chosen = workspace.inquiries(), assigned_of(workspace)
    items = tuple(all_items(ledger, today, chosen))
    still = {item.key for item in items}
    return Asking(
        rows=tuple(_asked_row(one, still, today) for one in inquiries),
        waiting=waiting_sections(inquiries, still),
        to_ask=_to_ask(ledger, items, inquiries, {*chosen.departments, *chosen.anew}),
        replies=sum(reply.accepted_at is None for reply in workspace.replies()),
    )


def waiting_sections(inquiries: Iterable[Inquiry], still: Collection[str]) -> dict[int, tuple[str, ...]]:
    """By section: the departments that were asked something it needs, and that have not replied.

    Args:
        still: keys of what is still to be asked.
    """
    found: dict[int, list[str]] = {}
    for inquiry in inquiries:
        if inquiry.replied_at is not None:
            continue
        for number in sorted({n for key in inquiry.keys if key in still for n in _sections_of(key)}):
            found.setdefault(number, []).append(inquiry.department)
    return {number: tuple(names) for number, names in found.items()}


def _sections_of(key: str) -> tuple[int, ...]:
    return (OF_MEASURES,) if key.startswith("measure:") else question_for(key).sections


def _to_ask(
    ledger: Ledger, items: Iterable[Item], inquiries: Iterable[Inquiry], chosen: Collection[str]
) -> tuple[str, ...]:
    """Departments that know what somebody said not to know, or chose to ask, and were not asked about it.

    Args:
        chosen: keys of what somebody chose to ask.
    """
    asked = {key for inquiry in inquiries if inquiry.replied_at is None for key in inquiry.keys}
    return tuple(
        dict.fromkeys(
            item.department
            for item in items
            if item.key not in asked and (item.key in chosen or ledger.get(item.key).status is Status.UNKNOWN)
        )
    )


def _asked_row(inquiry: Inquiry, still: Collection[str], today: date) -> AskedRow:
    missing = sum(key in still for key in inquiry.keys)
    late = inquiry.replied_at is None and bool(missing) and inquiry.due is not None and inquiry.due < today
    return AskedRow(inquiry.department, inquiry.sent_at, inquiry.due, inquiry.replied_at, missing, late)
