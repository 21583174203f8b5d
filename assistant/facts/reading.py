"""Read a facts file, and say of every mistake in which field it is, what was written, and what would be right."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from assistant.eras import find_dates
from assistant.facts.measures import read_measures
from assistant.facts.parsing import LARGEST, load, parse
from assistant.facts.problems import FactsFileRefused, FactsProblem
from assistant.interview import Question, load_questions
from assistant.models import Dated, Fact, Ledger, Status
from assistant.understanding import Problem, command, newest_last, plausible, read_answer, state_of_mind
from knowledge.corpus import Corpus

__all__ = ["LARGEST", "LONGEST_TEXT", "load", "parse", "read_facts", "read_facts_file"]
LONGEST_TEXT = 8_000
SECTIONS = ("facts", "measures")
_PARTS = ("status", "value", "values", "as_of", "approximate", "source", "department", "answered_by")
_FIGURES = ("count", "percent")
_EXPONENT = re.compile(r"[-+]?[0-9.]+[eE][-+]?[0-9]+")


def read_facts_file(path: Path, corpus: Corpus) -> Ledger:
    """The ledger that the file holds.

    Raises:
        InputError: if the file is missing, empty, too large, of another kind, or no YAML or JSON.
        FactsFileRefused: with every problem of its contents.
    """
    return read_facts(load(path), corpus)


def read_facts(content: dict[str, Any], corpus: Corpus) -> Ledger:
    """The ledger of a facts file's contents.

    Raises:
        FactsFileRefused: with every problem found.
    """
    problems: list[FactsProblem] = []
    for name in content:
        if name not in SECTIONS:
            problems.append(_unknown(str(name), str(name), SECTIONS))
    given = content.get("facts") or {}
    ledger = Ledger()
    if isinstance(given, dict):
        for fact in _facts(given, problems):
            ledger = ledger.with_fact(fact)
    else:
        problems.append(FactsProblem("facts", given, "「事実の名前: 値」の並びにしてください"))
    for fact in ledger.facts.values():
        if isinstance(found := plausible(fact, ledger), Problem):
            problems.append(FactsProblem(f"facts.{fact.key}", fact.value, found.text))
    ledger = ledger.model_copy(update={"measures": read_measures(content.get("measures"), ledger, corpus, problems)})
    if problems:
        raise FactsFileRefused(problems)
    return ledger


def _facts(given: dict[Any, Any], problems: list[FactsProblem]) -> Iterator[Fact]:
    questions = {question.key: question for question in load_questions()}
    for key, value in given.items():
        question = questions.get(str(key))
        if question is None:
            labelled = {name: q.key for q in questions.values() for name in q.names}
            problems.append(_unknown(f"facts.{key}", str(key), tuple(questions), labelled))
            continue
        if value is None:
            continue
        try:
            yield _fact(question, value)
        except _Refused as refused:
            problems.append(FactsProblem(f"facts.{key}{refused.part}", refused.value, refused.expected))


class _Refused(Exception):
    def __init__(self, value: object, expected: str, part: str = "") -> None:
        super().__init__(expected)
        self.value, self.expected, self.part = value, expected, part


def _fact(question: Question, value: object) -> Fact:
    if not isinstance(value, dict):
        return _from_value(question, value)
    for part in value:
        if part not in _PARTS:
            raise _Refused(part, _suggestion(str(part), _PARTS), f".{part}")
    status = value.get("status")
    if status is not None and status not in list(Status):
        raise _Refused(status, f"{'・'.join(Status)} のどれかにしてください", ".status")
    if status not in (None, Status.ANSWERED):
        if value.get("value") is not None or value.get("values"):
            raise _Refused(status, "値があるときは status を書かないか、answered にしてください", ".status")
        return Fact(key=question.key, status=Status(status), **_origin(value))
    series = value.get("values")
    if series is not None and value.get("value") is not None:
        raise _Refused(series, "value か values のどちらか一方にしてください", ".values")
    fact = _series(question, series) if series is not None else _from_value(question, value.get("value"))
    dated = {"as_of": _day(value["as_of"], ".as_of")} if value.get("as_of") is not None else {}
    rough = {"approximate": _flag(value["approximate"], ".approximate")} if value.get("approximate") is not None else {}
    if rough and question.kind not in _FIGURES:
        raise _Refused(value["approximate"], "数と割合の項目だけで使えます。消してください", ".approximate")
    return fact.model_copy(update={**dated, **rough, **_origin(value)})


def _origin(value: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _text(value[name], f".{name}")
        for name in ("source", "department", "answered_by")
        if value.get(name) is not None
    }


def _text(value: object, part: str) -> str:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value).strip()
    raise _Refused(value, "文字で書いてください", part)


def _flag(value: object, part: str) -> bool:
    if isinstance(value, bool):
        return value
    raise _Refused(value, "true か false にしてください", part)


def _day(value: object, part: str) -> str:
    """When a value holds, in the person's own words; a year can be read in it."""
    text = _text(value, part)
    if newest_last([Dated(value=0, as_of=text)]) is None:
        raise _Refused(value, "いつの値かを「令和8年4月1日」「2026-04-01」のように書いてください", part)
    return text


