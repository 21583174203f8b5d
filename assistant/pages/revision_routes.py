"""短く・やさしく: what rules can do to a section's words, for a person to choose from."""

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.errors import Conflict, InputError
from assistant.pages.access import Opened, Submitted
from assistant.pages.plan_pages import to_page
from assistant.pages.proposal_pages import Offer, offer_page, text_of, unless_applied
from assistant.pages.proposal_views import Choices, by_person, choices_of
from assistant.rendering import REVISIONS
from assistant.revising.proposals import Proposal, propose
from assistant.revising.shortening import Revised, plain, shorten
from assistant.store.plans import Workspace

router = APIRouter()
How = Literal["short", "plain"]


@router.get("/plans/{plan_id}/sections/{section}/revise")
def revise(request: Request, workspace: Opened, section: int, how: How = "short") -> Response:
    """The proposals; nothing is kept.

    Raises:
        NotFound: if there is no such section, or it has no text.
    """
    return offer_page(request, workspace, _offer(workspace, section, how), Choices())


@router.post("/plans/{plan_id}/sections/{section}/revise")
def take_revision(request: Request, workspace: Opened, sent: Submitted, section: int, how: How = "short") -> Response:
    """Put what was chosen into the text, as the person's next version."""
    offer = _offer(workspace, section, how)
    if (answer := unless_applied(request, workspace, sent, offer)) is not None:
        return answer
    try:
        text = offer.text(choices_of(sent).accepted)
        if text != offer.current.text:
            workspace.save_text(section, text, offer.current.stamp)
    except (Conflict, InputError) as error:
        return offer_page(request, workspace, _offer(workspace, section, how), choices_of(sent), 409, str(error))
    return to_page(workspace, f"sections/{section}", "unchanged" if text == offer.current.text else "revised")


def _offer(workspace: Workspace, section: int, how: How) -> Offer:
    current, base = text_of(workspace, section)
    revised = {"short": shorten, "plain": plain}[how](current.text)
    proposals = by_person(propose(current.text, current.text, revised.text), base.text if base else None)
    return Offer(
        action=f"sections/{section}/revise?how={how}",
        verb=REVISIONS[how],
        section=section,
        current=current,
        base=base,
        confirmation=workspace.confirmation(section),
        wanted=revised.text,
        proposals=proposals,
        reasons={one.id: _rules(one, revised) for one in proposals},
        notes=(revised.limits, *revised.reports),
    )


def _rules(proposal: Proposal, revised: Revised) -> tuple[str, ...]:
    """What the rules changed in the paragraph and why; each once."""
    made = (one for one in revised.changes if one.sentence in proposal.old)
    return tuple(dict.fromkeys(f"「{one.before}」→「{one.after}」（{one.why}）" for one in made))
