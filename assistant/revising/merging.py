"""Two people's changes to the same text put together, paragraph by paragraph. Where both changed one, a person decides."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from assistant.models import Value
from assistant.revising.composing import apart
from assistant.revising.pairing import paired
from assistant.revising.proposals import unit_of
from assistant.revising.sentences import Paragraph, paragraphs

Choice = Literal["mine", "theirs", "both"]


class Part(Value):
    """A stretch of the merged text.

    Attributes:
        id: of a conflict, e.g. c1, in order; empty for the others.
        kind: where the text comes from: unchanged or changed alike by `both`, by one side alone, or a `conflict`.
        base: what both began with; empty where both inserted something.
        mine: one side's paragraphs (of a part that is no conflict: the text that is taken), `theirs` the other's;
            empty if that side struck it.
        lead: the white space before it.
    """

    id: str = ""
    kind: Literal["both", "mine", "theirs", "conflict"]
    base: str = ""
    mine: str = ""
    theirs: str = ""
    lead: str = ""

    def text(self, choice: Choice = "both") -> str:
        """The part's text; of an undecided conflict what both wrote, one below the other."""
        if self.kind != "conflict":
            return self.mine
        taken = {"mine": (self.mine,), "theirs": (self.theirs,), "both": (self.mine, self.theirs)}[choice]
        return "\n\n".join(text for text in taken if text)


class Merge(Value):
    """The parts of the merged text in order.

    Attributes:
        end: the white space behind the last part.
    """

    parts: tuple[Part, ...]
    end: str = ""

    @property
    def conflicts(self) -> tuple[Part, ...]:
        """What a person must decide."""
        return tuple(part for part in self.parts if part.kind == "conflict")

    @property
    def clean(self) -> bool:
        """Nothing has to be decided."""
        return not self.conflicts

    def text(self, choices: Mapping[str, Choice] | None = None) -> str:
        """The merged text; a conflict without a choice keeps both texts, so that nobody's words are lost."""
        merged = ""
        for part in self.parts:
            if words := part.text((choices or {}).get(part.id, "both")):
                merged = apart(merged, part.lead, words)
        return merged + self.end


class _Cell(NamedTuple):
    """Numbers of paragraphs that belong together: from (included) and to (excluded) in base, mine and theirs."""

    base: tuple[int, int]
    mine: tuple[int, int]
    theirs: tuple[int, int]


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Three-way merge.

    A paragraph that one side changed is taken from there; the same change on both sides is one; else it is a conflict,
    also where one side changed what the other struck, and where both inserted something at the same place.
    """
    texts = base, mine, theirs
    sides = tuple(paragraphs(text) for text in texts)
    parts: list[Part] = []
    for cell in _cells(*sides):
        before, here, there = (_stretch(*one) for one in zip(texts, sides, cell, strict=True))
        if before[0] or here[0] or there[0]:
            number = sum(part.kind == "conflict" for part in parts) + 1
            parts.append(_part(before, here, there, number))
    ends = [text[ones[-1].end if ones else 0 :] for text, ones in zip(texts, sides, strict=True)]
    return Merge(parts=tuple(parts), end=_taken(*ends))


def _cells(base: Sequence[Paragraph], mine: Sequence[Paragraph], theirs: Sequence[Paragraph]) -> list[_Cell]:
    """The texts cut at each paragraph of the base that both sides still have in some wording."""
    in_mine, in_theirs = (
        dict(paired([unit_of(one) for one in base], [unit_of(one) for one in side])) for side in (mine, theirs)
    )
    cells = []
    done = (0, 0, 0)
    for at in sorted(in_mine.keys() & in_theirs.keys()):
        here = (at, in_mine[at], in_theirs[at])
        cells.append(_cell(done, here))
        done = (here[0] + 1, here[1] + 1, here[2] + 1)
        cells.append(_cell(here, done))
    return [*cells, _cell(done, (len(base), len(mine), len(theirs)))]


def _cell(start: tuple[int, int, int], end: tuple[int, int, int]) -> _Cell:
    return _Cell(*zip(start, end, strict=True))


def _stretch(text: str, ones: Sequence[Paragraph], span: tuple[int, int]) -> tuple[str, str]:
    """The text of paragraphs that follow each other, and the white space before them."""
    start, end = span
    if start == end:
        return "", ""
    return text[ones[start].start : ones[end - 1].end], ones[start].lead


def _part(base: tuple[str, str], mine: tuple[str, str], theirs: tuple[str, str], number: int) -> Part:
    leads = [lead for _, lead in (base, mine, theirs)]
    if mine[0] == theirs[0]:
        return Part(kind="both", base=base[0], mine=mine[0], theirs=theirs[0], lead=_taken(*leads))
    if mine[0] == base[0]:
        return Part(kind="theirs", base=base[0], mine=theirs[0], theirs=theirs[0], lead=_taken(*leads))
    if theirs[0] == base[0]:
        return Part(kind="mine", base=base[0], mine=mine[0], theirs=mine[0], lead=_taken(*leads))
    lead = next((lead for words, lead in (mine, theirs) if words), "")
    return Part(id=f"c{number}", kind="conflict", base=base[0], mine=mine[0], theirs=theirs[0], lead=lead)


def _taken(base: str, mine: str, theirs: str) -> str:
    """Of three stretches of white space the one that was changed."""
    return theirs if mine == base else mine
