"""Where a chat stands, and what it needs of the rest of the product."""

from typing import Any, Protocol

from pydantic import model_validator

from assistant.interview import load_questions
from assistant.models import Fact, Ledger, Reply, Turn, Value
from assistant.recommending import Recommendation

REMEMBERED = 12


class State(Value):
    """Where a chat stands.

    Attributes:
        sections: the sections that are being asked about; none outside an interview.
        asking: key of the open question.
        trail: keys asked so far, for going back.
        put_off: keys that come again at the end of this round.
        skipped: keys that are not asked again in this round.
        returned: the round is at what had been put off; putting off again means skipping.
        offered: what the person was last offered to say, while nothing else has been said.
        proposed: ids of the measures proposed last, in the order shown.
        correcting: key of the answer that the person called wrong and whose right value was asked for.
        doubted: facts that are kept once the person has said that they are so.
        turns: the last messages, so that a follow-up question is understood.
    """

    sections: tuple[int, ...] = ()
    asking: str | None = None
    trail: tuple[str, ...] = ()
    put_off: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    returned: bool = False
    offered: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    correcting: str | None = None
    doubted: tuple[Fact, ...] = ()
    turns: tuple[Turn, ...] = ()

    @property
    def set_aside(self) -> tuple[str, ...]:
        """Keys that are not to be asked next."""
        return (*self.put_off, *self.skipped)

    @model_validator(mode="before")
    @classmethod
    def _of_earlier_versions(cls, kept: Any) -> Any:
        """Threads kept when an interview was about one section only, or asked what is no question any more."""
        if not isinstance(kept, dict):
            return kept
        kept = dict(kept)
        if "section" in kept:
            section = kept.pop("section")
            kept["sections"] = (section,) if section else ()
        keys = {question.key for question in load_questions()}
        for name in ("asking", "correcting"):
            kept[name] = kept.get(name) if kept.get(name) in keys else None
        return kept | {
            name: [key for key in kept.get(name, ()) if key in keys] for name in ("trail", "put_off", "skipped")
        }


class Knows(Protocol):
    """What the conversation needs of the answering and recommending side."""

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Reply: ...

    def recommend(self, ledger: Ledger) -> tuple[Recommendation, ...]: ...
