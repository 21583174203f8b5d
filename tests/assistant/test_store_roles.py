"""The door to a plan: what each role may do there, who gives roles, and plans that are put away or copied."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from storing import DRAFT, answered

from assistant.errors import InputError, NotAllowed, NotFound, NotPermitted
from assistant.models import ChosenMeasure, Ledger
from assistant.store.access import Permission, Role
from assistant.store.accounts import Person
from assistant.store.plans import LONGEST_NAME, Plans, Workspace
from assistant.store.schedules import StepChange
from assistant.store.tables import AuditRow, Base

Deed = Callable[[Workspace], object]
READS: dict[str, Deed] = {
    "ledger": lambda w: w.ledger(),
    "versions": lambda w: w.versions(1),
    "texts": lambda w: w.texts(),
    "frozen": lambda w: w.frozen(),
    "confirmation": lambda w: w.confirmation(1),
    "inquiries": lambda w: (w.inquiries(), w.replies()),
    "schedule": lambda w: w.schedule_changes(),
    "members": lambda w: w.members(),
    "pulse": lambda w: (w.pulse(), w.last_change()),
    "chat": lambda w: w.keep_conversation(f"of-{w.plan.id}-{w.person.id}", {}),
    "feedback": lambda w: w.add_feedback("問い", "答え", helpful=True),
}
EDITS: dict[str, Deed] = {
    "facts": lambda w: w.add_facts((answered("population", 32_000),)),
    "measure": lambda w: w.add_measure(ChosenMeasure(key="m2", base="today:front-yard")),
    "withdraw measure": lambda w: w.withdraw_measure("m1"),
    "order measures": lambda w: w.order_measures(["m1"]),
    "ledger": lambda w: w.add_ledger(Ledger(facts={"population": answered("population", 1)})),
    "draft": lambda w: w.add_draft(DRAFT.model_copy(update={"number": 2}), None),
    "redraft": lambda w: w.add_redraft(DRAFT, "文", 1),
    "text": lambda w: w.save_text(1, "文", 1),
    "typing": lambda w: w.save_text(1, "文", 1, running=True),
    "restore": lambda w: w.restore(1, 1, 1),
    "confirm": lambda w: w.confirm(1, 1),
    "freeze": lambda w: w.freeze("庁議版"),
    "inquiry": lambda w: w.add_inquiry("住民課", ["population"], date(2026, 12, 11)),
    "reply": lambda w: w.add_reply("住民課", {"replies": []}),
    "step": lambda w: w.change_step("council", StepChange(struck=True)),
}
MANAGES: dict[str, Deed] = {
    "rename": lambda w: w.rename("別の名前"),
    "put away": lambda w: w.archive(away=True),
    "give a role": lambda w: w.give_role("花子", Role.ADMIN),
}


def rows(engine: Engine) -> dict[str, int]:
    """How much is in the database, table by table."""
    with Session(engine) as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


def seen_by(engine: Engine, person: Person, mine: Workspace, role: Role | None) -> Workspace:
    """The plan with a draft and a measure in it, as the person with this role sees it."""
    mine.add_draft(DRAFT, None)
    mine.add_measure(ChosenMeasure(key="m1", base="today:digital-divide"))
    mine.give_role(person.name, role)
    return Plans(engine).open(person, mine.plan.id)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("deed", READS.values(), ids=list(READS))
def test_everybody_with_a_role_reads_talks_and_gives_an_opinion(
    engine: Engine, mine: Workspace, taro: Person, role: Role, deed: Deed
) -> None:
    """Whatever the role."""
    deed(seen_by(engine, taro, mine, role))


@pytest.mark.parametrize(
    ("role", "deeds"),
    [(Role.VIEWER, {**EDITS, **MANAGES}), (Role.EDITOR, MANAGES)],
    ids=["viewer", "editor"],
)
def test_what_a_role_may_not_do_changes_nothing(
    engine: Engine, mine: Workspace, taro: Person, role: Role, deeds: dict[str, Deed]
) -> None:
    """Refused with one's own role and whom to ask; not a row is written."""
    workspace = seen_by(engine, taro, mine, role)
    before = rows(engine)
    for name, deed in deeds.items():
        with pytest.raises(NotPermitted) as refused:
            deed(workspace)
        assert f"この計画の{role.label}のため" in str(refused.value), name
        assert "管理者" in str(refused.value), name
    assert rows(engine) == before


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMIN])
@pytest.mark.parametrize("deed", EDITS.values(), ids=list(EDITS))
def test_an_editor_and_an_administrator_edit(
    engine: Engine, mine: Workspace, taro: Person, role: Role, deed: Deed
) -> None:
    """Each of them everything."""
    before = rows(engine)
    deed(seen_by(engine, taro, mine, role))
    assert rows(engine) != before


@pytest.mark.parametrize("deed", MANAGES.values(), ids=list(MANAGES))
def test_an_administrator_manages_and_it_is_on_record(
    engine: Engine, mine: Workspace, taro: Person, deed: Deed
) -> None:
    """Under the name of who did it."""
    deed(seen_by(engine, taro, mine, Role.ADMIN))
    with Session(engine) as session:
        last = session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
        assert last
        assert last.author.name == "太郎"


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.READ, {Role.VIEWER, Role.EDITOR, Role.ADMIN}),
        (Permission.EDIT, {Role.EDITOR, Role.ADMIN}),
        (Permission.MANAGE, {Role.ADMIN}),
    ],
)
def test_a_plan_is_opened_for_what_one_may_do(
    engine: Engine, mine: Workspace, taro: Person, permission: Permission, roles: set[Role]
) -> None:
    """Before anything is read from the request."""
    for role in Role:
        mine.give_role(taro.name, role)
        if role in roles:
            assert Plans(engine).open(taro, mine.plan.id, permission).plan.role is role
        else:
            with pytest.raises(NotPermitted):
                Plans(engine).open(taro, mine.plan.id, permission)


