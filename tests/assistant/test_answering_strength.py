"""Answers say whom a rule binds and how strongly."""

import pytest
from replies import answered, answerer_of, ids

from assistant.answering.answerer import Answerer
from assistant.answering.bearers import Group, asked_about
from knowledge.corpus import Corpus
from knowledge.models import Strength
from knowledge.retrieval import HybridRetriever


@pytest.fixture(scope="module")
def answerer(corpus: Corpus, retriever: HybridRetriever) -> Answerer:
    return answerer_of(corpus, retriever)


@pytest.mark.parametrize(
    ("question", "first", "strength"),
    [
        ("計画の策定は義務ですか", "act:9-3", Strength.EFFORT),
        ("計画は必ず作らないといけませんか", "act:9-3", Strength.EFFORT),
        ("市町村計画をつくるのは努力義務？", "act:9-3", Strength.EFFORT),
        ("基本法第9条第3項について教えて", "act:9-3", Strength.EFFORT),
        ("特別区は策定しなければならない？", "act:9-3", Strength.EFFORT),
        ("計画の公表は義務ですか", "act:9-4", Strength.DUTY),
        ("公表しなくてもいいですか", "act:9-4", Strength.DUTY),
        ("変更したときも公表しないといけない？", "act:9-4", Strength.DUTY),
        ("9条4項は義務ですか", "act:9-4", Strength.DUTY),
        ("策定した計画をホームページに載せる義務はある？", "act:9-4", Strength.DUTY),
        ("県の計画は義務ですか", "act:9-1", Strength.DUTY),
    ],
)
def test_drawing_up_and_publishing_are_not_confused(
    answerer: Answerer, question: str, first: str, strength: Strength
) -> None:
    """Drawing up the plan is a duty to endeavour (9-3), publishing it a duty (9-4), like the prefecture's plan."""
    answer = answered(answerer, question)
    assert (ids(answer)[0], answer.strength) == (first, strength)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("9条3項は義務ですか", "市町村の努力義務です"),
        ("計画を作らないと違反ですか", "努力義務"),
        ("作った計画を公開しないと違反ですか", "公表しなければなりません"),
    ],
)
def test_breach_and_article_questions_get_the_rule(answerer: Answerer, question: str, said: str) -> None:
    """Who asks by the article's number or by 違反 is told the rule itself."""
    assert said in answered(answerer, question).answer


@pytest.mark.parametrize(
    "question",
    [
        "オンライン化は市町村の義務ですか",
        "行政手続をオンライン化しないと違法？",
        "マイナンバーカードの普及は町の義務ですか",
        "カードを広めるのは市町村の仕事として法律で決まっている？",
        "デジタルデバイド対策は市の義務ですか",
        "第5章の5つの柱は法律上の義務ですか",
        "5つの柱は全部書く義務がありますか",
        "柱を一つ省くと違反になりますか",
        "オンライン化の柱を計画に書くのは義務ですか",
        "オープンデータの柱を計画に書くのは義務ですか",
        "マイナンバーカードの柱を計画に載せる義務はありますか",
        "格差の是正の柱を計画に載せる義務はありますか",
    ],
)
def test_the_pillars_are_never_called_a_statutory_duty_of_the_municipality(answerer: Answerer, question: str) -> None:
    """A duty of the State is not a duty of the town, and a pillar in a plan is the guide's recommendation."""
    answer = answered(answerer, question)
    assert answer.strength is not Strength.DUTY or answer.bearer == "国", (answer.bearer, answer.answer)


