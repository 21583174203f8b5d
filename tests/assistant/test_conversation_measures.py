"""Measures in the chat: proposed for the plan's issues, picked and rejected by number, remembered with the reason."""

import pytest
from chatting import WHOLE, Chat, Desk, asked, decided, kinds, proposed, said

from assistant.drafting import draft_section
from assistant.measures import key_of
from assistant.models import ChosenMeasure, Ledger
from knowledge.corpus import Corpus

SHOW = "施策のおすすめを見る"
ISSUES = "窓口の混雑、イノシシの被害、若い世代の転出"


@pytest.fixture(scope="module")
def desk(corpus: Corpus) -> Desk:
    return Desk(corpus)


@pytest.fixture
def chat(desk: Desk) -> Chat:
    """A chat in which the issues are known."""
    chat = Chat(desk)
    chat.say("第1章を下書き", "みどり町", ISSUES, "やめる")
    return chat


def by_number(chat: Chat) -> dict[int, tuple[str, str]]:
    """Decision and reason by the number shown."""
    place = {base: number for number, base in enumerate(chat.state.proposed, start=1)}
    return {place[m.base]: (m.decision, m.reason) for m in chat.ledger.measures if m.base}


P, R = ("picked", ""), ("rejected", "")


@pytest.mark.parametrize(
    "message", [SHOW, "おすすめの施策は", "どんな施策がいいですか", "施策を提案して", "施策の候補を見せて"]
)
def test_measures_are_proposed(chat: Chat, message: str) -> None:
    """Three to five for a small start, those for the issues among them, each with why and why not."""
    events = chat.say(message)
    assert kinds(events) == "measures_proposed"
    assert 3 <= len(proposed(events)) <= 5
    assert "measure:IoTを活用した鳥獣被害対策" in proposed(events)
    assert chat.state.proposed == proposed(events)


def test_a_whole_plan_gets_more_proposals(chat: Chat) -> None:
    """A plan of all five pillars needs more than a small start."""
    few = len(proposed(chat.say(SHOW)))
    chat.say(f"計画の規模は{WHOLE}")
    assert len(proposed(chat.say(SHOW))) > few


@pytest.mark.parametrize(
    ("message", "held"),
    [
        ("1と3を採用", {1: P, 3: P}),
        ("1、3を採用します", {1: P, 3: P}),
        ("①と③を採用", {1: P, 3: P}),
        ("１番と３番を選びます", {1: P, 3: P}),
        ("採用するのは1と3です", {1: P, 3: P}),
        ("1と3でお願いします", {1: P, 3: P}),
        ("1〜3を採用", {1: P, 2: P, 3: P}),
        ("1から3までを採用", {1: P, 2: P, 3: P}),
        ("1と1を採用", {1: P}),
        ("おすすめの1を採用", {1: P}),
        ("全部採用", dict.fromkeys(range(1, 6), P)),
        ("すべて見送り", dict.fromkeys(range(1, 6), R)),
        ("2は採用しない", {2: R}),
        ("2は要りません", {2: R}),
        ("2は見送り。予算がない", {2: ("rejected", "予算がない")}),
        ("2は見送り（予算がない）", {2: ("rejected", "予算がない")}),
        ("2番は不採用：Ｗｉ－Ｆｉがない", {2: ("rejected", "Ｗｉ－Ｆｉがない")}),
        ("2は見送り、理由は予算がないため", {2: ("rejected", "予算がないため")}),
        ("2をやめる。人手が足りない。", {2: ("rejected", "人手が足りない")}),
        ("1と3を採用、2は見送り。予算がない", {1: P, 2: ("rejected", "予算がない"), 3: P}),
        ("1は採用、2は見送り（予算がない）、3も採用", {1: P, 2: ("rejected", "予算がない"), 3: P}),
        ("1を採用。1は見送り。", {1: R}),
    ],
)
def test_what_is_picked_and_rejected(chat: Chat, message: str, held: dict[int, tuple[str, str]]) -> None:
    """By the numbers shown; a reason is kept in the person's own words."""
    chat.say(SHOW)
    events = chat.say(message)
    assert kinds(events) == "measures_decided"
    assert by_number(chat) == held
    assert len({measure.key for measure in chat.ledger.measures}) == len(held)


