"""The interview as tables: what is asked in which order, what has been taken down, and what is drafted at the end."""

import pytest
from chatting import ALONE, FOLDED, SMALL, START, WHOLE, Chat, Desk, asked, drafted, kinds, said

from assistant.conversation import EVERYTHING
from assistant.events import Asked, Offered
from assistant.interview import load_questions
from assistant.models import Status
from knowledge.corpus import Corpus

A, U, D, N = Status.ANSWERED, Status.UNKNOWN, Status.DECLINED, Status.NOT_APPLICABLE
ALL = (1, 2, 3, 4, 5, 6, 7)
BEGINNING = [
    (START, "said asked", "municipality"),
    ("みどり町です", "facts_taken noted asked", "plan_name"),
    ("みどり町官民データ活用推進計画", "facts_taken noted asked", "pattern"),
]
PATTERNS = {
    "alone": [
        ("単独で作ります", "facts_taken noted asked", "scale"),
        ("スモールスタートで", "facts_taken noted asked", "period"),
        ("令和9年度から令和11年度まで", "facts_taken noted asked", "comprehensive_plan"),
        ("第5次みどり町総合計画（令和4年3月策定）", "facts_taken noted asked", "it_plan"),
        ("該当なし", "facts_taken noted asked", "prefectural_plan"),
        ("あおば県デジタル戦略（令和6年3月策定）", "facts_taken noted asked", "publication"),
        ("令和9年3月", "facts_taken noted asked", "issues"),
    ],
    "folded": [
        (FOLDED, "facts_taken noted asked", "host_plan"),
        ("みどり町情報化基本計画（令和3年3月策定）", "facts_taken noted asked", "scale"),
        (SMALL, "facts_taken noted asked", "period"),
        ("令和９年度から３年間", "facts_taken noted asked", "comprehensive_plan"),
        ("第5次みどり町総合計画（令和4年3月策定）", "facts_taken noted asked", "prefectural_plan"),
        ("あおば県デジタル戦略（令和6年3月策定）", "facts_taken noted asked", "publication"),
        ("令和９年度", "facts_taken noted asked", "issues"),
    ],
}
END = [
    ("若い世代の転出、窓口の混雑", "facts_taken noted asked", "administrative_issues"),
    ("わからない", "facts_taken noted asked", "past_efforts"),
    ("令和3年に情報化計画を策定、令和5年にコンビニ交付を開始", "facts_taken noted asked", "efforts_result"),
    ("答えない", "facts_taken noted asked", "lead_department"),
    ("企画課", "facts_taken noted asked", "project_team"),
    ("該当なし", "facts_taken noted asked", "it_staff"),
    ("1人", "facts_taken noted asked", "cloud"),
    ("移行の途中", "facts_taken noted asked", "security_policy"),
    ("定めて公表している", "facts_taken noted asked", "population"),
    ("令和3年4月1日 33,900人、令和8年4月1日 31,800人", "facts_taken noted asked", "ageing_rate"),
    ("38.5％（令和8年4月1日現在）", "facts_taken noted draft_wanted offered", None),
]
INTERVIEWS = {name: [*BEGINNING, *part, *END] for name, part in PATTERNS.items()}


@pytest.fixture(scope="module")
def desk(corpus: Corpus) -> Desk:
    return Desk(corpus)


@pytest.fixture
def chat(desk: Desk) -> Chat:
    return Chat(desk)


# --- the whole plan ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", INTERVIEWS)
def test_the_whole_interview_of_a_small_start(chat: Chat, pattern: str) -> None:
    """At most twenty questions one after the other, then all seven sections are drafted and measures are offered."""
    count = 0
    for message, wanted, key in INTERVIEWS[pattern]:
        events = chat.say(message)
        assert (kinds(events), asked(events)) == (wanted, key), message
        count += key is not None
    assert count <= 20
    assert drafted(events) == ALL
    assert isinstance(events[-1], Offered)
    assert events[-1].choices == ("施策のおすすめを見る",)
    assert (chat.state.sections, chat.state.asking) == ((), None)


