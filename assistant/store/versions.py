"""The texts of a plan's sections: versions that are only added, save one that its author is still typing."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.errors import Conflict, InputError, NotFound
from assistant.models import (
    SECTIONS,
    Ledger,
    OpenItem,
    SectionDraft,
    SectionVersion,
    Trace,
)
from assistant.store.facts import Facts
from assistant.store.tables import VersionRow, now

LONGEST_TEXT = 200_000
LONGEST_SENT = 2 * LONGEST_TEXT  # a text somewhat too long is told so in our words; beyond this it is not read at all
TYPING = timedelta(minutes=15)  # so long one version goes on with what its author types


class Versions(Facts):
    """Sections as they stand, stood, and were frozen."""

    def versions(self, section: int) -> list[SectionVersion]:
        """All versions of a section, newest first.

        Raises:
            NotFound: if there is no such section.
        """
        if section not in SECTIONS:
            raise NotFound(f"第{section}章はありません。章は1〜7です。")
        with self._reading() as session:
            rows = session.scalars(
                select(VersionRow)
                .where(VersionRow.plan_id == self.plan.id, VersionRow.section == section)
                .order_by(VersionRow.number.desc())
            )
            return [_version(row) for row in rows]

    def newest(self, section: int) -> SectionVersion | None:
        """The section as it stands; None before the first draft."""
        with self._reading() as session:
            row = self._newest_row(session, section)
            return _version(row) if row else None

    def version(self, section: int, number: int) -> SectionVersion:
        """One version.

        Raises:
            NotFound: if there is none of that number.
        """
        found = next((version for version in self.versions(section) if version.number == number), None)
        if found is None:
            raise NotFound(f"第{section}章に版{number}はありません。")
        return found

    def standing(self) -> dict[int, tuple[SectionVersion, SectionVersion | None]]:
        """The newest version of each section that has one, with the draft that it goes back to (itself, if it is one;
        None if a person wrote it all). The versions between them are not loaded.
        """
        columns = (VersionRow.id, VersionRow.section, VersionRow.number, VersionRow.origin)
        lineage: dict[int, dict[int, tuple[int, str, int | None]]] = {}
        with self._reading() as session:
            for id_, section, number, origin, restored in session.execute(
                select(*columns, VersionRow.content["restored"].as_integer()).where(VersionRow.plan_id == self.plan.id)
            ):
                lineage.setdefault(section, {})[number] = (id_, origin, restored)
            wanted = {section: _newest_and_draft(known) for section, known in lineage.items()}
            ids = {id_ for pair in wanted.values() for id_ in pair if id_ is not None}
            rows = {row.id: _version(row) for row in session.scalars(select(VersionRow).where(VersionRow.id.in_(ids)))}
        return {
            section: (rows[newest], rows[base] if base is not None else None)
            for section, (newest, base) in sorted(wanted.items())
        }

    def add_draft(self, draft: SectionDraft, based_on: int | None, made_from: int | None = None) -> SectionVersion:
        """Keep a draft as the next version.

        Args:
            based_on: stamp of the version that was seen; None for a section without text.
            made_from: number of the newest fact that the draft knew; by default the newest one.

        Raises:
            Conflict: if the section was saved since.
        """
        return self._save(draft.number, [self._drafted(draft, made_from)], based_on)

    def add_redraft(
        self, draft: SectionDraft, text: str, based_on: int | None, made_from: int | None = None
    ) -> SectionVersion:
        """Keep what a person made of a text and a new draft: the draft as a version, and on it their text as the next.

        Raises:
            Conflict: if the section was saved since.
            InputError: if the text is too long to keep.
        """
        drafted = self._drafted(draft, made_from)
        if text == draft.text:
            return self._save(draft.number, [drafted], based_on)
        _check_length(text)
        edited = VersionRow(
            origin="edit", text=text, content={k: v for k, v in drafted.content.items() if k != "trace"}
        )
        return self._save(draft.number, [drafted, edited], based_on)

    def save_text(self, section: int, text: str, based_on: int | None, *, running: bool = False) -> SectionVersion:
        """Keep a person's text as the next version.

        Args:
            based_on: stamp of the version that was seen; None for a section without text.
            running: the person is still typing: their running version of the last minutes goes on, under a new stamp.

        Raises:
            Conflict: if the section was saved since; it carries both texts.
            InputError: if the text is too long to keep.
        """
        _check_length(text)
        newest = self.newest(section)
        if newest and newest.running and newest.stamp == based_on and (gone_on := self._go_on(newest, text, running)):
            return gone_on
        row = VersionRow(origin="edit", text=text, content=_carried(newest), running=running)
        return self._save(section, [row], based_on)

    def restore(self, section: int, number: int, based_on: int | None) -> SectionVersion:
        """Make an earlier version the newest one, as a new version.

        Raises:
            NotFound: if there is none of that number.
            Conflict: if the section was saved since the version with the stamp `based_on`.
        """
        old = self.version(section, number)
        row = VersionRow(origin="restore", text=old.text, content={**_carried(old), "restored": number})
        return self._save(section, [row], based_on)

    def stale_keys(self, section: int) -> tuple[str, ...]:
        """Facts and measures that the section's text used and that have changed since."""
        newest = self.newest(section)
        return self.changed_uses([newest], self.ledger())[section] if newest else ()

    def changed_uses(self, versions: Iterable[SectionVersion], ledger: Ledger) -> dict[int, tuple[str, ...]]:
        """By section: the facts and measures that a version used and that are other ones in the ledger.

        Args:
            versions: one of each section.
        """
        before: dict[int, Ledger] = {}
        found = {}
        for version in versions:
            changed: list[str] = []
            if version.made_from is not None:
                if version.made_from not in before:
                    before[version.made_from] = self.ledger(version.made_from)
                then = before[version.made_from]
                changed = [key for key in version.uses if _held(then, key) != _held(ledger, key)]
            found[version.section] = tuple(dict.fromkeys(key.split(".")[0] for key in changed))
        return found

    def _drafted(self, draft: SectionDraft, made_from: int | None) -> VersionRow:
        content = draft.model_dump(mode="json", include={"trace", "open_items", "uses"})
        content["made_from"] = self.newest_fact() if made_from is None else made_from
        return VersionRow(origin="draft", text=draft.text, content=content)

    def _save(self, section: int, rows: list[VersionRow], based_on: int | None) -> SectionVersion:
        """Keep the rows one behind the other, all or none; the last one is the newest version."""
        with self._writing() as session:
            newest = self._newest_row(session, section)
            if (newest.stamp if newest else None) != based_on or not (newest is None or self._end(session, newest)):
                raise self._conflict(section, rows[-1].text)
            number, stamp = (newest.number, newest.stamp) if newest else (0, 0)
            for step, row in enumerate(rows, start=1):
                row.plan_id, row.section, row.author_id = self.plan.id, section, self.person.id
                row.number, row.stamp, row.based_on = number + step, stamp + step, number + step - 1 or None
            text = rows[-1].text
            session.add_all(rows)
            try:
                session.commit()
            except IntegrityError as error:  # somebody else took the number between our look and our write
                raise self._conflict(section, text) from error
            return _version(rows[-1])

    def _end(self, session: Session, newest: VersionRow) -> bool:
        """Nobody types on a version that another one follows; False where it has gone on since it was looked at."""
        changed = session.execute(
            update(VersionRow)
            .where(VersionRow.id == newest.id, VersionRow.stamp == newest.stamp)
            .values(running=False)
            .execution_options(synchronize_session=False)
        )
        assert isinstance(changed, CursorResult)
        return changed.rowcount > 0

    def _go_on(self, newest: SectionVersion, text: str, running: bool) -> SectionVersion | None:
        """The person's own running version with the new text; None where a version of its own is due."""
        with self._writing() as session:
            changed = session.execute(
                update(VersionRow)
                .where(
                    VersionRow.plan_id == self.plan.id,
                    VersionRow.section == newest.section,
                    VersionRow.stamp == newest.stamp,
                    VersionRow.running,
                    VersionRow.author_id == self.person.id,
                    VersionRow.created_at > now() - TYPING,
                )
                .values(text=text, stamp=newest.stamp + 1, running=running)
            )
            assert isinstance(changed, CursorResult)
            session.commit()
        if not changed.rowcount:
            return None
        return newest.model_copy(update={"text": text, "stamp": newest.stamp + 1, "running": running})

    def _newest_row(self, session: Session, section: int) -> VersionRow | None:
        if section not in SECTIONS:
            raise NotFound(f"第{section}章はありません。章は1〜7です。")
        return session.scalar(
            select(VersionRow)
            .where(VersionRow.plan_id == self.plan.id, VersionRow.section == section)
            .order_by(VersionRow.number.desc())
            .limit(1)
        )

    def _conflict(self, section: int, mine: str) -> Conflict:
        newest = self.newest(section)
        if newest is None:
            return Conflict(mine, "", 0, "ほかの人")
        return Conflict(mine, newest.text, newest.number, newest.author, newest.stamp)


