"""Write 照会票: a workbook with a sheet for each department that is asked. Knows cells and styles, no replies."""

import io
import re
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from assistant.errors import InputError
from assistant.inquiry.cells import printable
from assistant.inquiry.dates import with_weekday
from assistant.inquiry.items import AS_USUAL, Assigned, Item, items_for
from assistant.inquiry.table import ANSWER, COLUMNS, FORM, KEY, TO_FILL, UNIT, plan_name
from assistant.models import Ledger

FONT = "游ゴシック"
HEAD = 4
NO_ANSWER = ("わからない", "該当なし", "回答しない")
_LIMIT_OF_LIST = 255
_WIDTHS = (5, 17, 33, 25, 22, 17, 33, 7, 15, 17, 11)
_HOW_TO = (
    "記入のしかた",
    "・色の付いた欄（回答、単位、基準日、出典、回答者）に記入してください。ほかの欄は変えられません。",
    "・分からないときは「わからない」、当てはまらないときは「該当なし」、答えられないときは「回答しない」と書いてください。空欄は未回答として扱います。",
    "・数には、いつの数か（基準日。例：令和8年4月1日、令和7年度）と、何による数か（出典）を添えてください。おおよその数には「約」を付けてください。",
    "・複数あるときは、Altキーを押しながらEnterキーを押すと、欄の中で改行できます。計算式や「同上」は使わず、値を書いてください。",
)
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_LIKE_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_THIN = Side(style="thin", color="808080")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TO_FILL = PatternFill("solid", start_color="FFF8DC")
_HEADING = PatternFill("solid", start_color="E4E4E4")


def write_sheets(
    ledger: Ledger, departments: Sequence[str], deadline: date, today: date, assigned: Assigned = AS_USUAL
) -> bytes:
    """An XLSX workbook with a sheet for each of the departments.

    Args:
        ledger: with the measures' titles (`measures.completed`).
        departments: some of `items.departments`.
        deadline: 回答期限.
        today: figures a year older than this are asked anew.
        assigned: what people chose to ask of whom.

    Raises:
        InputError: if there is nothing to ask of one of them.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for department in departments:
        items = items_for(ledger, department, today, assigned)
        if not items:
            raise InputError(f"「{department}」に照会する項目はありません。部署の名前を確かめてください。")
        sheet = book.create_sheet(_title(department, book.sheetnames))
        _write(sheet, department, plan_name(ledger), items, deadline)
    if not departments:
        raise InputError("照会する部署がありません。聞くことは、すべて答えがそろっています。")
    book.properties.creator = printable(str(ledger.answer("lead_department") or ""))
    book.properties.title = f"{plan_name(ledger)} 照会票"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write(sheet: Worksheet, department: str, plan: str, items: Sequence[Item], deadline: date) -> None:
    last, key = get_column_letter(len(COLUMNS)), len(COLUMNS) + 1
    _line(sheet, 1, f"照会票　{plan}の策定に係る照会", Font(name=FONT, size=14, bold=True), 26)
    about = f"計画の名称：{plan}　　回答部署：{department}　　回答期限：{with_weekday(deadline)}　　照会項目：{len(items)}件"
    _line(sheet, 2, about, Font(name=FONT, size=11, bold=True), 22)
    _line(sheet, 3, "\n".join(_HOW_TO), Font(name=FONT, size=9), 13.5 * (len(_HOW_TO) + 0.6))
    for at, text in enumerate((FORM, department, plan, KEY), start=1):
        _put(sheet, at, key, text)
    for column, name in enumerate(COLUMNS, start=1):
        cell = _put(sheet, HEAD, column, name)
        cell.font, cell.fill, cell.border = Font(name=FONT, size=10, bold=True), _HEADING, _GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[column - 1]
    sheet.row_dimensions[HEAD].height = 20
    for number, item in enumerate(items, start=1):
        _write_item(sheet, HEAD + number, number, item)
        _put(sheet, HEAD + number, key, item.key)
    sheet.column_dimensions[get_column_letter(key)].hidden = True
    sheet.freeze_panes = f"C{HEAD + 1}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # False: everybody may
    _print_settings(sheet, f"A1:{last}{HEAD + len(items)}")


def _write_item(sheet: Worksheet, row: int, number: int, item: Item) -> None:
    asked = item.text + (f"（{'、'.join(item.also)}にも確かめてください。）" if item.also else "")
    why = item.why + ("前回の値は1年以上前のものです。" if item.outdated else "")
    values: tuple[str | int, ...] = (number, item.label, asked, why, item.example, item.last, "", item.unit, "", "", "")
    for column, value in enumerate(values, start=1):
        name = COLUMNS[column - 1]
        cell = _put(sheet, row, column, value)
        cell.font, cell.border = Font(name=FONT, size=10), _GRID
        middle = name in ("No.", UNIT)
        cell.alignment = Alignment(horizontal="center" if middle else "left", vertical="top", wrap_text=True)
        if name in TO_FILL:
            cell.fill, cell.protection = _TO_FILL, Protection(locked=False)
    if item.choices:
        _offer(sheet, f"{get_column_letter(COLUMNS.index(ANSWER) + 1)}{row}", item.choices)


def _offer(sheet: Worksheet, place: str, choices: Sequence[str]) -> None:
    """A list to choose from, where Excel can hold it (255 characters, no comma in a choice)."""
    listed = ",".join((*choices, *NO_ANSWER)).replace('"', '""')
    if len(listed) > _LIMIT_OF_LIST or any("," in choice for choice in choices):
        return
    rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = "選択肢から選んでください", "一覧から一つを選んでください。"
    rule.add(place)
    sheet.add_data_validation(rule)


def _line(sheet: Worksheet, row: int, text: str, font: Font, height: float) -> None:
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(COLUMNS))
    cell = _put(sheet, row, 1, text)
    cell.font, cell.alignment = font, Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[row].height = height


def _put(sheet: Worksheet, row: int, column: int, value: str | int) -> Cell:
    """A value in its cell; text stays text, even if it looks like a formula."""
    cell = sheet.cell(row=row, column=column)
    assert isinstance(cell, Cell)
    if isinstance(value, int):
        cell.value = value
    elif value:
        text = printable(value)
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_LIKE_A_FORMULA)
    return cell


def _print_settings(sheet: Worksheet, area: str) -> None:
    sheet.print_area = area
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    for place, text in (("center", "&P／&N"), ("right", "&A")):
        getattr(sheet.oddFooter, place).text = text


def _title(department: str, taken: Sequence[str]) -> str:
    """A sheet's title: at most 31 characters, none that Excel forbids, not twice (whatever the case)."""
    plain = _NOT_IN_TITLE.sub("", department).strip()[:28] or "照会票"
    known = {title.casefold() for title in taken}
    title, number = plain, 2
    while title.casefold() in known:
        title, number = f"{plain}{number}", number + 1
    return title
