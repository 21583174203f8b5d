"""Read the period of a plan as fiscal years, and a planned date, in any calendar and many ways of writing."""

import re

from assistant.eras import WrittenDate, find_dates, without_dates
from assistant.interview import Question
from assistant.models import Fact, Status
from assistant.numerals import fold, number
from assistant.understanding.plausibility import fault_of_period, fiscal
from assistant.understanding.problem import Problem

_N = r"(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_TO = r"\s*(?:〜|~|-|−|–|—|―|‐|ー|→|から|より)\s*"
# 令和9〜11年度, R9-11, 2027〜29年度: the second year borrows the era or the century of the first.
_SHORT_RANGE = re.compile(
    rf"(?P<first>(?:令和|平成|(?<![A-Za-z])[RHrh])[ .]?{_N}|(?<![0-9])20[0-9]{{2}})(?P<unit>年度?)?{_TO}(?P<last>{_N})(?![0-9月./-])(?P<fiscal>年度?)?"
    r"(?P<until>\s*まで)?"
)
_YEARS = re.compile(
    r"(?<![第0-9和成])(?P<n>[0-9]{1,3}|[一二三四五六七八九十]{1,3})\s*(?:[かカヶケヵ箇]年|年(?!度|[0-9元\s]*月|\s*[（(]|から|まで|末))(?:間|計画)?"
)
_SPAN = re.compile(r"\s*(?:から|〜|~|-|または|か)\s*[0-9]{1,2}月")
_ONLY = re.compile(r"(?:のみ|だけ|限り|単年度|の?1年(?:度|間)|の?一年(?:度|間))")
_RELATIVE_YEAR = re.compile(r"再来年度?|来年度?|今年度?|本年度?|昨年度?|去年|翌年度?|[0-9]{1,2}年度")
_RELATIVE = re.compile(
    r"再来年度?|来年度?|今年度?|本年度?|昨年度?|去年|翌年度?|来月|今月|来春|今春|年明け|年内|年度内|年度末|年末|[春夏秋冬]頃?|[0-9]{1,2}月|[0-9]{1,2}年度?|議会の?後"
)
_TAKEN_BACK = re.compile(r"^.*(?:では?なく|じゃなく)て?[、\s]*", re.DOTALL)
_REPLACED = re.compile(r"^.*?を[、\s]*(?=.*に(?:訂正|修正|変更|直|改め|変え|延長|短縮))", re.DOTALL)


def read_period(question: Question, said: str, known: str | None = None) -> Fact | Problem:
    """The fiscal years of a period. What the text leaves out is taken from `known` (a period), for corrections."""
    text = _newly_said(said)
    years = _years_in(text, known)
    if isinstance(years, str):
        return Problem(text=years, key=question.key, said=said)
    if fault := fault_of_period(*years):
        return Problem(text=fault, key=question.key, said=said)
    return Fact(key=question.key, status=Status.ANSWERED, value=f"{years[0]}-{years[1]}", said=said)


def read_date(question: Question, said: str) -> Fact | Problem:
    """A day, a month or a fiscal year; 末 is read as the month, since it names no day."""
    text = _newly_said(said)
    dates = find_dates(text)
    values = dict.fromkeys(_canonical(date) for date in dates)
    if dates and (span := _SPAN.match(text, dates[0].span[1])):
        read = f"{dates[0].text}{span[0]}"
        return Problem(
            text=f"「{read}」のうち、いつですか。一つの年月か、年度で教えてください。", key=question.key, said=said
        )
    if len(values) == 1 and (value := next(iter(values))):
        return Fact(key=question.key, status=Status.ANSWERED, value=value, said=said)
    return Problem(text=_asked_date(question, text, dates), key=question.key, said=said)


def fiscal_year(text: str) -> int | None:
    """The fiscal year that the text names (令和11年度, R11, 2029); None if it names none, or several."""
    folded = fold(text)
    years = {date.fiscal_year for date in find_dates(folded, bare=True)}
    return years.pop() if len(years) == 1 else None


def _newly_said(said: str) -> str:
    """The folded text without what it takes back: 令和9年3月ではなく…, 令和9年3月を…に変更."""
    return _REPLACED.sub("", _TAKEN_BACK.sub("", fold(said)))


