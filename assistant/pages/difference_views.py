"""Differences of two texts as the pages show them: rows with a word for each kind, unchanged stretches folded."""

from collections.abc import Iterable, Sequence

from assistant.export.alignment import Span
from assistant.models import Value
from assistant.revising.differences import Difference, Summary, differences, folded, summary

_LABELS = {"changed": "変更", "added": "追加", "removed": "削除", "relaid": "改行の変更", "same": "", "skipped": ""}


class Row(Value):
    """A sentence of both texts, or an unchanged stretch.

    Attributes:
        kind: of the difference, or `relaid`: the words are the same, but not the line ends behind them.
        label: the kind in Japanese; empty for what is the same.
        heading: the sentence is a heading.
        kept: of an unchanged stretch: its text, with `count` sentences.
    """

    kind: str
    label: str = ""
    heading: bool = False
    old: tuple[Span, ...] = ()
    new: tuple[Span, ...] = ()
    kept: str = ""
    count: int = 0


class Compared(Value):
    """Two texts laid side by side."""

    rows: tuple[Row, ...]
    summary: Summary

    @property
    def same(self) -> bool:
        """Whether there is nothing to look at."""
        return not any(self.summary.model_dump().values())


def compared(old: str, new: str) -> Compared:
    """Two texts with their unchanged stretches folded."""
    found = settled(differences(old, new))
    return Compared(rows=rows_of(folded(found)), summary=summary(found))


def rows_of(found: Iterable[Difference]) -> tuple[Row, ...]:
    """The differences as rows; what has no words in it is left out, unless its line ends changed."""
    return tuple(_row(one) for one in found if one.old or one.new or one.relaid)


def settled(found: Sequence[Difference]) -> tuple[Difference, ...]:
    """Without the other line ends that only come from something before or behind being added or removed."""
    edges = [True, *(one.kind not in ("same", "changed") for one in found), True]
    return tuple(
        one.model_copy(update={"old_tail": one.new_tail}) if one.relaid and (edges[at] or edges[at + 2]) else one
        for at, one in enumerate(found)
    )


def _row(one: Difference) -> Row:
    kind = "relaid" if one.relaid else one.kind
    if kind == "skipped":
        return Row(kind=kind, kept=one.new.strip("\n"), count=one.count)
    label = _LABELS.get(kind, "")
    if one.kind == "moved" and one.place is not None:
        label = f"移動{one.place + 1}（{'ここから' if one.old else 'ここへ'}）"
    return Row(kind=kind, label=label, heading=one.level > 0, old=one.old_spans, new=one.new_spans)
