"""Proposals for a section's text as a page shows them, and what a person chose of them. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from assistant.drafting.shown import show_value
from assistant.interview import load_questions
from assistant.models import Ledger, Value
from assistant.pages.access import Submission
from assistant.pages.difference_views import Row, rows_of, settled
from assistant.pages.facts_file import STATES
from assistant.revising.proposals import Proposal
from assistant.revising.sentences import paragraphs

KINDS = {"replace": "書き換え", "insert": "追加", "delete": "削除"}
MANY = "ほか{count}件"
_SHOWN = 6


class ProposalView(Value):
    """A proposal with its place on the page.

    Attributes:
        reasons: why it is made, a line each.
        person_wrote: taking it over changes a person's words.
    """

    id: str
    number: int
    kind: str
    under: str
    rows: tuple[Row, ...]
    reasons: tuple[str, ...]
    person_wrote: bool
    accepted: bool


class Choices(Value):
    """What a person ticked of the proposals that they were shown."""

    offered: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()

    def of(self, proposals: Iterable[Proposal], *, confirmed: bool) -> frozenset[str]:
        """The ids that are ticked: as the person left them; at first where no person's words would change."""
        return frozenset(
            one.id
            for one in proposals
            if (one.id in self.accepted if one.id in self.offered else not (one.person_wrote or confirmed))
        )


def choices_of(sent: Submission) -> Choices:
    """The choices that a form brought; all or none, if that is what was pressed."""
    offered = frozenset(sent.all("offered"))
    accepted = {"all": offered, "none": frozenset[str]()}.get(sent.line("do"), frozenset(sent.all("accept")) & offered)
    return Choices(offered=offered, accepted=accepted)


def views_of(
    proposals: Sequence[Proposal], accepted: Collection[str], reasons: Mapping[str, Sequence[str]]
) -> tuple[ProposalView, ...]:
    """The proposals in order.

    Args:
        reasons: why each is made, by its id.
    """
    return tuple(
        ProposalView(
            id=one.id,
            number=number,
            kind=KINDS[one.kind],
            under=one.under,
            rows=rows_of(settled(one.differences)),
            reasons=tuple(reasons.get(one.id, ())),
            person_wrote=one.person_wrote,
            accepted=one.id in accepted,
        )
        for number, one in enumerate(proposals, start=1)
    )


def by_person(proposals: Iterable[Proposal], base: str | None) -> tuple[Proposal, ...]:
    """Proposals for a text that was itself taken as their base, marked by whether the draft behind it has the paragraph."""
    drafted = {one.text for one in paragraphs(base or "")}
    return tuple(one.model_copy(update={"person_wrote": bool(one.old) and one.old not in drafted}) for one in proposals)


def changed_answers(keys: Iterable[str], before: Ledger | None, now: Ledger) -> tuple[str, ...]:
    """The facts and measures under these keys, with what they were and are where that can be shown in a line.

    Args:
        keys: as traces name them; fields of measures (measure:m1.kpis) count as the measure.
        before: the ledger behind the text; None if nobody knows it.
    """
    questions = {question.key: question for question in load_questions()}
    titles = {f"measure:{measure.key}": f"施策「{measure.title}」" for measure in now.measures}
    lines = []
    for key in dict.fromkeys(key.split(".")[0] for key in keys):
        question = questions.get(key)
        if question is None:
            lines.append(titles.get(key, "計画に載せる施策" if key == "measures" else "施策"))
            continue
        old, new = (
            STATES.get((fact := ledger.get(key)).status) or show_value(fact, question)
            for ledger in (before or Ledger(), now)
        )
        lines.append(f"{question.label}　{old} → {new}" if before and old != new else f"{question.label}　{new}")
    lines = list(dict.fromkeys(lines))
    return tuple(lines[:_SHOWN] + ([MANY.format(count=len(lines) - _SHOWN)] if len(lines) > _SHOWN else []))
