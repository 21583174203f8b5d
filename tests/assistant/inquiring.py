"""Sheets for tests: written, filled in by script as a department would, and collected."""

import io
from collections.abc import Mapping
from datetime import date

import openpyxl
from openpyxl import Workbook

from assistant.inquiry.collect import Collected, SheetProblem, collect
from assistant.inquiry.fields import FieldReply
from assistant.inquiry.items import all_items, departments
from assistant.inquiry.sheet import HEAD, write_sheets
from assistant.inquiry.table import COLUMNS
from assistant.models import ChosenMeasure, Fact, FactValue, Kpi, Ledger, Status

TODAY, DEADLINE = date(2026, 11, 23), date(2026, 12, 11)
KEY_COLUMN = len(COLUMNS) + 1
Cells = Mapping[str, object]


def answered(key: str, value: FactValue, **parts: object) -> Fact:
    return Fact.model_validate({"key": key, "status": Status.ANSWERED, "value": value, **parts})


MEASURES = (
    ChosenMeasure(
        key="m1",
        title="窓口の改善",
        department="住民課",
        kpis=(
            Kpi(name="手続の数", unit="件"),
            Kpi(name="利用率", unit="%", current=10.5, current_year=2025, target=20, source="庁内調べ"),
            Kpi(name="満足度", current=3, current_year=2025),
        ),
    ),
    ChosenMeasure(key="m2", title="見守り", department="福祉課"),
)
LEDGER = Ledger(
    facts={
        fact.key: fact
        for fact in (
            answered("plan_name", "みどり町官民データ活用推進計画"),
            answered("scale", "5つの柱の全体を対象にする"),
            answered("period", "2027-2029"),
            answered("lead_department", "企画課"),
        )
    },
    measures=MEASURES,
)


def book_of(*asked: str, known: Ledger = LEDGER) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_sheets(known, asked or departments(known, TODAY), DEADLINE, TODAY)))


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill(book: Workbook, answers: Mapping[str, Cells]) -> Workbook:
    """Put cells into the rows of the keys, whichever sheet they are on. 書式 is the number format of 回答 or 基準日."""
    left = dict(answers)
    for sheet in book.worksheets:
        for row in range(HEAD + 1, sheet.max_row + 1):
            for name, value in left.pop(str(sheet.cell(row, KEY_COLUMN).value), {}).items():
                column, _, about = name.partition("の")
                cell = sheet.cell(row, COLUMNS.index(column) + 1)
                if about:
                    cell.number_format = str(value)
                else:
                    cell.value = value  # type: ignore[assignment]
    assert not left, f"not asked: {left}"
    return book


def returned(answers: Mapping[str, Cells], *asked: str, known: Ledger = LEDGER) -> Collected:
    """The sheets of the departments that are asked for the keys (or of these), filled in and collected."""
    asked = asked or tuple(dict.fromkeys(item.department for item in all_items(known, TODAY) if item.key in answers))
    return collect(saved(fill(book_of(*asked, known=known), answers)), "返送.xlsx", known, TODAY)


def only(collected: Collected) -> Fact | FieldReply:
    assert [problem.text for problem in collected.problems] == []
    assert len(collected.replies) == 1
    return collected.replies[0]


def problem(collected: Collected) -> SheetProblem:
    assert collected.replies == ()
    assert len(collected.problems) == 1
    return collected.problems[0]
