"""A section's versions as people read them: what one person edited within an hour is one line. Pure."""

from collections.abc import Iterable
from datetime import timedelta

from assistant.models import SectionVersion, Value

SITTING = timedelta(hours=1)


class Sitting(Value):
    """What one person edited within an hour, newest first; a draft or a restored version stands alone."""

    versions: tuple[SectionVersion, ...]

    @property
    def last(self) -> SectionVersion:
        """The newest version."""
        return self.versions[0]

    @property
    def first(self) -> SectionVersion:
        """The oldest version."""
        return self.versions[-1]


def sittings(versions: Iterable[SectionVersion]) -> tuple[Sitting, ...]:
    """The versions in order.

    Args:
        versions: newest first.
    """
    groups: list[list[SectionVersion]] = []
    for version in versions:
        if groups and _of_one(groups[-1][0], version):
            groups[-1].append(version)
        else:
            groups.append([version])
    return tuple(Sitting(versions=tuple(group)) for group in groups)


def _of_one(newest: SectionVersion, version: SectionVersion) -> bool:
    return (
        newest.origin == version.origin == "edit"
        and newest.author == version.author
        and newest.created_at - version.created_at <= SITTING
    )
