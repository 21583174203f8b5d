"""Plans: the one place through which every read and write of a plan goes, and where it is checked who may."""

from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from assistant.errors import InputError, NotAllowed, NotFound
from assistant.models import Value
from assistant.store.access import Permission, PlanInfo, Role
from assistant.store.accounts import Accounts, Person
from assistant.store.audit import note
from assistant.store.conversations import Conversations
from assistant.store.copying import copy_rows
from assistant.store.feedback import Opinions
from assistant.store.inquiries import Inquiries
from assistant.store.members import Members
from assistant.store.milestones import Milestones
from assistant.store.schedules import Schedules
from assistant.store.tables import (
    Account,
    ConfirmationRow,
    ConversationRow,
    FactRow,
    FrozenRow,
    InquiryRow,
    Membership,
    PlanRow,
    ReplyRow,
    ScheduleRow,
    VersionRow,
    now,
)

LARGEST_ID = 2**31 - 1
LONGEST_NAME = 100
UNKNOWN = "この計画は見つからないか、あなたには権限がありません。"


class LastChange(Value):
    """Who last changed something in a plan, and when (UTC)."""

    author: str
    at: datetime


class Workspace(Milestones, Inquiries, Conversations, Members, Schedules, Opinions):
    """One plan as one person may use it."""

    def rename(self, name: str) -> None:
        """Call the plan something else.

        Raises:
            NotPermitted: if the person is not an administrator of the plan.
            InputError: if the name is empty or too long.
        """
        name = plan_name(name)
        with self._writing(Permission.MANAGE) as session:
            session.get_one(PlanRow, self.plan.id).name = name
            note(session, self.person, "計画の名前", f"「{self.plan.name}」を「{name}」に")
            session.commit()

    def archive(self, *, away: bool) -> None:
        """Put the plan away, so that it can only be read, or take it out again.

        Raises:
            NotPermitted: if the person is not an administrator of the plan.
        """
        with self._writing(Permission.MANAGE) as session:
            session.get_one(PlanRow, self.plan.id).archived_at = now() if away else None
            note(session, self.person, "計画をしまう" if away else "計画を戻す", self.plan.name)
            session.commit()

    def last_change(self) -> LastChange | None:
        """The newest answer or text; None while there is none."""
        with self._reading() as session:
            found = [
                session.execute(
                    select(Account.name, rows.created_at)
                    .join(Account, Account.id == rows.author_id)
                    .where(rows.plan_id == self.plan.id)
                    .order_by(rows.id.desc())
                    .limit(1)
                ).first()
                for rows in (FactRow, VersionRow)
            ]
        changes = [LastChange(author=row[0], at=row[1]) for row in found if row]
        return max(changes, key=lambda change: change.at, default=None)

    def pulse(self) -> str:
        """A sign that differs as soon as anybody has saved an answer, a text, a confirmation, a step or an inquiry."""
        with self._reading() as session:
            stamps = session.execute(
                select(VersionRow.section, func.max(VersionRow.stamp))
                .where(VersionRow.plan_id == self.plan.id)
                .group_by(VersionRow.section)
                .order_by(VersionRow.section)
            ).all()
            counted = [
                session.scalar(select(func.count()).where(rows.plan_id == self.plan.id))
                for rows in (ConfirmationRow, ScheduleRow, InquiryRow, ReplyRow, FrozenRow)
            ]
            taken = session.scalar(
                select(func.count()).where(ReplyRow.plan_id == self.plan.id, ReplyRow.accepted_at.is_not(None))
            )
        return ".".join(map(str, (self.newest_fact(), *counted, taken, *(part for row in stamps for part in row))))


