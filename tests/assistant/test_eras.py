"""Eras and fiscal years are read, converted, and compared with today."""

from datetime import date

import pytest

from assistant.eras import era_of, find_era_years, passed_deadlines


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
        ("平成29年中に公表", date(2026, 11, 23), ["平成29年は平成29年（2017年）にあたり、すでに過ぎています。"]),
        ("令和8年度までに達成", date(2026, 11, 23), []),
        ("令和8年度までに達成", date(2027, 3, 31), []),
        ("令和8年度までに達成", date(2027, 4, 1), ["令和8年度は令和8年度（2026年度）にあたり、すでに過ぎています。"]),
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
            ["平成29年度は平成29年度（2017年度）にあたり、すでに過ぎています。"],
        ),
        ("", date(2026, 11, 23), []),
    ],
)
def test_passed_deadlines(text: str, today: date, said: list[str]) -> None:
    """A deadline that is over is said to be over; a future one, a blank one and a mere date are not."""
    assert passed_deadlines(text, today) == said
