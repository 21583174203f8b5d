"""A whole plan as one HTML file that needs nothing else: prints in black and white on A4. Every text is escaped."""

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from importlib.resources import files
from itertools import count

from assistant.export.blocks import OPEN_ITEM, Block, Bullets, Heading, MeasureTable, Table
from assistant.export.document import INTERNAL_MARK, NOTICE_HEADING, Document, contents
from assistant.export.grid import WHOLE, GridCell, GridRow, measure_grid

_MOST_ROOMY = 7  # columns that can each be wide enough for four kanji
_SCOPE = {"": ("td", ""), "row": ("th", ' scope="row"'), "column": ("th", ' scope="col"')}


def plan_as_html(document: Document) -> str:
    """The plan: title page, table of contents with links, sections, parts and appendix."""
    blocks = document.blocks
    numbers = count(1)
    body = "\n".join(_block(block, document.internal, numbers) for block in blocks)
    return f"""<!DOCTYPE html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(document.title)}</title>
<style>
{_style()}</style>
</head>
<body>
{_front(document)}
{_contents(contents(blocks))}
<main>
{body}
</main>
</body>
</html>
"""


@lru_cache
def _style() -> str:
    return files("assistant.export").joinpath("print.css").read_text(encoding="utf-8")


def _front(document: Document) -> str:
    def text(written: str) -> str:
        return _text(written, document.internal)

    marks = [mark for mark in (INTERNAL_MARK if document.internal else "", document.stamp) if mark]
    lines = [
        f'<p class="marks">{"".join(f"<span>{text(mark)}</span>" for mark in marks)}</p>' if marks else "",
        f'<h1 class="title">{text(document.title)}</h1>',
        f'<p class="subtitle">{text(document.subtitle)}</p>' if document.subtitle else "",
        f'<p class="period">計画期間　{text(document.period)}</p>' if document.period else "",
        f'<p class="municipality">{text(document.municipality)}</p>',
        _notices(document.notices),
    ]
    return "\n".join(['<header class="front">', *(line for line in lines if line), "</header>"])


def _notices(lines: tuple[str, ...]) -> str:
    if not lines:
        return ""
    items = "\n".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="notices">\n<p>{NOTICE_HEADING}</p>\n<ul>\n{items}\n</ul>\n</div>'


def _contents(headings: tuple[tuple[int, str], ...]) -> str:
    """Nested lists; a level that is skipped on the way down gets no list of its own."""
    if not headings:
        return ""
    lines = ['<nav aria-labelledby="contents">', '<p id="contents">目次</p>']
    levels: list[int] = []
    for number, (level, text) in enumerate(headings, start=1):
        while len(levels) > 1 and levels[-1] > level:
            lines.append("</li></ol>")
            levels.pop()
        if not levels or level > levels[-1]:
            lines.append("<ol>")
            levels.append(level)
        else:
            lines.append("</li>")
        lines.append(f'<li><a href="#h{number}">{escape(text)}</a>')
    lines += ["</li></ol>"] * len(levels)
    return "\n".join([*lines, "</nav>"])


def blocks_as_html(blocks: Iterable[Block], *, below: int = 0) -> str:
    """Blocks as a piece of a page, escaped, with their open items marked.

    Args:
        below: so many levels the headings stand lower than in the plan's own file, e.g. 1 makes h2 of a section's h1.
    """
    numbers = count(1)
    return "\n".join(_block(block, True, numbers, below) for block in blocks)


def _block(block: Block, mark: bool, numbers: "count[int]", below: int = 0) -> str:
    if isinstance(block, Heading):
        fresh = ' class="fresh"' if block.fresh_page else ""
        level = block.level + below
        return f'<h{level} id="h{next(numbers)}"{fresh}>{_text(block.text, mark)}</h{level}>'
    if isinstance(block, Bullets):
        return "<ul>\n" + "\n".join(f"<li>{_text(item, mark)}</li>" for item in block.items) + "\n</ul>"
    if isinstance(block, Table):
        return _table(block, mark)
    if isinstance(block, MeasureTable):
        return _measure(block, mark, next(numbers), 3 + below)
    return f"<p>{_text(block.text, mark)}</p>"


def _table(table: Table, mark: bool) -> str:
    roomy = ' class="roomy"' if len(table.header) <= _MOST_ROOMY else ""
    head = "".join(f'<th scope="col">{_text(cell, mark)}</th>' for cell in table.header)
    rows = "\n".join("<tr>" + "".join(f"<td>{_text(cell, mark)}</td>" for cell in row) + "</tr>" for row in table.rows)
    return f"<table{roomy}>\n<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _measure(measure: MeasureTable, mark: bool, number: int, level: int) -> str:
    grid = measure_grid(measure)
    columns = "".join(f'<col style="width:{width * 100 / WHOLE:g}%">' for width in grid.columns)
    groups = "\n".join(
        "<tbody>\n" + "\n".join(_row(row, mark) for row in group) + "\n</tbody>" for group in grid.groups
    )
    return (
        f'<table class="measure" aria-labelledby="h{number}">\n<colgroup>{columns}</colgroup>\n'
        f'<thead><tr><td colspan="{len(grid.columns)}"><h{level} id="h{number}">{_text(measure.heading, mark)}</h{level}></td></tr>'
        f"</thead>\n{groups}\n</table>"
    )


def _row(row: GridRow, mark: bool) -> str:
    return f'<tr class="{row.kind}">' + "".join(_cell(cell, mark) for cell in row.cells) + "</tr>"


def _cell(cell: GridCell, mark: bool) -> str:
    tag, scope = _SCOPE[cell.heads]
    span = f' colspan="{cell.span}"' if cell.span > 1 else ""
    return f"<{tag}{scope}{span}>{_text(cell.text, mark)}</{tag}>"


def _text(text: str, mark: bool) -> str:
    """The text escaped, its open items in <mark> if wanted."""
    pieces = [escape(piece).replace("\n", "<br>") for piece in OPEN_ITEM.split(text)]
    if mark:
        pieces[1::2] = [f"<mark>{piece}</mark>" for piece in pieces[1::2]]
    return "".join(pieces)
