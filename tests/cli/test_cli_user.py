"""`kanmin user` as administrators meet it: the same rules as on the page, JSON, errors in Japanese."""

from pathlib import Path

import pytest
from calling import JAPANESE, Desk, Done, call

from assistant.app import open_plans
from assistant.errors import SignInError
from assistant.settings import Settings
from assistant.store.access import Role
from assistant.store.accounts import Accounts

PASSWORD = "himitsu-2026"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A folder with a database: an administrator, 花子 with a plan, and 太郎."""
    plans = open_plans(Settings(home=tmp_path / "home"))
    accounts = Accounts(plans._engine)
    accounts.create("管理者", PASSWORD, is_admin=True)
    hanako = accounts.create("花子", PASSWORD)
    accounts.create("太郎", PASSWORD)
    assert plans.create(hanako, "みどり町の計画").id == 1
    plans._engine.dispose()
    return Desk(tmp_path)


def user(desk: Desk, *args: str, code: int = 0) -> Done:
    done = desk.enter(call("user", *args))
    assert done.code == code, done.err
    return done


def roles(desk: Desk) -> dict[str, list[str]]:
    return {one["name"]: [role["role"] for role in one["roles"]] for one in user(desk, "list", "--json").data}


def opens(desk: Desk, name: str, password: str) -> bool:
    plans = open_plans(Settings(home=desk.folder / "home"))
    try:
        Accounts(plans._engine).sign_in(name, password)
    except SignInError:
        return False
    finally:
        plans._engine.dispose()
    return True


def test_the_list_says_who_is_what(desk: Desk) -> None:
    """Name, administrator or not, locked or not, roles; as JSON and as lines."""
    user(desk, "lock", "太郎")
    found = {one.pop("name"): one for one in user(desk, "list", "--json").data}
    assert found["管理者"] == {"id": 1, "is_admin": True, "locked": False, "roles": []}
    assert found["花子"]["roles"] == [{"plan": 1, "name": "みどり町の計画", "role": "admin"}]
    assert found["太郎"]["locked"] is True
    shown = user(desk, "list").out
    assert "花子\t利用者\tみどり町の計画（番号1）：管理者" in shown
    assert "太郎\t停止中\t計画なし" in shown


def test_a_made_password_is_told_once_and_works(desk: Desk) -> None:
    """Told where it was made; one that was given is not told back."""
    made = user(desk, "add", "次郎", "--json").data["password"]
    assert opens(desk, "次郎", made)
    assert "password" not in user(desk, "add", "三郎", "--password", PASSWORD, "--json").data
    assert opens(desk, "三郎", PASSWORD)
    assert "一度しか表示しません" in user(desk, "add", "四郎").out


def test_a_new_password_replaces_the_old_one(desk: Desk) -> None:
    """The old one no longer opens."""
    made = user(desk, "password", "花子", "--json").data["password"]
    assert (opens(desk, "花子", made), opens(desk, "花子", PASSWORD)) == (True, False)


def test_locking_and_letting_in_again(desk: Desk) -> None:
    """A locked person cannot sign in; the roles stay."""
    assert user(desk, "lock", "花子", "--json").data == {"name": "花子", "locked": True}
    assert not opens(desk, "花子", PASSWORD)
    assert roles(desk)["花子"] == ["admin"]
    user(desk, "unlock", "花子")
    assert opens(desk, "花子", PASSWORD)


def test_roles_are_given_and_taken(desk: Desk) -> None:
    """In a plan and in the system."""
    user(desk, "role", "太郎", "viewer", "--plan", "1")
    assert roles(desk)["太郎"] == [Role.VIEWER.value]
    assert user(desk, "role", "太郎", "admin", "--plan", "1", "--json").data["role"] == "admin"
    user(desk, "role", "花子", "none", "--plan", "1")
    assert roles(desk) == {"管理者": [], "花子": [], "太郎": ["admin"]}
    user(desk, "role", "花子", "system")
    assert [one["name"] for one in user(desk, "list", "--json").data if one["is_admin"]] == ["管理者", "花子"]


def test_another_administrator_can_be_locked_from_the_server_but_not_the_last(desk: Desk) -> None:
    """Whoever has the server's terminal is not shut out by a person who has left."""
    user(desk, "role", "花子", "system")
    user(desk, "lock", "管理者")
    assert "止められません" in user(desk, "lock", "花子", code=1).err
    assert "変えられません" in user(desk, "role", "花子", "none", code=1).err
    user(desk, "unlock", "管理者")
    assert opens(desk, "管理者", PASSWORD)


def test_the_first_person_is_an_administrator(tmp_path: Path) -> None:
    """In an empty database nobody else could manage the others."""
    empty = Desk(tmp_path)
    assert "--admin" in user(empty, "list").out
    assert "--admin" in user(empty, "add", "花子", code=1).err
    assert user(empty, "add", "花子", "--admin", "--json").data["is_admin"] is True


@pytest.mark.parametrize(
    ("args", "code", "part"),
    [
        (("add", "花子"), 1, "すでに登録されています"),
        (("add", "次郎", "--password", "short"), 1, "8〜200文字"),
        (("add", " "), 1, "1〜50字"),
        (("password", "だれか"), 1, "「だれか」は登録されていません"),
        (("lock", "だれか"), 1, "「だれか」は登録されていません"),
        (("role", "太郎", "editor", "--plan", "9"), 1, "番号9の計画はありません"),
        (("role", "花子", "none", "--plan", "1"), 1, "管理者がいなくなる"),
        (("role", "太郎", "editor"), 2, "--plan P"),
        (("role", "太郎", "system", "--plan", "1"), 2, "--plan を付けずに"),
        (("role", "太郎", "chief", "--plan", "1"), 2, "の値を使えません"),
        (("role", "太郎", "editor", "--plan", "0"), 2, "の値を使えません"),
        (("lock",), 2, "指定が必要です"),
        (("remove", "花子"), 2, "コマンド 'remove' はありません"),
        ((), 2, "kanmin user"),
    ],
)
def test_what_cannot_be_done_is_told_in_japanese(desk: Desk, args: tuple[str, ...], code: int, part: str) -> None:
    """Beside the output, with what to do; nobody's account has changed."""
    done = user(desk, *args, code=code)
    assert part in done.err + done.out
    assert JAPANESE.search(done.err + done.out)
    assert "Traceback" not in done.err
    assert roles(desk) == {"管理者": [], "花子": ["admin"], "太郎": []}
