"""The evaluation sets as typed cases, and the scorers of retrieval. A scorer is one small function."""

import re
from pathlib import Path

from knowledge.datafiles import load_records
from knowledge.models import Passage, PassageKind, Record, Text

SETS = Path(__file__).parent / "sets"
_PASSAGE_ID = re.compile(r"^[a-z-]+:\S+$")


class RetrievalCase(Record):
    """A question in staff's words, and what any right passage contains (or its id)."""

    id: Text
    kind: PassageKind
    question: Text
    expects: tuple[Text, ...]


class OutOfScopeCase(Record):
    """A question that the sources do not answer, and why not."""

    id: Text
    question: Text
    why: Text


def retrieval_cases(name: str) -> tuple[RetrievalCase, ...]:
    """The cases of evals/sets/<name>.yaml."""
    return load_records(SETS / f"{name}.yaml", RetrievalCase)


def out_of_scope_cases() -> tuple[OutOfScopeCase, ...]:
    """Questions that must be refused."""
    return load_records(SETS / "out_of_scope.yaml", OutOfScopeCase)


def is_right(case: RetrievalCase, passage: Passage) -> bool:
    """Whether the passage is one of the case's right ones; white space does not count."""
    text = re.sub(r"\s", "", passage.text)
    return any(
        passage.id == expected if _PASSAGE_ID.match(expected) else re.sub(r"\s", "", expected) in text
        for expected in case.expects
    )


def rank_of_right(case: RetrievalCase, passages: list[Passage]) -> int | None:
    """The rank (from 1) of the first right passage; None if there is none."""
    return next((rank for rank, passage in enumerate(passages, start=1) if is_right(case, passage)), None)
