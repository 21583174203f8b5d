"""A message is understood by rules: an answer, a command, a correction, a question, or a state of mind."""

import pytest

from assistant.interview import load_questions, question_for
from assistant.models import Fact, Status
from assistant.understanding import (
    Problem,
    command,
    is_correction,
    is_question,
    named,
    read_answer,
    read_named,
    state_of_mind,
)


def fact(key: str, said: str) -> Fact:
    read = read_answer(question_for(key), said)
    assert isinstance(read, Fact), read
    return read


def asked_back(key: str, said: str) -> str:
    read = read_answer(question_for(key), said)
    assert isinstance(read, Problem), read
    return read.text


# --- states of mind -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("わからない", Status.UNKNOWN),
        ("分かりません", Status.UNKNOWN),
        ("わからないです。", Status.UNKNOWN),
        ("えっと、わからない", Status.UNKNOWN),
        ("不明", Status.UNKNOWN),
        ("把握していない", Status.UNKNOWN),
        ("該当なし", Status.NOT_APPLICABLE),
        ("特にありません", Status.NOT_APPLICABLE),
        ("なし", Status.NOT_APPLICABLE),
        ("ないです", Status.NOT_APPLICABLE),
        ("答えない", Status.DECLINED),
        ("答えたくないです", Status.DECLINED),
        ("公表できない", Status.DECLINED),
        ("あとで", None),
        ("スキップ", None),
        ("3万2千人", None),
        ("若者が少ない", None),
        ("わからない人が多い", None),
        ("職員がいないこと", None),
        ("", None),
    ],
)
def test_state_of_mind(said: str, status: Status | None) -> None:
    """Not known, not applicable and not told are three answers; putting off is none of them."""
    assert state_of_mind(said) is status


@pytest.mark.parametrize("key", [question.key for question in load_questions()])
@pytest.mark.parametrize(
    ("said", "status"),
    [("わからない", Status.UNKNOWN), ("該当なし", Status.NOT_APPLICABLE), ("答えない", Status.DECLINED)],
)
def test_every_question_takes_the_three_states(key: str, said: str, status: Status) -> None:
    """Each is kept as its own status, without a value."""
    read = fact(key, said)
    assert (read.key, read.status, read.value, read.said) == (key, status, None, said)


# --- commands -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("戻る", "back"),
        ("前の質問に戻る", "back"),
        ("前に戻る。", "back"),
        ("あとで", "later"),
        ("後で", "later"),
        ("スキップ", "later"),
        ("スキップしてください", "later"),
        ("ｽｷｯﾌﾟ", "later"),
        ("保留", "later"),
        ("やめる", "stop"),
        ("中断する", "stop"),
        ("ここまでにする", "stop"),
        ("計画づくりを始めたい", "start"),
        ("聞き取りを再開", "start"),
        ("続ける", "start"),
        ("第1章を下書きして", "draft"),
        ("下書きを作って", "draft"),
        ("現状及び課題の章を作って", "draft"),
        ("今の計画を点検して", "check"),
        ("既存の計画をチェック", "check"),
        ("わからない", None),
        ("あとで企画課に聞いて答えます", None),
        ("戻り税が課題", None),
        ("庁内の手続をやめることが難しい", None),
        ("計画は公表しなければなりませんか", None),
        ("3万2千人", None),
        ("", None),
    ],
)
def test_command(said: str, wanted: str | None) -> None:
    """A command is the whole message; a sentence that contains its word is not."""
    assert command(said) == wanted


# --- questions and answers ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "while_answering", "otherwise"),
    [
        ("計画の策定は義務ですか", True, True),
        ("計画の策定は義務ですか？", True, True),
        ("それは義務？", True, True),
        ("KPIを教えてください", True, True),
        ("期限があるか知りたい", True, True),
        ("高齢化率とは", False, True),
        ("努力義務なのか", False, True),
        ("空き家が多くある", False, True),
        ("窓口の混雑の解消が必要", False, True),
        ("情報担当が一人しかいない", False, False),
        ("人口減少", False, False),
        ("3万2千人です", False, False),
        ("", False, False),
    ],
)
def test_is_question(said: str, while_answering: bool, otherwise: bool) -> None:
    """While a question of ours is open, only a plain question is one."""
    assert (is_question(said, answering=True), is_question(said, answering=False)) == (while_answering, otherwise)


