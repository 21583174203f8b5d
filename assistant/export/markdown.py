"""Blocks as Markdown (GitHub's flavour). What a person wrote is escaped, never read as Markdown."""

import re

from assistant.export.blocks import ITEM_HEADER, Block, Bullets, Heading, MeasureTable, Row, Table, parse
from assistant.export.document import INTERNAL_MARK, NOTICE_HEADING, Document

_ADDRESS = re.compile(r"(https?://[\w/:%#$&?()~.=+@,;-]+)", re.ASCII)
_SPECIAL = re.compile(r"[\\`*\[<~|#]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_STARTS_A_BLOCK = re.compile(r"(\d{0,9})(?:>|[-+.)](?:\s|$)|-{2,})", re.ASCII)


def as_markdown(text: str) -> str:
    """One section's text as Markdown."""
    return _joined([_block(block) for block in parse(text)])


def plan_as_markdown(document: Document) -> str:
    """The whole plan as Markdown: its title and particulars, then sections, parts and appendix."""
    particulars = [
        document.subtitle,
        document.municipality,
        f"計画期間　{document.period}" if document.period else "",
        " ".join(f"【{mark}】" for mark in (document.stamp, INTERNAL_MARK if document.internal else "") if mark),
    ]
    front = [f"# {_escaped(document.title)}", *(_line(line) for line in particulars if line)]
    if document.notices:
        front.append("\n".join([f"> **{NOTICE_HEADING}**", ">", *(f"> - {_line(line)}" for line in document.notices)]))
    return _joined([*front, *(_block(block) for block in document.blocks)])


def _joined(pieces: list[str]) -> str:
    return "\n\n".join(pieces) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_escaped(block.text)}"
    if isinstance(block, Bullets):
        return "\n".join(f"- {_line(item)}".rstrip() for item in block.items)
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, MeasureTable):
        return _measure(block)
    return _line(block.text)


def _measure(measure: MeasureTable) -> str:
    pieces = [f"### {_escaped(measure.heading)}"]
    if measure.items:
        width = max(2, *(len(row) for row in measure.items))
        header, *rows = (row + ("",) * (width - len(row)) for row in (ITEM_HEADER, *measure.items))
        pieces.append(_table(Table(header=header, rows=tuple(rows))))
    pieces += [_table(table) for table in (measure.kpis, measure.schedule) if table is not None]
    return "\n\n".join(pieces)


def _table(table: Table) -> str:
    rows = [_row(row) for row in (table.header, *table.rows)]
    return "\n".join([rows[0], "|" + " --- |" * len(table.header), *rows[1:]])


def _row(cells: Row) -> str:
    return "|" + "|".join(f" {_escaped(cell)} " if cell else "  " for cell in cells) + "|"


def _line(text: str) -> str:
    """Text that stands at the beginning of a line."""
    escaped = _escaped(text)
    if found := _STARTS_A_BLOCK.match(escaped):
        return f"{found[1]}\\{escaped[found.end(1) :]}"
    return escaped


def _escaped(text: str) -> str:
    pieces = _ADDRESS.split(text)
    pieces[::2] = [_SPECIAL.sub(r"\\\g<0>", piece) for piece in pieces[::2]]
    return "".join(pieces).replace("\n", "<br>")
