"""A measure as one table: its rows on a common grid. Knows no file format; HTML and DOCX both draw it."""

from itertools import accumulate, pairwise
from typing import Literal

from assistant.export.blocks import MeasureTable, Row, Table
from assistant.models import Value

Kind = Literal["item", "head", "entry"]
WHOLE = 1000
_LABEL = 170
_KPI_NAME = 320
_KPI_COLUMNS = (_KPI_NAME, 180, 155, 140, 205)


class GridCell(Value):
    """A cell over `span` columns of the grid; `heads` says which way it is a header, if it is one."""

    text: str
    span: int
    heads: Literal["", "row", "column"] = ""


class GridRow(Value):
    """A row of the measure's table."""

    kind: Kind
    cells: tuple[GridCell, ...]


class Grid(Value):
    """What stands below a measure's title: groups of rows (items, KPIs, years); widths are thousandths of the whole."""

    columns: tuple[int, ...]
    groups: tuple[tuple[GridRow, ...], ...]


_Line = tuple[Kind, Row, tuple[int, ...]]  # kind, texts and widths of the cells


def measure_grid(measure: MeasureTable) -> Grid:
    """The measure's rows, one group below the other; groups that it lacks are left out."""
    groups: list[list[_Line]] = [
        [("item", row, _after(_LABEL, len(row))) for row in measure.items],
        _with_header(measure.kpis, _KPI_NAME),
        _with_header(measure.schedule, _LABEL),
    ]
    stops = sorted({WHOLE, *(stop for group in groups for _, _, widths in group for stop in accumulate(widths))})
    columns = tuple(right - left for left, right in pairwise([0, *stops]))
    return Grid(columns=columns, groups=tuple(tuple(_row(*line, stops) for line in group) for group in groups if group))


def _with_header(table: Table | None, first: int) -> list[_Line]:
    if table is None:
        return []
    count = len(table.header)
    widths = _KPI_COLUMNS if first == _KPI_NAME and count == len(_KPI_COLUMNS) else _after(first, count)
    return [("head", table.header, widths), *(("entry", row, widths) for row in table.rows)]


def _after(first: int, count: int) -> tuple[int, ...]:
    """Widths of `count` cells: the first as given, the others share the rest."""
    if count == 1:
        return (WHOLE,)
    others = count - 1
    share = (WHOLE - first) // others
    return (first, *(share,) * (others - 1), WHOLE - first - share * (others - 1))


def _row(kind: Kind, texts: Row, widths: tuple[int, ...], stops: list[int]) -> GridRow:
    places = [stops.index(stop) for stop in accumulate(widths)]
    spans = [right - left for left, right in pairwise([-1, *places])]
    return GridRow(
        kind=kind,
        cells=tuple(
            GridCell(text=text, span=span, heads=_heads(kind, first=at == 0, only=len(texts) == 1))
            for at, (text, span) in enumerate(zip(texts, spans, strict=True))
        ),
    )


def _heads(kind: Kind, first: bool, only: bool) -> Literal["", "row", "column"]:
    if kind == "head":
        return "column"
    return "row" if first and not only else ""
