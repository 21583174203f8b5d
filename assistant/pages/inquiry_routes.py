"""照会: who is to be asked what, sheets and letters out, replies in, and what of them is taken."""

from collections.abc import Iterable
from datetime import date, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.errors import InputError, NotFound
from assistant.inquiry.collect import collect
from assistant.inquiry.items import Assigned
from assistant.inquiry.replies import accept
from assistant.measures import completed
from assistant.models import Ledger
from assistant.pages.access import Opened, Submitted
from assistant.pages.plan_pages import attachment, plan_page, to_page
from assistant.pages.reply_views import (
    DepartmentRow,
    ItemLine,
    chosen_replies,
    department_rows,
    lines_of,
    parted,
    pending,
    reply_rows,
    settled,
    sheet_views,
)
from assistant.pages.sign_in_routes import assistant_of
from assistant.store.inquiries import Inquiry
from assistant.store.plans import Workspace

router = APIRouter()
DAYS_TO_REPLY = 14
LATEST_DAYS = 366
LONGEST_DEPARTMENT = 50


@router.get("/plans/{plan_id}/inquiry")
def inquiry(request: Request, workspace: Opened, ask: str = "") -> Response:
    """Departments, sheets that went out, and replies that came back.

    Args:
        ask: keys of questions, with commas, that the person wants to ask of somebody.
    """
    return _page(request, workspace, ask=_lines(request, workspace, ask.split(",")) if ask else ())


