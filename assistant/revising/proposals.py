"""A fresh draft laid against a section that people may have edited: a proposal per paragraph, for a person to accept.

Nothing is replaced here. What a person wrote and today's facts do not touch is not even proposed for a change.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Literal, NamedTuple

from assistant.models import Trace, TraceKind, Value
from assistant.revising.differences import Difference, differences
from assistant.revising.pairing import Unit, paired
from assistant.revising.sentences import Paragraph, paragraphs

Why = Literal["facts", "wording", "unknown"]


class Proposal(Value):
    """A change of one paragraph, list, table or heading.

    Attributes:
        id: the same as long as it proposes the same.
        start: place in the current text, in code points; for an insertion the end of what stands before it.
        before: white space in front of the paragraph in the fresh draft, if it is accepted; `after` likewise.
        differences: by sentence.
        person_wrote: the paragraph does not stand like this in the draft behind the text, or a person has struck it.
        why: whether values or conditions of facts differ, or the template's words alone; unknown without traces.
        keys: what it rests on and differs (facts, measures' fields), as the traces name it.
        under: the nearest heading above it.
    """

    id: str
    kind: Literal["replace", "insert", "delete"]
    start: int
    end: int
    old: str = ""
    new: str = ""
    before: str = ""
    after: str = ""
    differences: tuple[Difference, ...] = ()
    person_wrote: bool = False
    why: Why = "unknown"
    keys: tuple[str, ...] = ()
    under: str = ""


class _Step(NamedTuple):
    """One step from the current text to the draft: numbers of the paragraphs, -1 on a side that lacks it."""

    mine: int
    theirs: int


def unit_of(paragraph: Paragraph) -> Unit:
    """What a paragraph is paired by."""
    return Unit(paragraph.text, (paragraph.kind, paragraph.level), alone=paragraph.level == 1)


def propose(
    current: str, base: str | None, draft: str, draft_trace: Sequence[Trace] = (), base_trace: Sequence[Trace] = ()
) -> tuple[Proposal, ...]:
    """What of a fresh draft differs from a section's text, without what a person decided otherwise.

    Accepting all of it on a text that nobody edited (`current == base`) gives exactly the draft.

    Args:
        base: the draft that the text goes back to; None if a person wrote all of it.
        draft_trace: of the fresh draft, for `why` and `keys`; `base_trace` of the draft behind the text.
    """
    return _Proposing(current, base, draft, draft_trace, base_trace).proposals()


class _Proposing:
    """The three texts as paragraphs, and which of them answer to each other."""

    def __init__(
        self, current: str, base: str | None, draft: str, draft_trace: Sequence[Trace], base_trace: Sequence[Trace]
    ) -> None:
        self.untouched = current == base
        self.mine, self.base, self.theirs = (paragraphs(text) for text in (current, base or "", draft))
        self.ends = [text[ones[-1].end if ones else 0 :] for text, ones in ((current, self.mine), (draft, self.theirs))]
        self.traces = draft_trace, base_trace
        self.in_mine, self.in_base, self.in_theirs = (
            {one.text for one in ones} for ones in (self.mine, self.base, self.theirs)
        )
        self.base_of_mine = {j: i for i, j in _pairs(self.base, self.mine)}
        self.base_of_theirs = {j: i for i, j in _pairs(self.base, self.theirs)}
        self.in_place = {
            self.theirs[j].text for j, i in self.base_of_theirs.items() if self.theirs[j].text == self.base[i].text
        }
        self.steps = self._steps()

    def proposals(self) -> tuple[Proposal, ...]:
        found = []
        place = 0
        stayed = True
        for at, step in enumerate(self.steps):
            place = self.mine[step.mine].end if step.mine >= 0 else place
            wanted = self._is_wanted(step)
            if wanted or self._is_relaid(at, stayed):
                found.append(self._proposal(at, place))
            stayed = not wanted
        return _named(found)

    def _steps(self) -> list[_Step]:
        """From the current text to the draft in order, the paragraphs that stay included."""
        steps: list[_Step] = []
        done_mine = done_theirs = 0
        for i, j in [*self._matched(), (len(self.mine), len(self.theirs))]:
            steps += [_Step(at, -1) for at in range(done_mine, i)]
            steps += [_Step(-1, at) for at in range(done_theirs, j)]
            if i < len(self.mine):
                steps.append(_Step(i, j))
            done_mine, done_theirs = i + 1, j + 1
        return steps

    def _matched(self) -> list[tuple[int, int]]:
        """Pairs of paragraphs; two that are known as different ones are no rewording of each other."""
        pairs = []
        for i, j in _pairs(self.mine, self.theirs):
            mine, theirs = self.mine[i].text, self.theirs[j].text
            known = mine in self.in_theirs or theirs in self.in_mine or {mine, theirs} <= self.in_base
            if mine == theirs or not known:
                pairs.append((i, j))
        return pairs

    def _is_wanted(self, step: _Step) -> bool:
        """Whether it is to be proposed: what the draft behind the text said already, a person has reworded or struck."""
        mine, theirs = self._texts(step)
        if mine == theirs:
            return False
        if self.untouched:
            return True
        if step.theirs < 0:
            base = self.base_of_mine.get(step.mine)
            reworded = base is not None and base not in self.base_of_theirs.values()
            return mine not in self.in_place if mine in self.in_base else reworded
        if theirs in self.in_base:
            return step.mine < 0 and theirs in self.in_mine and theirs not in self.in_place
        return step.mine >= 0 or theirs not in self.in_mine

    def _is_relaid(self, at: int, stayed: bool) -> bool:
        """Whether a paragraph of an untouched text stays, but the draft has other white space around it.

        Args:
            stayed: so does the paragraph before it, or there is none; else that one's change brings the white space.
        """
        step = self.steps[at]
        if not self.untouched or step.mine < 0 or step.theirs < 0:
            return False
        last = at == len(self.steps) - 1 and self.ends[0] != self.ends[1]
        return last or (stayed and self.mine[step.mine].lead != self.theirs[step.theirs].lead)

    def _texts(self, step: _Step) -> tuple[str, str]:
        return (
            self.mine[step.mine].text if step.mine >= 0 else "",
            self.theirs[step.theirs].text if step.theirs >= 0 else "",
        )

    def _proposal(self, at: int, place: int) -> Proposal:
        step = self.steps[at]
        old, new = self._texts(step)
        found = differences(old, new)
        keys = self._keys(step, found)
        following = next((one.theirs for one in self.steps[at + 1 :] if one.theirs >= 0), -1)
        shown = self.mine[step.mine] if step.mine >= 0 else self.theirs[step.theirs]
        return Proposal(
            id="",
            kind="insert" if step.mine < 0 else "delete" if step.theirs < 0 else "replace",
            start=place - len(old),
            end=place,
            old=old,
            new=new,
            before=self.theirs[step.theirs].lead if step.theirs >= 0 else "",
            after=self.theirs[following].lead if following >= 0 else self.ends[1],
            differences=found,
            person_wrote=self._is_a_persons(step),
            why="unknown" if not any(self.traces) else "facts" if keys else "wording",
            keys=keys,
            under=shown.under,
        )

    def _is_a_persons(self, step: _Step) -> bool:
        """Whether a person wrote the paragraph, or struck the one that the draft words otherwise by this time."""
        if step.mine >= 0:
            return self.mine[step.mine].text not in self.in_base
        base = self.base_of_theirs.get(step.theirs)
        return base is not None and base not in self.base_of_mine.values()

    def _keys(self, step: _Step, found: Sequence[Difference]) -> tuple[str, ...]:
        """What people said that makes the difference: other values, or other conditions met."""
        base = self.base_of_theirs.get(step.theirs) if step.theirs >= 0 else self.base_of_mine.get(step.mine)
        new = _spans_in(self.traces[0], self.theirs[step.theirs]) if step.theirs >= 0 else []
        old = _spans_in(self.traces[1], self.base[base]) if base is not None else []
        if step.theirs >= 0 and not old:
            new = [span for span in new if _is_touched(span, self.theirs[step.theirs].start, found)]
        told = [{(span.ref, "" if span.wording else span.text) for span in side} for side in (new, old)]
        return tuple(
            dict.fromkeys(span.ref for span in (*new, *old) if span.ref in {ref for ref, _ in told[0] ^ told[1]})
        )


def _pairs(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[tuple[int, int]]:
    return paired([unit_of(one) for one in old], [unit_of(one) for one in new])


def _spans_in(trace: Iterable[Trace], paragraph: Paragraph) -> list[Trace]:
    """The spans of a paragraph that rest on what people said, not on a record."""
    return [
        span
        for span in trace
        if span.kind is not TraceKind.RECORD and span.start >= paragraph.start and span.end <= paragraph.end
    ]


def _is_touched(span: Trace, at: int, found: Iterable[Difference]) -> bool:
    """Whether something changed where the span stands in the new paragraph, which begins at `at`."""
    for one in found:
        for piece in one.new_spans:
            if piece.changed and at < span.end and span.start < at + len(piece.text):
                return True
            at += len(piece.text)
        at += len(one.new_tail)
    return False


def _named(found: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """The proposals with ids made of what they propose; equal ones are numbered."""
    often: Counter[str] = Counter()
    named = []
    for one in found:
        said = "\0".join((one.kind, one.old, one.new))
        mark = sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:10]
        often[mark] += 1
        name = f"p{mark}" if often[mark] == 1 else f"p{mark}-{often[mark]}"
        named.append(one.model_copy(update={"id": name}))
    return tuple(named)
