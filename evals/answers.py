"""Measure answers: refusals both ways, and questions whose answer of 2017 is wrong today."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.answerer import Answerer
from assistant.eras import era_of
from assistant.models import Answer, Reply
from evals.cases import SETS, OutOfScopeCase, RetrievalCase, is_right
from knowledge.corpus import Corpus
from knowledge.datafiles import load_records
from knowledge.models import Record, Strength, Text


class LawCase(Record):
    """A legal question, and what a right answer of today says, does not say, and carries."""

    id: Text
    question: Text
    must: tuple[tuple[Text, ...], ...]
    must_not: tuple[Text, ...] = ()
    date: datetime.date | None = None
    strength: Strength | None = None
    bearer: tuple[Text, ...] | None = None


@dataclass(frozen=True)
class LawScore:
    """What an answer to a legal question got right."""

    case: LawCase
    reply: Reply
    faults: tuple[str, ...]


def law_cases() -> tuple[LawCase, ...]:
    """The cases of evals/sets/law_today.yaml."""
    return load_records(SETS / "law_today.yaml", LawCase)


def whole_text(reply: Reply) -> str:
    """All that a reader sees: answer, notes, what to check next."""
    return "\n".join([reply.answer, *(note.text for note in reply.notes), reply.next or ""])


def score_law(answerer: Answerer, cases: Sequence[LawCase]) -> list[LawScore]:
    """Answer each case and name what is wrong with the answer."""
    scores = []
    for case in cases:
        reply = answerer.answer(case.question)
        scores.append(LawScore(case, reply, tuple(_faults(case, reply))))
    return scores


def _faults(case: LawCase, reply: Reply) -> list[str]:
    if not isinstance(reply, Answer):
        return ["答えていない"]
    text = re.sub(r"\s", "", whole_text(reply))
    faults = [f"「{'／'.join(group)}」がない" for group in case.must if not any(word in text for word in group)]
    faults += [f"「{wrong}」と述べている" for wrong in case.must_not if wrong in text]
    if case.date and not any(written in text for written in written_dates(case.date)):
        faults.append(f"{case.date} がない")
    if case.strength and reply.strength is not case.strength:
        faults.append(f"強さが {reply.strength}（正しくは {case.strength}）")
    if case.bearer and not any(word in f"{reply.bearer}{text}" for word in case.bearer):
        faults.append("だれに対するものかがない")
    return faults


def written_dates(day: datetime.date) -> tuple[str, ...]:
    """The ways in which an answer may write a date."""
    return (
        day.isoformat(),
        f"{era_of(day.year)}年{day.month}月{day.day}日",
        f"{day.year}年{day.month}月{day.day}日",
    )


def without_right_place(answerer: Answerer, cases: Sequence[RetrievalCase], corpus: Corpus) -> list[str]:
    """Questions whose answer quotes none of the places that are right for them, or that are not answered."""
    found = []
    for case in cases:
        reply = answerer.answer(case.question)
        cited = reply.citations if isinstance(reply, Answer) else ()
        if not any(is_right(case, corpus.passage[citation.id]) for citation in cited):
            found.append(case.question)
    return found


def refused(answerer: Answerer, cases: Sequence[OutOfScopeCase | RetrievalCase]) -> list[str]:
    """Questions that the product does not answer."""
    return [case.question for case in cases if not isinstance(answerer.answer(case.question), Answer)]
