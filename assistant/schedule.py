"""The way to publication, counted back from the planned date. Pure; the steps are data (prompts/schedule.yaml).

Only Saturdays and Sundays are known as days off: public holidays, the end of the year and the council's days are not.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from pydantic import Field

from assistant.drafting.shown import show_date
from assistant.errors import InputError
from assistant.inquiry.dates import with_weekday
from assistant.models import Value
from assistant.publication import PUBLICATION, Planned, before_days_off, behind_days_off, is_day_off, on_day
from knowledge.datafiles import load_records
from knowledge.models import Text
from prompts import FOLDER

_WEEKDAYS = "月火水木金土日"

StepState = Literal["done", "over", "running", "ahead", "undated"]


class StepTemplate(Value):
    """A step of the way to publication, as the data file has it.

    Attributes:
        weeks: how long before publication it begins; less than none behind it.
        days: how long it takes, days off included.
        whole: its days must not become fewer; an end on a day off moves to Monday, not to Friday.
        after: keys of the steps that come before it.
        optional: it may be struck out.
        basis: ids of the requirements that say what is, or is not, prescribed.
    """

    key: Text
    label: Text
    department: Text
    weeks: int
    days: int = Field(ge=1)
    whole: bool = False
    after: tuple[Text, ...] = ()
    optional: bool = False
    note: Text
    basis: tuple[Text, ...] = ()


class Fixed(Value):
    """A step's dates as a person fixed them; what is left out follows from the step's length."""

    begins: date | None = None
    ends: date | None = None


class ScheduledStep(Value):
    """A step with its dates; none without a date of publication.

    Attributes:
        fixed: a person fixed its dates; they stay even on days off.
        late_days: how many days ago it should have begun; none if it is done.
        over_days: how many days ago it should have ended.
    """

    key: str
    label: str
    department: str
    begins: date | None
    ends: date | None
    optional: bool
    note: str
    basis: tuple[str, ...]
    fixed: bool
    state: StepState
    late_days: int = 0
    over_days: int = 0
    before: str

    @property
    def words(self) -> str:
        """How it stands, in Japanese; empty if there is nothing to say."""
        if self.over_days:
            return f"終わる日を{self.over_days}日過ぎています。済んでいなければ、日程を見直してください。"
        if self.late_days:
            return f"始める日から{self.late_days}日たっています。"
        return "今日から始めます。" if self.state == "running" else ""


class Schedule(Value):
    """The steps in order, and what is to be said about them.

    Attributes:
        struck: the steps that were struck out.
        warnings: dates that contradict each other or fall on days off.
        message: what there is to do first; empty if nothing.
        earliest: when the plan could be published if the first step that is neither done nor running began today.
    """

    publication: Planned | None
    steps: tuple[ScheduledStep, ...]
    struck: tuple[StepTemplate, ...] = ()
    warnings: tuple[str, ...] = ()
    message: str = ""
    earliest: date


@lru_cache(maxsize=1)
def load_steps() -> tuple[StepTemplate, ...]:
    """The steps of prompts/schedule.yaml, in the order in which they begin."""
    return load_records(FOLDER / "schedule.yaml", StepTemplate)


def schedule_of(
    publication: Planned | date | None,
    *,
    today: date,
    struck: Collection[str] = (),
    fixed: Mapping[str, Fixed] | None = None,
    done: Collection[str] = (),
) -> Schedule:
    """The schedule of a plan.

    Args:
        struck: keys of the optional steps that this municipality leaves out.
        fixed: dates that a person fixed, by step. That of the publication moves all that is counted back.
        done: keys of the steps that are over.

    Raises:
        InputError: there is no such step, it cannot be left out, or it is fixed to end before it begins.
    """
    by_hand = {key: one for key, one in (fixed or {}).items() if one.begins or one.ends}
    _check(struck, by_hand, done)
    planned = on_day(publication) if isinstance(publication, date) else publication
    kept = [step for step in load_steps() if step.key not in struck]
    anchor = _anchor(planned, by_hand.get(PUBLICATION))
    steps = tuple(_scheduled(step, anchor, by_hand.get(step.key), today, step.key in done) for step in kept)
    earliest = _earliest(kept, steps, today)
    return Schedule(
        publication=planned,
        steps=steps,
        struck=tuple(step for step in load_steps() if step.key in struck),
        warnings=tuple(_warnings(steps, planned, by_hand)),
        message=_message(planned, anchor, earliest, today, PUBLICATION in done),
        earliest=earliest,
    )


# --- dates ---------------------------------------------------------------------------------------------------------


def _anchor(planned: Planned | None, by_hand: Fixed | None) -> Planned | None:
    """What is counted back from: the publication as a person fixed it, else as planned."""
    if by_hand is None:
        return planned
    first, last = by_hand.begins or by_hand.ends, by_hand.ends or by_hand.begins
    assert first is not None
    assert last is not None
    return Planned(first=first, last=last, precision="day", shown=show_date(first.isoformat()))


def _dates(step: StepTemplate, anchor: Planned | None, by_hand: Fixed | None) -> tuple[date | None, date | None]:
    length = timedelta(days=step.days - 1)
    if by_hand and by_hand.begins:
        return by_hand.begins, by_hand.ends or _end(by_hand.begins + length, step, by_hand.begins)
    if by_hand and by_hand.ends:
        return before_days_off(by_hand.ends - length), by_hand.ends
    if anchor is None:
        return None, None
    if step.key == PUBLICATION:
        return anchor.first, anchor.last
    begins = before_days_off(anchor.first - timedelta(weeks=step.weeks))
    if step.weeks < 0:
        begins = behind_days_off(anchor.last - timedelta(weeks=step.weeks))
    return begins, _end(begins + length, step, begins)


def _end(day: date, step: StepTemplate, begins: date) -> date:
    return behind_days_off(day) if step.whole else max(begins, before_days_off(day))


def _scheduled(
    step: StepTemplate, anchor: Planned | None, by_hand: Fixed | None, today: date, is_done: bool
) -> ScheduledStep:
    begins, ends = _dates(step, anchor, by_hand)
    late = over = 0
    state: StepState = "done" if is_done else "undated"
    if begins and ends and not is_done:
        late, over = (max(0, (today - day).days) for day in (begins, ends))
        state = "over" if over else "running" if begins <= today else "ahead"
    return ScheduledStep(
        key=step.key,
        label=step.label,
        department=step.department,
        begins=begins,
        ends=ends,
        optional=step.optional,
        note=step.note,
        basis=step.basis,
        fixed=by_hand is not None,
        state=state,
        late_days=late,
        over_days=over,
        before=_before(step),
    )


def _before(step: StepTemplate) -> str:
    """When it begins and how long it takes, without dates."""
    length = f"{step.days}日間"
    if step.key == PUBLICATION:
        return "公表の予定日"
    return f"公表の{step.weeks}週前から{length}" if step.weeks >= 0 else f"公表の{-step.weeks}週後から{length}"


def _earliest(templates: Iterable[StepTemplate], steps: Iterable[ScheduledStep], today: date) -> date:
    """When the plan could be published if the first step that is due and was not begun in time began today."""
    weeks = [
        template.weeks
        for template, step in zip(templates, steps, strict=True)
        if step.state not in ("done", "running") and not step.fixed
    ]
    return behind_days_off(today + timedelta(weeks=max([0, *weeks])))


# --- what is to be said --------------------------------------------------------------------------------------------


def _check(struck: Collection[str], fixed: Mapping[str, Fixed], done: Collection[str]) -> None:
    steps = {step.key: step for step in load_steps()}
    for key in (*struck, *fixed, *done):
        if key not in steps:
            raise InputError(f"「{key}」という手順はありません。手順の名前は prompts/schedule.yaml の key の一つです。")
    for key in struck:
        if not steps[key].optional:
            raise InputError(f"「{steps[key].label}」は、日程から外せません。")
    for key, one in fixed.items():
        if one.begins and one.ends and one.ends < one.begins:
            raise InputError(
                f"「{steps[key].label}」の終わる日が、始める日より前になっています。日付を確かめてください。"
            )


def _message(planned: Planned | None, anchor: Planned | None, earliest: date, today: date, is_done: bool) -> str:
    if anchor is None:
        return (
            "公表の予定時期がまだ決まっていません。決めると、そこから逆算した日程を示します。"
            f"今日から始めると、公表は早くて{with_weekday(earliest)}ごろになります。"
        )
    if is_done:
        return ""
    if anchor.last < today:
        return f"公表の予定（{anchor.shown}）を過ぎています。公表の予定時期を決め直してください。"
    if anchor.last < earliest:
        return (
            f"残りの手順を目安どおりに進めると、公表は早くて{with_weekday(earliest)}ごろになり、予定（{anchor.shown}）に"
            "間に合いません。手順を外すか日数を縮めるか、公表の予定時期を見直してください。"
        )
    if planned is anchor and anchor.precision == "year":
        return f"公表の予定は{anchor.shown}とだけ決まっているため、年度の最後の月に公表するものとして数えています。"
    if planned is anchor and anchor.precision == "month":
        return f"公表の予定は{anchor.shown}とだけ決まっているため、月の初めに公表できるように数えています。"
    return ""


def _warnings(steps: Sequence[ScheduledStep], planned: Planned | None, fixed: Mapping[str, Fixed]) -> Iterable[str]:
    placed = {step.key: step for step in steps}
    for step in steps:
        for day in dict.fromkeys((step.begins, step.ends)):
            if day and is_day_off(day):
                yield f"「{step.label}」の{with_weekday(day)}は{_WEEKDAYS[day.weekday()]}曜日です。"
        for earlier in _earlier(step.key, placed):
            if step.begins and earlier.ends and step.begins <= earlier.ends:
                yield (
                    f"「{step.label}」が始まる日（{with_weekday(step.begins)}）に、"
                    f"前の手順の「{earlier.label}」が終わっていません（{with_weekday(earlier.ends)}まで）。"
                )
    publication = placed[PUBLICATION]
    if planned and publication.fixed and not _covers(planned, publication):
        yield f"「公表」の日付が、聞き取りで答えた公表の予定時期（{planned.shown}）と違います。どちらかを直してください。"


def _covers(planned: Planned, step: ScheduledStep) -> bool:
    return all(day and planned.first <= day <= planned.last for day in (step.begins, step.ends))


def _earlier(key: str, placed: Mapping[str, ScheduledStep]) -> list[ScheduledStep]:
    """The nearest steps before a step that were not struck out."""
    templates = {step.key: step for step in load_steps()}
    found: list[ScheduledStep] = []
    waiting = list(templates[key].after)
    while waiting:
        before = waiting.pop(0)
        if before in placed:
            found.append(placed[before])
        else:
            waiting += templates[before].after
    return found
