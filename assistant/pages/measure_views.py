"""Proposed and chosen measures as the page shows them. Pure; knows records and values, no request."""

from collections.abc import Iterator
from typing import NamedTuple

from assistant.drafting.templates import load_pillars
from assistant.inquiry.fields import PARTS, label_of, unset_fields
from assistant.measures import completed, mark_of, offers
from assistant.models import ChosenMeasure, Ledger
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

    measure: Recommendation
    pillar: str
    mark: str
    old_title: str
    body: str
    national: tuple[NationalLine, ...]
    cases: tuple[CaseLine, ...]
    notes: tuple[str, ...]
    source: str


class Chosen(NamedTuple):
    """A measure that was decided on; `missing` are the parts that are still to be filled in."""

    measure: ChosenMeasure
    mark: str
    pillar: str
    missing: tuple[str, ...]


def pillar_labels() -> dict[int, str]:
    """The pillars' short names by number."""
    return {policy.pillar: f"{policy.pillar}　{policy.label}" for policy in load_pillars()}


def proposal(found: Recommendation, corpus: Corpus) -> Proposal:
    """A recommendation as it is shown."""
    offer = offers(corpus)[found.measure]
    national = tuple(_national(target, corpus) for target in found.national)
    told = {text for line in national for text in line.since}
    notes = (f"{note.text}（{note.as_of}時点、{note.confidence.label}）" for note in found.notes)
    return Proposal(
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


def chosen(ledger: Ledger, corpus: Corpus) -> tuple[Chosen, ...]:
    """All decisions, in the plan's order."""
    labels = pillar_labels()
    return tuple(
        Chosen(
            measure=measure,
            mark=mark_of(measure, corpus),
            pillar=labels[measure.pillar or 6],
            missing=tuple(_missing(measure)) if measure.decision == "picked" else (),
        )
        for measure in completed(ledger, corpus).measures
    )


def _missing(measure: ChosenMeasure) -> Iterator[str]:
    """What is not filled in, in a few words each."""
    for path in unset_fields(measure):
        if path.index is None:
            yield PARTS[path.part]
        elif path.index < len(measure.kpis):
            yield label_of(path, measure).partition("」")[2]
        elif path.part == "name":
            yield "KPI"
