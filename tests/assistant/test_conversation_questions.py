"""Questions in and out of an interview, and the conversation as a pure function of state, message and ledger."""

from datetime import date

import pytest
from chatting import START, Chat, Desk, asked, kinds, pointed, replied, said

from assistant.answering.answerer import Answerer
from assistant.conversation import State, respond
from assistant.events import Replied
from assistant.models import Answer, Ledger, NoEvidence
from knowledge.corpus import Corpus
from knowledge.retrieval import HybridRetriever

TODAY = date(2026, 11, 23)
MIDDLE = [START, "みどり町"]


@pytest.fixture(scope="module")
def desk(corpus: Corpus, retriever: HybridRetriever) -> Desk:
    return Desk(corpus, Answerer(corpus, retriever, lambda: TODAY))


@pytest.fixture
def chat(desk: Desk) -> Chat:
    return Chat(desk)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("計画の策定は義務ですか", Answer),
        ("コンビニ交付のKPIの例を教えてください", Answer),
        ("固定資産税の税率は？", NoEvidence),
    ],
)
@pytest.mark.parametrize("before", [[], MIDDLE, [START, *["あとで"] * 8]], ids=["alone", "title open", "items open"])
def test_a_question_is_answered_and_the_open_one_asked_again(
    chat: Chat, before: list[str], question: str, kind: type
) -> None:
    """In the middle of an interview the thread is not lost, and nothing is taken down."""
    chat.say(*before)
    held, asking = chat.held(), chat.state.asking
    events = chat.say(question)
    assert isinstance(events[0], Replied)
    assert isinstance(events[0].reply, kind)
    assert events[0].question == question
    assert (kinds(events), asked(events)) == ("replied asked" if before else "replied", asking)
    assert chat.held() == held


def test_a_follow_up_is_understood_from_the_turns_before(chat: Chat) -> None:
    """都道府県の場合は？ is about the duty to make the plan."""
    reply = replied(chat.say("計画の策定は義務ですか", "都道府県の場合は？"))
    assert isinstance(reply, Answer)
    assert "act:9-1" in [citation.id for citation in reply.citations]


@pytest.mark.parametrize("before", [[], MIDDLE], ids=["alone", "in the middle"])
@pytest.mark.parametrize("message", ["既存の計画を点検して", "今の計画をチェックしたい"])
def test_checking_a_plan_is_honestly_not_there_yet(chat: Chat, before: list[str], message: str) -> None:
    """The starter says that it comes later; an interview goes on."""
    chat.say(*before)
    events = chat.say(message)
    assert "まだできません" in said(events)
    assert pointed(events) == ["/sections/1", "/versions#sections"]
    assert kinds(events) == ("pointed asked" if before else "pointed")


@pytest.mark.parametrize("before", [[], MIDDLE], ids=["alone", "in the middle"])
@pytest.mark.parametrize("message", ["法令・手引について質問する", "質問したい"])
def test_the_starter_for_questions_says_how_to_ask(chat: Chat, before: list[str], message: str) -> None:
    """It is no answer to the open question, which is asked again."""
    chat.say(*before)
    held = chat.held()
    events = chat.say(message)
    assert "ふだんの言葉で質問してください" in said(events)
    assert kinds(events) == ("said asked" if before else "said")
    assert chat.held() == held


@pytest.mark.parametrize("message", ["", "   ", "\n\u3000"])
def test_an_empty_message_is_told_so(chat: Chat, message: str) -> None:
    """Nothing is asked of the sources, nothing is taken down."""
    events = chat.say(message)
    assert kinds(events) == "said"
    assert "メッセージが空です" in said(events)


def test_back_later_and_stop_outside_an_interview_start_none(chat: Chat) -> None:
    """Without an interview they are words like any others."""
    for message in ("戻る", "あとで", "やめる"):
        assert kinds(chat.say(message)) == "replied"
    assert (chat.state.sections, chat.state.asking) == ((), None)


# --- a pure function --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "message",
    [
        START,
        "みどり町",
        "計画の策定は義務ですか",
        "戻る",
        "あとで",
        "やめる",
        "人口3万人",
        "385%",
        "施策のおすすめ",
        "",
    ],
)
@pytest.mark.parametrize("before", [[], [START], [*MIDDLE, "みどり計画"]], ids=["new", "started", "on the way"])
def test_the_same_message_leads_to_the_same_events(chat: Chat, before: list[str], message: str) -> None:
    """Equal inputs, equal outputs; the inputs are as they were."""
    chat.say(*before)
    state, ledger = chat.state.model_dump(), chat.ledger.model_dump()
    first = respond(chat.state, message, chat.ledger, chat.desk)
    second = respond(State.model_validate(state), message, Ledger.model_validate(ledger), chat.desk)
    assert first == second
    assert (chat.state.model_dump(), chat.ledger.model_dump()) == (state, ledger)


def test_the_state_survives_storage(chat: Chat) -> None:
    """As JSON and back, in the middle of an interview with proposals shown."""
    chat.say(*MIDDLE, "あとで", "計画の策定は義務ですか", "施策のおすすめを見る")
    assert chat.state.proposed
    assert State.model_validate_json(chat.state.model_dump_json()) == chat.state
    assert State.model_validate(chat.state.model_dump(mode="json")) == chat.state


@pytest.mark.parametrize(
    ("kept", "sections"),
    [
        ({}, ()),
        ({"section": None, "asking": None, "trail": [], "put_off": [], "turns": []}, ()),
        ({"section": 1, "asking": "issues", "trail": ["municipality", "issues"], "put_off": [], "turns": []}, (1,)),
    ],
)
def test_a_thread_kept_by_an_earlier_version_is_understood(kept: dict[str, object], sections: tuple[int, ...]) -> None:
    """Interviews were about one section then."""
    assert State.model_validate(kept).sections == sections


def test_an_old_thread_whose_question_is_gone_asks_the_next_one(chat: Chat) -> None:
    """人口の動き was a question once; the interview goes on with one that there is."""
    chat.state = State.model_validate({"section": 1, "asking": "population_trend", "trail": ["population_trend"]})
    events = chat.say("減っている")
    assert asked(events) == "municipality"
