"""The page of the inquiries: departments, sheets that went out, replies that came back; and what it is made from."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from fastapi import Request
from fastapi.responses import Response

from assistant.inquiry.assigning import assigned_of
from assistant.inquiry.items import Assigned
from assistant.inquiry.returned import pending
from assistant.measures import completed
from assistant.models import Ledger
from assistant.pages.plan_pages import plan_page
from assistant.pages.reply_views import (
    ItemLine,
    department_rows,
    lines_of,
    past_rows,
    reply_rows,
    sheet_views,
    unreadable_views,
)
from assistant.pages.sign_in_routes import assistant_of
from assistant.store.plans import Workspace

DAYS_TO_REPLY = 14


def ledger_of(request: Request, workspace: Workspace) -> Ledger:
    """The plan's ledger; its measures carry their titles."""
    return completed(workspace.ledger(), assistant_of(request).knowledge.corpus)


def on_sheet(workspace: Workspace, department: str, keys: Collection[str]) -> Assigned:
    """What the department is asked with these keys, without what was given to another one since."""
    assigned = assigned_of(workspace)
    departments = {**dict.fromkeys(keys, department), **assigned.departments}
    return Assigned(departments=departments, anew=assigned.anew, only=frozenset(keys))


def chosen_lines(request: Request, workspace: Workspace, keys: Iterable[str]) -> tuple[ItemLine, ...]:
    """The questions and fields under these keys, with the department to ask."""
    return lines_of(ledger_of(request, workspace), keys, assistant_of(request).today, assigned_of(workspace))


def usual_due(request: Request) -> date:
    """Until when a department is usually asked to reply."""
    return assistant_of(request).today + timedelta(days=DAYS_TO_REPLY)


def inquiry_page(
    request: Request,
    workspace: Workspace,
    *,
    status: int = 200,
    problems: Collection[str] = (),
    due: str = "",
    chosen: Collection[str] | None = None,
    moved: Collection[str] = (),
    ask: tuple[ItemLine, ...] = (),
    kept: Collection[str] | None = None,
    kept_for: str = "",
) -> Response:
    """The page.

    Args:
        problems: what went wrong, for its top.
        due: the date of reply as it was typed.
        chosen: tokens of the replies that were ticked; None for those that change something.
        moved: keys whose answer somebody changed while the person was looking at the replies.
        ask: what the person wants to ask of somebody.
        kept: keys that are ticked to be asked (of the department `kept_for`, or of all without one); None for all.
    """
    assistant = assistant_of(request)
    ledger = ledger_of(request, workspace)
    replies = workspace.replies()
    sheets = pending(replies)
    past = workspace.all_inquiries()
    rows = department_rows(ledger, workspace.inquiries(), assistant.today, assigned_of(workspace))
    return plan_page(
        request,
        workspace,
        "inquiry.html",
        status_code=status,
        problems=problems,
        departments=rows,
        past=past_rows(past),
        waiting=sum(row.waiting for row in rows),
        overdue=sum(row.overdue for row in rows),
        not_asked=sum(bool(row.items) and not row.inquiry for row in rows),
        ask=ask,
        kept=kept,
        kept_for=kept_for,
        names=tuple(dict.fromkeys(row.name for row in rows)),
        due=due or usual_due(request).isoformat(),
        today=assistant.today,
        sheets=sheet_views(sheets, past),
        unreadable=unreadable_views(replies, sheets),
        rows=reply_rows(ledger, sheets, workspace.stated()),
        chosen=chosen,
        moved=moved,
    )
