"""The interview asks what the section still lacks, once, in order."""

import pytest

from assistant.errors import InputError
from assistant.interview import (
    Condition,
    applicable,
    for_section,
    load_questions,
    next_question,
    progress,
    question_for,
)
from assistant.models import Fact, Ledger, Status
from assistant.understanding import read_answer
from knowledge.corpus import Corpus

FIRST_SECTION = [
    "municipality", "issues", "administrative_issues", "past_efforts", "population", "ageing_rate",
]  # fmt: skip
SMALL, FULL = "少数の施策から始める", "5つの柱の全体を対象にする"
ALONE, FOLDED = "単独の計画として作る", "既存の計画に組み込む"
ALL = range(1, 8)


def ledger(**statuses: Status) -> Ledger:
    return Ledger(facts={key: Fact(key=key, status=status) for key, status in statuses.items()})


def test_keys_and_names_are_unique() -> None:
    """No key and no name stands for two facts."""
    questions = load_questions()
    names = [name for question in questions for name in set(question.names)]
    assert len({question.key for question in questions}) == len(questions)
    assert len(set(names)) == len(names)


def test_every_question_rests_on_a_place_of_the_guide(corpus: Corpus) -> None:
    """What a question names as its reason exists: a passage, a requirement or a currency note."""
    places = {*corpus.passage, *corpus.requirement, *(note.id for note in corpus.notes)}
    assert [q.key for q in load_questions() if q.guide not in places] == []


def test_a_confirmation_confirms_a_name(corpus: Corpus) -> None:
    """Each of today's names that demands one is confirmed by the question that it names, and by no other."""
    confirms = {question.key: question.confirms for question in load_questions() if question.confirms}
    assert confirms == {name.confirm: name.id for name in corpus.names if name.confirm}


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
        ({"municipality": Status.ANSWERED}, (), "issues"),
        ({"municipality": Status.ANSWERED, "issues": Status.UNKNOWN}, (), "administrative_issues"),
        ({"municipality": Status.ANSWERED, "issues": Status.DECLINED}, (), "administrative_issues"),
        ({"municipality": Status.NOT_APPLICABLE}, (), "issues"),
        ({"municipality": Status.ABSENT}, (), "municipality"),
        ({"issues": Status.ANSWERED}, (), "municipality"),
        ({}, ("municipality", "issues"), "administrative_issues"),
        (dict.fromkeys(FIRST_SECTION, Status.DECLINED), (), None),
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
        (dict.fromkeys(FIRST_SECTION, Status.DECLINED), (), 6),
    ],
)
def test_progress(known: dict[str, Status], put_off: tuple[str, ...], done: int) -> None:
    """Answered in any way or put off counts as dealt with, once."""
    assert progress(1, ledger(**known), put_off) == (done, 6)


# --- conditions ------------------------------------------------------------------------------------------------------------


def answers(**values: str | tuple[str, ...]) -> Ledger:
    return Ledger(facts={key: Fact(key=key, status=Status.ANSWERED, value=value) for key, value in values.items()})


@pytest.mark.parametrize(
    ("key", "known", "asked"),
    [
        ("municipality", Ledger(), True),
        ("host_plan", Ledger(), False),
        ("host_plan", answers(pattern=ALONE), False),
        ("host_plan", answers(pattern=FOLDED), True),
        ("it_plan", answers(pattern=ALONE), True),
        ("it_plan", answers(pattern=FOLDED), False),
        ("it_plan", ledger(pattern=Status.UNKNOWN), False),
        ("efforts_result", Ledger(), False),
        ("efforts_result", answers(past_efforts=("情報化計画を策定",)), True),
        ("efforts_result", ledger(past_efforts=Status.NOT_APPLICABLE), False),
        ("households", Ledger(), False),
        ("households", ledger(scale=Status.UNKNOWN), False),
        ("households", answers(scale=SMALL), False),
        ("households", answers(scale=FULL), True),
    ],
)
def test_a_question_is_asked_when_its_condition_holds(key: str, known: Ledger, asked: bool) -> None:
    """On an unknown fact no condition holds; without a scale the plan is a small start."""
    assert applicable(question_for(key), known) is asked
    assert (key in [question.key for question in for_section(ALL, known)]) is asked


def test_a_condition_on_the_small_start_holds_until_the_scale_is_told() -> None:
    """Nobody has to choose a small start to get its questions."""
    question = question_for("households").model_copy(
        update={"when": Condition.model_validate({"is": {"scale": SMALL}})}
    )
    assert [applicable(question, known) for known in (Ledger(), answers(scale=SMALL), answers(scale=FULL))] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("pattern", [ALONE, FOLDED])
@pytest.mark.parametrize("answered", [True, False], ids=["all answered", "nothing known"])
def test_a_small_start_takes_at_most_twenty_questions(pattern: str, answered: bool) -> None:
    """For the whole plan, whichever way it is made and however much is known."""
    known, asked = Ledger(), []
    while question := next_question(ALL, known, ()):
        asked.append(question.key)
        value = {"pattern": pattern, "scale": SMALL}.get(question.key, "答え")
        status = Status.ANSWERED if answered or question.kind == "choice" else Status.UNKNOWN
        known = known.with_fact(
            Fact(key=question.key, status=status, value=value if status is Status.ANSWERED else None)
        )
    assert len(asked) == len(set(asked)) <= 20
    host = ["host_plan"] if pattern == FOLDED else []
    assert asked[: 5 + len(host)] == ["municipality", "plan_name", "pattern", *host, "scale", "period"]
    assert progress(ALL, known, ()) == (len(asked), len(asked))


@pytest.mark.parametrize(
    "known", [Ledger(), answers(scale=FULL, pattern=FOLDED, past_efforts=("a",))], ids=["new", "full"]
)
def test_the_chat_asks_no_question_of_a_form(known: Ledger) -> None:
    """Forms and settings of the document are not part of the chat, nor of its progress."""
    chatted = [question.key for question in for_section(ALL, known) if question.ask == "chat"]
    asked, put_off = [], []
    while question := next_question(ALL, known, put_off):
        asked.append(question.key)
        put_off.append(question.key)
    assert asked == [key for key in chatted if known.get(key).status is Status.ABSENT]
    assert progress(ALL, known, ())[1] == len(chatted)


def test_conditions_name_facts_and_choices_that_exist() -> None:
    """A slip in a condition would hide a question for ever."""
    for question in load_questions():
        for key, value in question.when.equals.items():
            assert value in question_for(key).choices, question.key
        for key in question.when.known:
            assert question_for(key)


@pytest.mark.parametrize("sections", [1, [1], (1,), {1}])
def test_one_section_may_be_given_alone(sections: int | list[int]) -> None:
    """A number and a collection of one are the same."""
    assert [question.key for question in for_section(sections, Ledger())] == FIRST_SECTION


def test_several_sections_in_the_order_of_the_file() -> None:
    """Each question once, in the order of the file; without a ledger also those whose condition does not hold."""
    keys = [question.key for question in load_questions() if {1, 5} & set(question.sections)]
    assert [question.key for question in for_section((5, 1))] == keys
    assert len({question.key for question in for_section(1)} - set(FIRST_SECTION)) == 5


def test_an_unknown_key_is_an_error() -> None:
    """The message names it."""
    with pytest.raises(InputError, match="population_trend"):
        question_for("population_trend")


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
