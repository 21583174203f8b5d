"""Numbers are read as Japanese people write them."""

import pytest

from assistant.numerals import find_quantities, number


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
    ("written", "value", "unit", "approximate"),
    [
        ("▲500人", -500, "人", False),
        ("-3人", -3, "人", False),
        ("マイナス12件", -12, "件", False),
        ("三十八・五パーセント", 38.5, "%", False),
        ("1.13万人", 11_300, "人", False),
        ("31.8千人", 31_800, "人", False),
        ("概ね300世帯", 300, "世帯", True),
        ("1,200戸余り", 1_200, "戸", True),
        ("3万2千人ちょっと", 32_000, "人", True),
        ("ひとり", 1, "人", False),
        ("ふたりです", 2, "人", False),
        ("5か年", 5, "か年", False),
        ("2,100減", 2_100, "減", False),
        ("42手続", 42, "手続", False),
    ],
)
def test_signs_and_units(written: str, value: float, unit: str, approximate: bool) -> None:
    """Minus signs, decimals before 万 and 千, numbers by word of mouth, and any word behind the number as its unit."""
    assert [(q.value, q.unit, q.approximate) for q in find_quantities(written)] == [(value, unit, approximate)]


@pytest.mark.parametrize(
    "written", ["数百人", "何人か", "幾千人", "十数人", "一人ひとり", "ひとり親", "1人当たり", "3万人台"]
)
def test_what_names_no_exact_number_of_people(written: str) -> None:
    """Vague numbers and words that only begin with a number are no count of people."""
    assert [q for q in find_quantities(written) if q.unit == "人"] == []


@pytest.mark.parametrize(
    ("written", "at"),
    [("  約3万人  ", (2, 6)), ("（３８．５％）", (1, 6)), ("▲500", (0, 4)), ("計 1,200 世帯です", (2, 10))],
)
def test_where_a_quantity_stands(written: str, at: tuple[int, int]) -> None:
    """From the first sign that belongs to it to its unit, without the spaces around."""
    assert [q.span for q in find_quantities(written)] == [at]


@pytest.mark.parametrize(
    ("written", "value"),
    [("3万2,000", 32_000), ("38,5", None), ("1,23", None), ("9" * 400, None), ("二〇二七", 2027), ("一二.三", None)],
)
def test_number(written: str, value: float | None) -> None:
    """Separators stand at thousands; what is no number has no value."""
    assert number(written) == value