@router.post("/plans/{plan_id}/inquiry")
def ask(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Note that a department is asked (or all that were not yet); sheets and letters can then be downloaded."""
    wanted, due = sent.line("department"), sent.line("due")
    today = assistant_of(request).today
    rows = department_rows(_ledger(request, workspace), workspace.inquiries(), today, _assigned(workspace))
    asked = [row for row in rows if row.items and (not row.inquiry if sent.line("all") else row.name == wanted)]
    chosen = frozenset(sent.all("item")) if "choosing" in sent else None
    keys = {row.name: [one.key for one in row.items if chosen is None or one.key in chosen] for row in asked}
    if problem := _refused(due, today, wanted, asked, keys):
        return _page(request, workspace, 422, [problem], due)
    for department, own in keys.items():
        if own:
            workspace.add_inquiry(department, own, date.fromisoformat(due))
    return to_page(workspace, "inquiry", "asked", "departments")


def _refused(due: str, today: date, wanted: str, asked: list[DepartmentRow], keys: dict[str, list[str]]) -> str:
    """Why nobody can be asked so; empty if they can."""
    try:
        day = date.fromisoformat(due)
    except ValueError:
        return f"回答期限「{due or '空欄'}」を日付として読めません。日付を選んでください。"
    if not today <= day <= today + timedelta(days=LATEST_DAYS):
        return "回答期限は、今日から1年以内の日付にしてください。"
    if not asked and not wanted:
        return "照会する部署の行の「照会する」を押してください。まだ何も照会していません。"
    if not asked:
        return f"「{wanted}」に照会する項目はありません。"
    if not any(keys.values()):
        return "照会する項目が一つも選ばれていません。項目に印を付けてから、もう一度押してください。"
    return ""


@router.post("/plans/{plan_id}/inquiry/assign")
def assign(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Let questions, or fields of measures, go to a department of the person's choice."""
    department = sent.line("department")
    lines = _lines(request, workspace, sent.all("key"))
    if not lines:
        raise InputError("照会する項目が選ばれていません。聞き取りの画面で「この項目を照会する」を押してください。")
    if not 0 < len(department) <= LONGEST_DEPARTMENT:
        text = f"部署の名前を1〜{LONGEST_DEPARTMENT}字で書いてください。まだ何も変えていません。"
        return _page(request, workspace, 422, [text], ask=lines)
    workspace.ask_department([line.key for line in lines], department)
    return to_page(workspace, "inquiry", "assigned", "departments")


@router.get("/plans/{plan_id}/inquiry/sheet")
def sheet(request: Request, workspace: Opened, department: str = "") -> Response:
    """The 照会票 for a department that was asked."""
    from assistant.inquiry.sheet import write_sheets  # slow to import

    found = _asked(workspace, department)
    ledger, today = _ledger(request, workspace), assistant_of(request).today
    content = write_sheets(ledger, [found.department], _due(found), today, _on_the_sheet(workspace, found))
    return attachment(content, f"照会票_{found.department}", ".xlsx")


@router.get("/plans/{plan_id}/inquiry/letter")
def letter(request: Request, workspace: Opened, department: str = "") -> Response:
    """The 依頼文 for a department that was asked."""
    from assistant.inquiry.letter import write_letter

    found = _asked(workspace, department)
    ledger, today = _ledger(request, workspace), assistant_of(request).today
    content = write_letter(ledger, found.department, _due(found), today, _on_the_sheet(workspace, found))
    return attachment(content, f"依頼文_{found.department}", ".docx")


@router.post("/plans/{plan_id}/inquiry/replies")
def receive(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Take in returned sheets; nothing of them is taken over yet. A file that cannot be read is told, the others go on."""
    files = sent.files("file")
    if not files:
        return _page(
            request, workspace, 422, ["照会票のファイルが選ばれていません。返ってきたExcelファイルを選んでください。"]
        )
    ledger, today = _ledger(request, workspace), assistant_of(request).today
    problems = []
    for file in files:
        try:
            collected = collect(file.data, file.name, ledger, today)
        except InputError as error:
            problems.append(str(error))
            continue
        for department, part in parted(collected):
            workspace.add_reply(department, part.model_dump(mode="json"))
    if problems:
        read = len(files) - len(problems)
        others = [f"ほかの{read}件のファイルは受け取りました。"] if read else []
        return _page(request, workspace, 422, [*problems, *others])
    return to_page(workspace, "inquiry", "received", "replies")


@router.post("/plans/{plan_id}/inquiry/accept")
def take(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Take the chosen replies over into the ledger; sheets of which nothing is left to decide are done."""
    sheets = pending(workspace.replies())
    tokens = [token for name in sent.names("take") for token in sent.all(name) if token]
    chosen = chosen_replies(tokens, sheets)
    if not chosen:
        text = "取り込む回答が選ばれていません。ほかの人が先に取り込んだか、印が付いていません。"
        return _page(request, workspace, 422, [text])
    before = workspace.ledger()
    try:
        after = accept(before, chosen)
    except InputError as error:
        return _page(request, workspace, 422, [str(error)], chosen=tokens)
    workspace.add_facts(fact for key, fact in after.facts.items() if fact != before.facts.get(key))
    held = {measure.key: measure for measure in before.measures}
    for measure in after.measures:
        if measure != held.get(measure.key):
            workspace.add_measure(measure)
    ledger = _ledger(request, workspace)
    for number in settled(ledger, sheets, [given.key for given in chosen]):
        workspace.close_reply(number)
    return to_page(workspace, "inquiry", "accepted", "replies")


@router.post("/plans/{plan_id}/inquiry/close")
def close(workspace: Opened, sent: Submitted) -> Response:
    """Be done with a returned sheet; what was not taken stays out of the ledger.

    Raises:
        NotFound: if the plan has no such sheet.
    """
    workspace.close_reply(sent.number("reply") or 0)
    return to_page(workspace, "inquiry", "closed", "replies")


def _asked(workspace: Workspace, department: str) -> Inquiry:
    found = next((one for one in workspace.inquiries() if one.department == department), None)
    if found is None:
        raise NotFound(
            "この部署への照会はまだ記録されていません。照会の画面で回答期限を決めて「照会する」を押してください。"
        )
    return found


def _assigned(workspace: Workspace) -> Assigned:
    asked = workspace.asked()
    return Assigned(departments=asked.departments, anew=asked.anew)


def _on_the_sheet(workspace: Workspace, found: Inquiry) -> Assigned:
    """What the department was asked and nobody has given to another one since."""
    assigned = _assigned(workspace)
    departments = {**dict.fromkeys(found.keys, found.department), **assigned.departments}
    return Assigned(departments=departments, anew=assigned.anew, only=frozenset(found.keys))


def _lines(request: Request, workspace: Workspace, keys: Iterable[str]) -> tuple[ItemLine, ...]:
    return lines_of(_ledger(request, workspace), keys, assistant_of(request).today, _assigned(workspace))


def _due(found: Inquiry) -> date:
    return found.due or (found.sent_at.date() + timedelta(days=DAYS_TO_REPLY))


def _ledger(request: Request, workspace: Workspace) -> Ledger:
    return completed(workspace.ledger(), assistant_of(request).knowledge.corpus)


def _page(
    request: Request,
    workspace: Workspace,
    status: int = 200,
    problems: list[str] | None = None,
    due: str = "",
    chosen: list[str] | None = None,
    ask: tuple[ItemLine, ...] = (),
) -> Response:
    assistant = assistant_of(request)
    ledger = _ledger(request, workspace)
    sheets = pending(workspace.replies())
    rows = department_rows(ledger, workspace.inquiries(), assistant.today, _assigned(workspace))
    return plan_page(
        request,
        workspace,
        "inquiry.html",
        status_code=status,
        problems=problems or (),
        departments=rows,
        waiting=sum(row.waiting for row in rows),
        overdue=sum(row.overdue for row in rows),
        not_asked=sum(bool(row.items) and not row.inquiry for row in rows),
        ask=ask,
        names=tuple(dict.fromkeys(row.name for row in rows)),
        due=due or (assistant.today + timedelta(days=DAYS_TO_REPLY)).isoformat(),
        today=assistant.today,
        sheets=sheet_views(sheets),
        rows=reply_rows(ledger, sheets),
        chosen=chosen,
    )
