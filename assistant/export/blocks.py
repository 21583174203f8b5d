"""A section's text as typed blocks. Pure; takes whatever a person types in the editor, and loses no word of it.

The layout: `N. 題名` first, `（1）見出し`, `◎ 施策名【分野】` with its tables, `・項目`, `| a | b |`, else a paragraph a line.
What does not fit a measure's layout stays where it stands, as an ordinary table or paragraph.
"""

import re
import unicodedata
from collections.abc import Iterator

from assistant.models import Value

Row = tuple[str, ...]
OPEN_ITEM = re.compile(r"(〔要確認[：:][^〔〕\n]*〕)")
ITEM_HEADER: Row = ("項目", "内容")
SCHEDULE_HEADER: Row = ("年度", "取組")
ITEM_LABELS = ("現状と課題", "取組の内容", "対応する課題", "担当課")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_FIRST = re.compile(r"([0-9０-９])[.．](?![0-9０-９])\s*(.+)")
_SECOND = re.compile(r"[（(]\s*[0-9０-９]{1,2}\s*[）)]\s*(?=\S).{1,80}(?<!。)")
_MARKED = re.compile(r"([◎○〇◯●])\s*([^\s◎○〇◯●].*?)(?:【([^【】]+)】)?")
_FISCAL_YEAR = re.compile(r"(?:[0-9]{4}|(?:令和|R)\s*(?:[0-9]+|元))\s*年度.*")
_RULE = re.compile(r":?-{3,}:?|:-+:?|:?-+:")
_BAR = "|"


class Heading(Value):
    """A heading; level 1 is a section, 2 a part of it, 3 a measure that has no tables."""

    level: int
    text: str
    fresh_page: bool = False


class Paragraph(Value):
    """One line of text."""

    text: str


class Bullets(Value):
    """Items one after another, without their ・."""

    items: tuple[str, ...]


class Table(Value):
    """A table; every row has as many cells as the header (missing ones are empty)."""

    header: Row
    rows: tuple[Row, ...] = ()


class MeasureTable(Value):
    """A measure with its tables; a row of `items` is usually (label, content), but may have any number of cells."""

    mark: str
    title: str
    field: str = ""
    items: tuple[Row, ...] = ()
    kpis: Table | None = None
    schedule: Table | None = None

    @property
    def heading(self) -> str:
        """The measure's heading as the text has it, e.g. ◎ 行政手続の棚卸し【電子行政】."""
        return f"{self.mark} {self.title}" + (f"【{self.field}】" if self.field else "")


Block = Heading | Paragraph | Bullets | Table | MeasureTable
_Rows = list[Row]


def cleaned(text: str) -> str:
    """The text without characters that no document may hold (control characters, halves of surrogate pairs)."""
    return _CONTROL.sub("", text)


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a section's text, in order."""
    pieces = list(_pieces(cleaned(text)))
    blocks: list[Block] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        if isinstance(piece, list):
            while at < len(pieces) and isinstance(more := pieces[at], list) and _goes_on(piece, more):
                piece = piece + more
                at += 1
            blocks.append(_table(piece))
            continue
        if marked := _MARKED.fullmatch(piece):
            tables, at = _measure_rows(pieces, at, has_field=bool(marked[3]))
            if any(tables.values()):
                blocks.append(_measure(marked, tables))
            else:
                blocks.append(Heading(level=3, text=piece) if marked[3] else Paragraph(text=piece))
            continue
        block = _line(piece, first=not blocks)
        last = blocks[-1] if blocks else None
        if isinstance(block, Bullets) and isinstance(last, Bullets):
            blocks[-1] = Bullets(items=last.items + block.items)
        else:
            blocks.append(block)
    return tuple(blocks)


def level_of(line: str, first: bool = False) -> int:
    """The heading level that a line by itself has: 1 to 3, or 0; only the first line of a section can be of level 1."""
    if first and _FIRST.fullmatch(line):
        return 1
    if _SECOND.fullmatch(line):
        return 2
    marked = _MARKED.fullmatch(line)
    return 3 if marked and marked[3] else 0


def lines_of(text: str) -> tuple[str, ...]:
    """What is written, a paragraph, item or row each; no blank lines; the cells of a row are parted by ｜."""
    lines: list[str] = []
    for piece in _pieces(cleaned(text)):
        lines += [piece] if isinstance(piece, str) else ["｜".join(row) for row in _without_rule(piece)]
    return tuple(lines)


def _line(line: str, first: bool) -> Heading | Paragraph | Bullets:
    if first and (heading := _FIRST.fullmatch(line)):
        return Heading(level=1, text=f"{unicodedata.normalize('NFKC', heading[1])}. {heading[2]}")
    if _SECOND.fullmatch(line):
        return Heading(level=2, text=line)
    if line.startswith("・"):
        return Bullets(items=(line[1:].strip(),))
    return Paragraph(text=line)


