"""A facts file beside the plan's ledger: what it would change, and under which keys its measures belong. Pure."""

from typing import NamedTuple

from assistant.drafting.shown import show_value
from assistant.interview import load_questions
from assistant.measures import completed, key_of
from assistant.models import ChosenMeasure, Fact, Ledger, Status
from knowledge.corpus import Corpus

STATES = {
    Status.UNKNOWN: "わからない",
    Status.NOT_APPLICABLE: "該当なし",
    Status.DECLINED: "答えない",
    Status.ABSENT: "（未回答）",
}
DECISIONS = {"picked": "採用", "rejected": "見送り"}


class Change(NamedTuple):
    """A line of the comparison; an empty `now` is something new."""

    label: str
    now: str
    then: str


def fitted(given: Ledger, ledger: Ledger, corpus: Corpus) -> Ledger:
    """The file's ledger with the plan's keys for measures that the plan has, and new keys for those that it has not.

    A file numbers its measures m1, m2, …, and so does every plan: by their keys alone they would take each other's place.
    """
    known = completed(ledger, corpus).measures
    result = ledger
    measures: list[ChosenMeasure] = []
    for measure in completed(given, corpus).measures:
        same = next((one for one in known if _same(one, measure)), None)
        original = next(one for one in given.measures if one.key == measure.key)
        key = same.key if same else key_of(measure.base or measure.title)
        while not same and any(one.key == key for one in result.measures):
            key = key_of(key)
        measures.append(original.model_copy(update={"key": key}))
        result = result.with_measure(measures[-1])
    return given.model_copy(update={"measures": tuple(measures)})


def changes(given: Ledger, ledger: Ledger, corpus: Corpus) -> tuple[Change, ...]:
    """What the (fitted) file would change, in the order of the questions; then the measures."""
    found = []
    for question in load_questions():
        new, old = given.facts.get(question.key), ledger.get(question.key)
        if new and new.model_copy(update={"said": ""}) != old.model_copy(update={"said": ""}):
            found.append(Change(question.label, "" if old.status is Status.ABSENT else _shown(old), _shown(new)))
    held = {measure.key: measure for measure in ledger.measures}
    for measure in completed(given, corpus).measures:
        old_measure = held.get(measure.key)
        if old_measure is None:
            found.append(Change(f"施策「{measure.title}」", "", DECISIONS[measure.decision]))
        elif old_measure != next(one for one in given.measures if one.key == measure.key):
            told = "内容が変わります" if old_measure.decision == measure.decision else DECISIONS[measure.decision]
            found.append(Change(f"施策「{measure.title}」", DECISIONS[old_measure.decision], told))
    return tuple(found)


def _same(one: ChosenMeasure, other: ChosenMeasure) -> bool:
    return one.base == other.base if one.base or other.base else one.title == other.title


def _shown(fact: Fact) -> str:
    if fact.status is not Status.ANSWERED:
        return STATES[fact.status]
    question = next(question for question in load_questions() if question.key == fact.key)
    earlier = f"（ほかに以前の値{len(fact.earlier)}件）" if fact.earlier else ""
    return show_value(fact, question) + earlier
