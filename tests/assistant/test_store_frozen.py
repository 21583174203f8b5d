"""What a frozen plan goes out as: kept with it as it was made, of the very texts and answers that are frozen."""

import sqlite3
from typing import Any

import pytest
from sqlalchemy import Engine
from storing import DRAFT, answered

from assistant.errors import InputError, NotFound
from assistant.store.accounts import Person
from assistant.store.plans import Plans, Workspace

WHOLE: dict[str, Any] = {"title": "みどり町計画", "parts": [["用語集", "本文"]], "open": None}


@pytest.fixture
def drafted(mine: Workspace) -> Workspace:
    """花子's plan with a draft of section 1."""
    mine.add_draft(DRAFT, None)
    return mine


def test_it_is_read_as_it_was_kept(drafted: Workspace) -> None:
    """Each frozen version has its own."""
    first = drafted.freeze("庁議版", lambda: WHOLE)
    second = drafted.freeze("決裁版", lambda: {"title": "決裁した計画"})
    drafted.save_text(1, "直した文", 1)
    assert drafted.frozen_whole(first.id) == WHOLE
    assert drafted.frozen_whole(second.id) == {"title": "決裁した計画"}


def test_a_version_without_it_says_so(drafted: Workspace) -> None:
    """As those from before it was kept."""
    assert drafted.frozen_whole(drafted.freeze("庁議版").id) is None


def test_of_another_plan_there_is_nothing_to_read(drafted: Workspace, engine: Engine, taro: Person) -> None:
    """Nor of a number that nothing has."""
    frozen = drafted.freeze("庁議版", lambda: WHOLE)
    plans = Plans(engine)
    other = plans.open(taro, plans.create(taro, "よその計画").id)
    for workspace, number in ((other, frozen.id), (drafted, frozen.id + 10**6)):
        with pytest.raises(NotFound):
            workspace.frozen_whole(number)


def test_nobody_saves_between_what_is_made_and_what_is_frozen(drafted: Workspace, engine: Engine) -> None:
    """While it is made, the plan can be read, and the database takes no other writing."""
    drafted.add_facts((answered("population", 32_000),))
    database = sqlite3.connect(str(engine.url.database), timeout=0)

    def whole() -> dict[str, Any]:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            database.execute("BEGIN IMMEDIATE")
        return {"population": drafted.ledger().get("population").value, "text": drafted.texts()[1].text}

    frozen = drafted.freeze("庁議版", whole)
    database.execute("BEGIN IMMEDIATE")  # afterwards anybody may write again
    database.close()
    assert drafted.frozen_whole(frozen.id) == {"population": 32_000, "text": DRAFT.text}
    assert frozen.newest_fact == drafted.newest_fact()


def test_where_it_cannot_be_made_nothing_is_frozen(drafted: Workspace) -> None:
    """Not the name either; a running version stays running."""
    drafted.save_text(1, "書きかけ", 1, running=True)

    def whole() -> dict[str, Any]:
        raise ValueError("no plan")

    with pytest.raises(ValueError, match="no plan"):
        drafted.freeze("庁議版", whole)
    assert drafted.frozen() == []
    assert drafted.versions(1)[0].running
    assert drafted.freeze("庁議版", lambda: WHOLE).versions == {1: 2}


@pytest.mark.parametrize("name", ["", "庁議版", "版" * 41])
def test_for_a_name_that_will_not_do_it_is_not_made(drafted: Workspace, name: str) -> None:
    """The person is told at once."""
    drafted.freeze("庁議版")
    with pytest.raises(InputError):
        drafted.freeze(name, lambda: pytest.fail("made for nothing"))
