"""A section's text cut into sentences and paragraphs, each with its place. Knows the layout of `assistant.export.blocks`.

Offsets are in code points. Nothing is lost: what stands between two units (line ends, spaces) is kept with them.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from assistant.export.blocks import level_of
from assistant.models import Value

Kind = Literal["sentence", "heading", "item", "row"]
ParagraphKind = Literal["heading", "prose", "list", "table", "kpis"]

_ITEM = re.compile(r"・|[-*•‣]\s")
_SIGN = re.compile(r"[。｡！？]+|[「『（(【〔［\[〈《]|[」』）)】〕］\]〉》]")
_PAIRS = dict(zip("「『（(【〔［[〈《", "」』）)】〕］]〉》", strict=True))
_ENDS = "。｡！？"
_BARS = "|｜"


class Sentence(Value):
    """A sentence of prose, a heading, an item of a list or a row of a table.

    Attributes:
        until: where the next one begins; `tail` is the white space from `end` to there.
        level: of a heading, 1 to 3; else 0.
        paragraph: running number of the paragraph, list, table or heading that it belongs to.
        under: the nearest heading above it.
    """

    start: int
    end: int
    until: int
    text: str
    tail: str
    kind: Kind = "sentence"
    level: int = 0
    paragraph: int = 0
    under: str = ""


class Paragraph(Value):
    """A heading, a paragraph of prose, a list or a table.

    Attributes:
        lead: the white space before it.
        kind: `kpis` is a table of indicators.
    """

    start: int
    end: int
    lead: str
    text: str
    kind: ParagraphKind
    level: int = 0
    under: str = ""


class _Line(NamedTuple):
    """What one unit of the layout takes up: a line, or a row that is broken over several lines."""

    start: int
    end: int
    kind: Kind
    level: int


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a section's text in order; put together with their tails they are the text.

    The first one has no words if the text begins with white space.
    """
    cuts = [cut for line, number in _numbered(text) for cut in _cuts(text, line, number)]
    units = []
    under = ""
    if text and (not cuts or cuts[0][0]):
        until = cuts[0][0] if cuts else len(text)
        units.append(Sentence(start=0, end=0, until=until, text="", tail=text[:until]))
    for at, (start, end, line, number) in enumerate(cuts):
        until = cuts[at + 1][0] if at + 1 < len(cuts) else len(text)
        words = text[start:end]
        units.append(
            Sentence(
                start=start,
                end=end,
                until=until,
                text=words,
                tail=text[end:until],
                kind=line.kind,
                level=line.level,
                paragraph=number,
                under=under,
            )
        )
        under = words if line.level else under
    return tuple(units)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a section's text in order, without the white space behind the last."""
    found = []
    behind = 0
    for _, group in groupby((unit for unit in sentences(text) if unit.text), lambda unit: unit.paragraph):
        units = list(group)
        start, end = units[0].start, units[-1].end
        found.append(
            Paragraph(
                start=start,
                end=end,
                lead=text[behind:start],
                text=text[start:end],
                kind=_kind_of(units[0]),
                level=units[0].level,
                under=units[0].under,
            )
        )
        behind = end
    return tuple(found)


def _kind_of(unit: Sentence) -> ParagraphKind:
    match unit.kind:
        case "heading":
            return "heading"
        case "item":
            return "list"
        case "row":
            return "kpis" if re.match(r"[|｜]\s*[KＫ][PＰ][IＩ]\s*[|｜]", unit.text) else "table"
        case _:
            return "prose"


# --- lines ---------------------------------------------------------------------------------------------------------


def _numbered(text: str) -> Iterator[tuple[_Line, int]]:
    """The lines with the running number of their paragraph: items and rows right below each other share one."""
    number = -1
    before: _Line | None = None
    for line in _lines(text):
        goes_on = (
            before is not None
            and line.kind == before.kind
            and line.kind in ("item", "row")
            and len(f"{text[before.end : line.start]}.".splitlines()) == 2
        )
        number += not goes_on
        yield line, number
        before = line


def _lines(text: str) -> Iterator[_Line]:
    """The lines that say something, without the white space around them."""
    spans = list(_stripped(text))
    at, first = 0, True
    while at < len(spans):
        start, end = spans[at]
        at += 1
        if start == end:
            continue
        words = text[start:end]
        if words[0] in _BARS:
            at, end = _whole_row(text, spans, at - 1)
            if _is_row(text[start:end]):
                yield _Line(start, end, "row", 0)
                first = False
                continue
            words = text[start:end]
        level = level_of(words, first=first)
        yield _Line(start, end, "heading" if level else "item" if _ITEM.match(words) else "sentence", level)
        first = False


def _stripped(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        begin = start + len(line) - len(line.lstrip()) if words else start
        yield begin, begin + len(words)
        start += len(line)


def _whole_row(text: str, spans: list[tuple[int, int]], at: int) -> tuple[int, int]:
    """The place behind a row, and its end; a row may be broken inside a cell, as the export takes it."""
    start, end = spans[at]
    if text[start] == "|" and text[end - 1] != "|":
        for more in range(at + 1, len(spans)):
            begin, until = spans[more]
            if begin == until or text[begin] == "|":
                break
            if text[until - 1] == "|":
                return more + 1, until
    return at + 1, end


def _is_row(words: str) -> bool:
    return len(words) > 1 and (words[0] == "|" or (words[-1] == "｜" and "|" not in words))


# --- sentences -----------------------------------------------------------------------------------------------------


def _cuts(text: str, line: _Line, number: int) -> Iterator[tuple[int, int, _Line, int]]:
    if line.kind != "sentence":
        yield line.start, line.end, line, number
        return
    start = line.start
    for end in [*_ends(text[line.start : line.end]), line.end - line.start]:
        end += line.start
        while start < end and text[start].isspace():
            start += 1
        if start < end:
            yield start, end, line, number
        start = max(start, end)


def _ends(line: str) -> list[int]:
    """Where sentences of a line end, those within brackets left out; a bracket that nobody closes is none."""
    signs = list(_SIGN.finditer(line))
    inside = [0] * (len(signs) + 1)
    opened: list[tuple[str, int]] = []
    for at, sign in enumerate(signs):
        mark = sign[0]
        if mark in _PAIRS:
            opened.append((_PAIRS[mark], at))
        elif opened and any(closing == mark for closing, _ in opened[-4:]):
            while opened[-1][0] != mark:
                opened.pop()
            begin = opened.pop()[1]
            inside[begin] += 1
            inside[at] -= 1
    ends = []
    depth = 0
    for at, sign in enumerate(signs):
        depth += inside[at]
        if sign[0][0] in _ENDS and not depth:
            ends.append(sign.end())
    return ends
