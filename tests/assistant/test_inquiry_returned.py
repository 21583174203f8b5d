"""Returned sheets wait in the plan until they are decided on, one for each department."""

import logging

import pytest

from assistant.errors import InputError
from assistant.inquiry.collect import Collected, Given, SheetProblem
from assistant.inquiry.fields import FieldReply
from assistant.inquiry.returned import NOBODY, pending, receive, take, unreadable
from assistant.models import ChosenMeasure, Fact, Ledger, Status
from assistant.store.plans import Workspace

MEASURE = ChosenMeasure(key="m1", base="today:front-yard")
SLIP = SheetProblem(sheet="住民課", row=5, key="finance", label="財源", read="？", text="読めません。")


def population(value: int, department: str) -> Fact:
    return Fact(key="population", status=Status.ANSWERED, value=value, department=department)


RESIDENTS, PLANNERS = population(31_800, "住民課"), population(31_500, "企画課")
SITUATION = FieldReply(key="measure:m1.situation", status=Status.ANSWERED, value="混む", department="住民課")


def file(*replies: Given, departments: tuple[str, ...] = ("住民課",), **parts: object) -> Collected:
    return Collected.model_validate({"file": "回答.xlsx", "departments": departments, "replies": replies, **parts})


def open_sheets(plan: Workspace) -> list[str]:
    return [reply.department for reply, _ in pending(plan.replies()).values()]


def test_a_file_is_kept_department_by_department(mine: Workspace) -> None:
    """Each with its own replies; what is wrong in the file stays with the first. Nothing is taken."""
    receive(mine, file(RESIDENTS, PLANNERS, departments=("住民課", "企画課"), problems=(SLIP,)))
    receive(mine, file(departments=()))
    kept = [(reply.department, one.replies, len(one.problems)) for reply, one in pending(mine.replies()).values()]
    assert kept == [("住民課", (RESIDENTS,), 1), ("企画課", (PLANNERS,), 0), (NOBODY, (), 0)]
    assert mine.ledger() == Ledger()


@pytest.mark.parametrize(
    ("came", "chosen", "still_open"),
    [
        (file(RESIDENTS), [RESIDENTS], []),
        (file(RESIDENTS, SITUATION), [RESIDENTS], ["住民課"]),
        (file(RESIDENTS, SITUATION), [RESIDENTS, SITUATION], []),
        (file(RESIDENTS, problems=(SLIP,)), [RESIDENTS], ["住民課"]),
        (file(RESIDENTS, PLANNERS, departments=("住民課", "企画課")), [PLANNERS], []),
        (file(RESIDENTS, PLANNERS, departments=("住民課", "企画課")), [], ["住民課", "企画課"]),
    ],
)
def test_sheets_wait_while_something_is_left_to_decide(
    mine: Workspace, came: Collected, chosen: list[Given], still_open: list[str]
) -> None:
    """An answer that was not chosen, or a row that cannot be read; what was passed over is decided."""
    mine.add_measure(MEASURE)
    receive(mine, came)
    take(mine, chosen)
    assert open_sheets(mine) == still_open
    assert [mine.ledger().facts.get("population")] == [one for one in chosen if isinstance(one, Fact)] or not chosen


def test_only_what_changes_is_written(mine: Workspace) -> None:
    """A measure keeps following its record; an answer that stands already gets no row."""
    mine.add_measure(MEASURE)
    mine.add_facts([RESIDENTS])
    newest = mine.newest_fact()
    take(mine, [RESIDENTS, SITUATION], file(RESIDENTS, SITUATION))
    assert mine.newest_fact() == newest + 1
    assert mine.ledger().measures == (MEASURE.model_copy(update={"situation": "混む"}),)
    assert open_sheets(mine) == []


def test_what_cannot_be_taken_leaves_everything_as_it_was(mine: Workspace) -> None:
    """The file that came with it is not kept either."""
    with pytest.raises(InputError, match="いまの計画にありません"):
        take(mine, [RESIDENTS, SITUATION], file(RESIDENTS, SITUATION))
    assert (mine.ledger(), mine.replies()) == (Ledger(), [])


def test_a_reply_that_no_longer_fits_is_told_and_logged(mine: Workspace, caplog: pytest.LogCaptureFixture) -> None:
    """Without what stands in it; it waits until somebody closes it."""
    receive(mine, file(RESIDENTS))
    lost = mine.add_reply("福祉課", {"file": "福祉課.xlsx", "answers": {"population": 31_111}})
    with caplog.at_level(logging.WARNING):
        sheets = pending(mine.replies())
    assert [reply.department for reply, _ in sheets.values()] == ["住民課"]
    assert [reply.id for reply in unreadable(mine.replies(), sheets)] == [lost]
    [record] = caplog.records
    assert ("福祉課" in record.getMessage(), "answers" in record.getMessage()) == (True, True)
    assert "31111" not in record.getMessage()
    mine.close_reply(lost)
    assert unreadable(mine.replies(), sheets) == ()
