"""Periods and dates in any calendar become fiscal years, days and months; what is open is asked back."""

import pytest

from assistant.interview import question_for
from assistant.models import Fact
from assistant.understanding import Problem, fiscal_year, read_answer


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("令和9年度〜令和11年度", "2027-2029"),
        ("令和９年度～令和１１年度", "2027-2029"),
        ("令和九年度から令和十一年度まで", "2027-2029"),
        ("令和9年度から11年度まで", "2027-2029"),
        ("令和9〜11年度", "2027-2029"),
        ("R9〜R11", "2027-2029"),
        ("Ｒ９－１１", "2027-2029"),
        ("2027年度から2029年度まで", "2027-2029"),
        ("2027〜29年度", "2027-2029"),
        ("2027-2029", "2027-2029"),
        ("FY2027-FY2029", "2027-2029"),
        ("令和9年から令和11年まで", "2027-2029"),
        ("令和9年度（2027年度）から令和11年度（2029年度）まで", "2027-2029"),
        ("令和9年度から3年間", "2027-2029"),
        ("令和9年度から3年", "2027-2029"),
        ("令和9年度から三か年です", "2027-2029"),
        ("令和九年度から五か年", "2027-2031"),
        ("令和9年度を初年度とする5か年計画", "2027-2031"),
        ("令和9年度から起算して5年", "2027-2031"),
        ("令和9年度から10年間", "2027-2036"),
        ("令和11年度までの3年間", "2027-2029"),
        ("3年間（令和9年度〜令和11年度）", "2027-2029"),
        ("令和9年4月1日から令和12年3月31日まで", "2027-2029"),
        ("令和9年4月〜12年3月", "2027-2029"),
        ("R9.4.1〜R12.3.31", "2027-2029"),
        ("2027/4/1-2030/3/31", "2027-2029"),
        ("令和9年10月から3年間", "2027-2030"),
        ("令和9年度のみ", "2027-2027"),
        ("計画期間は令和9年度から3年間で、担当は企画課です", "2027-2029"),
        ("令和元年度から令和20年度", "2019-2038"),
    ],
)
def test_period(said: str, period: str) -> None:
    """First and last fiscal year, western."""
    read = read_answer(question_for("period"), said)
    assert isinstance(read, Fact), read
    assert (read.value, read.said) == (period, said)


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        (
            "令和11年度から令和9年度まで",
            "「令和11年度（2029年度）から令和9年度（2027年度）まで」と読みました。終わりが始まりより前です",
        ),
        ("令和9年度から令和29年度まで", "21年間になり、長すぎます"),
        ("平成9年度から平成11年度", "「平成9年度（1997年度）から平成11年度（1999年度）まで」と読みました"),
        ("令和9年度から令和11年度までの5年間", "3年間ですが、5年間とも書かれています"),
        ("令和9年度（2026年度）から3年間", "元号と西暦が合いません"),
        ("令和9年度から", "終わりの年度が分かりません"),
        ("令和9年度", "終わりの年度が分かりません"),
        ("令和11年度まで", "始まりの年度が分かりません"),
        ("3年間", "始まりの年度が分かりません"),
        ("9年度から11年度まで", "「9年度」だけでは何年度か決められません"),
        ("来年度から3年間", "「来年度」だけでは何年度か決められません"),
        ("令和9年13月から3年間", "という日付はありません"),
        ("当面の間", "計画期間を読み取れませんでした"),
        ("公表は令和9年3月", "計画期間の答えは読み取れませんでした"),
    ],
)
def test_a_period_that_cannot_be_one_is_asked_back(said: str, asks: str) -> None:
    """With what was read, in both calendars, and what is missing."""
    read = read_answer(question_for("period"), said)
    assert isinstance(read, Problem), read
    assert asks in read.text


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("令和9年3月", "2027-03"),
        ("Ｒ９．３", "2027-03"),
        ("二〇二七年三月", "2027-03"),
        ("令和9年3月下旬ごろ", "2027-03"),
        ("令和9年3月末", "2027-03"),
        ("令和8年度末", "2027-03"),
        ("令和9年3月末日", "2027-03-31"),
        ("2027/3/31", "2027-03-31"),
        ("令和9年3月31日に公表予定です", "2027-03-31"),
        ("2027-03-31", "2027-03-31"),
        ("2027-03", "2027-03"),
        ("令和9年度中", "2027年度"),
        ("2027年度", "2027年度"),
        ("令和9年3月ではなく令和9年4月", "2027-04"),
        ("公表は令和9年3月です", "2027-03"),
    ],
)
def test_date(said: str, date: str) -> None:
    """A day, a month or a fiscal year; 末 names no day and becomes the month."""
    read = read_answer(question_for("publication"), said)
    assert isinstance(read, Fact), read
    assert read.value == date


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("来年3月", "「来年」だけでは、いつか決められません"),
        ("3月", "「3月」だけでは、いつか決められません"),
        ("年度末", "「年度末」だけでは、いつか決められません"),
        ("令和9年", "「令和9年」の何月ごろですか"),
        ("令和9年2月30日", "「令和9年2月30日」という日付はありません"),
        ("令和9年（2026年）3月", "元号と西暦が合いません"),
        ("令和9年3月から4月", "のうち、いつですか"),
        ("令和8年12月に素案、令和9年3月に公表", "日付が2つあります（「令和8年12月」「令和9年3月」）"),
        ("議会のあと", "いつかを読み取れませんでした"),
    ],
)
def test_a_date_that_is_open_is_asked_back(said: str, asks: str) -> None:
    """Without today's date, 来年 is no year; an example shows what would do."""
    read = read_answer(question_for("publication"), said)
    assert isinstance(read, Problem), read
    assert asks in read.text
    assert question_for("publication").example in read.text or "一つ" in read.text


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("令和11年度", 2029),
        ("R11", 2029),
        ("2029", 2029),
        ("令和12年3月末", 2029),
        ("令和十一年度末", 2029),
        ("いつか", None),
        ("令和9年度から令和11年度", None),
    ],
)
def test_fiscal_year(text: str, year: int | None) -> None:
    """The one fiscal year that a text names."""
    assert fiscal_year(text) == year
