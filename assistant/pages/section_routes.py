"""章: a section in its editor, and the editor's requests."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from assistant.conversation import describe
from assistant.interview import load_questions
from assistant.measures import completed
from assistant.models import SectionVersion, Status
from assistant.pages.access import Opened
from assistant.pages.plan_pages import plan_page
from assistant.pages.section_states import ORIGINS, items_of, labels_of, states_of
from assistant.pages.sign_in_routes import assistant_of
from assistant.store.plans import Workspace

router = APIRouter()


class SectionText(BaseModel):
    """What the editor saves."""

    text: str = Field(max_length=400_000)
    based_on: int | None = None
    running: bool = False


@router.get("/plans/{plan_id}/sections/{section}")
def page(request: Request, workspace: Opened, section: int) -> Response:
    """The section in its editor.

    Raises:
        NotFound: if there is no such section.
    """
    versions = tuple(workspace.versions(section))
    ledger = workspace.ledger()
    corpus = assistant_of(request).knowledge.corpus
    states = states_of(workspace, ledger, corpus)
    return plan_page(
        request,
        workspace,
        "section.html",
        sections=states,
        section=states[section - 1],
        versions=versions,
        facts=_facts(workspace),
    )


@router.get("/api/plans/{plan_id}/sections/{section}")
def read_section(request: Request, workspace: Opened, section: int) -> dict[str, Any]:
    """The section's newest version with what has changed since it was drafted, and the list of its versions."""
    versions = tuple(workspace.versions(section))
    ledger = completed(workspace.ledger(), assistant_of(request).knowledge.corpus)
    return {
        "newest": _shown(versions[0], versions) if versions else None,
        "stale": labels_of(workspace.stale_keys(section), ledger),
        "versions": [_line(version) for version in versions],
    }


@router.get("/api/plans/{plan_id}/sections/{section}/versions/{number}")
def read_version(workspace: Opened, section: int, number: int) -> dict[str, Any]:
    """One earlier version."""
    return _shown(workspace.version(section, number), tuple(workspace.versions(section)))


@router.put("/api/plans/{plan_id}/sections/{section}")
def save_section(workspace: Opened, section: int, body: SectionText) -> dict[str, Any]:
    """Keep a person's text as the next version; 409 with both texts when somebody was faster."""
    saved = workspace.save_text(section, body.text, body.based_on, running=body.running)
    return _shown(saved, tuple(workspace.versions(section)))


@router.get("/api/plans/{plan_id}/facts")
def read_facts(workspace: Opened) -> dict[str, list[str]]:
    """The facts that hold, one line each."""
    return {"facts": _facts(workspace)}


def _facts(workspace: Workspace) -> list[str]:
    ledger = workspace.ledger()
    facts = (ledger.get(question.key) for question in load_questions())
    return [describe(fact) for fact in facts if fact.status is not Status.ABSENT]


def _line(version: SectionVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "stamp": version.stamp,
        "origin": ORIGINS[version.origin],
        "author": version.author,
        "at": version.created_at.isoformat(timespec="minutes") + "Z",
    }


def _shown(version: SectionVersion, versions: tuple[SectionVersion, ...]) -> dict[str, Any]:
    items = [item.text for item in items_of(version, versions)]
    return {**_line(version), "text": version.text, "open_items": items}
