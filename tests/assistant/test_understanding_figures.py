"""Counts and percentages as people say them, with their dates; what cannot be one is asked back."""

import pytest

from assistant.interview import question_for
from assistant.models import Fact, Status
from assistant.understanding import Problem, read_answer


def fact(key: str, said: str) -> Fact:
    read = read_answer(question_for(key), said)
    assert isinstance(read, Fact), read
    return read


def asked_back(key: str, said: str) -> str:
    read = read_answer(question_for(key), said)
    assert isinstance(read, Problem), read
    assert read.key == key
    return read.text


@pytest.mark.parametrize(
    ("said", "value", "as_of", "approximate"),
    [
        ("32000", 32_000, None, False),
        ("2021", 2_021, None, False),
        ("32,000人です", 32_000, None, False),
        ("３２，０００人", 32_000, None, False),
        ("約3万2千人（令和8年4月1日現在）", 32_000, "令和8年4月1日", True),
        ("三万二千人", 32_000, None, False),
        ("31.8千人", 31_800, None, False),
        ("令和8年4月1日時点で、三万二千百五人", 32_105, "令和8年4月1日", False),
        ("2026年3月末現在、5,120人", 5_120, "2026年3月末", False),
        ("Ｒ８．４．１現在 31,800", 31_800, "R8.4.1", False),
        ("えっと、1万人くらい", 10_000, None, True),
        ("人口は31,800人です", 31_800, None, False),
        ("31,800人（男15,300人、女16,500人）", 31_800, None, False),
        ("男性15,300人、女性16,500人、合計31,800人", 31_800, None, False),
        ("令和8年4月1日現在31,800人で、5年前より2,100人減っている", 31_800, "令和8年4月1日", False),
        ("31,800人、世帯数は12,400世帯", 31_800, None, False),
        ("3万人ではなく3万2千人です", 32_000, None, False),
        ("訂正します。31,500人です", 31_500, None, False),
    ],
)
def test_population(said: str, value: int, as_of: str | None, approximate: bool) -> None:
    """The count, its date and whether it is rough; parts of it, differences and other facts are left aside."""
    read = fact("population", said)
    assert (read.status, read.value, read.as_of, read.approximate) == (Status.ANSWERED, value, as_of, approximate)
    assert isinstance(read.value, int)
    assert (read.said, read.earlier) == (said, ())


@pytest.mark.parametrize(
    ("said", "series"),
    [
        ("令和3年 33,900人、令和8年 31,800人", [(33_900, "令和3年"), (31_800, "令和8年")]),
        (
            "令和3年4月1日時点で33,900人だったが令和8年4月1日には31,800人",
            [(33_900, "令和3年4月1日"), (31_800, "令和8年4月1日")],
        ),
        ("33,900人（R3）→31,800人（R8）", [(33_900, "R3"), (31_800, "R8")]),
        ("33,900人（2021）、31,800人（2026）", [(33_900, "2021"), (31_800, "2026")]),
        ("R3:33,900 R8:31,800", [(33_900, "R3"), (31_800, "R8")]),
        ("2021年33,900人 2026年31,800人", [(33_900, "2021年"), (31_800, "2026年")]),
        ("令和８年は３１，８００人、令和３年は３３，９００人", [(33_900, "令和3年"), (31_800, "令和8年")]),
        ("33,900人 令和3年、31,800人 令和8年", [(33_900, "令和3年"), (31_800, "令和8年")]),
        ("令和3年33,900人から令和8年31,800人に減少", [(33_900, "令和3年"), (31_800, "令和8年")]),
        ("令和3年4月1日 33,900人、8年4月1日 31,800人", [(33_900, "令和3年4月1日"), (31_800, "令和8年4月1日")]),
        (
            "国勢調査（令和2年）で34,012人、住基（令和8年4月1日）で31,800人",
            [(34_012, "令和2年"), (31_800, "令和8年4月1日")],
        ),
        (
            "平成28年が35,200人、令和3年が33,900人、令和8年が31,800人です",
            [(35_200, "平成28年"), (33_900, "令和3年"), (31_800, "令和8年")],
        ),
        ("令和3年 5,000人、令和8年 5,000人", [(5_000, "令和3年"), (5_000, "令和8年")]),
        ("平成30年 8,000人、令和元年 7,900人", [(8_000, "平成30年"), (7_900, "令和元年")]),
    ],
)
def test_several_dated_values(said: str, series: list[tuple[int, str]]) -> None:
    """The newest by date is the value, the others are earlier ones, oldest first, with the dates as they were said."""
    read = fact("population", said)
    assert [*((one.value, one.as_of) for one in read.earlier), (read.value, read.as_of)] == series


def test_each_value_of_a_series_is_rough_or_not_by_itself() -> None:
    """約 and 程度 belong to the value beside them."""
    read = fact("population", "令和3年は約3万4千人、令和5年は32,900人、令和8年は31,800人程度")
    assert [one.approximate for one in read.earlier] == [True, False]
    assert read.approximate is True


