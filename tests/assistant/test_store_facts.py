"""The ledger in the store: facts and measures are only ever added, and come back as they were said."""

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from storing import answered

from assistant.models import ChosenMeasure, Dated, Fact, Kpi, Ledger, Status, Step
from assistant.store.accounts import Person
from assistant.store.plans import Plans, Workspace
from assistant.store.tables import FactRow


@pytest.mark.parametrize(
    "fact",
    [
        answered("municipality", "みどり町"),
        Fact(
            key="population",
            status=Status.ANSWERED,
            value=32_000,
            as_of="令和8年4月1日",
            approximate=True,
            said="約3万2千人",
        ),
        Fact(
            key="population",
            status=Status.ANSWERED,
            value=31_800,
            as_of="令和8年4月1日",
            earlier=(
                Dated(value=33_900, as_of="令和3年4月1日"),
                Dated(value=33_000, as_of="令和5年", approximate=True),
            ),
            source="住民基本台帳",
            department="住民課",
            answered_by="山田",
        ),
        answered("period", "2027-2029"),
        answered("ageing_rate", 38.5),
        answered("ageing_rate", 40.0),
        answered("issues", ("若い世代の転出", "窓口の混雑")),
        answered("issues", ("😀𠮷野家", "'; DROP TABLE fact; --")),
        *(Fact(key="population", status=status, said="…") for status in Status if status is not Status.ANSWERED),
    ],
)
def test_a_fact_comes_back_as_it_was_said(mine: Workspace, fact: Fact) -> None:
    """Value, kind of number, date, approximation, words and status are kept."""
    mine.add_facts((fact,))
    kept = mine.ledger().get(fact.key)
    assert kept == fact
    assert type(kept.value) is type(fact.value)


def test_facts_are_only_ever_added_and_the_newest_holds(engine: Engine, mine: Workspace) -> None:
    """Earlier statements stay as rows; the ledger holds the last one of each key."""
    mine.add_facts((answered("population", 32_000), answered("municipality", "みどり町")))
    mine.add_facts((answered("population", 31_500),))
    mine.add_facts((Fact(key="population", status=Status.UNKNOWN, said="わからない"),))
    with Session(engine) as session:
        rows = session.scalars(
            select(FactRow).where(FactRow.plan_id == mine.plan.id, FactRow.key == "population").order_by(FactRow.id)
        ).all()
        assert [row.content["value"] for row in rows] == [32_000, 31_500, None]
    assert mine.ledger().get("population").status is Status.UNKNOWN
    assert mine.ledger().get("municipality").value == "みどり町"


def test_the_last_of_two_statements_in_one_message_holds(mine: Workspace) -> None:
    """As the person said them."""
    mine.add_facts((answered("population", 32_000), answered("population", 31_500)))
    assert mine.ledger().get("population").value == 31_500


def test_facts_of_one_plan_are_not_another_s(engine: Engine, mine: Workspace, hanako: Person) -> None:
    """Not even of the same person."""
    plans = Plans(engine)
    other = plans.open(hanako, plans.create(hanako, "別の計画").id)
    mine.add_facts((answered("population", 32_000),))
    assert other.ledger().facts == {}


MEASURE = ChosenMeasure(
    key="m1",
    base="today:front-yard",
    issues=("窓口の混雑",),
    situation="窓口が混む",
    kpis=(Kpi(name="時間", unit="分", current=52.5, current_year=2025, target="半分", year=2029, source="調べ"),),
    schedule=(Step(year=2027, text="準備"), Step(year=2028, text="開始")),
    department="市民課",
)


@pytest.mark.parametrize(
    "measure",
    [
        MEASURE,
        ChosenMeasure(key="m1", base="today:front-yard"),
        ChosenMeasure(key="own", title="独自の施策", pillar=6, field="その他", body="本文"),
        MEASURE.model_copy(update={"decision": "rejected", "reason": "予算がない"}),
    ],
    ids=["whole", "bare", "own", "rejected"],
)
def test_a_measure_comes_back_as_it_was_decided(mine: Workspace, measure: ChosenMeasure) -> None:
    """With targets, schedule and reason."""
    mine.add_measure(measure)
    assert mine.ledger().measures == (measure,)
    assert mine.ledger().facts == {}


def test_a_measure_keeps_its_place_when_it_changes(engine: Engine, mine: Workspace) -> None:
    """The order is that of the first decision; earlier forms stay as rows."""
    for key in ("m1", "m2", "m3"):
        mine.add_measure(MEASURE.model_copy(update={"key": key, "base": f"today:{key}"}))
    changed = MEASURE.model_copy(update={"decision": "rejected", "reason": "人手が足りない"})
    mine.add_measure(changed)
    assert [measure.key for measure in mine.ledger().measures] == ["m1", "m2", "m3"]
    assert mine.ledger().measures[0] == changed
    assert [measure.key for measure in mine.ledger().picked] == ["m2", "m3"]
    with Session(engine) as session:
        rows = select(func.count(FactRow.id)).where(FactRow.plan_id == mine.plan.id, FactRow.key == "measure:m1")
        assert session.scalar(rows) == 2


def test_a_whole_ledger_is_kept_at_once(mine: Workspace) -> None:
    """Facts and measures of a facts file."""
    ledger = Ledger(facts={"population": answered("population", 32_000)}, measures=(MEASURE,))
    mine.add_ledger(ledger)
    assert mine.ledger() == ledger


def test_the_ledger_as_it_was_is_found_by_the_number_of_its_newest_row(mine: Workspace) -> None:
    """What was said later does not change what a draft was made from."""
    assert mine.newest_fact() == 0
    mine.add_facts((answered("population", 32_000),))
    mine.add_measure(MEASURE)
    then, before = mine.newest_fact(), mine.ledger()
    mine.add_facts((answered("population", 31_500), answered("ageing_rate", 38.5)))
    mine.add_measure(MEASURE.model_copy(update={"decision": "rejected"}))
    assert mine.newest_fact() == then + 3
    assert mine.ledger(then) == before
    assert mine.ledger(0) == Ledger()
    assert mine.ledger(mine.newest_fact()) == mine.ledger()
