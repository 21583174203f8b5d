"""A section's versions as people read them: what one person saved within an hour is one line. Pure."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from assistant.models import Confirmation, SectionVersion, Value

AT_ONCE = timedelta(hours=1)


class Line(Value):
    """A version, and who has confirmed it."""

    version: SectionVersion
    confirmation: Confirmation | None = None


class Sitting(Value):
    """What one person saved within an hour, newest first."""

    lines: tuple[Line, ...]

    @property
    def last(self) -> SectionVersion:
        """The newest version."""
        return self.lines[0].version

    @property
    def first(self) -> SectionVersion:
        """The oldest version."""
        return self.lines[-1].version


def sittings(versions: Sequence[SectionVersion], confirmed: Mapping[int, Confirmation]) -> tuple[Sitting, ...]:
    """The versions in order, newest first.

    Args:
        versions: newest first.
        confirmed: who confirmed them, by stamp.
    """
    groups: list[list[Line]] = []
    for version in versions:
        line = Line(version=version, confirmation=confirmed.get(version.stamp))
        last = groups[-1][0].version if groups else None
        if last and last.author == version.author and last.created_at - version.created_at <= AT_ONCE:
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(Sitting(lines=tuple(group)) for group in groups)