@pytest.mark.parametrize(
    ("said", "correction"),
    [
        ("人口は間違いで、3万1千人です", True),
        ("3万人ではなく3万2千人です", True),
        ("高齢化率を39％に訂正します", True),
        ("39％に変更", True),
        ("3万2千人です", False),
        ("わからない", False),
        ("計画の変更点を整理していない", False),
        ("条例の修正が遅れている", False),
    ],
)
def test_is_correction(said: str, correction: bool) -> None:
    """A correction takes something back; a sentence about changes in the town does not."""
    assert is_correction(said) is correction


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "value", "as_of", "approximate"),
    [
        ("32000", 32_000, None, False),
        ("32,000人です", 32_000, None, False),
        ("３２，０００人", 32_000, None, False),
        ("約3万2千人（令和8年4月1日現在）", 32_000, "令和8年4月1日", True),
        ("三万二千人", 32_000, None, False),
        ("令和8年4月1日時点で、三万二千百五人", 32_105, "令和8年4月1日", False),
        ("2026年3月末現在、5,120人", 5_120, "2026年3月末", False),
        ("えっと、1万人くらい", 10_000, None, True),
        ("3万人ではなく3万2千人です", 32_000, None, False),
        ("訂正します。31,500人です", 31_500, None, False),
    ],
)
def test_population(said: str, value: int, as_of: str | None, approximate: bool) -> None:
    """The count, its date and whether it is rough; a corrected count is the last one."""
    read = fact("population", said)
    assert (read.status, read.value, read.as_of, read.approximate) == (Status.ANSWERED, value, as_of, approximate)
    assert isinstance(read.value, int)
    assert read.said == said


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("たくさん", "数字を読み取れませんでした"),
        ("", "空の回答です"),
        ("  ", "空の回答です"),
        ("0人", "人口が0人になっています"),
        ("令和8年4月1日現在", "数字を読み取れませんでした"),
        ("38.5％", "数字を読み取れませんでした"),
        ("3.5人", "人口が3.5人になっています"),
    ],
)
def test_a_population_that_cannot_be_one_is_asked_back(said: str, asks: str) -> None:
    """Nothing is guessed: the question comes back with what was wrong."""
    assert asks in asked_back("population", said)


@pytest.mark.parametrize(
    ("said", "value", "as_of", "approximate"),
    [
        ("38.5％", 38.5, None, False),
        ("38.5%（令和8年4月1日現在）", 38.5, "令和8年4月1日", False),
        ("３８．５パーセント", 38.5, None, False),
        ("約4割", 40.0, None, True),
        ("38", 38.0, None, False),
        ("100％", 100.0, None, False),
        ("39％ではなく38.5％", 38.5, None, False),
        ("人口3万2千人のうち38.5％", 38.5, None, False),
    ],
)
def test_ageing_rate(said: str, value: float, as_of: str | None, approximate: bool) -> None:
    """A share in percent or 割; a bare number is taken as percent."""
    read = fact("ageing_rate", said)
    assert (read.value, read.as_of, read.approximate) == (value, as_of, approximate)


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("385%", "高齢化率が385％になっています"),
        ("101％", "高齢化率が101％になっています"),
        ("0％", "高齢化率が0％になっています"),
        ("高い", "割合を読み取れませんでした"),
        ("12,000人", "割合を読み取れませんでした"),
    ],
)
def test_a_share_that_cannot_be_one_is_asked_back(said: str, asks: str) -> None:
    """385 % is a slip of the finger, not a fact."""
    assert asks in asked_back("ageing_rate", said)


# --- choices, names, texts ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        ("減っている", "減っている"),
        ("年々減少しています", "減っている"),
        ("少なくなってきた", "減っている"),
        ("右肩下がり", "減っている"),
        ("横ばいです", "ほぼ横ばい"),
        ("ほとんど変わらない", "ほぼ横ばい"),
        ("少し増えている", "増えている"),
        ("増加傾向", "増えている"),
    ],
)
def test_population_trend(said: str, choice: str) -> None:
    """A choice is recognised in other words."""
    assert fact("population_trend", said).value == choice


