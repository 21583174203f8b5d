"""Build the index and open it again: typed corpus, lexical side, vectors in embedded Chroma.

The index folder holds what each stage left:
    corpus.json      the typed corpus
    embedder.npz     the fitted embedder
    texts/ asks/     BM25 over the passages, and over how staff ask for them
    records/         BM25 over the requirements, currency notes, provisions and cases
    words.json       the content words of each passage and of the ways of asking for it
    chroma-…/        the vectors
    index.json       what it was built from; written last, so that a broken build is never taken for a whole one
"""

import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from knowledge.corpus import Corpus
from knowledge.embedding import Embedder, LsaEmbedder, Vectors
from knowledge.errors import IndexMismatch, IndexMissing
from knowledge.lexical import LexicalIndex
from knowledge.records import RecordIndex, texts_of
from knowledge.tokens import words

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

FORMAT = 5
PASSAGES, ASKS, RECORDS = "passages", "asks", "records"
BUILD = "kanmin knowledge build"
BATCH = 5_000
OWN_WORDS = 200
NOTE_WEIGHT = 0.8  # who asks what has become of a matter is led to the places that speak of it, but by the note first


@dataclass(frozen=True)
class Ask:
    """One way in which staff ask, and the passages (with weights up to 1) that answer it."""

    text: str
    targets: Mapping[str, float]
    requirement: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Index:
    """An open index.

    Attributes:
        ids: passage ids; their positions are those of the lexical scores over texts.
        asks: positions are those of the lexical scores over asks.
        words_around: for each passage, the content words of its text and of how staff ask for it.
    """

    corpus: Corpus
    ids: tuple[str, ...]
    asks: tuple[Ask, ...]
    texts_lexical: LexicalIndex
    asks_lexical: LexicalIndex
    embedder: Embedder
    vectors: "Collection"
    ask_vectors: "Collection"
    records: RecordIndex
    words_around: tuple[frozenset[str], ...]
    seconds: float


def collect_asks(corpus: Corpus) -> tuple[Ask, ...]:
    """All phrasings of staff, from requirements, the law digest, today's measures, currency notes and the phrasings file."""
    asks: list[Ask] = []
    for requirement in corpus.requirements:
        weights = {source: 1.0 - 0.12 * min(i, 5) for i, source in enumerate(requirement.sources)}
        asks += [Ask(text, weights, requirement.id) for text in (requirement.title, *requirement.asks)]
    for provision in corpus.provisions:
        asks += [Ask(text, {provision.id: 1.0}) for text in provision.asks]
    for measure in corpus.new_measures:
        asks += [Ask(text, {measure.id: 1.0}) for text in measure.asks]
    for note in corpus.notes:
        weights = {target: NOTE_WEIGHT for target in note.applies_to if target in corpus.passage}
        asks += [Ask(text, weights, note=note.id) for text in note.asks]
    for phrasing in corpus.phrasings:
        asks += [Ask(text, {phrasing.passage: 1.0}) for text in phrasing.asks]
    # nobody has written down how staff ask for a text that users brought: its own words stand in
    asks += [Ask(f"{p.title} {p.text[:OWN_WORDS]}", {p.id: 1.0}) for p in corpus.passages if p.id in corpus.imported]
    return tuple(asks)