def _check_length(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise InputError(
            f"本文が長すぎます（{len(text):,}字、上限{LONGEST_TEXT:,}字）。章を分けるなどして短くしてください。"
        )


def _carried(base: SectionVersion | None) -> dict[str, Any]:
    """What a person's text keeps of the version it was made from: gaps, the facts used, and as of when."""
    if base is None:
        return {}
    return {
        "open_items": [item.model_dump(mode="json") for item in base.open_items],
        "made_from": base.made_from,
        "uses": list(base.uses),
    }


def _held(ledger: Ledger, key: str) -> object:
    """What a ledger holds under a fact's or measure's key, without how it was said and by whom."""
    if key.startswith("measure:"):
        wanted = key.removeprefix("measure:").split(".")[0]
        return next((measure for measure in ledger.picked if measure.key == wanted), None)
    if key == "measures":
        return tuple(measure.key for measure in ledger.picked)
    return ledger.get(key).model_copy(update=dict.fromkeys(("said", "source", "department", "answered_by"), ""))


def _newest_and_draft(known: dict[int, tuple[int, str, int | None]]) -> tuple[int, int | None]:
    """Ids of a section's newest version and of the draft behind it, from id, origin and restored number by number."""
    number: int | None = max(known)
    newest = known[max(known)][0]
    while number is not None:
        id_, origin, restored = known.get(number, (None, "", None))
        if id_ is None or origin == "draft":
            return newest, id_
        number = restored or number - 1
    return newest, None


def _version(row: VersionRow) -> SectionVersion:
    return SectionVersion(
        section=row.section,
        number=row.number,
        text=row.text,
        origin=row.origin,
        author=row.author.name,
        created_at=row.created_at,
        stamp=row.stamp,
        running=row.running,
        open_items=tuple(OpenItem.model_validate(item) for item in row.content.get("open_items", ())),
        trace=tuple(Trace.model_validate(item) for item in row.content.get("trace", ())),
        made_from=row.content.get("made_from"),
        restored=row.content.get("restored"),
        uses=tuple(row.content.get("uses", ())),
    )