@pytest.mark.parametrize(
    ("message", "held", "part"),
    [
        ("9を採用", {}, "9番の施策はありません。おすすめした施策の番号（1〜5）"),
        ("0を採用", {}, "0番の施策はありません"),
        ("1と7と8を採用", {1: P}, "7、8番の施策はありません"),
    ],
)
def test_a_number_that_was_not_shown_is_told(chat: Chat, message: str, held: object, part: str) -> None:
    """What can be decided is decided."""
    chat.say(SHOW)
    events = chat.say(message)
    assert part in said(events)
    assert by_number(chat) == held


def test_a_decision_before_any_proposal_is_told(chat: Chat) -> None:
    """The person learns what to say first."""
    assert "まだ施策をおすすめしていません" in said(chat.say("1と3を採用"))
    assert chat.ledger.measures == ()


@pytest.mark.parametrize(
    "message",
    ["3番は何ですか", "1は採用できますか", "100を採用", "2027年度に採用した職員がいる", "1か月かかる", "採用"],
)
def test_other_messages_decide_nothing(chat: Chat, message: str) -> None:
    """A question about a proposal and a number of something else."""
    chat.say(SHOW)
    assert decided(chat.say(message)) == ()
    assert chat.ledger.measures == ()


def test_in_the_middle_of_an_interview_the_open_question_comes_back(chat: Chat) -> None:
    """And an answer to it is no decision, though proposals are on the screen."""
    chat.say("第4章を下書き", "みどり町計画", "あとで", "企画課", "該当なし", SHOW)
    assert chat.state.asking == "it_staff"
    events = chat.say("1と3を採用")
    assert (kinds(events), asked(events)) == ("measures_decided asked", "it_staff")
    chat.say("2人でお願いします")
    assert chat.ledger.answer("it_staff") == 2
    assert by_number(chat) == {1: P, 3: P}


def test_decided_measures_are_not_proposed_again(chat: Chat) -> None:
    """Neither the picked nor the rejected one; the reason stays."""
    first = proposed(chat.say(SHOW))
    chat.say("1を採用、2は見送り。予算がない")
    again = proposed(chat.say(SHOW))
    assert set(again) & set(first[:2]) == set()
    assert chat.decisions()[first[1]] == ("rejected", "予算がない")


def test_a_decision_can_be_turned_round(chat: Chat) -> None:
    """The measure keeps its key and what was written for it; the reason of a rejection goes."""
    first = proposed(chat.say(SHOW))
    chat.say("1を採用")
    picked = next(measure for measure in chat.ledger.measures if measure.base == first[0])
    written = picked.model_copy(update={"department": "総務課"})
    chat.ledger = chat.ledger.with_measure(written)
    chat.say("1は見送り。人手が足りない", "1を採用")
    assert next(m for m in chat.ledger.measures if m.base == first[0]) == written


def test_picked_measures_stand_behind_those_that_are_there(desk: Desk) -> None:
    """Each under a key of its own."""
    held = tuple(ChosenMeasure(key=key, title=key, pillar=6) for key in ("m7", "own", "m2"))
    chat = Chat(desk, Ledger(measures=held))
    first = proposed(chat.say(SHOW))
    chat.say("1と2を採用")
    assert [measure.key for measure in chat.ledger.measures] == ["m7", "own", "m2", *map(key_of, first[:2])]


def test_what_was_picked_stands_in_section_6(chat: Chat, corpus: Corpus) -> None:
    """A rejected one does not, nor does its reason."""
    first = proposed(chat.say(SHOW))
    chat.say("1を採用、2は見送り。予算がない")
    draft = draft_section(6, chat.ledger, corpus)
    assert draft.text.count("| KPI | 現状値 |") == 1
    assert "予算がない" not in draft.text
    assert {item.key.split(".")[0] for item in draft.open_items} >= {f"measure:{key_of(first[0])}"}
