"""A plan's answers and texts copied into another plan, with their authors and times."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.store.tables import FactRow, VersionRow


def copy_rows(session: Session, source: int, target: int) -> None:
    """Copy facts and versions; drafts keep knowing which facts they were made from. The caller has checked who may."""
    renumbered: dict[int, int] = {}
    for fact in session.scalars(select(FactRow).where(FactRow.plan_id == source).order_by(FactRow.id)):
        copied = FactRow(
            plan_id=target,
            key=fact.key,
            content=fact.content,
            author_id=fact.author_id,
            created_at=fact.created_at,
        )
        session.add(copied)
        session.flush()
        renumbered[fact.id] = copied.id
    for version in session.scalars(select(VersionRow).where(VersionRow.plan_id == source).order_by(VersionRow.id)):
        content = dict(version.content)
        if content.get("made_from") is not None:
            content["made_from"] = renumbered.get(content["made_from"], 0)
        session.add(
            VersionRow(
                plan_id=target,
                section=version.section,
                number=version.number,
                stamp=version.stamp,
                origin=version.origin,
                based_on=version.based_on,
                text=version.text,
                content=content,
                author_id=version.author_id,
                created_at=version.created_at,
            )
        )
