"""作り直しの提案: what a draft from the answers as they are would change in a section, for a person to choose from."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.app import FreshDraft
from assistant.errors import Conflict, InputError
from assistant.measures import completed
from assistant.pages.access import Opened, Submission, Submitted
from assistant.pages.plan_pages import to_page
from assistant.pages.proposal_pages import Offer, offer_page, text_of, unless_applied
from assistant.pages.proposal_views import Choices, changed_answers, choices_of
from assistant.pages.sign_in_routes import assistant_of
from assistant.revising.proposals import propose
from assistant.store.plans import Workspace

router = APIRouter()
NOTHING_CHOSEN = Choices()
WHY = {"wording": ("ひな型の文言が、いまの文章と違います",), "unknown": ("いまの答えからの下書きと違います",)}


@router.get("/plans/{plan_id}/sections/{section}/redraft")
async def redraft(request: Request, workspace: Opened, section: int) -> Response:
    """The proposals; nothing is kept.

    Raises:
        NotFound: if there is no such section, or it has no text.
    """
    fresh = await _fresh(request, workspace, section)
    return await asyncio.to_thread(_shown, request, workspace, fresh)


@router.post("/plans/{plan_id}/sections/{section}/redraft")
async def take_redraft(request: Request, workspace: Opened, sent: Submitted, section: int) -> Response:
    """Put what was chosen into the text: the new draft as a version, and on it the person's text as the next."""
    fresh = await _fresh(request, workspace, section)
    try:
        return await asyncio.to_thread(_taken, request, workspace, sent, fresh)
    except (Conflict, InputError) as error:
        fresh = await _fresh(request, workspace, section)
        return await asyncio.to_thread(_shown, request, workspace, fresh, choices_of(sent), 409, str(error))


async def _fresh(request: Request, workspace: Workspace, section: int) -> FreshDraft:
    """The draft to choose from, which alone is awaited: all else reads or writes the plan and waits in a worker thread.

    Raises:
        NotFound: if there is no such section, or it has no text.
    """
    await asyncio.to_thread(text_of, workspace, section)
    return await assistant_of(request).fresh_draft(workspace, section)


def _shown(
    request: Request,
    workspace: Workspace,
    fresh: FreshDraft,
    choices: Choices = NOTHING_CHOSEN,
    status: int = 200,
    problem: str = "",
) -> Response:
    return offer_page(request, workspace, _offer(request, workspace, fresh), choices, status, problem)


def _taken(request: Request, workspace: Workspace, sent: Submission, fresh: FreshDraft) -> Response:
    offer = _offer(request, workspace, fresh)
    if (answer := unless_applied(request, workspace, sent, offer)) is not None:
        return answer
    text = offer.text(choices_of(sent).accepted)
    workspace.add_redraft(fresh.draft, text, offer.current.stamp, fresh.known)
    done = "left" if text == offer.current.text else "redrafted"
    return to_page(workspace, f"sections/{offer.section}", done)


def _offer(request: Request, workspace: Workspace, fresh: FreshDraft) -> Offer:
    section = fresh.draft.number
    current, base = text_of(workspace, section)
    corpus = assistant_of(request).knowledge.corpus
    proposals = propose(
        current.text, base.text if base else None, fresh.draft.text, fresh.draft.trace, base.trace if base else ()
    )
    now = completed(workspace.ledger(fresh.known), corpus)
    before = completed(workspace.ledger(base.made_from), corpus) if base and base.made_from is not None else None
    return Offer(
        action=f"sections/{section}/redraft",
        verb="いまの答えで作り直す",
        section=section,
        current=current,
        base=base,
        confirmation=workspace.confirmation(section),
        wanted=fresh.draft.text,
        proposals=proposals,
        reasons={one.id: changed_answers(one.keys, before, now) or WHY.get(one.why, ()) for one in proposals},
    )
