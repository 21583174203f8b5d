"""Who was asked what, who has not replied, and that a reply changes nothing until a person accepts it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from assistant.errors import InputError, NotFound, NotPermitted
from assistant.store.access import Role
from assistant.store.accounts import Person
from assistant.store.plans import Plans, Workspace

DUE = date(2026, 12, 11)
CONTENT: dict[str, Any] = {"replies": [{"key": "population", "value": 31_800}], "departments": ["住民課"]}


def asked(workspace: Workspace) -> dict[str, tuple[tuple[str, ...], date | None, bool]]:
    return {one.department: (one.keys, one.due, one.replied_at is not None) for one in workspace.inquiries()}


def test_an_inquiry_is_noted_with_what_is_asked_and_until_when(mine: Workspace) -> None:
    """One per department; nobody has replied yet."""
    mine.add_inquiry("住民課", ["population", "ageing_rate"], DUE)
    mine.add_inquiry("財政課", ["finance"], None)
    assert asked(mine) == {
        "住民課": (("population", "ageing_rate"), DUE, False),
        "財政課": (("finance",), None, False),
    }


def test_a_reply_shows_who_has_answered(mine: Workspace, shared: Workspace) -> None:
    """Whoever of the plan's people brings it in; it changes no fact."""
    mine.add_inquiry("住民課", ["population"], DUE)
    mine.add_inquiry("財政課", ["finance"], DUE)
    number = shared.add_reply("住民課", CONTENT)
    assert {name: replied for name, (_, _, replied) in asked(mine).items()} == {"住民課": True, "財政課": False}
    [reply] = mine.replies()
    assert (reply.id, reply.department, reply.content, reply.accepted_at) == (number, "住民課", CONTENT, None)
    assert mine.ledger().facts == {}


def test_asked_again_a_department_has_not_replied_yet(mine: Workspace) -> None:
    """The reply to the first sheet is not one to the second; the newest sheet is the one that counts."""
    mine.add_inquiry("住民課", ["population"], DUE)
    mine.add_reply("住民課", CONTENT)
    mine.add_inquiry("住民課", ["households"], date(2027, 1, 8))
    assert asked(mine) == {"住民課": (("households",), date(2027, 1, 8), False)}
    mine.add_reply("住民課", CONTENT)
    assert asked(mine)["住民課"][2] is True
    assert len(mine.replies()) == 2


def test_a_reply_is_closed_once_a_person_has_decided(mine: Workspace) -> None:
    """Two replies of one department are decided each by itself; both stay."""
    first, second = mine.add_reply("住民課", CONTENT), mine.add_reply("住民課", {"replies": []})
    mine.close_reply(first)
    assert [(reply.id, reply.accepted_at is None) for reply in mine.replies()] == [(first, False), (second, True)]


@pytest.mark.parametrize("number", [0, -1, 10_000_000])
def test_a_reply_that_there_is_not(mine: Workspace, number: int) -> None:
    """Is not found."""
    with pytest.raises(NotFound, match="この回答は、この計画にありません"):
        mine.close_reply(number)


def test_a_reply_from_a_department_that_was_not_asked_is_kept_all_the_same(mine: Workspace) -> None:
    """A sheet may be passed on to another office."""
    mine.add_inquiry("住民課", ["population"], DUE)
    mine.add_reply("統計係", CONTENT)
    assert asked(mine)["住民課"][2] is False
    assert [reply.department for reply in mine.replies()] == ["統計係"]


# --- taking back -------------------------------------------------------------------------------------------------------


def test_an_inquiry_that_is_taken_back_no_longer_counts_but_stays(mine: Workspace, shared: Workspace) -> None:
    """With who took it back and when; the plan shows that something has changed."""
    mine.add_inquiry("住民課", ["population"], DUE)
    pulse = mine.pulse()
    shared.withdraw_inquiry(mine.inquiries()[0].id)
    assert mine.inquiries() == []
    [past] = mine.all_inquiries()
    assert (past.keys, past.author, past.withdrawn_by) == (("population",), mine.person.name, shared.person.name)
    assert past.withdrawn_at
    assert past.withdrawn_at >= past.sent_at
    assert mine.pulse() != pulse


def test_with_the_newer_one_taken_back_the_earlier_one_counts_again(mine: Workspace) -> None:
    """A reply then belongs to that one."""
    mine.add_inquiry("住民課", ["population"], DUE)
    mine.add_inquiry("住民課", ["households"], None)
    assert [one.replaced for one in mine.all_inquiries()] == [True, False]
    mine.withdraw_inquiry(mine.inquiries()[0].id)
    assert asked(mine) == {"住民課": (("population",), DUE, False)}
    mine.add_reply("住民課", CONTENT)
    assert [bool(one.replied_at) for one in mine.all_inquiries()] == [True, False]


def test_what_cannot_be_taken_back(engine: Engine, mine: Workspace, taro: Person) -> None:
    """An answered one, one that was replaced, one that was taken back before, one of another plan."""
    for _ in range(2):
        mine.add_inquiry("住民課", ["population"], DUE)
    mine.add_inquiry("財政課", ["finance"], DUE)
    mine.add_inquiry("福祉課", ["ageing_rate"], DUE)
    mine.add_reply("財政課", CONTENT)
    replaced, waiting, answered, taken_back = (one.id for one in mine.all_inquiries())
    mine.withdraw_inquiry(taken_back)
    for number, told in (
        (answered, "回答が返っている"),
        (replaced, "照会し直しています"),
        (taken_back, "もう取り下げ"),
    ):
        with pytest.raises(InputError, match=told):
            mine.withdraw_inquiry(number)
    plans = Plans(engine)
    with pytest.raises(NotFound):
        plans.open(taro, plans.create(taro, "あおば市の計画").id).withdraw_inquiry(waiting)
    assert sorted(asked(mine)) == ["住民課", "財政課"]


def test_a_reader_takes_nothing_back(engine: Engine, mine: Workspace, taro: Person) -> None:
    """It takes an editor."""
    mine.add_inquiry("住民課", ["population"], DUE)
    mine.give_role(taro.name, Role.VIEWER)
    reading = Plans(engine).open(taro, mine.plan.id)
    with pytest.raises(NotPermitted):
        reading.withdraw_inquiry(mine.inquiries()[0].id)
    assert len(mine.inquiries()) == 1
