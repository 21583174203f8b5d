"""Choose the currency notes that an answer must carry: those on what it rests on, when they bear on the matter."""

from collections.abc import Iterable, Sequence

from assistant.answering.topics import occurs
from assistant.models import Citation, NoteShown
from knowledge.corpus import Corpus
from knowledge.models import Confidence, CurrencyNote
from knowledge.tokens import normalise

MOST = 4
NOT_ON_TARGET = 0.5
NEAREST = 10.0  # what says most of the question comes first


def notes_for(
    corpus: Corpus,
    targets: Iterable[str],
    question: str,
    citations: Sequence[Citation],
    named: Iterable[tuple[int, int, CurrencyNote]] = (),
    near: Iterable[CurrencyNote] = (),
) -> list[NoteShown]:
    """The notes on these ids whose topic occurs in the question or in a quote, and those on what the question calls by
    its name (`named`) or that say most of the question (`near`); the nearest first, at most four.

    A deadline's note is shown only with a quote that holds the deadline. Confidence C is shown as 未確認.
    """
    asked = normalise(question)
    quoted = normalise(" ".join(citation.quote for citation in citations))
    scored: dict[str, tuple[float, CurrencyNote]] = {}
    for _, names, note in named:
        if note.kind == "currency":
            scored[note.id] = (2.0 * names - NOT_ON_TARGET, note)
    for position, target in enumerate(dict.fromkeys(targets)):
        for note in corpus.notes_on.get(target, ()):
            relevance = _relevance(note, asked, quoted) - 0.1 * position
            if relevance > 0 and relevance > scored.get(note.id, (0.0, note))[0]:
                scored[note.id] = (relevance, note)
    for position, note in enumerate(near):
        scored[note.id] = (NEAREST - position, note)
    ranked = sorted(scored.values(), key=lambda pair: (-pair[0], pair[1].confidence.value, pair[1].id))
    return [show(note) for _, note in ranked[:MOST]]


def show(note: CurrencyNote) -> NoteShown:
    """The note as an answer shows it."""
    text = note.text
    if note.confidence is Confidence.C and "未確認" not in text:
        text = f"（未確認）{text}"
    return NoteShown(id=note.id, text=text, as_of=note.as_of, confidence=note.confidence)


def _relevance(note: CurrencyNote, asked: str, quoted: str) -> float:
    in_question = sum(occurs(topic, asked) for topic in note.topics)
    in_quote = sum(occurs(topic, quoted) for topic in note.topics)
    if note.kind != "currency" and not in_question and not in_quote:
        return 0.0
    if note.kind == "deadline" and not in_quote:
        return 0.0
    score = 2.0 * in_question + in_quote
    return score + (0.3 if note.confidence is Confidence.A else 0.0) if score else 0.0