def test_each_answer_stands_in_the_ledger_as_it_was_meant(chat: Chat) -> None:
    """Values in their canonical form, and three ways of giving none."""
    chat.say(*(message for message, _, _ in INTERVIEWS["alone"]))
    assert chat.held() == {
        "municipality": (A, "みどり町"),
        "plan_name": (A, "みどり町官民データ活用推進計画"),
        "pattern": (A, ALONE),
        "scale": (A, SMALL),
        "period": (A, "2027-2029"),
        "comprehensive_plan": (A, "第5次みどり町総合計画（令和4年3月策定）"),
        "it_plan": (N, None),
        "prefectural_plan": (A, "あおば県デジタル戦略（令和6年3月策定）"),
        "publication": (A, "2027-03"),
        "issues": (A, ("若い世代の転出", "窓口の混雑")),
        "administrative_issues": (U, None),
        "past_efforts": (A, ("令和3年に情報化計画を策定", "令和5年にコンビニ交付を開始")),
        "efforts_result": (D, None),
        "lead_department": (A, "企画課"),
        "project_team": (N, None),
        "it_staff": (A, 1),
        "cloud": (A, "移行の途中"),
        "security_policy": (A, "定めて公表している"),
        "population": (A, 31_800),
        "ageing_rate": (A, 38.5),
    }
    population = chat.ledger.get("population")
    assert population.as_of == "令和8年4月1日"
    assert [(dated.value, dated.as_of) for dated in population.earlier] == [(33_900, "令和3年4月1日")]


@pytest.mark.parametrize(
    ("pattern", "scale", "asks", "asks_not"),
    [
        (ALONE, SMALL, {"it_plan", "issues"}, {"host_plan", "cio", "geography", "households", "finance"}),
        (FOLDED, SMALL, {"host_plan", "issues"}, {"it_plan", "cio", "host_chapters"}),
        (ALONE, WHOLE, {"it_plan", "geography", "cio", "open_data", "card_rate"}, {"host_plan", "contact"}),
        (FOLDED, WHOLE, {"host_plan", "households", "ordinance"}, {"it_plan", "host_chapters", "years_style"}),
    ],
)
def test_only_what_the_answers_so_far_call_for_is_asked(
    chat: Chat, pattern: str, scale: str, asks: set[str], asks_not: set[str]
) -> None:
    """In the order of the questions' file; forms and settings are never asked for in the chat."""
    chat.say(START, "みどり町", "みどり町計画", pattern)
    seen: list[str] = []
    while chat.state.asking:
        seen.append(chat.state.asking)
        chat.say(scale if chat.state.asking == "scale" else "わからない")
    order = [question.key for question in load_questions()]
    assert set(seen) >= asks
    assert set(seen) & asks_not == set()
    assert seen == sorted(seen, key=order.index)


def test_progress_is_told_with_every_question(chat: Chat) -> None:
    """One more is done each time; the total grows only when an answer calls for a further question."""
    told = []
    for message, _, _ in INTERVIEWS["folded"]:
        told += [(event.done, event.total) for event in chat.say(message) if isinstance(event, Asked)]
    assert [done for done, _ in told] == list(range(20))
    assert sorted({total for _, total in told}) == [18, 19, 20]


# --- starting, going on, stopping -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "sections"),
    [
        (START, ALL),
        ("聞き取りを始めてください", ALL),
        ("計画をまとめて作って", ALL),
        (EVERYTHING, ALL),
        ("第1章を下書き", (1,)),
        ("第３章の下書きをして", (3,)),
        ("七章を下書きして", (7,)),
        ("現状及び課題の章を下書きして", (1,)),
    ],
)
def test_an_interview_starts(chat: Chat, message: str, sections: tuple[int, ...]) -> None:
    """However the person says so, for the sections that they name."""
    events = chat.say(message)
    assert (kinds(events), asked(events), chat.state.sections) == ("said asked", "municipality", sections)


