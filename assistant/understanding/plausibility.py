"""Can a fact be true? A slip of the finger is asked back, whichever way the fact came. Knows no wording of messages.

`check` finds what cannot be and is not taken; `doubt` finds what is taken once a person has said that it is so.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.eras import era_of, find_dates
from assistant.interview import question_for
from assistant.models import Dated, Fact, Ledger, Status
from assistant.understanding.municipalities import fault_of_name
from assistant.understanding.problem import Problem

LARGEST_POPULATION = 15_000_000
LONGEST_PERIOD = 20
EARLIEST_YEAR = 2000
LATEST_YEAR = 2099
LARGEST_JUMP = 3
STEADY_SHARE = 0.3  # a town's people and households change by less within the years below
STEADY_POINTS = 10
STEADY_YEARS = 10
_STEADY = ("population", "households", "ageing_rate")


def check(fact: Fact, ledger: Ledger) -> Problem | None:
    """What makes the fact implausible, alone or beside the other facts of the ledger; None if nothing does.

    Raises:
        InputError: if no question has the fact's key.
    """
    if fact.status is not Status.ANSWERED:
        return None
    found = next(_faults(fact, ledger), None)
    return Problem(text=found, key=fact.key, said=fact.said) if found else None


def doubt(fact: Fact, known: Fact) -> str:
    """In what the fact is so different from what is kept that somebody should look again; empty if in nothing.

    Args:
        known: what is kept under the same key.
    """
    old, new = _number(known), _number(fact)
    if fact.key not in _STEADY or old is None or new is None or old == new or _years_apart(fact, known) > STEADY_YEARS:
        return ""
    question = question_for(fact.key)
    percent = question.kind == "percent"
    change = abs(new - old) if percent else abs(new - old) / old
    if change <= (STEADY_POINTS if percent else STEADY_SHARE):
        return ""
    unit = "％" if percent else question.unit
    much = f"{shown(round(change, 1))}ポイント" if percent else f"{round(100 * change)}％"
    return (
        f"これまでの記録と比べると、{question.label}が{_dated(old, unit, known.as_of)}から{_dated(new, unit, fact.as_of)}へ、"
        f"{much}{'増え' if new > old else '減り'}ます。"
    )


def fault_of_period(first: int, last: int) -> str:
    """Why a plan cannot run from one fiscal year to the other; empty if it can."""
    read = f"「{fiscal(first)}から{fiscal(last)}まで」と読みました。"
    if last < first:
        return f"{read}終わりが始まりより前です。何年度から何年度までか、もう一度教えてください。"
    if last - first >= LONGEST_PERIOD:
        return f"{read}{last - first + 1}年間になり、長すぎます（{LONGEST_PERIOD}年まで）。何年度から何年度までか、もう一度教えてください。"
    if first < EARLIEST_YEAR or last > LATEST_YEAR:
        return f"{read}元号や西暦に誤りがないか確かめて、もう一度教えてください。"
    return ""


def fiscal(year: int) -> str:
    """A fiscal year in both calendars, e.g. 令和9年度（2027年度）."""
    return f"{era_of(year)}年度（{year}年度）" if year >= 1926 else f"{year}年度"


def newest_last(values: Sequence[Dated]) -> list[Dated] | None:
    """The values in the order of their dates; None if a date cannot be read."""
    days = []
    for value in values:
        dates = find_dates(value.as_of, bare=True)
        day = dates[0].last_day if dates else None
        if day is None:
            return None
        days.append(day)
    return [value for _, value in sorted(zip(days, values, strict=True), key=lambda pair: pair[0])]


def _faults(fact: Fact, ledger: Ledger) -> Iterator[str]:
    question = question_for(fact.key)
    label, unit = question.label, "％" if question.unit == "%" else question.unit
    values = [*(dated.value for dated in fact.earlier), *([fact.value] if isinstance(fact.value, int | float) else [])]
    match question.kind:
        case "percent":
            yield from (
                f"{label}が{shown(value)}％になっています。0〜100％のはずですが、正しい値を教えてください。"
                for value in values
                if not 0 < value <= 100
            )
        case "count":
            yield from (
                f"{label}が{shown(value)}{unit}になっています。1以上の整数のはずですが、正しい数を教えてください。"
                "いない（ない）ときは「該当なし」と答えてください。"
                for value in values
                if value < 1 or value != int(value)
            )
        case "period":
            first, last = (int(year) for year in str(fact.value).split("-"))
            if fault := fault_of_period(first, last):
                yield fault
        case "name":
            if fault := fault_of_name(str(fact.value)):
                yield fault
    if fact.key == "population" and max(values, default=0) > LARGEST_POPULATION:
        yield (
            f"人口が{shown(max(values))}人になっています。一つの市町村の人口としては大きすぎます（{LARGEST_POPULATION:,}人まで）。"
            "桁（万・千）を確かめて、もう一度教えてください。"
        )
    if fact.key in _STEADY:
        yield from _jumps(fact, label, unit)
    yield from _beside(fact, ledger)


def _jumps(fact: Fact, label: str, unit: str) -> Iterator[str]:
    series = [*fact.earlier, Dated(value=_number(fact) or 0, as_of=fact.as_of or "いま")]
    for before, after in pairwise(series):
        if max(before.value, after.value) > LARGEST_JUMP * min(before.value, after.value):
            yield (
                f"{label}が{before.as_of}の{shown(before.value)}{unit}から{after.as_of}の{shown(after.value)}{unit}へ、"
                f"{LARGEST_JUMP}倍を超えて変わっています。桁（万・千）を確かめて、もう一度教えてください。"
            )


def _beside(fact: Fact, ledger: Ledger) -> Iterator[str]:
    """Neither households nor the IT staff can outnumber the people."""
    known = ledger.with_fact(fact)
    people = _number(known.get("population"))
    for key, unit in (("households", "世帯"), ("it_staff", "人")):
        count = _number(known.get(key))
        if fact.key in (key, "population") and people is not None and count is not None and count > people:
            yield (
                f"{question_for(key).label}（{shown(count)}{unit}）が人口（{shown(people)}人）より多くなっています。"
                f"どちらが正しいかを確かめて、{question_for(fact.key).label}をもう一度教えてください。"
            )


def _years_apart(one: Fact, other: Fact) -> int:
    """How many years lie between the dates of two facts; none if a date is not known."""
    years = [found[0].year for fact in (one, other) if (found := find_dates(fact.as_of or "", bare=True))]
    return abs(years[0] - years[1]) if len(years) == 2 else 0


def _dated(value: int | float, unit: str, as_of: str | None) -> str:
    return f"{shown(value)}{unit}" + (f"（{as_of}）" if as_of else "")


def _number(fact: Fact) -> int | float | None:
    return fact.value if fact.status is Status.ANSWERED and isinstance(fact.value, int | float) else None


def shown(value: int | float) -> str:
    """A figure as people write it: 33,900 or 38.5."""
    return f"{value:,.10g}" if isinstance(value, float) and abs(value) < 1e9 else f"{int(value):,}"
