"""How values stand in a plan: 31,800人（令和8年4月1日現在）, 令和9年度から令和11年度まで. Knows no templates."""

import re

from assistant.eras import WrittenDate, era_of, find_dates
from assistant.interview import Question
from assistant.models import Dated, Fact
from assistant.numerals import fold

_PERIOD = re.compile(r"(\d{4})-(\d{4})")
_DATE = re.compile(r"(\d{4})(?:年度|-(\d{2})(?:-(\d{2}))?)")


def show_value(fact: Fact, question: Question) -> str:
    """A fact's value as it stands in a plan; 〔要確認：…〕 if it has none."""
    match fact.value:
        case None:
            return f"〔要確認：{question.label}〕"
        case int() | float():
            return show_figure(fact.value, fact.approximate, question) + (
                f"（{show_date(fact.as_of)}現在）" if fact.as_of else ""
            )
        case tuple():
            return "、".join(fact.value)
        case str() if question.kind == "period":
            return show_period(fact.value)
        case str() if question.kind == "date":
            return show_date(fact.value)
        case str():
            return fact.value


def show_figure(value: int | float, approximate: bool, question: Question) -> str:
    """A figure with its unit, e.g. 約31,800人, 38.5％."""
    about = "約" if approximate else ""
    if question.kind == "percent":
        return f"{about}{value:g}％"
    return f"{about}{value:,}{question.unit}"


def show_dated(dated: Dated, question: Question) -> str:
    """An older value with its date, e.g. 令和3年4月1日の33,900人."""
    return f"{show_date(dated.as_of)}の{show_figure(dated.value, dated.approximate, question)}"


def fiscal_years(period: object) -> range | None:
    """The fiscal years of a period's canonical value ("2027-2029"); None if there is none."""
    found = _PERIOD.fullmatch(period) if isinstance(period, str) else None
    return range(int(found[1]), int(found[2]) + 1) if found else None


def show_period(period: str) -> str:
    """A period in fiscal years, e.g. 令和9年度から令和11年度まで."""
    years = fiscal_years(period)
    if years is None:
        return period
    if len(years) == 1:
        return show_fiscal_year(years[0])
    return f"{show_fiscal_year(years[0])}から{show_fiscal_year(years[-1])}まで"


def show_fiscal_year(year: int) -> str:
    """A fiscal year in its era, e.g. 令和9年度."""
    return f"{era_of(year)}年度"


def show_date(date: str) -> str:
    """A date in its era: canonical dates (2027-03, 2027年度) and dates as a person wrote them (2026年4月1日)."""
    found = _DATE.fullmatch(date)
    if found and found[2]:
        day = f"{int(found[3])}日" if found[3] else ""
        return f"{_era_year(int(found[1]), int(found[2]), int(found[3] or 1))}年{int(found[2])}月{day}"
    if found:
        return show_fiscal_year(int(found[1]))
    out, at = "", 0
    for written in find_dates(date):
        start, end = written.span
        out += fold(date)[at:start] + _shown(written)
        at = end
    return out + fold(date)[at:] if at else date


def _shown(written: WrittenDate) -> str:
    if written.fiscal:
        return show_fiscal_year(written.year) + ("末" if written.at_end else "")
    month = f"{written.month}月" if written.month else ""
    day = f"{written.day}日" if written.day else "末" if written.at_end else ""
    return f"{_era_year(written.year, written.month or 12, written.day or 1)}年{month}{day}"


def _era_year(year: int, month: int, day: int) -> str:
    """Eras change within a year: January to April 2019 is 平成31年."""
    if (2019, 1, 1) <= (year, month, day) < (2019, 5, 1):
        return "平成31"
    return era_of(year)
