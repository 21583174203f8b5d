"""What a conversation yields: values that the chat and the command line render, and that the store keeps."""

from typing import Literal

from assistant.interview import Question
from assistant.models import ChosenMeasure, Fact, Reply, Value
from assistant.recommending import Recommendation


class Said(Value):
    """Something plain to tell the person."""

    kind: Literal["said"] = "said"
    text: str


class Noted(Value):
    """What the person stated was taken down."""

    kind: Literal["noted"] = "noted"
    facts: tuple[Fact, ...]
    corrected: bool = False


class Place(Value):
    """A page of the plan.

    Attributes:
        page: below the plan's own address, e.g. /versions#export.
    """

    label: str
    page: str


class Pointed(Value):
    """Where in the plan the person finds what they asked for; `go` is opened at once."""

    kind: Literal["pointed"] = "pointed"
    text: str
    places: tuple[Place, ...]
    go: str | None = None


class Offered(Value):
    """A choice between things to say next."""

    kind: Literal["offered"] = "offered"
    text: str
    choices: tuple[str, ...]


class Replied(Value):
    """A question was answered, or could not be."""

    kind: Literal["replied"] = "replied"
    question: str
    reply: Reply


class Asked(Value):
    """A question of the interview is open."""

    kind: Literal["asked"] = "asked"
    question: Question
    done: int
    total: int


class FactsTaken(Value):
    """The person stated facts; they must be kept before anything is shown."""

    kind: Literal["facts_taken"] = "facts_taken"
    facts: tuple[Fact, ...]


class MeasuresProposed(Value):
    """Measures that fit the plan's situation, best first."""

    kind: Literal["measures_proposed"] = "measures_proposed"
    measures: tuple[Recommendation, ...]


class MeasuresDecided(Value):
    """The person picked or rejected measures; to be kept before anything is shown."""

    kind: Literal["measures_decided"] = "measures_decided"
    measures: tuple[ChosenMeasure, ...]


class DraftWanted(Value):
    """The sections are to be drafted now."""

    kind: Literal["draft_wanted"] = "draft_wanted"
    sections: tuple[int, ...]


class RevisionWanted(Value):
    """A section's text is to be made shorter, or put in plainer words; a person decides on each change on its page."""

    kind: Literal["revision_wanted"] = "revision_wanted"
    section: int
    how: Literal["short", "plain"]


Event = (
    Said
    | Noted
    | Pointed
    | Offered
    | Replied
    | Asked
    | FactsTaken
    | MeasuresProposed
    | MeasuresDecided
    | DraftWanted
    | RevisionWanted
)