def build_index(corpus: Corpus, folder: Path, report: Callable[[str], None] = lambda _: None) -> float:
    """Build the index in a new folder and put it in place of the old one only when it is whole.

    Args:
        report: told, in Japanese, what is being done.

    Returns:
        seconds it took.
    """
    started = time.perf_counter()
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    (fresh / "corpus.json").write_text(corpus.model_dump_json(), encoding="utf-8")
    report("語の索引を作っています")
    texts = [f"{passage.title}\n{passage.text}" for passage in corpus.passages]
    asks = collect_asks(corpus)
    LexicalIndex.build(texts).save(_made(fresh / "texts"))
    LexicalIndex.build([ask.text for ask in asks]).save(_made(fresh / "asks"))
    records = list(texts_of(corpus).values())
    LexicalIndex.build(records).save(_made(fresh / "records"))
    around = [sorted(found) for found in _words_around(corpus, asks)]
    (fresh / "words.json").write_text(json.dumps(around, ensure_ascii=False), encoding="utf-8")
    report("意味の索引（ベクトル）を作っています")
    told = _texts_with_asks(corpus, asks)
    own = [text for text, passage in zip(told, corpus.passages, strict=True) if passage.id not in corpus.imported]
    embedder = LsaEmbedder.fit(own)
    embedder.save(fresh / "embedder.npz")
    vectors = f"chroma-{secrets.token_hex(4)}"  # Chroma caches clients by path: a rebuild must have a new one
    client = _chroma(fresh / vectors)
    _keep_vectors(client, PASSAGES, [passage.id for passage in corpus.passages], embedder.embed(told))
    _keep_vectors(client, ASKS, [str(i) for i in range(len(asks))], embedder.embed([ask.text for ask in asks]))
    _keep_vectors(client, RECORDS, [str(i) for i in range(len(records))], embedder.embed(records))
    _close(client)
    seconds = time.perf_counter() - started
    birth = {
        "format": FORMAT,
        "corpus": corpus.hash,
        "embedder": embedder.id,
        "vectors": vectors,
        "seconds": round(seconds, 2),
    }
    (fresh / "index.json").write_text(json.dumps(birth), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(fresh, folder)
    return seconds


def open_index(folder: Path, expected_hash: str) -> Index:
    """Open the index.

    Raises:
        IndexMissing: if there is none, or it is damaged.
        IndexMismatch: if it was built from other sources, with another embedder, or by another version;
            the message names the command that mends it.
    """
    birth_file = folder / "index.json"
    if not birth_file.exists():
        raise IndexMissing(f"検索用の索引がまだありません（{folder}）。次を実行してください： {BUILD}")
    try:
        return _open(folder, json.loads(birth_file.read_text(encoding="utf-8")), expected_hash)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexMissing(f"検索用の索引が壊れています（{folder}）。次を実行してください： {BUILD}") from error


def _open(folder: Path, birth: dict[str, Any], expected_hash: str) -> Index:
    if birth.get("format") != FORMAT or birth.get("corpus") != expected_hash:
        raise IndexMismatch(
            f"索引が今の資料から作られていません（索引 {birth.get('corpus')}、資料 {expected_hash}）。"
            f"次を実行してください： {BUILD}"
        )
    embedder = LsaEmbedder.load(folder / "embedder.npz")
    if embedder.id != birth["embedder"]:
        raise IndexMismatch(
            f"索引のベクトルは「{birth['embedder']}」で作られていますが、今の埋め込みは「{embedder.id}」です。"
            f"次を実行してください： {BUILD}"
        )
    corpus = Corpus.model_validate_json((folder / "corpus.json").read_bytes())
    client = _chroma(folder / birth["vectors"])
    return Index(
        corpus=corpus,
        ids=tuple(passage.id for passage in corpus.passages),
        asks=collect_asks(corpus),
        texts_lexical=LexicalIndex.load(folder / "texts"),
        asks_lexical=LexicalIndex.load(folder / "asks"),
        embedder=embedder,
        vectors=client.get_collection(PASSAGES, embedding_function=None),
        ask_vectors=client.get_collection(ASKS, embedding_function=None),
        records=RecordIndex(
            ids=tuple(texts_of(corpus)),
            lexical=LexicalIndex.load(folder / "records"),
            vectors=client.get_collection(RECORDS, embedding_function=None),
        ),
        words_around=tuple(map(frozenset, json.loads((folder / "words.json").read_text(encoding="utf-8")))),
        seconds=birth["seconds"],
    )


def _keep_vectors(client: Any, name: str, ids: list[str], vectors: Vectors) -> None:
    collection = client.create_collection(
        name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 100}}
    )
    for start in range(0, len(ids), BATCH):
        part = slice(start, start + BATCH)
        collection.add(ids=ids[part], embeddings=vectors[part])


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _texts_with_asks(corpus: Corpus, asks: tuple[Ask, ...]) -> list[str]:
    told: dict[str, list[str]] = {passage.id: [passage.title, passage.text] for passage in corpus.passages}
    for ask in asks:
        for target, weight in ask.targets.items():
            if weight == 1.0:
                told[target].append(ask.text)
    return ["\n".join(lines) for lines in told.values()]


def _words_around(corpus: Corpus, asks: tuple[Ask, ...]) -> list[set[str]]:
    """To cut them anew at every start would take longer than anything else."""
    position = {passage.id: i for i, passage in enumerate(corpus.passages)}
    around = [set(words(f"{passage.title}\n{passage.text}")) for passage in corpus.passages]
    for ask in asks:
        found = words(ask.text)
        for target in ask.targets.keys() & position.keys():
            around[position[target]].update(found)
    return around


def _chroma(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _close(client: Any) -> None:
    """Let go of the folder, so that it can be renamed (Windows) and opened anew in this process."""
    client.close()
