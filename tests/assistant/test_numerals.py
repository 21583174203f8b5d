"""Numbers are read as Japanese people write them."""

import pytest

from assistant.numerals import find_date, find_quantities


@pytest.mark.parametrize(
    ("written", "value", "unit", "approximate"),
    [
        ("32000人", 32_000, "人", False),
        ("32,000人", 32_000, "人", False),
        ("３２，０００人", 32_000, "人", False),
        ("約3万2千人", 32_000, "人", True),
        ("三万二千人", 32_000, "人", False),
        ("三万二千", 32_000, "", False),
        ("3万2,000人", 32_000, "人", False),
        ("３万２０００人", 32_000, "人", False),
        ("3.2万人", 32_000, "人", False),
        ("約3.2万人", 32_000, "人", True),
        ("二十三名", 23, "名", False),
        ("三二〇〇〇人", 32_000, "人", False),
        ("1億2千万人", 120_000_000, "人", False),
        ("1万人弱", 10_000, "人", True),
        ("およそ500世帯", 500, "世帯", True),
        ("120件程度", 120, "件", True),
        ("12,345 人くらい", 12_345, "人", True),
        ("0人", 0, "人", False),
        ("38.5％", 38.5, "%", False),
        ("38.5%", 38.5, "%", False),
        ("３８．５パーセント", 38.5, "%", False),
        ("約38％", 38, "%", True),
        ("4割", 40, "%", False),
        ("四割", 40, "%", False),
        ("4割弱", 40, "%", True),
        ("3割5分", 35, "%", False),
        ("385%", 385, "%", False),
    ],
)
def test_one_quantity(written: str, value: float, unit: str, approximate: bool) -> None:
    """Width, kanji, units of ten thousand, separators, percent and 割, with or without 約."""
    assert [(q.value, q.unit, q.approximate) for q in find_quantities(written)] == [(value, unit, approximate)]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("人口は約3万2千人、高齢化率は38.5％", [(32_000, "人"), (38.5, "%")]),
        ("職員250名のうち12名", [(250, "名"), (12, "名")]),
        ("3万人ではなく3万2千人です", [(30_000, "人"), (32_000, "人")]),
    ],
)
def test_several_quantities(written: str, found: list[tuple[float, str]]) -> None:
    """All numbers of a sentence, in order."""
    assert [(q.value, q.unit) for q in find_quantities(written)] == found


@pytest.mark.parametrize(
    "written",
    [
        "",
        "わからない",
        "一つ目は",
        "十分です",
        "千葉市",
        "三重県",
        "八百屋",
        "一部の住民",
        "万が一",
        "。、",
        "...",
        "人口",
    ],
)
def test_words_that_are_no_numbers(written: str) -> None:
    """Kanji numerals inside words are no quantities."""
    assert find_quantities(written) == []


@pytest.mark.parametrize("written", ["1,23", "12.3.4", "1..2", ",,,", "9" * 400, "億万千", "〇", "一二.三"])
def test_odd_numbers_do_not_fail(written: str) -> None:
    """Whatever is typed, reading does not fail, and what is found lies in the text."""
    assert all(0 <= q.span[0] < q.span[1] <= len(written) for q in find_quantities(written))


@pytest.mark.parametrize(
    ("written", "date", "rest"),
    [
        ("32,000人（令和8年4月1日現在）", "令和8年4月1日", "32,000人( )"),
        ("令和８年４月１日時点で32000人", "令和8年4月1日", " で32000人"),
        ("2026年3月末現在 5,000人", "2026年3月末", "  5,000人"),
        ("令和7年度末", "令和7年度末", " "),
        ("令和元年10月", "令和元年10月", " "),
        ("平成二十九年", "平成二十九年", " "),
        ("2020年の国勢調査で1万人", "2020年", " の国勢調査で1万人"),
        ("32000人", "", "32000人"),
        ("12年前から", "", "12年前から"),
    ],
)
def test_find_date(written: str, date: str, rest: str) -> None:
    """The date is taken as written, without 現在, and its digits are not left among the numbers."""
    assert find_date(written) == (date, rest)


@pytest.mark.parametrize("written", ["令和8年4月1日現在", "2026年3月末", "令和7年度", "平成二十九年十月"])
def test_a_date_alone_leaves_no_quantity(written: str) -> None:
    """No digit of a date is taken for a count."""
    assert find_quantities(find_date(written)[1]) == []
