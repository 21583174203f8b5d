"""章: a section in its editor, and reading and saving its text."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from assistant.errors import Conflict
from assistant.export.document import section_blocks
from assistant.export.html import blocks_as_html
from assistant.models import SectionVersion
from assistant.pages.access import Opened, Submitted
from assistant.pages.fact_form import STATES, Entry
from assistant.pages.plan_pages import plan_page, to_page
from assistant.pages.section_panels import line_of, panels, shown
from assistant.pages.section_states import ORIGINS, titles_of
from assistant.pages.sign_in_routes import assistant_of
from assistant.store.plans import Workspace
from assistant.store.versions import LONGEST_SENT

router = APIRouter()


class SectionText(BaseModel):
    """What the editor saves."""

    text: str = Field(max_length=LONGEST_SENT)
    based_on: int | None = None
    running: bool = False


@router.get("/plans/{plan_id}/sections/{section}")
def page(request: Request, workspace: Opened, section: int) -> Response:
    """The section in its editor.

    Raises:
        NotFound: if there is no such section.
    """
    return section_page(request, workspace, section)


def section_page(
    request: Request,
    workspace: Workspace,
    section: int,
    status: int = 200,
    problems: tuple[str, ...] = (),
    *,
    text: str | None = None,
    theirs: str | None = None,
    typed: dict[str, Entry] | None = None,
    faults: dict[str, str] | None = None,
) -> Response:
    """The editor's page.

    Args:
        text: what was typed and could not be saved, and `theirs` what somebody else saved meanwhile.
        typed: what was typed as answers to gaps, and `faults` what is wrong with it.
    """
    found = shown(request, workspace, section, typed, faults)
    corpus = assistant_of(request).knowledge.corpus
    kept = found.data["text"]
    blocks = section_blocks(section, found.state.title, kept) if found.state.version else ()
    return plan_page(
        request,
        workspace,
        "section.html",
        status_code=status,
        problems=problems,
        titles=titles_of(workspace.ledger(), corpus),
        section=found.state,
        gaps=found.gaps,
        history=found.history,
        data=found.data,
        text=kept if text is None else text,
        theirs=theirs,
        preview=blocks_as_html(blocks, below=1),
        states=STATES,
        origins=ORIGINS,
    )


@router.post("/plans/{plan_id}/sections/{section}")
def save_page(request: Request, workspace: Opened, sent: Submitted, section: int) -> Response:
    """Keep the text of the page's own form (without a script); who saves second sees both texts."""
    text = sent.raw("text")
    try:
        saved = keep(workspace, section, SectionText(text=text, based_on=sent.number("based_on")))
    except Conflict as conflict:
        return section_page(request, workspace, section, 409, (str(conflict),), text=text, theirs=conflict.theirs)
    return to_page(workspace, f"sections/{saved.section}", "section")


@router.get("/api/plans/{plan_id}/sections/{section}")
def read_section(request: Request, workspace: Opened, section: int) -> dict[str, Any]:
    """The newest text with everything that stands around it in the editor."""
    return panels(request, workspace, section)


@router.put("/api/plans/{plan_id}/sections/{section}")
def save_section(request: Request, workspace: Opened, section: int, body: SectionText) -> dict[str, Any]:
    """Keep a person's text as the next version; 409 with both texts when somebody was faster."""
    saved = keep(workspace, section, body)
    return {**panels(request, workspace, section), "saved": line_of(saved)}


def keep(workspace: Workspace, section: int, body: SectionText) -> SectionVersion:
    """Keep the text, unless it is what is kept already.

    Raises:
        Conflict: if somebody else has saved since.
        InputError: if the text is too long.
    """
    newest = workspace.newest(section)
    if newest and newest.text == body.text:  # also where it came twice, the second time from a line that was cut
        still_mine = newest.running and newest.author == workspace.person.name and newest.stamp == body.based_on
        if body.running or not still_mine:
            return newest
    return workspace.save_text(section, body.text, body.based_on, running=body.running)
