"""The ledger as a facts file: what a chat collected, so that it can be kept, sent and drafted from again."""

from typing import Any

import yaml

from assistant.drafting.shown import fiscal_years, show_fiscal_year, show_value
from assistant.interview import Question, load_questions, question_for
from assistant.models import ChosenMeasure, Fact, Ledger, Status

_HEAD = "# 市町村官民データ活用推進計画の事実ファイルです。「kanmin draft --facts このファイル --out 計画.docx」で下書きできます。\n"


def as_content(ledger: Ledger) -> dict[str, Any]:
    """The ledger as plain values, in the order of the questions; reading them gives the same facts."""
    content: dict[str, Any] = {"facts": {}}
    for question in load_questions():
        fact = ledger.get(question.key)
        if fact.status is not Status.ABSENT:
            content["facts"][question.key] = _fact(fact)
    if ledger.measures:
        content["measures"] = [_measure(measure) for measure in ledger.measures]
    return content


def as_yaml(ledger: Ledger) -> str:
    """The facts file."""
    return _HEAD + yaml.safe_dump(as_content(ledger), allow_unicode=True, sort_keys=False, width=1000)


def _fact(fact: Fact) -> Any:
    origin = {name: said for name in ("source", "department", "answered_by") if (said := getattr(fact, name))}
    if fact.status is not Status.ANSWERED:
        return {"status": fact.status.value, **origin}
    question = question_for(fact.key)
    value = _value(fact, question)
    if fact.earlier:
        series = [(_figure(dated.value, question), dated.as_of, dated.approximate) for dated in fact.earlier]
        dated = [*series, (value, fact.as_of, fact.approximate)]
        return {
            "values": [
                {"value": v, "as_of": day, **({"approximate": True} if about else {})} for v, day, about in dated
            ],
            **origin,
        }
    parts: dict[str, Any] = {"value": value}
    if fact.as_of:
        parts["as_of"] = fact.as_of
    if fact.approximate:
        parts["approximate"] = True
    parts |= origin
    return value if len(parts) == 1 else parts


def _value(fact: Fact, question: Question) -> Any:
    """The value in a form that reads as itself."""
    match fact.value:
        case tuple():
            return list(fact.value)
        case int() | float():
            return _figure(fact.value, question)
        case _ if years := fiscal_years(fact.value) if question.kind == "period" else None:
            return f"{show_fiscal_year(years[0])}から{show_fiscal_year(years[-1])}まで"
        case _ if question.kind == "date":
            return show_value(fact, question)
    return fact.value


def _figure(value: int | float, question: Question) -> int | float | str:
    """A share under 1 % carries its sign: a bare 0.5 could mean a half."""
    return f"{value}%" if question.kind == "percent" and value < 1 else value


def _measure(measure: ChosenMeasure) -> dict[str, Any]:
    content = measure.model_dump(mode="json", exclude_defaults=True)
    for row in (*content.get("kpis", ()), *content.get("schedule", ())):
        for name in ("year", "current_year"):
            if row.get(name):
                row[name] = show_fiscal_year(row[name])
    return content
