"""`kanmin user …`: what the administration page does with people, for those who have a terminal on the server."""

from typing import Any

import click
from sqlalchemy import Engine

from assistant.cli.knowledge_commands import as_json, print_json
from assistant.errors import InputError, NotFound
from assistant.settings import Settings
from assistant.store.access import LABELS, Role
from assistant.store.accounts import Accounts, made_password
from assistant.store.administration import AccountInfo, Administration

NOBODY, SYSTEM = "none", "system"
ROLES = (*(role.value for role in Role), SYSTEM, NOBODY)
name_argument = click.argument("name", metavar="NAME")
password_option = click.option(
    "--password", default=None, help="パスワード（8文字以上。省略時は自動で作り、一度だけ表示します）"
)


@click.group(help="利用者と役割を管理します（画面の「システムの管理」と同じ働きです）。")
def user() -> None:
    """People who may sign in."""


@user.command(name="list", help="利用者の一覧を示します。")
@as_json
@click.pass_obj
def list_users(settings: Settings, as_json: bool) -> None:
    """Everybody, with their roles."""
    accounts, engine = _accounts(settings)
    acting = accounts.acting_administrator()
    administration = Administration(engine, accounts, acting) if acting else None
    people = administration.people() if administration else ()
    plans = administration.plans() if administration else ()
    shown = []
    for one in people:
        roles = [
            {"plan": plan.id, "name": plan.name, "role": member.role.value}
            for plan in plans
            for member in plan.members
            if member.id == one.id
        ]
        shown.append({**_plain(one), "roles": roles})
    if as_json:
        print_json(shown)
        return
    for record in shown:
        marks = [text for text, on in (("システムの管理者", record["is_admin"]), ("停止中", record["locked"])) if on]
        listed = [f"{role['name']}（番号{role['plan']}）：{LABELS[Role(role['role'])]}" for role in record["roles"]]
        print("\t".join([record["name"], "、".join(marks) or "利用者", "、".join(listed) or "計画なし"]))
    if not shown:
        print("利用者はまだいません。「kanmin user add 名前 --admin」で最初の管理者を作れます。")


@user.command(help="利用者を登録します。")
@name_argument
@password_option
@click.option("--admin", "is_admin", is_flag=True, help="システムの管理者にします。")
@as_json
@click.pass_obj
def add(settings: Settings, name: str, password: str | None, is_admin: bool, as_json: bool) -> None:
    """A new account."""
    accounts, engine = _accounts(settings)
    acting, given = accounts.acting_administrator(), password or made_password()
    if acting:
        made = Administration(engine, accounts, acting).add_person(name, given, is_admin=is_admin)
    elif is_admin:
        made = accounts.create(name, given, is_admin=True)
    else:
        raise InputError("まだ管理者がいません。最初の人は --admin を付けて登録してください。")
    _tell(f"「{made.name}」を登録しました。", {"name": made.name, "is_admin": is_admin}, as_json, password, given)


@user.command(help="パスワードを設定し直します（前のパスワードでのログインはすべて切れます）。")
@name_argument
@password_option
@as_json
@click.pass_obj
def password(settings: Settings, name: str, password: str | None, as_json: bool) -> None:
    """A new password for a person who has lost theirs."""
    administration, found = _open(settings, name)
    given = password or made_password()
    administration.set_password(found.id, given)
    _tell(f"「{found.name}」のパスワードを設定し直しました。", {"name": found.name}, as_json, password, given)


@user.command(help="利用を止めます（ログイン中でも使えなくなります。書いた内容は残ります）。")
@name_argument
@as_json
@click.pass_obj
def lock(settings: Settings, name: str, as_json: bool) -> None:
    """Lock a person out."""
    administration, found = _open(settings, name)
    administration.set_disabled(found.id, disabled=True)
    _tell(f"「{found.name}」の利用を止めました。", {"name": found.name, "locked": True}, as_json)


@user.command(help="利用を再開します。")
@name_argument
@as_json
@click.pass_obj
def unlock(settings: Settings, name: str, as_json: bool) -> None:
    """Let a person in again."""
    administration, found = _open(settings, name)
    administration.set_disabled(found.id, disabled=False)
    _tell(f"「{found.name}」の利用を再開しました。", {"name": found.name, "locked": False}, as_json)


@user.command(
    help="役割を決めます。ROLE は admin（管理者）・editor（編集者）・viewer（閲覧者）・none（外す）。"
    "--plan を付けず system か none とすると、システムの管理者にする・やめさせる、になります。"
)
@name_argument
@click.argument("role", metavar="ROLE", type=click.Choice(ROLES))
@click.option("--plan", "plan_id", metavar="P", type=click.IntRange(1, 2**31 - 1), default=None, help="計画の番号")
@as_json
@click.pass_obj
def role(settings: Settings, name: str, role: str, plan_id: int | None, as_json: bool) -> None:
    """What a person is in a plan, or in the system."""
    if (plan_id is None) != (role == SYSTEM) and not (plan_id is None and role == NOBODY):
        raise click.UsageError(
            "計画での役割は --plan P と admin・editor・viewer・none のどれかで、"
            "システムの管理者は --plan を付けずに system か none で指定してください。"
        )
    administration, found = _open(settings, name)
    if plan_id is None:
        administration.set_admin(found.id, is_admin=role == SYSTEM)
        word = "システムの管理者にしました" if role == SYSTEM else "システムの管理者ではなくしました"
        _tell(f"「{found.name}」を{word}。", {"name": found.name, "is_admin": role == SYSTEM}, as_json)
        return
    given = None if role == NOBODY else Role(role)
    if plan_id not in {plan.id for plan in administration.plans()}:
        raise NotFound(f"番号{plan_id}の計画はありません。「kanmin plan list」で番号を確かめてください。")
    administration.give_role(plan_id, found.name, given)
    word = f"の{given.label}にしました" if given else "から外しました"
    data = {"name": found.name, "plan": plan_id, "role": given.value if given else None}
    _tell(f"「{found.name}」を計画{plan_id}{word}。", data, as_json)


def _accounts(settings: Settings) -> tuple[Accounts, Engine]:
    from assistant.store.database import open_database

    settings.home.mkdir(parents=True, exist_ok=True)
    engine = open_database(settings.database_url)
    return Accounts(engine), engine


def _open(settings: Settings, name: str) -> tuple[Administration, AccountInfo]:
    """The system as an administrator other than the person may change it, and the person.

    Raises:
        NotFound: if nobody has that name, or nobody is an administrator.
    """
    accounts, engine = _accounts(settings)
    wanted = " ".join(name.split())
    acting = accounts.acting_administrator(other_than=wanted)
    if acting is None:
        raise NotFound("まだ管理者がいません。「kanmin user add 名前 --admin」で作ってください。")
    administration = Administration(engine, accounts, acting)
    found = next((one for one in administration.people() if one.name == wanted), None)
    if found is None:
        raise NotFound(f"利用者「{wanted}」は登録されていません。「kanmin user list」で名前を確かめてください。")
    return administration, found


def _plain(one: AccountInfo) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "is_admin": one.is_admin, "locked": one.disabled}


def _tell(
    text: str, data: dict[str, Any], as_json: bool, password: str | None = None, given: str | None = None
) -> None:
    """What was done; a password that was made is shown this once."""
    made = given if given and not password else None
    if as_json:
        print_json({**data, "password": made} if made else data)
    else:
        print(text + (f"\nパスワード：{made}（一度しか表示しません。控えてください）" if made else ""))
