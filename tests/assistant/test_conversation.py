"""A chat as tables: what a message leads to, what is asked next, and what has been taken down."""

from collections.abc import Sequence
from datetime import date

import pytest

from assistant.answering.answerer import Answerer
from assistant.conversation import LONGEST_MESSAGE, REMEMBERED, Asked, Event, FactsTaken, Replied, Said, State, respond
from assistant.interview import for_section
from assistant.models import Answer, Fact, FactValue, Ledger, NoEvidence, Status
from knowledge.corpus import Corpus
from knowledge.retrieval import HybridRetriever

TODAY = date(2026, 11, 23)
START = "計画づくりを始めたい"
A, U, D, N = Status.ANSWERED, Status.UNKNOWN, Status.DECLINED, Status.NOT_APPLICABLE
KEYS = [question.key for question in for_section(1)]


@pytest.fixture(scope="module")
def answerer(corpus: Corpus, retriever: HybridRetriever) -> Answerer:
    return Answerer(corpus, retriever, TODAY)


class Chat:
    """A chat played message by message; facts are kept as the product keeps them."""

    def __init__(self, answerer: Answerer) -> None:
        self.answerer = answerer
        self.state = State()
        self.ledger = Ledger()

    def say(self, *messages: str) -> list[Event]:
        """The events of the last message."""
        events: list[Event] = []
        for message in messages:
            self.state, events = respond(self.state, message, self.ledger, self.answerer)
            for event in events:
                if isinstance(event, FactsTaken):
                    for fact in event.facts:
                        self.ledger = self.ledger.with_fact(fact)
        return events

    def held(self) -> dict[str, tuple[Status, FactValue | None]]:
        return {key: (fact.status, fact.value) for key, fact in self.ledger.facts.items()}


@pytest.fixture
def chat(answerer: Answerer) -> Chat:
    return Chat(answerer)


def kinds(events: Sequence[Event]) -> str:
    return " ".join(event.kind for event in events)


def said(events: Sequence[Event]) -> str:
    return "\n".join(event.text for event in events if isinstance(event, Said))


def asked(events: Sequence[Event]) -> str | None:
    """The key that the last event asks for."""
    return events[-1].question.key if isinstance(events[-1], Asked) else None


# --- the interview ---------------------------------------------------------------------------------------------------------

INTERVIEW = [
    (START, "said asked", "municipality"),
    ("みどり町です", "facts_taken said asked", "population"),
    ("約3万2千人（令和8年4月1日現在）", "facts_taken said asked", "population_trend"),
    ("減っています", "facts_taken said asked", "ageing_rate"),
    ("38.5％", "facts_taken said asked", "issues"),
    ("若い世代の転出、窓口の混雑", "facts_taken asked", "administrative_issues"),
    ("わからない", "facts_taken asked", "past_efforts"),
    ("令和3年に情報化計画を策定、令和5年にコンビニ交付を開始", "facts_taken asked", "efforts_result"),
    ("答えない", "facts_taken asked", "neighbours"),
    ("該当なし", "facts_taken draft_wanted", None),
]


def test_the_whole_interview_of_the_first_section(chat: Chat) -> None:
    """Nine questions one after the other, then the draft; each answer stands in the ledger as it was meant."""
    for message, wanted, key in INTERVIEW:
        events = chat.say(message)
        assert (kinds(events), asked(events)) == (wanted, key), message
    assert chat.held() == {
        "municipality": (A, "みどり町"),
        "population": (A, 32_000),
        "population_trend": (A, "減っている"),
        "ageing_rate": (A, 38.5),
        "issues": (A, ("若い世代の転出", "窓口の混雑")),
        "administrative_issues": (U, None),
        "past_efforts": (A, ("令和3年に情報化計画を策定", "令和5年にコンビニ交付を開始")),
        "efforts_result": (D, None),
        "neighbours": (N, None),
    }
    population = chat.ledger.get("population")
    assert (population.approximate, population.as_of) == (True, "令和8年4月1日")
    assert (chat.state.section, chat.state.asking) == (None, None)


def test_progress_is_told_with_every_question(chat: Chat) -> None:
    """From 0 of 9 to 8 of 9."""
    told = []
    for message, _, key in INTERVIEW:
        events = chat.say(message)
        told += [(event.done, event.total) for event in events if isinstance(event, Asked)]
        assert (key is None) == (kinds(events).endswith("draft_wanted"))
    assert told == [(done, 9) for done in range(9)]


def test_an_interview_goes_on_where_it_was_left(chat: Chat) -> None:
    """Started again, it says how much is there and asks the next question."""
    chat.say(START, "みどり町", "やめる")
    events = chat.say("聞き取りを続けたい")
    assert asked(events) == "population"
    assert "1／9問は回答済み" in said(events)


def test_an_interview_with_nothing_left_to_ask_drafts_at_once(chat: Chat) -> None:
    """No question is asked twice."""
    chat.say(*(message for message, _, _ in INTERVIEW))
    assert kinds(chat.say("第1章の下書きをして")) == "said draft_wanted"


