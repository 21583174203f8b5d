"""Section 1's figures: what the municipality's dated values say, and nothing beyond them."""

from assistant.drafting.phrases import Slot, phrase
from assistant.drafting.shown import show_date, show_dated, show_figure, show_value
from assistant.drafting.templates import OPEN, trend_of
from assistant.drafting.writer import Writer
from assistant.interview import applicable, question_for
from assistant.models import Fact, Status, TraceKind


def write_figures(writer: Writer) -> None:
    """Population, ageing rate and households as a paragraph; a change only from two dated values."""
    shown = [key for key in ("population", "ageing_rate", "households") if _is_wanted(writer, key)]
    if not shown:
        return
    writer.gap()
    for key in shown:
        fact = writer.ledger.get(key)
        if key == "population":
            _population(writer, fact)
        elif _has_moved(fact):
            phrase(writer, {"ageing_rate": "ageing_change"}.get(key, f"{key}_change"), **_change(key, fact))
        else:
            phrase(writer, {"ageing_rate": "ageing"}.get(key, key), value=_value(key, fact))


def _is_wanted(writer: Writer, key: str) -> bool:
    status = writer.ledger.get(key).status
    return status is Status.ANSWERED or (status in OPEN and applicable(question_for(key), writer.ledger))


def _population(writer: Writer, fact: Fact) -> None:
    name = Slot.fact("municipality")
    match trend_of(writer.ledger):
        case None:
            phrase(writer, "population", municipality=name, value=_value("population", fact))
        case "flat":
            change = _change("population", fact)
            phrase(writer, "population_flat", municipality=name, earlier=change["earlier"], value=change["value"])
        case _:
            phrase(writer, "population_change_plain", municipality=name)
            phrase(writer, "population_change", **_change("population", fact))


def _has_moved(fact: Fact) -> bool:
    """Whether there are two dated values that differ."""
    if fact.status is not Status.ANSWERED or not fact.earlier or not fact.as_of or isinstance(fact.value, str | tuple):
        return False
    return fact.value is not None and round(abs(fact.value - fact.earlier[0].value), 2) > 0


def _value(key: str, fact: Fact) -> Slot:
    if fact.status is not Status.ANSWERED:
        return Slot.fact(key)
    return Slot(show_value(fact, question_for(key)), TraceKind.FACT, key, kept=False)


def _change(key: str, fact: Fact) -> dict[str, Slot]:
    """The parts of a sentence on how a figure moved from its oldest to its newest value."""
    question = question_for(key)
    first = fact.earlier[0]
    assert isinstance(fact.value, int | float)
    difference = fact.value - first.value
    amount = (
        f"{round(abs(difference), 2):g}ポイント"
        if question.kind == "percent"
        else show_figure(abs(int(difference)), first.approximate or fact.approximate, question)
    )
    words = ("lower", "higher") if question.kind == "percent" else ("falling", "rising")
    return {
        "earlier": Slot(show_dated(first, question), TraceKind.FACT, key, kept=False),
        "value": Slot(_newest(fact), TraceKind.FACT, key, kept=False),
        "change": Slot(amount, TraceKind.COMPUTATION, key, kept=False),
        "rate": Slot(f"{abs(difference) / first.value * 100:.1f}％", TraceKind.COMPUTATION, key, kept=False),
        "direction": Slot.word(words[difference > 0], key),
    }


def _newest(fact: Fact) -> str:
    question = question_for(fact.key)
    assert isinstance(fact.value, int | float)
    figure = show_figure(fact.value, fact.approximate, question)
    return f"{show_date(fact.as_of)}の{figure}" if fact.as_of else figure
