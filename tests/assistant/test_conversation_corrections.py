"""Answers that are called wrong, and answers that are hard to believe: asked back once, and never lost on the way."""

import pytest
from chatting import Chat, Desk, asked, kinds, noted, said

from assistant.conversation import State
from assistant.models import Dated, Fact, Ledger, Status
from knowledge.corpus import Corpus

KNOWN = (
    Fact(
        key="population",
        status=Status.ANSWERED,
        value=31_800,
        as_of="令和8年4月1日",
        earlier=(Dated(value=33_900, as_of="令和3年4月1日"),),
    ),
    Fact(key="ageing_rate", status=Status.ANSWERED, value=38.5, as_of="令和8年4月1日"),
)


@pytest.fixture
def chat(corpus: Corpus) -> Chat:
    """A chat about a plan with some figures, outside an interview."""
    return Chat(Desk(corpus), Ledger(facts={fact.key: fact for fact in KNOWN}))


@pytest.fixture
def interview(chat: Chat) -> Chat:
    """The same in the middle of an interview, at a question about something else."""
    chat.say("第1章を下書き")
    chat.say("みどり町")
    return chat


@pytest.mark.parametrize(
    ("message", "label", "kept"),
    [
        ("高齢化率が違った", "高齢化率の正しい答え", "38.5％（令和8年4月1日現在）"),
        ("人口まちがえた", "人口の正しい答え", "31,800人（令和8年4月1日現在）、以前は令和3年4月1日の33,900人"),
        ("世帯数が間違っていました", "世帯数の正しい答え", "未回答"),
    ],
)
def test_what_is_called_wrong_is_asked_back_with_what_is_kept(chat: Chat, message: str, label: str, kept: str) -> None:
    """Nothing changes by it."""
    held = chat.held()
    events = chat.say(message)
    assert kinds(events) == "said"
    assert label in said(events)
    assert kept in said(events)
    assert chat.held() == held


@pytest.mark.parametrize(
    ("wrong", "right", "key", "value"),
    [
        ("高齢化率が違った", "40.2％", "ageing_rate", 40.2),
        ("高齢化率が違った", "40.2", "ageing_rate", 40.2),
        ("人口まちがえた", "31,080人です", "population", 31_080),
        ("人口まちがえた", "人口は31,080人", "population", 31_080),
        ("世帯数が違う", "12,400", "households", 12_400),
        ("人口まちがえた", "わからない", "population", None),
    ],
)
def test_the_right_value_follows(chat: Chat, wrong: str, right: str, key: str, value: float | None) -> None:
    """In a word, without saying again what it is about; the other dates of the figure stay."""
    events = chat.say(wrong, right)
    assert noted(events) == (key,)
    assert chat.ledger.get(key).value == value
    if value and key == "population":
        assert chat.ledger.get(key).earlier == KNOWN[0].earlier
    assert chat.state.correcting is None


def test_within_an_interview_the_open_question_waits(interview: Chat) -> None:
    """It comes again when the right value is there."""
    open_before = interview.state.asking
    assert asked(interview.say("高齢化率が違った")) is None
    assert asked(interview.say("40.2％")) == open_before
    assert interview.ledger.answer("ageing_rate") == 40.2


@pytest.mark.parametrize("message", ["そのまま", "やっぱりそのままでいいです", "やめる"])
def test_a_person_may_leave_it_as_it_is(interview: Chat, message: str) -> None:
    """The interview goes on where it was."""
    open_before = interview.state.asking
    events = interview.say("高齢化率が違った", message)
    assert "そのままにしました：高齢化率 38.5％" in said(events)
    assert asked(events) == open_before
    assert interview.ledger.answer("ageing_rate") == 38.5


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("計画は議会の議決が必要ですか", "replied"),
        ("施策をすすめて", "measures_proposed"),
        ("照会票を作って", "pointed"),
    ],
)
def test_something_else_is_heard_as_ever(chat: Chat, message: str, kind: str) -> None:
    """A question or a request is not taken for the right value."""
    assert kind in kinds(chat.say("人口まちがえた", message))
    assert chat.ledger.answer("population") == 31_800


# --- hard to believe ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("message", ["人口は49,600人です", "人口は49,600人に訂正します"])
def test_a_change_that_is_hard_to_believe_is_asked_back_once(chat: Chat, message: str) -> None:
    """With both values, and two buttons; はい keeps it."""
    events = chat.say(message)
    assert kinds(events) == "offered"
    for words in ("31,800人（令和8年4月1日）", "49,600人", "56％増え", "合っていますか"):
        assert words in said(events)
    assert chat.state.offered == ("はい", "いいえ")
    assert chat.ledger.answer("population") == 31_800
    assert noted(chat.say("はい")) == ("population",)
    assert chat.ledger.answer("population") == 49_600
    assert chat.state.doubted == ()


def test_no_leads_to_the_right_value(chat: Chat) -> None:
    """Which then holds without another question."""
    events = chat.say("人口は49,600人です", "いいえ")
    assert "記録は変えていません" in said(events)
    assert noted(chat.say("31,960人")) == ("population",)
    assert chat.ledger.answer("population") == 31_960


def test_a_value_instead_of_yes_or_no_is_the_right_one(chat: Chat) -> None:
    """As people do."""
    chat.say("人口は49,600人です", "31,960人の間違いです")
    assert chat.ledger.answer("population") == 31_960


def test_the_doubt_outlives_a_reload_and_a_question(chat: Chat) -> None:
    """What is in doubt is neither kept nor forgotten."""
    chat.say("人口は49,600人です")
    chat.state = State.model_validate(chat.state.model_dump(mode="json"))
    assert kinds(chat.say("計画は議会の議決が必要ですか")) == "replied offered"
    assert chat.ledger.answer("population") == 31_800
    chat.say("合っています")
    assert chat.ledger.answer("population") == 49_600


@pytest.mark.parametrize("message", ["施策をすすめて", "世帯数は12,400世帯です"])
def test_going_on_with_something_else_drops_the_doubted_value_aloud(chat: Chat, message: str) -> None:
    """The person is told that it is not kept."""
    events = chat.say("人口は49,600人です", message)
    assert "人口 49,600人）は、記録していません" in said(events)
    assert chat.ledger.answer("population") == 31_800
    chat.say("はい")
    assert chat.ledger.answer("population") == 31_800


def test_in_an_interview_the_open_question_waits_for_the_doubt(interview: Chat) -> None:
    """Good answers beside the doubted one are kept at once."""
    open_before = interview.state.asking
    events = interview.say("人口は49,600人、世帯数は12,400世帯です")
    assert asked(events) is None
    assert (interview.ledger.answer("households"), interview.ledger.answer("population")) == (12_400, 31_800)
    assert asked(interview.say("はい")) == open_before
    assert interview.ledger.answer("population") == 49_600


def test_a_value_that_cannot_be_is_followed_by_a_good_one(chat: Chat) -> None:
    """Asked back with no interview open, a bare value is enough."""
    chat.say("高齢化率は386％です")
    chat.say("38.6％")
    assert chat.ledger.answer("ageing_rate") == 38.6


def test_a_reader_settles_nothing(corpus: Corpus, chat: Chat) -> None:
    """はい of somebody who may only read changes nothing."""
    chat.say("人口は49,600人です")
    chat.refusal = "閲覧者です。"
    chat.say("はい")
    assert chat.ledger.answer("population") == 31_800
