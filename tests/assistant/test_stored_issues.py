"""The issues that a measure answers, as they are kept: by the record, none, or those that a person said."""

import pytest
from ledgers import ledger
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assistant.drafting.issues import issues_answered
from assistant.models import ChosenMeasure
from assistant.store.plans import Workspace
from assistant.store.tables import FactRow

BARE = ChosenMeasure(key="m1", base="today:front-yard")
ISSUES = pytest.mark.parametrize(
    ("issues", "written"),
    [(None, None), ((), "なし"), (("窓口の混雑",), ["窓口の混雑"])],
    ids=["by the record", "none", "said"],
)


@ISSUES
def test_issues_are_read_as_they_were_written(issues: tuple[str, ...] | None, written: object) -> None:
    """None at all is a word, which nothing that was kept before can be."""
    measure = BARE.model_copy(update={"issues": issues})
    assert measure.model_dump(mode="json")["issues"] == written
    assert ChosenMeasure.model_validate(measure.model_dump(mode="json")) == measure
    assert ChosenMeasure.model_validate_json(measure.model_dump_json()) == measure
    assert ChosenMeasure.model_validate(measure.model_dump()) == measure


@ISSUES
def test_a_row_of_the_store_gives_the_same_issues(
    engine: Engine, mine: Workspace, issues: tuple[str, ...] | None, written: object
) -> None:
    """Picked, withdrawn and brought back."""
    measure = BARE.model_copy(update={"issues": issues})
    mine.add_measure(measure)
    assert mine.ledger().measures == (measure,)
    with Session(engine) as session:
        [row] = session.scalars(select(FactRow).where(FactRow.plan_id == mine.plan.id))
        assert row.content["issues"] == written
    mine.withdraw_measure("m1")
    assert mine.withdrawn() == (measure,)
    mine.add_measure(BARE)
    assert mine.ledger().measures == (measure,)


def test_an_empty_list_in_a_row_is_the_record_s_choice(engine: Engine, mine: Workspace) -> None:
    """Rows were written so where nobody had decided on the issues: the measure goes on answering what it is meant for."""
    mine.add_measure(BARE)
    with Session(engine) as session:
        [row] = session.scalars(select(FactRow).where(FactRow.plan_id == mine.plan.id))
        row.content = {**row.content, "issues": []}
        session.commit()
    [kept] = mine.ledger().measures
    assert kept == BARE
    assert issues_answered(kept, ledger(issues=("窓口の混雑",))) == ("窓口の混雑",)
    mine.withdraw_measure("m1")
    assert mine.withdrawn() == (BARE,)
