"""要確認: closing a section's gaps where they stand: the answer goes to the ledger, and its value into the text."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from assistant.assembling import base_of, places_of
from assistant.drafting import draft_section
from assistant.errors import Conflict, InputError
from assistant.filling import PERSONS_OWN, Filling, filled, fillings
from assistant.interview import load_questions, question_for
from assistant.models import Ledger, Status
from assistant.pages.access import Opened, Read, Submission, Submitted, fingerprint
from assistant.pages.fact_form import Taken, entry_of, take, typed_entries
from assistant.pages.plan_pages import to_page
from assistant.pages.section_routes import section_page
from assistant.pages.sign_in_routes import assistant_of
from assistant.store.plans import Workspace
from assistant.store.versions import LONGEST_SENT

router = APIRouter()


class Wanted(BaseModel):
    """A text as it stands in the editor, and the gap that was answered."""

    text: str = Field(max_length=LONGEST_SENT)
    key: str = Field(max_length=500)


@router.post("/plans/{plan_id}/sections/{section}/answers")
def answer_page(request: Request, workspace: Opened, sent: Submitted, section: int) -> Response:
    """Keep the answer and put it into the newest text, as the page's own forms do (without a script)."""
    taken = _take(workspace, sent)
    if taken.problems:
        text = "まだ何も保存していません。下の要確認の欄を直して、もう一度送ってください。"
        status = 409 if taken.stale else 422
        problems = (*dict.fromkeys(taken.problems.values()), text)
        return section_page(
            request, workspace, section, status, problems, typed=typed_entries(sent), faults=taken.problems
        )
    workspace.add_facts(taken.facts)
    newest = workspace.newest(section)
    if newest is None:
        return to_page(workspace, f"sections/{section}", "facts")
    found = _fillings(request, workspace, section, newest.text, sent.line("key"))
    if not found:
        return to_page(workspace, f"sections/{section}", "answered")
    try:
        workspace.save_text(section, filled(newest.text, found), newest.stamp)
    except Conflict:  # somebody saved in this moment: the answer is kept, the mark still stands
        return to_page(workspace, f"sections/{section}", "answered")
    return to_page(workspace, f"sections/{section}", "filled")


@router.post("/api/plans/{plan_id}/sections/{section}/answers")
def answer(workspace: Opened, sent: Submitted, section: int) -> Response:
    """Keep the answer to a gap.

    Returns:
        whether it has a value, its status, and a `notice` if it is hard to believe; or (409) a `problem` and the sign of
        what somebody else has answered since, with which a second try keeps it knowingly.

    Raises:
        InputError: if it cannot be taken, with the reason.
    """
    del section  # an answer holds for the whole plan
    key, ledger = sent.line("key"), workspace.ledger()
    taken = _take(workspace, sent)
    if taken.stale and key in taken.problems:
        seen = fingerprint(*entry_of(ledger.get(key), question_for(key)).said)
        return JSONResponse({"problem": taken.problems[key], "seen": seen}, 409)
    if taken.problems:
        raise InputError("　".join(dict.fromkeys(taken.problems.values())))
    workspace.add_facts(taken.facts)
    fact = workspace.ledger().get(key)
    notice = taken.notices.get(key, "")
    return JSONResponse({"answered": fact.status is Status.ANSWERED, "status": fact.status.value, "notice": notice})


@router.post("/api/plans/{plan_id}/sections/{section}/fillings")
def fill(request: Request, workspace: Read, section: int, body: Wanted) -> dict[str, list[dict[str, Any]]]:
    """What the answer to the gap writes in the places of its marks; empty where that takes a new draft. Keeps nothing.

    Raises:
        NotFound: if there is no such section.
    """
    found = _fillings(request, workspace, section, body.text, body.key)
    return {"fillings": [one.model_dump() for one in found]}


def _take(workspace: Workspace, sent: Submission) -> Taken:
    if sent.line("key").startswith(PERSONS_OWN):
        return Taken((), {})
    return take(sent, workspace.ledger())


def _fillings(request: Request, workspace: Workspace, section: int, text: str, key: str) -> tuple[Filling, ...]:
    versions = workspace.versions(section)
    base = base_of(versions[0], versions) if versions else None
    known = key.startswith(PERSONS_OWN) or any(question.key == key for question in load_questions())
    if not known:
        return ()
    ledger: Ledger = workspace.ledger()
    fresh = draft_section(section, ledger, assistant_of(request).knowledge.corpus)
    return fillings(text, places_of(text, section, base), key, ledger, fresh.text)
