"""照会を出す: whom to ask what, a look at sheet and letter, noting that they went out, and taking that back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.errors import InputError, NotFound
from assistant.inquiry.assigning import assigned_of
from assistant.inquiry.items import items_for
from assistant.inquiry.letter import letter_lines, write_letter
from assistant.inquiry.table import plan_name
from assistant.pages.access import Opened, Submitted
from assistant.pages.inquiry_page import (
    chosen_lines,
    inquiry_page,
    ledger_of,
    on_sheet,
    usual_due,
)
from assistant.pages.plan_pages import attachment, plan_page, to_page
from assistant.pages.reply_views import DepartmentRow, department_rows
from assistant.pages.sign_in_routes import assistant_of
from assistant.store.inquiries import Inquiry
from assistant.store.plans import Workspace

router = APIRouter()
LATEST_DAYS = 366
LONGEST_DEPARTMENT = 50


class Wish(NamedTuple):
    """Whom a person wants to ask, and until when.

    Attributes:
        every: all departments that were not asked yet, instead of `department`.
        chosen: keys to ask; None for all.
        due: as it was typed.
    """

    department: str
    every: bool
    chosen: frozenset[str] | None
    due: str


class Outgoing(NamedTuple):
    """The sheets that would go out; `problem` says why none can."""

    keys: dict[str, tuple[str, ...]]
    due: date | None
    problem: str = ""


@router.get("/plans/{plan_id}/inquiry/preview")
def preview(request: Request, workspace: Opened) -> Response:
    """Sheet and letter as they would go out; nothing is noted."""
    fields = request.query_params
    chosen = frozenset(fields.getlist("item")) if "choosing" in fields else None
    wish = Wish(
        department=" ".join(fields.get("department", "").split()),
        every="all" in fields,
        chosen=chosen,
        due=fields.get("due", ""),
    )
    out = _outgoing(request, workspace, wish)
    if out.problem or out.due is None:
        return inquiry_page(request, workspace, status=422, problems=[out.problem], due=wish.due)
    ledger, today = ledger_of(request, workspace), assistant_of(request).today
    sheets = []
    for department, keys in out.keys.items():
        assigned = on_sheet(workspace, department, keys)
        sheets.append(
            {
                "department": department,
                "keys": keys,
                "items": items_for(ledger, department, today, assigned),
                "letter": letter_lines(ledger, department, out.due, today, assigned),
            }
        )
    return plan_page(
        request,
        workspace,
        "inquiry_preview.html",
        sheets=sheets,
        due=out.due,
        every=wish.every,
        plan_title=plan_name(ledger),
    )


@router.post("/plans/{plan_id}/inquiry")
def ask(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Note that a department is asked (or all that were not yet); sheets and letters can then be downloaded."""
    chosen = frozenset(sent.all("item")) if "choosing" in sent else None
    wish = Wish(department=sent.line("department"), every=bool(sent.line("all")), chosen=chosen, due=sent.line("due"))
    out = _outgoing(request, workspace, wish)
    if out.problem:
        return inquiry_page(request, workspace, status=422, problems=[out.problem], due=wish.due)
    for department, keys in out.keys.items():
        workspace.add_inquiry(department, keys, out.due)
    return to_page(workspace, "inquiry", "asked", "departments")


@router.post("/plans/{plan_id}/inquiry/withdraw")
def withdraw(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Take back an inquiry that was sent by mistake.

    Raises:
        NotFound: if the plan has no such inquiry.
    """
    try:
        workspace.withdraw_inquiry(sent.number("inquiry") or 0)
    except InputError as error:
        return inquiry_page(request, workspace, status=422, problems=[f"{error}何も変えていません。"])
    return to_page(workspace, "inquiry", "inquiry-withdrawn", "departments")


@router.post("/plans/{plan_id}/inquiry/assign")
def assign(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Let questions, or fields of measures, go to a department of the person's choice."""
    department = sent.line("department")
    lines = chosen_lines(request, workspace, sent.all("key"))
    if not lines:
        raise InputError("照会する項目が選ばれていません。聞き取りの画面で「この項目を照会する」を押してください。")
    if not 0 < len(department) <= LONGEST_DEPARTMENT:
        text = f"部署の名前を1〜{LONGEST_DEPARTMENT}字で書いてください。まだ何も変えていません。"
        return inquiry_page(request, workspace, status=422, problems=[text], ask=lines)
    workspace.ask_department([line.key for line in lines], department)
    return to_page(workspace, "inquiry", "assigned", "departments")


@router.get("/plans/{plan_id}/inquiry/sheet")
def sheet(request: Request, workspace: Opened, department: str = "") -> Response:
    """The 照会票 for a department that was asked."""
    from assistant.inquiry.sheet import write_sheets  # slow to import

    found = _asked(workspace, department)
    ledger, today = ledger_of(request, workspace), assistant_of(request).today
    assigned = on_sheet(workspace, found.department, found.keys)
    content = write_sheets(ledger, [found.department], found.due or usual_due(request), today, assigned)
    return attachment(content, f"照会票_{found.department}", ".xlsx")


@router.get("/plans/{plan_id}/inquiry/letter")
def letter(request: Request, workspace: Opened, department: str = "") -> Response:
    """The 依頼文 for a department that was asked."""
    found = _asked(workspace, department)
    ledger, today = ledger_of(request, workspace), assistant_of(request).today
    assigned = on_sheet(workspace, found.department, found.keys)
    content = write_letter(ledger, found.department, found.due or usual_due(request), today, assigned)
    return attachment(content, f"依頼文_{found.department}", ".docx")


def _outgoing(request: Request, workspace: Workspace, wish: Wish) -> Outgoing:
    """What would go out for the wish, as the plan stands now."""
    today = assistant_of(request).today
    rows = department_rows(ledger_of(request, workspace), workspace.inquiries(), today, assigned_of(workspace))
    asked = [row for row in rows if row.items and (not row.inquiry if wish.every else row.name == wish.department)]
    keys = {
        row.name: tuple(one.key for one in row.items if wish.chosen is None or one.key in wish.chosen) for row in asked
    }
    if problem := _refused(wish, today, asked, keys):
        return Outgoing({}, None, problem)
    return Outgoing({name: own for name, own in keys.items() if own}, date.fromisoformat(wish.due))


def _refused(wish: Wish, today: date, asked: Sequence[DepartmentRow], keys: dict[str, tuple[str, ...]]) -> str:
    """Why nobody can be asked so; empty if they can."""
    try:
        day = date.fromisoformat(wish.due)
    except ValueError:
        return f"回答期限「{wish.due or '空欄'}」を日付として読めません。日付を選んでください。"
    if not today <= day <= today + timedelta(days=LATEST_DAYS):
        return "回答期限は、今日から1年以内の日付にしてください。"
    if not asked and not wish.department:
        return "照会する部署の行のボタンを押してください。まだ何も照会していません。"
    if not asked:
        return f"「{wish.department}」に照会する項目はありません。"
    if not any(keys.values()):
        return "照会する項目が一つも選ばれていません。項目に印を付けてから、もう一度押してください。"
    return ""


def _asked(workspace: Workspace, department: str) -> Inquiry:
    found = next((one for one in workspace.inquiries() if one.department == department), None)
    if found is None:
        raise NotFound(
            "この部署への照会は記録されていません。照会の画面で回答期限を決め、内容を確かめて照会してください。"
        )
    return found
