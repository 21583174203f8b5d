"""Proposed and chosen measures as the page shows them. Pure; knows records and values, no request."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from assistant.drafting.issues import issues_answered
from assistant.drafting.measures import show_amount
from assistant.drafting.shown import fiscal_years, show_fiscal_year
from assistant.drafting.templates import load_pillars
from assistant.drafting.writer import OURS, kind_of
from assistant.inquiry.fields import PARTS, label_of, unset_fields
from assistant.measures import Offer, completed, mark_of, offers
from assistant.models import ChosenMeasure, Kpi, Ledger
from assistant.recommending import Recommendation
from knowledge.corpus import Corpus


class NationalLine(NamedTuple):
    """A national measure of 2017, and what became of it."""

    title: str
    passage: str
    since: tuple[str, ...]


class CaseLine(NamedTuple):
    """A case of the guide, and what was verified about it."""

    title: str
    passage: str
    facts: tuple[str, ...]


class Proposal(NamedTuple):
    """A recommendation with everything behind it."""

    number: int | None
    measure: Recommendation
    pillar: str
    mark: str
    old_title: str
    body: str
    national: tuple[NationalLine, ...]
    cases: tuple[CaseLine, ...]
    notes: tuple[str, ...]
    source: str


class KpiLine(NamedTuple):
    """A KPI as the plan's table has it; an empty text is still to be filled in."""

    name: str
    current: str
    target: str
    year: str
    source: str


class Card(NamedTuple):
    """A measure that was decided on, with all that the plan will say of it.

    Attributes:
        situation, body: what section 6 will say; `own_body` tells whether a person wrote it.
        years: what is done by fiscal year: those of the plan's period, and others that have something.
        missing: what is still to be filled in, in a few words each.
        place, of: where it stands among the picked measures of its pillar, from 1; 0 for others.
    """

    measure: ChosenMeasure
    mark: str
    pillar: str
    situation: str
    body: str
    own_body: bool
    issues: tuple[str, ...]
    kpis: tuple[KpiLine, ...]
    years: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    place: int = 0
    of: int = 0


def pillar_labels() -> dict[int, str]:
    """The pillars' short names by number."""
    return {policy.pillar: f"{policy.pillar}　{policy.label}" for policy in load_pillars()}


def numbers(found: Sequence[Recommendation], proposed: Sequence[str]) -> list[int | None]:
    """The number of each recommendation: the one that the chat gave it; without a list in the chat, its place.

    Args:
        proposed: ids of the measures that the person's chat proposed last, in order.
    """
    if not proposed:
        return list(range(1, len(found) + 1))
    return [proposed.index(one.measure) + 1 if one.measure in proposed else None for one in found]


def proposal(found: Recommendation, corpus: Corpus, number: int | None = None) -> Proposal:
    """A recommendation as it is shown."""
    offer = offers(corpus)[found.measure]
    national = tuple(_national(target, corpus) for target in found.national)
    told = {text for line in national for text in line.since}
    notes = (f"{note.text}（{note.as_of}時点、{note.confidence.label}）" for note in found.notes)
    return Proposal(
        number=number,
        measure=found,
        pillar=pillar_labels()[found.pillar],
        mark=offer.mark,
        old_title=offer.old_title,
        body=offer.body,
        national=national,
        cases=tuple(_cases(found, corpus)),
        notes=tuple(note for note in notes if note not in told),
        source=f"{offer.source}（{offer.confidence.label}）",
    )


def words_of(picked: Iterable[Card], proposals: Iterable[Proposal]) -> str:
    """What the page says of measures, to look for words of the trade in it."""
    chosen = (f"{one.measure.title}\n{one.situation}\n{one.body}\n{'、'.join(one.missing)}" for one in picked)
    offered = ("\n".join((one.measure.title, one.body, *one.measure.why, *one.measure.why_not)) for one in proposals)
    return "\n".join(("KPI", *chosen, *offered))  # the page's own headings name it


def _national(target: str, corpus: Corpus) -> NationalLine:
    notes = corpus.notes_on.get(target, ())
    since = tuple(f"{note.text}（{note.as_of}時点、{note.confidence.label}）" for note in notes)
    return NationalLine(title=target.partition(":")[2], passage=target, since=since)


def _cases(found: Recommendation, corpus: Corpus) -> Iterator[CaseLine]:
    cases = {case.id: case for case in corpus.guide.cases}
    for target in found.cases:
        case = cases[target]
        facts = tuple(
            f"{fact.text}（{fact.as_of}、{fact.confidence.label}、{fact.source}）"
            for fact in corpus.case_facts
            if fact.case == case.number
        )
        yield CaseLine(title=f"事例{case.number}　{case.government}「{case.title}」", passage=target, facts=facts)


