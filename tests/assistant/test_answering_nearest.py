"""What the nearest records say stands beside the answer, whatever was chosen to lead; nothing is said twice."""

import re

import pytest
from replies import answered, answerer_of, assert_quotes_are_literal

from assistant.answering.answerer import Answerer
from assistant.models import Answer
from knowledge.corpus import Corpus
from knowledge.models import Strength
from knowledge.retrieval import HybridRetriever


@pytest.fixture(scope="module")
def answerer(corpus: Corpus, retriever: HybridRetriever) -> Answerer:
    return answerer_of(corpus, retriever)


def whole(answer: Answer) -> str:
    return "\n".join([answer.answer, *(note.text for note in answer.notes)])


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("転出の手続がスマホで済むの、全国どこの市町村でも使えるようになったのはいつ？", "2023年2月"),
        ("佐賀の救急車に端末を積んだ事例、搬送の時間は結局どのくらい縮まった？", "1分"),
        ("うちの名簿、1,200人分あります。何という帳簿を作って外に出すんでしたっけ", "個人情報ファイル簿"),
        ("国がクラウドのソフトのカタログサイトを用意してると聞いた。今は何という名前？", "デジタルマーケットプレイス"),
        ("14条って市を縛ってるの？ほかの法律だと市には何か課せられてるんですか", "デジタル手続法第15条第2項"),
    ],
)
def test_what_has_changed_is_said_however_it_is_asked_for(answerer: Answerer, question: str, said: str) -> None:
    """In words that nobody has written down: the answer or its notes have it."""
    assert said in whole(answered(answerer, question))


@pytest.mark.parametrize(
    ("question", "strength"),
    [
        ("地方自治法の、システムをよその団体と協力して最適化しろという項。やらないと違法？", Strength.EFFORT),
        (
            "サイバーセキュリティ基本法は国とインフラ事業者の法律ですよね。自治体はどういう位置づけですか",
            Strength.RESPONSIBILITY,
        ),
        ("うちの計画、県か総務省に届け出るんだろう？どの条文だ", Strength.NONE_FOUND),
        ("会社の持つ出荷データ、基本法で民間にも公開の義務があるから出せと言っていい？", Strength.EFFORT),
    ],
)
def test_the_rule_itself_decides_the_strength(answerer: Answerer, question: str, strength: Strength) -> None:
    """地方自治法244条の5第1項, サイバーセキュリティ基本法5条, no rule found, 基本法11条2項: not that of a rule nearby."""
    assert answered(answerer, question).strength is strength


@pytest.mark.parametrize(
    "question",
    [
        "国の計画名が手引と違う。うちの誤植でしょうか。経緯と、今これに当たる国の計画の呼び名を教えてください。",
        "計画の公表は義務ですか。計画の公表は義務ですか。",
        "オープンデータは義務ですか。民間のオープンデータはどの程度求められていますか。",
    ],
)
def test_nothing_is_said_twice(answerer: Answerer, corpus: Corpus, question: str) -> None:
    """Two parts of a message that lead to the same record share its words."""
    answer = answered(answerer, question)
    lines = [line for line in answer.answer.split("\n") if len(line) > 30]
    assert len(lines) == len(set(lines))
    assert_quotes_are_literal(corpus, answer)


@pytest.mark.parametrize(
    ("question", "unanswered"),
    [
        ("オープンデータのガイドラインはその後変わりましたか。入ったなら日付が知りたい。", ()),
        ("標準準拠システムに機能を足すのは一切だめですか。どういう条件なら許されるのか知りたい。", ()),
        ("計画の公表は義務ですか。明日の天気はどうですか。", ("明日の天気はどうですか。",)),
        (
            "計画の公表は義務ですか。駅前のラーメン屋でおすすめはどこですか。",
            ("駅前のラーメン屋でおすすめはどこですか。",),
        ),
    ],
)
def test_a_later_sentence_without_a_matter_of_its_own(
    answerer: Answerer, question: str, unanswered: tuple[str, ...]
) -> None:
    """It is read with the one before; one on something else altogether is named as unanswered."""
    assert answered(answerer, question).unanswered == unanswered


def test_every_note_can_lead_an_answer(answerer: Answerer, corpus: Corpus) -> None:
    """Asked for in the words it is known by, each is answered with at least one literal quote."""
    for note in (note for note in corpus.notes if note.asks):
        assert_quotes_are_literal(corpus, answered(answerer, note.asks[0]))


def test_a_rule_in_passing_does_not_push_in(answerer: Answerer) -> None:
    """A question on one measure's KPIs gets no law besides."""
    answer = answered(answerer, "コンビニ交付のKPIは何がよいですか")
    assert not re.search("次のように定めています（要旨）", answer.answer)


@pytest.mark.parametrize("question", ["義務？", "必ず？", "いまは？", "何割？", "違法？罰？", "ぬるぽは義務ですか"])
def test_a_question_of_rules_without_a_matter_never_fails(answerer: Answerer, question: str) -> None:
    """Answered or refused, though no record is near."""
    assert answerer.answer(question).answer
