"""A question that is not one of law is answered by the best place, not by a rule that has one of its words."""

import pytest
from replies import answered, answerer_of, assert_quotes_are_literal

from assistant.answering.answerer import Answerer
from knowledge.corpus import Corpus
from knowledge.models import Strength
from knowledge.retrieval import HybridRetriever


@pytest.fixture(scope="module")
def answerer(corpus: Corpus, retriever: HybridRetriever) -> Answerer:
    return answerer_of(corpus, retriever)


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("外国の人からゴミの問い合わせが多い。使えそうな例は？", "measure:ごみ分別情報のオープンデータ化の推進"),
        ("氷見市のホームページの事例", "case:4-1"),
        ("工事の図面をオープンデータにするやつ", "measure:保有する各種地理空間情報等に係るオープンデータ化の促進"),
        ("検討委員会を作ってホームページをリニューアル", "measure:公式サイト改修への市民参加の取組"),
        ("オープンデータの柱の方針文", "template:5/policy/2"),
        ("お年寄りや離島の人が取り残されない話はどの柱に入る？", "template:5/policy/4"),
    ],
)
def test_the_best_place_is_quoted(answerer: Answerer, corpus: Corpus, question: str, place: str) -> None:
    """It leads, or stands beside a rule on the same matter (the pillars)."""
    answer = answered(answerer, question)
    assert place in {citation.id for citation in answer.citations}
    assert_quotes_are_literal(corpus, answer)


@pytest.mark.parametrize(
    ("question", "strength"),
    [
        ("計画を直したあとホームページに出すのは、出しても出さなくてもいい？", Strength.DUTY),
        ("税や住基のシステム、国の標準仕様に合わせるのはお願いベースですか", Strength.DUTY),
        ("国会への報告があるなら町議会への報告も法定ですか", Strength.NONE_FOUND),
        ("計画書を去年作ったが庁内限りにしてある。これって法に触れる？", Strength.DUTY),
        (
            "市の条例だけを根拠にした申請、紙のままだと法令違反になりますか。国は原則オンラインと言ってるので心配です",
            Strength.EFFORT,
        ),
    ],
)
def test_a_question_of_law_is_answered_by_the_rule(answerer: Answerer, question: str, strength: Strength) -> None:
    """However it says that it asks what binds, and whatever place has more of its words."""
    assert answered(answerer, question).strength is strength


def test_of_two_plans_the_one_meant_is_answered_for(answerer: Answerer) -> None:
    """Ours is background; the State's is asked about: 基本法第8条第6項."""
    answer = answered(answerer, "うちの計画は5か年ですが、国の基本計画のほうは法律上どのくらいの間隔で見直すのですか")
    assert "毎年度" in answer.answer
