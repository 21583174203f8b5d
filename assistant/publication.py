"""When a plan is to be published, as the interview's answer says: a day, a month or a fiscal year. Knows the days off.

Only Saturdays and Sundays are known as days off: public holidays, the end of the year and the council's days are not.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from assistant.drafting.shown import show_date
from assistant.models import Ledger, Value

PUBLICATION = "publication"  # the question, and the step of the schedule
_VALUE = re.compile(r"(\d{4})(?:(年度)|-(\d{2})(?:-(\d{2}))?)")
_SATURDAY = 5

Precision = Literal["day", "month", "year"]


class Planned(Value):
    """When the plan is to be published.

    Attributes:
        first: the first working day that the date covers; of a fiscal year, that of its last month.
        last: the last one.
        shown: as the plan writes it.
    """

    first: date
    last: date
    precision: Precision
    shown: str


def planned_publication(ledger: Ledger) -> Planned | None:
    """When the ledger has the plan published: a day, a month or a fiscal year; None if it does not say."""
    value = ledger.answer(PUBLICATION)
    found = _VALUE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[3] or 3), found[4]
    if found[2]:
        year += 1
    shown = show_date(found[0])
    if day:
        return on_day(date(year, month, int(day)), shown)
    last = date(year, month, monthrange(year, month)[1])
    return Planned(
        first=behind_days_off(date(year, month, 1)),
        last=before_days_off(last),
        precision="year" if found[2] else "month",
        shown=shown,
    )


def on_day(day: date, shown: str = "") -> Planned:
    """A publication on one day."""
    return Planned(first=day, last=day, precision="day", shown=shown or show_date(day.isoformat()))


def before_days_off(day: date) -> date:
    """The day, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def behind_days_off(day: date) -> date:
    """The day, or the Monday after it."""
    return day if day.weekday() < _SATURDAY else day + timedelta(days=7 - day.weekday())


def is_day_off(day: date) -> bool:
    """Whether it is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY
