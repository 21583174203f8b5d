"""The page on which a person chooses from proposals for a section's text; the same for a fresh draft and for rules."""

from collections.abc import Mapping, Sequence

from fastapi import Request
from fastapi.responses import Response

from assistant.assembling import base_of
from assistant.errors import NotFound
from assistant.models import Confirmation, SectionVersion, Value
from assistant.pages.access import Submission, fingerprint
from assistant.pages.difference_views import compared
from assistant.pages.plan_pages import plan_page
from assistant.pages.proposal_views import Choices, choices_of, views_of
from assistant.revising.composing import apply
from assistant.revising.proposals import Proposal
from assistant.revising.sentences import paragraphs
from assistant.store.plans import Workspace

NO_TEXT = "第{section}章にはまだ文章がありません。「版と出力」の画面かチャットで、先に下書きしてください。"
MOVED = "この画面を開いた後に、{what}。まだ何も反映していません。下の提案は新しくなっています。前に選んだものは残してあります。確かめてから、もう一度「反映する」を押してください。"
BY_OTHERS, BY_ANSWERS = "{author}さんが文章を保存しました（版{number}）", "答え（事実台帳）が変わりました"


class Offer(Value):
    """A section's text, what it could become, and the proposals that lead from one to the other.

    Attributes:
        action: where the choice is sent, within the plan.
        verb: what the proposals do to the section, in Japanese.
        base: the draft that the text goes back to.
        wanted: what the proposals were made from.
        reasons: why each proposal is made, by its id.
        notes: what is to be said beside the proposals.
    """

    action: str
    verb: str
    section: int
    current: SectionVersion
    base: SectionVersion | None
    confirmation: Confirmation | None
    wanted: str
    proposals: tuple[Proposal, ...]
    reasons: Mapping[str, Sequence[str]]
    notes: tuple[str, ...] = ()

    @property
    def seen(self) -> str:
        """A sign of what was proposed."""
        return fingerprint(self.wanted)

    def text(self, accepted: frozenset[str]) -> str:
        """The text with the accepted proposals in it.

        Raises:
            InputError: if an id is none of the proposals'.
        """
        return apply(self.current.text, self.proposals, accepted)


def text_of(workspace: Workspace, section: int) -> tuple[SectionVersion, SectionVersion | None]:
    """The section's newest version, and the draft behind it.

    Raises:
        NotFound: if there is no such section, or it has no text.
    """
    versions = workspace.versions(section)
    if not versions:
        raise NotFound(NO_TEXT.format(section=section))
    return versions[0], base_of(versions[0], versions)


def unless_applied(request: Request, workspace: Workspace, sent: Submission, offer: Offer) -> Response | None:
    """The page once more: with what moved meanwhile, or with what would come of the choices; None to go on."""
    moved = ""
    if sent.number("based_on") != offer.current.stamp:
        moved = BY_OTHERS.format(author=offer.current.author, number=offer.current.number)
    elif sent.line("seen") != offer.seen:
        moved = BY_ANSWERS
    if moved:
        return offer_page(request, workspace, offer, choices_of(sent), 409, MOVED.format(what=moved))
    if sent.line("do") == "apply":
        return None
    return offer_page(request, workspace, offer, choices_of(sent), preview=sent.line("do") == "preview")


def offer_page(
    request: Request,
    workspace: Workspace,
    offer: Offer,
    choices: Choices,
    status: int = 200,
    problem: str = "",
    *,
    preview: bool = False,
) -> Response:
    """The proposals with what is chosen; `preview` adds what would come of it."""
    accepted = choices.of(offer.proposals, confirmed=offer.confirmation is not None)
    result = offer.text(accepted) if preview else None
    return plan_page(
        request,
        workspace,
        "redraft.html",
        status_code=status,
        problems=(problem,) if problem else (),
        offer=offer,
        proposals=views_of(offer.proposals, accepted, offer.reasons),
        paragraphs=len(paragraphs(offer.current.text)),
        result=result,
        effect=None if result is None else compared(offer.current.text, result),
    )
