"""Corrections replace the newest value, keep the earlier ones, and are checked like answers."""

import pytest

from assistant.interview import load_questions, question_for
from assistant.models import Dated, Fact, Ledger, Status
from assistant.understanding import Problem, consent, is_correction, read_correction, read_right_value

QUESTIONS = load_questions()
EARLIER = (Dated(value=35_200, as_of="令和3年4月1日"),)


def answered(key: str, value: object, **parts: object) -> Fact:
    return Fact.model_validate({"key": key, "status": Status.ANSWERED, "value": value, **parts})


LEDGER = Ledger(
    facts={
        fact.key: fact
        for fact in (
            answered("municipality", "みどり町"),
            answered("population", 33_900, as_of="令和8年4月1日", earlier=EARLIER, source="住民基本台帳"),
            answered("ageing_rate", 38.5, as_of="令和8年4月1日"),
            answered("households", 12_400),
            answered("it_staff", 1),
            answered("lead_department", "企画課"),
            answered("period", "2027-2029"),
            answered("publication", "2027-03"),
            answered("scale", "少数の施策から始める"),
            answered("issues", ("空き家",)),
        )
    }
)


@pytest.mark.parametrize(
    ("said", "key", "value"),
    [
        ("さっきの人口は31,800人の間違い", "population", 31_800),
        ("人口は33,900ではなく31,800人", "population", 31_800),
        ("人口は33,900から31,800に訂正", "population", 31_800),
        ("人口は33,900人は間違いで、31,800人です", "population", 31_800),
        ("すみません、訂正です。人口は３万１千８百人です", "population", 31_800),
        ("正しくは人口31,800人です", "population", 31_800),
        ("33,900人ではなく31,800人です", "population", 31_800),
        ("31,800人の間違いでした", "population", 31_800),
        ("高齢化率を38.6に訂正", "ageing_rate", 38.6),
        ("高齢化率は38%の間違いで、40%です", "ageing_rate", 40.0),
        ("高齢化率は38.5じゃなくて38.6", "ageing_rate", 38.6),
        ("高齢化率は38.6％が正しいです", "ageing_rate", 38.6),
        ("訂正：世帯数 12,500", "households", 12_500),
        ("情報担当は2人に訂正", "it_staff", 2),
        ("担当課は総務課に変更", "lead_department", "総務課"),
        ("担当課は企画課ではなく総務課", "lead_department", "総務課"),
        ("担当課を企画課から総務課に変更してください", "lead_department", "総務課"),
        ("企画課ではなく総務課です", "lead_department", "総務課"),
        ("市町村名はあおば町に訂正", "municipality", "あおば町"),
        ("みどり町ではなくあおば町です", "municipality", "あおば町"),
        ("計画期間は令和12年度までに直して", "period", "2027-2030"),
        ("計画期間は令和10年度からに変更", "period", "2028-2029"),
        ("計画期間を5年間に変更", "period", "2027-2031"),
        ("計画期間は令和9年度から令和11年度までではなく令和12年度まで", "period", "2027-2030"),
        ("計画期間は令和10年度から令和12年度までに訂正", "period", "2028-2030"),
        ("公表時期は令和9年4月に変更", "publication", "2027-04"),
        ("公表は令和9年3月ではなく令和9年4月", "publication", "2027-04"),
        ("計画の規模は全体に変更", "scale", "5つの柱の全体を対象にする"),
        ("CIOは副町長に修正", "cio", "副町長"),
    ],
)
def test_correction(said: str, key: str, value: object) -> None:
    """The new value, whichever way the old one is taken back; what is left out is taken from the old answer."""
    read = read_correction(QUESTIONS, said, LEDGER)
    assert isinstance(read, Fact), read
    assert (read.key, read.status, read.value, read.said) == (key, Status.ANSWERED, value, said)


