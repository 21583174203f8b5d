"""Eras and fiscal years are read, converted, and compared with today."""

from datetime import date

import pytest

from assistant.eras import era_of, find_dates, find_era_years, passed_deadlines, without_dates
from assistant.numerals import find_quantities


@pytest.mark.parametrize(
    ("year", "era"),
    [
        (1989, "平成元"),
        (2017, "平成29"),
        (2018, "平成30"),
        (2019, "令和元"),
        (2020, "令和2"),
        (2026, "令和8"),
        (2030, "令和12"),
    ],
)
def test_era_of(year: int, era: str) -> None:
    """平成 to 2018, 令和 from 2019; the first year of an era is 元."""
    assert era_of(year) == era


@pytest.mark.parametrize(
    ("written", "year", "fiscal", "last_day", "reading"),
    [
        ("平成32年", 2020, False, date(2020, 12, 31), "令和2年（2020年）"),
        ("平成32年度", 2020, True, date(2021, 3, 31), "令和2年度（2020年度）"),
        ("平成31年度末", 2019, True, date(2020, 3, 31), "令和元年度（2019年度）"),
        ("平成29年度", 2017, True, date(2018, 3, 31), "平成29年度（2017年度）"),
        ("令和元年", 2019, False, date(2019, 12, 31), "令和元年（2019年）"),
        ("令和8年度", 2026, True, date(2027, 3, 31), "令和8年度（2026年度）"),
        ("昭和63年", 1988, False, date(1988, 12, 31), "昭和63年（1988年）"),
        ("平成29年12月", 2017, False, date(2017, 12, 31), "平成29年（2017年）"),
        ("平成30年3月", 2018, False, date(2018, 3, 31), "平成30年（2018年）"),
    ],
)
def test_find_era_years(written: str, year: int, fiscal: bool, last_day: date, reading: str) -> None:
    """A year in an era, its last day, and how it reads today."""
    (found,) = find_era_years(written)
    assert (found.year, found.fiscal, found.last_day, found.reading) == (year, fiscal, last_day, reading)


@pytest.mark.parametrize("written", ["", "平成〇年", "平成β年", "令和", "2020年", "29年度"])
def test_years_without_an_era_or_a_number(written: str) -> None:
    """Blanks and western years are no era years."""
    assert list(find_era_years(written)) == []


def test_era_years_are_found_in_order() -> None:
    """All years of a sentence."""
    assert [found.text for found in find_era_years("平成29年度から平成32年度末まで、令和8年も")] == [
        "平成29年度",
        "平成32年度末",
        "令和8年",
    ]


@pytest.mark.parametrize(
    ("text", "today", "said"),
    [
        (
            "平成32年度までに達成",
            date(2026, 11, 23),
            ["平成32年度は令和2年度（2020年度）にあたり、すでに過ぎています。"],
        ),
        (
            "平成31年度末までに整備",
            date(2026, 11, 23),
            ["平成31年度末は令和元年度（2019年度）にあたり、すでに過ぎています。"],
        ),
        ("平成29年中に公表", date(2026, 11, 23), ["平成29年（2017年）はすでに過ぎています。"]),
        ("令和8年度までに達成", date(2026, 11, 23), []),
        ("令和8年度までに達成", date(2027, 3, 31), []),
        ("令和8年度までに達成", date(2027, 4, 1), ["令和8年度（2026年度）はすでに過ぎています。"]),
        ("平成29年5月30日閣議決定", date(2026, 11, 23), []),
        ("平成〇年までに達成", date(2026, 11, 23), []),
        (
            "平成32年までに一つ、平成32年までに二つ",
            date(2026, 11, 23),
            ["平成32年は令和2年（2020年）にあたり、すでに過ぎています。"],
        ),
        (
            "平成29年度の実績を踏まえ、平成29年度までに整える",
            date(2026, 11, 23),
            ["平成29年度（2017年度）はすでに過ぎています。"],
        ),
        ("", date(2026, 11, 23), []),
    ],
)
def test_passed_deadlines(text: str, today: date, said: list[str]) -> None:
    """A deadline that is over is said to be over; a future one, a blank one and a mere date are not."""
    assert passed_deadlines(text, today) == said


