"""The embedder that needs no download: unit vectors, learnt from the texts, the same after keeping."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import LsaEmbedder
from knowledge.indexing import Index

TEXTS = (
    "コンビニで住民票を交付する",
    "オープンデータを公開する",
    "鳥獣被害をセンサーで防ぐ",
    "住民票の写しを窓口で発行する",
)


@pytest.fixture(scope="module")
def embedder() -> LsaEmbedder:
    return LsaEmbedder.fit(TEXTS)


def test_rows_are_unit_vectors(embedder: LsaEmbedder) -> None:
    """One row a text, each of length 1."""
    vectors = embedder.embed(TEXTS)
    assert vectors.shape[0] == len(TEXTS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, rtol=1e-5)


@pytest.mark.parametrize("text", ["", "🙂", "qwxz", "、。"])
def test_unknown_words_give_a_zero_row(embedder: LsaEmbedder, text: str) -> None:
    """A text of which nothing is known points nowhere."""
    assert not embedder.embed([text]).any()


def test_there_are_no_more_dimensions_than_texts(embedder: LsaEmbedder) -> None:
    """Four texts span at most four dimensions, and the id says how many there are."""
    assert embedder.embed(TEXTS).shape[1] == 4
    assert embedder.id == "lsa-4-v1"
    assert LsaEmbedder.fit(TEXTS, dimensions=2).id == "lsa-2-v1"


@pytest.mark.parametrize(
    ("text", "nearest"),
    [("住民票をコンビニで取りたい", 0), ("データの公開", 1), ("獣をセンサーで見張る", 2), ("窓口での発行", 3)],
)
def test_texts_that_share_words_are_near(embedder: LsaEmbedder, text: str, nearest: int) -> None:
    """The nearest text is the one on the same matter."""
    assert int(np.argmax(embedder.embed(TEXTS) @ embedder.embed([text])[0])) == nearest


def test_saved_and_loaded_embedder_gives_the_same_vectors(embedder: LsaEmbedder, tmp_path: Path) -> None:
    """What is kept is all that counts."""
    embedder.save(tmp_path / "embedder.npz")
    kept = LsaEmbedder.load(tmp_path / "embedder.npz")
    assert kept.id == embedder.id
    np.testing.assert_array_equal(kept.embed(TEXTS), embedder.embed(TEXTS))


def test_every_passage_of_the_corpus_has_a_direction(index: Index) -> None:
    """No passage is invisible to the vectors."""
    vectors = index.embedder.embed([passage.text for passage in index.corpus.passages])
    assert [p.id for p, row in zip(index.corpus.passages, vectors, strict=True) if not row.any()] == []
