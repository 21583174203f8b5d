"""Find requirements, currency notes, provisions and cases by everything that they say, not only by how staff are known to ask.

Passages and ways of asking are many and short; records are few, and each deals with one matter of rules. A question put
in words that nobody has written down still shares most of its content words with the record that answers it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from knowledge.corpus import Corpus
from knowledge.lexical import LexicalIndex
from knowledge.models import Record

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

Scores = NDArray[np.float32]
BIGRAMS, VECTORS, ALIASES = 0.6, 1.0, 0.5
MOST, NEIGHBOURS = 12, 60


class RecordMatch(Record):
    """A record whose text is close to the question.

    Attributes:
        record: id of a requirement, a currency note, a provision or a case of which facts are known.
        score: 0-1, relative to the best record that could be; comparable within one result only.
        words: BM25 of the question's words; comparable between questions: low means that it is about something else.
        share: the same, as a share of the weight of all content words of the question.
        cosine: of the question to the record (0-1).
    """

    record: str
    score: float
    words: float
    share: float
    cosine: float


def texts_of(corpus: Corpus) -> dict[str, str]:
    """What each requirement, note, provision and case says, how staff ask for it and what it is called; by id."""
    notes = {note.id: [note.text, *note.asks, *note.topics, note.claim] for note in corpus.notes}
    requirements = {r.id: [r.statement, *r.asks, *r.topics, r.title] for r in corpus.requirements}
    provisions = {p.id: [p.statement, *p.asks, p.article] for p in corpus.provisions}
    cases: dict[str, list[str]] = {}
    for fact in corpus.case_facts:
        if passage := corpus.passage.get(f"case:{fact.case}"):
            cases.setdefault(passage.id, [passage.text]).append(fact.text)
    return {name: "\n".join(lines) for name, lines in (notes | requirements | provisions | cases).items()}


class RecordIndex:
    """BM25 and vectors over the records."""

    def __init__(self, ids: Sequence[str], lexical: LexicalIndex, vectors: "Collection") -> None:
        """`ids`: in the order of the lexical scores."""
        self._ids = tuple(ids)
        self._lexical = lexical
        self._vectors = vectors

    def closest(
        self, tokens: Sequence[str], alias_tokens: Sequence[str], pairs: Sequence[str], vector: Scores, weight: float
    ) -> tuple[RecordMatch, ...]:
        """The records closest to a question that is cut into words and pairs of characters, best first.

        Args:
            weight: of all content words of the question (sum of their idf).
        """
        by_word = self._lexical.word_scores(tokens)
        widened = by_word + ALIASES * self._lexical.word_scores(alias_tokens) if alias_tokens else by_word
        cosines = self._cosines(vector)
        parts = ((1.0, widened), (BIGRAMS, self._lexical.bigram_scores(pairs)), (VECTORS, cosines))
        total = sum((weight * scaled(scores) for weight, scores in parts), np.zeros(len(self._ids), dtype=np.float32))
        total /= sum(weight for weight, _ in parts)
        return tuple(
            RecordMatch(
                record=self._ids[i],
                score=round(float(total[i]), 4),
                words=round(float(by_word[i]), 3),
                share=round(float(by_word[i]) / max(1.0, weight), 3),
                cosine=round(float(cosines[i]), 3),
            )
            for i in np.argsort(-total, kind="stable")[:MOST]
            if total[i] > 0
        )

    def _cosines(self, vector: Scores) -> Scores:
        cosines = np.zeros(len(self._ids), dtype=np.float32)
        if not vector.any():
            return cosines
        found = self._vectors.query(
            query_embeddings=vector[np.newaxis, :], n_results=min(NEIGHBOURS, len(self._ids)), include=["distances"]
        )
        for entry, distance in zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True):
            cosines[int(entry)] = max(0.0, 1.0 - distance)
        return cosines


def scaled(scores: Scores) -> Scores:
    """Scores as shares of the best of them."""
    top = float(scores.max(initial=0.0))
    return scores / top if top > 0 else scores
