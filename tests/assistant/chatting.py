"""A chat played message by message, for the tests of conversations; what is decided is kept as the product keeps it."""

from collections.abc import Sequence

from assistant.answering.answerer import Answerer
from assistant.conversation import State, respond
from assistant.describing import describe
from assistant.events import (
    Asked,
    DraftWanted,
    Event,
    FactsTaken,
    MeasuresDecided,
    MeasuresProposed,
    Noted,
    Offered,
    Pointed,
    Replied,
    RevisionWanted,
    Said,
)
from assistant.models import ChosenMeasure, FactValue, Ledger, NoEvidence, Reply, Status, Turn
from assistant.recommending import Recommendation, recommend
from knowledge.corpus import Corpus

START = "計画づくりを始めたい"
SMALL, WHOLE = "少数の施策から始める", "5つの柱の全体を対象にする"
ALONE, FOLDED = "単独の計画として作る", "既存の計画に組み込む"


class Desk:
    """What a conversation asks of the rest of the product; without an answerer, questions have no answer."""

    def __init__(self, corpus: Corpus, answerer: Answerer | None = None) -> None:
        self.corpus = corpus
        self.answerer = answerer

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Reply:
        if self.answerer is None:
            return NoEvidence(answer="資料に見当たりません。")
        return self.answerer.answer(question, history)

    def recommend(self, ledger: Ledger) -> tuple[Recommendation, ...]:
        return recommend(ledger, self.corpus)


class Chat:
    """A person at the chat."""

    def __init__(self, desk: Desk, ledger: Ledger | None = None, refusal: str | None = None) -> None:
        self.desk = desk
        self.state = State()
        self.ledger = ledger or Ledger()
        self.refusal = refusal

    def say(self, *messages: str) -> list[Event]:
        """The events of the last message."""
        events: list[Event] = []
        for message in messages:
            self.state, events = respond(self.state, message, self.ledger, self.desk, self.refusal)
            for event in events:
                self._keep(event)
        return events

    def _keep(self, event: Event) -> None:
        if isinstance(event, FactsTaken):
            for fact in event.facts:
                self.ledger = self.ledger.with_fact(fact)
        if isinstance(event, MeasuresDecided):
            for measure in event.measures:
                self.ledger = self.ledger.with_measure(measure)

    def held(self) -> dict[str, tuple[Status, FactValue | None]]:
        return {key: (fact.status, fact.value) for key, fact in self.ledger.facts.items()}

    def decisions(self) -> dict[str, tuple[str, str]]:
        """Decision and reason by the record a measure comes from."""
        return {m.base or m.title: (m.decision, m.reason) for m in self.ledger.measures}


def kinds(events: Sequence[Event]) -> str:
    return " ".join(event.kind for event in events)


def said(events: Sequence[Event]) -> str:
    """What is told in words; what was taken down, as it is described."""
    return "\n".join(
        "、".join(map(describe, event.facts)) if isinstance(event, Noted) else event.text
        for event in events
        if isinstance(event, Said | Offered | Noted | Pointed)
    )


def noted(events: Sequence[Event]) -> tuple[str, ...]:
    """Keys of the facts that the person is told were taken down."""
    return tuple(fact.key for event in events if isinstance(event, Noted) for fact in event.facts)


def pointed(events: Sequence[Event]) -> list[str]:
    """The pages that are pointed to, the one that is opened at once last."""
    found = [event for event in events if isinstance(event, Pointed)]
    return [place.page for event in found for place in event.places] + [event.go for event in found if event.go]


def revised(events: Sequence[Event]) -> tuple[int, str] | None:
    return next(((event.section, event.how) for event in events if isinstance(event, RevisionWanted)), None)


def asked(events: Sequence[Event]) -> str | None:
    """Key of the question that is open after the events."""
    found = [event.question.key for event in events if isinstance(event, Asked)]
    return found[-1] if found else None


def drafted(events: Sequence[Event]) -> tuple[int, ...]:
    return next((event.sections for event in events if isinstance(event, DraftWanted)), ())


def proposed(events: Sequence[Event]) -> tuple[str, ...]:
    return next(
        (tuple(one.measure for one in event.measures) for event in events if isinstance(event, MeasuresProposed)), ()
    )


def decided(events: Sequence[Event]) -> tuple[ChosenMeasure, ...]:
    return next((event.measures for event in events if isinstance(event, MeasuresDecided)), ())


def replied(events: Sequence[Event]) -> Reply | None:
    return next((event.reply for event in events if isinstance(event, Replied)), None)
