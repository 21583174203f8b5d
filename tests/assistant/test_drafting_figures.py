"""Section 1's figures: a change is stated only from two dated values, and then as large as it is."""

import re

import pytest
from ledgers import WHOLE, D, Given, N, U, dated, ledger, series

from assistant.drafting import draft_section, show_value
from assistant.drafting.templates import trend_of
from assistant.interview import question_for
from assistant.models import Dated, Fact, FactValue, Status
from knowledge.corpus import Corpus

CHANGE = re.compile("減少した|増加した|横ばい|低下した|上昇した|人口が減少|人口が増加|人口の(?:増加|減少)")
UNDATED = Fact(
    key="population", status=Status.ANSWERED, value=1900, earlier=(Dated(value=2000, as_of="令和3年4月1日"),)
)


def text_of(corpus: Corpus, **facts: Given) -> str:
    """Section 1 of a town of which little more than the figures is known."""
    return draft_section(1, ledger(municipality="みどり町", issues=N, scale=WHOLE, **facts), corpus).text


@pytest.mark.parametrize(
    ("key", "fact", "present"),
    [
        ("population", 31800, "みどり町の人口は31,800人である。"),
        ("population", dated("population", 31800, "令和8年4月1日"), "人口は31,800人（令和8年4月1日現在）である。"),
        ("population", dated("population", 31800, "2026-04", approximate=True), "約31,800人（令和8年4月現在）"),
        (
            "population",
            series("population", (33900, "令和3年4月1日"), (31800, "令和8年4月1日")),
            "2,100人（6.2％）減少",
        ),
        ("population", series("population", (20000, "令和3年"), (21500, "令和8年")), "1,500人（7.5％）増加"),
        ("population", series("population", (20000, "令和3年"), (20100, "令和8年")), "おおむね横ばい"),
        ("population", series("population", (20000, "令和3年"), (20000, "令和8年")), "おおむね横ばい"),
        (
            "population",
            series("population", (50000, "平成23年"), (47000, "平成28年"), (45000, "令和8年")),
            "平成23年の50,000人から令和8年の45,000人へと、5,000人（10.0％）減少",
        ),
        ("ageing_rate", 40.0, "高齢化率（65歳以上の人口の割合）は40％"),
        ("ageing_rate", series("ageing_rate", (33.1, "平成28年"), (38.9, "令和8年")), "5.8ポイント上昇"),
        ("ageing_rate", series("ageing_rate", (38.9, "平成28年"), (33.1, "令和8年")), "5.8ポイント低下"),
        ("households", dated("households", 12400, "令和8年4月1日"), "世帯数は12,400世帯（令和8年4月1日現在）"),
        ("households", series("households", (12000, "令和3年"), (12600, "令和8年")), "600世帯増加"),
    ],
)
def test_figures_are_said_as_they_are(key: str, fact: Given, present: str, corpus: Corpus) -> None:
    """Value, date, roughness; the difference and its rate from the oldest to the newest value."""
    assert present in text_of(corpus, **{key: fact})


@pytest.mark.parametrize("given", [None, U, D, N, 31800, dated("population", 31800, "令和8年4月1日"), UNDATED])
def test_no_trend_without_two_dates(given: Given | None, corpus: Corpus) -> None:
    """Neither in section 1 nor in what sections 2 and 4 make of a trend."""
    facts: dict[str, Given] = {} if given is None else {"population": given}
    held = ledger(municipality="みどり町", issues=("人口減少",), scale=WHOLE, finance="a", **facts)
    texts = [draft_section(number, held, corpus).text.replace("「人口減少」", "") for number in (1, 2, 4)]
    assert [CHANGE.findall(text) for text in texts] == [[], [], []]
    assert trend_of(held) is None


@pytest.mark.parametrize(
    ("key", "word"),
    [("ageing_rate", "低下した|上昇した"), ("households", "減少した|増加した"), ("population", "した。")],
)
def test_what_did_not_move_neither_falls_nor_rises(key: str, word: str, corpus: Corpus) -> None:
    """Two equal values are no fall."""
    text = text_of(corpus, **{key: series(key, (30, "令和3年"), (30, "令和8年"))})
    first = next(line for line in text.split("\n") if "30" in line)
    assert not re.search(word, first)


def test_a_small_change_is_not_a_change_of_nothing(corpus: Corpus) -> None:
    """0.03 points are not 0.0 points."""
    text = text_of(corpus, ageing_rate=series("ageing_rate", (38.52, "令和7年"), (38.55, "令和8年")))
    assert "0.0ポイント" not in text


@pytest.mark.parametrize(
    ("values", "trend"),
    [
        ((10000, 9901), "flat"),
        ((10000, 9900), "falling"),
        ((10000, 9000), "falling"),
        ((10000, 10099), "flat"),
        ((10000, 10100), "rising"),
        ((10000, 9000, 10000), "flat"),
    ],
)
def test_a_change_under_one_percent_is_flat(values: tuple[int, ...], trend: str) -> None:
    """From the oldest to the newest value."""
    years = [(value, f"令和{at}年4月1日") for at, value in enumerate(values, 2)]
    assert trend_of(ledger(population=series("population", *years))) == trend


@pytest.mark.parametrize(
    ("trend", "values", "word"),
    [("falling", (2000, 1500), "人口が減少"), ("rising", (2000, 2500), "人口の増加"), ("flat", (2000, 2000), "人口")],
)
def test_sections_2_and_4_follow_the_figures(trend: str, values: tuple[int, int], word: str, corpus: Corpus) -> None:
    """The trend that the dated values show, and no other."""
    held = ledger(
        municipality="みどり町", population=series("population", (values[0], "令和3年"), (values[1], "令和8年"))
    )
    text = "".join(draft_section(number, held, corpus).text for number in (2, 4))
    assert word in text
    others = {"falling": "人口の?が?増加", "rising": "人口[のが]減少", "flat": "人口[のが](?:減少|増加)"}
    assert not re.search(others[trend], text)


@pytest.mark.parametrize("key", ["population", "ageing_rate", "households"])
@pytest.mark.parametrize(("given", "marked"), [(U, True), (D, False), (N, False)])
def test_unknown_figures_are_gaps_and_declined_ones_are_not_mentioned(
    key: str, given: Status, marked: bool, corpus: Corpus
) -> None:
    text = text_of(corpus, **{key: given})
    label = question_for(key).label
    assert (f"〔要確認：{label}〕" in text) is marked
    assert marked or not re.search(f"{label}(?:は|（)", text)


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("population", 1234567, "1,234,567人"),
        ("ageing_rate", 38.5, "38.5％"),
        ("ageing_rate", 100.0, "100％"),
        ("it_staff", 0, "0人"),
        ("publication", "2027-03", "令和9年3月"),
        ("period", "2027-2029", "令和9年度から令和11年度まで"),
        ("issues", ("窓口の混雑", "空き家"), "窓口の混雑、空き家"),
        ("cio", "副町長", "副町長"),
    ],
)
def test_values_stand_as_in_a_plan(key: str, value: FactValue, shown: str) -> None:
    assert show_value(Fact(key=key, status=Status.ANSWERED, value=value), question_for(key)) == shown


def test_a_fact_without_value_is_a_gap() -> None:
    assert show_value(Fact(key="population", status=Status.UNKNOWN), question_for("population")) == "〔要確認：人口〕"
