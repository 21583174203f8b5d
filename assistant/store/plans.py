"""Plans: the one place through which every read and write of a plan goes, and where it is checked who may."""

from typing import Any, Literal

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.errors import Conflict, InputError, NotAllowed, NotFound
from assistant.models import Fact, Ledger, OpenItem, SectionDraft, SectionVersion, Trace, Value
from assistant.store.accounts import Person
from assistant.store.tables import ConversationRow, FactRow, Membership, PlanRow, VersionRow

EDITOR = "editor"
LARGEST_ID = 2**31 - 1
LONGEST_TEXT = 200_000
SECTIONS = range(1, 8)
Origin = Literal["draft", "edit", "restore"]


class PlanInfo(Value):
    """What a list of plans shows."""

    id: int
    name: str


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


class Workspace:
    """One plan as one person may use it."""

    def __init__(self, engine: Engine, person: Person, plan: PlanInfo) -> None:
        self._engine = engine
        self.person = person
        self.plan = plan

    def ledger(self) -> Ledger:
        """The facts that hold now."""
        with Session(self._engine) as session:
            newest = (
                select(func.max(FactRow.id)).where(FactRow.plan_id == self.plan.id).group_by(FactRow.key)
            ).scalar_subquery()
            rows = session.scalars(select(FactRow).where(FactRow.id.in_(newest)).order_by(FactRow.id))
            return Ledger(facts={row.key: Fact.model_validate(row.content) for row in rows})

    def add_facts(self, facts: tuple[Fact, ...]) -> None:
        """Keep facts; earlier ones of the same keys stay in the history."""
        with Session(self._engine) as session:
            session.add_all(
                FactRow(
                    plan_id=self.plan.id, key=fact.key, content=fact.model_dump(mode="json"), author_id=self.person.id
                )
                for fact in facts
            )
            session.commit()

    def versions(self, section: int) -> list[SectionVersion]:
        """All versions of a section, newest first.

        Raises:
            NotFound: if there is no such section.
        """
        if section not in SECTIONS:
            raise NotFound(f"第{section}章はありません。章は1〜7です。")
        with Session(self._engine) as session:
            rows = session.scalars(
                select(VersionRow)
                .where(VersionRow.plan_id == self.plan.id, VersionRow.section == section)
                .order_by(VersionRow.number.desc())
            )
            return [_version(row) for row in rows]

    def newest(self, section: int) -> SectionVersion | None:
        """The section as it stands; None before the first draft."""
        found = self.versions(section)
        return found[0] if found else None

    def add_draft(self, draft: SectionDraft, based_on: int | None) -> SectionVersion:
        """Keep a draft as the next version.

        Raises:
            Conflict: if a newer version than `based_on` exists.
        """
        content = draft.model_dump(mode="json", include={"trace", "open_items"})
        return self._add(draft.number, draft.text, "draft", based_on, content)

    def save_text(self, section: int, text: str, based_on: int | None) -> SectionVersion:
        """Keep a person's text as the next version.

        Raises:
            Conflict: if somebody saved a newer version than `based_on`; it carries both texts.
            InputError: if the text is too long to keep.
        """
        if len(text) > LONGEST_TEXT:
            raise InputError(
                f"本文が長すぎます（{len(text):,}字、上限{LONGEST_TEXT:,}字）。章を分けるなどして短くしてください。"
            )
        newest = self.newest(section)
        items = [item.model_dump(mode="json") for item in newest.open_items] if newest else []
        return self._add(section, text, "edit", based_on, {"open_items": items})

    def _add(
        self, section: int, text: str, origin: Origin, based_on: int | None, content: dict[str, Any]
    ) -> SectionVersion:
        with Session(self._engine) as session:
            newest = self.newest(section)
            if (newest.number if newest else None) != based_on:
                raise self._conflict(section, text)
            row = VersionRow(
                plan_id=self.plan.id,
                section=section,
                number=(based_on or 0) + 1,
                origin=origin,
                based_on=based_on,
                text=text,
                content=content,
                author_id=self.person.id,
            )
            session.add(row)
            try:
                session.commit()
            except IntegrityError as error:  # somebody else took the number between our look and our write
                raise self._conflict(section, text) from error
            return _version(row)

    def _conflict(self, section: int, mine: str) -> Conflict:
        newest = self.newest(section)
        if newest is None:
            return Conflict(mine, "", 0, "ほかの人")
        return Conflict(mine, newest.text, newest.number, newest.author)

    def conversation(self, thread_id: str) -> dict[str, Any]:
        """The state of a chat thread; empty for a new one.

        Raises:
            NotAllowed: if the thread belongs to another person or another plan.
        """
        with Session(self._engine) as session:
            row = session.get(ConversationRow, thread_id)
            if row is None:
                return {}
            self._check(row)
            return dict(row.state)

    def keep_conversation(self, thread_id: str, state: dict[str, Any]) -> None:
        """Keep the state of a chat thread.

        Raises:
            NotAllowed: if the thread belongs to another person or another plan.
        """
        with Session(self._engine) as session:
            row = session.get(ConversationRow, thread_id)
            if row is None:
                session.add(
                    ConversationRow(thread_id=thread_id, plan_id=self.plan.id, account_id=self.person.id, state=state)
                )
            else:
                self._check(row)
                row.state = state
            session.commit()

    def last_thread(self) -> str | None:
        """The person's latest chat thread on this plan."""
        with Session(self._engine) as session:
            return session.scalar(
                select(ConversationRow.thread_id)
                .where(
                    ConversationRow.plan_id == self.plan.id,
                    ConversationRow.account_id == self.person.id,
                )
                .order_by(ConversationRow.updated_at.desc())
                .limit(1)
            )

    def _check(self, row: ConversationRow) -> None:
        if row.plan_id != self.plan.id or row.account_id != self.person.id:
            raise NotAllowed("この会話は見つからないか、あなたには権限がありません。")


def _version(row: VersionRow) -> SectionVersion:
    return SectionVersion(
        section=row.section,
        number=row.number,
        text=row.text,
        origin=row.origin,
        author=row.author.name,
        created_at=row.created_at,
        open_items=tuple(OpenItem.model_validate(item) for item in row.content.get("open_items", ())),
        trace=tuple(Trace.model_validate(item) for item in row.content.get("trace", ())),
    )