@pytest.mark.parametrize(
    ("key", "said", "value"),
    [
        ("it_staff", "1人", 1),
        ("it_staff", "ひとりだけです", 1),
        ("it_staff", "二人です", 2),
        ("it_staff", "２名（うち兼務１名）", 2),
        ("it_staff", "1人。人口は31,800人です", 1),
        ("households", "12400", 12_400),
        ("households", "一万二千四百世帯", 12_400),
        ("households", "約1万2千戸", 12_000),
        ("online_procedures", "42手続", 42),
        ("online_procedures", "４２", 42),
        ("open_data", "約30データセット", 30),
        ("open_data", "3つ", 3),
    ],
)
def test_other_counts(key: str, said: str, value: int) -> None:
    """Each in its own units."""
    assert fact(key, said).value == value


@pytest.mark.parametrize(
    ("key", "said", "asks"),
    [
        ("population", "たくさん", "数字を読み取れませんでした"),
        ("population", "", "空の回答です"),
        ("population", "  \u200b\x00", "空の回答です"),
        ("population", "0人", "人口が0人になっています"),
        ("population", "▲500人", "人口が-500人になっています"),
        ("population", "3.5人", "人口が3.5人になっています"),
        ("population", "〇〇人", "人口が0人になっています"),
        ("population", "2,000万人", "20,000,000人になっています。一つの市町村の人口としては大きすぎます"),
        ("population", "令和8年4月1日現在", "数字を読み取れませんでした"),
        ("population", "38.5％", "数字を読み取れませんでした"),
        ("population", "数万人", "数字を読み取れませんでした"),
        ("population", "3万人以上", "「3万人以上」だけでは数を決められません"),
        ("population", "職員は250人", "数字を読み取れませんでした"),
        ("population", "世帯数は12,400", "人口の答えは読み取れませんでした"),
        ("population", "33,900人から31,800人に減った", "人口の数字が2つあります（33,900人、31,800人）"),
        ("population", "5年前は33,900人、今は31,800人", "それぞれいつの数字かを書いてください"),
        ("population", "令和8年に31,800人、令和8年に31,900人", "同じ時点の人口が二つあります"),
        ("population", "令和3年 33,900人、令和8年 318,000人", "3倍を超えて変わっています"),
        ("population", "令和8年2月30日 31,800人", "「令和8年2月30日」という日付はありません"),
        ("population", "令和8年（2025年）に31,800人", "元号と西暦が合いません"),
        ("it_staff", "専任1人、兼務2人", "数字が2つあります（1人、2人）"),
        ("it_staff", "1〜2人", "数字に幅があります"),
        ("it_staff", "0人", "いない（ない）ときは「該当なし」"),
        ("households", "-5世帯", "世帯数が-5世帯になっています"),
    ],
)
def test_a_count_that_cannot_be_one_is_asked_back(key: str, said: str, asks: str) -> None:
    """Nothing is guessed: the question comes back with what was read and what would be right."""
    assert asks in asked_back(key, said)


@pytest.mark.parametrize(
    ("said", "value", "as_of", "approximate"),
    [
        ("38.5％", 38.5, None, False),
        ("38.5%（令和8年4月1日現在）", 38.5, "令和8年4月1日", False),
        ("３８．５パーセント", 38.5, None, False),
        ("三十八・五％", 38.5, None, False),
        ("約4割", 40.0, None, True),
        ("38", 38.0, None, False),
        ("100％", 100.0, None, False),
        ("39％ではなく38.5％", 38.5, None, False),
        ("人口3万2千人のうち38.5％", 38.5, None, False),
        ("65歳以上の割合は41.2％です", 41.2, None, False),
    ],
)
def test_ageing_rate(said: str, value: float, as_of: str | None, approximate: bool) -> None:
    """A share in percent or 割; a bare number is taken as percent."""
    read = fact("ageing_rate", said)
    assert (read.value, read.as_of, read.approximate) == (value, as_of, approximate)
    assert isinstance(read.value, float)


def test_a_series_of_shares() -> None:
    """As with counts."""
    read = fact("ageing_rate", "令和3年35.1％、令和8年38.5％")
    assert (read.value, [(one.value, one.as_of) for one in read.earlier]) == (38.5, [(35.1, "令和3年")])


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("385%", "高齢化率が385％になっています。0〜100％のはず"),
        ("101％", "高齢化率が101％になっています"),
        ("0％", "高齢化率が0％になっています"),
        ("-3％", "高齢化率が-3％になっています"),
        ("0.385", "「38.5％」のように"),
        ("高い", "割合を読み取れませんでした"),
        ("12,000人", "割合を読み取れませんでした"),
        ("3.2ポイント上昇", "割合を読み取れませんでした"),
        ("カード保有率は78.2%", "高齢化率の答えは読み取れませんでした"),
        ("令和3年3.51%、令和8年38.5％", "3倍を超えて変わっています"),
    ],
)
def test_a_share_that_cannot_be_one_is_asked_back(said: str, asks: str) -> None:
    """385 % is a slip of the finger, not a fact."""
    assert asks in asked_back("ageing_rate", said)
