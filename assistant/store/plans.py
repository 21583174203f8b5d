"""Plans: the one place through which every read and write of a plan goes, and where it is checked who may."""

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assistant.errors import NotAllowed, NotFound
from assistant.store.access import PlanInfo
from assistant.store.accounts import Person
from assistant.store.conversations import Conversations
from assistant.store.inquiries import Inquiries
from assistant.store.tables import Account, ConversationRow, Membership, PlanRow
from assistant.store.versions import Versions

EDITOR = "editor"
LARGEST_ID = 2**31 - 1


class Workspace(Versions, Inquiries, Conversations):
    """One plan as one person may use it."""


class Plans:
    """Find and create plans; `open` is the only way to what a plan holds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create(self, person: Person, name: str) -> PlanInfo:
        """A new plan that belongs to the person."""
        with Session(self._engine) as session:
            row = PlanRow(name=name)
            session.add(row)
            session.flush()
            session.add(Membership(plan_id=row.id, account_id=person.id, role=EDITOR))
            session.commit()
            return PlanInfo(id=row.id, name=row.name)

    def of(self, person: Person) -> list[PlanInfo]:
        """The person's plans, newest first."""
        with Session(self._engine) as session:
            rows = session.scalars(
                select(PlanRow)
                .join(Membership, Membership.plan_id == PlanRow.id)
                .where(Membership.account_id == person.id)
                .order_by(PlanRow.id.desc())
            )
            return [PlanInfo(id=row.id, name=row.name) for row in rows]

    def open(self, person: Person, plan_id: int) -> "Workspace":
        """The plan, for this person.

        Raises:
            NotAllowed: if the person has no part in it, or it does not exist.
        """
        if not 0 < plan_id <= LARGEST_ID:
            raise NotAllowed("この計画は見つからないか、あなたには権限がありません。")
        with Session(self._engine) as session:
            row = session.get(Membership, (plan_id, person.id))
            plan = session.get(PlanRow, plan_id)
            if row is None or plan is None:
                raise NotAllowed("この計画は見つからないか、あなたには権限がありません。")
            return Workspace(self._engine, person, PlanInfo(id=plan.id, name=plan.name))

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
        """The plan, for whoever runs the command line on the server: as its administrator.

        Raises:
            NotFound: if there is no such plan, or no administrator yet.
        """
        with Session(self._engine) as session:
            plan = session.get(PlanRow, plan_id) if 0 < plan_id <= LARGEST_ID else None
            admin = session.scalar(select(Account).where(Account.is_admin).order_by(Account.id).limit(1))
            if plan is None or admin is None:
                raise NotFound(f"番号{plan_id}の計画はありません。「kanmin plan list」で番号を確かめてください。")
            person = Person(id=admin.id, name=admin.name, is_admin=True)
            return Workspace(self._engine, person, PlanInfo(id=plan.id, name=plan.name))

    def all(self) -> list[PlanInfo]:
        """Every plan, for the command line on the server."""
        with Session(self._engine) as session:
            rows = session.scalars(select(PlanRow).order_by(PlanRow.id))
            return [PlanInfo(id=row.id, name=row.name) for row in rows]
