"""A place of the sources as a page shows it: with what stands before and after it, and the quoted words marked."""

from itertools import pairwise
from typing import Literal

from assistant.errors import NotFound
from assistant.models import Value
from knowledge.corpus import Corpus
from knowledge.models import CurrencyNote, Passage, PassageKind, Requirement

AROUND = 280  # characters shown of the neighbours


class Span(Value):
    """A run of text; a quoted one is marked."""

    text: str
    quoted: bool = False


class Neighbour(Value):
    """What stands beside a passage in its source."""

    side: Literal["before", "after", "host"]
    id: str
    label: str
    text: str


class Line(Value):
    """A named detail of a record."""

    label: str
    text: str


class Source(Value):
    """A place that a record rests on or speaks of."""

    id: str
    label: str


class PassageView(Value):
    """A passage, or a record of ours, and its surroundings."""

    label: str
    title: str
    spans: tuple[Span, ...]
    neighbours: tuple[Neighbour, ...] = ()
    details: tuple[Line, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Line, ...] = ()

    def at(self, side: str) -> Neighbour | None:
        """The neighbour on that side."""
        return next((one for one in self.neighbours if one.side == side), None)


def view_of(corpus: Corpus, wanted: str, quote: str = "") -> PassageView:
    """The passage, requirement or currency note of that id.

    Raises:
        NotFound: if the sources in use have none.
    """
    if passage := corpus.passage.get(wanted):
        return PassageView(
            label=passage.citation,
            title=passage.title,
            spans=marked(passage.text, quote),
            neighbours=_neighbours(corpus, passage),
            notes=_notes(corpus, wanted),
        )
    if requirement := corpus.requirement.get(wanted):
        return _requirement(corpus, requirement, quote)
    if note := next((note for note in corpus.notes if note.id == wanted), None):
        return _note(corpus, note, quote)
    raise NotFound(
        f"出典箇所「{wanted}」は、いまの資料にありません。資料が入れ替わったときは、もう一度質問すると、いまの出典で答えます。"
    )


def marked(text: str, quote: str) -> tuple[Span, ...]:
    """The text in runs, the first place of the quote marked. White space counts for nothing; words must be the same."""
    places = [at for at, character in enumerate(text) if not character.isspace()]
    wanted = "".join(quote.split())
    found = "".join(text[at] for at in places).find(wanted) if wanted else -1
    if found < 0:
        return (Span(text=text),)
    begin, end = places[found], places[found + len(wanted) - 1] + 1
    runs = (Span(text=text[:begin]), Span(text=text[begin:end], quoted=True), Span(text=text[end:]))
    return tuple(run for run in runs if run.text)


def _neighbours(corpus: Corpus, passage: Passage) -> tuple[Neighbour, ...]:
    """The passages before and after in the same source; for a footnote the passage that it is attached to."""
    if passage.parent and (host := corpus.passage.get(passage.parent)):
        return (_neighbour("host", host, host.text),)
    found = []
    for before, after in pairwise(one for one in corpus.passages if _source(one) == _source(passage)):
        if after.id == passage.id:
            tail = before.text[-AROUND:]
            found.append(_neighbour("before", before, tail if tail == before.text else f"…{tail}"))
        if before.id == passage.id:
            head = after.text[:AROUND]
            found.append(_neighbour("after", after, head if head == after.text else f"{head}…"))
    return tuple(found)


def _neighbour(side: Literal["before", "after", "host"], passage: Passage, text: str) -> Neighbour:
    return Neighbour(side=side, id=passage.id, label=passage.citation, text=text)


def _source(passage: Passage) -> tuple[PassageKind, str, bool]:
    """What passages that follow each other in print have in common."""
    return passage.kind, passage.id.split(":")[0], passage.parent is not None


def _notes(corpus: Corpus, wanted: str) -> tuple[Line, ...]:
    return tuple(
        Line(label=f"{note.as_of}、{note.confidence.label}", text=note.text) for note in corpus.notes_on.get(wanted, ())
    )


def _requirement(corpus: Corpus, requirement: Requirement, quote: str) -> PassageView:
    return PassageView(
        label="法令と手引の要件",
        title=requirement.title,
        spans=marked(requirement.statement, quote),
        details=(
            Line(label="強さ", text=requirement.strength.value),
            Line(label="だれに", text=requirement.bearer),
            Line(label="次に確かめること", text=requirement.next),
        ),
        sources=_sources(corpus, requirement.sources),
        notes=_notes(corpus, requirement.id),
    )


def _note(corpus: Corpus, note: CurrencyNote, quote: str) -> PassageView:
    return PassageView(
        label="改正・更新注記",
        title=note.claim,
        spans=marked(note.text, quote),
        details=(
            Line(label="いつの情報か", text=note.as_of),
            Line(label="確かさ", text=note.confidence.label),
            Line(label="根拠", text=note.basis),
            Line(label="出典", text=note.source),
        ),
        sources=_sources(corpus, note.applies_to),
    )


def _sources(corpus: Corpus, ids: tuple[str, ...]) -> tuple[Source, ...]:
    found = []
    for wanted in ids:
        if passage := corpus.passage.get(wanted):
            found.append(Source(id=wanted, label=passage.citation))
        elif requirement := corpus.requirement.get(wanted):
            found.append(Source(id=wanted, label=requirement.title))
    return tuple(found)
