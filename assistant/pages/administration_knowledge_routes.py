"""資料: what the assistant answers from; texts brought in and taken out; the index, renewed while people work."""

from collections import Counter
from collections.abc import Callable
from typing import get_args

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.errors import AssistantError, InputError
from assistant.holdings import Holdings
from assistant.pages.access import Administering, SentByAdministrator, Submission
from assistant.pages.administration_pages import ADDRESS, office_page, to_office
from assistant.pages.sign_in_routes import assistant_of
from assistant.pages.uploads import Uploads
from assistant.store.administration import Administration
from knowledge.corpus import Corpus
from knowledge.errors import ImportRefused, KnowledgeError
from knowledge.importing.library import Import, ImportKind, read_import
from knowledge.models import PassageKind

router = APIRouter(prefix=f"{ADDRESS}/knowledge")
PAGE = "/knowledge"
KINDS: dict[ImportKind, str] = {
    "law": "法令（e-Gov の XML、または条文の文字）",
    "national": "国の施策の一覧",
    "cases": "事例集",
    "guide": "手引・通知などの国の資料",
}
PASSAGES = {
    PassageKind.GENERAL: "手引の総論",
    PassageKind.TEMPLATE: "手引の雛型",
    PassageKind.MEASURE: "施策の例",
    PassageKind.NATIONAL: "国の施策",
    PassageKind.CASE: "事例",
    PassageKind.LAW: "法令",
    PassageKind.OWN: "自団体の資料",
}
LARGEST_BYTES = 20 * 1024 * 1024
LONGEST_TITLE = 100


@router.get("")
def knowledge(request: Request, administration: Administering) -> Response:
    """What is in use, what was brought in, and the form for another text."""
    return _knowledge(request, administration)


@router.get("/renewal")
def renewal(request: Request, administration: Administering) -> Response:
    """How far the change that runs has come, as a part of the page."""
    holdings = assistant_of(request).holdings
    view: Response = request.app.state.views.page(request, "administration_renewal.html", renewal=holdings.renewal)
    return view


@router.post("/check")
def check(request: Request, administration: Administering, sent: SentByAdministrator) -> Response:
    """Read a file and show what was recognised; nothing is taken in yet."""
    uploads = _uploads(request)
    files = sent.files("file")
    if not files:
        return _knowledge(
            request, administration, InputError("ファイルを選んでください。まだ何も変えていません。"), sent
        )
    token = uploads.keep(files[0])
    try:
        new = _read(request, uploads, token, sent)
    except (AssistantError, KnowledgeError) as error:
        uploads.forget(token)
        return _knowledge(request, administration, error, sent)
    holdings = assistant_of(request).holdings
    old = next((one for one in holdings.library.all() if one.id == new.id), None)
    digest = next((law for law in holdings.knowledge.corpus.laws if law.key == new.id), None) if not old else None
    return office_page(
        request,
        administration.person,
        "administration_import.html",
        here=PAGE,
        new=holdings.library.compared(new),
        old=old,
        digest=digest,
        kinds=KINDS,
        token=token,
        title=sent.line("title"),
    )


@router.post("/imports")
def add(request: Request, administration: Administering, sent: SentByAdministrator) -> Response:
    """Take in the file that was shown, in the background."""
    uploads, token, holdings = _uploads(request), sent.line("token"), assistant_of(request).holdings
    if sent.line("decision") == "drop":
        uploads.forget(token)
        return to_office(PAGE, "dropped")
    try:
        new = _read(request, uploads, token, sent)

        def done() -> None:
            administration.note("資料の取り込み", f"{new.title}　{new.edition}　{new.file}")
            uploads.forget(token)

        holdings.begin_adding(new, uploads.find(token), done)
    except (AssistantError, KnowledgeError) as error:
        return _knowledge(request, administration, error, sent)
    return to_office(PAGE)


@router.post("/imports/remove")
def remove(request: Request, administration: Administering, sent: SentByAdministrator) -> Response:
    """Take a text out again, in the background."""
    holdings, wanted = assistant_of(request).holdings, sent.line("id")

    def begin() -> None:
        old = next((one for one in holdings.library.all() if one.id == wanted), None)
        if old is None:
            raise InputError("この資料は、もう外されています。画面を読み込み直してください。")
        holdings.begin_removing(old, lambda: administration.note("資料の取り外し", f"{old.title}　{old.edition}"))

    return _begun(request, administration, begin)


@router.post("/index")
def rebuild(request: Request, administration: Administering, _: SentByAdministrator) -> Response:
    """Build the index anew, in the background."""
    holdings = assistant_of(request).holdings
    note = lambda: administration.note("索引の作り直し", "検索用の索引")  # noqa: E731  # as short as it gets
    return _begun(request, administration, lambda: holdings.begin_rebuilding(note))


def _begun(request: Request, administration: Administration, begin: Callable[[], None]) -> Response:
    try:
        begin()
    except (AssistantError, KnowledgeError) as error:
        return _knowledge(request, administration, error)
    return to_office(PAGE)


def _read(request: Request, uploads: Uploads, token: str, sent: Submission) -> Import:
    """The file as it would be taken in.

    Raises:
        InputError, NotFound, ImportRefused: saying what is wrong and what to do.
    """
    kind, title = sent.line("kind"), sent.line("title")
    if kind not in get_args(ImportKind):
        raise InputError("資料の種類を選んでください。まだ何も変えていません。")
    if len(title) > LONGEST_TITLE:
        raise InputError(f"資料の名前は{LONGEST_TITLE}字までにしてください。まだ何も変えていません。")
    holdings = assistant_of(request).holdings
    path = uploads.find(token)
    try:
        return read_import(path, kind, holdings.knowledge.corpus.laws, holdings.today, title or None)  # type: ignore[arg-type]  # checked above
    except ImportRefused as error:
        told = str(error).replace("（--kind law）", "（種類で「法令」を選びます）").replace("--kind", "資料の種類")
        raise ImportRefused(told) from error


def _uploads(request: Request) -> Uploads:
    return Uploads(assistant_of(request).settings.home / "uploads")


def _knowledge(
    request: Request,
    administration: Administration,
    error: Exception | None = None,
    sent: Submission | None = None,
) -> Response:
    holdings = assistant_of(request).holdings
    corpus = holdings.knowledge.corpus
    problems = [str(error)] if error else []
    imports = _imports(holdings, problems)
    return office_page(
        request,
        administration.person,
        "administration_knowledge.html",
        status_code=422 if error else 200,
        problems=problems,
        here=PAGE,
        as_of=holdings.knowledge.as_of,
        corpus=corpus,
        counts=_counts(corpus),
        brought={one.id for one in imports},
        imports=imports,
        kinds=KINDS,
        current=holdings.current,
        renewal=holdings.renewal,
        largest=LARGEST_BYTES,
        longest_title=LONGEST_TITLE,
        kind=sent.line("kind") if sent else "",
        title=sent.line("title") if sent else "",
    )


def _imports(holdings: Holdings, problems: list[str]) -> tuple[Import, ...]:
    try:
        return holdings.library.all()
    except KnowledgeError as error:
        problems.append(str(error))
        return ()


def _counts(corpus: Corpus) -> list[tuple[str, int]]:
    """How much of each kind there is, as people call it."""
    passages = Counter(passage.kind for passage in corpus.passages)
    return [
        ("要件", len(corpus.requirements)),
        ("改正・更新注記", len(corpus.notes)),
        ("法令の要旨", len(corpus.provisions)),
        *((f"出典：{name}", passages[kind]) for kind, name in PASSAGES.items() if passages[kind]),
    ]
