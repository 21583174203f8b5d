"""The values that the assistant's parts pass to each other. No I/O, no framework type."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, SerializationInfo

from knowledge.models import Confidence, Strength


class Value(BaseModel):
    """A frozen value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


SECTIONS = range(1, 8)  # of the guide's template (雛型1-7)


# --- facts ---------------------------------------------------------------------------------------------------------


class Status(StrEnum):
    """What is known about a fact. `unknown`: asked, not known; `absent`: put off or not asked yet."""

    ANSWERED = "answered"
    UNKNOWN = "unknown"
    DECLINED = "declined"
    NOT_APPLICABLE = "not_applicable"
    ABSENT = "absent"


FactValue = str | int | float | tuple[str, ...]


class Dated(Value):
    """One value of a figure, and the date that it stands for, as the person said it."""

    value: int | float
    as_of: str
    approximate: bool = False


class Fact(Value):
    """What a person said about the municipality under one key; `value` is the newest of several dated ones."""

    key: str
    status: Status
    value: FactValue | None = None
    as_of: str | None = Field(default=None, description="the date that the value stands for, as the person said it")
    approximate: bool = Field(default=False, description="the person said 約 or 程度")
    earlier: tuple[Dated, ...] = Field(default=(), description="older values of a figure, oldest first")
    source: str = Field(default="", description="where the value comes from, e.g. 住民基本台帳")
    department: str = Field(default="", description="the department that answered, if not the planner")
    answered_by: str = ""
    said: str = Field(default="", description="the person's own words")


class Kpi(Value):
    """An indicator of a measure. Targets are the person's: None is an open item, never a guess."""

    name: str
    unit: str = ""
    current: float | int | str | None = None
    current_year: int | None = Field(default=None, description="fiscal year of the current value")
    target: float | int | str | None = None
    year: int | None = Field(default=None, description="fiscal year of the target")
    source: str = ""


class Step(Value):
    """What is done for a measure in one fiscal year."""

    year: int
    text: str


NO_ISSUE = "なし"  # how stored rows and facts files say that a measure answers no issue


def _read_issues(given: object) -> object:
    """An empty list says nothing: rows have been stored so where nobody had decided on the issues."""
    return () if given == NO_ISSUE else None if given == [] else given


def _keep_issues(issues: tuple[str, ...] | None, info: SerializationInfo) -> object:
    return NO_ISSUE if issues == () and info.mode_is_json() else issues


class ChosenMeasure(Value):
    """A measure that a person picked or rejected, or wrote. What is None or empty is taken from `base`, or open."""

    key: str = Field(description="stable within the plan, e.g. m1")
    base: str | None = Field(default=None, description="id of the record it comes from: measure:… or today:…")
    title: str = ""
    pillar: int | None = Field(default=None, ge=1, le=6)
    field: str = ""
    body: str = ""
    decision: Literal["picked", "rejected"] = "picked"
    reason: str = Field(default="", description="why it was rejected")
    issues: Annotated[tuple[str, ...] | None, BeforeValidator(_read_issues), PlainSerializer(_keep_issues)] = Field(
        default=None, description="the plan's issues that it answers, in the ledger's words; None: as the record says"
    )
    situation: str = Field(default="", description="現状と課題")
    kpis: tuple[Kpi, ...] = ()
    schedule: tuple[Step, ...] = ()
    department: str = Field(default="", description="担当課")


