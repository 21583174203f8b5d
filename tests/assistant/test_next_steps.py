"""What a plan's board says to do next: the order, the reasons, and where each leads."""

from datetime import date
from typing import Any

import pytest

from assistant.next_steps import START, NextStep, Overdue, SectionStanding, Standing, next_steps

DATED = {"dated": True}
ASKED = {"questions": 20, "begun": True, "dated": True}
TEXTS = {**ASKED, "picked": 2}


def sections(*states: str, **details: Any) -> tuple[SectionStanding, ...]:
    """Seven sections; the states that are left out are those of the last one."""
    each = [*states, *states[-1:] * 7][:7]
    return tuple(
        SectionStanding(number=n, title=f"題名{n}", state=state, **details)  # type: ignore[arg-type]
        for n, state in enumerate(each, start=1)
    )


def steps(**given: Any) -> list[str]:
    return [step.key for step in next_steps(Standing(**{"sections": sections("未着手"), **given}))]


def step(key: str, **given: Any) -> NextStep:
    found = next_steps(Standing(**{"sections": sections("未着手"), **given}))
    return next(one for one in found if one.key == key)


@pytest.mark.parametrize(
    ("given", "first"),
    [
        pytest.param({"questions": 20, "left": 20, "first_left": 6}, "first", id="nothing is answered"),
        pytest.param({"questions": 20, "left": 17, "first_left": 5}, "first", id="only what a new plan asks"),
        pytest.param({"questions": 20, "left": 2}, "begin", id="the first section lacks no answer"),
        pytest.param({**ASKED, "left": 12}, "interview", id="in the middle of the interview"),
        pytest.param({**ASKED, "left": 0}, "pick", id="the interview is over"),
        pytest.param({**ASKED, "picked": 1}, "draft", id="measures are picked"),
        pytest.param({**TEXTS, "to_ask": ("税務課",), "sections": sections("下書き")}, "ask", id="somebody else knows"),
        pytest.param({**TEXTS, "incomplete": ("窓口",), "sections": sections("下書き")}, "fill", id="a bare measure"),
        pytest.param({**TEXTS, "left": 2, "sections": sections("下書き")}, "interview", id="questions behind a text"),
        pytest.param({**TEXTS, "sections": sections("編集済", stale=True)}, "stale", id="answers changed"),
        pytest.param({**TEXTS, "sections": sections("下書き", open_items=2)}, "close", id="gaps"),
        pytest.param({**TEXTS, "sections": sections("確認済", "編集済")}, "confirm", id="texts that nobody confirmed"),
        pytest.param({**TEXTS, "sections": sections("確認済")}, "freeze", id="all confirmed"),
        pytest.param({**TEXTS, "sections": sections("確認済"), "frozen": "庁議版"}, "export", id="frozen"),
        pytest.param({**ASKED, "left": 12, "replies": 1}, "replies", id="a sheet came back"),
        pytest.param(
            {**ASKED, "left": 12, "overdue": (Overdue(department="税務課", due=date(2026, 11, 16)),)},
            "overdue",
            id="a department is late",
        ),
    ],
)
def test_what_comes_first(given: dict[str, Any], first: str) -> None:
    """What is urgent, then the way from the interview to the export."""
    assert steps(**given)[0] == first


@pytest.mark.parametrize(
    ("given", "absent"),
    [
        ({"questions": 20, "left": 20, "first_left": 6}, {"pick", "draft", "export", "confirm"}),
        ({"questions": 20, "left": 2}, {"first"}),
        ({**ASKED, "left": 11}, {"draft"}),
        ({**TEXTS, "sections": sections("下書き", "未着手")}, {"export", "freeze"}),
        ({**TEXTS, "sections": sections("確認済"), "frozen": "庁議版"}, {"freeze", "confirm", "draft"}),
        ({**TEXTS, "sections": sections("下書き", open_items=1)}, {"confirm"}),
        ({**TEXTS, "sections": sections("下書き", stale=True)}, {"confirm"}),
        (DATED, {"date", "late"}),
    ],
)
def test_what_is_not_said(given: dict[str, Any], absent: set[str]) -> None:
    """Nothing that could not be done, or is done."""
    assert not absent & set(steps(**given))


def test_there_is_always_something() -> None:
    """Also at the very end."""
    assert steps(**TEXTS, sections=sections("確認済"), frozen="決裁版") == ["export", "read"]


def test_half_of_the_answers_are_enough_for_a_first_draft() -> None:
    """It comes behind the interview, and says what happens to the gaps."""
    found = steps(**ASKED, left=10)
    assert found.index("interview") < found.index("draft")
    assert "〔要確認〕" in step("draft", **ASKED, left=10).reason


@pytest.mark.parametrize(
    ("key", "given", "words"),
    [
        ("first", {"left": 17, "first_left": 5}, "質問に5問ほど答えると、第1章の"),
        ("begin", {"left": 17, "first_left": 5}, "17問ほどに答えると、その答えから7つの章"),
        ("interview", {**ASKED, "left": 12}, "20問のうち、残りは12問"),
        ("draft", {**ASKED, "sections": sections("下書き", "未着手", "下書き")}, "第2章を下書き"),
        ("draft", ASKED, "7つの章を下書き"),
        ("ask", {**ASKED, "to_ask": ("税務課", "住民課")}, "税務課、住民課が知っていそう"),
        ("ask", {**ASKED, "to_ask": ("一課", "二課", "三課", "四課")}, "一課、二課、三課などが"),
        ("fill", {**ASKED, "incomplete": ("窓口", "農地")}, "「窓口」など2件に"),
        ("stale", {**TEXTS, "sections": sections("下書き", stale=True)}, "ほかに6つの章でも"),
        ("close", {**TEXTS, "sections": sections("下書き", open_items=2)}, "第1章など7つの章に、合わせて14件"),
        ("export", {**TEXTS, "sections": sections("確認済"), "frozen": "庁議版"}, "「庁議版」として固定した文章"),
        ("late", {**ASKED, "late": "庁内照会"}, "「庁内照会」の終わる日"),
    ],
)
def test_the_reason_says_how_much(key: str, given: dict[str, Any], words: str) -> None:
    """With the numbers and names of this plan."""
    assert words in step(key, **given).reason


def test_of_several_late_departments_the_longest_late_is_named() -> None:
    """And how many others there are."""
    late = tuple(Overdue(department=name, due=date(2026, 11, day)) for name, day in (("住民課", 18), ("税務課", 16)))
    found = step("overdue", overdue=late)
    assert "税務課" in found.title
    assert "11月16日（月）" in found.reason
    assert "ほかに1か所" in found.reason


def test_ways() -> None:
    """The interview is in the chat, drafting is a request, all else is a page of the plan."""
    assert (step("begin", left=1).way, step("begin", left=1).target) == ("say", START)
    assert (step("draft", **ASKED).way, step("draft", **ASKED).target) == ("send", "/drafts")
    everything = next_steps(
        Standing(
            **{**TEXTS, "dated": False, "left": 1, "replies": 1, "to_ask": ("税務課",), "late": "決裁"},  # type: ignore[arg-type]
            sections=sections("下書き", "未着手", "編集済", stale=True),
        )
    )
    assert all(one.target.startswith(("/", "#")) for one in everything if one.way != "say")
