"""Our tables in DOCX: an ordinary one, and a measure as a single one. Lengths are in twips."""

import re
import unicodedata
from math import sqrt

from assistant.export import wordml
from assistant.export.blocks import MeasureTable, Row, Table
from assistant.export.grid import WHOLE, GridRow, measure_grid
from assistant.export.wordstyles import TEXT_WIDTH

LONGEST_WHOLE_ROW = 700  # characters; a longer row may break across pages, or half a page would stay empty
MOST_ROWS_TOGETHER = 9
_TITLE_SHADE, _HEAD_SHADE = "D9D9D9", "F2F2F2"
_HALF_WIDTH = 100  # a half-width letter of 9.5 pt, not cut too fine
_PADDING = 260  # the cell's margins, and a little air
_NARROW = re.compile(r"[!-~]+")
_ENOUGH = (2300, 1900, 1600, 1300, 1100, 900, 700, 500)  # widths up to which a column gets what it wants
_MOST_GIVEN = 0.85  # of the text's width, before the long columns share the rest
_CLOSE = '<w:spacing w:before="20" w:after="20"/>'


def table(block: Table, mark_open: bool) -> str:
    """An ordinary table; its header is repeated on every page."""
    columns = _columns(block)

    def cells(row: Row, style: wordml.Style, shade: str = "") -> list[str]:
        texts = (_text(text, style, mark_open, keep_next=style == "TableHead") for text in row)
        return [wordml.cell(text, width, shade=shade) for text, width in zip(texts, columns, strict=True)]

    head = wordml.row(cells(block.header, "TableHead", _HEAD_SHADE), repeated=bool(block.rows))
    rows = [wordml.row(cells(row, "TableText"), whole=_short(row)) for row in block.rows]
    return wordml.table(columns, [head, *rows]) + _GAP


def measure(block: MeasureTable, title: str, mark_open: bool) -> str:
    """A measure as one table; `title` is its heading as ready-made runs, repeated on every page."""
    grid = measure_grid(block)
    columns = [round(TEXT_WIDTH * width / WHOLE) for width in grid.columns]
    rows = [_title_row(columns, title, repeated=bool(grid.groups))]
    for group in grid.groups:
        rows += [_measure_row(row, columns, mark_open, _kept(group, at)) for at, row in enumerate(group)]
    return wordml.table(columns, rows) + _GAP


_GAP = wordml.paragraph("", "TableGap")


def _title_row(columns: list[int], title: str, repeated: bool) -> str:
    heading = wordml.paragraph(title, "Heading3", _CLOSE)
    cell = wordml.cell(heading, sum(columns), len(columns), _TITLE_SHADE)
    return wordml.row([cell], repeated=repeated)


def _kept(group: tuple[GridRow, ...], at: int) -> bool:
    """Whether the row stays on the page of the next one: a header, the row below the title, KPIs or years if few."""
    if group[at].kind == "entry":
        return len(group) <= MOST_ROWS_TOGETHER and at < len(group) - 1
    return at == 0 and len(group) > 1


def _measure_row(row: GridRow, columns: list[int], mark_open: bool, keep: bool) -> str:
    cells, at = [], 0
    for cell in row.cells:
        head = row.kind != "entry" and cell.heads != ""
        content = _text(cell.text, "TableHead" if head else "TableText", mark_open, keep)
        width = sum(columns[at : at + cell.span])
        cells.append(wordml.cell(content, width, cell.span, _HEAD_SHADE if head else ""))
        at += cell.span
    return wordml.row(cells, whole=_short(tuple(cell.text for cell in row.cells)))


def _text(text: str, style: wordml.Style, mark_open: bool, keep_next: bool) -> str:
    return wordml.paragraph(wordml.runs(text, mark_open), style, wordml.KEEP_NEXT * keep_next)


def _short(row: Row) -> bool:
    return max(map(len, row)) <= LONGEST_WHOLE_ROW


def _columns(block: Table) -> list[int]:
    """Widths that together fill the text: short columns get what they need, long ones share the rest."""
    rows = [[_width(cell) for cell in row] for row in (block.header, *block.rows)]
    columns = list(zip(*rows, strict=True))
    wanted = [max(column) for column in columns]
    if sum(wanted) <= TEXT_WIDTH:
        return _filling(wanted)
    for enough in _ENOUGH:
        least = [min(width, enough) for width in wanted]
        if sum(least) <= TEXT_WIDTH * _MOST_GIVEN:
            rest = TEXT_WIDTH - sum(least)
            missing = [sqrt(sum(max(0, width - enough) for width in column)) for column in columns]
            return _filling([floor + rest * lack / sum(missing) for floor, lack in zip(least, missing, strict=True)])
    return _filling([1] * len(columns))


def _filling(weights: list[float] | list[int]) -> list[int]:
    """The text's width divided by weight."""
    return [max(1, round(TEXT_WIDTH * weight / sum(weights))) for weight in weights]


def _width(text: str) -> int:
    """How wide the cell must be for its longest line; Word sets a little space between kanji and figures."""
    lines = (
        sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in line) + len(_NARROW.findall(line))
        for line in text.split("\n")
    )
    return max(lines) * _HALF_WIDTH + _PADDING
