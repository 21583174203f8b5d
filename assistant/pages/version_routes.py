"""版: how far each section is, drafting anew, earlier versions, restoring, and freezing the plan under a name."""

import asyncio
from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.app import RedraftOffered
from assistant.errors import Conflict, InputError, NotFound
from assistant.models import SECTIONS, Confirmation, Value
from assistant.pages.access import Opened, Submitted
from assistant.pages.plan_pages import plan_page, to_page
from assistant.pages.section_routes import section_page
from assistant.pages.section_states import ORIGINS, SectionState, items_of, states_of
from assistant.pages.sign_in_routes import assistant_of
from assistant.pages.version_history import Sitting, sittings
from assistant.pages.whole_plans import whole_plan
from assistant.readiness import STATE_LABELS
from assistant.store.milestones import LONGEST_NAME
from assistant.store.plans import Workspace

router = APIRouter()
NAMES = ("課内案", "庁議版", "パブコメ版", "決裁版")
NEAREST = 3  # lines of a section's history that are not folded
MOVED = "第{section}章は、あなたが開いた後に{author}さんが保存しました（版{version}）。下の一覧は新しくなっています。確かめてから、もう一度操作してください。"


class SectionView(Value):
    """A section on the page.

    Attributes:
        confirmed: who has confirmed its versions, by stamp.
    """

    state: SectionState
    history: tuple[Sitting, ...]
    confirmed: Mapping[int, Confirmation]

    @property
    def own(self) -> bool:
        """Whether its text is a person's or confirmed, and only changes by what a person takes over."""
        newest = self.state.version
        return newest is not None and (newest.origin != "draft" or self.state.confirmation is not None)


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
        confirmation=workspace.confirmed_versions(section).get(found.stamp),
        origins=ORIGINS,
        open_items=items_of(found, history),
    )


@router.post("/plans/{plan_id}/sections/{section}/draft")
async def draft(request: Request, workspace: Opened, sent: Submitted, section: int) -> Response:
    """Draft a section from the answers as they are now; a text that people wrote or confirmed is offered proposals."""
    if section not in SECTIONS:
        raise NotFound(f"第{section}章はありません。章は1〜7です。")
    newest = await asyncio.to_thread(workspace.newest, section)
    if sent.number("based_on") != (newest.stamp if newest else None):
        return await asyncio.to_thread(_moved, request, workspace, section)
    outcome = await assistant_of(request).draft(workspace, section)
    if isinstance(outcome, RedraftOffered):
        return to_page(workspace, f"sections/{section}/redraft", "offered")
    return to_page(workspace, "versions", "drafted", f"section-{section}")


@router.post("/plans/{plan_id}/drafts")
async def draft_missing(request: Request, workspace: Opened, _: Submitted) -> Response:
    """Draft every section that has no text yet."""
    for section in SECTIONS:
        if await asyncio.to_thread(workspace.newest, section) is None:
            await assistant_of(request).draft(workspace, section)
    return to_page(workspace, "versions", "drafted", "sections")


@router.post("/plans/{plan_id}/sections/{section}/restore")
def restore(request: Request, workspace: Opened, sent: Submitted, section: int) -> Response:
    """Make an earlier version the newest one, unless somebody has saved since the page was made.

    Raises:
        NotFound: if there is no such version.
    """
    in_editor = sent.line("back") == "section"
    try:
        workspace.restore(section, sent.number("number") or 0, sent.number("based_on"))
    except Conflict:
        return _moved(request, workspace, section, in_editor=in_editor)
    if in_editor:
        return to_page(workspace, f"sections/{section}", "restored")
    return to_page(workspace, "versions", "restored", f"section-{section}")


@router.post("/plans/{plan_id}/frozen")
def freeze(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Freeze the plan as it stands, with everything that its files are written from."""
    name = sent.line("name")
    corpus = assistant_of(request).knowledge.corpus
    try:
        workspace.freeze(name, lambda: whole_plan(workspace, corpus).model_dump(mode="json"))
    except InputError as error:
        return versions_page(request, workspace, 422, (str(error),), name=name)
    return to_page(workspace, "versions", "frozen", "frozen")


def versions_page(
    request: Request, workspace: Workspace, status: int = 200, problems: tuple[str, ...] = (), **values: object
) -> Response:
    """The page, with problems at its top and with what was typed in its place."""
    ledger = workspace.ledger()
    states = states_of(workspace, ledger, assistant_of(request).knowledge.corpus, detailed=True)
    sections = [_view(workspace, state) for state in states]
    frozen = workspace.frozen()
    taken = {one.name for one in frozen}
    return plan_page(
        request,
        workspace,
        "versions.html",
        status_code=status,
        problems=problems,
        sections=sections,
        nearest=NEAREST,
        unfinished=unfinished(sections),
        origins=ORIGINS,
        state_labels=STATE_LABELS,
        frozen=frozen,
        names=[name for name in NAMES if name not in taken],
        longest_name=LONGEST_NAME,
        **{"name": "", "wanted": {}, **values},
    )


def unfinished(sections: Sequence[SectionView]) -> tuple[str, ...]:
    """What is not done yet in a plan that is about to be frozen; it may be frozen all the same."""
    missing = [one.state.number for one in sections if one.state.version is None]
    unconfirmed = [one.state.number for one in sections if one.state.version and not one.state.confirmation]
    gaps = sum(len(one.state.open_items) for one in sections)
    lines = []
    if missing:
        lines.append(f"{_named(missing)}には、まだ文章がありません。")
    if unconfirmed:
        lines.append(f"{_named(unconfirmed)}は、まだ確認済になっていません。")
    if gaps:
        lines.append(f"要確認の箇所が{gaps}件残っています。")
    return tuple(lines)


def _named(numbers: Sequence[int]) -> str:
    return "、".join(f"第{number}章" for number in numbers)


def _view(workspace: Workspace, state: SectionState) -> SectionView:
    confirmed = workspace.confirmed_versions(state.number)
    return SectionView(state=state, history=sittings(state.versions), confirmed=confirmed)


def _moved(request: Request, workspace: Workspace, section: int, *, in_editor: bool = False) -> Response:
    newest = workspace.newest(section)
    author, number = (newest.author, newest.number) if newest else ("ほかの人", 0)
    problems = (MOVED.format(section=section, author=author, version=number),)
    if in_editor:
        return section_page(request, workspace, section, 409, problems)
    return versions_page(request, workspace, 409, problems)
