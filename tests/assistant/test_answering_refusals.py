"""What the sources do not say is refused; what they say is not."""

import pytest
from replies import answered, answerer_of

from assistant.answering.answerer import Answerer
from assistant.models import NoEvidence
from knowledge.corpus import Corpus
from knowledge.models import Strength
from knowledge.retrieval import HybridRetriever


@pytest.fixture(scope="module")
def answerer(corpus: Corpus, retriever: HybridRetriever) -> Answerer:
    return answerer_of(corpus, retriever)


@pytest.mark.parametrize(
    "question",
    [
        "固定資産税の税率は何パーセントですか",
        "明日の天気は？",
        "夕方から吹雪になるのかな",
        "うちの猫が爪とぎで壁を傷める",
        "アイフォンの画面にひびが入って困る",
        "いまの政権を支持できますか",
        "あの議員の政策をどう思う？",
        "肉じゃがの作り方を教えて",
        "Excelのマクロで宛名を印刷するには",
        "ＥＸＣＥＬの使い方",
        "ｗｉｎｄｏｗｓの更新が止まった",
        "プリンタが紙詰まりです",
        "ﾌﾟﾘﾝﾀが紙詰まりです",
        "職員の有給休暇は何日ですか",
        "ふるさと納税の返礼品は何割まで？",
        "町議会の議員定数を減らすには",
        "保育料の減免の基準は",
        "立地適正化計画に必ず書く事項は何ですか",
        "地域防災計画の必須事項を教えて",
        "わな猟の免許はどうやって取りますか",
        "ドローンの操縦免許はどこで取るの",
        "うちの町の人口は何人ですか",
        "うちの市長の名前は？",
        "2040年の全国のオンライン申請率は何％になる見込み？",
        "獣害のセンサー1台の値段はいくら？",
        "最新のiPhoneはいくら？",
        "サーバはどのメーカーがいいですか",
        "",
        "？？？",
        "🙂",
        "こんにちは",
        "qwxzv",
    ],
)
def test_questions_outside_the_sources_are_refused(answerer: Answerer, question: str) -> None:
    """No answer is made up: it says that the guide has nothing, cites nothing, and names where to look."""
    reply = answerer.answer(question)
    assert isinstance(reply, NoEvidence), reply
    assert (reply.citations, reply.notes, reply.strength) == ((), (), None)
    assert "手引には見当たりません" in reply.answer
    assert reply.next


GUIDE = "市町村官民データ活用推進計画策定の手引（2017年10月版）の総論・雛型・施策例・国の施策・事例"


@pytest.mark.parametrize(
    ("imports", "looked_in"),
    [
        ((), f"{GUIDE}と、法律の要旨"),
        (("重点計画",), f"{GUIDE}、法律の要旨と、取り込まれた資料「重点計画」"),
        (("一", "二", "三"), f"{GUIDE}、法律の要旨と、取り込まれた資料「一」「二」「三」"),
        (("一", "二", "三", "四", "五"), f"{GUIDE}、法律の要旨と、取り込まれた資料「一」「二」「三」ほか2件"),
    ],
)
@pytest.mark.parametrize(
    "question", ["固定資産税の税率は何パーセントですか", "獣害のセンサー1台の値段はいくら？", "qwxzv"]
)
def test_a_refusal_says_all_that_was_searched(
    corpus: Corpus, retriever: HybridRetriever, imports: tuple[str, ...], looked_in: str, question: str
) -> None:
    """Out of scope, without the value, or unknown: the guide, the digest, and the first three of the town's texts."""
    held = corpus.model_copy(update={"imports": imports})
    reply = answerer_of(held, retriever).answer(question)
    assert isinstance(reply, NoEvidence)
    assert looked_in in reply.answer
    assert ("取り込まれた資料" in reply.answer) is bool(imports)


@pytest.mark.parametrize(
    ("imports", "said"),
    [
        ((), "次の点は、手引と、法律の要旨には見当たりませんでした："),
        (("重点計画",), "次の点は、手引、法律の要旨と、取り込まれた資料「重点計画」には見当たりませんでした："),
    ],
)
def test_a_part_without_an_answer_says_what_was_searched(
    corpus: Corpus, retriever: HybridRetriever, imports: tuple[str, ...], said: str
) -> None:
    """The same for one of two questions in a message."""
    answerer = answerer_of(corpus.model_copy(update={"imports": imports}), retriever)
    answer = answered(answerer, "計画の策定は義務ですか。固定資産税の税率は何パーセントですか")
    assert said in answer.answer


