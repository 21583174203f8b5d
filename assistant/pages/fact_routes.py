"""聞き取り: every question with its answer to read and change, and the answers as a facts file in and out."""

import json
from collections.abc import Mapping

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from assistant.errors import InputError, NotFound
from assistant.facts.export import as_content, as_yaml
from assistant.facts.problems import FactsFileRefused
from assistant.facts.reading import LARGEST, parse, read_facts
from assistant.inquiry.returned import pending
from assistant.interview import load_questions
from assistant.ledger import changed
from assistant.measures import completed
from assistant.models import SECTIONS, Ledger
from assistant.pages.access import Opened, Submitted, fingerprint
from assistant.pages.fact_form import STATES, Entry, entry_of, rows_of, take, typed_entries
from assistant.pages.fact_views import asking_of, groups_of, progress_by_section
from assistant.pages.facts_file import Change, changes, fitted
from assistant.pages.plan_pages import attachment, plan_page, to_page
from assistant.pages.sign_in_routes import assistant_of
from assistant.progress import answers_of
from assistant.store.plans import Workspace

router = APIRouter()
SUFFIXES = (".yaml", ".yml", ".json")
FILE_MOVED = "この画面を開いた後に、ほかの人が答えか施策を変えました。まだ取り込んでいません。下の表は新しくなっています。確かめてから、もう一度「取り込む」を押してください。"


@router.get("/plans/{plan_id}/facts")
def facts(request: Request, workspace: Opened) -> Response:
    """All questions and their answers."""
    return _page(request, workspace)