@pytest.mark.parametrize(
    "message", [START, "聞き取りを始めてください", "現状及び課題の章を下書きして", "下書きをお願いします"]
)
def test_an_interview_starts(chat: Chat, message: str) -> None:
    """However the person says so."""
    events = chat.say(message)
    assert (kinds(events), asked(events), chat.state.section) == ("said asked", "municipality", 1)


# --- several facts in one message ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "message", "taken", "key"),
    [
        (
            [START, "みどり町"],
            "人口3万2千人、高齢化率38.5%",
            {"population": 32_000, "ageing_rate": 38.5},
            "population_trend",
        ),
        (
            [START, "みどり町"],
            "高齢化率38.5%、人口は3万2千人",
            {"population": 32_000, "ageing_rate": 38.5},
            "population_trend",
        ),
        (
            [START, "みどり町"],
            "人口は3万2千人です。人口の動きは減っている。高齢化率は38.5％です。",
            {"population": 32_000, "population_trend": "減っている", "ageing_rate": 38.5},
            "issues",
        ),
        ([], "人口は3万2千人、高齢化率は38.5%です", {"population": 32_000, "ageing_rate": 38.5}, None),
        ([], "人口は３２，０００人です", {"population": 32_000}, None),
    ],
)
def test_several_facts_in_one_message(
    chat: Chat, before: list[str], message: str, taken: dict[str, FactValue], key: str | None
) -> None:
    """All are taken down and said back; none of them is asked for again."""
    chat.say(*before)
    events = chat.say(message)
    assert [event for event in events if isinstance(event, FactsTaken)]
    assert {name: chat.ledger.get(name).value for name in taken} == taken
    assert "記録しました" in said(events)
    assert asked(events) == key


# --- back, later, stop ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("messages", "key"),
    [
        (["戻る"], "municipality"),
        (["みどり町", "戻る"], "municipality"),
        (["みどり町", "3万人", "戻る"], "population"),
        (["みどり町", "3万人", "戻る", "戻る"], "municipality"),
        (["みどり町", "3万人", "戻る", "戻る", "戻る"], "municipality"),
        (["みどり町", "3万人", "戻る", "3万5千人"], "population_trend"),
        (["みどり町", "戻る", "あおば市"], "population"),
        (["あとで"], "population"),
        (["あとで", "あとで"], "population_trend"),
        (["あとで", "戻る"], "municipality"),
        (["あとで", "戻る", "みどり町"], "population"),
        (["みどり町", "スキップ", "増えている"], "ageing_rate"),
        (["あとで"] * 8, "neighbours"),
        (["あとで"] * 9, None),
    ],
)
def test_back_and_later(chat: Chat, messages: list[str], key: str | None) -> None:
    """Back asks the question before; what is put off is not asked again in this round."""
    assert asked(chat.say(START, *messages)) == key


def test_going_back_shows_and_replaces_the_earlier_answer(chat: Chat) -> None:
    """The person sees what was taken down, and the new answer holds."""
    events = chat.say(START, "みどり町", "3万人", "戻る")
    assert "人口 30,000人" in said(events)
    chat.say("3万5千人")
    assert chat.ledger.get("population").value == 35_000


def test_what_was_put_off_is_no_answer(chat: Chat) -> None:
    """It stays open in the ledger and comes back in the next round."""
    events = chat.say(START, *["あとで"] * 9)
    assert kinds(events) == "draft_wanted"
    assert chat.ledger.facts == {}
    assert asked(chat.say(START)) == "municipality"


def test_stopping_drafts_from_what_is_there(chat: Chat) -> None:
    """The person is told so, and the interview is over."""
    events = chat.say(START, "みどり町", "やめる")
    assert kinds(events) == "said draft_wanted"
    assert (chat.state.section, chat.state.asking) == (None, None)
    assert list(chat.ledger.facts) == ["municipality"]


# --- what is not understood is asked back ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "message", "part"),
    [
        (["みどり町", "3万人", "減っている"], "385%", "高齢化率が385％になっています"),
        (["みどり町", "3万人", "減っている"], "０％", "高齢化率が0％になっています"),
        (["みどり町", "3万人", "減っている"], "高いほうだと思う", "割合を読み取れませんでした"),
        (["みどり町", "3万人"], "385%", "「減っている」「ほぼ横ばい」「増えている」のどれ"),
        (["みどり町"], "0人", "人口が0人になっています"),
        (["みどり町"], "たくさん", "数字を読み取れませんでした"),
        (["みどり町"], "38.5%", "数字を読み取れませんでした"),
        ([], "３万人", "市・町・村・区のいずれか"),
    ],
)
def test_an_answer_that_cannot_be_is_asked_back(chat: Chat, before: list[str], message: str, part: str) -> None:
    """Nothing is taken down, the reason is told, and the same question is asked again."""
    chat.say(START, *before)
    held, asking = chat.held(), chat.state.asking
    events = chat.say(message)
    assert (kinds(events), asked(events)) == ("said asked", asking)
    assert part in said(events)
    assert chat.held() == held


