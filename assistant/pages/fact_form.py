"""The answers of a plan as a form and back: the same reading and the same checks as in the chat. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from assistant.drafting.shown import show_dated, show_figure, show_value
from assistant.facts.reading import LONGEST_TEXT
from assistant.interview import Question, applicable, load_questions
from assistant.models import Fact, Ledger, Status
from assistant.pages.access import Submission, fingerprint
from assistant.understanding import Problem, plausible, read_answer

STATES = {
    Status.ANSWERED: "答える",
    Status.ABSENT: "あとで（未回答）",
    Status.UNKNOWN: "わからない",
    Status.NOT_APPLICABLE: "該当なし",
    Status.DECLINED: "答えない",
}
GROUPS = (
    ("chat", "計画の聞き取り", "チャットで聞く項目です。ここで書いても、チャットで答えても同じです。"),
    ("form", "そのほかの項目", "チャットでは聞かない項目です。ここか照会票で答えます。"),
    ("never", "体裁の設定", "下書きの書き方をそろえる設定です。選ばなければ、はじめの選択肢で書きます。"),
)
_FIGURES = ("count", "percent")
_LONGEST_SOURCE = 300


class Entry(NamedTuple):
    """What the controls of a question hold."""

    text: str
    state: str
    source: str


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


class Taken(NamedTuple):
    """What came of a form: facts to keep, or problems by key; `stale` ones are only that somebody was faster."""

    facts: tuple[Fact, ...]
    problems: dict[str, str]
    stale: bool = False


def rows_of(
    ledger: Ledger, typed: dict[str, Entry] | None = None, problems: dict[str, str] | None = None
) -> tuple[Row, ...]:
    """All questions that make sense after the answers so far, with what was typed where something was."""
    return tuple(
        _row(question, ledger, typed or {}, problems or {})
        for question in load_questions()
        if applicable(question, ledger)
    )


def entry_of(fact: Fact, question: Question) -> Entry:
    """What the controls show of a fact; reading it again gives the same fact."""
    return Entry(text=_text(fact, question), state=fact.status.value, source=fact.source)


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
        found[question.key] = Entry(text=text, state=state, source=sent.line(f"source-{question.key}"))
    return found


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
        if typed is None or sent.line(f"seen-{key}") == fingerprint(*typed) or typed == shown:
            continue
        if sent.line(f"seen-{key}") != fingerprint(*shown):
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
    return Taken(tuple(facts), problems, stale)


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
        read = read_answer(question, typed.text)
        if isinstance(read, Problem) or read.status is not Status.ANSWERED:
            return read
        return read.model_copy(update={"source": typed.source})
    if status is Status.ANSWERED and not typed.text:
        if not new_text:
            return Problem(text="答えを書いてください。あとで答えるときは「あとで」を選んでください。", key=key)
        return Fact(key=key, status=Status.ABSENT)
    if status is known.status:
        return known.model_copy(update={"source": typed.source})
    return Fact(key=key, status=status)


def _status(state: str) -> Status | None:
    return Status(state) if state in list(Status) else None


def _row(question: Question, ledger: Ledger, typed: dict[str, Entry], problems: dict[str, str]) -> Row:
    fact = ledger.get(question.key)
    shown = entry_of(fact, question)
    return Row(
        question=question,
        entry=typed.get(question.key, shown),
        seen=fingerprint(*shown),
        status=fact.status,
        origin="　".join(_origin(fact)),
        problem=problems.get(question.key, ""),
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


def _said(fact: Fact, question: Question) -> str:
    if fact.status is not Status.ANSWERED:
        return STATES[fact.status]
    earlier = "、".join(show_dated(dated, question) for dated in fact.earlier)
    return show_value(fact, question) + (f"、以前の値は{earlier}" if earlier else "")
