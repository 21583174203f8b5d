"""Every answer rests on quoted places; all records of the sources can be asked for."""

import pytest
from replies import answered, answerer_of, assert_quotes_are_literal, ids

from assistant.answering.answerer import Answerer
from assistant.answering.quoting import best_stretch, cite_part
from assistant.models import Answer
from knowledge.corpus import Corpus
from knowledge.models import Confidence, Requirement
from knowledge.retrieval import HybridRetriever


@pytest.fixture(scope="module")
def answerer(corpus: Corpus, retriever: HybridRetriever) -> Answerer:
    return answerer_of(corpus, retriever)


@pytest.fixture(scope="module")
def to_known_phrasings(answerer: Answerer, corpus: Corpus) -> list[tuple[Requirement, str, Answer]]:
    """Each known way of asking, the record it belongs to, and the answer it gets."""
    return [(r, ask, answered(answerer, ask)) for r in corpus.requirements for ask in (r.title, *r.asks)]


def test_every_phrasing_of_every_requirement_is_answered_with_literal_quotes(
    to_known_phrasings: list[tuple[Requirement, str, Answer]], corpus: Corpus
) -> None:
    """All known ways of asking get an answer whose citations exist and whose quotes are the source's own text."""
    assert len(to_known_phrasings) > 400
    for _, _, answer in to_known_phrasings:
        assert_quotes_are_literal(corpus, answer)


def test_known_phrasings_reach_their_own_requirement(to_known_phrasings: list[tuple[Requirement, str, Answer]]) -> None:
    """19 in 20 of the questions worded as in the catalogue get that record's statement."""
    missed = [ask for r, ask, answer in to_known_phrasings if r.statement not in answer.answer]
    assert len(missed) <= len(to_known_phrasings) * 0.05, missed


def test_answers_carry_at_most_four_notes_without_repeats(
    to_known_phrasings: list[tuple[Requirement, str, Answer]],
) -> None:
    """Notes help only when they can be read."""
    for _, ask, answer in to_known_phrasings:
        notes = [note.id for note in answer.notes]
        assert len(set(notes)) == len(notes) <= 4, ask


@pytest.mark.parametrize("form", ["『{}』について教えて", "{}のKPIは？", "{}のスケジュールは？"])
def test_every_measure_of_the_guide_is_answered_from_itself(answerer: Answerer, corpus: Corpus, form: str) -> None:
    """Each of the 44 measures, asked for by its title, is cited literally (three share theirs with a national one)."""
    elsewhere = {}
    for measure in corpus.guide.measures:
        answer = answered(answerer, form.format(measure.title))
        assert_quotes_are_literal(corpus, answer)
        if not {measure.id, f"national:{measure.title}"} & set(ids(answer)):
            elsewhere[measure.title] = ids(answer)
    assert elsewhere == {}


def test_the_kpis_of_every_measure_are_given_in_full(answerer: Answerer, corpus: Corpus) -> None:
    """Asked for KPIs, the answer lists every one that the guide has, the three patterns' included."""
    missing = {}
    for measure in corpus.guide.measures:
        answer = answered(answerer, f"『{measure.title}』のKPIは？").answer
        wanted = [*measure.kpis, *(kpi for pattern in measure.patterns for kpi in pattern.kpis)]
        if left_out := [kpi for kpi in wanted if kpi not in answer]:
            missing[measure.title] = left_out
    assert missing == {}


def test_every_measure_says_what_has_become_of_it(answerer: Answerer, corpus: Corpus) -> None:
    """No measure of 2017 is given without its state of today, marked 未確認 where it was not verified."""
    silent = []
    for today in corpus.measures_today:
        answer = answered(answerer, f"『{today.measure}』のKPIは？").answer
        if today.summary not in answer or (today.confidence is Confidence.C and "未確認" not in answer):
            silent.append(today.measure)
    assert silent == []


def test_every_national_measure_and_case_is_answered_with_literal_quotes(answerer: Answerer, corpus: Corpus) -> None:
    """National measures and cases, asked for by their titles."""
    for title in (record.title for record in (*corpus.guide.national, *corpus.guide.cases)):
        assert_quotes_are_literal(corpus, answered(answerer, f"「{title}」について教えて"))


@pytest.mark.parametrize(
    "question", ["計画の策定は義務ですか", "コンビニ交付のKPIは？", "固定資産税の税率は？", "塩尻市の事例は？"]
)
def test_the_same_question_gets_the_same_answer(answerer: Answerer, question: str) -> None:
    """Answers depend on the question, the sources and the date alone."""
    assert answerer.answer(question) == answerer.answer(question)


def test_two_things_are_compared_side_by_side(answerer: Answerer) -> None:
    """Each side has its own quote."""
    answer = answered(answerer, "防災拠点等におけるWi-Fi環境の整備推進と市内におけるフリーWi-Fiの整備の違いは？")
    assert {"measure:防災拠点等におけるWi-Fi環境の整備推進", "measure:市内におけるフリーWi-Fiの整備"} <= set(
        ids(answer)
    )


@pytest.mark.parametrize(
    ("text", "wanted", "stretch"),
    [
        ("一つ目の文です。公表は義務です。三つ目。", "公表の義務", "公表は義務です。三つ目。"),
        ("句点のない題名", "何か", "句点のない題名"),
        ("題名\n本文はここ。", "本文", "本文はここ。"),
        ("", "何か", ""),
    ],
)
def test_best_stretch(text: str, wanted: str, stretch: str) -> None:
    """The sentence closest to what is wanted, as it stands in the text; a short one goes on into the next."""
    assert best_stretch(text, wanted) == stretch
    assert stretch in text


def test_a_quote_that_is_not_in_the_passage_is_refused(corpus: Corpus) -> None:
    """No quote can be made up, not even by a slip of the code."""
    with pytest.raises(ValueError, match="の文章ではありません"):
        cite_part(corpus.passage["general:1"], "手引にない文")
