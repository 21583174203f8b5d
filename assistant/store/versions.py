"""The texts of a plan's sections: versions that are only added, and whole plans frozen under a name."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assistant.errors import Conflict, InputError, NotFound
from assistant.models import (
    FrozenPlan,
    Ledger,
    OpenItem,
    Origin,
    SectionDraft,
    SectionVersion,
    Trace,
)
from assistant.store.facts import Facts
from assistant.store.tables import FrozenRow, VersionRow

LONGEST_TEXT = 200_000
LONGEST_NAME = 40
SECTIONS = range(1, 8)


class Versions(Facts):
    """Sections as they stand, stood, and were frozen."""

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

    def version(self, section: int, number: int) -> SectionVersion:
        """One version.

        Raises:
            NotFound: if there is none of that number.
        """
        found = next((version for version in self.versions(section) if version.number == number), None)
        if found is None:
            raise NotFound(f"第{section}章に版{number}はありません。")
        return found

    def add_draft(self, draft: SectionDraft, based_on: int | None, made_from: int | None = None) -> SectionVersion:
        """Keep a draft as the next version.

        Args:
            made_from: number of the newest fact that the draft knew; by default the newest one.

        Raises:
            Conflict: if a newer version than `based_on` exists.
        """
        content = draft.model_dump(mode="json", include={"trace", "open_items", "uses"})
        content["made_from"] = self.newest_fact() if made_from is None else made_from
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
        return self._add(section, text, "edit", based_on, _carried(self.newest(section)))

    def restore(self, section: int, number: int, based_on: int | None) -> SectionVersion:
        """Make an earlier version the newest one, as a new version.

        Raises:
            NotFound: if there is none of that number.
            Conflict: if a newer version than `based_on` exists.
        """
        old = self.version(section, number)
        return self._add(section, old.text, "restore", based_on, {**_carried(old), "restored": number})

    def stale_keys(self, section: int) -> tuple[str, ...]:
        """Facts and measures that the section's text used and that have changed since."""
        newest = self.newest(section)
        if newest is None or newest.made_from is None:
            return ()
        before, now = self.ledger(newest.made_from), self.ledger()
        changed = [key for key in newest.uses if _held(before, key) != _held(now, key)]
        return tuple(dict.fromkeys(key.split(".")[0] for key in changed))

    def freeze(self, name: str) -> FrozenPlan:
        """Freeze the plan as it stands under a name (課内案, 庁議版, パブコメ版, 決裁版).

        Raises:
            InputError: if the name is empty, too long or taken, or there is no text yet.
        """
        name = " ".join(name.split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise InputError(f"版の名前は1〜{LONGEST_NAME}字で書いてください（例：庁議版）。")
        numbers = {str(n): newest.number for n in SECTIONS if (newest := self.newest(n))}
        if not numbers:
            raise InputError("まだ文章がないため、版を固定できません。先に章を下書きしてください。")
        with Session(self._engine) as session:
            row = FrozenRow(plan_id=self.plan.id, name=name, content={"versions": numbers}, author_id=self.person.id)
            session.add(row)
            try:
                session.commit()
            except IntegrityError as error:
                raise InputError(f"「{name}」という版はもうあります。別の名前を付けてください。") from error
            return _frozen(row)

    def frozen(self) -> list[FrozenPlan]:
        """The frozen versions, newest first."""
        with Session(self._engine) as session:
            rows = session.scalars(
                select(FrozenRow).where(FrozenRow.plan_id == self.plan.id).order_by(FrozenRow.id.desc())
            )
            return [_frozen(row) for row in rows]

    def texts(self, frozen_id: int | None = None) -> dict[int, SectionVersion]:
        """The sections of a frozen version, or as they stand now.

        Raises:
            NotFound: if the plan has no such frozen version.
        """
        if frozen_id is None:
            return {number: newest for number in SECTIONS if (newest := self.newest(number))}
        found = next((frozen for frozen in self.frozen() if frozen.id == frozen_id), None)
        if found is None:
            raise NotFound("この名前の版は、この計画にありません。")
        return {section: self.version(section, number) for section, number in found.versions.items()}

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
        made_from=row.content.get("made_from"),
        restored=row.content.get("restored"),
        uses=tuple(row.content.get("uses", ())),
    )


def _frozen(row: FrozenRow) -> FrozenPlan:
    return FrozenPlan(
        id=row.id,
        name=row.name,
        author=row.author.name,
        created_at=row.created_at,
        versions={int(section): number for section, number in row.content["versions"].items()},
    )
