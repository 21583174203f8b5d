"""作り直しの提案: what a draft from the answers as they are would change in a section, for a person to choose from."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.app import FreshDraft
from assistant.errors import Conflict, InputError
from assistant.measures import completed
from assistant.pages.access import Opened, Submitted
from assistant.pages.plan_pages import to_page
from assistant.pages.proposal_pages import Offer, offer_page, text_of, unless_applied
from assistant.pages.proposal_views import Choices, changed_answers, choices_of
from assistant.pages.sign_in_routes import assistant_of
from assistant.revising.proposals import propose
from assistant.store.plans import Workspace

router = APIRouter()
WHY = {"wording": ("ひな型の文言が、いまの文章と違います",), "unknown": ("いまの答えからの下書きと違います",)}


@router.get("/plans/{plan_id}/sections/{section}/redraft")
async def redraft(request: Request, workspace: Opened, section: int) -> Response:
    """The proposals; nothing is kept.

    Raises:
        NotFound: if there is no such section, or it has no text.
    """
    offer, _ = await _offer(request, workspace, section)
    return offer_page(request, workspace, offer, Choices())


@router.post("/plans/{plan_id}/sections/{section}/redraft")
async def take_redraft(request: Request, workspace: Opened, sent: Submitted, section: int) -> Response:
    """Put what was chosen into the text: the new draft as a version, and on it the person's text as the next."""
    offer, fresh = await _offer(request, workspace, section)
    if (answer := unless_applied(request, workspace, sent, offer)) is not None:
        return answer
    try:
        text = offer.text(choices_of(sent).accepted)
        workspace.add_redraft(fresh.draft, text, offer.current.stamp, fresh.known)
    except (Conflict, InputError) as error:
        offer, _ = await _offer(request, workspace, section)
        return offer_page(request, workspace, offer, choices_of(sent), 409, str(error))
    return to_page(workspace, f"sections/{section}", "left" if text == offer.current.text else "redrafted")


async def _offer(request: Request, workspace: Workspace, section: int) -> tuple[Offer, FreshDraft]:
    current, base = text_of(workspace, section)
    assistant = assistant_of(request)
    fresh = await assistant.fresh_draft(workspace, section)
    corpus = assistant.knowledge.corpus
    proposals = propose(
        current.text, base.text if base else None, fresh.draft.text, fresh.draft.trace, base.trace if base else ()
    )
    now = completed(workspace.ledger(fresh.known), corpus)
    before = completed(workspace.ledger(base.made_from), corpus) if base and base.made_from is not None else None
    offer = Offer(
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
    return offer, fresh
