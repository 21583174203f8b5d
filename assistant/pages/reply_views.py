"""Returned inquiry sheets as the page shows them: what each would change, side by side, and what was chosen. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

from assistant.inquiry.collect import Collected, Given
from assistant.inquiry.items import AS_USUAL, Assigned, all_items
from assistant.inquiry.replies import Proposal, proposals, show_reply
from assistant.inquiry.returned import unreadable
from assistant.models import Fact, Ledger
from assistant.pages.access import fingerprint
from assistant.pages.fact_form import notice
from assistant.store.facts import Stated
from assistant.store.inquiries import Inquiry, Reply


class Choice(NamedTuple):
    """A reply that can be taken; the token names it in the form.

    Attributes:
        notice: in what it is hard to believe beside the answer that holds; empty if in nothing.
    """

    token: str
    shown: str
    said: str
    origin: str
    notice: str


class ReplyRow(NamedTuple):
    """A key that somebody replied to.

    Attributes:
        current: the answer that holds, as the page shows it.
        stated: who gave that answer, and when.
        seen: sign of what is shown as the answer that holds.
    """

    key: str
    label: str
    current: str
    choices: tuple[Choice, ...]
    changes: bool
    stated: Stated | None

    @property
    def seen(self) -> str:
        return fingerprint(self.current)


class SheetView(NamedTuple):
    """A returned sheet: what could not be taken from it, and what was left empty.

    Attributes:
        withdrawn: the inquiry that it answers, if that was taken back before.
    """

    id: int
    department: str
    received: Reply
    answers: int
    problems: tuple[str, ...]
    empty: tuple[str, ...]
    withdrawn: Inquiry | None


class UnreadableSheet(NamedTuple):
    """A returned sheet whose kept content can no longer be read."""

    received: Reply
    file: str

    @property
    def id(self) -> int:
        return self.received.id

    @property
    def department(self) -> str:
        return self.received.department


class PastRow(NamedTuple):
    """An inquiry in the plan's history, with how it ended in a word."""

    inquiry: Inquiry
    items: int
    state: Literal["取り下げ", "照会し直し", "回答あり", "回答待ち"]


class ItemLine(NamedTuple):
    """Something to be asked; `asked` if it is on the sheet that is out already."""

    key: str
    label: str
    department: str
    asked: bool = False


class DepartmentRow(NamedTuple):
    """A department: what is to be asked, when it was asked, and whether it has replied.

    Attributes:
        sheet: whether something of what it was asked is still open, so that its sheet can be written.
    """

    name: str
    items: tuple[ItemLine, ...]
    inquiry: Inquiry | None
    overdue: bool

    @property
    def sheet(self) -> bool:
        return any(item.asked for item in self.items)

    @property
    def waiting(self) -> bool:
        return self.inquiry is not None and self.inquiry.replied_at is None


def department_rows(
    ledger: Ledger, inquiries: Iterable[Inquiry], today: date, assigned: Assigned = AS_USUAL
) -> tuple[DepartmentRow, ...]:
    """Departments with something to be asked, then those that were asked and have nothing left to answer."""
    asked = {inquiry.department: inquiry for inquiry in inquiries}
    open_items: dict[str, list[ItemLine]] = {}
    for item in all_items(ledger, today, assigned):
        one = asked.get(item.department)
        line = ItemLine(item.key, item.label, item.department, bool(one and item.key in one.keys))
        open_items.setdefault(item.department, []).append(line)
    names = dict.fromkeys([*open_items, *asked])
    return tuple(
        DepartmentRow(
            name=name,
            items=tuple(open_items.get(name, ())),
            inquiry=(one := asked.get(name)),
            overdue=bool(one and one.replied_at is None and one.due and one.due < today),
        )
        for name in names
    )


def past_rows(inquiries: Iterable[Inquiry]) -> tuple[PastRow, ...]:
    """Every inquiry, the newest first."""
    return tuple(PastRow(one, len(one.keys), _ended(one)) for one in reversed(list(inquiries)))


def _ended(one: Inquiry) -> Literal["取り下げ", "照会し直し", "回答あり", "回答待ち"]:
    if one.withdrawn_at:
        return "取り下げ"
    if one.replied_at:
        return "回答あり"
    return "照会し直し" if one.replaced else "回答待ち"


def lines_of(ledger: Ledger, keys: Iterable[str], today: date, assigned: Assigned) -> tuple[ItemLine, ...]:
    """The questions and fields under these keys, with the department to ask; keys that cannot be asked are left out."""
    wanted = frozenset(keys)
    found = all_items(ledger, today, assigned.model_copy(update={"anew": assigned.anew | wanted}))
    return tuple(ItemLine(item.key, item.label, item.department) for item in found if item.key in wanted)


