"""Which question comes next, and what an answer to it means. Knows questions and facts, no chat and no store."""

from collections.abc import Collection
from functools import lru_cache
from typing import Literal

from pydantic import Field

from assistant.errors import InputError
from assistant.models import Ledger, Status, Value
from knowledge.datafiles import load_records
from knowledge.models import Text
from prompts import FOLDER

Kind = Literal["name", "title", "count", "percent", "choice", "text", "items", "period", "date"]
Ask = Literal["chat", "form", "never"]

SMALL_START = "少数の施策から始める"


class Condition(Value):
    """When a question makes sense; everything in it must hold.

    Attributes:
        equals: (`is` in the file) facts that must have exactly this answer.
        known: facts that must be answered.
    """

    equals: dict[Text, Text] = Field(default={}, alias="is")
    known: tuple[Text, ...] = ()

    def holds(self, ledger: Ledger) -> bool:
        """Whether the ledger meets it. Without an answer about the plan's scale, it is a small start."""
        return all(ledger.answer(key) is not None for key in self.known) and all(
            (SMALL_START if key == "scale" and ledger.answer(key) is None else ledger.answer(key)) == value
            for key, value in self.equals.items()
        )


class Question(Value):
    """A question of the interview: what it asks for, why, and which sections need the answer.

    Attributes:
        ask: asked in the chat; only in forms and inquiry sheets; or never (settings of the document).
        when: without it, the question always makes sense.
        confirms: id of the name whose edition the answer confirms.
    """

    key: Text
    label: Text
    words: tuple[Text, ...] = ()
    kind: Kind
    unit: str = ""
    choices: tuple[Text, ...] = ()
    ask: Ask = "chat"
    when: Condition = Condition()
    text: Text
    why: Text
    guide: Text
    example: Text
    sections: tuple[int, ...]
    department: Text
    confirms: Text | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All words by which people call the fact."""
        return (self.label, *self.words)


@lru_cache(maxsize=1)
def load_questions() -> tuple[Question, ...]:
    """The questions, in the order in which they are asked."""
    return load_records(FOLDER / "interview.yaml", Question)


@lru_cache(maxsize=1)
def _by_key() -> dict[str, Question]:
    return {question.key: question for question in load_questions()}


def question_for(key: str) -> Question:
    """The question that asks for the fact.

    Raises:
        InputError: if no question has this key.
    """
    question = _by_key().get(key)
    if question is None:
        raise InputError(f"「{key}」という項目はありません。項目の名前は prompts/interview.yaml の key の一つです。")
    return question


def applicable(question: Question, ledger: Ledger) -> bool:
    """Whether the question makes sense after the answers so far."""
    return question.when.holds(ledger)


def for_section(section: int | Collection[int], ledger: Ledger | None = None) -> tuple[Question, ...]:
    """The applicable questions whose answers the section (or one of several) needs, in order; all of them without a ledger."""
    wanted = {section} if isinstance(section, int) else set(section)
    return tuple(
        question
        for question in load_questions()
        if wanted.intersection(question.sections) and (ledger is None or applicable(question, ledger))
    )


def questions_of(sections: int | Collection[int], ledger: Ledger, *, chat: bool) -> tuple[Question, ...]:
    """The questions that count in the sections after the answers so far: 問 of the chat, or all 項目 of the form.

    The settings of the document are none. Whoever says how many there are says it of these.
    """
    wanted = ("chat",) if chat else ("chat", "form")
    return tuple(question for question in for_section(sections, ledger) if question.ask in wanted)


def next_question(sections: int | Collection[int], ledger: Ledger, put_off: Collection[str]) -> Question | None:
    """The first question for the chat that is neither answered in any way nor put off."""
    for question in questions_of(sections, ledger, chat=True):
        if ledger.get(question.key).status is Status.ABSENT and question.key not in put_off:
            return question
    return None


def progress(sections: int | Collection[int], ledger: Ledger, put_off: Collection[str]) -> tuple[int, int]:
    """How many of the chat's questions are dealt with, and how many there are after the answers so far."""
    questions = questions_of(sections, ledger, chat=True)
    done = sum(1 for q in questions if ledger.get(q.key).status is not Status.ABSENT or q.key in put_off)
    return done, len(questions)


def place_of(key: str, sections: int | Collection[int], ledger: Ledger, set_aside: Collection[str]) -> tuple[int, int]:
    """How many questions of the chat are dealt with beside the open one, and how many there are."""
    questions = questions_of(sections, ledger, chat=True)
    others = [question for question in questions if question.key != key]
    done = sum(1 for q in others if ledger.get(q.key).status is not Status.ABSENT or q.key in set_aside)
    return done, max(len(questions), done + 1)
