"""Cut a list, a case collection or a guide in plain text or Markdown into titled passages."""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256

from knowledge.errors import ImportRefused
from knowledge.importing.outline import Outline, read_outline
from knowledge.models import Passage, PassageKind, Record, Text

LONGEST = 1_500
KINDS = {"national": PassageKind.NATIONAL, "cases": PassageKind.CASE, "guide": PassageKind.GENERAL}
BELOW = "＞"
_OPENING = "冒頭"
_LISTED = 8
_SHORT = 20
_CASE_NUMBER = re.compile(r"(\d{1,2}-\d{1,2})")


class Sections(Record):
    """A text cut into passages.

    Attributes:
        recognised: what was found and what was joined, in sentences.
    """

    passages: tuple[Passage, ...]
    recognised: Text


class _Place(Record):
    """A place of the text that can be cited; `head` are the headings that its passages repeat."""

    name: Text
    citation: Text
    title: Text
    head: tuple[str, ...]
    lines: tuple[str, ...]


def section_passages(text: str, kind: str, title: str, name: str) -> Sections:
    """Passages below headings (Markdown's, 第1章, 1., ■, 【…】 or ・), long ones cut at paragraphs.

    Every line of the text is in some passage. A passage is named by its heading and those that it belongs to;
    where that names several, by the heading that it follows or a number besides.

    Args:
        title: what the text is called, as citations name it.
        name: of the file.

    Raises:
        ImportRefused: if no heading with a body is recognised, so that nothing could be cited.
    """
    outline = read_outline(text)
    if not any(section.lines for section in outline.sections):
        raise ImportRefused(
            f"「{name}」に見出しと本文の組を見付けられませんでした。見出しの行を「# 見出し」のように書いてください。"
        )
    passages: dict[str, Passage] = {}
    cited: set[str] = set()
    alike = sum(1 for section in outline.sections if section.lines and section.follows)
    prefix = f"{kind}-{sha256(title.encode()).hexdigest()[:6]}:"
    for place in _places(outline, kind, title):
        parts = _parts(place.lines)
        number = 1
        while any(prefix + found in passages for found in _names(place.name, number, len(parts))):
            number += 1
        citation = _numbered(place.citation, number if place.citation in cited else 1)
        cited.add(place.citation)
        alike += number > 1
        for found, part in zip(_names(place.name, number, len(parts)), parts, strict=True):
            passages[prefix + found] = Passage(
                id=prefix + found,
                kind=KINDS[kind],
                citation=citation,
                title=place.title,
                text="\n".join([*place.head, *part]),
            )
    return Sections(passages=tuple(passages.values()), recognised="".join(_report(outline, len(passages), alike)))


def _places(outline: Outline, kind: str, title: str) -> Iterator[_Place]:
    if outline.opening:
        yield _Place(name=_OPENING, citation=f"{title}の{_OPENING}", title=title, head=(), lines=outline.opening)
    waiting: tuple[str, ...] = ()
    for section in outline.sections:
        path = [found.heading for found in section.path if found is section or found is not outline.title]
        after = f"（「{section.follows}」の後）" if section.follows else ""
        if section.lines:
            yield _Place(
                name=BELOW.join(_case_names(path) if kind == "cases" else path) + after,
                citation=f"{title}『{BELOW.join(path)}』{after}",
                title=BELOW.join(path) + after,
                head=(*waiting, *path),
                lines=tuple(section.lines),
            )
            waiting = ()
        elif section is outline.title:
            waiting = (section.heading,)  # the passages below do not repeat it; the first of them has it


def _case_names(path: Sequence[str]) -> Sequence[str]:
    """The path from the innermost heading with a case's number, e.g. 3-6, which stands for that heading."""
    for at in reversed(range(len(path))):
        if found := _CASE_NUMBER.search(path[at]):
            return [found[1], *path[at + 1 :]]
    return path


def _names(name: str, number: int, parts: int) -> list[str]:
    """What the passages of a place are called: its name, and /2 and so on for what follows its first part."""
    return [_numbered(name, number) + (f"/{part + 1}" if part else "") for part in range(parts)]


def _numbered(name: str, number: int) -> str:
    return f"{name}（{number}）" if number > 1 else name


def listed(names: Sequence[str]) -> str:
    """The first names of many, as a sentence has them."""
    return "、".join(names[:_LISTED]) + (" ほか" if len(names) > _LISTED else "")


def _report(outline: Outline, passages: int, alike: int) -> Iterator[str]:
    yield f"見出し{len(outline.sections)}件、出典箇所{passages}件を読み取りました。"
    if outline.opening:
        yield f"最初の見出しより前の{len(outline.opening)}行は、資料の冒頭として入れました。"
    if joined := outline.joined:
        names = list(dict.fromkeys(_short(heading) for heading in joined))
        yield f"本文のない見出し{len(joined)}件（{listed(names)}）は、前の箇所の本文に入れました。"
    if alike:
        yield f"同じ名前の見出し{alike}件には、前の見出しの名前か番号を添えました。"


def _short(heading: str) -> str:
    return heading if len(heading) <= _SHORT else f"{heading[:_SHORT]}…"


def _parts(lines: Sequence[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    size = 0
    for line in lines:
        if parts[-1] and size + len(line) > LONGEST:
            parts.append([])
            size = 0
        parts[-1].append(line)
        size += len(line)
    return parts
