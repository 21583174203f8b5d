"""Two states of a plan's ledger beside each other. Pure."""

from assistant.models import Fact, Ledger


def changed(before: Ledger, after: Ledger) -> Ledger:
    """Only the facts and measures of the second ledger that say something else than those of the first.

    A fact that differs in nothing but the words in which it was said has not changed: a facts file does not hold them.
    """
    held = {measure.key: measure for measure in before.measures}
    return Ledger(
        facts={key: fact for key, fact in after.facts.items() if _stated(fact) != _stated(before.get(key))},
        measures=tuple(measure for measure in after.measures if measure != held.get(measure.key)),
    )


def _stated(fact: Fact) -> Fact:
    return fact.model_copy(update={"said": ""})