class Plans:
    """Find and create plans; `open` is the only way to what a plan holds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, person: Person, name: str) -> PlanInfo:
        """A new plan, of which the person is the administrator.

        Raises:
            InputError: if the name is empty or too long.
        """
        with Session(self._engine) as session:
            row = _new_plan(session, person, plan_name(name))
            session.commit()
            return _info(row, Role.ADMIN)

    def copy(self, person: Person, plan_id: int, name: str) -> PlanInfo:
        """A new plan with the answers and texts of another one, their history included; people do not come along.

        Raises:
            NotAllowed: if the person has no part in the plan.
            InputError: if the name is empty or too long.
        """
        source = self.open(person, plan_id).plan
        with Session(self._engine) as session:
            row = _new_plan(session, person, plan_name(name))
            copy_rows(session, source.id, row.id)
            session.commit()
            return _info(row, Role.ADMIN)

    def of(self, person: Person) -> list[PlanInfo]:
        """The person's plans, newest first; those that are put away included."""
        with Session(self._engine) as session:
            rows = session.execute(
                select(PlanRow, Membership.role)
                .join(Membership, Membership.plan_id == PlanRow.id)
                .where(Membership.account_id == person.id)
                .order_by(PlanRow.id.desc())
            )
            return [_info(row, Role(role)) for row, role in rows]

    def open(self, person: Person, plan_id: int, permission: Permission = Permission.READ) -> "Workspace":
        """The plan, for this person.

        Args:
            permission: what the person is about to do; what is done is checked again at each write.

        Raises:
            NotAllowed: if the person has no part in it, or it does not exist.
            NotPermitted: if the person's role is not enough.
        """
        if not 0 < plan_id <= LARGEST_ID:
            raise NotAllowed(UNKNOWN)
        with Session(self._engine) as session:
            row = session.get(Membership, (plan_id, person.id))
            plan = session.get(PlanRow, plan_id)
            if row is None or plan is None:
                raise NotAllowed(UNKNOWN)
            workspace = Workspace(self._engine, person, _info(plan, Role(row.role)))
        workspace.require(permission)
        return workspace

    def of_thread(self, person: Person, thread_id: str) -> int | None:
        """The plan that the person's chat thread belongs to; None for a new thread.

        Raises:
            NotAllowed: if the thread is somebody else's.
        """
        with Session(self._engine) as session:
            row = session.get(ConversationRow, thread_id)
            if row is not None and row.account_id != person.id:
                raise NotAllowed("この会話は見つからないか、あなたには権限がありません。")
            return row.plan_id if row else None

    def administer(self, plan_id: int) -> Workspace:
        """The plan, for whoever runs the command line on the server: in the name of an administrator who can sign in.

        Raises:
            NotFound: if there is no such plan, or no administrator yet.
        """
        person = Accounts(self._engine).acting_administrator()
        with Session(self._engine) as session:
            plan = session.get(PlanRow, plan_id) if 0 < plan_id <= LARGEST_ID else None
            if plan is None or person is None:
                raise NotFound(f"番号{plan_id}の計画はありません。「kanmin plan list」で番号を確かめてください。")
            return Workspace(self._engine, person, _info(plan, Role.ADMIN))

    def all(self) -> list[PlanInfo]:
        """Every plan, for the command line on the server."""
        with Session(self._engine) as session:
            return [_info(row, Role.ADMIN) for row in session.scalars(select(PlanRow).order_by(PlanRow.id))]


def plan_name(name: str) -> str:
    """A plan's name on one line.

    Raises:
        InputError: if it is empty or too long.
    """
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise InputError(f"計画の名前は1〜{LONGEST_NAME}字で書いてください（例：みどり町官民データ活用推進計画）。")
    return name


def _new_plan(session: Session, person: Person, name: str) -> PlanRow:
    row = PlanRow(name=name)
    session.add(row)
    session.flush()
    session.add(Membership(plan_id=row.id, account_id=person.id, role=Role.ADMIN.value))
    return row


def _info(row: PlanRow, role: Role) -> PlanInfo:
    return PlanInfo(id=row.id, name=row.name, role=role, archived_at=row.archived_at)
