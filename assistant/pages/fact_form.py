"""The answers of a plan as a form and back: the same reading and the same checks as in the chat. Pure."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from assistant.drafting.shown import show_dated, show_figure, show_value
from assistant.facts.reading import LONGEST_TEXT
from assistant.inquiry.dates import date_text, read_date
from assistant.interview import Question, applicable, load_questions
from assistant.models import Fact, Ledger, Status
from assistant.pages.access import Submission, fingerprint
from assistant.understanding import Problem, doubt, plausible, read_answer

STATES = {
    Status.ANSWERED: "答える",
    Status.ABSENT: "あとで（未回答）",
    Status.UNKNOWN: "わからない",
    Status.NOT_APPLICABLE: "該当なし",
    Status.DECLINED: "答えない",
}
_FIGURES = ("count", "percent")
_LONGEST_SOURCE = 300
_EARLIER = re.compile(r"-(\d{1,3})-value$")
_MOMENT = re.compile(r"(?:現在|時点)$")
_NO_CURRENT = "いまの値が空です。「以前の値」の上の欄に、いまの値を書いてください。この答えをなくすときは、以前の値もすべて消してください。"
_DATES = "「令和8年4月1日」「令和7年度」のように書いてください。"


class Dating(NamedTuple):
    """A value of a figure and the date that it stands for, as they are typed."""

    as_of: str = ""
    value: str = ""


class Entry(NamedTuple):
    """What the controls of a question hold.

    Attributes:
        text: the whole answer in words; of a figure with all its dated values.
        figures: the same value by value, the newest first, where the form has them apart.
    """

    text: str
    state: str
    source: str
    figures: tuple[Dating, ...] = ()

    @property
    def said(self) -> tuple[str, str, str]:
        """What counts when two entries are compared."""
        return self.text, self.state, self.source


class Row(NamedTuple):
    """A question with its controls.

    Attributes:
        seen: sign of what the controls showed when the page was made.
        origin: who answered, if not the planner.
    """

    question: Question
    entry: Entry
    seen: str
    status: Status
    origin: str
    problem: str = ""
    notice: str = ""


class Taken(NamedTuple):
    """What came of a form: facts to keep, or problems by key; `stale` ones are only that somebody was faster.

    Attributes:
        notices: by key, in what a fact that is kept differs so much from before that somebody should look again.
    """

    facts: tuple[Fact, ...]
    problems: dict[str, str]
    stale: bool = False
    notices: Mapping[str, str] = MappingProxyType({})


def rows_of(
    ledger: Ledger,
    typed: Mapping[str, Entry] | None = None,
    problems: Mapping[str, str] | None = None,
    notices: Mapping[str, str] | None = None,
) -> tuple[Row, ...]:
    """All questions that make sense after the answers so far, with what was typed where something was."""
    return tuple(
        _row(question, ledger, typed or {}, problems or {}, notices or {})
        for question in load_questions()
        if applicable(question, ledger)
    )


def entry_of(fact: Fact, question: Question) -> Entry:
    """What the controls show of a fact; reading it again gives the same fact."""
    return Entry(_text(fact, question), fact.status.value, fact.source, _figures(fact, question))


def typed_entries(sent: Submission) -> dict[str, Entry]:
    """What the form brought, by key; for a choice the state may stand among the choices."""
    found = {}
    for question in load_questions():
        name = f"value-{question.key}"
        if name not in sent:
            continue
        text, state = sent.text(name), sent.line(f"state-{question.key}")
        if question.kind == "choice":
            text, state = ("", text[6:]) if text.startswith("state:") else (text, "answered")
        figures: tuple[Dating, ...] = ()
        if f"asof-{question.key}" in sent:
            figures = _typed_figures(sent, question.key)
            text = "、".join(_joined(one) for one in reversed(figures) if one.value) if figures[0].value else ""
        found[question.key] = Entry(text, state, sent.line(f"source-{question.key}"), figures)
    return found


def _typed_figures(sent: Submission, key: str) -> tuple[Dating, ...]:
    """The rows of a figure as they were typed: the newest value, then the earlier ones."""
    rows = sorted(int(found[1]) for name in sent.names(f"earlier-{key}-") if (found := _EARLIER.search(name)))
    earlier = [Dating(sent.line(f"earlier-{key}-{at}-asof"), sent.line(f"earlier-{key}-{at}-value")) for at in rows]
    return (Dating(sent.line(f"asof-{key}"), sent.line(f"value-{key}")), *(one for one in earlier if any(one)))


def _joined(one: Dating) -> str:
    return f"{one.as_of} {one.value}" if one.as_of else one.value


def take(sent: Submission, ledger: Ledger) -> Taken:
    """The facts that a person changed in the form; none of them where there is any problem."""
    facts: list[Fact] = []
    problems: dict[str, str] = {}
    stale = False
    entries = typed_entries(sent)
    for question in load_questions():
        key = question.key
        typed = entries.get(key)
        known = ledger.get(key)
        shown = entry_of(known, question)
        if typed and not typed.text and any(one.value for one in typed.figures):
            problems[key] = _NO_CURRENT  # taken as an answer that was taken out, the earlier values would be lost too
            continue
        if typed is None or sent.line(f"seen-{key}") == fingerprint(*typed.said) or typed.said == shown.said:
            continue
        if sent.line(f"seen-{key}") != fingerprint(*shown.said):
            stale = True
            problems[key] = (
                f"この答えは、あなたが開いた後にほかの人が変えました（いまの答え：{_said(known, question)}）。"
                "下の内容でよければ、もう一度保存してください。"
            )
            continue
        read = _read(question, typed, shown, known)
        if isinstance(read, Problem):
            problems[key] = read.text
        else:
            facts.append(read)
    after = ledger
    for fact in facts:
        after = after.with_fact(fact)
    for fact in facts:
        if isinstance(found := plausible(fact, after), Problem):
            problems[fact.key] = found.text
    return Taken(tuple(facts), problems, stale, {fact.key: told for fact in facts if (told := notice(fact, ledger))})


def notice(fact: Fact, ledger: Ledger) -> str:
    """That a figure is hard to believe beside the one that is kept, for somebody to look again; empty if it is not."""
    found = doubt(fact, ledger.get(fact.key))
    return f"{found}合っているか、確かめてください。" if found else ""


def _read(question: Question, typed: Entry, shown: Entry, known: Fact) -> Fact | Problem:
    key, status = question.key, _status(typed.state)
    if status is None:
        return Problem(text="「答える」「わからない」などのどれかを選んでください。", key=key)
    if len(typed.text) > LONGEST_TEXT or len(typed.source) > _LONGEST_SOURCE:
        return Problem(text=f"長すぎます（{len(typed.text):,}字）。{LONGEST_TEXT:,}字までにしてください。", key=key)
    new_text = typed.text != shown.text
    if typed.text and new_text:
        if status not in (Status.ANSWERED, Status.ABSENT) and typed.state != shown.state:
            return Problem(
                text=f"答えが書いてあり、「{STATES[status]}」も選ばれています。どちらか一方にしてください。", key=key
            )
        read = read_answer(question, _in_words(typed, question))
        if isinstance(read, Problem) or read.status is not Status.ANSWERED:
            return read
        if lost := _undated(typed, read):
            return Problem(text=f"「{lost}」を日付として読めません。{_DATES}", key=key)
        return read.model_copy(update={"source": typed.source})
    if status is Status.ANSWERED and not typed.text:
        if not new_text:
            return Problem(text="答えを書いてください。あとで答えるときは「あとで」を選んでください。", key=key)
        return Fact(key=key, status=Status.ABSENT)
    if status is known.status:
        return known.model_copy(update={"source": typed.source})
    return Fact(key=key, status=status)


def _in_words(typed: Entry, question: Question) -> str:
    """The answer as it is read: bare numbers with their unit, dates that were written short (R8.4.1) in full."""
    rows = [one for one in reversed(typed.figures) if one.value]
    unit = "％" if question.kind == "percent" else question.unit
    dates = [read_date(_MOMENT.sub("", one.as_of)) for one in rows]
    full = (
        Dating(date_text(day) if day else one.as_of, one.value + (unit if one.value[-1].isdigit() else ""))
        for one, day in zip(rows, dates, strict=True)
    )
    return "、".join(map(_joined, full)) if rows else typed.text


def _undated(typed: Entry, read: Fact) -> str:
    """A date that was typed but is none, so that the value would stand without it."""
    dates = [one.as_of for one in typed.figures if one.as_of and one.value]
    known = [dated.as_of for dated in read.earlier] + ([read.as_of] if read.as_of else [])
    return (
        next((one for one in dates if read_date(_MOMENT.sub("", one)) is None), "") if len(known) < len(dates) else ""
    )


def _status(state: str) -> Status | None:
    return Status(state) if state in list(Status) else None


def _row(
    question: Question,
    ledger: Ledger,
    typed: Mapping[str, Entry],
    problems: Mapping[str, str],
    notices: Mapping[str, str],
) -> Row:
    fact = ledger.get(question.key)
    shown = entry_of(fact, question)
    return Row(
        question=question,
        entry=typed.get(question.key, shown),
        seen=fingerprint(*shown.said),
        status=fact.status,
        origin="　".join(_origin(fact)),
        problem=problems.get(question.key, ""),
        notice=notices.get(question.key, ""),
    )


def _origin(fact: Fact) -> Iterator[str]:
    if fact.department or fact.answered_by:
        yield f"回答：{fact.department}{f'（{fact.answered_by}）' if fact.answered_by else ''}"


def _text(fact: Fact, question: Question) -> str:
    """The value in words that are read back as they are: a series with its dates, items line by line."""
    if fact.status is not Status.ANSWERED:
        return ""
    if isinstance(fact.value, tuple):
        return "\n".join(fact.value)
    if isinstance(fact.value, int | float) and question.kind in _FIGURES:
        figure = show_figure(fact.value, fact.approximate, question)
        newest = f"{fact.as_of} {figure}" if fact.as_of else figure
        return "、".join(
            [*(f"{d.as_of} {show_figure(d.value, d.approximate, question)}" for d in fact.earlier), newest]
        )
    return show_value(fact, question)


def _figures(fact: Fact, question: Question) -> tuple[Dating, ...]:
    """A figure value by value, the newest first; the first one is there also without a value."""
    if question.kind not in _FIGURES:
        return ()
    if fact.status is not Status.ANSWERED or not isinstance(fact.value, int | float):
        return (Dating(),)
    newest = Dating(fact.as_of or "", show_figure(fact.value, fact.approximate, question))
    return newest, *(Dating(d.as_of, show_figure(d.value, d.approximate, question)) for d in reversed(fact.earlier))


def _said(fact: Fact, question: Question) -> str:
    if fact.status is not Status.ANSWERED:
        return STATES[fact.status]
    earlier = "、".join(show_dated(dated, question) for dated in fact.earlier)
    return show_value(fact, question) + (f"、以前の値は{earlier}" if earlier else "")
