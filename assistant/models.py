"""The values that the assistant's parts pass to each other. No I/O, no framework type."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from knowledge.models import Confidence, Strength


class Value(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# --- facts ---------------------------------------------------------------------------------------------------------


class Status(StrEnum):
    """What is known about a fact. `unknown`: asked, not known; `absent`: put off or not asked yet."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    DECLINED = "declined"
    NOT_APPLICABLE = "not_applicable"
    ABSENT = "absent"


FactValue = str | int | float | tuple[str, ...]


class Fact(Value):
    """What a person said about the municipality under one key."""

    key: str
    status: Status
    value: FactValue | None = None
    as_of: str | None = Field(default=None, description="the date that the value stands for, as the person said it")
    approximate: bool = Field(default=False, description="the person said 約 or 程度")
    said: str = Field(default="", description="the person's own words")


class Ledger(Value):
    """All facts of a plan, by key."""

    facts: dict[str, Fact] = {}

    def get(self, key: str) -> Fact:
        """The fact; an absent one if nothing is known."""
        return self.facts.get(key) or Fact(key=key, status=Status.ABSENT)

    def with_fact(self, fact: Fact) -> "Ledger":
        """A ledger in which the fact holds."""
        return Ledger(facts={**self.facts, fact.key: fact})


# --- drafts --------------------------------------------------------------------------------------------------------


class TraceKind(StrEnum):
    """What a span of a draft rests on."""

    FACT = "fact"
    RECORD = "record"
    COMPUTATION = "computation"
    OPEN = "open"


class Trace(Value):
    """A span of a section's text (offsets in code points) and what it rests on."""

    section: int
    start: int
    end: int
    text: str
    kind: TraceKind
    ref: str


class OpenItem(Value):
    """A gap that a person must close."""

    kind: Literal["unknown_fact", "unset_measure_field", "confirmation"]
    section: int
    key: str
    text: str


class SectionDraft(Value):
    """A drafted section in the guide's format, with what each span rests on."""

    number: int
    title: str
    text: str
    trace: tuple[Trace, ...] = ()
    open_items: tuple[OpenItem, ...] = ()


class SectionVersion(Value):
    """A kept version of a section."""

    section: int
    number: int
    text: str
    origin: Literal["draft", "edit", "restore"]
    author: str
    created_at: datetime
    open_items: tuple[OpenItem, ...] = ()
    trace: tuple[Trace, ...] = ()


# --- answers -------------------------------------------------------------------------------------------------------


class Citation(Value):
    """A quoted place; the quote is a literal part of the passage's text."""

    id: str
    label: str
    quote: str


class NoteShown(Value):
    """A currency note as an answer shows it."""

    id: str
    text: str
    as_of: str
    confidence: Confidence


class Answer(Value):
    """An answer built from quoted passages."""

    outcome: Literal["answered"] = "answered"
    answer: str
    strength: Strength | None = None
    bearer: str | None = None
    citations: tuple[Citation, ...] = Field(min_length=1)
    notes: tuple[NoteShown, ...] = ()
    unanswered: tuple[str, ...] = ()
    next: str | None = Field(default=None, description="what to check next, and where")
    worded_by: Literal["rules", "model"] = "rules"


class NoEvidence(Value):
    """The sources do not say; where was looked and where to look."""

    outcome: Literal["no_evidence"] = "no_evidence"
    answer: str
    strength: None = None
    bearer: None = None
    citations: tuple[Citation, ...] = ()
    notes: tuple[NoteShown, ...] = ()
    unanswered: tuple[str, ...] = ()
    next: str | None = None


Reply = Annotated[Answer | NoEvidence, Field(discriminator="outcome")]


class Turn(Value):
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    text: str
