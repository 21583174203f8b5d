"""What the answer to a gap writes in the place of its 〔要確認：…〕. Pure; where that is not sure, it writes nothing."""

from collections.abc import Iterable

from assistant.assembling import MarkPlace
from assistant.drafting.shown import show_value
from assistant.drafting.style import Style, style_of
from assistant.drafting.writer import laid_out
from assistant.interview import Question, question_for
from assistant.models import Fact, Ledger, Status, Value

PERSONS_OWN = "mark:"  # begins the keys of gaps that a person marked in the text, with no question behind them
_STANDS_ALONE = ("count", "percent", "date", "period", "title")  # the mark is the value's place and nothing more
_OWN_WORDS = ("text", "title", "items", "name", "choice")
_BULLET = "・"


class Filling(Value):
    """What goes into the place of a mark (offsets in code points of the text with the mark)."""

    start: int
    end: int
    new: str


def fillings(text: str, places: Iterable[MarkPlace], key: str, ledger: Ledger, fresh: str) -> tuple[Filling, ...]:
    """What to write for the marks of one gap; only those where it is sure what the answer writes there.

    Args:
        places: all marks of the text.
        key: of the gap.
        fresh: a draft of the same section from the same ledger: a line that it has in common is right as a whole.
    """
    mine = [place for place in places if place.item.key == key]
    if key.startswith(PERSONS_OWN):
        return tuple(Filling(start=place.start, end=place.end, new="") for place in mine)
    fact = ledger.get(key)
    if not mine or fact.status is not Status.ANSWERED:
        return ()
    question, style = question_for(key), style_of(ledger)
    known = set(fresh.splitlines())
    found = []
    for place in mine:
        begin, end = _line(text, place)
        same = [one for one in mine if begin <= one.start < end]
        for new, sure in _ways(text, place, fact, question, style):
            if sure or _with(text[begin:end], [(one.start - begin, one.end - begin) for one in same], new) in known:
                found.append(Filling(start=place.start, end=place.end, new=new))
                break
    return tuple(found)


def _ways(text: str, place: MarkPlace, fact: Fact, question: Question, style: Style) -> tuple[tuple[str, bool], ...]:
    """How the answer may be written there, and whether that is right wherever the mark stands."""
    items = fact.value if isinstance(fact.value, tuple) else (show_value(fact, question),)
    said = [style.write(laid_out(item), own_words=question.kind in _OWN_WORDS) for item in items]
    if place.item.kind == "confirmation":
        return (("（" + "、".join(said) + "）", True),)
    if question.kind != "items":
        return (("、".join(said), question.kind in _STANDS_ALONE),)
    begin, end = _line(text, place)
    alone = text[begin:end].strip() == _BULLET + text[place.start : place.end]
    if alone:
        return ((f"\n{_BULLET}".join(said), True),)
    return (("、".join(said), False), ("「" + "」、「".join(said) + "」", False))


def _line(text: str, place: MarkPlace) -> tuple[int, int]:
    end = text.find("\n", place.end)
    return text.rfind("\n", 0, place.start) + 1, len(text) if end < 0 else end


def _with(line: str, marks: list[tuple[int, int]], new: str) -> str:
    for start, end in reversed(marks):
        line = line[:start] + new + line[end:]
    return line


def filled(text: str, found: Iterable[Filling]) -> str:
    """The text with the fillings in their places."""
    for one in sorted(found, key=lambda filling: filling.start, reverse=True):
        text = text[: one.start] + one.new + text[one.end :]
    return text
