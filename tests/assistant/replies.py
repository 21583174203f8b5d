"""Ask the answerer and look at its replies."""

from datetime import date
from itertools import chain

from assistant.answering.answerer import Answerer
from assistant.models import Answer, Turn
from knowledge.corpus import Corpus
from knowledge.retrieval import HybridRetriever

ANSWERED_ON = date(2026, 11, 23)


def answerer_of(corpus: Corpus, retriever: HybridRetriever) -> Answerer:
    """The answerer by rules, over the real sources, on a fixed day."""
    return Answerer(corpus, retriever, lambda: ANSWERED_ON)


def answered(answerer: Answerer, question: str, *earlier: str) -> Answer:
    """The answer to a question after earlier questions; fails if there is none."""
    turns = chain.from_iterable(
        (Turn(role="user", text=text), Turn(role="assistant", text="（答え）")) for text in earlier
    )
    reply = answerer.answer(question, list(turns))
    assert isinstance(reply, Answer), f"{question} → {reply.answer}"
    return reply


def ids(answer: Answer) -> list[str]:
    return [citation.id for citation in answer.citations]


def assert_quotes_are_literal(corpus: Corpus, answer: Answer) -> None:
    assert answer.citations
    for citation in answer.citations:
        passage = corpus.passage[citation.id]
        assert citation.quote in passage.text, citation
        assert citation.quote.strip(), citation
        assert citation.label == passage.citation