def _series(question: Question, series: object) -> Fact:
    if question.kind not in _FIGURES:
        raise _Refused(series, "values は数と割合の項目だけで使えます。value にしてください", ".values")
    if not isinstance(series, list) or not series:
        raise _Refused(series, "「- {value: 値, as_of: 日付}」の並びにしてください", ".values")
    dated = []
    for at, entry in enumerate(series):
        if not isinstance(entry, dict) or set(entry) - {"value", "as_of", "approximate"} or not entry.get("as_of"):
            raise _Refused(entry, "value と as_of（いつの値か）の両方を書いてください", f".values[{at}]")
        fact = _from_value(question, entry.get("value"), f".values[{at}].value")
        if not isinstance(fact.value, int | float):
            raise _Refused(
                entry.get("value"), f"「{question.example}」のような数にしてください", f".values[{at}].value"
            )
        rough = _flag(entry.get("approximate", fact.approximate), f".values[{at}].approximate")
        day = _day(entry["as_of"], f".values[{at}].as_of")
        dated.append(Dated(value=fact.value, as_of=day, approximate=rough))
    ordered = newest_last(dated) or dated
    days = [find_dates(entry.as_of, bare=True)[0].last_day for entry in ordered]
    if len(set(days)) < len(days):
        raise _Refused(series, "同じ時点の値が二つあります。一つにしてください", ".values")
    newest = ordered[-1]
    return Fact(
        key=question.key,
        status=Status.ANSWERED,
        value=newest.value,
        as_of=newest.as_of,
        approximate=newest.approximate,
        earlier=tuple(ordered[:-1]),
    )


def _from_value(question: Question, value: object, part: str = "") -> Fact:
    match value:
        case bool():
            raise _Refused(value, _like(question), part)
        case int() | float() if question.kind in _FIGURES:
            return _spoken(question, value, _plain(value), part)
        case list() if question.kind == "items":
            items = tuple(_item(item, f"{part}[{at}]", question) for at, item in enumerate(value))
            if not items:
                raise _Refused(value, "一つ以上書くか、該当がなければ status: not_applicable にしてください", part)
            return Fact(key=question.key, status=Status.ANSWERED, value=items)
        case str() if question.kind in _FIGURES and _EXPONENT.fullmatch(value.strip()):
            raise _Refused(value, "「1e5」のような書き方ではなく、「100000」のように書いてください", part)
        case str():
            return _spoken(question, value, value, part)
        case _:
            raise _Refused(value, _like(question), part)


def _like(question: Question) -> str:
    """What would be right."""
    if question.choices:
        return f"「{'」「'.join(question.choices)}」のどれかにしてください"
    quoted = (
        '。数字だけの値は、引用符（"）で囲んで文字にしてください' if question.kind not in (*_FIGURES, "items") else ""
    )
    return f"「{question.example}」のように書いてください{quoted}"


def _plain(value: int | float) -> str:
    return format(value, "f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _item(item: object, part: str, question: Question) -> str:
    if not isinstance(item, str) or not item.strip():
        raise _Refused(item, "文字で書いてください", part)
    if state_of_mind(item):
        raise _Refused(item, f"並びの外に「{question.key}: {item.strip()}」と書いてください", part)
    if len(item) > LONGEST_TEXT:
        raise _Refused(f"{item[:40]}…", f"長すぎます（{len(item):,}字）。{LONGEST_TEXT:,}字までにしてください", part)
    return " ".join(item.split("\n")).strip(" 　。")


def _spoken(question: Question, value: object, said: str, part: str) -> Fact:
    """What a person would have said in the chat, read in the same way."""
    if len(said) > LONGEST_TEXT:
        raise _Refused(f"{said[:40]}…", f"長すぎます（{len(said):,}字）。{LONGEST_TEXT:,}字までにしてください", part)
    if command(said) == "later":
        return Fact(key=question.key, status=Status.ABSENT)
    read = read_answer(question, said)
    if isinstance(read, Problem):
        raise _Refused(value, read.text, part)
    if question.kind == "title" and read.status is Status.ANSWERED and "\n" not in said.strip():
        read = read.model_copy(update={"value": said.strip()})  # a file holds the name itself, not talk around it
    return read.model_copy(update={"said": ""})


def _unknown(field: str, name: str, known: tuple[str, ...], called: Mapping[str, str] | None = None) -> FactsProblem:
    return FactsProblem(field, name, _suggestion(name, known, called or {}))


def _suggestion(name: str, known: tuple[str, ...], called: Mapping[str, str] | None = None) -> str:
    """That there is no such name, and which one may be meant.

    Args:
        called: other words for the names.
    """
    meant = {**{one: one for one in known}, **(called or {})}
    close = get_close_matches(name, list(meant), n=1, cutoff=0.5)
    hint = f"「{meant[close[0]]}」の間違いではありませんか。" if close else ""
    return f"この名前の項目はありません。{hint}使える名前は「kanmin facts schema」で確かめられます"