def reply_rows(
    ledger: Ledger, sheets: Mapping[int, tuple[Reply, Collected]], stated: Mapping[str, Stated] = MappingProxyType({})
) -> tuple[ReplyRow, ...]:
    """A row for each key, with every reply that says something of its own.

    Args:
        stated: who gave each answer that holds.
    """
    tokens: dict[Given, str] = {}
    for number, (_, collected) in sheets.items():
        for at, given in enumerate(collected.replies):
            tokens.setdefault(given, f"{number}-{at}")
    rows = []
    for found in proposals(ledger, [collected for _, collected in sheets.values()]):
        choices = tuple(_choice(given, tokens[given], ledger) for given in (found.proposed, *found.conflicts))
        said = stated.get(found.key.partition(".")[0])
        rows.append(ReplyRow(found.key, found.label, found.current, choices, _says_more(found), said))
    return tuple(rows)


def moved_since(
    ledger: Ledger, sheets: Mapping[int, tuple[Reply, Collected]], keys: Collection[str], seen: Mapping[str, str]
) -> tuple[str, ...]:
    """Those of the keys whose answer is another one than a page showed; a page that showed none had no answer.

    Args:
        seen: the page's signs (`ReplyRow.seen`), by key.
    """
    nothing = fingerprint("")
    rows = reply_rows(ledger, sheets)
    return tuple(row.key for row in rows if row.key in keys and seen.get(row.key, nothing) != row.seen)


def _says_more(found: Proposal) -> bool:
    return found.changes or bool(found.conflicts)


def _choice(given: Given, token: str, ledger: Ledger) -> Choice:
    shown = show_reply(given)
    origin = [given.department, given.answered_by, f"基準日 {given.as_of}" if given.as_of else ""]
    origin += [f"出典 {given.source}" if given.source else ""]
    said = given.said if given.said != shown else ""
    told = notice(given, ledger) if isinstance(given, Fact) else ""
    return Choice(token=token, shown=shown, said=said, origin="、".join(filter(None, origin)), notice=told)


def sheet_views(sheets: Mapping[int, tuple[Reply, Collected]], past: Sequence[Inquiry] = ()) -> tuple[SheetView, ...]:
    """The returned sheets with what a person must still look at.

    Args:
        past: every inquiry of the plan, oldest first.
    """
    return tuple(_view(reply, collected, past) for reply, collected in sheets.values())


def unreadable_views(
    replies: Iterable[Reply], sheets: Mapping[int, tuple[Reply, Collected]]
) -> tuple[UnreadableSheet, ...]:
    """The returned sheets that nobody has dealt with and that are not among those that can be read."""
    return tuple(UnreadableSheet(one, str(one.content.get("file", ""))[-80:]) for one in unreadable(replies, sheets))


def _withdrawn(reply: Reply, past: Sequence[Inquiry]) -> Inquiry | None:
    """The inquiry that was taken back before the sheet came, if no other one of the department holds."""
    own = [one for one in past if one.department == reply.department and one.sent_at <= reply.received_at]
    return own[-1] if own and all(one.withdrawn_at for one in own) else None


def _view(reply: Reply, collected: Collected, past: Sequence[Inquiry]) -> SheetView:
    problems = []
    for one in collected.problems:
        place = f"シート「{one.sheet}」" + (f"{one.row}行目" if one.row else "")
        label = f"「{one.label}」" if one.label else ""
        problems.append(f"{place}{label}（書かれていた内容：{one.read}）：{one.text}")
    return SheetView(
        id=reply.id,
        department=reply.department,
        received=reply,
        answers=len(collected.replies),
        problems=tuple(problems),
        empty=tuple(one.label for one in collected.unanswered),
        withdrawn=_withdrawn(reply, past),
    )


def chosen_replies(tokens: Sequence[str], sheets: Mapping[int, tuple[Reply, Collected]]) -> tuple[Given, ...]:
    """The replies that the form names, one for each key; tokens that name none are left out."""
    found: dict[str, Given] = {}
    for token in tokens:
        number, _, at = token.partition("-")
        if not (number.isdecimal() and at.isdecimal() and len(token) < 30) or int(number) not in sheets:
            continue
        given = sheets[int(number)][1].replies
        if int(at) < len(given):
            found[given[int(at)].key] = given[int(at)]
    return tuple(found.values())