@router.post("/plans/{plan_id}/facts")
def save_facts(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Keep what was changed; where an answer cannot be taken nothing is kept, and the form comes back as it was typed."""
    ledger = workspace.ledger()
    taken = take(sent, ledger)
    if taken.problems:
        count = f"直すか確かめるところが{len(taken.problems)}か所あります。まだ何も保存していません。書いた内容は下に残っています。"
        typed = typed_entries(sent)
        return _page(request, workspace, 409 if taken.stale else 422, [count], typed, taken.problems)
    if not taken.facts:
        return to_page(workspace, "facts", "unchanged")
    workspace.add_facts(taken.facts)
    if taken.notices:
        return _page(request, workspace, notices=taken.notices)
    return to_page(workspace, "facts", "facts")


@router.put("/api/plans/{plan_id}/facts/{key}")
def save_answer(workspace: Opened, sent: Submitted, key: str) -> Response:
    """Keep one answer, as the page does when its field is left.

    Returns:
        `saved`: whether it was another one than before, then with the sign of what is kept and a `notice` if it is hard to believe; or `problem` in
        Japanese (422, or 409 with the sign of what somebody else has answered since, with which a second save keeps it knowingly).
    """
    question = next((question for question in load_questions() if question.key == key), None)
    if question is None:
        raise NotFound("この質問はありません。ページを読み込み直してください。")
    ledger = workspace.ledger()
    taken = take(sent, ledger)
    if problem := taken.problems.get(key):
        seen = fingerprint(*entry_of(ledger.get(key), question).said)
        return JSONResponse({"problem": problem, "seen": seen}, 409 if taken.stale else 422)
    kept = next((fact for fact in taken.facts if fact.key == key), None)
    if kept is None:
        return JSONResponse({"saved": False})
    workspace.add_facts([kept])
    seen = fingerprint(*entry_of(kept, question).said)
    return JSONResponse({"saved": True, "seen": seen, "notice": taken.notices.get(key, "")})


@router.get("/plans/{plan_id}/facts.{ending}")
def download_facts(workspace: Opened, ending: str) -> Response:
    """The answers and measures as a facts file."""
    ledger = workspace.ledger()
    name = f"{workspace.plan.name}_事実ファイル"
    if ending == "yaml":
        return attachment(as_yaml(ledger).encode(), name, ".yaml")
    if ending == "json":
        text = json.dumps(as_content(ledger), ensure_ascii=False, indent=2) + "\n"
        return attachment(text.encode(), name, ".json")
    raise NotFound("事実ファイルは YAML（facts.yaml）か JSON（facts.json）で取り出せます。")


@router.post("/plans/{plan_id}/facts/file")
def read_file(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Show what a facts file would change; one with mistakes is refused with all of them."""
    ledger = workspace.ledger()
    try:
        given = _read(request, sent)
    except FactsFileRefused as refused:
        listed = [f"事実ファイルに{len(refused.problems)}件の誤りがあるため、取り込みませんでした。"]
        return _page(request, workspace, 422, [*listed, *(problem.text for problem in refused.problems)])
    except InputError as error:
        return _page(request, workspace, 422, [_for_the_page(str(error))])
    corpus = assistant_of(request).knowledge.corpus
    given = fitted(given, ledger, corpus)
    return _file_page(request, workspace, given, changes(given, ledger, corpus))


@router.post("/plans/{plan_id}/facts/file/taken")
def take_file(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Take what was shown; it is read and checked anew, as it has been in the browser's hands.

    Where it would change something else by then, as others have answered meanwhile, it is shown once more.
    """
    corpus = assistant_of(request).knowledge.corpus
    try:
        given = read_facts(parse("facts.json", sent.text("content").encode()), corpus)
    except InputError as error:
        return _page(request, workspace, 422, [_for_the_page(str(error))])
    ledger = workspace.ledger()
    given = fitted(given, ledger, corpus)
    found = changes(given, ledger, corpus)
    if sent.line("seen") != fingerprint(*found):
        return _file_page(request, workspace, given, found, 409, (FILE_MOVED,))
    workspace.add_ledger(changed(ledger, given))
    return to_page(workspace, "facts", "file")


def _file_page(
    request: Request,
    workspace: Workspace,
    given: Ledger,
    found: tuple[Change, ...],
    status: int = 200,
    problems: tuple[str, ...] = (),
) -> Response:
    return plan_page(
        request,
        workspace,
        "facts_file.html",
        status_code=status,
        problems=problems,
        changes=found,
        content=json.dumps(as_content(given), ensure_ascii=False),
        seen=fingerprint(*found),
    )


def _read(request: Request, sent: Submitted) -> Ledger:
    files = sent.files("file")
    if not files:
        raise InputError("事実ファイルが選ばれていません。YAML（.yaml）か JSON（.json）のファイルを選んでください。")
    file = files[0]
    if not file.name.lower().endswith(SUFFIXES):
        raise InputError(
            f"「{file.name[-80:]}」は事実ファイルとして読めません。YAML（.yaml）か JSON（.json）にしてください。"
        )
    if len(file.data) > LARGEST:
        raise InputError(f"「{file.name[-80:]}」は大きすぎます（上限{LARGEST // 1024 // 1024}MB）。")
    return read_facts(parse(file.name, file.data), assistant_of(request).knowledge.corpus)


def _for_the_page(text: str) -> str:
    """A message of the command line without its commands."""
    return text.replace(
        "「kanmin facts schema」で形を確かめてください。", "この画面から取り出したファイルの形に合わせてください。"
    )


def _page(
    request: Request,
    workspace: Workspace,
    status: int = 200,
    problems: list[str] | None = None,
    typed: dict[str, Entry] | None = None,
    faults: dict[str, str] | None = None,
    notices: Mapping[str, str] | None = None,
) -> Response:
    ledger = workspace.ledger()
    assistant = assistant_of(request)
    full = completed(ledger, assistant.knowledge.corpus)
    rows = rows_of(ledger, typed, faults, notices)
    replied = {given.key for _, collected in pending(workspace.replies()).values() for given in collected.replies}
    asking = asking_of(full, workspace.inquiries(), workspace.asked(), replied, assistant.today)
    groups = groups_of(rows, workspace.stated(), asking)
    return plan_page(
        request,
        workspace,
        "facts.html",
        status_code=status,
        problems=problems or (),
        groups=groups,
        sections=progress_by_section(ledger),
        section=request.query_params.get("section", ""),
        only_open=request.query_params.get("open") == "1",
        states=STATES,
        answers=answers_of(SECTIONS, ledger),
        in_chat=answers_of(SECTIONS, ledger, chat=True).questions,
        known=[(row.question.key, row.question.label) for row in rows if row.problem or row.notice],
        to_look_at=len(notices or ()),
    )
