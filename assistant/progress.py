"""How far a plan is, section by section, and what that is counted from. Pure: a ledger and a few words about each text."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from assistant.interview import questions_of
from assistant.models import SECTIONS, Ledger, Origin, Status, Value

OF_MEASURES = 6  # the section that tells of the measures themselves
QUESTIONS, MEASURES, TEXT, NO_GAPS, CONFIRMED = "聞き取り", "施策の選定", "文章", "要確認の解消", "確認"
_SHARED_BY = 3  # sections from which on an answer says nothing about work on one of them (the municipality's name)

StateWord = Literal["未着手", "聞き取り中", "下書き", "編集済", "確認済"]


class SectionInput(Value):
    """What is known about a section's text.

    Attributes:
        origin: of its newest version; None without a text.
        confirmed: somebody has said that this version is right.
        open_items: how many gaps are left in it.
    """

    origin: Origin | None = None
    confirmed: bool = False
    open_items: int = 0


class Counted(Value):
    """One part of the percentage; all parts weigh the same."""

    label: str
    done: int
    total: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.done / self.total if self.total else 1.0


class Answers(Value):
    """How the questions stand that make sense after the answers so far; settings of the document are not counted.

    Attributes:
        answered: with a value, 該当なし or 答えない.
        unknown: somebody else must be asked.
        put_off: to be asked later; `waiting`: not asked yet.
    """

    answered: int = 0
    unknown: int = 0
    put_off: int = 0
    waiting: int = 0

    @property
    def questions(self) -> int:
        """All of them."""
        return self.answered + self.unknown + self.put_off + self.waiting

    @property
    def words(self) -> str:
        """In a line, e.g. 11項目のうち8項目に回答（分からない2項目、あとで1項目）."""
        rest = [
            f"{label}{count}項目" for label, count in (("分からない", self.unknown), ("あとで", self.put_off)) if count
        ]
        return f"{self.questions}項目のうち{self.answered}項目に回答" + (f"（{'、'.join(rest)}）" if rest else "")


class SectionProgress(Value):
    """How far a section is."""

    section: int
    state: StateWord
    percent: int
    counted: tuple[Counted, ...]
    answers: Answers
    open_items: int

    @property
    def words(self) -> str:
        """What the percentage is counted from, in Japanese."""
        return _explained(self.counted, self.answers, self.open_items)


class PlanProgress(Value):
    """How far the plan is; a question that several sections need counts once, and the percentage is their mean."""

    sections: tuple[SectionProgress, ...]
    percent: int
    counted: tuple[Counted, ...]
    answers: Answers
    open_items: int

    @property
    def words(self) -> str:
        """What the percentage is counted from, in Japanese."""
        return f"{len(self.sections)}つの章の平均です。" + _explained(self.counted, self.answers, self.open_items)


def state_of(section: int, ledger: Ledger, given: SectionInput) -> StateWord:
    """The state of a section in a word."""
    if given.origin is not None:
        return "確認済" if given.confirmed else "下書き" if given.origin == "draft" else "編集済"
    own = [question for question in questions_of(section, ledger, chat=False) if len(question.sections) < _SHARED_BY]
    told = any(ledger.get(question.key).status is not Status.ABSENT for question in own)
    return "聞き取り中" if told or (section == OF_MEASURES and ledger.picked) else "未着手"


def progress_of(ledger: Ledger, sections: Mapping[int, SectionInput], put_off: Collection[str] = ()) -> PlanProgress:
    """The progress of all sections and of the plan.

    Args:
        sections: by number; a section that is missing has no text.
        put_off: keys of the questions that somebody put off.
    """
    each = tuple(_section(number, ledger, sections.get(number, SectionInput()), put_off) for number in SECTIONS)
    answers = answers_of(SECTIONS, ledger, put_off)
    rest: dict[str, list[Counted]] = {}
    for part in (part for one in each for part in one.counted if part.label != QUESTIONS):
        rest.setdefault(part.label, []).append(part)
    return PlanProgress(
        sections=each,
        percent=_percent([_mean(one.counted) for one in each]),
        counted=(
            Counted(label=QUESTIONS, done=answers.answered, total=answers.questions),
            *(
                Counted(label=label, done=sum(part.done for part in parts), total=sum(part.total for part in parts))
                for label, parts in rest.items()
            ),
        ),
        answers=answers,
        open_items=sum(one.open_items for one in each),
    )


def _section(section: int, ledger: Ledger, given: SectionInput, put_off: Collection[str]) -> SectionProgress:
    answers = answers_of(section, ledger, put_off)
    written = given.origin is not None
    counted = [Counted(label=QUESTIONS, done=answers.answered, total=answers.questions)]
    if section == OF_MEASURES:
        counted.append(_one(MEASURES, bool(ledger.picked)))
    counted += [
        _one(TEXT, written),
        _one(NO_GAPS, written and not given.open_items),
        _one(CONFIRMED, written and given.confirmed),
    ]
    return SectionProgress(
        section=section,
        state=state_of(section, ledger, given),
        percent=_percent([_mean(counted)]),
        counted=tuple(counted),
        answers=answers,
        open_items=given.open_items if written else 0,
    )


def _one(label: str, done: bool) -> Counted:
    return Counted(label=label, done=int(done), total=1)


def answers_of(
    sections: int | Collection[int], ledger: Ledger, put_off: Collection[str] = (), *, chat: bool = False
) -> Answers:
    """How the questions of the sections stand: all of them, or only those that the chat asks."""
    counts: Counter[str] = Counter()
    for question in questions_of(sections, ledger, chat=chat):
        status = ledger.get(question.key).status
        if status is Status.UNKNOWN:
            counts["unknown"] += 1
        elif status is Status.ABSENT:
            counts["put_off" if question.key in put_off else "waiting"] += 1
        else:
            counts["answered"] += 1
    return Answers(**counts)


def _mean(counted: Collection[Counted]) -> float:
    return sum(part.share for part in counted) / len(counted)


def _percent(shares: Collection[float]) -> int:
    """Rounded down, so that 100 means that nothing is left; a hair is added, since thirds do not add up to one."""
    return int(100 * sum(shares) / len(shares) + 1e-9)


def _explained(counted: Iterable[Counted], answers: Answers, open_items: int) -> str:
    said = []
    for part in counted:
        if part.label == QUESTIONS:
            said.append(f"{part.label}：{answers.words}")
        elif part.label == NO_GAPS and open_items:
            said.append(f"{part.label}：{part.done}/{part.total}（残り{open_items}件）")
        else:
            said.append(f"{part.label}：{part.done}/{part.total}")
    return "、".join(said) + "。それぞれを同じ重みで数えています。"
