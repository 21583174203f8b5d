"""What people settle about a plan: sections they have confirmed, and whole plans frozen under a name."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.errors import Conflict, InputError, NotFound
from assistant.models import SECTIONS, Confirmation, FrozenPlan, SectionVersion
from assistant.store.tables import ConfirmationRow, FrozenRow, VersionRow
from assistant.store.versions import Versions

LONGEST_NAME = 40


class Milestones(Versions):
    """Confirmed sections and frozen plans."""

    def confirm(self, section: int, stamp: int | None) -> Confirmation:
        """Note that the person has read the section's text and stands by it.

        Args:
            stamp: of the version that was read.

        Raises:
            NotFound: if the section has no text.
            Conflict: if it was saved since.
        """
        newest = self.newest(section)
        if newest is None:
            raise NotFound(f"第{section}章にはまだ文章がないため、確認済みにできません。")
        if newest.stamp != stamp:
            raise Conflict("", newest.text, newest.number, newest.author, newest.stamp)
        self._mark(section, newest.stamp, confirmed=True)
        found = self.confirmation(section)
        if found is None:  # somebody saved between our look and our word
            raise self._conflict(section, "")
        return found

    def withdraw_confirmation(self, section: int) -> None:
        """Take the confirmation back; nothing happens where there is none."""
        newest = self.newest(section)
        if newest and self.confirmation(section):
            self._mark(section, newest.stamp, confirmed=False)

    def confirmation(self, section: int) -> Confirmation | None:
        """The confirmation of the section's newest text; None if nobody has confirmed it, or it was saved since."""
        newest = self.newest(section)
        with self._reading() as session:
            row = session.scalar(
                select(ConfirmationRow)
                .where(ConfirmationRow.plan_id == self.plan.id, ConfirmationRow.section == section)
                .order_by(ConfirmationRow.id.desc())
                .limit(1)
            )
            if row is None or newest is None or not row.confirmed or row.stamp != newest.stamp:
                return None
            return Confirmation(section=section, author=row.author.name, at=row.created_at)

    def confirmations(self, stamps: Mapping[int, int]) -> dict[int, Confirmation]:
        """The confirmations that hold, by section.

        Args:
            stamps: of the newest texts, by section.
        """
        with self._reading() as session:
            rows = session.scalars(
                select(ConfirmationRow).where(ConfirmationRow.plan_id == self.plan.id).order_by(ConfirmationRow.id)
            )
            newest = {row.section: row for row in rows}
            return {
                section: Confirmation(section=section, author=row.author.name, at=row.created_at)
                for section, row in newest.items()
                if row.confirmed and row.stamp == stamps.get(section)
            }

    def confirmed_versions(self, section: int) -> dict[int, Confirmation]:
        """Who confirmed which of the section's versions, also earlier ones, by the version's stamp."""
        with self._reading() as session:
            rows = session.scalars(
                select(ConfirmationRow)
                .where(ConfirmationRow.plan_id == self.plan.id, ConfirmationRow.section == section)
                .order_by(ConfirmationRow.id)
            )
            newest = {row.stamp: row for row in rows}
            return {
                stamp: Confirmation(section=section, author=row.author.name, at=row.created_at)
                for stamp, row in newest.items()
                if row.confirmed
            }

    def freeze(self, name: str, whole: Callable[[], dict[str, Any]] | None = None) -> FrozenPlan:
        """Freeze the plan as it stands under a name (課内案, 庁議版, パブコメ版, 決裁版).

        Args:
            whole: what the plan goes out as, to be kept with it. It is made while nobody else can save, so that it is
                of the very texts and answers that are frozen.

        Raises:
            InputError: if the name is empty, too long or taken, or there is no text yet.
        """
        name = " ".join(name.split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise InputError(f"版の名前は1〜{LONGEST_NAME}字で書いてください（例：庁議版）。")
        with self._writing() as session:
            row = FrozenRow(plan_id=self.plan.id, name=name, content={}, author_id=self.person.id)
            session.add(row)
            try:
                session.flush()  # from here on SQLite lets nobody else write
            except IntegrityError as error:
                raise InputError(f"「{name}」という版はもうあります。別の名前を付けてください。") from error
            numbers = {str(n): newest.number for n in SECTIONS if (newest := self.newest(n))}
            if not numbers:
                raise InputError("まだ文章がないため、版を固定できません。先に章を下書きしてください。")
            row.content = {"versions": numbers, "newest_fact": self.newest_fact()}
            row.whole = whole() if whole else None
            for section, number in numbers.items():
                self._close(session, VersionRow.section == int(section), VersionRow.number == number)
            session.commit()
            return _frozen(row)

    def frozen(self) -> list[FrozenPlan]:
        """The frozen versions, newest first."""
        with self._reading() as session:
            rows = session.scalars(
                select(FrozenRow).where(FrozenRow.plan_id == self.plan.id).order_by(FrozenRow.id.desc())
            )
            return [_frozen(row) for row in rows]

    def frozen_plan(self, frozen_id: int) -> FrozenPlan:
        """One frozen version.

        Raises:
            NotFound: if the plan has no such frozen version.
        """
        found = next((frozen for frozen in self.frozen() if frozen.id == frozen_id), None)
        if found is None:
            raise NotFound("この名前の版は、この計画にありません。")
        return found

    def frozen_whole(self, frozen_id: int) -> dict[str, Any] | None:
        """What was kept of a frozen version to go out as; None for one from before that was kept.

        Raises:
            NotFound: if the plan has no such frozen version.
        """
        self.frozen_plan(frozen_id)
        with self._reading() as session:
            return session.scalar(select(FrozenRow.whole).where(FrozenRow.id == frozen_id))

    def texts(self, frozen_id: int | None = None) -> dict[int, SectionVersion]:
        """The sections of a frozen version, or as they stand now.

        Raises:
            NotFound: if the plan has no such frozen version.
        """
        if frozen_id is None:
            return {number: newest for number in SECTIONS if (newest := self.newest(number))}
        return {section: self.version(section, n) for section, n in self.frozen_plan(frozen_id).versions.items()}

    def _mark(self, section: int, stamp: int, *, confirmed: bool) -> None:
        with self._writing() as session:
            session.add(
                ConfirmationRow(
                    plan_id=self.plan.id,
                    section=section,
                    stamp=stamp,
                    confirmed=confirmed,
                    author_id=self.person.id,
                )
            )
            self._close(session, VersionRow.section == section, VersionRow.stamp == stamp)
            session.commit()

    def _close(self, session: Session, *which: ColumnElement[bool]) -> None:
        """A version that somebody relies on is not typed on: what comes after is a version of its own."""
        session.execute(update(VersionRow).where(VersionRow.plan_id == self.plan.id, *which).values(running=False))


def _frozen(row: FrozenRow) -> FrozenPlan:
    return FrozenPlan(
        id=row.id,
        name=row.name,
        author=row.author.name,
        created_at=row.created_at,
        versions={int(section): number for section, number in row.content["versions"].items()},
        newest_fact=row.content.get("newest_fact"),
    )
