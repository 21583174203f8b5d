"""版: how far each section is, drafting anew, earlier versions, restoring, and freezing the plan under a name."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.errors import Conflict, InputError, NotFound
from assistant.pages.access import Opened, Submitted
from assistant.pages.plan_pages import plan_page, to_page
from assistant.pages.section_states import ORIGINS, items_of, states_of
from assistant.pages.sign_in_routes import assistant_of
from assistant.readiness import STATE_LABELS
from assistant.store.milestones import LONGEST_NAME
from assistant.store.plans import Workspace
from assistant.store.versions import SECTIONS

router = APIRouter()
NAMES = ("課内案", "庁議版", "パブコメ版", "決裁版")
MOVED = "第{section}章は、あなたが開いた後に{author}さんが保存しました（版{version}）。下の一覧は新しくなっています。確かめてから、もう一度操作してください。"


@router.get("/plans/{plan_id}/versions")
def versions(request: Request, workspace: Opened) -> Response:
    """All sections with readiness and history, and the frozen versions."""
    return versions_page(request, workspace)


@router.get("/plans/{plan_id}/sections/{section}/versions/{number}")
def version(request: Request, workspace: Opened, section: int, number: int) -> Response:
    """One version's text.

    Raises:
        NotFound: if there is none of that number.
    """
    found = workspace.version(section, number)
    history = tuple(workspace.versions(section))
    return plan_page(
        request,
        workspace,
        "version.html",
        version=found,
        newest=history[0],
        origins=ORIGINS,
        open_items=items_of(found, history),
    )


@router.post("/plans/{plan_id}/sections/{section}/draft")
async def draft(request: Request, workspace: Opened, sent: Submitted, section: int) -> Response:
    """Draft a section from the answers as they are now; the text so far stays as a version."""
    if section not in SECTIONS:
        raise NotFound(f"第{section}章はありません。章は1〜7です。")
    newest = workspace.newest(section)
    if sent.number("based_on") != (newest.stamp if newest else None):
        return _moved(request, workspace, section)
    try:
        await assistant_of(request).draft(workspace, section)
    except Conflict:
        return _moved(request, workspace, section)
    return to_page(workspace, "versions", "drafted", f"section-{section}")


@router.post("/plans/{plan_id}/drafts")
async def draft_missing(request: Request, workspace: Opened, _: Submitted) -> Response:
    """Draft every section that has no text yet."""
    for section in SECTIONS:
        if workspace.newest(section) is None:
            try:
                await assistant_of(request).draft(workspace, section)
            except Conflict:  # somebody has begun it in this moment: it has a text now
                continue
    return to_page(workspace, "versions", "drafted", "sections")


@router.post("/plans/{plan_id}/sections/{section}/restore")
def restore(request: Request, workspace: Opened, sent: Submitted, section: int) -> Response:
    """Make an earlier version the newest one, unless somebody has saved since the page was made.

    Raises:
        NotFound: if there is no such version.
    """
    try:
        workspace.restore(section, sent.number("number") or 0, sent.number("based_on"))
    except Conflict:
        return _moved(request, workspace, section)
    return to_page(workspace, "versions", "restored", f"section-{section}")


@router.post("/plans/{plan_id}/frozen")
def freeze(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Freeze the plan as it stands."""
    name = sent.line("name")
    try:
        workspace.freeze(name)
    except InputError as error:
        return versions_page(request, workspace, 422, (str(error),), name=name)
    return to_page(workspace, "versions", "frozen", "frozen")


def versions_page(
    request: Request, workspace: Workspace, status: int = 200, problems: tuple[str, ...] = (), **values: object
) -> Response:
    """The page, with problems at its top and with what was typed in its place."""
    ledger = workspace.ledger()
    states = states_of(workspace, ledger, assistant_of(request).knowledge.corpus, detailed=True)
    frozen = workspace.frozen()
    taken = {one.name for one in frozen}
    return plan_page(
        request,
        workspace,
        "versions.html",
        status_code=status,
        problems=problems,
        sections=states,
        origins=ORIGINS,
        state_labels=STATE_LABELS,
        frozen=frozen,
        names=[name for name in NAMES if name not in taken],
        longest_name=LONGEST_NAME,
        **{"name": "", "wanted": {}, **values},
    )


def _moved(request: Request, workspace: Workspace, section: int) -> Response:
    newest = workspace.newest(section)
    author, number = (newest.author, newest.number) if newest else ("ほかの人", 0)
    return versions_page(request, workspace, 409, (MOVED.format(section=section, author=author, version=number),))
