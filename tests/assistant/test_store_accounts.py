"""Accounts: who may sign in, and what a wrong name or password gives away (nothing)."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from storing import PASSWORD

from assistant.errors import SignInError
from assistant.store import accounts as module
from assistant.store.accounts import Accounts, Person
from assistant.store.tables import Account


@pytest.fixture(scope="module", autouse=True)
def _real_passwords() -> Iterator[None]:
    """At the cost that the product asks for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PasswordHasher", PasswordHasher)
        yield


@pytest.mark.parametrize(
    ("name", "password", "message"),
    [
        ("花子", PASSWORD, "利用者「花子」はすでに登録されています。"),
        (" 花子　", PASSWORD, "利用者「花子」はすでに登録されています。"),
        ("", PASSWORD, "利用者名は1〜50字にしてください。"),
        ("　", PASSWORD, "利用者名は1〜50字にしてください。"),
        ("jiro", "1234567", "パスワードは8〜200文字にしてください。"),
        ("jiro", "", "パスワードは8〜200文字にしてください。"),
        ("jiro", "x" * 201, "パスワードは8〜200文字にしてください。"),
        ("じ" * 51, PASSWORD, "利用者名は1〜50字にしてください。"),
    ],
)
def test_an_account_that_will_not_do_is_refused(
    engine: Engine, accounts: Accounts, people: tuple[Person, Person], name: str, password: str, message: str
) -> None:
    """Refused with the reason, and nothing is kept."""
    with pytest.raises(SignInError) as refused:
        accounts.create(name, password)
    with Session(engine) as session:
        assert session.scalars(select(Account.name).order_by(Account.id)).all() == [person.name for person in people]
    assert str(refused.value) == message


@pytest.mark.parametrize(("name", "password"), [("花子", PASSWORD), (" 花子 ", PASSWORD)])
def test_the_right_password_opens(accounts: Accounts, hanako: Person, name: str, password: str) -> None:
    """Spaces around a name do not count."""
    assert accounts.sign_in(name, password) == hanako


@pytest.mark.parametrize(
    ("name", "password"),
    [("花子", PASSWORD + "x"), ("花子", ""), ("だれか", PASSWORD), ("' OR 1=1 --", PASSWORD)],
)
def test_a_wrong_password_and_an_unknown_name_are_told_alike(
    accounts: Accounts, hanako: Person, name: str, password: str
) -> None:
    """The message does not give away who has an account."""
    with pytest.raises(SignInError) as refused:
        accounts.sign_in(name, password)
    assert hanako.name == "花子"
    assert str(refused.value) == "利用者名かパスワードが違います。"


def test_a_password_is_kept_as_a_salted_argon2_hash(fresh: Engine) -> None:
    """The same password of two people is stored differently, and never in clear."""
    accounts = Accounts(fresh)
    accounts.create("hanako", PASSWORD)
    accounts.create("taro", PASSWORD)
    with Session(fresh) as session:
        hashes = session.scalars(select(Account.password_hash)).all()
    assert len(set(hashes)) == 2
    assert [kept for kept in hashes if not kept.startswith("$argon2id$") or PASSWORD in kept] == []
    assert [kept for kept in hashes if PasswordHasher().check_needs_rehash(kept)] == [], (
        "as costly as Argon2 recommends"
    )


def test_a_person_is_found_by_name(accounts: Accounts, hanako: Person) -> None:
    """Nobody is found under another name."""
    assert (accounts.find("花子"), accounts.find("だれか")) == (hanako, None)


def test_the_first_administrator_is_made_once(fresh: Engine) -> None:
    """A made password works and is told once; later calls change nothing."""
    accounts = Accounts(fresh)
    made = accounts.ensure_admin(None)
    assert made
    assert (accounts.ensure_admin(None), accounts.ensure_admin("another-password")) == (None, None)
    assert accounts.sign_in("admin", made).is_admin
    with pytest.raises(SignInError):
        accounts.sign_in("admin", "another-password")


def test_a_given_password_of_the_administrator_is_not_told_back(fresh: Engine) -> None:
    """Who set it knows it."""
    accounts = Accounts(fresh)
    assert accounts.ensure_admin(PASSWORD) is None
    assert accounts.sign_in("admin", PASSWORD).is_admin


def test_no_administrator_is_made_where_people_have_accounts(accounts: Accounts, hanako: Person) -> None:
    """Somebody is there already."""
    assert not hanako.is_admin
    assert accounts.ensure_admin(PASSWORD) is None
    assert accounts.find("admin") is None
