"""The program's own sentences and table words, kept in prompts/phrases.yaml, with traced values in their places."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from assistant.drafting.writer import Ref, Writer
from assistant.models import TraceKind
from knowledge.datafiles import load_yaml
from prompts import FOLDER

_SLOT = re.compile(r"\{([a-z_]+)\}")


@lru_cache(maxsize=1)
def load_phrases() -> dict[str, str]:
    """The phrases by name."""
    return {str(name): str(text) for name, text in load_yaml(FOLDER / "phrases.yaml").items()}


def word(name: str) -> str:
    """A phrase without places, e.g. a table's header."""
    return load_phrases()[name]


@dataclass(frozen=True)
class Slot:
    """What goes into a place of a phrase: a text and what it rests on; without a text, the fact's value."""

    text: str | None
    kind: TraceKind
    ref: str
    kept: bool = True

    @classmethod
    def fact(cls, key: str) -> "Slot":
        """The fact's value, or 〔要確認〕."""
        return cls(None, TraceKind.FACT, key)

    @classmethod
    def word(cls, name: str, key: str) -> "Slot":
        """A word of the phrases that a computation over the fact proves."""
        return cls(word(name), TraceKind.COMPUTATION, key)


def phrase(writer: Writer, name: str, *grounds: Ref, **slots: Slot | Callable[[], None]) -> None:
    """Add a phrase; its own words rest on the grounds, or on the facts in its places."""
    text = load_phrases()[name]
    values = [slot for slot in slots.values() if isinstance(slot, Slot)]
    told = [(slot.kind if slot.text is not None else writer.kind(slot.ref), slot.ref) for slot in values]
    rests = list(grounds) or list(dict.fromkeys(told))[:1]
    at = 0
    for place in _SLOT.finditer(text):
        writer.literal(text[at : place.start()], rests)
        at = place.end()
        if place[1] == "self":
            writer.own_kind("self")
            continue
        slot = slots[place[1]]
        if not isinstance(slot, Slot):
            slot()
        elif slot.text is None:
            writer.fact(slot.ref)
        else:
            writer.span(slot.text, [(slot.kind, slot.ref)], kept=slot.kept)
    writer.literal(text[at:], rests)
