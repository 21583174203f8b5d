"""One exchange: collects events while the state moves on."""

from typing import Any

from assistant.conversing.state import Knows, State
from assistant.events import Event, FactsTaken, Offered, Replied, Said
from assistant.models import Fact, Ledger


class Talk:
    """What all parts of an exchange share."""

    def __init__(self, state: State, ledger: Ledger, knows: Knows) -> None:
        self.state = state
        self.events: list[Event] = []
        self._ledger = ledger
        self._knows = knows

    def _move(self, **changes: Any) -> None:
        self.state = self.state.model_copy(update=changes)

    def _say(self, text: str) -> None:
        self.events.append(Said(text=text))

    def _offer(self, text: str, choices: tuple[str, ...]) -> None:
        self._move(offered=choices)
        self.events.append(Offered(text=text, choices=choices))

    def _answer(self, message: str) -> None:
        self.events.append(Replied(question=message, reply=self._knows.answer(message, self.state.turns)))

    def _keep(self, facts: list[Fact]) -> None:
        for fact in facts:
            self._ledger = self._ledger.with_fact(fact)
        self.events.append(FactsTaken(facts=tuple(facts)))
