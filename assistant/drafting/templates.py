"""The section templates of prompts/sections, as values. Knows their grammar, no ledger's contents."""

from functools import lru_cache
from typing import Literal

from pydantic import Field

from assistant.models import Ledger, Status, Value
from assistant.numerals import fold
from knowledge.datafiles import load_records, load_yaml
from prompts import FOLDER

OPEN = (Status.UNKNOWN, Status.ABSENT)
SMALL_START = "少数の施策から始める"
Insert = Literal[
    "trend",
    "arguments",
    "purposes",
    "organisation",
    "duties",
    "effects",
    "pillars",
    "measure_map",
    "measures",
    "roadmap",
    "unaddressed",
]


class When(Value):
    """Conditions on the ledger; all must hold."""

    wanted: tuple[str, ...] = Field(
        default=(), description="answered, or to be asked for: neither declined nor 該当なし"
    )
    known: tuple[str, ...] = ()
    open: tuple[str, ...] = Field(default=(), description="unknown or not asked yet")
    none: tuple[str, ...] = Field(default=(), description="answered 該当なし")
    declined: tuple[str, ...] = ()
    equals: dict[str, str] = Field(default={}, alias="is")
    differs: dict[str, str] = Field(default={}, alias="is_not")
    trend: Literal["falling", "rising", "flat"] | None = Field(default=None, description="of the dated population")
    one_person_it: bool | None = None
    small: bool | None = None
    pillars: tuple[int, ...] = Field(default=(), description="a picked measure belongs to one of these pillars")

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the facts that prove what a sentence under these conditions says."""
        keys = (*self.known, *self.none, *self.equals)
        keys += ("population",) if self.trend else ()
        keys += ("it_staff",) if self.one_person_it is not None else ()
        return keys + (("scale",) if self.small is not None else ())

    def holds(self, ledger: Ledger) -> bool:
        """Whether the ledger meets every condition."""
        return (
            all(ledger.get(key).status in (Status.ANSWERED, *OPEN) for key in self.wanted)
            and all(ledger.get(key).status is Status.ANSWERED for key in self.known)
            and all(ledger.get(key).status in OPEN for key in self.open)
            and all(ledger.get(key).status is Status.NOT_APPLICABLE for key in self.none)
            and all(ledger.get(key).status is Status.DECLINED for key in self.declined)
            and all(ledger.answer(key) == value for key, value in self.equals.items())
            and all(ledger.answer(key) != value for key, value in self.differs.items())
            and self.trend in (None, trend_of(ledger))
            and (self.one_person_it is None or self.one_person_it == (ledger.answer("it_staff") == 1))
            and self.small in (None, is_small(ledger))
            and (not self.pillars or bool({m.pillar for m in ledger.picked} & set(self.pillars)))
        )


def is_small(ledger: Ledger) -> bool:
    """Whether the plan is a small start; so it is until somebody says otherwise."""
    return ledger.answer("scale") in (None, SMALL_START)


def trend_of(ledger: Ledger) -> Literal["falling", "rising", "flat"] | None:
    """How the population moved, from two dated values of it alone; a change under 1 % is flat."""
    fact = ledger.get("population")
    if fact.status is not Status.ANSWERED or not fact.earlier or not isinstance(fact.value, int | float):
        return None
    if not fact.as_of or fact.earlier[0].value <= 0:
        return None
    change = fact.value / fact.earlier[0].value - 1
    return "flat" if abs(change) < 0.01 else "falling" if change < 0 else "rising"


class Sentence(Value):
    """A sentence of a template: when it is used, and which records its wording rests on."""

    text: str
    when: When = When()
    rests_on: tuple[str, ...] = ()


class Block(Value):
    """A part of a section: paragraphs of sentences, or a piece that the program makes."""

    heading: str | None = None
    when: When = When()
    insert: Insert | None = None
    paragraphs: tuple[tuple[Sentence, ...], ...] = ()


class Template(Value):
    """A section's template."""

    number: int
    title: str
    blocks: tuple[Block, ...]


@lru_cache
def load_template(section: int) -> Template:
    """The template prompts/sections/<number>.yaml."""
    return Template.model_validate(load_yaml(FOLDER / "sections" / f"{section}.yaml"))


def drafted_sections() -> tuple[int, ...]:
    """The sections for which there is a template."""
    return tuple(sorted(int(path.stem) for path in (FOLDER / "sections").glob("*.yaml")))


class PillarPolicy(Value):
    """The basic policy of a pillar."""

    pillar: int
    title: str
    label: str
    sentences: tuple[Sentence, ...]


@lru_cache
def load_pillars() -> tuple[PillarPolicy, ...]:
    """The pillars of prompts/pillars.yaml, in order."""
    return load_records(FOLDER / "pillars.yaml", PillarPolicy)


class Theme(Value):
    """A subject of issues: what it means for services, and what the plan is to achieve."""

    key: str
    label: str
    purpose_label: str
    words: tuple[str, ...] = ()
    first: tuple[str, ...] = Field(default=(), description="ids of the measures that answer such an issue best")
    meaning: str
    meaning_variants: tuple[Sentence, ...] = ()
    purpose: str


@lru_cache
def load_themes() -> tuple[Theme, ...]:
    """The themes of prompts/themes.yaml; the one without words takes what no other does."""
    return load_records(FOLDER / "themes.yaml", Theme)


def theme_of(issue: str) -> Theme:
    """The theme whose words cover most of the issue."""
    themes, said = load_themes(), fold(issue)
    scored = [
        (sum(len(word) for word in theme.words if fold(word) in said), -at, theme) for at, theme in enumerate(themes)
    ]
    best = max(scored, key=lambda entry: entry[:2])
    return best[2] if best[0] else next(theme for theme in themes if not theme.words)


class GlossaryEntry(Value):
    """A term explained at the end of the plan."""

    term: str
    text: str
    source: str
    words: tuple[str, ...]


@lru_cache
def load_glossary() -> tuple[GlossaryEntry, ...]:
    """The terms of prompts/glossary.yaml."""
    return load_records(FOLDER / "glossary.yaml", GlossaryEntry)


def glossary_of(text: str) -> tuple[GlossaryEntry, ...]:
    """The terms that occur in a text."""
    return tuple(entry for entry in load_glossary() if any(form in text for form in entry.words or (entry.term,)))
