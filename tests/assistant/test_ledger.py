"""What one state of the ledger says otherwise than another."""

import pytest

from assistant.ledger import changed
from assistant.models import ChosenMeasure, Fact, Ledger, Status

POPULATION = Fact(key="population", status=Status.ANSWERED, value=31_800, as_of="令和8年4月1日", said="3万1800人です")
MEASURE = ChosenMeasure(key="m1", base="today:front-yard", department="住民課")
BEFORE = Ledger(facts={"population": POPULATION}, measures=(MEASURE,))


@pytest.mark.parametrize(
    ("other", "counts"),
    [
        ({}, False),
        ({"said": ""}, False),
        ({"value": 31_801}, True),
        ({"as_of": "令和7年4月1日"}, True),
        ({"source": "住民基本台帳"}, True),
        ({"department": "住民課"}, True),
        ({"status": Status.UNKNOWN, "value": None}, True),
    ],
)
def test_a_fact_changes_with_what_is_stated_not_with_how(other: dict[str, object], counts: bool) -> None:
    """The words in which it was said do not count."""
    fact = POPULATION.model_copy(update=other)
    assert changed(BEFORE, BEFORE.with_fact(fact)) == Ledger(facts={"population": fact} if counts else {})


@pytest.mark.parametrize(
    ("fact", "counts"),
    [
        (Fact(key="finance", status=Status.UNKNOWN), True),
        (Fact(key="finance", status=Status.ABSENT), False),
    ],
)
def test_a_fact_that_comes_anew(fact: Fact, counts: bool) -> None:
    """One of which nothing is known says nothing."""
    assert list(changed(BEFORE, BEFORE.with_fact(fact)).facts) == (["finance"] if counts else [])


def test_measures_are_told_apart_by_their_keys() -> None:
    """One that is written otherwise and one that is new; one that is the same is left out, as is what has gone."""
    other = MEASURE.model_copy(update={"situation": "混む"})
    new = ChosenMeasure(key="m2", title="見守り")
    assert changed(BEFORE, Ledger(measures=(new, other))) == Ledger(measures=(new, other))
    assert changed(BEFORE, Ledger(measures=(MEASURE,))) == Ledger()