@pytest.mark.parametrize("said", ["まあまあ", "増えたり減ったり", "3万人", "減っていない", "増えてはいない"])
def test_an_unclear_trend_is_asked_back(said: str) -> None:
    """Neither, both or a denial: the choices are named again."""
    assert (
        asked_back("population_trend", said)
        == "「減っている」「ほぼ横ばい」「増えている」のどれに当たるか教えてください。"
    )


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("みどり町", "みどり町"),
        ("みどり町です", "みどり町"),
        ("うちは山田市です", "山田市"),
        ("えっと、川上村", "川上村"),
        ("長野県塩尻市", "塩尻市"),
        ("北海道旭川市", "旭川市"),
        ("北海道上川郡東川町", "東川町"),
        ("京都府京都市", "京都市"),
        ("東京都千代田区", "千代田区"),
        ("埼玉県大里郡寄居町です。", "寄居町"),
        ("四日市市", "四日市市"),
        ("廿日市市", "廿日市市"),
        ("町田市", "町田市"),
        ("市川市", "市川市"),
        ("東村山市", "東村山市"),
        ("村上市の計画です", "村上市"),
        ("大町市", "大町市"),
        ("郡山市", "郡山市"),
        ("福島県郡山市", "郡山市"),
        ("小郡市", "小郡市"),
        ("大和郡山市", "大和郡山市"),
        ("蒲郡市", "蒲郡市"),
        ("さいたま市", "さいたま市"),
        ("南アルプス市", "南アルプス市"),
        ("いちき串木野市", "いちき串木野市"),
        ("京都市", "京都市"),
        ("府中市", "府中市"),
        ("玉村町", "玉村町"),
        ("神奈川県", None),
        ("総務課", None),
        ("123", None),
    ],
)
def test_municipality(said: str, name: str | None) -> None:
    """The name without prefecture, county and politeness; names that contain 市, 町, 村, 郡 stay whole."""
    read = read_answer(question_for("municipality"), said)
    assert (read.value if isinstance(read, Fact) else None) == name


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("若い世代の転出、農業の担い手不足、窓口の混雑", ("若い世代の転出", "農業の担い手不足", "窓口の混雑")),
        ("若い世代の転出\n農業の担い手不足", ("若い世代の転出", "農業の担い手不足")),
        ("・空き家が増えた\n・バスが減った", ("空き家が増えた", "バスが減った")),
        ("空き家が増えた。バスが減った。", ("空き家が増えた", "バスが減った")),
        ("窓口の混雑", ("窓口の混雑",)),
    ],
)
def test_issues_are_items(said: str, items: tuple[str, ...]) -> None:
    """Commas, line breaks, bullets and full stops part the items; the words stay as they were said."""
    assert fact("issues", said).value == items


@pytest.mark.parametrize("said", ["、、、", "。", "・"])
def test_signs_alone_are_no_items(said: str) -> None:
    """A list of nothing is asked back, not kept as an empty answer."""
    assert asked_back("issues", said)


def test_a_text_answer_is_kept_in_the_person_s_words() -> None:
    """Line breaks and the last full stop go; nothing else changes."""
    said = "証明書の発行は便利になったが、\n申請は今も紙で書く。"
    read = fact("efforts_result", said)
    assert read.value == "証明書の発行は便利になったが、申請は今も紙で書く"
    assert read.said == said


# --- facts by name --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ("人口3万2千人、高齢化率38.5％", {"population": 32_000, "ageing_rate": 38.5}),
        ("高齢化率は39％に訂正", {"ageing_rate": 39.0}),
        ("総人口は１２，３４５人です", {"population": 12_345}),
        ("65歳以上の割合は41.2％", {"ageing_rate": 41.2}),
        ("人口の推移は減少", {"population_trend": "減っている"}),
        ("窓口が混む", {}),
        ("人口はわからない", {}),
        ("", {}),
    ],
)
def test_read_named(said: str, facts: dict[str, object]) -> None:
    """Several facts given by name in one message are all taken."""
    assert {read.key: read.value for read in read_named(load_questions(), said)} == facts


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("人口は間違いでした", "population"),
        ("人口の推移を直したい", "population_trend"),
        ("高齢化率を訂正します", "ageing_rate"),
        ("職員の課題を足したい", "administrative_issues"),
        ("市町村名が違います", "municipality"),
        ("こんにちは", None),
    ],
)
def test_named(said: str, key: str | None) -> None:
    """The longest name that occurs tells which fact is meant."""
    found = named(load_questions(), said)
    assert (found.key if found else None) == key
