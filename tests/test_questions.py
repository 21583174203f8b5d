"""The questions of the interview are a file that a planner may edit; a slip is found before it does harm."""

import re

import pytest

from assistant.drafting.templates import drafted_sections
from assistant.facts.schema import facts_schema
from assistant.interview import Question, load_questions, question_for
from assistant.models import Fact, Status
from assistant.understanding import read_answer
from knowledge.corpus import Corpus

QUESTIONS = [pytest.param(question, id=question.key) for question in load_questions()]
KEYS = [question.key for question in load_questions()]
VALUES = {
    "name": str,
    "title": str,
    "count": int,
    "percent": float,
    "choice": str,
    "text": str,
    "items": tuple,
    "period": str,
    "date": str,
}
NEVER = {"years_style", "digits_style", "disability_style", "register_style"}


def test_the_interview_loads() -> None:
    """Keys and labels are each one's own, and every section has questions."""
    labels = [question.label for question in load_questions()]
    assert len(set(KEYS)) == len(KEYS)
    assert len(set(labels)) == len(labels)
    assert {section for q in load_questions() for section in q.sections} == set(drafted_sections())


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_says_what_it_asks_why_and_of_whom(corpus: Corpus, question: Question) -> None:
    """With a place of the guide that can be read, an example, and a department that usually knows."""
    known = {*corpus.passage, *corpus.requirement, *(note.id for note in corpus.notes)}
    assert question.text.endswith(("。", "？"))
    assert question.why.endswith("。")
    assert question.guide in (corpus.passage if question.ask == "chat" else known)
    assert re.fullmatch(r"[^・\s]+(?:課|室|担当)(?:・[^・\s]+(?:課|室|担当))*", question.department)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_example_of_a_question_is_an_answer_to_it(question: Question) -> None:
    """Read as a person's answer, it has a value of the question's kind in its canonical form."""
    fact = read_answer(question, question.example)
    assert isinstance(fact, Fact)
    assert (fact.key, fact.status) == (question.key, Status.ANSWERED)
    assert type(fact.value) is VALUES[question.kind]
    if question.kind == "choice":
        assert fact.value in question.choices
    if question.kind == "period":
        assert re.fullmatch(r"[0-9]{4}-[0-9]{4}", str(fact.value))
    if question.kind == "date":
        assert re.fullmatch(r"[0-9]{4}(?:年度|-[0-9]{2}(?:-[0-9]{2})?)", str(fact.value))


@pytest.mark.parametrize("question", QUESTIONS)
def test_kind_choices_and_unit_agree(question: Question) -> None:
    """Choices for choices, units for figures, and for nothing else."""
    assert bool(question.choices) is (question.kind == "choice")
    assert bool(question.unit) is (question.kind in ("count", "percent"))
    assert len(set(question.choices)) == len(question.choices)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_condition_is_about_an_earlier_question(question: Question) -> None:
    """Else it could never hold when its turn comes."""
    earlier = KEYS[: KEYS.index(question.key)]
    assert {*question.when.equals, *question.when.known} <= set(earlier)
    assert [k for k, value in question.when.equals.items() if value not in question_for(k).choices] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_only_settings_of_the_document_are_never_asked(question: Question) -> None:
    """They belong to no section; every other question does."""
    assert (question.ask == "never") is (question.key in NEVER)
    assert bool(question.sections) is (question.ask != "never")


def test_names_that_must_be_confirmed_have_their_question_and_the_other_way_round(corpus: Corpus) -> None:
    """names.yaml and interview.yaml point at each other."""
    confirmed = {question.confirms: question.key for question in load_questions() if question.confirms}
    assert {name.id: name.confirm for name in corpus.names if name.confirm} == confirmed


@pytest.mark.parametrize("pattern", ["単独の計画として作る", "既存の計画に組み込む"])
def test_a_small_start_is_at_most_twenty_questions(pattern: str) -> None:
    """Counted with every condition that these answers leave open."""
    given = {"pattern": pattern, "scale": "少数の施策から始める"}
    asked = [q for q in load_questions() if q.ask == "chat" and q.when.equals.items() <= given.items()]
    assert len(asked) <= 20


def test_the_schema_of_facts_files_has_every_question() -> None:
    """In the same order."""
    assert list(facts_schema()["properties"]["facts"]["properties"]) == KEYS
