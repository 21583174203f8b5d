"""The administrator of the system: people, roles in every plan, feedback, and the record of what was done."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from storing import PASSWORD

from assistant.errors import InputError, NotFound, NotPermitted, SignInError
from assistant.store.access import Role
from assistant.store.accounts import Accounts, Person
from assistant.store.administration import Administration
from assistant.store.audit import LONGEST_SUBJECT
from assistant.store.feedback import LONGEST_COMMENT, LONGEST_KEPT
from assistant.store.plans import Plans, Workspace
from assistant.store.schedules import StepChange


@pytest.fixture
def office(fresh: Engine) -> Administration:
    """The administrator at work in a database of their own, with 花子 and her plan in it."""
    accounts = Accounts(fresh)
    admin = accounts.create("管理者", PASSWORD, is_admin=True)
    Plans(fresh).create(accounts.create("花子", PASSWORD), "みどり町の計画")
    return Administration(fresh, accounts, admin)


@pytest.fixture
def hers(fresh: Engine, office: Administration) -> Workspace:
    """花子's plan."""
    hanako = named(fresh, "花子")
    return Plans(fresh).open(hanako, Plans(fresh).of(hanako)[0].id)


def named(engine: Engine, name: str) -> Person:
    found = Accounts(engine).find(name)
    assert found
    return found


def test_nobody_else_administers(fresh: Engine, office: Administration) -> None:
    """Also not the administrator of a plan."""
    with pytest.raises(NotPermitted, match="システムの管理者だけ"):
        Administration(fresh, Accounts(fresh), named(fresh, "花子"))


def test_a_person_comes_locked_out_and_back(fresh: Engine, office: Administration) -> None:
    """A locked person cannot sign in and is not found; what they wrote keeps their name; each step is on record."""
    made = office.add_person("太郎", PASSWORD)
    assert Accounts(fresh).sign_in("太郎", PASSWORD).name == "太郎"
    office.set_disabled(made.id, disabled=True)
    with pytest.raises(SignInError, match="利用は止められています"):
        Accounts(fresh).sign_in("太郎", PASSWORD)
    assert Accounts(fresh).find("太郎") is None
    assert [(one.name, one.disabled) for one in office.people() if one.name == "太郎"] == [("太郎", True)]
    office.set_disabled(made.id, disabled=False)
    office.set_password(made.id, "another-2026")
    assert Accounts(fresh).sign_in("太郎", "another-2026").name == "太郎"
    assert [(entry.action, entry.subject, entry.author) for entry in office.record()] == [
        ("パスワードの再設定", "太郎", "管理者"),
        ("利用の再開", "太郎", "管理者"),
        ("利用の停止", "太郎", "管理者"),
        ("利用者の登録", "太郎", "管理者"),
    ]


def test_a_locked_person_s_password_gives_nothing_away(fresh: Engine, office: Administration) -> None:
    """A wrong one is told like anybody's."""
    office.set_disabled(named(fresh, "花子").id, disabled=True)
    with pytest.raises(SignInError, match="利用者名かパスワードが違います"):
        Accounts(fresh).sign_in("花子", "wrong-password")


def test_people_with_the_number_of_their_plans(fresh: Engine, office: Administration) -> None:
    """By name."""
    assert [(one.name, one.is_admin, one.plans) for one in office.people()] == [
        ("管理者", True, 0),
        ("花子", False, 1),
    ]


def test_one_does_not_lock_oneself_out(office: Administration) -> None:
    """Neither the account nor the right to administer."""
    refusals: list[Callable[[], object]] = [
        lambda: office.set_disabled(office.person.id, disabled=True),
        lambda: office.set_admin(office.person.id, is_admin=False),
    ]
    for refused in refusals:
        with pytest.raises(InputError, match="別の管理者に頼んで"):
            refused()
    assert office.record() == ()


@pytest.mark.parametrize("account", [0, -1, 999])
def test_an_account_that_there_is_not(office: Administration, account: int) -> None:
    """Not found, whatever is asked."""
    refusals: list[Callable[[], object]] = [
        lambda: office.set_disabled(account, disabled=True),
        lambda: office.set_admin(account, is_admin=True),
        lambda: office.set_password(account, PASSWORD),
    ]
    for refused in refusals:
        with pytest.raises(NotFound):
            refused()