def test_a_role_that_is_taken_away_opens_nothing_more(engine: Engine, mine: Workspace, taro: Person) -> None:
    """As if the plan did not exist; it is gone from the person's list."""
    mine.give_role(taro.name, Role.EDITOR)
    mine.give_role(taro.name, None)
    with pytest.raises(NotAllowed):
        Plans(engine).open(taro, mine.plan.id)
    assert mine.plan.id not in [plan.id for plan in Plans(engine).of(taro)]
    assert [member.name for member in mine.members()] == ["花子"]


@pytest.mark.parametrize("role", [None, Role.EDITOR, Role.VIEWER])
def test_the_last_administrator_stays(mine: Workspace, taro: Person, role: Role | None) -> None:
    """Until somebody else is one."""
    with pytest.raises(InputError, match="管理者がいなくなる"):
        mine.give_role("花子", role)
    assert [(member.name, member.role) for member in mine.members()] == [("花子", Role.ADMIN)]
    mine.give_role(taro.name, Role.ADMIN)
    mine.give_role("花子", role)
    assert Role.ADMIN in {member.role for member in mine.members()}


@pytest.mark.parametrize("name", ["だれか", "", "' OR 1=1 --"])
def test_a_role_is_given_to_people_who_have_an_account(mine: Workspace, name: str) -> None:
    """The message names the person and what to do."""
    with pytest.raises(NotFound, match="登録されていません"):
        mine.give_role(name, Role.EDITOR)


# --- put away, copied -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deed", EDITS.values(), ids=list(EDITS))
def test_a_plan_that_is_put_away_is_only_read(engine: Engine, mine: Workspace, hanako: Person, deed: Deed) -> None:
    """Also by its administrator, who can take it out again."""
    workspace = seen_by(engine, hanako, mine, Role.ADMIN)
    workspace.archive(away=True)
    away = Plans(engine).open(hanako, mine.plan.id)
    assert not away.plan.editable
    with pytest.raises(NotPermitted, match="しまった計画"):
        deed(away)
    assert away.versions(1)
    away.archive(away=False)
    deed(Plans(engine).open(hanako, mine.plan.id))


@pytest.mark.parametrize("name", ["", " \n", "計" * (LONGEST_NAME + 1)])
def test_a_name_that_will_not_do(engine: Engine, mine: Workspace, hanako: Person, name: str) -> None:
    """Neither for a new plan, nor for a copy, nor later."""
    plans = Plans(engine)
    before = rows(engine)
    refusals: list[Callable[[], object]] = [
        lambda: plans.create(hanako, name),
        lambda: plans.copy(hanako, mine.plan.id, name),
        lambda: mine.rename(name),
    ]
    for refused in refusals:
        with pytest.raises(InputError, match="計画の名前は1〜100字"):
            refused()
    assert rows(engine) == before


def test_a_copy_has_the_answers_and_the_history_but_not_the_people(
    engine: Engine, mine: Workspace, shared: Workspace, taro: Person
) -> None:
    """Authors and times come along, and a draft still knows what it was made from; each goes its own way."""
    mine.add_facts((answered("municipality", "みどり町"), answered("population", 32_000)))
    mine.add_measure(ChosenMeasure(key="m1", base="today:front-yard"))
    mine.add_draft(DRAFT, None)
    mine.save_text(1, "花子の文", 1, running=True)
    mine.add_facts((answered("population", 31_800),))
    plans = Plans(engine)
    copied = plans.open(taro, plans.copy(taro, mine.plan.id, "となり町の計画").id)
    assert (copied.plan.name, copied.plan.role) == ("となり町の計画", Role.ADMIN)
    assert copied.ledger() == mine.ledger()
    assert copied.stale_keys(1) == mine.stale_keys(1) == ("population",)
    told = [(v.number, v.stamp, v.text, v.origin, v.author, v.created_at) for v in copied.versions(1)]
    assert told == [(v.number, v.stamp, v.text, v.origin, v.author, v.created_at) for v in mine.versions(1)]
    assert [member.name for member in copied.members()] == ["太郎"]
    copied.save_text(1, "太郎の文", 2, running=True)
    assert [version.text for version in copied.versions(1)] == ["太郎の文", "花子の文", DRAFT.text]
    assert [version.text for version in mine.versions(1)] == ["花子の文", DRAFT.text]


def test_what_one_may_not_see_cannot_be_copied(engine: Engine, mine: Workspace, taro: Person) -> None:
    """No new plan comes of it."""
    before = rows(engine)
    with pytest.raises(NotAllowed):
        Plans(engine).copy(taro, mine.plan.id, "写し")
    assert rows(engine) == before


def test_who_last_changed_a_plan(mine: Workspace, shared: Workspace) -> None:
    """By an answer or a text; nobody yet in a new plan."""
    assert mine.last_change() is None
    mine.add_facts((answered("population", 32_000),))
    first = mine.last_change()
    shared.save_text(1, "文", None)
    second = mine.last_change()
    assert first
    assert second
    assert (first.author, second.author) == ("花子", "太郎")
    assert second.at >= first.at
