"""Find the headings of a plain text or Markdown, and what stands below each. Every line of the text ends up somewhere."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

_DIGITS = "0-9０-９"
_HEADING = re.compile(
    rf"^(?:(?P<hashes>#{{1,6}})\s+(?P<words>.+)"
    rf"|(?P<plain>(?:第[{_DIGITS}一二三四五六七八九十]+(?P<unit>[章節])"
    rf"|(?P<number>[{_DIGITS}]{{1,2}}(?:[.．-][{_DIGITS}]{{1,2}})*)[.．]?[\s　]"
    r"|(?P<mark>[■◆●【・])).{1,80}))$"
)
_BULLET = re.compile(r"^[-*]\s+")
_CONTENTS = re.compile(r"^(?:目[\s　]*次|もくじ)$")
_UNITS = {"章": 7, "節": 8}  # below Markdown's six levels
_NUMBERED = 9
_MARKED = 20


@dataclass(eq=False)
class Section:
    """A heading and the lines that belong to it.

    Attributes:
        heading: its words, without marks.
        written: as the text has it.
        kind: headings of one kind are of one level, e.g. ##, 章, ■.
        rank: the level; a heading belongs to the one of smaller rank before it. Marks have no order among them.
        parent: the section that it belongs to.
        follows: the heading before it that tells it from others of the same path, if there are any.
    """

    heading: str
    written: str
    kind: str
    rank: int
    lines: list[str] = field(default_factory=list)
    parent: "Section | None" = None
    follows: str = ""

    @property
    def path(self) -> list["Section"]:
        """The sections that it belongs to, outermost first, and itself."""
        return [*(self.parent.path if self.parent else []), self]


@dataclass(frozen=True)
class Outline:
    """A text in sections.

    Attributes:
        opening: lines before the first section.
        title: the heading of the whole text, if it has one; it is among the sections.
        sections: in the order of the text; one without lines has sections below it.
        joined: headings without a body, which are lines of the section before them.
    """

    opening: tuple[str, ...]
    title: Section | None
    sections: tuple[Section, ...]
    joined: tuple[str, ...]


def read_outline(text: str) -> Outline:
    """The text's sections."""
    lines = [line for raw in text.splitlines() if (line := raw.replace("**", "").strip())]
    headings = _headings(lines)
    opening: list[str] = []
    sections: list[Section] = []
    open_ones: list[Section] = []
    for line, found in zip(lines, headings, strict=True):
        if found is None:
            (sections[-1].lines if sections else opening).append(_BULLET.sub("", line))
            continue
        open_ones = _around(found, open_ones)
        found.parent = open_ones[-1] if open_ones else None
        open_ones.append(found)
        sections.append(found)
    kept, joined = _joined(sections, opening)
    _tell_apart(kept)
    return Outline(tuple(opening), _title(kept), tuple(kept), tuple(joined))


def _headings(lines: Sequence[str]) -> list[Section | None]:
    """For each line the heading that it is, if it is one and no item of a list."""
    found = [_heading(line) for line in lines]
    kinds = [heading.kind if heading else "" for heading in found]
    only_points = {*kinds} <= {"", "・"}
    markdown = any(kind.startswith("#") for kind in kinds)
    for at, heading in enumerate(found):
        if heading is None:
            continue
        # two points or numbers in succession, with nothing said below the first, are a list
        listed = heading.kind in (*kinds[max(at - 1, 0) : at], *kinds[at + 1 : at + 2])
        listable = heading.kind == "・" or (markdown and heading.kind.isdigit())
        if (listable and listed) or (heading.kind == "・" and not only_points):
            found[at] = None
    return found


def _heading(line: str) -> Section | None:
    match = _HEADING.match(line)
    written = (match["words"] or match["plain"]).strip() if match else ""
    words = written.strip(" 　■◆●・")
    if match is None or not words:
        return None
    if match["hashes"]:
        return Section(words, written, match["hashes"], len(match["hashes"]))
    if match["unit"]:
        return Section(words, written, match["unit"], _UNITS[match["unit"]])
    if match["number"]:
        depth = len(re.findall(r"[.．-]", match["number"]))
        return Section(words, written, str(depth), _NUMBERED + depth)
    return Section(words, written, match["mark"], _MARKED)


def _around(found: Section, open_ones: Sequence[Section]) -> list[Section]:
    """Those of the open sections that a heading belongs to."""
    around = list(open_ones)
    for at, section in enumerate(around):
        if section.kind == found.kind:
            return around[:at]
    while around and not _encloses(around[-1], found):
        around.pop()
    return around


def _encloses(outer: Section, found: Section) -> bool:
    if _CONTENTS.match(outer.heading):
        return False
    if outer.rank < found.rank:
        return True
    # which mark is the greater differs from text to text: one with nothing of its own but headings below it is
    return outer.rank == _MARKED and not outer.lines and not found.kind.startswith("#")


def _joined(sections: Sequence[Section], opening: list[str]) -> tuple[list[Section], list[str]]:
    """The sections that say something or have some below them; the others become lines of those before."""
    kept: list[Section] = []
    joined = []
    for at, section in enumerate(sections):
        after = sections[at + 1] if at + 1 < len(sections) else None
        if section.lines or (after and section in after.path):
            kept.append(section)
        else:
            (kept[-1].lines if kept else opening).append(section.written)
            joined.append(section.heading)
    return kept, joined


def _tell_apart(sections: Sequence[Section]) -> None:
    """Sections of the same path (概要, 予算 below every measure) are told apart by what they follow.

    That is no more than it says: whether a heading belongs to one of its own level, the text does not show.
    """
    paths = [tuple(found.heading for found in section.path) for section in sections]
    times = Counter(paths)
    before: dict[Section | None, str] = {}
    for section, path in zip(sections, paths, strict=True):
        if times[path] > 1:
            section.follows = before.get(section.parent, "")
        else:
            before[section.parent] = section.heading


def _title(sections: Sequence[Section]) -> Section | None:
    """The one # heading that all others belong to."""
    if len(sections) > 1 and sections[0].kind == "#" and all(sections[0] in other.path for other in sections):
        return sections[0]
    return None