def test_the_administrator_gives_roles_in_any_plan_and_sees_no_texts(
    fresh: Engine, office: Administration, hers: Workspace
) -> None:
    """So that a plan is not lost with its administrator; to read it, they need a role themselves."""
    taro = office.add_person("太郎", PASSWORD)
    office.give_role(hers.plan.id, "太郎", Role.ADMIN)
    assert Plans(fresh).open(taro, hers.plan.id).plan.role is Role.ADMIN
    office.give_role(hers.plan.id, "花子", None)
    [summary] = office.plans()
    assert [(member.name, member.role) for member in summary.members] == [("太郎", Role.ADMIN)]
    assert Plans(fresh).of(office.person) == []
    with pytest.raises(InputError, match="管理者がいなくなる"):
        office.give_role(hers.plan.id, "太郎", Role.VIEWER)
    with pytest.raises(NotFound):
        office.give_role(999, "太郎", Role.VIEWER)


def test_a_locked_administrator_of_a_plan_counts_as_none(
    fresh: Engine, office: Administration, hers: Workspace
) -> None:
    """Nobody could open the door any more."""
    taro = office.add_person("太郎", PASSWORD)
    hers.give_role("太郎", Role.ADMIN)
    office.set_disabled(taro.id, disabled=True)
    with pytest.raises(InputError, match="管理者がいなくなる"):
        hers.give_role("花子", Role.EDITOR)


def test_a_long_subject_is_kept_as_far_as_it_fits(office: Administration) -> None:
    """The record refuses nothing that was done."""
    office.note("知識の追加", "長" * 1000)
    assert [len(entry.subject) for entry in office.record()] == [LONGEST_SUBJECT]


def test_the_record_is_read_from_its_end(office: Administration) -> None:
    """As many entries as asked for."""
    for number in range(5):
        office.note("知識の追加", f"法令{number}")
    assert [entry.subject for entry in office.record(2)] == ["法令4", "法令3"]


# --- feedback ---------------------------------------------------------------------------------------------------------


def test_an_opinion_reaches_the_administrator(office: Administration, hers: Workspace) -> None:
    """With question, answer, plan and author; a comment can follow; once settled it stands behind the others."""
    first = hers.add_feedback("義務ですか", "努力義務です。", helpful=False, comment=" 根拠が古い ")
    hers.add_feedback("議決は要りますか", "定めは見当たりません。", helpful=True)
    assert hers.comment_feedback(first, "条番号も違う") is True
    found = office.feedback()
    assert [(one.question, one.helpful, one.author, one.plan) for one in found] == [
        ("議決は要りますか", True, "花子", "みどり町の計画"),
        ("義務ですか", False, "花子", "みどり町の計画"),
    ]
    assert found[1].comment == "根拠が古い\n条番号も違う"
    office.settle_feedback(found[0].id)
    assert [one.question for one in office.feedback()] == ["義務ですか", "議決は要りますか"]
    with pytest.raises(NotFound):
        office.settle_feedback(999)


def test_nobody_comments_on_another_person_s_opinion(fresh: Engine, office: Administration, hers: Workspace) -> None:
    """Not from the same plan, and not from another one of their own."""
    given = hers.add_feedback("問い", "答え", helpful=True)
    taro = office.add_person("太郎", PASSWORD)
    hers.give_role("太郎", Role.VIEWER)
    plans = Plans(fresh)
    other = plans.open(hers.person, plans.create(hers.person, "別の計画").id)
    assert plans.open(taro, hers.plan.id).comment_feedback(given, "太郎の言葉") is False
    assert other.comment_feedback(given, "別の計画から") is False
    assert hers.comment_feedback(999, "なにか") is False
    assert [one.comment for one in office.feedback()] == [""]


def test_a_comment_that_is_too_long_is_refused_and_a_long_answer_cut(office: Administration, hers: Workspace) -> None:
    """The person is told that nothing was kept; what the product said itself is kept as far as it fits."""
    with pytest.raises(InputError, match="まだ保存していません"):
        hers.add_feedback("問い", "答え", helpful=False, comment="長" * (LONGEST_COMMENT + 1))
    assert office.feedback() == ()
    hers.add_feedback("問い", "答" * (LONGEST_KEPT + 1), helpful=False, comment="長" * LONGEST_COMMENT)
    assert [len(one.answer) for one in office.feedback()] == [LONGEST_KEPT]


# --- schedule ---------------------------------------------------------------------------------------------------------


def test_the_newest_change_of_a_step_counts(hers: Workspace) -> None:
    """Struck out, over, fixed by hand; an empty change takes all of it back."""
    assert hers.schedule_changes() == {}
    hers.change_step("council", StepChange(struck=True))
    hers.change_step("comments", StepChange(done=True))
    hers.change_step("council", StepChange())
    assert hers.schedule_changes() == {"council": StepChange(), "comments": StepChange(done=True)}


def test_a_step_of_one_plan_is_not_another_s(fresh: Engine, hers: Workspace) -> None:
    """Not even of the same person."""
    plans = Plans(fresh)
    other = plans.open(hers.person, plans.create(hers.person, "別の計画").id)
    hers.change_step("council", StepChange(struck=True))
    assert other.schedule_changes() == {}
