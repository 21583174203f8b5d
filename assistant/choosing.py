"""Read which of the proposed measures a person picks or rejects: 「1と3を採用」「2は見送り。予算がない」."""

import re
from collections.abc import Iterator, Sequence

from assistant.measures import key_of
from assistant.models import ChosenMeasure, Ledger, Value
from assistant.understanding.commands import is_question
from assistant.understanding.messages import aligned, clean

_PICK = re.compile(r"採用|選ぶ|選び|やる|やります|載せ|取り入れ|入れる|進め|にする|にします|でお願い")
_PICK_PLAINLY = re.compile(r"採用|選ぶ|選び|載せ|取り入れ")
_REJECT = re.compile(
    r"不採用|見送|やめ|やらない|外す|外して|いらない|要らない|要りません|不要|却下|載せない|入れない|採用しない|採用しません"
)
_REASON = re.compile(
    r"\(([^()]+)\)|:\s*(.+)$|は([^、]{2,})(?:ので|ため|ないから)[、,]?(?=見送|不採用|やめ|外|却下|要|いら)"
)
_VERB = re.compile(f"{_PICK.pattern}|{_REJECT.pattern}")
_NUMBER = r"(?<![0-9])[0-9]{1,2}(?![0-9])(?:番目?|つ目)?"
_RANGE = re.compile(r"([0-9]{1,2})(?:番目?|つ目)?(?:から|[〜~～\-])([0-9]{1,2})")
_NUMBERS = re.compile(
    rf"^[^0-9]{{0,6}}({_NUMBER}(?:(?:[、,・\s]|と|から|[〜~～\-])+{_NUMBER})*)\s*(?:まで)?(?:の施策)?"
    r"(?=を|は|番|で(?!す)|です$|が|も|採用|見送|不採用|$)"
)
_ALL = re.compile(
    r"^(?:全部|全て|すべて|ぜんぶ|どれも|みんな)(?:の施策)?[をも、\s]*(?=採用|見送|不採用|選|載せ|やる|やめ|却下)"
)


class Decided(Value):
    """What a message decides on.

    Attributes:
        measures: picked and rejected ones, each once.
        unknown: numbers that no proposed measure has.
    """

    measures: tuple[ChosenMeasure, ...] = ()
    unknown: tuple[int, ...] = ()


def decided(message: str, proposed: Sequence[str], ledger: Ledger, *, asking: bool = False) -> Decided | None:
    """The measures that the message decides on; None if it is about something else.

    Args:
        proposed: ids of the measures as they were numbered, from 1.
        asking: a question of the interview is open, to which 「2人でお願いします」 is an answer.
    """
    said = clean(message)
    if is_question(said, answering=True):
        return None
    picks = _PICK_PLAINLY if asking else _PICK
    flat = aligned(said)
    found: dict[str, ChosenMeasure] = {}
    unknown: dict[int, None] = {}
    for start, end in _clauses(flat):
        clause = flat[start:end]
        rejecting, picking = bool(_REJECT.search(clause)), bool(picks.search(clause))
        numbers = _numbers(clause, len(proposed))
        if not numbers and found and not (rejecting or picking):
            _give_reason(found, said[start:end])
            continue
        if not numbers or not (rejecting or picking):
            continue
        unknown |= dict.fromkeys(number for number in numbers if not 1 <= number <= len(proposed))
        reason = _REASON.search(clause) if rejecting else None
        for base in (proposed[number - 1] for number in numbers if 1 <= number <= len(proposed)):
            found[base] = _measure(base, found, ledger).model_copy(
                update={
                    "decision": "rejected" if rejecting else "picked",
                    "reason": said[slice(*(start + at for at in reason.span(reason.lastindex or 0)))] if reason else "",
                }
            )
    return Decided(measures=tuple(found.values()), unknown=tuple(unknown)) if found or unknown else None


def _measure(base: str, found: dict[str, ChosenMeasure], ledger: Ledger) -> ChosenMeasure:
    known = next((measure for measure in (*found.values(), *ledger.measures) if measure.base == base), None)
    return known or ChosenMeasure(key=key_of(base), base=base)


def _clauses(flat: str) -> Iterator[tuple[int, int]]:
    """Offsets of the parts of the message, each of which decides on something or gives a reason."""
    start = 0
    for at in (*(comma.start() for comma in re.finditer(r"[。\n;、,]", flat)), len(flat)):
        part = flat[start:at]
        if flat[at : at + 1] in ("、", ",") and (not _VERB.search(part) or part.count("(") > part.count(")")):
            continue
        if part.strip():
            yield start + len(part) - len(part.lstrip()), at
        start = at + 1


def _numbers(clause: str, proposed: int) -> list[int]:
    if _ALL.match(clause):
        return list(range(1, proposed + 1))
    match = _NUMBERS.match(clause)
    if not match:
        return []
    ranged = _RANGE.search(match[1])
    if ranged and int(ranged[1]) < int(ranged[2]):
        within = [str(number) for number in range(int(ranged[1]), int(ranged[2]) + 1)]
        return [int(number) for number in (*within, *re.findall(r"[0-9]{1,2}", match[1].replace(ranged[0], "")))]
    return [int(number) for number in re.findall(r"[0-9]{1,2}", match[1])]


def _give_reason(found: dict[str, ChosenMeasure], clause: str) -> None:
    """What follows a rejection is its reason."""
    base, measure = list(found.items())[-1]
    if measure.decision == "rejected" and not measure.reason:
        reason = clause.strip(" 　。、").removeprefix("理由は").removeprefix("なぜなら")
        found[base] = measure.model_copy(update={"reason": reason.strip(" 　、")})
