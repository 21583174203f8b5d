"""What changed between two versions of a section, sentence by sentence, and the words within a sentence."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from assistant.export.alignment import Span, changes
from assistant.models import Value
from assistant.revising.pairing import Unit, paired
from assistant.revising.sentences import Kind, Sentence, sentences

_MOVABLE = 8  # letters; a shorter sentence that stands elsewhere may well be another one
_LABELS = {"changed": "変更", "added": "追加", "removed": "削除", "moved": "移動", "relaid": "改行・空白の変更"}

DifferenceKind = Literal["same", "changed", "added", "removed", "moved", "skipped"]


class Difference(Value):
    """A sentence (heading, item, row) of one version and what it is in the other; empty on a side that lacks it.

    A sentence that was moved comes twice, where it was (`new` is empty) and where it is (`old` is empty).

    Attributes:
        old_tail: the white space behind it in the old version; with it nothing of the text is lost.
        unit: what it is in the version that has it (the new one, if both do).
        under: the nearest heading above it.
        old_paragraph: running number of its paragraph in the old version; None if it is not there.
        place: of a moved sentence: a number that its two entries share.
        count: of a skipped stretch: how many sentences are left out.
    """

    kind: DifferenceKind
    old: str = ""
    new: str = ""
    old_tail: str = ""
    new_tail: str = ""
    old_spans: tuple[Span, ...] = ()
    new_spans: tuple[Span, ...] = ()
    unit: Kind = "sentence"
    level: int = 0
    under: str = ""
    old_paragraph: int | None = None
    new_paragraph: int | None = None
    place: int | None = None
    count: int = 0

    @property
    def relaid(self) -> bool:
        """The words are the same, but not the white space behind them: a paragraph was parted, or two made one."""
        return self.kind == "same" and self.old_tail != self.new_tail

    @property
    def unchanged(self) -> bool:
        """Whether there is nothing to look at."""
        return self.kind == "skipped" or (self.kind == "same" and not self.relaid)


class Summary(Value):
    """How many sentences changed in which way."""

    changed: int = 0
    added: int = 0
    removed: int = 0
    moved: int = 0
    relaid: int = 0

    @property
    def text(self) -> str:
        """In a line, e.g. 変更3か所・追加1か所."""
        counts = self.model_dump()
        said = [f"{label}{counts[name]}か所" for name, label in _LABELS.items() if counts[name]]
        return "・".join(said) or "変更はありません"


def differences(old: str, new: str) -> tuple[Difference, ...]:
    """The sentences of both versions in an order that keeps both; the old sides make up `old`, the new ones `new`."""
    before, after = sentences(old), sentences(new)
    pairs = paired([unit_of(one) for one in before], [unit_of(one) for one in after])
    gone = set(range(len(before))) - {i for i, _ in pairs}
    come = set(range(len(after))) - {j for _, j in pairs}
    places = _moved(before, after, gone, come)
    found: list[Difference] = []
    done_old = done_new = 0
    for i, j in [*pairs, (len(before), len(after))]:
        found += [_gone(before[at], places.get(before[at].text)) for at in range(done_old, i)]
        found += [_come(after[at], places.get(after[at].text)) for at in range(done_new, j)]
        if i < len(before):
            found.append(_both(before[i], after[j]))
        done_old, done_new = i + 1, j + 1
    return tuple(found)


def summary(found: Iterable[Difference]) -> Summary:
    """How much changed; a sentence that was moved counts once."""
    counts: Counter[str] = Counter()
    for one in found:
        if one.relaid:
            counts["relaid"] += 1
        elif one.kind not in ("same", "skipped") and not (one.kind == "moved" and not one.new):
            counts[one.kind] += 1
    return Summary(**counts)


def folded(found: Sequence[Difference], context: int = 1) -> tuple[Difference, ...]:
    """The differences with unchanged stretches as one `skipped` each, save their headings above a change.

    Args:
        context: how many unchanged sentences stay on either side of a change.
    """
    shown = [False] * len(found)
    for at, one in enumerate(found):
        if not one.unchanged:
            for near in range(max(0, at - context), min(len(found), at + context + 1)):
                shown[near] = True
    above = 0
    for at in reversed(range(len(found))):
        if not found[at].unchanged:
            above = found[at].level or 4
        elif 0 < found[at].level < above:
            shown[at] = True
            above = found[at].level
    kept: list[Difference] = []
    for one, is_shown in zip(found, shown, strict=True):
        if is_shown or not (one.old or one.new):
            kept.append(one)
        elif kept and kept[-1].kind == "skipped":
            kept[-1] = _skipped(kept[-1], one)
        else:
            kept.append(_skipped(Difference(kind="skipped", under=one.under), one))
    return tuple(kept)


def unit_of(sentence: Sentence) -> Unit:
    """What a sentence is paired by."""
    return Unit(sentence.text, (sentence.kind, sentence.level), alone=sentence.level == 1)


def _skipped(before: Difference, one: Difference) -> Difference:
    """A skipped stretch with one more sentence in it; it keeps the text, so that it can be unfolded."""
    return before.model_copy(
        update={
            "old": before.old + before.old_tail + one.old,
            "new": before.new + before.new_tail + one.new,
            "old_tail": one.old_tail,
            "new_tail": one.new_tail,
            "count": before.count + 1,
        }
    )


def _moved(
    before: Sequence[Sentence], after: Sequence[Sentence], gone: Iterable[int], come: Iterable[int]
) -> dict[str, int]:
    """Numbers of the sentences that stand once in either version, but not in the same order."""
    often = [Counter(one.text for one in side) for side in (before, after)]
    new = {after[j].text for j in come}
    alike = [before[i].text for i in sorted(gone) if before[i].text in new and len(before[i].text) >= _MOVABLE]
    return {text: at for at, text in enumerate(text for text in alike if often[0][text] == often[1][text] == 1)}


def _gone(one: Sentence, place: int | None) -> Difference:
    return Difference(
        kind="removed" if place is None else "moved",
        old=one.text,
        old_tail=one.tail,
        old_spans=_spans(one.text, changed=place is None),
        unit=one.kind,
        level=one.level,
        under=one.under,
        old_paragraph=one.paragraph,
        place=place,
    )


def _come(one: Sentence, place: int | None) -> Difference:
    return Difference(
        kind="added" if place is None else "moved",
        new=one.text,
        new_tail=one.tail,
        new_spans=_spans(one.text, changed=place is None),
        unit=one.kind,
        level=one.level,
        under=one.under,
        new_paragraph=one.paragraph,
        place=place,
    )


def _both(one: Sentence, other: Sentence) -> Difference:
    same = one.text == other.text
    new, old = (_spans(other.text), _spans(one.text)) if same else changes(other.text, one.text)
    return Difference(
        kind="same" if same else "changed",
        old=one.text,
        new=other.text,
        old_tail=one.tail,
        new_tail=other.tail,
        old_spans=old,
        new_spans=new,
        unit=other.kind,
        level=other.level,
        under=other.under,
        old_paragraph=one.paragraph,
        new_paragraph=other.paragraph,
    )


def _spans(text: str, changed: bool = False) -> tuple[Span, ...]:
    return (Span(text=text, changed=changed),) if text else ()
