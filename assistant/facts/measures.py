"""The measures of a facts file: from a record or a person's own, with checks against the plan's period and issues."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import count
from math import isfinite
from typing import Any

from pydantic import ValidationError

from assistant.drafting.issues import issues_of
from assistant.drafting.shown import fiscal_years, show_period
from assistant.facts.problems import FactsProblem
from assistant.measures import FIELDS, find_offer, offers
from assistant.models import ChosenMeasure, Kpi, Ledger, Step
from assistant.understanding import fiscal_year
from knowledge.corpus import Corpus

_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
_REASONS = {
    "extra_forbidden": "この名前の項目はありません。「kanmin facts schema」で確かめてください",
    "missing": "書いてください",
    "string_type": "文字で書いてください",
    "int_type": "整数で書いてください",
    "int_parsing": "整数で書いてください",
    "int_from_float": "整数で書いてください",
    "model_type": "「name: 値」のように、項目の名前と値で書いてください",
    "literal_error": "picked（採用）か rejected（不採用）にしてください",
    "tuple_type": "「- 」で始まる並びにしてください",
    "less_than_equal": "柱の番号（1〜6）にしてください",
    "greater_than_equal": "柱の番号（1〜6）にしてください",
}


def read_measures(
    given: object, ledger: Ledger, corpus: Corpus, problems: list[FactsProblem]
) -> tuple[ChosenMeasure, ...]:
    """The measures; mistakes are added to `problems`."""
    if given is None:
        return ()
    if not isinstance(given, list):
        problems.append(FactsProblem("measures", given, "「- base: 施策の名称」の並びにしてください"))
        return ()
    measures = []
    keys = iter(_free_keys(given))
    for at, entry in enumerate(given):
        where = f"measures[{at}]"
        if not isinstance(entry, dict):
            problems.append(FactsProblem(where, entry, "「base: 施策の名称」か「title: 独自の施策名」を書いてください"))
            continue
        try:
            measure = ChosenMeasure.model_validate(_plain(entry, keys, where, problems), strict=False)
        except ValidationError as error:
            problems += [_fault(where, fault) for fault in error.errors()]
            continue
        before = len(problems)
        measure = _based(measure, where, corpus, problems)
        if len(problems) == before:
            problems += check_measure(measure, ledger, where)
        measures.append(measure)
    _no_repetition(measures, problems)
    return tuple(measures)


def _free_keys(given: list[Any]) -> Iterator[str]:
    """m1, m2, … without those that are given to a measure in the file."""
    taken = {entry.get("key") for entry in given if isinstance(entry, dict)}
    return (key for number in count(1) if (key := f"m{number}") not in taken)


def _plain(entry: dict[str, Any], keys: Iterator[str], where: str, problems: list[FactsProblem]) -> dict[str, Any]:
    """The entry with a key, without empty values, and with years that were written in an era as numbers."""
    plain = {name: value for name, value in entry.items() if value is not None}
    if "key" not in plain:
        plain["key"] = next(keys)
    if isinstance(plain["key"], str) and not _KEY.fullmatch(plain["key"]):
        problems.append(FactsProblem(f"{where}.key", plain["key"], "半角の英数字（40字まで）にしてください"))
    if isinstance(plain.get("pillar"), bool):
        problems.append(FactsProblem(f"{where}.pillar", plain.pop("pillar"), _REASONS["less_than_equal"]))
    for name, fields in (("kpis", ("year", "current_year")), ("schedule", ("year",))):
        rows = plain.get(name)
        if isinstance(rows, list):
            plain[name] = [_row(row, fields, f"{where}.{name}[{i}]", problems) for i, row in enumerate(rows)]
    return plain


def _row(row: object, fields: tuple[str, ...], where: str, problems: list[FactsProblem]) -> object:
    """A KPI or a step with readable years and amounts."""
    if not isinstance(row, dict):
        return row
    read = {name: value for name, value in row.items() if value is not None}
    for name in ("name", "text"):
        if isinstance(read.get(name), str) and not read[name].strip():
            problems.append(FactsProblem(f"{where}.{name}", read[name], "空です。書いてください"))
    for name in ("current", "target"):
        amount = read.get(name, "")
        wrong = isinstance(amount, bool) or (isinstance(amount, float) and not isfinite(amount))
        if wrong or not isinstance(amount, str | int | float):
            problems.append(
                FactsProblem(f"{where}.{name}", amount, "数（または「策定」のような短い言葉）で書いてください")
            )
            del read[name]
    return _with_years(read, fields, where, problems)


def _with_years(
    read: dict[str, Any], fields: tuple[str, ...], where: str, problems: list[FactsProblem]
) -> dict[str, Any]:
    for field in fields:
        value = read.get(field)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 1989 <= value <= 2100):
            continue
        year = fiscal_year(value) if isinstance(value, str) else None
        if year is None:
            problems.append(
                FactsProblem(f"{where}.{field}", value, "年度を「令和11年度」か「2029」のように書いてください")
            )
        read[field] = year
    return read


def _fault(where: str, fault: Any) -> FactsProblem:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"])
    path = re.sub(r"\.(int|float|str)$", "", path)
    return FactsProblem(where + path, fault["input"], _REASONS.get(fault["type"], "この値は使えません"))


def _based(measure: ChosenMeasure, where: str, corpus: Corpus, problems: list[FactsProblem]) -> ChosenMeasure:
    if measure.base:
        offer = find_offer(corpus, measure.base)
        if offer:
            return measure.model_copy(update={"base": offer.id})
        known = [name for o in offers(corpus).values() for name in (o.id, o.title, o.old_title) if name]
        close = get_close_matches(measure.base, known, n=1, cutoff=0.4)
        hint = f"「{close[0]}」の間違いではありませんか。" if close else ""
        problems.append(
            FactsProblem(
                f"{where}.base",
                measure.base,
                f"この施策は手引にも現在の施策にもありません。{hint}独自の施策なら base を書かず title を書いてください",
            )
        )
    elif not measure.title:
        problems.append(
            FactsProblem(where, measure.key, "base（手引などの施策の名称）か title（独自の施策名）を書いてください")
        )
    elif measure.pillar is None and measure.decision == "picked":
        problems.append(FactsProblem(f"{where}.pillar", None, "独自の施策には、柱の番号（1〜6）を書いてください"))
    return measure


def check_measure(measure: ChosenMeasure, ledger: Ledger, where: str) -> list[FactsProblem]:
    """What of the measure does not fit the plan: years outside its period, issues that it does not have."""
    problems = []
    if measure.field and measure.field not in FIELDS:
        problems.append(FactsProblem(f"{where}.field", measure.field, f"{'・'.join(FIELDS)} のどれかにしてください"))
    issues = issues_of(ledger)
    for at, issue in enumerate(measure.issues or ()):
        if issue not in issues:
            listed = "」「".join(issues)
            expected = (
                f"計画の課題「{listed}」のどれかと同じ言葉にしてください"
                if issues
                else "facts.issues に課題を書いてください"
            )
            problems.append(FactsProblem(f"{where}.issues[{at}]", issue, expected))
    for at, kpi in enumerate(measure.kpis):
        problems += _impossible(kpi, f"{where}.kpis[{at}]")
    period = ledger.answer("period")
    years = fiscal_years(period)
    if years is None:
        return problems
    for at, kpi in enumerate(measure.kpis):
        problems += _outside(kpi, years, f"{where}.kpis[{at}].year", str(period))
    for at, step in enumerate(measure.schedule):
        problems += _outside(step, years, f"{where}.schedule[{at}].year", str(period))
    return problems


def _impossible(kpi: Kpi, where: str) -> list[FactsProblem]:
    """Shares beyond 100 %, and a present that lies behind the goal."""
    problems = [
        FactsProblem(f"{where}.{field}", value, "割合は0〜100（％）にしてください")
        for field, value in (("current", kpi.current), ("target", kpi.target))
        if kpi.unit in ("%", "％") and isinstance(value, int | float) and not 0 <= value <= 100
    ]
    if kpi.current_year and kpi.year and kpi.current_year > kpi.year:
        problems.append(
            FactsProblem(f"{where}.current_year", kpi.current_year, "現状値の年度は、目標年度より前にしてください")
        )
    return problems


def _outside(dated: Kpi | Step, years: range, where: str, period: str) -> list[FactsProblem]:
    if dated.year is None or dated.year in years:
        return []
    return [FactsProblem(where, dated.year, f"計画期間（{show_period(period)}）の中の年度にしてください")]


def _no_repetition(measures: list[ChosenMeasure], problems: list[FactsProblem]) -> None:
    keys = [measure.key for measure in measures]
    for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
        problems.append(
            FactsProblem("measures[].key", key, "二つの施策が同じ key です。別にするか、key を消してください")
        )
    for what, names in (
        ("base", [measure.base for measure in measures if measure.base]),
        ("title", [measure.title for measure in measures if measure.title]),
    ):
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            problems.append(FactsProblem(f"measures[].{what}", name, "同じ施策が二つあります。一つにしてください"))
