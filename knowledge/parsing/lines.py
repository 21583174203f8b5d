"""Turn the guide's converted text into clean lines. Knows markup and white space, nothing of what the lines mean."""

import html
import re
from dataclasses import dataclass
from typing import Literal

JAPANESE = r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef〇○◎●①-⑳Ⅰ-Ⅻ※·・β×α～]"
_SPACE_AFTER = re.compile(rf"(?<={JAPANESE})[ \t\u3000]+")
_SPACE_BEFORE = re.compile(rf"[ \t\u3000]+(?={JAPANESE})")
_JAPANESE_GAP = re.compile(rf"(?<={JAPANESE})[ ]+(?={JAPANESE})")
_CITED_NOTE = re.compile(r"<sup>(\d+)</sup>")
_TAG = re.compile(r"</?(?:p|b|div|sup)\b[^>]*>")
_CELL_BREAK = re.compile(r"</p>|</div>|<div\b[^>]*>|\t| {4,}|\*{4}")
_TABLE_CELL = re.compile(r"<p>|<div\b")
_TOC_ENTRY = re.compile(r"^[^<]+\t\d*$")

LineKind = Literal["heading", "bullet", "text"]


@dataclass(frozen=True)
class Line:
    """One line of the source after cleaning.

    Attributes:
        number: line number in the source file, from 1.
        kind: how the conversion set it.
        text: the cleaned text, never empty.
        cites: numbers of the footnotes the line cites.
        defines: number of the footnote whose text the line is, if it is one.
        cell: the line came out of a table the conversion left as HTML.
        pieces: the text as the white space of a table cell parts it; just the text elsewhere.
        contents: the line is an entry of the table of contents.
    """

    number: int
    kind: LineKind
    text: str
    cites: tuple[int, ...] = ()
    defines: int | None = None
    cell: bool = False
    contents: bool = False
    pieces: tuple[str, ...] = ()


def close_up(text: str) -> str:
    """Remove white space that touches a Japanese character; keep single spaces between Latin words.

    >>> close_up("平成 29 年、Evidence  Based Policy")
    '平成29年、Evidence Based Policy'
    """
    text = _SPACE_AFTER.sub("", text)
    text = _SPACE_BEFORE.sub("", text)
    return re.sub(r"[ \t]+", " ", text).strip()


def clean(text: str) -> str:
    """Remove the conversion's leftovers (tags, entities, emphasis marks, stray spaces) from a piece of text.

    The text is taken through html.unescape only after real tags are gone, because headings such as
    ``&lt;KPI&gt;`` are text and not tags.
    """
    text = _CITED_NOTE.sub("", text)
    text = re.sub(r"<sup>\\?([^<]*)</sup>", r"\1", text)
    text = _TAG.sub("", text)
    text = html.unescape(text)
    text = text.replace("「**「**", "「").replace("**", "").replace(r"\*", "*")
    text = re.sub(r"\$\\?(alpha|beta)\$", lambda m: {"alpha": "α", "beta": "β"}[m[1]], text)
    text = re.sub(r"\$([αβ])\$", r"\1", text)
    return close_up(text)


def read_lines(source: str) -> list[Line]:
    """Split the source into cleaned lines; empty ones and rules are left out.

    A line of an HTML table is split into its cells, and a line of several bold runs into its runs, so that a
    title and the tag beside it become two lines.
    """
    lines: list[Line] = []
    for number, raw in enumerate(source.splitlines(), start=1):
        contents = bool(_TOC_ENTRY.match(raw))
        cell = bool(_TABLE_CELL.search(raw))
        kind: LineKind = "text"
        body = raw.strip()
        if heading := re.match(r"#+\s+", body):
            kind, body = "heading", body[heading.end() :]
        elif bullet := re.match(r"[-*]\s+(?![-*])", body):
            kind, body = "bullet", body[bullet.end() :]
        pieces = [body] if contents else _CELL_BREAK.split(body)
        for piece in pieces:
            lines.extend(_line(number, kind, piece, cell=cell, contents=contents))
    return lines


def _line(number: int, kind: LineKind, raw: str, *, cell: bool, contents: bool) -> list[Line]:
    raw = raw.strip()
    defines = None
    if note := re.match(r"<sup>(\d+)</sup>\s*", raw):
        defines, raw = int(note[1]), raw[note.end() :]
    text = clean(raw)
    if not text or set(text) <= {"-"}:
        return []
    cites = tuple(int(found) for found in _CITED_NOTE.findall(raw))
    pieces = tuple(clean(piece) for piece in _JAPANESE_GAP.split(raw)) if cell else (text,)
    return [Line(number, kind, text, cites, defines, cell, contents, pieces)]