# --- dates in any calendar --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "date", "rest"),
    [
        ("32,000人（令和8年4月1日現在）", "令和8年4月1日", "32,000人()"),
        ("令和８年４月１日時点で32000人", "令和8年4月1日", "で32000人"),
        ("2026年3月末現在 5,000人", "2026年3月末", "5,000人"),
        ("令和7年度末", "令和7年度末", ""),
        ("令和元年10月", "令和元年10月", ""),
        ("平成二十九年", "平成二十九年", ""),
        ("2020年の国勢調査で1万人", "2020年", "の国勢調査で1万人"),
        ("31,800人（R8.4.1）", "R8.4.1", "31,800人()"),
        ("31,800人（2026）", "2026", "31,800人()"),
        ("2050人（R3）", "R3", "2050人()"),
        ("令和8年（2026年）4月1日現在", "令和8年(2026年)4月1日", ""),
        ("32000人", "", "32000人"),
        ("12年前から", "", "12年前から"),
        ("2026人", "", "2026人"),
        ("H2Oの3年生", "", "H2Oの3年生"),
    ],
)
def test_the_date_in_a_text(written: str, date: str, rest: str) -> None:
    """Taken as written, without 現在; its digits are not left among the numbers."""
    dates = find_dates(written)
    assert "".join(found.text for found in dates) == date
    assert without_dates(written, dates).replace(" ", "") == rest


@pytest.mark.parametrize(
    "written", ["令和8年4月1日現在", "2026年3月末", "令和7年度", "平成二十九年十月", "R8.4.1", "2026/4/1"]
)
def test_a_date_alone_leaves_no_quantity(written: str) -> None:
    """No digit of a date is taken for a count."""
    assert find_quantities(without_dates(written, find_dates(written))) == []


@pytest.mark.parametrize(
    ("written", "last_day", "fiscal_year"),
    [
        ("令和9年度", date(2028, 3, 31), 2027),
        ("令和八年度末", date(2027, 3, 31), 2026),
        ("令和9年3月", date(2027, 3, 31), 2026),
        ("令和9年4月", date(2027, 4, 30), 2027),
        ("令和 9 年 3 月 末日", date(2027, 3, 31), 2026),
        ("二〇二七年三月三日", date(2027, 3, 3), 2026),
        ("2027-03-31", date(2027, 3, 31), 2026),
        ("FY2027", date(2028, 3, 31), 2027),
        ("2027（令和9）年度", date(2028, 3, 31), 2027),
        ("令和9年", date(2027, 12, 31), 2027),
        ("S63年", date(1988, 12, 31), 1988),
        ("令和9年2月30日", None, 2026),
        ("令和9年13月", None, 2027),
    ],
)
def test_what_a_date_covers(written: str, last_day: date | None, fiscal_year: int) -> None:
    """Its last day, None if there is no such day, and the fiscal year that it lies in."""
    (found,) = find_dates(written)
    assert (found.last_day, found.fiscal_year) == (last_day, fiscal_year)


@pytest.mark.parametrize(
    ("written", "texts"),
    [
        ("令和9年度から11年度まで", ["令和9年度", "令和11年度"]),
        ("令和3年4月1日 33,900人、8年4月1日 31,800人", ["令和3年4月1日", "令和8年4月1日"]),
        ("令和9年度から3年間", ["令和9年度"]),
        ("3年前は33,900人", []),
        ("令和3年の5年前", ["令和3年"]),
    ],
)
def test_an_era_is_said_once(written: str, texts: list[str]) -> None:
    """A later year borrows it; a number of years does not."""
    assert [found.text for found in find_dates(written)] == texts


@pytest.mark.parametrize(
    ("written", "contradicts"),
    [
        ("令和9年度（2027年度）", False),
        ("令和9年度（2026年度）", True),
        ("2027（R9）", False),
        ("2027年（令和8年）3月", True),
    ],
)
def test_two_calendars_that_do_not_agree(written: str, contradicts: bool) -> None:
    """The year in parentheses is checked against the one in front of it."""
    (found,) = find_dates(written)
    assert found.contradicts is contradicts


def test_bare_western_years_count_only_where_they_are_expected() -> None:
    """Four digits may be a count."""
    assert find_dates("2027-2029") == []
    assert [found.year for found in find_dates("2027-2029", bare=True)] == [2027, 2029]
