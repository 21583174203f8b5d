"""A question of several matters is answered in each; a note leads with the strength of the record beside it."""

import pytest
from replies import answered, answerer_of

from assistant.answering.answerer import Answerer
from assistant.answering.clauses import clauses
from assistant.answering.likeness import Likeness
from knowledge.corpus import Corpus
from knowledge.models import Strength
from knowledge.retrieval import HybridRetriever


@pytest.fixture(scope="module")
def answerer(corpus: Corpus, retriever: HybridRetriever) -> Answerer:
    return answerer_of(corpus, retriever)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("罰則はあるか、議決は要るか", ["罰則はあるか", "議決は要るか"]),
        ("県への届出とパブコメはどちらも要るか", ["県への届出", "パブコメはどちらも要るか"]),
        ("罰則はある？ あと議決も要る？", ["罰則はある", "議決も要る"]),
        ("計画の策定は義務ですか", []),
    ],
)
def test_a_question_is_cut_where_another_matter_begins(question: str, expected: list[str]) -> None:
    """Words that link the clauses are left out; a question of one clause is not cut."""
    assert clauses(question) == expected


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("策定しなかった場合のペナルティと、議決の要否を教えてください", ("罰則", "議決")),
        ("作ったら国か県に出して、議会で議決も要りますか", ("届出", "議決")),
        ("議会の議決が要るかどうかと、財源を載せる決まりがあるかどうか", ("議決", "財源")),
    ],
)
def test_each_matter_of_a_question_is_answered(answerer: Answerer, question: str, said: tuple[str, ...]) -> None:
    """Not only the matter that is nearest."""
    reply = answered(answerer, question)
    assert all(word in reply.answer for word in said)


@pytest.mark.parametrize(
    ("question", "word", "strength"),
    [
        ("個人情報の法律の改正が国会を通ったらしい、もう従うの？", "令和8年7月17日", None),
        ("例文に引いてある国のサイバー戦略、今ならいつの閣議決定？", "令和7年12月23日", None),
        ("中間標準レイアウトを調達要件にする書き方で今も通る？", "標準準拠", Strength.DUTY),
        ("個人情報の一覧を帳面にして外に出す決まりはある？手引には無いけど", "ファイル簿", Strength.DUTY),
    ],
)
def test_what_has_changed_leads_with_its_date_and_strength(
    answerer: Answerer, question: str, word: str, strength: Strength | None
) -> None:
    """Staff's own words for a change find its note, though they do not call it by its name."""
    reply = answered(answerer, question)
    assert word in reply.answer
    assert strength is None or reply.strength is strength


def test_what_the_state_alone_must_do_is_not_all_that_is_asked(answerer: Answerer) -> None:
    """Who knows that article 14 binds the State is told what another law asks of municipalities."""
    reply = answered(answerer, "基本法14条は国あてと聞いた。じゃあ市には何も求められてないの？別の法律も含めて")
    assert reply.strength is Strength.EFFORT
    assert "デジタル手続法" in reply.answer


def test_likeness_tells_apart_by_letters() -> None:
    """Positive for what is like the questions outside, negative for what is like those inside, 0 for neither."""
    likeness = Likeness(["計画の公表は義務ですか", "計画の策定は義務か"], ["夕飯の献立を考えて", "夕飯は何がいい"])
    assert likeness.outside("夕飯の相談") > 0 > likeness.outside("計画の変更は義務か")
    assert likeness.outside("xyz") == 0
