"""Read a row of a returned sheet as a fact, through the same checks as an answer in the chat."""

import re
from datetime import date
from typing import TypeVar

from assistant.eras import WrittenDate
from assistant.inquiry.cells import Trouble, date_in, ditto, is_dash, is_ditto, line_in, text_in
from assistant.inquiry.dates import date_text, first_day
from assistant.inquiry.merging import day_of, merged
from assistant.inquiry.table import ANSWER, ANSWERED_BY, AS_OF, SOURCE, UNIT, Row
from assistant.interview import Question
from assistant.models import Fact, Ledger, Status
from assistant.numerals import fold, number
from assistant.understanding import Problem, plausible, read_answer, state_of_mind

T = TypeVar("T")
_FIGURES = ("count", "percent")
_ENDS_IN_NUMBER = re.compile(r"[0-9〇一二三四五六七八九十百千万億]$")


class Refused(Exception):
    """What stands in the row cannot be taken: what was read, and what would be right."""

    def __init__(self, read: str, right: str) -> None:
        super().__init__(right)
        self.read, self.right = read, right


def read_fact(question: Question, row: Row, ledger: Ledger, today: date) -> Fact:
    """The fact that the row states; its date, source and department with it.

    Raises:
        Refused: if a cell of the row cannot be taken, or the fact cannot be true beside those of the ledger.
    """
    text = answer_in(row)
    unit = unit_in(row) if question.kind in _FIGURES else ""
    said = text if state_of_mind(text) else text + _unit_to_add(text, unit, question)
    read = read_answer(question, said)
    if isinstance(read, Problem):
        if said != text and unit != fold(question.unit):
            raise Refused(said, f"単位が「{unit}」になっています。「{question.unit}」で答えてください。")
        raise Refused(text, read.text)
    if read.status is not Status.ANSWERED:
        return read.model_copy(update=about(row))
    as_of = as_of_in(row, today)
    if as_of and read.as_of and question.kind in _FIGURES and day_of(read.as_of) != as_of.last_day:
        raise Refused(
            f"回答の中では{read.as_of}、基準日では{date_text(as_of)}",
            "どちらが正しいかを確かめ、同じ日付にしてください。",
        )
    fact = read.model_copy(update={"as_of": read.as_of or (date_text(as_of) if as_of else None), **about(row)})
    if isinstance(problem := plausible(merged(ledger.get(fact.key), fact), ledger), Problem):
        raise Refused(text, problem.text)
    return fact


def about(row: Row) -> dict[str, str]:
    """Who answered, and from what.

    Raises:
        Refused: if one of these cells cannot be taken.
    """
    return {
        "source": taken(line_in(row.cells[SOURCE])),
        "department": row.department,
        "answered_by": taken(line_in(row.cells[ANSWERED_BY])),
    }


def answer_in(row: Row) -> str:
    """The answer's text.

    Raises:
        Refused: if there is none, or one that says nothing.
    """
    text = taken(text_in(row.cells[ANSWER]))
    if not text:
        raise Refused("（空欄）", "基準日や出典だけが書かれています。「回答」の欄にも答えを書いてください。")
    if is_dash(text):
        raise Refused(text, "分からないときは「わからない」、当てはまらないときは「該当なし」と書いてください。")
    if is_ditto(text):
        taken(ditto(text))
    return text


def as_of_in(row: Row, today: date) -> WrittenDate | None:
    """The date that the answer stands for.

    Raises:
        Refused: if it cannot be read, or has not come yet.
    """
    written = taken(date_in(row.cells[AS_OF]))
    if written and first_day(written) > today:
        raise Refused(date_text(written), "基準日が今日より後になっています。いつの値かを確かめてください。")
    return written


def unit_in(row: Row) -> str:
    """The unit, half-width.

    Raises:
        Refused: if the cell cannot be taken.
    """
    unit = fold(taken(line_in(row.cells[UNIT])))
    return "%" if unit == "パーセント" else unit


def taken(read: T | Trouble) -> T:
    """What was read.

    Raises:
        Refused: if it cannot be taken.
    """
    if isinstance(read, Trouble):
        raise Refused(read.read, read.text)
    return read


def is_share(text: str) -> bool:
    """Whether the text is a number such as 0.385, which as a percentage may mean 38.5 %, or 0.385 %."""
    value = number(fold(text))
    return value is not None and 0 < value < 1


def _unit_to_add(text: str, unit: str, question: Question) -> str:
    """The unit of a number that stands bare; none behind a share, so that it is asked back."""
    if question.kind not in _FIGURES or not _ENDS_IN_NUMBER.search(fold(text)):
        return ""
    return "" if question.kind == "percent" and is_share(text) else unit or fold(question.unit)