# --- corrections ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "message", "corrected", "key"),
    [
        ([START, "みどり町", "3万2千人"], "人口は3万1千人に訂正します", ("population", 31_000), "population_trend"),
        (
            [START, "みどり町", "3万2千人"],
            "人口は3万2千人ではなく3万1千人です",
            ("population", 31_000),
            "population_trend",
        ),
        (
            [START, "みどり町", "3万人", "減っている", "38%"],
            "高齢化率は38%の間違いで、40%です",
            ("ageing_rate", 40.0),
            "issues",
        ),
        (
            [START, "みどり町", "3万人", "減っている"],
            "人口の動きは、増えているに訂正",
            ("population_trend", "増えている"),
            "ageing_rate",
        ),
        (["人口は3万2千人です"], "人口は3万1千人に訂正します", ("population", 31_000), None),
    ],
)
def test_a_correction_of_an_earlier_fact(
    chat: Chat, before: list[str], message: str, corrected: tuple[str, FactValue], key: str | None
) -> None:
    """The new value holds, is said back, and the open question is asked again."""
    chat.say(*before)
    events = chat.say(message)
    assert chat.ledger.get(corrected[0]).value == corrected[1]
    assert "直しました" in said(events)
    assert asked(events) == key


# --- questions --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("計画の策定は義務ですか", Answer),
        ("コンビニ交付のKPIの例を教えてください", Answer),
        ("固定資産税の税率は？", NoEvidence),
    ],
)
@pytest.mark.parametrize("before", [[], [START, "みどり町"]], ids=["alone", "in the middle"])
def test_a_question_is_answered_and_the_open_one_asked_again(
    chat: Chat, before: list[str], question: str, kind: type
) -> None:
    """In the middle of an interview the thread is not lost, and nothing is taken down."""
    chat.say(*before)
    held = chat.held()
    events = chat.say(question)
    assert isinstance(events[0], Replied)
    assert isinstance(events[0].reply, kind)
    assert events[0].question == question
    assert kinds(events) == ("replied asked" if before else "replied")
    assert asked(events) == ("population" if before else None)
    assert chat.held() == held


def test_a_follow_up_is_understood_from_the_turns_before(chat: Chat) -> None:
    """都道府県の場合は？ is about the duty to make the plan."""
    reply = chat.say("計画の策定は義務ですか", "都道府県の場合は？")[0]
    assert isinstance(reply, Replied)
    assert isinstance(reply.reply, Answer)
    assert "act:9-1" in [citation.id for citation in reply.reply.citations]


@pytest.mark.parametrize("before", [[], [START, "みどり町"]], ids=["alone", "in the middle"])
@pytest.mark.parametrize("message", ["既存の計画を点検して", "今の計画をチェックしたい"])
def test_checking_a_plan_is_honestly_not_there_yet(chat: Chat, before: list[str], message: str) -> None:
    """The starter says that it comes later; an interview goes on."""
    chat.say(*before)
    events = chat.say(message)
    assert "まだできません" in said(events)
    assert kinds(events) == ("said asked" if before else "said")


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
    assert (chat.state.section, chat.state.asking) == (None, None)


# --- a pure function ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "message", [START, "みどり町", "計画の策定は義務ですか", "戻る", "あとで", "やめる", "人口3万人", "385%", ""]
)
@pytest.mark.parametrize("before", [[], [START], [START, "みどり町", "3万人"]], ids=["new", "started", "on the way"])
def test_the_same_message_leads_to_the_same_events(chat: Chat, before: list[str], message: str) -> None:
    """Equal inputs, equal outputs; the inputs are as they were."""
    chat.say(*before)
    state, ledger = chat.state.model_dump(), chat.ledger.model_dump()
    first = respond(chat.state, message, chat.ledger, chat.answerer)
    second = respond(State.model_validate(state), message, Ledger.model_validate(ledger), chat.answerer)
    assert first == second
    assert (chat.state.model_dump(), chat.ledger.model_dump()) == (state, ledger)


def test_the_state_survives_storage(chat: Chat) -> None:
    """As JSON and back, in the middle of an interview."""
    chat.say(START, "みどり町", "あとで", "計画の策定は義務ですか")
    assert State.model_validate_json(chat.state.model_dump_json()) == chat.state
    assert State.model_validate(chat.state.model_dump(mode="json")) == chat.state


def test_only_the_last_turns_are_remembered(chat: Chat) -> None:
    """The state does not grow without end."""
    chat.say(START, *(f"ううむ{number}" for number in range(REMEMBERED + 3)))
    assert [turn.text for turn in chat.state.turns] == [f"ううむ{number}" for number in range(3, REMEMBERED + 3)]


def test_a_very_long_message_is_cut(chat: Chat) -> None:
    """A pasted document neither fails nor fills the state."""
    chat.say(START, *["あとで"] * 4, "あ" * 100_000)
    fact = chat.ledger.get("issues")
    assert isinstance(fact, Fact)
    assert len(fact.said) == LONGEST_MESSAGE
    assert max(len(turn.text) for turn in chat.state.turns) == LONGEST_MESSAGE


def test_the_table_of_this_file_covers_every_question() -> None:
    """A new question needs a row in the interview above."""
    assert [key for _, _, key in INTERVIEW if key] == KEYS
