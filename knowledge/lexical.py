"""BM25 over words and over character bigrams. Knows texts by position only."""

import json
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from knowledge.tokens import bigrams, words

Scores = NDArray[np.float32]


class LexicalIndex:
    """Two BM25 indexes over the same texts: Sudachi words, and character bigrams.

    Words rank better; bigrams save the questions whose words the dictionary cuts otherwise than in the text.
    """

    def __init__(self, by_word: bm25s.BM25, by_bigram: bm25s.BM25, idf: dict[str, float], size: int) -> None:
        self._by_word = by_word
        self._by_bigram = by_bigram
        self.idf = idf
        self.size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """Index the texts; their positions are the positions of the scores."""
        tokens = [words(text) for text in texts]
        frequency: dict[str, int] = {}
        for text in tokens:
            for token in set(text):
                frequency[token] = frequency.get(token, 0) + 1
        idf = {token: float(np.log((1 + len(texts)) / (0.5 + n))) for token, n in frequency.items()}
        return cls(_bm25(tokens), _bm25([bigrams(text) for text in texts]), idf, len(texts))

    def word_scores(self, tokens: Sequence[str]) -> Scores:
        """BM25 over words for a query's tokens; all zero when none is known."""
        return _scores(self._by_word, tokens, self.size)

    def bigram_scores(self, pairs: Sequence[str]) -> Scores:
        """BM25 over character bigrams; all zero when none is known."""
        return _scores(self._by_bigram, pairs, self.size)

    @property
    def unseen_idf(self) -> float:
        """The weight of a word that no text has."""
        return float(np.log((1 + self.size) / 0.5))

    def save(self, folder: Path) -> None:
        """Keep both indexes in the folder."""
        self._by_word.save(folder / "words", show_progress=False)
        self._by_bigram.save(folder / "bigrams", show_progress=False)
        (folder / "idf.json").write_text(
            json.dumps({"size": self.size, "idf": self.idf}, ensure_ascii=False), encoding="utf-8"
        )

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """What `save` kept."""
        kept = json.loads((folder / "idf.json").read_text(encoding="utf-8"))
        load = bm25s.BM25.load
        return cls(load(folder / "words"), load(folder / "bigrams"), kept["idf"], kept["size"])


def _bm25(tokens: Sequence[Sequence[str]]) -> bm25s.BM25:
    index = bm25s.BM25(k1=1.2, b=0.6)
    index.index([list(text) or ["∅"] for text in tokens], show_progress=False)
    return index


def _scores(index: bm25s.BM25, tokens: Sequence[str], size: int) -> Scores:
    known = [token for token in tokens if token in index.vocab_dict]
    if not known:
        return np.zeros(size, dtype=np.float32)
    return np.asarray(index.get_scores(known), dtype=np.float32)
