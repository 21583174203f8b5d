"""The index knows what it was built from, refuses to serve anything else, and is replaced only when it is whole."""

import json
import shutil
from pathlib import Path

import pytest

from knowledge.corpus import Corpus
from knowledge.errors import IndexMismatch, IndexMissing, KnowledgeError
from knowledge.indexing import Index, build_index, collect_asks, open_index
from knowledge.retrieval import HybridRetriever

BUILD = "kanmin knowledge build"


@pytest.fixture(scope="module")
def small(corpus: Corpus) -> Corpus:
    """A corpus of the cases alone, which is indexed in no time."""
    return corpus.model_copy(
        update={
            "hash": "small",
            "passages": tuple(passage for passage in corpus.passages if passage.id.startswith("case:")),
            "phrasings": tuple(phrasing for phrasing in corpus.phrasings if phrasing.passage.startswith("case:")),
            **dict.fromkeys(("requirements", "provisions", "new_measures"), ()),
        }
    )


@pytest.fixture(scope="module")
def built(small: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the small corpus, to copy."""
    folder = tmp_path_factory.mktemp("built") / "index"
    build_index(small, folder)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of the small index, to damage or replace."""
    return Path(shutil.copytree(built, tmp_path / "index"))


class BuildStopped(Exception):
    """The disk is full, the power fails: something stops a build half-way."""


def stop_at_vectors(doing: str) -> None:
    if "ベクトル" in doing:
        raise BuildStopped(doing)


def first_hit(folder: Path, expected_hash: str, question: str) -> str:
    return HybridRetriever(open_index(folder, expected_hash)).search(question, 1)[0].passage.id


def test_a_missing_index_is_refused_with_the_command_that_builds_it(tmp_path: Path) -> None:
    """No index: the message names the folder and the command."""
    with pytest.raises(IndexMissing) as refused:
        open_index(tmp_path / "index", "abc")
    assert BUILD in str(refused.value)
    assert str(tmp_path / "index") in str(refused.value)


def test_an_index_of_other_sources_is_refused(folder: Path) -> None:
    """Another corpus hash: the message names both hashes and the command."""
    with pytest.raises(IndexMismatch) as refused:
        open_index(folder, "other-hash")
    for part in ("small", "other-hash", BUILD):
        assert part in str(refused.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [("embedder", "e5-large"), ("format", 0), ("corpus", "another")],
    ids=["embedder", "format", "corpus"],
)
def test_an_index_of_another_birth_is_refused(folder: Path, field: str, value: object) -> None:
    """Another embedder, another format or another corpus: refused, with the command that mends it."""
    birth = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    (folder / "index.json").write_text(json.dumps({**birth, field: value}), encoding="utf-8")
    with pytest.raises(IndexMismatch, match=BUILD):
        open_index(folder, "small")


@pytest.mark.parametrize("damage", ["", "{", "[]", "{}"], ids=["empty", "cut short", "list", "no fields"])
def test_an_unreadable_birth_record_is_refused_like_a_wrong_one(folder: Path, damage: str) -> None:
    """A damaged index.json never ends in a programming error."""
    (folder / "index.json").write_text(damage, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=BUILD):
        open_index(folder, "small")


@pytest.mark.parametrize("lost", ["corpus.json", "embedder.npz", "texts/idf.json"])
def test_an_index_that_lost_a_file_is_refused(folder: Path, lost: str) -> None:
    """An incomplete index never ends in a programming error."""
    (folder / lost).unlink()
    with pytest.raises(KnowledgeError, match=BUILD):
        open_index(folder, "small")


def test_each_stage_leaves_its_file(small: Corpus, tmp_path: Path) -> None:
    """Corpus, embedder, the lexical sides, vectors, and the birth record; the half-built folder is gone."""
    build_index(small, tmp_path / "index")
    left = {path.name.split("-")[0] for path in (tmp_path / "index").iterdir()}
    assert left == {"corpus.json", "embedder.npz", "texts", "asks", "records", "words.json", "chroma", "index.json"}
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_the_builder_says_what_it_does_in_japanese(small: Corpus, tmp_path: Path) -> None:
    """Both stages are announced."""
    told: list[str] = []
    build_index(small, tmp_path / "index", told.append)
    assert told == ["語の索引を作っています", "意味の索引（ベクトル）を作っています"]


@pytest.fixture(scope="module")
def smaller(small: Corpus) -> Corpus:
    """The small corpus without the case on wildlife."""
    return small.model_copy(
        update={
            "hash": "smaller",
            "passages": tuple(passage for passage in small.passages if passage.id != "case:5-13"),
            "phrasings": tuple(phrasing for phrasing in small.phrasings if phrasing.passage != "case:5-13"),
        }
    )


def test_a_rebuild_replaces_the_old_index(small: Corpus, smaller: Corpus, folder: Path) -> None:
    """After a rebuild from other sources only these are there, and the old hash is refused."""
    build_index(smaller, folder)
    assert first_hit(folder, "smaller", "鳥獣被害の事例") != "case:5-13"
    with pytest.raises(IndexMismatch):
        open_index(folder, "small")


def test_a_rebuild_replaces_an_index_that_is_open(small: Corpus, smaller: Corpus, folder: Path) -> None:
    """A process that has the old index open finds the new one when it opens the folder again."""
    assert first_hit(folder, "small", "鳥獣被害の事例") == "case:5-13"
    build_index(smaller, folder)
    assert first_hit(folder, "smaller", "鳥獣被害の事例") != "case:5-13"


def test_a_failed_build_leaves_the_old_index_in_use(small: Corpus, folder: Path) -> None:
    """A build that stops half-way changes nothing, and the next build succeeds."""
    newer = small.model_copy(update={"hash": "newer"})
    with pytest.raises(BuildStopped):
        build_index(newer, folder, stop_at_vectors)
    assert first_hit(folder, "small", "図書館でカード") == "case:3-6"
    build_index(newer, folder)
    assert open_index(folder, "newer").corpus.hash == "newer"


def test_a_first_build_that_fails_leaves_no_index(small: Corpus, tmp_path: Path) -> None:
    """A broken build is never taken for a whole one."""
    with pytest.raises(BuildStopped):
        build_index(small, tmp_path / "index", stop_at_vectors)
    with pytest.raises(IndexMissing):
        open_index(tmp_path / "index", "small")


def test_the_open_index_holds_the_corpus_it_was_built_from(index: Index, corpus: Corpus) -> None:
    """Corpus, ids and ways of asking survive the round trip."""
    assert index.corpus == corpus
    assert index.ids == tuple(passage.id for passage in corpus.passages)
    assert index.asks == collect_asks(corpus)
    assert (index.vectors.count(), index.ask_vectors.count()) == (len(index.ids), len(index.asks))


def test_every_requirement_can_be_reached_by_its_title_and_its_phrasings(corpus: Corpus) -> None:
    """Each phrasing leads to its record, the most telling source with full weight."""
    asks = collect_asks(corpus)
    for requirement in corpus.requirements:
        own = [ask for ask in asks if ask.requirement == requirement.id]
        assert [ask.text for ask in own] == [requirement.title, *requirement.asks]
        assert {ask.targets[requirement.sources[0]] for ask in own} == {1.0}