def _years_in(text: str, known: str | None) -> tuple[int, int] | str:
    """First and last year, or what is asked back."""
    if (short := _short_range(text)) is not None:
        return short
    durations, rest = _durations(text)
    dates = find_dates(rest, bare=True)
    for date in dates:
        if date.last_day is None:
            return f"「{date.text}」という日付はありません。計画期間を「令和9年度から令和11年度まで」のように教えてください。"
        if date.contradicts:
            return f"「{date.text}」は、元号と西暦が合いません。計画期間を、もう一度教えてください。"
    if len(durations) > 1 or len(dates) > 2:
        return "計画期間をはっきり読み取れませんでした。「令和9年度から令和11年度まで」のように、始まりと終わりを一つずつ教えてください。"
    n = durations[0] if durations else None
    if len(dates) == 2:
        first, last = dates[0].fiscal_year, dates[1].fiscal_year
        if n is not None and last - first >= 0 and last - first + 1 != n:
            return f"「{fiscal(first)}から{fiscal(last)}まで」は{last - first + 1}年間ですが、{n}年間とも書かれています。どちらが正しいか教えてください。"
        return first, last
    if len(dates) == 1:
        return _from_one(dates[0], n, rest, known)
    if not dates and (relative := _RELATIVE_YEAR.search(text)):
        return f"「{relative[0]}」だけでは何年度か決められません。元号か西暦を付けて、「令和9年度から令和11年度まで」のように教えてください。"
    if n is not None and known:
        first = int(known[:4])
        return first, first + n - 1
    if n is not None:
        return f"{n}年間と読みましたが、始まりの年度が分かりません。「令和9年度から{n}年間」のように教えてください。"
    return "計画期間を読み取れませんでした。「令和9年度から令和11年度まで」のように、何年度から何年度までかを教えてください。"


def _from_one(date: WrittenDate, n: int | None, text: str, known: str | None) -> tuple[int, int] | str:
    """The period that one date, a number of years and what is known make up."""
    year = date.fiscal_year
    is_end = bool(re.match(r"\s*(?:末|いっぱい)?\s*(?:まで|を(?:終わり|終期|最終))", text[date.span[1] :]))
    if n is not None and is_end:
        return year - n + 1, year
    if n is not None:
        months_later = 1 if date.month is not None and not date.fiscal and date.month != 4 else 0
        return year, year + n - 1 + months_later
    if _ONLY.search(text[date.span[1] :]):
        return year, year
    if known and is_end:
        return int(known[:4]), year
    if known and re.match(r"\s*(?:から|より|[〜~ー-]|に?(?:開始|始))", text[date.span[1] :]):
        return year, int(known[-4:])
    if is_end:
        return (
            f"終わりを{fiscal(year)}と読みましたが、始まりの年度が分かりません。何年度から何年度までか教えてください。"
        )
    return f"始まりを{fiscal(year)}と読みましたが、終わりの年度が分かりません。何年度から何年度までか教えてください。"


def _short_range(text: str) -> tuple[int, int] | None:
    """令和9〜11年度 and the like; None if the text has no such range."""
    found = _SHORT_RANGE.search(text)
    if found is None or re.match(r"\s*(?:間|計画|ヶ|か)", text[found.end() :]):
        return None
    if found["fiscal"] == "年" and not found["until"]:
        return None  # 令和9年度から3年 is a number of years
    if not found["fiscal"] and re.search(r"から|より", found[0]):
        return None
    first = find_dates(found["first"] + "年度")
    last = int(number(found["last"].replace("元", "1")) or 0)
    if len(first) != 1:
        return None
    year = first[0].year
    if found["first"].startswith("20"):
        return (year, year // 100 * 100 + last) if len(found["last"]) == 2 else None
    counted = find_dates(re.sub(rf"{_N}$", "", found["first"]) + f"{last}年度")
    return (year, counted[0].year) if counted else None


def _durations(text: str) -> tuple[list[int], str]:
    """Numbers of years in the text, each once, and the text without them."""
    blanked = without_dates(text, [d for d in find_dates(text, bare=True) if not _is_duration(text, d)])
    found = list(_YEARS.finditer(blanked))
    for match in found:
        text = text[: match.start()] + " " * len(match[0]) + text[match.end() :]
    return list(dict.fromkeys(int(number(match["n"]) or 0) for match in found)), text


def _is_duration(text: str, date: WrittenDate) -> bool:
    """Whether a year that borrowed its era is a number of years: 令和9年度から3年."""
    written = text[slice(*date.span)]
    return bool(re.fullmatch(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*年", written)) and not re.match(
        r"\s*(?:度|まで|末|から|\()", text[date.span[1] :]
    )


def _canonical(date: WrittenDate) -> str:
    """2027-03-31, 2027-03 or 2027年度; empty for a mere year and for days that do not exist."""
    if date.last_day is None or date.contradicts:
        return ""
    if date.fiscal:
        return f"{date.year}年度"
    if date.month is None:
        return ""
    return f"{date.year}-{date.month:02}" + (f"-{date.day:02}" if date.day else "")


def _asked_date(question: Question, text: str, dates: list[WrittenDate]) -> str:
    example = f"「{question.example}」のように、年と月か、年度で教えてください。"
    for date in dates:
        if date.last_day is None:
            return f"「{date.text}」という日付はありません。{example}"
        if date.contradicts:
            return f"「{date.text}」は、元号と西暦が合いません。{example}"
    if len(dates) > 1:
        listed = "」「".join(date.text for date in dates)
        return f"日付が{len(dates)}つあります（「{listed}」）。{question.label}にあたるものを一つだけ教えてください。"
    if dates:
        return f"「{dates[0].text}」の何月ごろですか。{example}"
    if relative := _RELATIVE.search(text):
        return f"「{relative[0]}」だけでは、いつか決められません。{example}"
    return f"いつかを読み取れませんでした。{example}"
