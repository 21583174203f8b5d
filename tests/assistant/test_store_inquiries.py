"""Who was asked what, who has not replied, and that a reply changes nothing until a person accepts it."""

from datetime import date
from typing import Any

import pytest

from assistant.errors import NotFound
from assistant.store.plans import Workspace

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
