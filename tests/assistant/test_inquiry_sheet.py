"""The sheet that goes out: an XLSX that asks, helps to answer, prints on A4, and cannot be spoilt easily."""

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from assistant.errors import InputError
from assistant.inquiry.items import departments, items_for
from assistant.inquiry.sheet import HEAD, write_sheets
from assistant.inquiry.table import COLUMNS, KEY, TO_FILL
from assistant.models import ChosenMeasure, Fact, FactValue, Ledger, Status

TODAY, DEADLINE = date(2026, 11, 23), date(2026, 12, 11)


def answered(key: str, value: FactValue, as_of: str | None = None) -> Fact:
    return Fact(key=key, status=Status.ANSWERED, value=value, as_of=as_of)


def ledger(*facts: Fact, title: str = "窓口の改善") -> Ledger:
    measure = ChosenMeasure(key="m1", title=title, department="住民課", body="改める")
    return Ledger(facts={fact.key: fact for fact in facts}, measures=(measure,))


KNOWN = ledger(
    answered("plan_name", "みどり町官民データ活用推進計画"),
    answered("lead_department", "企画課"),
    answered("population", 33_900, "令和3年4月1日"),
)


def written(known: Ledger, *asked: str) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_sheets(known, asked, DEADLINE, TODAY)))


@pytest.fixture(scope="module")
def sheet() -> Worksheet:
    found = written(KNOWN, "住民課")["住民課"]
    assert isinstance(found, Worksheet)
    return found


def row_of(sheet: Worksheet, key: str) -> int:
    return next(row for row in range(HEAD + 1, sheet.max_row + 1) if sheet.cell(row, len(COLUMNS) + 1).value == key)


def cell_of(sheet: Worksheet, key: str, column: str) -> object:
    return sheet.cell(row_of(sheet, key), COLUMNS.index(column) + 1).value


# --- contents ----------------------------------------------------------------------------------------------------------------


def test_the_head_names_plan_department_and_deadline(sheet: Worksheet) -> None:
    """What the sheet is, who is asked, by when, and how to fill it in."""
    head = "\n".join(str(sheet.cell(row, 1).value) for row in (1, 2, 3))
    for part in (
        "照会票",
        "みどり町官民データ活用推進計画",
        "回答部署：住民課",
        "回答期限：令和8年12月11日（金）",
        "記入のしかた",
        "わからない",
        "該当なし",
    ):
        assert part in head


def test_the_columns_are_those_of_the_form(sheet: Worksheet) -> None:
    """In this order, and the key last."""
    found = [sheet.cell(HEAD, column).value for column in range(1, len(COLUMNS) + 2)]
    assert found == [*COLUMNS, KEY]


def test_a_row_says_what_is_asked_and_what_was_known(sheet: Worksheet) -> None:
    """The last value stands there with its date, the unit is filled in, the answer is empty."""
    item = next(item for item in items_for(KNOWN, "住民課", TODAY) if item.key == "population")
    found = {name: cell_of(sheet, "population", name) for name in COLUMNS}
    assert found["項目"] == "人口"
    assert found["質問"] == item.text
    assert found["なぜ聞くか"] == f"{item.why}前回の値は1年以上前のものです。"
    assert found["前回の値"] == "33,900人（令和3年4月1日現在）"
    assert found["単位"] == "人"
    assert [found[name] for name in ("回答", "基準日", "出典", "回答者")] == [None] * 4


def test_every_item_has_its_row() -> None:
    """One sheet for each department, with all of its items, in order."""
    asked = departments(KNOWN, TODAY)
    book = written(KNOWN, *asked)
    assert tuple(book.sheetnames) == asked
    for department in asked:
        keys = [
            book[department].cell(row, len(COLUMNS) + 1).value for row in range(HEAD + 1, book[department].max_row + 1)
        ]
        assert keys == [item.key for item in items_for(KNOWN, department, TODAY)]


def test_another_department_that_knows_is_mentioned() -> None:
    """The first one answers."""
    sheet = written(KNOWN, "企画課")["企画課"]
    assert str(cell_of(sheet, "prefectural_plan", "質問")).endswith("（情報担当にも確かめてください。）")


