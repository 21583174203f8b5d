"""Turn a question into ranked passages. Knows the index, nothing of answers, prompts or models."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.indexing import Index
from knowledge.lexical import LexicalIndex
from knowledge.models import Cue, Passage, PassageKind, Record
from knowledge.records import RecordMatch, scaled
from knowledge.tokens import bigrams, is_frame, normalise, words

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

Scores = NDArray[np.float32]
NEIGHBOURS = 60
BINDS_OTHERS = 0.88  # a provision that binds only the State or prefectures, when the question names nobody
_OTHERS_NAMED = re.compile(r"国|政府|大臣|県|事業者|企業|会社|省庁|デジタル庁")
_MUNICIPAL = re.compile(r"市町村|地方公共団体|全主体|執行機関|行政機関の長")


class Hit(Record):
    """A passage found for a question.

    Attributes:
        score: the fused score; comparable within one result only.
        coverage: share (0-1) of the question's weight of content words that the passage, or one way of
            asking for it, has. Comparable between questions: low means that the question is about something else.
        requirements: ids of catalogue records that brought the passage up, best first.
        notes: ids of the currency notes on the passage.
    """

    passage: Passage
    score: float
    coverage: float
    requirements: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Match(Record):
    """A catalogue record whose ways of asking are close to the question.

    Attributes:
        score: 0-1, relative to the closest way of asking of anything.
    """

    requirement: str
    score: float


class NoteMatch(Record):
    """A currency note whose ways of asking are close to the question; the score is as in `Match`."""

    note: str
    score: float


class Found(Record):
    """All that is known about a question after looking it up.

    Attributes:
        matches: catalogue records, closest first.
        notes: currency notes, closest first.
        records: catalogue records and currency notes by everything that they say, closest first.
        similarity: cosine (0-1) to the closest known way of asking; comparable between questions.
        unknown_share: share (0-1) of all content words, by weight, that occur nowhere.
    """

    hits: tuple[Hit, ...]
    matches: tuple[Match, ...]
    notes: tuple[NoteMatch, ...] = ()
    records: tuple[RecordMatch, ...] = ()
    similarity: float
    unknown_share: float


class Retriever(Protocol):
    """Anything that finds passages for a question."""

    def search(self, query: str, k: int = 5, kinds: Sequence[PassageKind] = ()) -> list[Hit]: ...

    def look_up(self, query: str, k: int = 8) -> Found: ...


@dataclass(frozen=True)
class Weights:
    """How much each part counts in the fused score (each part is scaled to at most 1 before)."""

    words: float = 0.3
    bigrams: float = 0.2
    vectors: float = 1.5
    asks: float = 1.0
    ask_vectors: float = 2.0
    aliases: float = 0.5
    cues: bool = True
    requirements: bool = True


@dataclass(frozen=True)
class Query:
    """A question, cut up once."""

    text: str
    tokens: tuple[str, ...]
    pairs: tuple[str, ...]
    alias_tokens: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Fused:
    """Scores of all passages for a question, and what they came from.

    Attributes:
        similarity: cosine to the closest known way of asking.
        by_requirement: for a passage's position, the catalogue records that lead to it.
    """

    scores: Scores
    ask_scores: Scores
    similarity: float
    by_requirement: Mapping[int, Sequence[str]]


class HybridRetriever:
    """Fuses BM25 over words and bigrams, vectors, and the ways in which staff are known to ask."""

    def __init__(self, index: Index, weights: Weights = Weights()) -> None:
        self.index = index
        self.weights = weights
        self._position = {passage_id: i for i, passage_id in enumerate(index.ids)}
        self._aliases = [
            (normalise(say), tuple(words(" ".join(alias.means)))) for alias in index.corpus.aliases for say in alias.say
        ]
        self._cues = [(cue, _favoured(cue, index.corpus.passages)) for cue in index.corpus.cues]
        self._binds_others = [
            self._position[provision.id]
            for provision in index.corpus.provisions
            if provision.strength and not _MUNICIPAL.search(provision.bearer)
        ]
        self._words_around = index.words_around
        self._known_words = frozenset[str]().union(*index.words_around)
        self._idf: Mapping[str, float] = index.texts_lexical.idf
        self._unseen = index.texts_lexical.unseen_idf

    def cut(self, text: str) -> Query:
        """Tokens of the question, and those that aliases add to it."""
        folded = normalise(text)
        tokens = tuple(dict.fromkeys(words(text)))
        added: dict[str, None] = {}
        if self.weights.aliases:
            for say, means in self._aliases:
                if say in folded:
                    added.update(dict.fromkeys(means))
        return Query(text, tokens, tuple(dict.fromkeys(bigrams(text))), tuple(t for t in added if t not in tokens))

    def search(self, query: str, k: int = 5, kinds: Sequence[PassageKind] = ()) -> list[Hit]:
        """The k best passages, of the given kinds if any are given; fewer when fewer match at all."""
        cut = self.cut(query)
        return self._hits(cut, self._fuse(cut, self._vector(cut)), k, kinds)

    def look_up(self, query: str, k: int = 8) -> Found:
        """The k best passages, and what tells whether the sources have anything to say at all."""
        cut = self.cut(query)
        vector = self._vector(cut)
        fused = self._fuse(cut, vector)
        return Found(
            hits=tuple(self._hits(cut, fused, k, ())),
            matches=tuple(
                Match(requirement=name, score=score) for name, score in self._closest(fused.ask_scores, "requirement")
            ),
            notes=tuple(NoteMatch(note=name, score=score) for name, score in self._closest(fused.ask_scores, "note")),
            records=self.index.records.closest(
                cut.tokens, cut.alias_tokens, cut.pairs, vector, sum(self._matter(cut).values())
            ),
            similarity=round(fused.similarity, 3),
            unknown_share=round(self._unknown_share(cut), 3),
        )

    def _hits(self, cut: Query, fused: "Fused", k: int, kinds: Sequence[PassageKind]) -> list[Hit]:
        passages = self.index.corpus.passages
        order = [int(i) for i in np.argsort(-fused.scores, kind="stable") if fused.scores[i] > 0]
        if kinds:
            order = [i for i in order if passages[i].kind in kinds]
        order = self._without_relatives(order, k)
        return [
            Hit(
                passage=passages[i],
                score=round(float(fused.scores[i]), 4),
                coverage=round(self._coverage(cut, i), 3),
                requirements=tuple(fused.by_requirement.get(i, ())),
                notes=tuple(note.id for note in self.index.corpus.notes_on.get(passages[i].id, ())),
            )
            for i in order[:k]
        ]

    def _without_relatives(self, order: list[int], k: int) -> list[int]:
        """The first k, without the article of a paragraph (or the item of one) that already stands there."""
        passages = self.index.corpus.passages
        kept: list[int] = []
        families: set[str] = set()
        for i in order:
            law = passages[i].kind is PassageKind.LAW
            family = passages[i].id.split("-")[0] if law and passages[i].id in self.index.corpus.imported else ""
            if family and family in families:
                continue
            families.add(family)
            kept.append(i)
            if len(kept) == k:
                break
        return kept

    def _closest(self, ask_scores: Scores, kind: Literal["requirement", "note"]) -> list[tuple[str, float]]:
        """The records of a kind by their closest way of asking, best first, relative to the closest of anything."""
        top = float(ask_scores.max(initial=0.0))
        if top <= 0:
            return []
        best: dict[str, float] = {}
        for ask, score in zip(self.index.asks, ask_scores, strict=True):
            name = ask.requirement if kind == "requirement" else ask.note
            if name and score > best.get(name, 0.0):
                best[name] = float(score)
        return [(name, round(score / top, 3)) for name, score in sorted(best.items(), key=lambda pair: -pair[1])]

    def _fuse(self, cut: Query, vector: Scores) -> "Fused":
        weights, lexical = self.weights, self.index.texts_lexical
        scores = np.zeros(len(self.index.ids), dtype=np.float32)
        if weights.words:
            scores += weights.words * scaled(self._word_scores(lexical, cut, weights.aliases))
        if weights.bigrams:
            scores += weights.bigrams * scaled(lexical.bigram_scores(cut.pairs))
        if weights.vectors and vector.any():
            near = _near(self.index.vectors, vector)
            for passage_id, similarity in near.items():
                scores[self._position[passage_id]] += weights.vectors * similarity / max(near.values())
        near_asks = _near(self.index.ask_vectors, vector) if weights.ask_vectors and vector.any() else {}
        ask_scores = self._ask_scores(cut, near_asks)
        gained, by_requirement = self._from_asks(ask_scores)
        scores += gained
        if weights.cues:
            scores *= self._cue_factors(cut.text)
        return Fused(scores, ask_scores, max(near_asks.values(), default=0.0), by_requirement)

    def _from_asks(self, ask_scores: Scores) -> tuple[Scores, dict[int, list[str]]]:
        """What each passage gains from the best way of asking that leads to it."""
        weights = self.weights
        gained = np.zeros(len(self.index.ids), dtype=np.float32)
        by_requirement: dict[int, list[str]] = {}
        for at in np.argsort(-ask_scores, kind="stable")[:NEIGHBOURS]:
            ask, score = self.index.asks[int(at)], float(ask_scores[at])
            if score <= 0:
                break
            if ask.requirement and not weights.requirements:
                continue
            for target, weight in ask.targets.items():
                i = self._position[target]
                if score * weight > gained[i]:
                    gained[i] = score * weight
                if ask.requirement and ask.requirement not in by_requirement.setdefault(i, []):
                    by_requirement[i].append(ask.requirement)
        return gained, by_requirement

    def _ask_scores(self, cut: Query, near: Mapping[str, float]) -> Scores:
        """How close the question is to each known way of asking."""
        lexical, weights = self.index.asks_lexical, self.weights
        scores = np.zeros(len(self.index.asks), dtype=np.float32)
        if weights.asks:
            by_word = scaled(self._word_scores(lexical, cut, 0.5 * weights.aliases))
            scores += weights.asks * scaled(by_word + 0.7 * scaled(lexical.bigram_scores(cut.pairs)))
        for position, similarity in near.items():
            scores[int(position)] += weights.ask_vectors * similarity / max(near.values())
        return scores

    @staticmethod
    def _word_scores(lexical: LexicalIndex, cut: Query, aliases: float) -> Scores:
        scores = lexical.word_scores(cut.tokens)
        return scores + aliases * lexical.word_scores(cut.alias_tokens) if cut.alias_tokens else scores

    def _vector(self, cut: Query) -> Scores:
        vectors: Scores = self.index.embedder.embed([cut.text])
        return np.asarray(vectors[0], dtype=np.float32)

    def _cue_factors(self, text: str) -> Scores:
        """What the question's turn of phrase says about the kind of passage that is wanted."""
        factors = np.ones(len(self.index.ids), dtype=np.float32)
        folded = normalise(text)
        for cue, positions in self._cues:
            factors[positions] *= cue.factor if any(normalise(word) in folded for word in cue.words) else cue.without
        if not _OTHERS_NAMED.search(text):
            factors[self._binds_others] *= BINDS_OTHERS
        return factors

    def _matter(self, cut: Query) -> dict[str, float]:
        """The question's content words with their weights, without those that only frame it (unless there is no other)."""
        tokens = [token for token in cut.tokens if not is_frame(token)] or cut.tokens
        return {token: self._idf.get(token, self._unseen) for token in tokens}

    def _unknown_share(self, cut: Query) -> float:
        weights = self._matter(cut)
        total = sum(weights.values())
        return sum(w for token, w in weights.items() if token not in self._known_words) / total if total else 0.0

    def _coverage(self, cut: Query, position: int) -> float:
        """Share of the question's weight of content words that the passage, or any way of asking for it, has."""
        there = self._words_around[position]
        weights = self._matter(cut)
        total = sum(weights.values())
        return sum(weight for token, weight in weights.items() if token in there) / total if total else 0.0


def _near(collection: "Collection", vector: Scores) -> dict[str, float]:
    """Cosine similarity of the nearest entries, by id; only those that point the same way at all."""
    found = collection.query(query_embeddings=vector[np.newaxis, :], n_results=NEIGHBOURS, include=["distances"])
    distances = (found["distances"] or [[]])[0]
    return {entry: 1.0 - d for entry, d in zip(found["ids"][0], distances, strict=True) if d < 1.0}


def _favoured(cue: Cue, passages: Sequence[Passage]) -> list[int]:
    """Positions of the passages that the cue favours."""
    return [
        i
        for i, passage in enumerate(passages)
        if passage.kind is cue.favours and (cue.part is None or cue.part in passage.id)
    ]