@pytest.mark.parametrize(
    "message", ["章を下書きする", "下書きをお願いします", "第9章を下書き", "第3章と第4章を下書きして"]
)
def test_a_draft_of_no_one_section_is_a_choice(chat: Chat, message: str) -> None:
    """Eight things to say next, each of which starts an interview."""
    [offered] = chat.say(message)
    assert isinstance(offered, Offered)
    assert offered.choices == (*(f"第{number}章を下書き" for number in ALL), EVERYTHING)
    assert chat.state.sections == ()
    for choice, sections in zip(offered.choices, (*((number,) for number in ALL), ALL), strict=True):
        chat.say(choice)
        assert chat.state.sections == sections


SECTIONS = {
    1: "municipality issues administrative_issues past_efforts population ageing_rate",
    2: "municipality plan_name issues administrative_issues",
    3: "municipality plan_name pattern period comprehensive_plan prefectural_plan",
    4: "municipality plan_name publication lead_department project_team it_staff",
    5: "municipality scale cloud",
    6: "municipality period",
    7: "municipality plan_name security_policy",
}


@pytest.mark.parametrize("section", SECTIONS)
def test_the_interview_of_one_section(chat: Chat, section: int) -> None:
    """Asks only what that section needs, and drafts that section alone."""
    events = chat.say(f"第{section}章を下書き")
    seen = []
    while chat.state.asking:
        seen.append(chat.state.asking)
        events = chat.say("わからない")
    assert seen == SECTIONS[section].split()
    assert drafted(events) == (section,)
    assert kinds(events).endswith("draft_wanted")


def test_what_one_section_learned_another_does_not_ask_again(chat: Chat) -> None:
    """The name and the plan's name are known from section 3 when section 7 is begun."""
    chat.say("第3章を下書き", "みどり町", "みどり町計画", "やめる")
    events = chat.say("第7章を下書き")
    assert asked(events) == "security_policy"
    assert "3問のうち、回答2問、残り1問" in said(events)


def test_an_interview_goes_on_where_it_was_left(chat: Chat) -> None:
    """Started again, it says how much is there and asks the next question."""
    chat.say(START, "みどり町", "やめる")
    events = chat.say("聞き取りを続けたい")
    assert asked(events) == "plan_name"
    assert "18問のうち、回答1問、残り17問" in said(events)


def test_an_interview_with_nothing_left_to_ask_drafts_at_once(chat: Chat) -> None:
    """No question is asked twice; with a measure picked none is offered any more."""
    chat.say(*(message for message, _, _ in INTERVIEWS["alone"]))
    assert kinds(chat.say("第1章の下書きをして")) == "draft_wanted"
    chat.say("施策のおすすめを見る", "1を採用")
    assert kinds(chat.say(EVERYTHING)) == "draft_wanted"


@pytest.mark.parametrize(
    ("messages", "key"),
    [
        (["戻る"], "municipality"),
        (["みどり町", "戻る"], "municipality"),
        (["みどり町", "みどり町計画", "戻る"], "plan_name"),
        (["みどり町", "みどり町計画", "戻る", "戻る"], "municipality"),
        (["みどり町", "みどり町計画", "戻る", "戻る", "戻る"], "municipality"),
        (["みどり町", "みどり町計画", "戻る", "みどり町データ計画"], "pattern"),
        (["みどり町", "戻る", "あおば市"], "plan_name"),
        (["あとで"], "plan_name"),
        (["あとで", "スキップ"], "pattern"),
        (["とばす", "あとで"], "pattern"),
        (["あとで", "戻る"], "municipality"),
        (["とばす", "戻る"], "municipality"),
        (["あとで", "戻る", "みどり町"], "plan_name"),
        (["みどり町", "後で答えます", "単独"], "scale"),
        (["課に確認してみます"], "plan_name"),
        (["あとで"] * 16, "population"),
        (["あとで"] * 18, "municipality"),
        (["あとで", *["とばす"] * 17], "municipality"),
        (["あとで", *["とばす"] * 17, "みどり町"], None),
        (["あとで"] * 36, None),
        (["とばす"] * 18, None),
    ],
)
def test_back_and_later(chat: Chat, messages: list[str], key: str | None) -> None:
    """Back asks the question before; what is put off comes again at the end of the round, what is skipped does not."""
    assert asked(chat.say(START, *messages)) == key