@pytest.mark.parametrize("asked", [("水道課",), ("住民課", "水道課"), ()])
def test_nothing_to_ask_is_said(asked: tuple[str, ...]) -> None:
    """No empty sheet goes out."""
    with pytest.raises(InputError, match="照会する"):
        write_sheets(KNOWN, asked, DEADLINE, TODAY)


# --- form --------------------------------------------------------------------------------------------------------------------


def test_only_the_cells_to_fill_in_are_open(sheet: Worksheet) -> None:
    """Protected without a password; what is to be filled in is coloured and open, everything else is neither."""
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    for row in sheet.iter_rows():
        for cell in row:
            to_fill = cell.row > HEAD and cell.column <= len(COLUMNS) and COLUMNS[cell.column - 1] in TO_FILL
            assert cell.protection.locked is not to_fill, cell.coordinate
            assert (cell.fill.fill_type == "solid" and cell.row > HEAD) == to_fill, cell.coordinate


def test_the_sheet_is_fit_for_screen_and_paper(sheet: Worksheet) -> None:
    """A4 across, as wide as the page, head row on every page and always in sight, keys hidden."""
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == f"${HEAD}:${HEAD}"
    assert str(sheet.print_area).endswith(f"$A$1:$K${sheet.max_row}")
    assert sheet.freeze_panes == f"C{HEAD + 1}"
    assert sheet.column_dimensions["L"].hidden
    assert all(cell.alignment.wrap_text for cell in sheet[HEAD + 1][: len(COLUMNS)])


def test_choices_are_offered_as_a_list() -> None:
    """With the three answers that are none; questions without choices have no list."""
    sheet = written(KNOWN, "情報担当")["情報担当"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    place = f"G{row_of(sheet, 'security_policy')}"
    assert (
        rules[place].formula1
        == '"定めて公表している,定めたが公表していない,まだ定めていない,わからない,該当なし,回答しない"'
    )
    assert rules[place].type == "list"
    assert f"G{row_of(sheet, 'security_rules')}" not in rules
    assert all(len(str(rule.formula1)) <= 257 for rule in rules.values())


# --- odd contents ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", '=HYPERLINK("http://example.com","x")&'])
def test_what_looks_like_a_formula_stays_text(start: str) -> None:
    """In the plan's name and in a measure's title, in the cells and in the file itself."""
    known = ledger(answered("plan_name", f"{start}1+1"), title=f"{start}cmd")
    data = write_sheets(known, ["住民課"], DEADLINE, TODAY)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    sheet = openpyxl.load_workbook(io.BytesIO(data))["住民課"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    plan = sheet.cell(3, len(COLUMNS) + 1)
    assert (plan.value, plan.quotePrefix) == (f"{start}1+1", True)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("税務課\x00\x0b", "税務課"),
        ("税務:課[1]*?\\", "税務課1"),
        ("'", "照会票"),
        ("あ" * 60, "あ" * 28),
        ("😀課", "😀課"),
    ],
)
def test_odd_names_of_departments(name: str, title: str) -> None:
    """The workbook opens, whatever a department is called."""
    known = Ledger(measures=(ChosenMeasure(key="m1", title="\ud800\ufffe施策", department=name),))
    assert written(known, *departments(known, TODAY)).sheetnames[-1:] == [title]


def test_two_departments_whose_titles_would_be_the_same() -> None:
    """Excel refuses two sheets of one title."""
    measures = (
        ChosenMeasure(key="m1", title="一", department="住民課:"),
        ChosenMeasure(key="m2", title="二", department="住民課?"),
    )
    assert written(Ledger(measures=measures), "住民課:", "住民課?").sheetnames == ["住民課", "住民課2"]


def test_a_plan_without_a_name_has_a_sheet_all_the_same() -> None:
    """The name may be what is asked."""
    sheet = written(Ledger(), "企画課")["企画課"]
    assert "（計画の名称は未定）" in str(sheet["A1"].value)
