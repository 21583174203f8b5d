"""A fact that cannot be true is found, alone and beside the others, whichever way it came."""

import pytest

from assistant.errors import InputError
from assistant.models import Dated, Fact, Ledger, Status
from assistant.understanding import check, doubt, newest_last


def answered(key: str, value: object, *earlier: tuple[float, str]) -> Fact:
    series = tuple(Dated(value=old, as_of=as_of) for old, as_of in earlier)
    return Fact.model_validate(
        {"key": key, "status": Status.ANSWERED, "value": value, "as_of": "令和8年", "earlier": series}
    )


def ledger(**values: object) -> Ledger:
    return Ledger(facts={key: answered(key, value) for key, value in values.items()})


@pytest.mark.parametrize(
    ("fact", "known", "asks"),
    [
        (answered("ageing_rate", 385.0), Ledger(), "高齢化率が385％になっています"),
        (answered("card_rate", 0.0), Ledger(), "マイナンバーカードの保有率が0％になっています"),
        (answered("ageing_rate", 38.5, (135.0, "令和3年")), Ledger(), "高齢化率が135％になっています"),
        (answered("population", 0), Ledger(), "人口が0人になっています"),
        (answered("population", -5), Ledger(), "人口が-5人になっています"),
        (answered("population", 15_000_001), Ledger(), "人口としては大きすぎます"),
        (answered("population", 10_000, (33_900, "令和3年")), Ledger(), "令和3年の33,900人から令和8年の10,000人へ"),
        (answered("households", 12_400), ledger(population=3_000), "世帯数（12,400世帯）が人口（3,000人）より多く"),
        (answered("population", 3_000), ledger(households=12_400), "人口をもう一度教えてください"),
        (answered("it_staff", 400), ledger(population=300), "情報担当の職員数（400人）が人口（300人）より多く"),
        (answered("period", "2029-2027"), Ledger(), "終わりが始まりより前です"),
        (answered("period", "2027-2047"), Ledger(), "長すぎます"),
        (answered("municipality", "横浜市港北区"), Ledger(), "計画を定めるのは横浜市です"),
        (answered("municipality", "神奈川県"), Ledger(), "市・町・村・区のいずれかで終わる名前"),
    ],
)
def test_implausible(fact: Fact, known: Ledger, asks: str) -> None:
    """What was read, and what would be right."""
    found = check(fact, known)
    assert found is not None
    assert (found.key, asks in found.text) == (fact.key, True)


@pytest.mark.parametrize(
    ("fact", "known"),
    [
        (answered("ageing_rate", 100.0), Ledger()),
        (answered("population", 160), Ledger()),
        (answered("population", 31_800, (33_900, "令和3年")), ledger(households=12_400, it_staff=1)),
        (answered("population", 10_000, (30_000, "昭和55年")), Ledger()),
        (answered("card_rate", 78.2, (15.1, "令和2年")), Ledger()),
        (answered("open_data", 42, (5, "令和3年")), Ledger()),
        (answered("households", 12_400), Ledger()),
        (answered("period", "2027-2046"), ledger(publication="2030-04")),
        (answered("publication", "2020年度"), ledger(period="2027-2029")),
        (answered("municipality", "千代田区"), Ledger()),
        (answered("lead_department", "企画課"), Ledger()),
        (Fact(key="population", status=Status.UNKNOWN), ledger(households=12_400)),
        (answered("households", 12_400), Ledger(facts={"population": Fact(key="population", status=Status.UNKNOWN)})),
    ],
)
def test_plausible(fact: Fact, known: Ledger) -> None:
    """Small towns, steady falls, quick growth of a service, dates outside the period: all of this happens."""
    assert check(fact, known) is None


@pytest.mark.parametrize(
    ("key", "old", "new", "as_of", "told"),
    [
        ("population", 31_800, 49_600, "令和8年", "31,800人（令和8年）から49,600人（令和8年）へ、56％増えます"),
        ("population", 31_800, 20_000, "令和13年", "37％減ります"),
        ("population", 31_800, 33_900, "令和8年", ""),
        ("population", 31_800, 22_300, "令和8年", ""),
        ("population", 31_800, 15_000, "平成2年", ""),
        ("population", 31_800, 31_800, "令和8年", ""),
        ("households", 12_400, 21_400, "令和8年", "73％増えます"),
        ("ageing_rate", 38.5, 58.3, "令和8年", "38.5％（令和8年）から58.3％（令和8年）へ、19.8ポイント増えます"),
        ("ageing_rate", 38.5, 48.5, "令和8年", ""),
        ("card_rate", 15.1, 78.2, "令和8年", ""),
        ("it_staff", 1, 3, "令和8年", ""),
    ],
)
def test_a_change_that_somebody_should_look_at(key: str, old: float, new: float, as_of: str, told: str) -> None:
    """Of figures that are steady from year to year, beside what is kept; a change over many years is none."""
    found = doubt(answered(key, new).model_copy(update={"as_of": as_of}), answered(key, old))
    assert (told in found) if told else found == ""


def test_there_is_no_doubt_without_something_to_compare() -> None:
    """A first value, or one that takes the place of わからない."""
    for known in (Fact(key="population", status=Status.ABSENT), Fact(key="population", status=Status.UNKNOWN)):
        assert doubt(answered("population", 49_600), known) == ""
    assert doubt(Fact(key="population", status=Status.UNKNOWN), answered("population", 31_800)) == ""


def test_a_fact_that_no_question_asks_for_is_an_error() -> None:
    """It is not passed over."""
    with pytest.raises(InputError, match="shoe_size"):
        check(answered("shoe_size", 27), Ledger())


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        (["令和8年4月1日", "令和3年4月1日"], [1, 0]),
        (["R8", "2021年", "平成28年"], [2, 1, 0]),
        (["2021", "2016"], [1, 0]),
        (["令和8年度", "令和9年3月"], [0, 1]),
        (["令和8年", "いつか"], None),
        ([], []),
    ],
)
def test_newest_last(dates: list[str], order: list[int] | None) -> None:
    """By the last day that each date covers, in whatever calendar; unreadable dates have no order."""
    values = [Dated(value=at, as_of=date) for at, date in enumerate(dates)]
    ordered = newest_last(values)
    assert (None if ordered is None else [one.value for one in ordered]) == order
