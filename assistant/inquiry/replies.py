"""What collected replies would change, side by side, and what accepting them does. Pure: no file, no store."""

from collections.abc import Container, Iterable, Sequence
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


class Sifted(Value):
    """What of a file can be taken without a person's choice, and what is left to one."""

    undisputed: tuple[Given, ...]
    left: tuple[Proposal, ...]


def sift(ledger: Ledger, came: Collected, waiting: Iterable[Collected] = ()) -> Sifted:
    """Tell apart which replies of a file nobody need choose between.

    Left are those that differ from another reply to the same key, that say less than it (no answer, or no date), and
    that belong to a KPI whose name is not taken with them.

    Args:
        waiting: other sheets that came back and were not decided on.
    """
    own = {reply.key for reply in came.replies}
    found = [one for one in proposals(ledger, [came, *waiting]) if one.key in own]
    clear = {one.key for one in found if not one.conflicts and one.proposed in came.replies}
    named = {one.key for one in found if one.key in clear and one.proposed.status is Status.ANSWERED}
    taken = [one for one in found if one.key in clear and _has_place(one.key, ledger, named)]
    return Sifted(undisputed=tuple(one.proposed for one in taken), left=tuple(one for one in found if one not in taken))


def _has_place(key: str, ledger: Ledger, named: Container[str]) -> bool:
    """Whether the plan has, or gets with these keys, the KPI that the key belongs to."""
    path = parse_path(key)
    if path is None or path.index is None or path.part == "name":
        return True
    measure = measure_of(path, ledger)
    kpi = kpi_of(path, measure) if measure else None
    return bool(kpi and kpi.name) or str(path.model_copy(update={"part": "name"})) in named


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
