"""Who takes part in a plan, and as what."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.errors import InputError, NotFound
from assistant.models import Value
from assistant.store.access import Permission, PlanAccess, Role
from assistant.store.audit import note
from assistant.store.tables import Account, Membership


class Member(Value):
    """A person with a role in the plan."""

    id: int
    name: str
    role: Role
    disabled: bool


class Members(PlanAccess):
    """The people of a plan; only its administrators change them."""

    def members(self) -> tuple[Member, ...]:
        """Everybody with a role, by name."""
        with self._reading() as session:
            rows = session.execute(
                select(Account, Membership.role)
                .join(Membership, Membership.account_id == Account.id)
                .where(Membership.plan_id == self.plan.id)
                .order_by(Account.name)
            )
            return tuple(
                Member(id=account.id, name=account.name, role=Role(role), disabled=account.disabled_at is not None)
                for account, role in rows
            )

    def give_role(self, name: str, role: Role | None) -> None:
        """Let the person of that name take part as this; with None, no longer.

        Raises:
            NotPermitted: if one is not an administrator of the plan.
            NotFound: if nobody has that name.
            InputError: if the plan would be left without an administrator.
        """
        with self._writing(Permission.MANAGE) as session:
            set_role(session, self.plan.id, name, role)
            word = role.label if role else "参加をやめる"
            note(session, self.person, "役割", f"計画「{self.plan.name}」　{name}：{word}")
            session.commit()


def set_role(session: Session, plan_id: int, name: str, role: Role | None) -> None:
    """Write a membership; the caller has checked who may, and commits.

    Raises:
        NotFound: if nobody has that name.
        InputError: if the plan would be left without an administrator who can sign in.
    """
    account = session.scalar(select(Account).where(Account.name == name.strip()))
    if account is None:
        raise NotFound(
            f"利用者「{name}」は登録されていません。名前を確かめるか、システムの管理者に登録を頼んでください。"
        )
    row = session.get(Membership, (plan_id, account.id))
    if role is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(Membership(plan_id=plan_id, account_id=account.id, role=role.value))
    else:
        row.role = role.value
    session.flush()
    left = session.scalar(
        select(Membership.account_id)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.plan_id == plan_id, Membership.role == Role.ADMIN.value, Account.disabled_at.is_(None))
        .limit(1)
    )
    if left is None:
        raise InputError("この計画の管理者がいなくなるため、変更しませんでした。先に、別の人を管理者にしてください。")
