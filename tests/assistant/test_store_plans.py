"""Whose plan it is: every way to a plan, a thread or a reply is closed to other people."""

from datetime import date

import pytest
from sqlalchemy import Engine
from storing import DRAFT, answered, history

from assistant.errors import NotAllowed, NotFound
from assistant.models import ChosenMeasure
from assistant.store.accounts import Accounts, Person
from assistant.store.administration import Administration
from assistant.store.plans import Plans, Workspace


def test_a_person_sees_only_their_own_plans_newest_first(engine: Engine, hanako: Person, taro: Person) -> None:
    """The list of plans is one's own."""
    plans = Plans(engine)
    first, second, other = plans.create(hanako, "一"), plans.create(hanako, "二"), plans.create(taro, "三")
    assert plans.of(hanako)[:2] == [second, first]
    assert plans.of(taro)[0] == other
    assert other not in plans.of(hanako)
    assert {first.id, second.id} & {plan.id for plan in plans.of(taro)} == set()


def test_another_person_s_plan_cannot_be_told_from_a_missing_one(engine: Engine, mine: Workspace, taro: Person) -> None:
    """The same error with the same text: a plan's existence is not given away."""
    messages = set()
    for plan_id in (mine.plan.id, 999_999, 0, -1):
        with pytest.raises(NotAllowed) as refused:
            Plans(engine).open(taro, plan_id)
        messages.add(str(refused.value))
    assert messages == {"この計画は見つからないか、あなたには権限がありません。"}


def test_an_invited_person_works_on_the_same_plan(mine: Workspace, shared: Workspace) -> None:
    """What one writes the other reads, under the writer's name."""
    mine.add_facts((answered("municipality", "みどり町"),))
    shared.save_text(1, "太郎の文", None)
    assert shared.ledger() == mine.ledger()
    assert history(mine.versions(1)) == [(1, "太郎の文", "edit", "太郎")]


def test_a_thread_belongs_to_one_person_and_one_plan(
    engine: Engine, mine: Workspace, shared: Workspace, hanako: Person, taro: Person
) -> None:
    """Another member of the plan, and the same person on another plan, are refused; the state stays as it was."""
    plans = Plans(engine)
    elsewhere = plans.open(hanako, plans.create(hanako, "別の計画").id)
    thread = f"thread-{mine.plan.id}"
    mine.keep_conversation(thread, {"asking": "population"})
    for workspace in (shared, elsewhere):
        with pytest.raises(NotAllowed):
            workspace.conversation(thread)
        with pytest.raises(NotAllowed):
            workspace.keep_conversation(thread, {"asking": "issues"})
    with pytest.raises(NotAllowed):
        plans.of_thread(taro, thread)
    assert mine.conversation(thread) == {"asking": "population"}
    assert plans.of_thread(hanako, thread) == mine.plan.id


def test_a_new_thread_is_empty_and_the_last_one_is_remembered(
    engine: Engine, mine: Workspace, shared: Workspace, hanako: Person
) -> None:
    """Each person comes back to their own latest thread."""
    one, two, other = (f"{mine.plan.id}-{name}" for name in ("one", "two", "taro"))
    assert mine.conversation(one) == {}
    assert Plans(engine).of_thread(hanako, one) is None
    assert mine.last_thread() is None
    mine.keep_conversation(one, {"section": 1})
    mine.keep_conversation(two, {})
    shared.keep_conversation(other, {})
    assert mine.last_thread() == two
    mine.keep_conversation(one, {"section": 2})
    assert (mine.last_thread(), shared.last_thread()) == (one, other)
    assert mine.conversation(one) == {"section": 2}


@pytest.fixture
def other(engine: Engine, hanako: Person) -> Workspace:
    """Another plan of the same person."""
    plans = Plans(engine)
    return plans.open(hanako, plans.create(hanako, "別の計画").id)


def test_nothing_of_one_plan_is_found_in_another(mine: Workspace, other: Workspace) -> None:
    """Facts, measures, versions, frozen plans, inquiries, replies: not even by their numbers."""
    mine.add_facts((answered("population", 32_000),))
    mine.add_measure(ChosenMeasure(key="m1", base="today:front-yard"))
    mine.add_draft(DRAFT, None)
    frozen = mine.freeze("庁議版")
    mine.add_inquiry("住民課", ["population"], date(2026, 12, 11))
    reply = mine.add_reply("住民課", {"replies": []})
    assert (other.ledger().facts, other.ledger().measures, other.newest_fact()) == ({}, (), 0)
    assert (other.versions(1), other.frozen(), other.texts()) == ([], [], {})
    assert (other.inquiries(), other.replies()) == ([], [])
    for refused in (
        lambda: other.version(1, 1),
        lambda: other.texts(frozen.id),
        lambda: other.close_reply(reply),
        lambda: other.restore(1, 1, None),
    ):
        with pytest.raises(NotFound):
            refused()
    assert mine.replies()[0].accepted_at is None


@pytest.mark.parametrize("plan_id", [0, -1, 999_999, 2**31, 2**70])
def test_the_command_line_s_administrator_finds_only_plans_that_there_are(
    engine: Engine, mine: Workspace, plan_id: int
) -> None:
    """The message says how to find the numbers."""
    with pytest.raises(NotFound, match="kanmin plan list"):
        Plans(engine).administer(plan_id)


def test_without_an_administrator_no_plan_is_administered(engine: Engine, mine: Workspace, hanako: Person) -> None:
    """Hanako is none."""
    assert not hanako.is_admin
    with pytest.raises(NotFound):
        Plans(engine).administer(mine.plan.id)


def test_the_administrator_s_changes_carry_their_name(fresh: Engine) -> None:
    """Whoever runs the command line on the server writes as the first administrator."""
    accounts, plans = Accounts(fresh), Plans(fresh)
    accounts.ensure_admin("a-long-password")
    person = accounts.create("花子", "a-long-password")
    plan = plans.create(person, "計画")
    plans.administer(plan.id).save_text(1, "文", None)
    assert history(plans.open(person, plan.id).versions(1)) == [(1, "文", "edit", "admin")]
    assert plans.all() == [plan]


def test_an_administrator_who_is_locked_out_writes_nothing(fresh: Engine) -> None:
    """The first who can sign in stands for the command line."""
    accounts, plans = Accounts(fresh), Plans(fresh)
    accounts.ensure_admin("a-long-password")
    left, later = accounts.find("admin"), accounts.create("後任", "a-long-password", is_admin=True)
    assert left
    plan = plans.create(later, "計画")
    assert plans.administer(plan.id).person == left
    Administration(fresh, accounts, later).set_disabled(left.id, disabled=True)
    assert plans.administer(plan.id).person == later
