"""Japanese eras and fiscal years: read them, convert them, and tell whether a deadline has passed."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_OFFSET = {"令和": 2018, "平成": 1988, "昭和": 1925}
_ERA = re.compile(r"(令和|平成|昭和)(元|\d{1,3})年(度)?(?:(末)|(?:(\d{1,2})月))?")


@dataclass(frozen=True)
class EraYear:
    """A year written in an era.

    Attributes:
        text: as written, e.g. 平成32年度.
        year: the western year (of the fiscal year's beginning, for fiscal years).
        end: offset behind it in the text.
        last_day: the last day that the expression covers.
    """

    text: str
    year: int
    fiscal: bool
    end: int
    last_day: date

    @property
    def reading(self) -> str:
        """In today's era and the western calendar, e.g. 令和2年度（2020年度）."""
        unit = "年度" if self.fiscal else "年"
        return f"{era_of(self.year)}{unit}（{self.year}{unit}）"


def era_of(year: int) -> str:
    """The era of a year from its beginning on (2019 is 令和元, 1989 平成元), without 年."""
    era = next((name for name in _OFFSET if year > _OFFSET[name]), "昭和")
    number = year - _OFFSET[era]
    return f"{era}{'元' if number == 1 else number}"


def find_era_years(text: str) -> Iterator[EraYear]:
    """All years written in an era, in order."""
    for found in _ERA.finditer(text):
        year = _OFFSET[found[1]] + (1 if found[2] == "元" else int(found[2]))
        fiscal = bool(found[3])
        yield EraYear(found[0], year, fiscal, found.end(), _last_day(year, fiscal, found[5]))


def _last_day(year: int, fiscal: bool, month: str | None) -> date:
    if month and not fiscal and 1 <= int(month) <= 12:
        return date(year, int(month), monthrange(year, int(month))[1])
    return date(year + 1, 3, 31) if fiscal else date(year, 12, 31)


def passed_deadlines(text: str, today: date) -> list[str]:
    """One sentence for each deadline of the text that has passed: what it reads today, and that it is over."""
    said: dict[str, None] = {}
    for found in find_era_years(text):
        after = text[found.end :][:6]
        if found.last_day < today and re.match(r"末?(?:まで|を目途|に向けて|に|中に|夏まで|早期)", after):
            said[f"{found.text}は{found.reading}にあたり、すでに過ぎています。"] = None
    return list(said)