class Ledger(Value):
    """All facts of a plan by key, and the measures chosen for it, in the plan's order."""

    facts: dict[str, Fact] = {}
    measures: tuple[ChosenMeasure, ...] = ()

    def get(self, key: str) -> Fact:
        """The fact; an absent one if nothing is known."""
        return self.facts.get(key) or Fact(key=key, status=Status.ABSENT)

    def answer(self, key: str) -> FactValue | None:
        """The value, if the fact is answered."""
        fact = self.get(key)
        return fact.value if fact.status is Status.ANSWERED else None

    def with_fact(self, fact: Fact) -> "Ledger":
        """A ledger in which the fact holds."""
        return self.model_copy(update={"facts": {**self.facts, fact.key: fact}})

    def with_measure(self, measure: ChosenMeasure) -> "Ledger":
        """A ledger with the measure in its place, or behind the others."""
        if not any(known.key == measure.key for known in self.measures):
            return self.model_copy(update={"measures": (*self.measures, measure)})
        kept = tuple(measure if known.key == measure.key else known for known in self.measures)
        return self.model_copy(update={"measures": kept})

    @property
    def picked(self) -> tuple[ChosenMeasure, ...]:
        """The measures that are part of the plan."""
        return tuple(measure for measure in self.measures if measure.decision == "picked")


# --- drafts --------------------------------------------------------------------------------------------------------


class TraceKind(StrEnum):
    """What a span of a draft rests on."""

    FACT = "fact"
    RECORD = "record"
    COMPUTATION = "computation"
    OPEN = "open"


class Trace(Value):
    """A span of a section's text (offsets in code points) and what it rests on.

    Attributes:
        wording: the span is the template's own wording, which may be worded otherwise, not a value.
    """

    section: int
    start: int
    end: int
    text: str
    kind: TraceKind
    ref: str
    wording: bool = False


class OpenItem(Value):
    """A gap that a person must close."""

    kind: Literal["unknown_fact", "unset_measure_field", "confirmation"]
    section: int
    key: str
    text: str


class SectionDraft(Value):
    """A drafted section in the guide's format, with what each span rests on.

    Attributes:
        uses: keys of the facts and measures on which the text depends; when one changes, the text is stale.
    """

    number: int
    title: str
    text: str
    trace: tuple[Trace, ...] = ()
    open_items: tuple[OpenItem, ...] = ()
    uses: tuple[str, ...] = ()


class Part(Value):
    """A part of the plan outside the guide's seven sections (用語集, 対応表); the text is laid out like a section's."""

    key: str
    title: str
    text: str
    trace: tuple[Trace, ...] = ()
    open_items: tuple[OpenItem, ...] = Field(default=(), description="gaps that no section lists")


class PlanDraft(Value):
    """The whole plan: its sections in order, and what follows them."""

    title: str
    municipality: str
    sections: tuple[SectionDraft, ...]
    parts: tuple[Part, ...] = ()

    @property
    def open_items(self) -> tuple[OpenItem, ...]:
        """The gaps of all sections, in order, then those of the parts."""
        of_sections = tuple(item for section in self.sections for item in section.open_items)
        return of_sections + tuple(item for part in self.parts for item in part.open_items)


Origin = Literal["draft", "edit", "restore"]


class SectionVersion(Value):
    """A kept version of a section.

    Attributes:
        stamp: grows with every save of the section, also where a running version grows; what the next save is based on.
        running: its author is still typing: their next automatic save goes on with it.
        made_from: number of the newest fact that the draft behind it knew; none if a person wrote it all.
        restored: number of the version that was restored.
        uses: keys of the facts and measures that the draft behind it took.
    """

    section: int
    number: int
    text: str
    origin: Origin
    author: str
    created_at: datetime
    stamp: int
    running: bool = False
    open_items: tuple[OpenItem, ...] = ()
    trace: tuple[Trace, ...] = ()
    made_from: int | None = None
    restored: int | None = None
    uses: tuple[str, ...] = ()


class Confirmation(Value):
    """Somebody has read a section's newest text and confirmed it; it ends with the next save."""

    section: int
    author: str
    at: datetime


class FrozenPlan(Value):
    """A whole plan frozen under a name.

    Attributes:
        versions: number of the version by section.
        newest_fact: number of the newest fact that held then.
    """

    id: int
    name: str
    author: str
    created_at: datetime
    versions: dict[int, int]
    newest_fact: int | None = None


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