@pytest.mark.parametrize(
    "question", ["明日の天気は？", "固定資産税の税率は？", "プリンタが紙詰まりです", "議員定数は何人？"]
)
def test_the_advice_of_a_refusal_is_a_sentence(answerer: Answerer, question: str) -> None:
    """Where to look is a place, not another sentence: no 「…ですで確かめてください」."""
    advice = answerer.answer(question).next or ""
    assert advice.endswith("で確かめてください。")
    assert "ですで" not in advice


@pytest.mark.parametrize(
    "question",
    [
        "総合計画との整合はどう書けばいい？",
        "地域防災計画との関係は書くべき？",
        "住民税の通知の電子化について",
        "健康保険証との一体化は？マイナンバーカードの話です",
        "児童手当の現況届をオンライン化したい",
        "消防でのタブレットの活用、救急搬送の見える化",
    ],
)
def test_questions_near_the_border_are_answered(answerer: Answerer, question: str) -> None:
    """To refuse wrongly is as bad as to invent."""
    assert answered(answerer, question).citations


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("コンビニ交付で住民票を1通出すと市が払う委託料はいくら？", "金額"),
        ("テレワークの端末は1台何円で借りられますか", "金額"),
        ("AIの回答の正しさは何％あれば窓口で使ってよい？", "割合"),
        ("デジタル担当の職員は、人口3万人の町で平均何人いますか", "平均や順位"),
        ("オープンデータの公開基盤はどの製品がいい？", "製品や事業者の選び方"),
        ("道路の穴で車が壊れたら修理代は町が払うの？", "補償や費用の負担"),
    ],
)
def test_a_matter_without_the_value_asked_for_is_no_answer(answerer: Answerer, question: str, missing: str) -> None:
    """The sources name the matter but not the figure or thing: the refusal says which is missing and what is near."""
    reply = answerer.answer(question)
    assert isinstance(reply, NoEvidence), reply
    assert f"お尋ねの{missing}は" in reply.answer
    assert "近い事柄は" in reply.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("計画期間は何年くらいがいい？", "3年、5年"),
        ("国は携帯の圏外に住む人を何人まで減らすつもりだった？", "1万人"),
        ("進捗の報告は何か月おきにする例ですか", "四半期"),
        ("国は避難所のWi-Fiを何か所作る予定でしたか", "3万"),
    ],
)
def test_a_value_that_the_sources_hold_is_given(answerer: Answerer, question: str, said: str) -> None:
    """To ask for a figure is not by itself out of scope."""
    assert said in answered(answerer, question).answer


@pytest.mark.parametrize(
    ("question", "strength"),
    [
        ("農業委員会もサイバーセキュリティの方針を作る義務がありますか", Strength.DUTY),
        ("選挙管理委員会は市長のセキュリティ方針に乗るだけではだめ？", Strength.DUTY),
    ],
)
def test_subjects_out_of_scope_do_not_hide_duties_of_the_plan(
    answerer: Answerer, question: str, strength: Strength
) -> None:
    """農業委員会 alone is another office's matter; its security policy is not."""
    assert answered(answerer, question).strength is strength


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("転入者に何枚も書かせず職員が聞いて打ち込む", "窓口業務に関するBPRの推進"),
        ("県が作る計画の中身は法律で何項目か決まってるんでしたよね。何が入るの", "第9条第2項"),
        (
            "基幹系は「よその町と共同でクラウドに乗せ換える（パターン1）」の例文を使うつもり。2026年の今もこの書き方で通りますか？",
            "標準化",
        ),
        ("手引に改訂版ってあるの？", "2019年10月11日"),
        ("16歳未満の子どもの情報を手厚く守るルールができたそう。もう動いている制度として書いていい？", "施行前"),
    ],
)
def test_odd_wordings_and_doubts_about_today_are_answered(answerer: Answerer, question: str, said: str) -> None:
    """何枚も and 何項目か ask for no number, a variant's name is not the plan's pattern, and new rules are told apart."""
    answer = answered(answerer, question)
    assert said in "\n".join((answer.answer, *(note.text for note in answer.notes)))