@pytest.mark.parametrize(
    ("question", "strength", "bearer"),
    [
        ("計画期間は何年ですか", Strength.GUIDE, "市町村（特別区を含む）"),
        ("議会の議決は必要ですか", Strength.NONE_FOUND, "市町村（特別区を含む）"),
        ("パブリックコメントはしないといけませんか", Strength.NONE_FOUND, "市町村（特別区を含む）"),
        ("計画を国に提出する必要はありますか", Strength.NONE_FOUND, "市町村（特別区を含む）"),
        ("策定しないと罰則はありますか", Strength.NONE_FOUND, "市町村（特別区を含む）"),
        ("計画づくりに生成AIを使ってよいですか", Strength.NONE_FOUND, "市町村（特別区を含む）"),
        ("情報セキュリティポリシーのガイドラインに従う義務はありますか", Strength.ADVICE, "地方公共団体"),
        ("サイバーセキュリティの方針を定める義務はありますか", Strength.DUTY, "議会、長その他の執行機関（それぞれ）"),
        ("標準準拠システムを使うのは義務ですか", Strength.DUTY, "地方公共団体"),
        ("ガバメントクラウドを使うのは義務ですか", Strength.EFFORT, "地方公共団体"),
        ("官民データとは何ですか", None, "－"),
    ],
)
def test_strength_and_bearer(answerer: Answerer, question: str, strength: Strength | None, bearer: str) -> None:
    """Each answer says how strongly it binds, and whom; 「定めが見当たらない」 is an answer."""
    answer = answered(answerer, question)
    assert (answer.strength, answer.bearer) == (strength, bearer)


@pytest.mark.parametrize(
    "question", ["議会の議決は必要ですか", "パブリックコメントはしないといけませんか", "計画に様式はありますか"]
)
def test_no_rule_found_says_where_to_look_next(answerer: Answerer, question: str) -> None:
    """Where no rule was found, the answer says what was looked in and which local rule to check."""
    answer = answered(answerer, question)
    assert "見当たりません" in answer.answer
    assert answer.next


@pytest.mark.parametrize(
    ("question", "group"),
    [
        ("県は市町村に助言する義務がありますか", Group.PREFECTURE),
        ("国は財政上の措置をしなければならない？", Group.STATE),
        ("バス会社にデータを出してもらう義務を課せますか", Group.BUSINESS),
        ("民間企業は協力が義務ですか", Group.BUSINESS),
        ("市町村は国に計画を送る決まりですか", Group.MUNICIPALITY),
        ("国は毎年見直すと法律にあるが、うちの計画も毎年直す義務がある？", Group.MUNICIPALITY),
        ("国は避難所のWi-Fiを何か所作る？", None),
        ("計画の公表は義務ですか", None),
    ],
)
def test_whom_a_question_is_about(question: str, group: Group | None) -> None:
    """Only legal questions are about a bearer; who acts counts, not who is acted on."""
    assert asked_about(question) is group


@pytest.mark.parametrize(
    ("question", "cited", "strength", "bearer"),
    [
        ("システム標準化で、県は市町村に必ず助言しなきゃいけない？", "standard:9-3", Strength.EFFORT, "都道府県"),
        ("電力会社は持っているデータを公開する義務がありますか", "act:11-2", Strength.EFFORT, "事業者"),
        ("政府は法制上の措置をとらなければならないのですか", "act:7", Strength.DUTY, "政府"),
        ("国は計画を毎年度見直す義務があるのですか", "act:8-6", Strength.DUTY, "政府"),
    ],
)
def test_a_question_about_others_gets_their_rule(
    answerer: Answerer, question: str, cited: str, strength: Strength, bearer: str
) -> None:
    """The municipality's duty is never given for that of the State, a prefecture or a business."""
    answer = answered(answerer, question)
    assert (ids(answer)[0], answer.strength, answer.bearer) == (cited, strength, bearer)


@pytest.mark.parametrize(
    ("question", "strength"),
    [
        ("5本柱は法律が定めた記載事項ですか", Strength.GUIDE),
        ("セキュリティの方針を作るかどうかは任意ですよね", Strength.DUTY),
        ("総務省のセキュリティのガイドラインに従わないと違法ですか", Strength.ADVICE),
        ("総務省の自治体DX推進計画に従う義務はありますか", Strength.ADVICE),
        ("意見公募を条例で決めている市です。この計画も対象になりますか", Strength.LOCAL_RULE),
        ("議決事件を定めた条例があります。この計画も議会に諮りますか", Strength.LOCAL_RULE),
        ("パブリックコメントは必要ですか", Strength.NONE_FOUND),
    ],
)
def test_advice_local_rules_and_pillars(answerer: Answerer, question: str, strength: Strength) -> None:
    """A duty comes before advice on the same matter; where an ordinance decides, it does."""
    assert answered(answerer, question).strength is strength