def cards(ledger: Ledger, corpus: Corpus) -> tuple[Card, ...]:
    """All decisions, in the plan's order."""
    full = completed(ledger, corpus)
    plain = [_card(measure, ledger, corpus) for measure in full.measures]
    of = {
        label: [one for one in plain if one.pillar == label and one.measure.decision == "picked"] for label in labels()
    }
    return tuple(
        one._replace(place=of[one.pillar].index(one) + 1, of=len(of[one.pillar]))
        if one.measure.decision == "picked"
        else one
        for one in plain
    )


def labels() -> tuple[str, ...]:
    """The pillars' short names, in order."""
    return tuple(pillar_labels().values())


def by_pillar(found: Iterable[Card]) -> tuple[tuple[str, tuple[Card, ...]], ...]:
    """The cards under their pillars, as section 6 has them; pillars without a measure are left out."""
    listed = tuple(found)
    groups = ((label, tuple(one for one in listed if one.pillar == label)) for label in labels())
    return tuple((label, group) for label, group in groups if group)


def others(ledger: Ledger, shown: Iterable[str], corpus: Corpus) -> Mapping[str, tuple[Offer, ...]]:
    """The measures of the records that are neither decided on nor shown already, by pillar."""
    left_out = {measure.base for measure in ledger.measures} | set(shown)
    found: dict[str, tuple[Offer, ...]] = {}
    names = pillar_labels()
    for offer in sorted(offers(corpus).values(), key=lambda one: one.pillar):
        if offer.id not in left_out:
            found[names[offer.pillar]] = (*found.get(names[offer.pillar], ()), offer)
    return found


def moved(ledger: Ledger, key: str, up: bool) -> list[str] | None:
    """The keys of all measures after one has changed places with its neighbour of the same pillar; None at the end.

    Args:
        ledger: with the measures' pillars (`measures.completed`).
    """
    keys = [measure.key for measure in ledger.measures]
    here = next((measure for measure in ledger.picked if measure.key == key), None)
    if here is None:
        return None
    beside = [measure.key for measure in ledger.picked if (measure.pillar or 6) == (here.pillar or 6)]
    at = beside.index(key) + (-1 if up else 1)
    if not 0 <= at < len(beside):
        return None
    one, other = keys.index(key), keys.index(beside[at])
    keys[one], keys[other] = keys[other], keys[one]
    return keys


def _card(measure: ChosenMeasure, ledger: Ledger, corpus: Corpus) -> Card:
    """The card; the measure carries its title, pillar and field."""
    offer = offers(corpus).get(measure.base or "")
    kind = kind_of(ledger)
    body = measure.body or (offer.body.replace(OURS, f"本{kind}" if kind else OURS) if offer else "")
    return Card(
        measure=measure,
        mark=mark_of(measure, corpus),
        pillar=pillar_labels()[measure.pillar or 6],
        situation=measure.situation,
        body=body,
        own_body=bool(measure.body),
        issues=tuple(issues_answered(measure, ledger)),
        kpis=tuple(map(_kpi_line, measure.kpis)),
        years=_years(measure, ledger),
        missing=tuple(_missing(measure)) if measure.decision == "picked" else (),
    )


def _kpi_line(kpi: Kpi) -> KpiLine:
    current = show_amount(kpi.current, kpi.unit)
    if current and kpi.current_year:
        current += f"（{show_fiscal_year(kpi.current_year)}）"
    year = show_fiscal_year(kpi.year) if kpi.year else ""
    return KpiLine(kpi.name, current, show_amount(kpi.target, kpi.unit), year, kpi.source)


def _years(measure: ChosenMeasure, ledger: Ledger) -> tuple[tuple[str, str], ...]:
    done: dict[int, list[str]] = {year: [] for year in fiscal_years(ledger.answer("period")) or ()}
    for step in measure.schedule:
        done.setdefault(step.year, []).append(step.text)
    return tuple((show_fiscal_year(year), "、".join(texts)) for year, texts in sorted(done.items()))


def _missing(measure: ChosenMeasure) -> Iterator[str]:
    """What is not filled in, in a few words each."""
    for path in unset_fields(measure):
        if path.index is None:
            yield PARTS[path.part]
        elif path.index < len(measure.kpis):
            yield label_of(path, measure).partition("」")[2]
        elif path.part == "name":
            yield "KPI"
