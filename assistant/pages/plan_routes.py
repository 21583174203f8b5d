"""The plan's page and its requests. Every one opens the plan through the store, which checks who may."""

import asyncio
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field

from assistant.conversation import describe
from assistant.drafting import drafted_sections, title_of
from assistant.errors import NotFound
from assistant.export.document import as_docx, as_markdown
from assistant.interview import load_questions
from assistant.models import SectionVersion, Status
from assistant.pages.sign_in_routes import SignedIn, assistant_of
from assistant.store.plans import SECTIONS, Workspace
from assistant.wording import open_items_in

router = APIRouter()
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def opened(request: Request, plan_id: int, person: SignedIn) -> Workspace:
    """The plan of the address, as the signed-in person may use it."""
    return await asyncio.to_thread(assistant_of(request).plans.open, person, plan_id)


Opened = Annotated[Workspace, Depends(opened)]


class SectionText(BaseModel):
    """What the editor saves."""

    text: str = Field(max_length=400_000)
    based_on: int | None = None


@router.get("/")
async def home(request: Request, person: SignedIn) -> Response:
    """Go to the person's newest plan; make the first one for somebody who has none."""
    plans = assistant_of(request).plans
    mine = await asyncio.to_thread(plans.of, person)
    plan = mine[0] if mine else await asyncio.to_thread(plans.create, person, "新しい計画")
    return RedirectResponse(f"/plans/{plan.id}", 303)


@router.get("/plans/{plan_id}")
def page(request: Request, workspace: Opened) -> Response:
    """The plan with its editor, and the chat beside it."""
    ledger = workspace.ledger()
    corpus = assistant_of(request).knowledge.corpus
    titles = {section.number: section.title for section in corpus.guide.sections}
    ready = drafted_sections()
    named = ledger.get("municipality").status is Status.ANSWERED
    view: Response = request.app.state.views.page(
        request,
        "plan.html",
        plan=workspace.plan,
        person=workspace.person,
        sections=[
            {
                "number": number,
                "title": title_of(number, ledger) if number in ready and named else titles[number],
                "ready": number in ready,
                "version": workspace.newest(number),
            }
            for number in SECTIONS
        ],
        facts=[
            describe(fact)
            for question in load_questions()
            if (fact := ledger.get(question.key)).status is not Status.ABSENT
        ],
        chat="/chat/" + (f"thread/{thread}" if (thread := workspace.last_thread()) else ""),
    )
    return view


@router.get("/api/plans/{plan_id}/sections/{section}")
def read_section(workspace: Opened, section: int) -> dict[str, Any]:
    """The section's newest version and the list of its versions."""
    versions = workspace.versions(section)
    return {"newest": _shown(versions[0]) if versions else None, "versions": [_line(v) for v in versions]}


@router.get("/api/plans/{plan_id}/sections/{section}/versions/{number}")
def read_version(workspace: Opened, section: int, number: int) -> dict[str, Any]:
    """One earlier version."""
    found = next((v for v in workspace.versions(section) if v.number == number), None)
    if found is None:
        raise NotFound(f"第{section}章に版{number}はありません。")
    return _shown(found)


@router.put("/api/plans/{plan_id}/sections/{section}")
def save_section(workspace: Opened, section: int, body: SectionText) -> dict[str, Any]:
    """Keep a person's text as the next version; 409 with both texts when somebody was faster."""
    return _shown(workspace.save_text(section, body.text, body.based_on))


@router.get("/api/plans/{plan_id}/facts")
def read_facts(workspace: Opened) -> dict[str, list[str]]:
    """The facts that hold, one line each."""
    ledger = workspace.ledger()
    facts = (ledger.get(question.key) for question in load_questions())
    return {"facts": [describe(fact) for fact in facts if fact.status is not Status.ABSENT]}


@router.get("/plans/{plan_id}/sections/{section}.md")
def download_markdown(workspace: Opened, section: int) -> Response:
    """The section as Markdown."""
    text = as_markdown(_newest(workspace, section).text)
    return _file(text.encode(), f"{workspace.plan.name}_第{section}章.md", "text/markdown; charset=utf-8")


@router.get("/plans/{plan_id}/sections/{section}.docx")
def download_docx(workspace: Opened, section: int) -> Response:
    """The section as a Word document."""
    return _file(as_docx(_newest(workspace, section).text), f"{workspace.plan.name}_第{section}章.docx", DOCX)


@router.get("/passages/{passage_id:path}")
def passage_page(request: Request, passage_id: str, _: SignedIn) -> Response:
    """A passage by itself, for a link opened without the plan's page."""
    view: Response = request.app.state.views.page(request, "passage.html", **_passage(request, passage_id))
    return view


@router.get("/api/passages/{passage_id:path}")
def passage(request: Request, passage_id: str, _: SignedIn) -> dict[str, Any]:
    """A passage for the panel beside the chat."""
    return _passage(request, passage_id)


def _passage(request: Request, passage_id: str) -> dict[str, Any]:
    corpus = assistant_of(request).knowledge.corpus
    found = corpus.passage.get(passage_id)
    if found is None:
        raise NotFound(f"出典箇所「{passage_id}」は、いまの資料にありません。")
    notes = [
        {"text": note.text, "as_of": note.as_of, "confidence": note.confidence.label}
        for note in corpus.notes_on.get(passage_id, ())
    ]
    return {"id": found.id, "label": found.citation, "title": found.title, "text": found.text, "notes": notes}


def _newest(workspace: Workspace, section: int) -> SectionVersion:
    version = workspace.newest(section)
    if version is None:
        raise NotFound(f"第{section}章にはまだ文章がありません。チャットの「章を下書きする」から始めてください。")
    return version


def _line(version: SectionVersion) -> dict[str, Any]:
    origin = {"draft": "下書き", "edit": "編集", "restore": "復元"}[version.origin]
    return {
        "number": version.number,
        "origin": origin,
        "author": version.author,
        "at": version.created_at.isoformat(timespec="minutes") + "Z",
    }


def _shown(version: SectionVersion) -> dict[str, Any]:
    items = open_items_in(version.text, version.open_items)
    return {**_line(version), "text": version.text, "open_items": [item.text for item in items]}


def _file(content: bytes, name: str, media: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media, headers={"Content-Disposition": disposition})
