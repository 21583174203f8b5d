"""What an edited text still rests on, paragraph by paragraph: the traces of its draft, at their places in the text."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from assistant.export.alignment import Span
from assistant.models import Trace, TraceKind, Value
from assistant.revising.differences import Difference, differences
from assistant.revising.sentences import paragraphs

_SHORTEST = 6  # letters of a template's wording that must be left of it, so that it still rests on something


class Ground(Value):
    """A stretch of the text (offsets in code points) and what it rests on.

    Attributes:
        wording: the template's own words, which a person may word otherwise, not a value.
    """

    start: int
    end: int
    kind: TraceKind
    ref: str
    text: str
    wording: bool = False


class ParagraphGrounds(Value):
    """A paragraph, list, table or heading of the text, and what stands in it by which ground, in order."""

    start: int
    end: int
    grounds: tuple[Ground, ...] = ()


class _Stretch(NamedTuple):
    """Words that stand in both texts: where they begin in either, and how many letters they have."""

    old: int
    new: int
    length: int


def grounds_at(text: str, base_text: str, trace: Sequence[Trace]) -> tuple[ParagraphGrounds, ...]:
    """The paragraphs of a text with the grounds that still hold.

    A value (a figure, a name, a person's words) holds where all of it still stands in its sentence; of a template's
    wording also what is left of it.

    Args:
        base_text: the draft that the text goes back to; `trace` is of this draft.
    """
    stretches = _stretches(differences(base_text, text))
    found = sorted(
        (ground for span in trace for ground in _left(span, stretches, text)),
        key=lambda ground: (ground.start, ground.end),
    )
    starts = [ground.start for ground in found]
    placed = []
    for paragraph in paragraphs(text):
        inside = found[bisect_right(starts, paragraph.start - 1) : bisect_right(starts, paragraph.end - 1)]
        placed.append(ParagraphGrounds(start=paragraph.start, end=paragraph.end, grounds=tuple(dict.fromkeys(inside))))
    return tuple(placed)


def _left(span: Trace, stretches: Sequence[_Stretch], text: str) -> Iterable[Ground]:
    """What is left of a span in the text."""
    first = max(0, bisect_right(stretches, span.start, key=lambda one: one.old) - 1)
    for one in islice(stretches, first, None):
        if one.old >= span.end:
            return
        start, end = max(span.start, one.old), min(span.end, one.old + one.length)
        whole = (start, end) == (span.start, span.end)
        if end > start and (whole or (span.wording and end - start >= _SHORTEST)):
            at = start - one.old + one.new
            yield Ground(
                start=at,
                end=at + end - start,
                kind=span.kind,
                ref=span.ref,
                text=text[at : at + end - start],
                wording=span.wording,
            )


def _stretches(found: Iterable[Difference]) -> list[_Stretch]:
    """What stands in both texts, in the order of the older one; stretches right behind each other are one."""
    stretches: list[_Stretch] = []
    moved_from: dict[int, _Stretch] = {}
    moved_to: dict[int, int] = {}
    old = new = 0
    for one in found:
        if one.place is not None and one.old:
            moved_from[one.place] = _Stretch(old, 0, len(one.old))
        elif one.place is not None:
            moved_to[one.place] = new
        elif one.old and one.new:
            stretches += _kept(one.old_spans, one.new_spans, old, new)
            if one.old_tail and one.old_tail == one.new_tail:
                stretches.append(_Stretch(old + len(one.old), new + len(one.new), len(one.old_tail)))
        old += len(one.old) + len(one.old_tail)
        new += len(one.new) + len(one.new_tail)
    stretches += [moved_from[place]._replace(new=at) for place, at in moved_to.items()]
    joined: list[_Stretch] = []
    for stretch in sorted(stretches):
        last = joined[-1] if joined else _Stretch(-1, -1, 0)
        if (last.old + last.length, last.new + last.length) == stretch[:2]:
            joined[-1] = last._replace(length=last.length + stretch.length)
        else:
            joined.append(stretch)
    return joined


def _kept(old_spans: Sequence[Span], new_spans: Sequence[Span], old: int, new: int) -> list[_Stretch]:
    """The unchanged words of a sentence; on both sides they are the same ones, only cut differently."""
    letters = [_places(spans, at) for spans, at in ((old_spans, old), (new_spans, new))]
    kept: list[_Stretch] = []
    for mine, theirs in zip(*letters, strict=True):
        if kept and (kept[-1].old + kept[-1].length, kept[-1].new + kept[-1].length) == (mine, theirs):
            kept[-1] = kept[-1]._replace(length=kept[-1].length + 1)
        else:
            kept.append(_Stretch(mine, theirs, 1))
    return kept


def _places(spans: Iterable[Span], at: int) -> list[int]:
    """Places of the unchanged letters."""
    places: list[int] = []
    for span in spans:
        if not span.changed:
            places += range(at, at + len(span.text))
        at += len(span.text)
    return places
