"""The table of an inquiry sheet: what its columns are called when it is written, and how it is found when it comes back."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.errors import InputError
from assistant.inquiry.cells import printable, text_in
from assistant.inquiry.workbook import EMPTY, Cell, Sheet, shown_name
from assistant.models import Ledger

FORM = "kanmin-inquiry-1"
KEY = "照会キー（消さないでください）"
LABEL, ANSWER, UNIT, AS_OF, SOURCE, ANSWERED_BY = "項目", "回答", "単位", "基準日", "出典", "回答者"
COLUMNS = ("No.", LABEL, "質問", "なぜ聞くか", "例", "前回の値", ANSWER, UNIT, AS_OF, SOURCE, ANSWERED_BY)
TO_FILL = (ANSWER, UNIT, AS_OF, SOURCE, ANSWERED_BY)
NO_NAME = "（計画の名称は未定）"
_NEW_SHEET = "照会票を作り直して、答えを書き写してください。"


def plan_name(ledger: Ledger) -> str:
    """The plan's name as its sheets have it."""
    return printable(str(ledger.answer("plan_name") or NO_NAME)).strip()


@dataclass(frozen=True)
class Row:
    """A row of the table.

    Attributes:
        number: as Excel counts it.
        key: of the item; empty if the row was added by hand.
        cells: by the heading of their column.
    """

    sheet: str
    number: int
    department: str
    key: str
    cells: dict[str, Cell]

    @property
    def label(self) -> str:
        """The item as the sheet names it."""
        return str(text_in(self.cells[LABEL]))

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered (the unit is there from the beginning, and some put their name everywhere)."""
        return all(text_in(self.cells[name]) == "" for name in (ANSWER, AS_OF, SOURCE))


@dataclass(frozen=True)
class Table:
    """The table of one sheet, and what the sheet says about itself."""

    sheet: str
    department: str
    plan: str
    rows: tuple[Row, ...]


def find_tables(sheets: tuple[Sheet, ...], file: str) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """The tables of the sheets that are inquiry sheets, and the titles of other sheets that are not empty.

    Raises:
        InputError: if no sheet is one, or one has lost its keys or a column, or two rows have the same key.
    """
    tables, others = [], []
    for sheet in sheets:
        if table := _table(sheet, file):
            tables.append(table)
        elif any(cell.value is not None for row in sheet.rows for cell in row):
            others.append(sheet.title)
    if not tables:
        raise InputError(
            f"「{shown_name(file)}」は照会票ではありません。このシステムで作った照会票（回答の欄に記入したもの）を取り込んでください。"
        )
    _check_keys(tables, file)
    return tuple(tables), tuple(others)


def _table(sheet: Sheet, file: str) -> Table | None:
    where = f"「{shown_name(file)}」のシート「{sheet.title}」"
    found = next(_marks(sheet), None)
    if found is None:
        if any({LABEL, ANSWER} <= {_said(cell) for cell in row} for row in sheet.rows):
            raise InputError(
                f"{where}に、どの項目への答えかを示す列（非表示の「照会キー」の列）がありません。"
                f"列を消していない照会票を取り込むか、{_NEW_SHEET}"
            )
        return None
    top, column = found
    if _said(sheet.rows[top][column]) != FORM:
        raise InputError(f"{where}は、いまの形式の照会票ではありません。{_NEW_SHEET}")
    head = next((at for at, row in enumerate(sheet.rows) if _said(row[column]) == KEY), None)
    if head is None:
        raise InputError(f"{where}に、表の見出しの行がありません。{_NEW_SHEET}")
    headings = [_said(cell) for cell in sheet.rows[head]]
    if missing := [name for name in (LABEL, *TO_FILL) if headings.count(name) != 1]:
        raise InputError(f"{where}に、列「{'」「'.join(missing)}」が一つずつ揃っていません。{_NEW_SHEET}")
    places = {name: headings.index(name) for name in (LABEL, *TO_FILL)}
    about = [_said(sheet.rows[at][column]) for at in range(top + 1, head)]
    department, plan = (*about, "", "")[:2]
    rows = tuple(
        Row(sheet.title, at + 1, department, _said(row[column]), {name: row[place] for name, place in places.items()})
        for at, row in enumerate(sheet.rows)
        if at > head and any(cell.value is not None for cell in row)
    )
    return Table(sheet.title, department, plan, rows)


def _marks(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Places of the form's name (row, column, from 0), whatever was inserted before it."""
    for at, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if isinstance(cell.value, str) and cell.value.startswith(FORM.rstrip("0123456789")):
                yield at, column


def _check_keys(tables: list[Table], file: str) -> None:
    seen: dict[str, Row] = {}
    for row in (row for table in tables for row in table.rows if row.key):
        first = seen.setdefault(row.key, row)
        if first is not row:
            raise InputError(
                f"「{shown_name(file)}」に、同じ項目「{row.label}」の行が二つあります"
                f"（シート「{first.sheet}」の{first.number}行目と、シート「{row.sheet}」の{row.number}行目）。"
                f"写した行やシートを消して一つにしてから、もう一度取り込んでください。"
            )


def _said(cell: Cell) -> str:
    text = text_in(cell) if cell is not EMPTY else ""
    return text if isinstance(text, str) else f"？{text.read}"
