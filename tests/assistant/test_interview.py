"""The interview asks what the section still lacks, once, in order."""

import pytest

from assistant.interview import for_section, load_questions, next_question, progress, question_for
from assistant.models import Fact, Ledger, Status
from assistant.understanding import read_answer
from knowledge.corpus import Corpus

FIRST_SECTION = [
    "municipality", "population", "population_trend", "ageing_rate", "issues", "administrative_issues", "past_efforts",
    "efforts_result", "neighbours",
]  # fmt: skip


def ledger(**statuses: Status) -> Ledger:
    return Ledger(facts={key: Fact(key=key, status=status) for key, status in statuses.items()})


def test_keys_and_names_are_unique() -> None:
    """No key and no name stands for two facts."""
    questions = load_questions()
    names = [name for question in questions for name in set(question.names)]
    assert len({question.key for question in questions}) == len(questions)
    assert len(set(names)) == len(names)


def test_every_question_rests_on_a_place_of_the_guide(corpus: Corpus) -> None:
    """What a question names as its reason exists."""
    assert [q.key for q in load_questions() if q.guide not in corpus.passage] == []


@pytest.mark.parametrize("key", [question.key for question in load_questions()])
def test_the_example_of_a_question_is_an_answer_to_it(key: str) -> None:
    """Who copies the example is understood."""
    read = read_answer(question_for(key), question_for(key).example)
    assert isinstance(read, Fact)
    assert read.status is Status.ANSWERED


def test_choices_belong_to_choice_questions() -> None:
    """A choice question has at least two choices, the others none."""
    for question in load_questions():
        assert (len(question.choices) >= 2) == (question.kind == "choice"), question.key


@pytest.mark.parametrize(
    ("known", "put_off", "key"),
    [
        ({}, (), "municipality"),
        ({"municipality": Status.ANSWERED}, (), "population"),
        ({"municipality": Status.ANSWERED, "population": Status.UNKNOWN}, (), "population_trend"),
        ({"municipality": Status.ANSWERED, "population": Status.DECLINED}, (), "population_trend"),
        ({"municipality": Status.NOT_APPLICABLE}, (), "population"),
        ({"municipality": Status.ABSENT}, (), "municipality"),
        ({"population": Status.ANSWERED}, (), "municipality"),
        ({}, ("municipality", "population"), "population_trend"),
        (dict.fromkeys(FIRST_SECTION, Status.ANSWERED), (), None),
        ({}, tuple(FIRST_SECTION), None),
    ],
)
def test_next_question(known: dict[str, Status], put_off: tuple[str, ...], key: str | None) -> None:
    """The first fact that is neither answered in any way nor put off is asked next."""
    found = next_question(1, ledger(**known), put_off)
    assert (found.key if found else None) == key


@pytest.mark.parametrize(
    ("known", "put_off", "done"),
    [
        ({}, (), 0),
        ({"municipality": Status.ANSWERED, "population": Status.UNKNOWN}, (), 2),
        ({"municipality": Status.ANSWERED}, ("issues",), 2),
        ({"municipality": Status.ANSWERED}, ("municipality",), 1),
        ({"municipality": Status.ABSENT}, (), 0),
        (dict.fromkeys(FIRST_SECTION, Status.DECLINED), (), 9),
    ],
)
def test_progress(known: dict[str, Status], put_off: tuple[str, ...], done: int) -> None:
    """Answered in any way or put off counts as dealt with, once."""
    assert progress(1, ledger(**known), put_off) == (done, 9)


def test_the_first_section_s_questions_come_in_order() -> None:
    """The order of the file is the order of the interview."""
    assert [question.key for question in for_section(1)] == FIRST_SECTION


def test_a_section_without_questions_asks_nothing() -> None:
    """No question is made up."""
    assert next_question(99, Ledger(), ()) is None
    assert progress(99, Ledger(), ()) == (0, 0)


def test_a_fact_that_nobody_gave_is_absent() -> None:
    """The ledger tells what is missing, and a new fact replaces the old one without changing the old ledger."""
    empty = Ledger()
    filled = empty.with_fact(Fact(key="population", status=Status.ANSWERED, value=32_000))
    later = filled.with_fact(Fact(key="population", status=Status.ANSWERED, value=31_500))
    assert empty.get("population").status is Status.ABSENT
    assert (filled.get("population").value, later.get("population").value) == (32_000, 31_500)
