"""照会: who is to be asked what, sheets and letters out, replies in, and what of them is taken."""

from datetime import date, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.errors import InputError, NotFound
from assistant.inquiry.collect import collect
from assistant.inquiry.items import items_for
from assistant.inquiry.replies import accept
from assistant.measures import completed
from assistant.models import Ledger
from assistant.pages.access import Opened, Submitted
from assistant.pages.plan_pages import attachment, plan_page, to_page
from assistant.pages.reply_views import (
    chosen_replies,
    department_rows,
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


@router.get("/plans/{plan_id}/inquiry")
def inquiry(request: Request, workspace: Opened) -> Response:
    """Departments, sheets that went out, and replies that came back."""
    return _page(request, workspace)


@router.post("/plans/{plan_id}/inquiry")
def ask(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Note that a department is asked; sheet and letter can then be downloaded."""
    department, due = sent.line("department"), sent.line("due")
    today = assistant_of(request).today
    items = items_for(_ledger(request, workspace), department, today)
    try:
        day = date.fromisoformat(due)
    except ValueError:
        return _page(
            request, workspace, 422, [f"回答期限「{due or '空欄'}」を日付として読めません。日付を選んでください。"], due
        )
    if not today <= day <= today + timedelta(days=LATEST_DAYS):
        return _page(request, workspace, 422, ["回答期限は、今日から1年以内の日付にしてください。"], due)
    if not department:
        return _page(
            request, workspace, 422, ["照会する部署の行の「照会する」を押してください。まだ何も照会していません。"], due
        )
    if not items:
        return _page(request, workspace, 422, [f"「{department}」に照会する項目はありません。"], due)
    workspace.add_inquiry(department, [item.key for item in items], day)
    return to_page(workspace, "inquiry", "asked", "departments")


@router.get("/plans/{plan_id}/inquiry/sheet")
def sheet(request: Request, workspace: Opened, department: str = "") -> Response:
    """The 照会票 for a department that was asked."""
    from assistant.inquiry.sheet import write_sheets  # slow to import

    found = _asked(workspace, department)
    content = write_sheets(_ledger(request, workspace), [found.department], _due(found), assistant_of(request).today)
    return attachment(content, f"照会票_{found.department}", ".xlsx")


@router.get("/plans/{plan_id}/inquiry/letter")
def letter(request: Request, workspace: Opened, department: str = "") -> Response:
    """The 依頼文 for a department that was asked."""
    from assistant.inquiry.letter import write_letter

    found = _asked(workspace, department)
    content = write_letter(_ledger(request, workspace), found.department, _due(found), assistant_of(request).today)
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
) -> Response:
    assistant = assistant_of(request)
    ledger = _ledger(request, workspace)
    sheets = pending(workspace.replies())
    return plan_page(
        request,
        workspace,
        "inquiry.html",
        status_code=status,
        problems=problems or (),
        departments=department_rows(ledger, workspace.inquiries(), assistant.today),
        due=due or (assistant.today + timedelta(days=DAYS_TO_REPLY)).isoformat(),
        today=assistant.today,
        sheets=sheet_views(sheets),
        rows=reply_rows(ledger, sheets),
        chosen=chosen,
    )
