"""Records found by all that they say."""

import numpy as np
import pytest

from knowledge.corpus import Corpus
from knowledge.records import texts_of
from knowledge.retrieval import HybridRetriever


@pytest.mark.parametrize(
    ("question", "record"),
    [
        ("計画を国や県に提出して認定を受ける決まりはあるか", "req:no-submission"),
        ("次期マイナンバーカードはいつから", "note:next-card"),
        ("システムの最適化を他の団体と協力して行う地方自治法の規定", "lga:244_5-1"),
        ("佐賀県の救急車のタブレット端末", "case:5-7"),
    ],
)
def test_the_nearest_record(retriever: HybridRetriever, question: str, record: str) -> None:
    """A requirement, a note, a provision, a case."""
    found = retriever.look_up(question).records
    assert found[0].record == record
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 < one.score <= 1 and 0 <= one.cosine <= 1.001 and one.share >= 0 for one in found)


@pytest.mark.parametrize("question", ["", "？？？", "ぬるぽ"])
def test_a_question_without_known_words_is_near_nothing(retriever: HybridRetriever, question: str) -> None:
    """No record has words of it."""
    assert [one.words for one in retriever.look_up(question).records if one.words > 0] == []


def test_every_record_is_there_with_what_it_says(corpus: Corpus) -> None:
    """Requirements, notes, provisions, and cases of which facts are known; no case without."""
    texts = texts_of(corpus)
    cases = {f"case:{fact.case}" for fact in corpus.case_facts}
    kinds = (corpus.requirements, corpus.notes, corpus.provisions)
    assert set(texts) == {record.id for kind in kinds for record in kind} | cases  # type: ignore[attr-defined]
    assert all(line in texts[name] for name in texts for line in corpus.said[name].split("\n"))
    assert np.mean([len(text) for text in texts.values()]) > 100
