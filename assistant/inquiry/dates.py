"""A date that stands alone in a cell, and dates as letters write them. Knows no facts and no cells."""

import re
from datetime import date

from assistant.eras import WrittenDate, era_of, find_dates
from assistant.numerals import fold

_WEEKDAYS = "月火水木金土日"
_FIRST_MONTH = 4


def read_date(text: str) -> WrittenDate | None:
    """The date that the whole text is; None if it is none, says more, or does not exist (2月30日, 令和8年（2025年）)."""
    folded = re.sub(r"\s", "", fold(text))
    found = find_dates(folded, bare=True)
    if len(found) != 1 or found[0].span != (0, len(folded)) or found[0].contradicts or found[0].last_day is None:
        return None
    return found[0]


def date_text(written: WrittenDate) -> str:
    """The date as a fact keeps it: as written, or in its era if it was written short (R8.4.1, 2026/4/1)."""
    if "年" in written.text and not re.match(r"[A-Za-z]", written.text):
        return written.text
    if written.fiscal:
        return f"{era_of(written.year)}年度"
    end = "末" if written.at_end else ""
    if written.month is None:
        return f"{era_of(written.year)}年{end}"
    return era_month(first_day(written)) + (f"{written.day}日" if written.day else end)


def first_day(written: WrittenDate) -> date:
    """The first day that the date covers."""
    if written.fiscal:
        return date(written.year, _FIRST_MONTH, 1)
    return date(written.year, written.month or 1, written.day or 1)


def era_day(day: date) -> str:
    """A day in its era, e.g. 令和8年4月1日; the eras change on their real days."""
    return f"{era_month(day)}{day.day}日"


def era_month(day: date) -> str:
    """The month of a day in its era, e.g. 令和8年4月."""
    if date(2019, 1, 1) <= day < date(2019, 5, 1):
        return f"平成31年{day.month}月"
    return f"{era_of(day.year)}年{day.month}月"


def with_weekday(day: date) -> str:
    """A day in its era with the day of the week, e.g. 令和8年12月11日（金）."""
    return f"{era_day(day)}（{_WEEKDAYS[day.weekday()]}）"
