"""What the administrator of the system does: people, the roles in every plan, feedback. Not what plans hold."""

from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from assistant.errors import InputError, NotFound, NotPermitted
from assistant.models import Value
from assistant.store.access import Role
from assistant.store.accounts import Accounts, Person
from assistant.store.audit import AuditEntry, entries, note
from assistant.store.feedback import Feedback
from assistant.store.members import Member, set_role
from assistant.store.tables import Account, FeedbackRow, Membership, PlanRow, now

SHOWN_FEEDBACK = 300


class AccountInfo(Value):
    """An account as the administrator sees it."""

    id: int
    name: str
    is_admin: bool
    disabled: bool
    created_at: datetime
    plans: int


class PlanSummary(Value):
    """A plan as the administrator sees it: its people, not its contents."""

    id: int
    name: str
    archived: bool
    created_at: datetime
    members: tuple[Member, ...]

    @property
    def led(self) -> bool:
        """Whether one of its administrators can sign in."""
        return any(member.role is Role.ADMIN and not member.disabled for member in self.members)


class Administration:
    """The system as its administrator may change it. Every change is noted in the record.

    Raises:
        NotPermitted: if the person is not an administrator of the system.
    """

    def __init__(self, engine: Engine, accounts: Accounts, person: Person) -> None:
        if not person.is_admin:
            raise NotPermitted("この画面はシステムの管理者だけが使えます。必要なときは管理者に頼んでください。")
        self._engine = engine
        self._accounts = accounts
        self.person = person

    def people(self) -> tuple[AccountInfo, ...]:
        """All accounts, by name."""
        with Session(self._engine) as session:
            plans = select(Membership.account_id, func.count()).group_by(Membership.account_id)
            counts: dict[int, int] = {row[0]: row[1] for row in session.execute(plans)}
            return tuple(
                AccountInfo(
                    id=row.id,
                    name=row.name,
                    is_admin=row.is_admin,
                    disabled=row.disabled_at is not None,
                    created_at=row.created_at,
                    plans=counts.get(row.id, 0),
                )
                for row in session.scalars(select(Account).order_by(Account.name))
            )

    def add_person(self, name: str, password: str, *, is_admin: bool = False) -> Person:
        """A new account.

        Raises:
            SignInError: if the name is taken or empty, or the password is too short.
        """
        made = self._accounts.create(name, password, is_admin=is_admin)
        self.note("利用者の登録", made.name)
        return made

    def set_password(self, account_id: int, password: str) -> str:
        """A new password for a person who has lost theirs.

        Returns:
            the person's name.

        Raises:
            NotFound: if there is no such account.
            SignInError: if the password is too short.
        """
        name = self._accounts.set_password(account_id, password)
        self.note("パスワードの再設定", name)
        return name

    def set_disabled(self, account_id: int, *, disabled: bool) -> None:
        """Lock a person out at once, also where they are signed in, or let them in again; what they wrote stays.

        A plan may be left without an administrator who can sign in: `PlanSummary.led` tells, `give_role` mends it.

        Raises:
            NotFound: if there is no such account.
            InputError: if it is one's own that is to be locked.
        """
        with Session(self._engine) as session:
            account = _account(session, account_id)
            if disabled and account.id == self.person.id:
                raise InputError("自分の利用は止められません。別の管理者に頼んでください。")
            account.disabled_at = now() if disabled else None
            account.epoch = Account.epoch + 1
            note(session, self.person, "利用の停止" if disabled else "利用の再開", account.name)
            session.commit()

    def set_admin(self, account_id: int, *, is_admin: bool) -> None:
        """Make a person an administrator of the system, or no longer.

        Raises:
            NotFound: if there is no such account.
            InputError: if it is one's own.
        """
        with Session(self._engine) as session:
            account = _account(session, account_id)
            if account.id == self.person.id:
                raise InputError("自分の権限は変えられません。別の管理者に頼んでください。")
            account.is_admin = is_admin
            note(session, self.person, "システムの管理者", f"{account.name}：{'する' if is_admin else 'やめる'}")
            session.commit()

    def plans(self) -> tuple[PlanSummary, ...]:
        """Every plan with its people, newest first."""
        with Session(self._engine) as session:
            people: dict[int, list[Member]] = {}
            rows = session.execute(
                select(Membership, Account).join(Account, Account.id == Membership.account_id).order_by(Account.name)
            )
            for membership, account in rows:
                member = Member(
                    id=account.id,
                    name=account.name,
                    role=Role(membership.role),
                    disabled=account.disabled_at is not None,
                )
                people.setdefault(membership.plan_id, []).append(member)
            return tuple(
                PlanSummary(
                    id=row.id,
                    name=row.name,
                    archived=row.archived_at is not None,
                    created_at=row.created_at,
                    members=tuple(people.get(row.id, ())),
                )
                for row in session.scalars(select(PlanRow).order_by(PlanRow.id.desc()))
            )

    def give_role(self, plan_id: int, name: str, role: Role | None) -> None:
        """Give a person a role in any plan (also where its own administrator has left); with None, take it away.

        Raises:
            NotFound: if there is no such plan or person.
            InputError: if the plan would be left without an administrator.
        """
        with Session(self._engine) as session:
            plan = session.get(PlanRow, plan_id)
            if plan is None:
                raise NotFound("この計画は見つかりません。画面を読み込み直してください。")
            set_role(session, plan_id, name, role)
            word = role.label if role else "参加をやめる"
            note(session, self.person, "役割", f"計画「{plan.name}」　{name}：{word}")
            session.commit()

    def archive(self, plan_id: int, *, away: bool) -> None:
        """Put any plan away, or take it out again.

        Raises:
            NotFound: if there is no such plan.
        """
        with Session(self._engine) as session:
            plan = session.get(PlanRow, plan_id)
            if plan is None:
                raise NotFound("この計画は見つかりません。画面を読み込み直してください。")
            plan.archived_at = now() if away else None
            note(session, self.person, "計画をしまう" if away else "計画を戻す", plan.name)
            session.commit()

    def feedback(self, limit: int | None = SHOWN_FEEDBACK) -> tuple[Feedback, ...]:
        """What people thought of answers: unsettled first, then newest first; with None, all of it."""
        with Session(self._engine) as session:
            rows = session.scalars(
                select(FeedbackRow).order_by(FeedbackRow.settled_at.is_not(None), FeedbackRow.id.desc()).limit(limit)
            )
            return tuple(
                Feedback(
                    id=row.id,
                    plan=row.plan.name,
                    question=row.question,
                    answer=row.answer,
                    helpful=row.helpful,
                    comment=row.comment,
                    author=row.author.name,
                    at=row.created_at,
                    settled_at=row.settled_at,
                )
                for row in rows
            )

    def settle_feedback(self, feedback_id: int, *, settled: bool = True) -> None:
        """Note that it was dealt with, or that it was not after all.

        Raises:
            NotFound: if there is none of that number.
        """
        with Session(self._engine) as session:
            row = session.get(FeedbackRow, feedback_id)
            if row is None:
                raise NotFound("この意見は見つかりません。画面を読み込み直してください。")
            row.settled_at = now() if settled else None
            note(session, self.person, "意見を対応済みに" if settled else "意見を未対応に", row.question)
            session.commit()

    def record(self, limit: int = 100) -> tuple[AuditEntry, ...]:
        """What administrators did, newest first."""
        with Session(self._engine) as session:
            return entries(session, limit)

    def note(self, action: str, subject: str) -> None:
        """Add something that was done outside the database (texts of law brought in or removed) to the record."""
        with Session(self._engine) as session:
            note(session, self.person, action, subject)
            session.commit()


def _account(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("この利用者は見つかりません。画面を読み込み直してください。")
    return account
