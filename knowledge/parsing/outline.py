"""Find the guide's parts by its own table of contents. Knows headings, nothing of what stands below them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.parsing.lines import Line

_NUMBERED = re.compile(r"^(\d)\.\s*(.+)$")
_PAGE = re.compile(r"(\d+)$")


@dataclass(frozen=True)
class Block:
    """A heading and the lines below it, up to the next block."""

    number: int
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Outline:
    """The guide cut into its parts; `outside` are lines that belong to no part (cover, contents, headings)."""

    general: tuple[Block, ...]
    sections: tuple[Block, ...]
    outside: tuple[Line, ...]
    problems: tuple[str, ...]


def numbered(text: str) -> tuple[int, str] | None:
    """Split 「4. 題名」 into (4, 題名); None when the text is not of that form."""
    found = _NUMBERED.match(text)
    return (int(found[1]), found[2]) if found else None


def cut(lines: Sequence[Line]) -> Outline:
    """Cut the lines at the headings that the table of contents announces.

    The contents list はじめに and nine parts under 総論, then seven sections of the template; each must
    be found as a heading (or, where the conversion lost the mark, as a line) in that order.
    """
    contents = [_PAGE.sub("", line.text).strip() for line in lines if line.contents]
    titles = ["はじめに", *(t for entry in contents if (t := _title(entry)))]
    problems = []
    if len(titles) != 17:
        problems.append(f"目次：はじめに・総論9件・雛型7章の17件を期待しましたが、{len(titles)}件でした")
    outside = [line for line in lines if line.contents]
    body = [line for line in lines if not line.contents]
    starts: list[tuple[int, int, str]] = []
    at = 0
    for index, title in enumerate(titles):
        number = index if index <= 9 else index - 9
        found = next((i for i in range(at, len(body)) if _is_heading(body[i], number, title)), None)
        if found is None:
            problems.append(f"見出し「{number}. {title}」が、目次の順では見つかりません")
            continue
        starts.append((found, number, title))
        at = found + 1
    outside += body[: starts[0][0]] if starts else body
    blocks = []
    for position, (start, number, title) in enumerate(starts):
        end = starts[position + 1][0] if position + 1 < len(starts) else len(body)
        blocks.append(Block(number, title, tuple(body[start + 1 : end])))
    return Outline(tuple(blocks[:10]), tuple(blocks[10:]), tuple(outside), tuple(problems))


def _title(entry: str) -> str | None:
    found = numbered(entry)
    return found[1] if found else None


def _is_heading(line: Line, number: int, title: str) -> bool:
    if line.kind != "heading":
        return False
    if title == "はじめに":
        return line.text == title
    return numbered(line.text) == (number, title)