# --- rows ----------------------------------------------------------------------------------------------------------


def _pieces(text: str) -> Iterator[str | _Rows]:
    """Lines without the blank ones; rows that follow each other directly are one piece."""
    rows: _Rows = []
    for line in _unbroken([line.strip() for line in text.splitlines()]):
        cells = _cells(line)
        if cells:
            rows.append(cells)
            continue
        if rows:
            yield rows
            rows = []
        if line:
            yield line
    if rows:
        yield rows


def _unbroken(lines: list[str]) -> Iterator[str]:
    """The lines, a row that was broken inside a cell put together again (the cell keeps its line break)."""
    at = 0
    while at < len(lines):
        end = at + 1
        if lines[at].startswith(_BAR) and not lines[at].endswith(_BAR):
            while end < len(lines) and lines[end] and not lines[end].startswith(_BAR):
                end += 1
                if lines[end - 1].endswith(_BAR):
                    break
            if not lines[end - 1].endswith(_BAR):
                end = at + 1
        yield "\n".join(lines[at:end])
        at = end


def _cells(line: str) -> Row:
    """The cells of a row; none if the line is not one. Rows typed with full-width bars throughout count too."""
    bar = "｜" if line[:1] == line[-1:] == "｜" and _BAR not in line else _BAR
    if len(line) < 2 or not line.startswith(bar):
        return ()
    inner = line[1:-1] if line.endswith(bar) else line[1:]
    return tuple(cell.strip() for cell in inner.split(bar))


def _goes_on(rows: _Rows, more: _Rows) -> bool:
    """Whether rows after an empty line belong to the table before it: one of the two would be a lonely row."""
    return len(rows[-1]) == len(more[0]) and (len(rows) == 1 or len(more) == 1)


def _table(rows: _Rows) -> Table:
    rows = _without_rule(rows)
    width = max(len(row) for row in rows)
    padded = [row + ("",) * (width - len(row)) for row in rows]
    return Table(header=padded[0], rows=tuple(padded[1:]))


def _without_rule(rows: _Rows) -> _Rows:
    """The rows without the line of dashes that Markdown wants under a header."""
    return rows[:1] + rows[2:] if len(rows) > 1 and all(_RULE.fullmatch(cell) for cell in rows[1]) else rows


# --- measures ------------------------------------------------------------------------------------------------------


def _measure_rows(pieces: list[str | _Rows], at: int, has_field: bool) -> tuple[dict[str, _Rows], int]:
    """The rows of the measure's tables, by kind with their headers, and the place behind them.

    Empty lines between rows, missing empty lines between tables, missing tables and missing headers do no harm.
    """
    tables: dict[str, _Rows] = {"items": [], "kpis": [], "schedule": []}
    kind = ""
    while at < len(pieces) and isinstance(rows := pieces[at], list):
        sure = _kind(rows[0])
        if not sure and not kind and not (has_field and len(rows[0]) == 2):
            break
        if not sure and kind and len(rows) > 1 and (kind != "kpis" or len(rows[0]) != len(tables[kind][-1])):
            break  # a table of the person's own
        for row in rows:
            kind = _kind(row) or kind or "items"
            if not (_is_header(row) and row in tables[kind]):
                tables[kind].append(row)
        at += 1
    return tables, at


def _kind(row: Row) -> str:
    """Which of the measure's tables the row starts or surely belongs to; empty if it does not show."""
    head = unicodedata.normalize("NFKC", row[0])
    if row == ITEM_HEADER or head in ITEM_LABELS:
        return "items"
    if head.upper() == "KPI" or any(cell in ("現状値", "目標値") for cell in row):
        return "kpis"
    if head == "年度" or (len(row) == 2 and _FISCAL_YEAR.fullmatch(head)):
        return "schedule"
    return ""


def _is_header(row: Row) -> bool:
    head = unicodedata.normalize("NFKC", row[0])
    return bool(_kind(row)) and head not in ITEM_LABELS and not _FISCAL_YEAR.fullmatch(head)


def _measure(marked: re.Match[str], tables: dict[str, _Rows]) -> MeasureTable:
    schedule = tables["schedule"]
    if schedule and not _is_header(schedule[0]):
        schedule = [SCHEDULE_HEADER, *schedule]
    return MeasureTable(
        mark=marked[1],
        title=marked[2],
        field=marked[3] or "",
        items=tuple(row for row in _without_rule(tables["items"]) if row != ITEM_HEADER),
        kpis=_table(tables["kpis"]) if tables["kpis"] else None,
        schedule=_table(schedule) if schedule else None,
    )
