"""Which requirements a section meets already and what is left to do: the readiness list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from assistant.models import OpenItem, Value
from knowledge.corpus import Corpus
from knowledge.models import Requirement, Strength
from knowledge.tokens import normalise

State = Literal["done", "open", "by_person"]
STATE_LABELS: dict[State, str] = {"done": "記載あり", "open": "未記載", "by_person": "人が確認"}


_OF_KPIS = frozenset({"req:kpi", "req:goal-and-date"})


class ReadinessLine(Value):
    """One requirement of a section, and whether the text meets it.

    Attributes:
        state: `by_person` where the text of a plan cannot show it.
        advice: what to write or to check, where it is not done.
    """

    requirement: str
    title: str
    strength: Strength
    bearer: str
    state: State
    advice: str = ""


class Readiness(Value):
    """How far a section is."""

    section: int
    lines: tuple[ReadinessLine, ...]
    open_items: tuple[OpenItem, ...]

    @property
    def done(self) -> int:
        return sum(line.state == "done" for line in self.lines)

    @property
    def ready(self) -> bool:
        """Nothing is open."""
        return not self.open_items and all(line.state != "open" for line in self.lines)


def readiness_of(section: int, texts: Mapping[int, str], open_items: Iterable[OpenItem], corpus: Corpus) -> Readiness:
    """The readiness list of a section.

    Args:
        texts: the plan's sections as they stand, by number; what several sections may say counts in any of them.
        open_items: the gaps that are still in the section.
    """
    gaps = tuple(open_items)
    lines = tuple(
        _line(requirement, "\n".join(texts.get(number, "") for number in requirement.sections))
        for requirement in corpus.requirements
        if section in requirement.sections
    )
    if any(".kpis" in item.key for item in gaps):
        lines = tuple(_unless_complete(line) for line in lines)
    return Readiness(section=section, lines=lines, open_items=gaps)


def _unless_complete(line: ReadinessLine) -> ReadinessLine:
    """A table with empty places has the right heads, but no goals."""
    if line.requirement not in _OF_KPIS or line.state != "done":
        return line
    return line.model_copy(
        update={"state": "open", "advice": "施策のKPI・目標・年度に、まだ記入のないものがあります。"}
    )


def _line(requirement: Requirement, text: str) -> ReadinessLine:
    check = requirement.check
    state: State = "by_person" if check is None else "done" if _found(check.any_of, text) else "open"
    advice = requirement.next if check is None else check.advice if state == "open" else ""
    return ReadinessLine(
        requirement=requirement.id,
        title=requirement.title,
        strength=requirement.strength,
        bearer=requirement.bearer,
        state=state,
        advice=advice,
    )


def _found(groups: Sequence[Sequence[str]], text: str) -> bool:
    folded = normalise(text)
    return all(any(normalise(word) in folded for word in group) for group in groups)
