"""An embedder that needs no download: latent semantic analysis fitted on the corpus itself.

Deerwester et al. 1990: tf-idf term weights, reduced by a truncated singular value decomposition. On a few hundred
short passages this fits in well under a second and takes numpy alone.
"""

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.tokens import bigrams, words

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Anything that turns texts into vectors of one length."""

    @property
    def id(self) -> str:
        """Names the embedder and its parameters; kept with the index."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, one row a text (shape: texts x dimensions); a text of unknown words gives a zero row."""
        ...


class LsaEmbedder:
    """Latent semantic analysis over words and character bigrams.

    Attributes:
        terms: index of each known term.
        idf: inverse document frequency of each term.
        projection: terms x dimensions.
    """

    VERSION = 1

    def __init__(self, terms: dict[str, int], idf: Vectors, projection: Vectors) -> None:
        self.terms = terms
        self.idf = idf
        self.projection = projection

    @property
    def id(self) -> str:
        return f"lsa-{self.projection.shape[1]}-v{self.VERSION}"

    @classmethod
    def fit(cls, texts: Sequence[str], dimensions: int = 128) -> "LsaEmbedder":
        """Learn the projection from the texts; at most as many dimensions as there are texts."""
        counts = [Counter(_terms(text)) for text in texts]
        frequency = Counter(term for count in counts for term in count)
        terms = {term: i for i, term in enumerate(sorted(frequency))}
        idf = np.array([np.log((1 + len(texts)) / (1 + frequency[term])) + 1 for term in terms], dtype=np.float32)
        weights = np.stack([_weights(count, terms, idf) for count in counts])
        _, _, right = np.linalg.svd(weights, full_matrices=False)
        return cls(terms, idf, np.ascontiguousarray(right[:dimensions].T, dtype=np.float32))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.embed`."""
        vectors = np.stack([self._project(Counter(_terms(text))) for text in texts])
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0), dtype=np.float32)

    def _project(self, count: Counter[str]) -> Vectors:
        """The text's place in the reduced space; only the rows of its own terms are touched."""
        at = [self.terms[term] for term in count if term in self.terms]
        weights = [
            _weight(term, times, self.idf[self.terms[term]]) for term, times in count.items() if term in self.terms
        ]
        return np.asarray(np.array(weights, dtype=np.float32) @ self.projection[at], dtype=np.float32)

    def save(self, path: Path) -> None:
        """Keep the fitted parameters as one .npz file."""
        np.savez(path, terms=np.array(list(self.terms)), idf=self.idf, projection=self.projection)

    @classmethod
    def load(cls, path: Path) -> "LsaEmbedder":
        """The embedder that `save` kept."""
        with np.load(path, allow_pickle=False) as kept:
            terms = {str(term): i for i, term in enumerate(kept["terms"])}
            return cls(terms, kept["idf"], kept["projection"])


def _terms(text: str) -> list[str]:
    return words(text) + [f"_{pair}" for pair in bigrams(text)]


def _weight(term: str, times: int, idf: float) -> float:
    """Damped term frequency times idf; a pair of characters counts half of a word."""
    return (1 + math.log(times)) * float(idf) * (0.5 if term.startswith("_") else 1.0)


def _weights(count: Counter[str], terms: dict[str, int], idf: Vectors) -> Vectors:
    row = np.zeros(len(terms), dtype=np.float32)
    for term, times in count.items():
        at = terms.get(term)
        if at is not None:
            row[at] = _weight(term, times, idf[at])
    norm = float(np.linalg.norm(row))
    return row / norm if norm else row
