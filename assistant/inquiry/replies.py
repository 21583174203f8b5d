"""What collected replies would change, side by side, and what accepting them does. Pure: no file, no store."""

from collections.abc import Iterable, Sequence
from datetime import date

from assistant.drafting.measures import show_amount
from assistant.drafting.shown import show_fiscal_year, show_value
from assistant.inquiry.collect import Collected, Given
from assistant.inquiry.fields import FieldReply, kpi_of, label_of, measure_of, parse_path, with_field
from assistant.inquiry.merging import day_of, merged
from assistant.interview import question_for
from assistant.models import Fact, Ledger, Status, Value

_STATES = {
    Status.UNKNOWN: "わからない",
    Status.NOT_APPLICABLE: "該当なし",
    Status.DECLINED: "回答しない",
    Status.ABSENT: "",
}


class Proposal(Value):
    """What one key would become.

    Attributes:
        current: what the ledger has now, as a plan shows it; empty if nothing.
        proposed: the reply that is offered first: one with an answer, and of these the one with the newest date.
        conflicts: replies that say something else; a person must choose.
        changes: whether the reply says anything else than the ledger.
    """

    key: str
    label: str
    current: str
    proposed: Given
    conflicts: tuple[Given, ...] = ()
    changes: bool = True

    @property
    def shown(self) -> str:
        """The proposed reply, as a plan shows it."""
        return show_reply(self.proposed)


def proposals(ledger: Ledger, collected: Sequence[Collected]) -> tuple[Proposal, ...]:
    """A proposal for each key that somebody replied to, in the order of the replies."""
    by_key: dict[str, list[Given]] = {}
    for reply in (reply for returned in collected for reply in returned.replies):
        by_key.setdefault(reply.key, []).append(reply)
    return tuple(_proposal(ledger, key, replies) for key, replies in by_key.items())


def accept(ledger: Ledger, chosen: Iterable[Given]) -> Ledger:
    """The ledger in which the chosen replies hold, with department, date and source.

    A dated figure does not replace an older one but puts it behind itself; わからない never replaces an answer.

    Raises:
        InputError: if a reply belongs to a measure that has left the plan, or to a KPI without a name.
    """
    replies = list(chosen)
    # A new KPI's name comes before its values.
    for reply in sorted(replies, key=lambda reply: not reply.key.endswith(".name")):
        if isinstance(reply, FieldReply):
            ledger = with_field(ledger, reply)
        else:
            ledger = ledger.with_fact(merged(ledger.get(reply.key), reply))
    return ledger


def show_reply(reply: Given) -> str:
    """A reply as a plan shows it: 31,800人（令和8年4月1日現在）, わからない."""
    if reply.status is not Status.ANSWERED:
        return _STATES[reply.status]
    if isinstance(reply, Fact):
        return show_value(reply, question_for(reply.key))
    value = reply.value
    if isinstance(value, tuple):
        return "、".join(f"{show_fiscal_year(step.year)}：{step.text}" for step in value)
    if reply.key.endswith(".year") and isinstance(value, int):
        return show_fiscal_year(value)
    year = f"（{show_fiscal_year(reply.year)}）" if reply.year else ""
    return show_amount(value, reply.unit) + year


def _proposal(ledger: Ledger, key: str, replies: list[Given]) -> Proposal:
    first = max(replies, key=_weight)
    others: list[Given] = []
    for reply in replies:
        if reply.status is not Status.UNKNOWN and not any(_agree(reply, other) for other in (first, *others)):
            others.append(reply)
    current = _current(ledger, key)
    return Proposal(
        key=key,
        label=_label(ledger, key),
        current=current,
        proposed=first,
        conflicts=tuple(others),
        changes=current != show_reply(first),
    )


def _weight(reply: Given) -> tuple[bool, bool, date]:
    return reply.status is Status.ANSWERED, reply.status is not Status.UNKNOWN, day_of(reply.as_of)


def _agree(one: Given, other: Given) -> bool:
    """Whether two replies say the same; a reply without a date agrees with one that has it."""
    dates = {day_of(reply.as_of) for reply in (one, other) if reply.as_of}
    return _said(one) == _said(other) and len(dates) < 2


def _said(reply: Given) -> tuple[object, ...]:
    of_kpi = (reply.unit, reply.year) if isinstance(reply, FieldReply) else ()
    return reply.status, reply.value, *of_kpi


def _current(ledger: Ledger, key: str) -> str:
    path = parse_path(key)
    if path is None:
        fact = ledger.get(key)
        return show_value(fact, question_for(key)) if fact.status is Status.ANSWERED else _STATES[fact.status]
    measure = measure_of(path, ledger)
    if measure is None:
        return ""
    kpi = kpi_of(path, measure)
    if path.index is not None and kpi is None:
        return ""
    value = getattr(kpi or measure, path.part)
    year = {"current": kpi.current_year, "target": kpi.year}.get(path.part) if kpi else None
    unit = kpi.unit if kpi else ""
    if not value and value != 0:
        return ""
    return show_reply(FieldReply(key=key, status=Status.ANSWERED, value=value, unit=unit, year=year))


def _label(ledger: Ledger, key: str) -> str:
    path = parse_path(key)
    if path is None:
        return question_for(key).label
    measure = measure_of(path, ledger)
    return label_of(path, measure) if measure else key
