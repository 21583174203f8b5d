"""Figures of different dates under one key: which is the newest, and what becomes of the older ones."""

from datetime import date

from assistant.inquiry.dates import read_date
from assistant.models import Dated, Fact, Status


def day_of(as_of: str | None) -> date:
    """The day that decides which of two values is newer; a value without a date is older than all."""
    written = read_date(as_of) if as_of else None
    return (written.last_day if written else None) or date.min


def merged(known: Fact, reply: Fact) -> Fact:
    """What holds when the reply is accepted beside what is known.

    A dated figure does not replace an older one but puts it behind itself; わからない never replaces an answer.
    """
    if known.status is Status.ANSWERED and reply.status is Status.UNKNOWN:
        return known
    if not (_is_dated_figure(known) and _is_dated_figure(reply)):
        return reply
    newest, other = (reply, known) if day_of(reply.as_of) >= day_of(known.as_of) else (known, reply)
    values = {day_of(dated.as_of): dated for dated in (*known.earlier, *reply.earlier, _dated(other))}
    values.pop(day_of(newest.as_of), None)
    return newest.model_copy(update={"earlier": tuple(values[day] for day in sorted(values))})


def _is_dated_figure(fact: Fact) -> bool:
    return isinstance(fact.value, int | float) and day_of(fact.as_of) > date.min


def _dated(fact: Fact) -> Dated:
    assert isinstance(fact.value, int | float)
    return Dated(value=fact.value, as_of=fact.as_of or "", approximate=fact.approximate)
