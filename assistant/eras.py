"""Japanese eras and fiscal years: read them, convert them, and tell whether a deadline has passed."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from assistant.numerals import fold, number

_OFFSET = {"令和": 2018, "平成": 1988, "昭和": 1925}
_SHORT = {"R": "令和", "H": "平成", "S": "昭和"}
_ERA = re.compile(r"(令和|平成|昭和)(元|\d{1,3})年(度)?(?:(末)|(?:(\d{1,2})月))?")
_N = r"(?:元|[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?![0-9])"
_ERA_YEAR = rf"(?:令和|平成|昭和|(?<![A-Za-z0-9])[RHrh](?=[ .]?[0-9元])|(?<![A-Za-z0-9])S(?=[0-9]{{1,2}}年))[ .]?{_N}"
_WESTERN = r"(?<![0-9,.])(?:西暦 ?)?(?:(?:19|20)[0-9]{2}|[一二][〇九][〇一二三四五六七八九]{2})(?![0-9,])"
_DOUBLE = re.compile(
    rf"(?P<year>(?:{_ERA_YEAR}|{_WESTERN})(?:年度?)?)(?P<other>\((?:{_ERA_YEAR}|{_WESTERN})(?:年度?)?\))"
)
_MONTH = r"(?:0?[1-9]|1[0-2])"
_DATE = re.compile(
    rf"""
    (?:(?P<era>{_ERA_YEAR})|(?P<fy>FY)?(?P<western>{_WESTERN})
      |(?<![0-9,.〇一-九十第約R])(?P<carried>{_N})(?=\ *年(?!間|前|後|目|以|ぶり|ほど|程|ごと|生|計画)))
    (?:
      \ *(?P<fiscal>年度)\ *(?P<fiscal_end>末)?
      |\ *(?P<year>年)\ *(?:(?P<month>{_N})\ *月\ *(?:(?P<day>{_N})\ *日|(?P<last>末日)|(?P<end>末))?|(?P<year_end>末))?
      |(?P<sign>[./-])(?P<month2>{_MONTH})(?:(?P=sign)(?P<day2>[0-9]{{1,2}}))?(?![0-9,人名件])
      |(?P<nothing>(?![0-9A-Za-z,.人名件戸世%万千億歳]))
    )
    """,
    re.VERBOSE,
)
_AS_OF = re.compile(r"(?:の)?(?:現在|時点)")


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


@dataclass(frozen=True)
class WrittenDate:
    """A year, fiscal year, month or day as somebody wrote it in any calendar.

    Attributes:
        text: half-width, as written, without 現在 or 時点; an era that was left out because it was said before is put in.
        year: the western year (of the fiscal year's beginning, for fiscal years).
        month: None if none was written, as for fiscal years.
        at_end: 末 was written, not 末日.
        contradicts: another year stands in parentheses behind it, e.g. 令和9年度（2026年度）.
        span: offsets in the folded text, with 現在 or 時点.
    """

    text: str
    year: int
    month: int | None
    day: int | None
    fiscal: bool
    at_end: bool
    contradicts: bool
    span: tuple[int, int]

    @property
    def last_day(self) -> date | None:
        """The last day that the expression covers; None if there is no such day (2月30日)."""
        try:
            if self.fiscal:
                return date(self.year + 1, 3, 31)
            month = self.month or 12
            return date(self.year, month, self.day or monthrange(self.year, month)[1])
        except ValueError:
            return None

    @property
    def fiscal_year(self) -> int:
        """The fiscal year in which it lies; a year without a month counts as the fiscal year of the same number."""
        return self.year - 1 if not self.fiscal and self.month is not None and self.month < 4 else self.year


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
            same = found.reading.startswith(fold(found.text))
            said[f"{found.reading}は" if same else f"{found.text}は{found.reading}にあたり、"] = None
    return [f"{beginning}すでに過ぎています。" for beginning in said]


def find_dates(text: str, *, bare: bool = False) -> list[WrittenDate]:
    """All dates in the text, in order: 令和8年4月1日, R8.4.1, 2026/4/1, 令和8年度末, 2026年3月.

    A year without an era counts behind one that has an era (令和9年度から11年度). A western year that is nothing but four
    digits counts in parentheses only, or anywhere if `bare`.
    """
    folded = fold(text)
    doubles = {double.start("other"): double for double in _DOUBLE.finditer(folded) if _are_years(double)}
    plain = _blank(folded, (double.span("other") for double in doubles.values()))
    found: list[WrittenDate] = []
    era = ""
    for match in _DATE.finditer(plain):
        if match["carried"] and not era:
            continue
        expected = bare or match["fy"] or match.end() in doubles or _in_parentheses(match)
        if match["western"] and match["nothing"] is not None and not expected:
            continue
        era = "" if match["western"] else _era(match["era"]) if match["era"] else era
        found.append(_written(match, folded, era, doubles))
    return found


def without_dates(text: str, dates: Iterable[WrittenDate]) -> str:
    """The folded text with spaces in place of the dates, so that other numbers keep their offsets."""
    return _blank(fold(text), (found.span for found in dates))


def _written(match: re.Match[str], folded: str, era: str, doubles: dict[int, re.Match[str]]) -> WrittenDate:
    start, end = match.span()
    inside = [doubles[place] for place in range(start, end + 1) if place in doubles]
    end = max([end, *(double.end("other") for double in inside)])
    contradicts = any(_year(double["year"]) != _year(double["other"]) for double in inside)
    text = folded[start:end].strip()
    if match["carried"]:
        text = era + text
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    year = _year(match["era"] or match["western"] or f"{era}{match['carried']}")
    months = 3 if match["fiscal_end"] else 12 if match["year_end"] else number(month) if month else None
    last = monthrange(year, int(months))[1] if match["last"] and months and 1 <= months <= 12 else None
    as_of = _AS_OF.match(folded, end)
    return WrittenDate(
        text=text,
        year=year + 1 if match["fiscal_end"] else year,
        month=int(months) if months is not None else None,
        day=int(number(day) or 0) if day else last,
        fiscal=bool((match["fiscal"] and not match["fiscal_end"]) or match["fy"]),
        at_end=bool(match["fiscal_end"] or match["end"] or match["year_end"]),
        contradicts=contradicts,
        span=(start, as_of.end() if as_of else end),
    )


def _year(written: str) -> int:
    """The western year of 令和9, R9年度, (2027) or 二〇二七."""
    plain = re.sub(r"[() .]|西暦|年度?", "", written)
    if era := _era(plain):
        count = re.sub(r"^(?:令和|平成|昭和|[A-Za-z])", "", plain)
        return _OFFSET[era] + (1 if count == "元" else int(number(count) or 0))
    return int(number(plain) or 0)


def _era(written: str) -> str:
    return written[:2] if written[:2] in _OFFSET else _SHORT.get(written[:1].upper(), "")


def _are_years(double: re.Match[str]) -> bool:
    """Four digits in front of parentheses may be a count: 2050（R3）."""
    return not re.fullmatch(r"[0-9]{4}", double["year"]) or _year(double["year"]) == _year(double["other"])


def _in_parentheses(match: re.Match[str]) -> bool:
    text = match.string
    return text[: match.start()].rstrip().endswith("(") and text[match.end() :].lstrip().startswith(")")


def _blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    signs = list(text)
    for start, end in spans:
        signs[start:end] = " " * (end - start)
    return "".join(signs)
