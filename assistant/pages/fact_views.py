"""The interview as the page shows it: questions under their headings, how far each heading is, who said what. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from assistant.inquiry.items import AS_USUAL, all_items
from assistant.interview import Question
from assistant.models import SECTIONS, Ledger, Status, Value
from assistant.pages.fact_form import Row
from assistant.progress import answers_of
from assistant.store.facts import Asked, Stated
from assistant.store.inquiries import Inquiry
from knowledge.datafiles import load_records
from knowledge.models import Text
from prompts import FOLDER

_OPEN = (Status.ABSENT, Status.UNKNOWN)


class Heading(Value):
    """A heading of the form, with the keys of its questions in the chat's order."""

    title: Text
    lead: Text
    questions: tuple[Text, ...]


class Asking(NamedTuple):
    """That another department is or will be asked, in a few words; `late` if its reply is overdue."""

    text: str
    late: bool = False


class Shown(NamedTuple):
    """A question with all that stands beside its controls.

    Attributes:
        open: it is still to be answered.
        needed: the sections that need the answer, e.g. 第1・2章.
        askable: it may be asked of a department.
    """

    row: Row
    open: bool
    needed: str
    stated: Stated | None
    asking: Asking | None
    askable: bool


class Group(NamedTuple):
    """A heading with its questions; `done` of `total` need nothing more."""

    title: str
    lead: str
    rows: tuple[Shown, ...]
    done: int
    total: int

    @property
    def askable(self) -> tuple[str, ...]:
        """Keys of the questions that are still to be answered and could be asked of departments."""
        return tuple(one.row.question.key for one in self.rows if one.open and one.askable)


class Progress(NamedTuple):
    """How many of a section's questions are dealt with."""

    section: int
    done: int
    total: int


@lru_cache(maxsize=1)
def load_headings() -> tuple[Heading, ...]:
    """The headings, in order."""
    return load_records(FOLDER / "interview_groups.yaml", Heading)


def groups_of(rows: Sequence[Row], stated: Mapping[str, Stated], asking: Mapping[str, Asking]) -> tuple[Group, ...]:
    """The questions under their headings; a heading of which no question makes sense is left out."""
    by_key = {row.question.key: row for row in rows}
    found = []
    for heading in load_headings():
        shown = tuple(
            _shown(by_key[key], stated.get(key), asking.get(key)) for key in heading.questions if key in by_key
        )
        counted = [one for one in shown if one.row.question.ask != "never"]
        if shown:
            done = sum(not one.open for one in counted)
            found.append(Group(heading.title, heading.lead, shown, done, len(counted)))
    return tuple(found)


def progress_by_section(ledger: Ledger) -> tuple[Progress, ...]:
    """How far the questions of each section are, counted as the board does."""
    counted = ((section, answers_of(section, ledger)) for section in SECTIONS)
    return tuple(Progress(section, answers.answered, answers.questions) for section, answers in counted)


def asking_of(
    ledger: Ledger, inquiries: Iterable[Inquiry], asked: Asked, replied: Iterable[str], today: date
) -> dict[str, Asking]:
    """What is being asked of whom, by key of the fact.

    Args:
        ledger: with the measures' titles (`measures.completed`).
        replied: keys that a returned sheet answers and nobody has decided on yet.
    """
    found: dict[str, Asking] = {}
    still = {item.key for item in all_items(ledger, today, AS_USUAL.model_copy(update={"anew": asked.anew}))}
    for key, department in asked.departments.items():
        if key in still:
            found[key] = Asking(f"照会の予定：{department}")
    for one in inquiries:
        for key in one.keys:
            if one.replied_at is None and key in still:
                due = f"　{one.due.month}/{one.due.day}まで" if one.due else ""
                late = bool(one.due and one.due < today)
                found[key] = Asking(f"照会中：{one.department}{due}{'（期限を過ぎています）' if late else ''}", late)
    return found | dict.fromkeys(replied, Asking("回答あり：照会の画面で確かめてください"))


def _shown(row: Row, stated: Stated | None, asking: Asking | None) -> Shown:
    question = row.question
    return Shown(
        row=row,
        open=question.ask != "never" and row.status in _OPEN,
        needed=_needed(question),
        stated=stated,
        asking=asking,
        askable=question.ask != "never",
    )


def _needed(question: Question) -> str:
    if len(question.sections) == len(SECTIONS):
        return "すべての章"
    return f"第{'・'.join(map(str, question.sections))}章" if question.sections else ""
