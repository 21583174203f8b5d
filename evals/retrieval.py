"""Measure retrieval: the product, the product with one part removed, and what others would have built in an hour."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from evals.cases import RetrievalCase, rank_of_right
from knowledge.indexing import Index
from knowledge.models import Passage
from knowledge.retrieval import HybridRetriever, Weights

DEPTH = 10
Search = Callable[[str], list[Passage]]


@dataclass(frozen=True)
class Score:
    """Share of questions with a right passage first and among the first five, and the mean reciprocal rank."""

    questions: int
    first: float
    five: float
    mrr: float


def score(ranks: Sequence[int | None]) -> Score:
    """Score of the ranks of the first right passages (None: not among the first ten)."""
    n = len(ranks) or 1
    return Score(
        questions=len(ranks),
        first=sum(rank == 1 for rank in ranks) / n,
        five=sum(rank is not None and rank <= 5 for rank in ranks) / n,
        mrr=sum(1 / rank for rank in ranks if rank) / n,
    )


def measure(search: Search, cases: Sequence[RetrievalCase]) -> list[int | None]:
    """The rank of the first right passage of each case."""
    return [rank_of_right(case, search(case.question)) for case in cases]


def variants(index: Index) -> Mapping[str, Search]:
    """The product, and the product with one part removed at a time."""
    whole = Weights()
    weights = {
        "この製品": whole,
        "　言い換え（aliases）なし": replace(whole, aliases=0.0),
        "　要件カタログなし": replace(whole, requirements=False),
        "　職員の言い方（asks）なし": replace(whole, asks=0.0, ask_vectors=0.0),
        "　質問の手がかり（cues）なし": replace(whole, cues=False),
        "　語の索引（BM25）なし": replace(whole, words=0.0, bigrams=0.0, asks=0.0),
        "　ベクトルなし": replace(whole, vectors=0.0, ask_vectors=0.0),
    }
    return {name: partial(_hybrid, HybridRetriever(index, chosen)) for name, chosen in weights.items()}


def _hybrid(retriever: HybridRetriever, question: str) -> list[Passage]:
    return [hit.passage for hit in retriever.search(question, DEPTH)]


def baselines(index: Index) -> Mapping[str, Search]:
    """LangChain's BM25Retriever as it comes, and Chroma's vectors alone."""
    from langchain_community.retrievers import BM25Retriever

    passages = {passage.id: passage for passage in index.corpus.passages}
    bm25 = BM25Retriever.from_texts(
        [f"{p.title}\n{p.text}" for p in passages.values()], metadatas=[{"id": i} for i in passages], k=DEPTH
    )

    def by_langchain(question: str) -> list[Passage]:
        return [passages[document.metadata["id"]] for document in bm25.invoke(question)]

    def by_vectors(question: str) -> list[Passage]:
        vector = index.embedder.embed([question])
        found = index.vectors.query(query_embeddings=vector, n_results=DEPTH, include=[])
        return [passages[passage_id] for passage_id in found["ids"][0]]

    return {"比較：LangChain BM25Retriever": by_langchain, "比較：Chroma のベクトルだけ": by_vectors}