@pytest.mark.parametrize(
    ("said", "series"),
    [
        ("人口は31,800人に訂正", [(35_200, "令和3年4月1日"), (31_800, "令和8年4月1日")]),
        ("令和8年の人口は31,800人の間違い", [(35_200, "令和3年4月1日"), (31_800, "令和8年4月1日")]),
        ("人口は令和8年10月1日現在31,500人に訂正", [(35_200, "令和3年4月1日"), (31_500, "令和8年10月1日")]),
        ("令和3年の人口は35,000人の間違い", [(35_000, "令和3年4月1日"), (33_900, "令和8年4月1日")]),
        ("人口は令和2年35,900人、令和7年32,100人に訂正", [(35_900, "令和2年"), (32_100, "令和7年")]),
    ],
)
def test_a_correction_and_the_earlier_values(said: str, series: list[tuple[int, str]]) -> None:
    """The newest value is replaced, or the one of the year that is named; a new series replaces the old one."""
    read = read_correction(QUESTIONS, said, LEDGER)
    assert isinstance(read, Fact), read
    assert [*((one.value, one.as_of) for one in read.earlier), (read.value, read.as_of)] == series


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("人口は間違いでした", "人口の正しい答えを教えてください"),
        ("人口は33,900人の間違いでした", "人口の正しい答えを教えてください"),
        ("高齢化率を386に訂正", "高齢化率が386％になっています"),
        ("人口は318,000人に訂正", "3倍を超えて変わっています"),
        ("人口は12,000人に訂正", "世帯数（12,400世帯）が人口（12,000人）より多くなっています"),
        ("計画期間は令和7年度までに直して", "終わりが始まりより前です"),
        ("公表時期は来年に変更", "いつか決められません"),
        ("計画の規模は中くらいに変更", "計画の規模の正しい答えを教えてください"),
    ],
)
def test_a_correction_that_cannot_be_is_asked_back(said: str, asks: str) -> None:
    """With the same checks as an answer, also beside the other facts."""
    read = read_correction(QUESTIONS, said, LEDGER)
    assert isinstance(read, Problem), read
    assert asks in read.text


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("高齢化率が違った", "ageing_rate"),
        ("人口まちがえた", "population"),
        ("人口をまちがえました。", "population"),
        ("すみません、さっきの人口が違いました", "population"),
        ("人口の値が間違っています", "population"),
        ("世帯数は誤りでした", "households"),
        ("高齢化率、違うかもしれません", "ageing_rate"),
        ("高齢化率がおかしい", "ageing_rate"),
        ("人口を直したい", "population"),
        ("人口の数字を訂正してください", "population"),
        ("担当課が違っていました", "lead_department"),
        ("計画期間を変えたいのですが", "period"),
        ("課題が違った", "issues"),
    ],
)
def test_an_answer_that_is_called_wrong(said: str, key: str) -> None:
    """It is known which one; what is right has to be asked."""
    assert is_correction(said)
    read = read_correction(QUESTIONS, said, LEDGER)
    assert isinstance(read, Problem), read
    assert (read.key, read.no_value) == (key, True)


@pytest.mark.parametrize(
    ("key", "said", "value", "earlier"),
    [
        ("population", "31,800人です", 31_800, EARLIER),
        ("population", "人口は3万1千8百人", 31_800, EARLIER),
        ("population", "令和2年 35,900人、令和7年 32,100人", 32_100, (Dated(value=35_900, as_of="令和2年"),)),
        ("ageing_rate", "40.2％", 40.2, ()),
        ("ageing_rate", "40.2", 40.2, ()),
        ("lead_department", "総務課です", "総務課", ()),
        ("population", "わからない", None, ()),
    ],
)
def test_the_right_value_when_it_was_asked_for(key: str, said: str, value: object, earlier: tuple[Dated, ...]) -> None:
    """A bare value is enough; earlier values of a figure stay."""
    read = read_right_value(question_for(key), said, LEDGER)
    assert isinstance(read, Fact), read
    assert (read.key, read.value, read.earlier) == (key, value, earlier)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("はい", "yes"), ("はい、そうです", "yes"), ("合っています", "yes"), ("その値で合っています", "yes"), ("OK", "yes"),
        ("間違いありません", "yes"), ("いいえ", "no"), ("違います", "no"), ("いえ、間違いです", "no"), ("そのままで", "leave"),
        ("そのままでいいです", "leave"), ("やめる", "leave"), ("取り消します", "leave"), ("31,800人です", None),
        ("違う、31,800人", None), ("はい、31,800人です", None), ("合っていますか", None), ("", None),
    ],
)  # fmt: skip
def test_consent(said: str, meant: str | None) -> None:
    """Only a message that says nothing else is one."""
    assert consent(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "人口が違うとどうなりますか",
        "人口が地区によって違う",
        "隣の市の人口が違った",
        "違った",
        "数字が違った",
        "3万2千人です",
        "紙ではなくデータで管理したい",
        "計画の変更点を整理していない",
        "人口ではなく世帯が減っている",
        "総合計画は紙ではなくデータで公開したい",
        "条例は作るのではなく改正したい",
        "課題は空き店舗に訂正",
        "間違えました",
        "",
    ],
)
def test_what_is_no_correction_of_a_value(said: str) -> None:
    """Nothing is taken back, it is not clear what is, or a text would have to be rewritten as a whole."""
    assert read_correction(QUESTIONS, said, LEDGER) is None


def test_a_correction_of_what_nobody_said_is_an_answer() -> None:
    """It simply holds."""
    read = read_correction(QUESTIONS, "人口は31,800人に訂正します", Ledger())
    assert isinstance(read, Fact)
    assert (read.value, read.earlier, read.as_of) == (31_800, (), None)
