"""Which question comes next, and what an answer to it means. Knows questions and facts, no chat and no store."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from assistant.models import Ledger, Status, Value
from knowledge.datafiles import load_records
from knowledge.models import Text
from prompts import FOLDER

Kind = Literal["name", "count", "percent", "choice", "text", "items"]


class Question(Value):
    """A question of the interview: what it asks for, why, and which sections need the answer."""

    key: Text
    label: Text
    words: tuple[Text, ...] = ()
    kind: Kind
    unit: str = ""
    choices: tuple[Text, ...] = ()
    text: Text
    why: Text
    guide: Text
    example: Text
    sections: tuple[int, ...]
    department: Text

    @property
    def names(self) -> tuple[str, ...]:
        """All words by which people call the fact."""
        return (self.label, *self.words)


@lru_cache(maxsize=1)
def load_questions() -> tuple[Question, ...]:
    """The questions, in the order in which they are asked."""
    return load_records(FOLDER / "interview.yaml", Question)


def question_for(key: str) -> Question:
    """The question that asks for the fact."""
    return next(question for question in load_questions() if question.key == key)


def for_section(section: int) -> tuple[Question, ...]:
    """The questions whose answers the section needs."""
    return tuple(question for question in load_questions() if section in question.sections)


def next_question(section: int, ledger: Ledger, put_off: Sequence[str]) -> Question | None:
    """The first question of the section that is neither answered in any way nor put off."""
    for question in for_section(section):
        if ledger.get(question.key).status is Status.ABSENT and question.key not in put_off:
            return question
    return None


def progress(section: int, ledger: Ledger, put_off: Sequence[str]) -> tuple[int, int]:
    """How many questions of the section are dealt with, and how many there are."""
    questions = for_section(section)
    done = sum(1 for q in questions if ledger.get(q.key).status is not Status.ABSENT or q.key in put_off)
    return done, len(questions)
