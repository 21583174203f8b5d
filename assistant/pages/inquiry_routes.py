"""照会: the page itself, replies that come in, and what of them is taken."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.errors import InputError
from assistant.inquiry.collect import Collected, Given, collect
from assistant.inquiry.returned import pending
from assistant.inquiry.returned import receive as received
from assistant.inquiry.returned import take as taken
from assistant.pages.access import Opened, Submission, Submitted
from assistant.pages.inquiry_page import chosen_lines, inquiry_page, ledger_of
from assistant.pages.plan_pages import to_page
from assistant.pages.reply_views import chosen_replies, moved_since
from assistant.pages.sign_in_routes import assistant_of
from assistant.store.inquiries import Reply
from assistant.store.plans import Workspace

router = APIRouter()
MOVED = (
    "この画面を開いた後に、ほかの人が変えた答えが{count}件あります。まだ何も取り込んでいません。"
    "下の表の「いまの答え」は新しくなっています。見比べて、取り込むものに印を付け直してください。"
)


@router.get("/plans/{plan_id}/inquiry")
def inquiry(
    request: Request, workspace: Opened, ask: str = "", due: str = "", department: str = "", items: str = ""
) -> Response:
    """Departments, sheets that went out, and replies that came back.

    Args:
        ask: keys of questions, with commas, that the person wants to ask of somebody.
        due: the date of reply that the person had chosen.
        items: keys, with spaces, that the person had chosen to ask (of `department`, or of all without one).
    """
    lines = chosen_lines(request, workspace, ask.split(",")) if ask else ()
    return inquiry_page(
        request, workspace, ask=lines, due=due, kept=frozenset(items.split()) or None, kept_for=department
    )


@router.post("/plans/{plan_id}/inquiry/replies")
def receive(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Take in returned sheets; nothing of them is taken over yet. A file that cannot be read is told, the others go on."""
    files = sent.files("file")
    if not files:
        text = "照会票のファイルが選ばれていません。返ってきたExcelファイルを選んでください。"
        return inquiry_page(request, workspace, status=422, problems=[text])
    ledger, today = ledger_of(request, workspace), assistant_of(request).today
    problems = []
    for file in files:
        try:
            collected = collect(file.data, file.name, ledger, today)
        except InputError as error:
            problems.append(str(error))
            continue
        received(workspace, collected)
    if problems:
        read = len(files) - len(problems)
        others = [f"ほかの{read}件のファイルは受け取りました。"] if read else []
        return inquiry_page(request, workspace, status=422, problems=[*problems, *others])
    return to_page(workspace, "inquiry", "received", "replies")


@router.post("/plans/{plan_id}/inquiry/accept")
def take(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Take the chosen replies over into the ledger; sheets of which nothing is left to decide are done.

    Where somebody has changed one of the answers since the page was shown, nothing is taken over: it comes back with both.
    """
    sheets = pending(workspace.replies())
    tokens = [token for name in sent.names("take") for token in sent.all(name) if token]
    chosen = chosen_replies(tokens, sheets)
    if not chosen:
        text = "取り込む回答が選ばれていません。ほかの人が先に取り込んだか、印が付いていません。"
        return inquiry_page(request, workspace, status=422, problems=[text])
    if moved := _moved(request, workspace, sent, sheets, chosen):
        kept = [token for token in tokens if all(one.key not in moved for one in chosen_replies([token], sheets))]
        problem = MOVED.format(count=len(moved))
        return inquiry_page(request, workspace, status=409, problems=[problem], chosen=kept, moved=moved)
    try:
        taken(workspace, chosen)
    except InputError as error:
        return inquiry_page(request, workspace, status=422, problems=[str(error)], chosen=tokens)
    return to_page(workspace, "inquiry", "accepted", "replies")


@router.post("/plans/{plan_id}/inquiry/close")
def close(workspace: Opened, sent: Submitted) -> Response:
    """Be done with a returned sheet; what was not taken stays out of the ledger.

    Raises:
        NotFound: if the plan has no such sheet.
    """
    workspace.close_reply(sent.number("reply") or 0)
    return to_page(workspace, "inquiry", "closed", "replies")


def _moved(
    request: Request,
    workspace: Workspace,
    sent: Submission,
    sheets: dict[int, tuple[Reply, Collected]],
    chosen: tuple[Given, ...],
) -> tuple[str, ...]:
    """Keys of the chosen replies whose answer is another one than the page showed."""
    seen = {name.removeprefix("seen-"): sent.line(name) for name in sent.names("seen-")}
    return moved_since(ledger_of(request, workspace), sheets, [one.key for one in chosen], seen)
