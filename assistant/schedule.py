"""The way to publication, counted back from the planned date. Pure; the steps are data (`schedule_steps`).

Only Saturdays and Sundays are known as days off: public holidays, the end of the year and the council's days are not.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from assistant.drafting.shown import show_date
from assistant.errors import InputError
from assistant.inquiry.dates import with_weekday
from assistant.models import Value
from assistant.publication import PUBLICATION, Planned, before_days_off, behind_days_off, is_day_off, on_day
from assistant.schedule_steps import Sign, StepTemplate, load_steps

_WEEKDAYS = "月火水木金土日"

StepState = Literal["done", "complete", "over", "running", "ahead", "undated"]


class Fixed(Value):
    """A step's dates as a person fixed them; what is left out follows from the step's length."""

    begins: date | None = None
    ends: date | None = None


class ScheduledStep(Value):
    """A step with its dates; none without a date of publication.

    Attributes:
        fixed: a person fixed its dates; they stay even on days off.
        state: done is what a person says; complete, what the plan's records show; running, that its first day has
            come, or that the records show work.
        sign: what the records show; None where nothing does, or a person has said that it is done.
        over_days: how many days ago it should have ended; none if nothing of it is left.
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
    sign: Sign | None = None
    over_days: int = 0
    before: str


class Schedule(Value):
    """The steps in order, and what is to be said about them.

    Attributes:
        struck: the steps that were struck out.
        warnings: dates that contradict each other or fall on days off.
        message: what there is to do first; empty if nothing.
        earliest: when the plan could be published if the first step on which nobody works and that is not over
            began today.
    """

    publication: Planned | None
    steps: tuple[ScheduledStep, ...]
    struck: tuple[StepTemplate, ...] = ()
    warnings: tuple[str, ...] = ()
    message: str = ""
    earliest: date


def schedule_of(
    publication: Planned | date | None,
    *,
    today: date,
    struck: Collection[str] = (),
    fixed: Mapping[str, Fixed] | None = None,
    done: Collection[str] = (),
    signs: Mapping[str, Sign] | None = None,
) -> Schedule:
    """The schedule of a plan.

    Args:
        struck: keys of the optional steps that this municipality leaves out.
        fixed: dates that a person fixed, by step. That of the publication moves all that is counted back.
        done: keys of the steps that are over.
        signs: what the plan's records show, by step.

    Raises:
        InputError: there is no such step, it cannot be left out, or it is fixed to end before it begins.
    """
    by_hand = {key: one for key, one in (fixed or {}).items() if one.begins or one.ends}
    _check(struck, by_hand, done)
    planned = on_day(publication) if isinstance(publication, date) else publication
    kept = [step for step in load_steps() if step.key not in struck]
    anchor = _anchor(planned, by_hand.get(PUBLICATION))
    looked = _Looked(anchor=anchor, fixed=by_hand, done=done, signs=signs or {}, today=today)
    steps = tuple(_scheduled(step, looked) for step in kept)
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


class _Looked(NamedTuple):
    """What a step's dates and state follow from."""

    anchor: Planned | None
    fixed: Mapping[str, Fixed]
    done: Collection[str]
    signs: Mapping[str, Sign]
    today: date


def _scheduled(step: StepTemplate, given: _Looked) -> ScheduledStep:
    begins, ends = _dates(step, given.anchor, given.fixed.get(step.key))
    sign = None if step.key in given.done else given.signs.get(step.key)
    state = "done" if step.key in given.done else _state(begins, ends, given.today, sign)
    return ScheduledStep(
        key=step.key,
        label=step.label,
        department=step.department,
        begins=begins,
        ends=ends,
        optional=step.optional,
        note=step.note,
        basis=step.basis,
        fixed=step.key in given.fixed,
        state=state,
        sign=sign,
        over_days=(given.today - ends).days if ends and state == "over" else 0,
        before=_before(step),
    )


def _state(begins: date | None, ends: date | None, today: date, sign: Sign | None) -> StepState:
    if sign and sign.state == "complete":
        return "complete"
    if ends and ends < today:
        return "over"
    if sign or (begins and begins <= today):
        return "running"
    return "ahead" if begins else "undated"


def _before(step: StepTemplate) -> str:
    """When it begins and how long it takes, without dates."""
    length = f"{step.days}日間"
    if step.key == PUBLICATION:
        return "公表の予定日"
    return f"公表の{step.weeks}週前から{length}" if step.weeks >= 0 else f"公表の{-step.weeks}週後から{length}"


def _earliest(templates: Iterable[StepTemplate], steps: Iterable[ScheduledStep], today: date) -> date:
    """When the plan could be published if the first step on which nobody works and that is not over began today."""
    weeks = [
        template.weeks
        for template, step in zip(templates, steps, strict=True)
        if step.state not in ("done", "running") and not step.sign and not step.fixed
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