def test_going_back_shows_and_replaces_the_earlier_answer(chat: Chat) -> None:
    """The person sees what was taken down, and the new answer holds."""
    events = chat.say(START, "みどり町", "みどり町計画", "戻る")
    assert "計画の名称 みどり町計画" in said(events)
    chat.say("みどり町データ活用計画")
    assert chat.ledger.get("plan_name").value == "みどり町データ活用計画"


def test_back_in_a_later_round_reaches_what_was_answered_in_an_earlier_one(chat: Chat) -> None:
    """The interview was left after the name; going back from its next question shows the name again."""
    chat.say(START, "みどり町", "やめる", START)
    events = chat.say("戻る")
    assert (asked(events), "市町村名 みどり町" in said(events)) == ("municipality", True)


def test_there_is_nothing_before_the_first_question(chat: Chat) -> None:
    """The person is told so."""
    events = chat.say(START, "戻る")
    assert (kinds(events), said(events), asked(events)) == ("said asked", "これが最初の質問です。", "municipality")


@pytest.mark.parametrize("messages", [["とばす"] * 18, ["あとで"] * 36], ids=["skipped", "put off twice"])
def test_what_was_left_out_is_no_answer(chat: Chat, messages: list[str]) -> None:
    """It stays open in the ledger and comes back in the next round."""
    events = chat.say(START, *messages)
    assert kinds(events) == "draft_wanted offered"
    assert chat.ledger.facts == {}
    assert asked(chat.say(START)) == "municipality"


def test_what_was_put_off_comes_before_the_draft(chat: Chat) -> None:
    """The person is told how many questions come back; answered then, they are drafted with the rest."""
    chat.say("第1章を下書き", "あとで", "若い世代の転出", "わからない", "あとで", "31,800人")
    events = chat.say("わからない")
    assert (asked(events), drafted(events)) == ("municipality", ())
    assert "あとで答えることにした2問に戻ります" in said(events)
    assert asked(chat.say("みどり町")) == "past_efforts"
    events = chat.say("該当なし")
    assert drafted(events) == (1,)
    assert chat.ledger.get("municipality").value == "みどり町"


def test_what_no_longer_applies_does_not_come_back(chat: Chat) -> None:
    """The host plan was put off; as the plan is made alone after all, nobody is asked for it at the end."""
    chat.say(
        "第3章を下書き", "みどり町", "みどり町計画", FOLDED, "あとで", "計画の作り方は単独の計画として作るに訂正します"
    )
    seen = []
    while chat.state.asking:
        seen.append(chat.state.asking)
        chat.say("わからない")
    assert "host_plan" not in seen


@pytest.mark.parametrize(("start", "sections"), [(START, ALL), ("第1章を下書き", (1,))])
@pytest.mark.parametrize("message", ["やめる", "終了します", "ここまでにします"])
def test_stopping_drafts_from_what_is_there(chat: Chat, start: str, sections: tuple[int, ...], message: str) -> None:
    """The person is told so, the draft is made, and the interview is over."""
    events = chat.say(start, "みどり町", message)
    assert kinds(events).startswith("said draft_wanted")
    assert drafted(events) == sections
    assert (chat.state.sections, chat.state.asking) == ((), None)
    assert list(chat.ledger.facts) == ["municipality"]


def test_the_tables_of_this_file_cover_every_question_of_a_small_start() -> None:
    """A new question needs a row in the interviews above."""
    asked_for = {key for rows in INTERVIEWS.values() for _, _, key in rows if key}
    small = {q.key for q in load_questions() if q.ask == "chat" and q.when.equals.get("scale", SMALL) == SMALL}
    assert asked_for == small
