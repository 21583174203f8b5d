"""The typed records that the sources are turned into. Values only: no files, no index, no framework."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Record(BaseModel):
    """A frozen value; unknown fields are refused so that a typing error in a data file is found."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Strength(StrEnum):
    """How binding a statement is. The one enumeration used in answers, drafts and findings."""

    DUTY = "義務"
    EFFORT = "努力義務"
    RESPONSIBILITY = "責務"
    PRINCIPLE = "理念・原則"
    GUIDE = "手引の推奨"
    ADVICE = "技術的助言"
    LOCAL_RULE = "条例・庁内規程"
    NONE_FOUND = "定めが見当たらない"


class Confidence(StrEnum):
    """How sure a statement is: A primary source, B secondary source, C not verified (shown as 未確認)."""

    A = "A"
    B = "B"
    C = "C"

    @property
    def label(self) -> str:
        """How the confidence is shown to a reader."""
        return {"A": "一次資料で確認", "B": "二次資料で確認", "C": "未確認"}[self.value]


class PassageKind(StrEnum):
    """The kinds of retrievable text."""

    GENERAL = "general"
    TEMPLATE = "template"
    MEASURE = "measure"
    NATIONAL = "national"
    CASE = "case"
    LAW = "law"
    OWN = "own"


class Passage(Record):
    """A retrievable piece of a source, in the source's own words.

    Attributes:
        id: stable across rebuilds, e.g. "general:4", "measure:コンビニ交付サービスの導入及び発行証明書類の拡大".
        citation: a label by which a person finds the place, e.g. 「手引 総論4」.
        title: the heading of the place, for display and for the ranking.
        text: the source's own text, cleaned of markup and stray white space only.
        parent: id of the passage this one belongs to (a footnote's host), if any.
    """

    id: Text
    kind: PassageKind
    citation: Text
    title: Text
    text: Text
    parent: str | None = None


# --- the guide -------------------------------------------------------------------------------------------------


class Footnote(Record):
    """A numbered footnote of the guide, and the place that cites it."""

    number: int
    text: Text
    cited_in: Text = Field(description="id of the passage that cites the note")


class GeneralPart(Record):
    """One part of the guide's 総論; number 0 is はじめに."""

    number: int
    title: Text
    paragraphs: tuple[Text, ...]
    figures: tuple[Text, ...] = Field(default=(), description="captions; the pictures are not in the text")

    @property
    def id(self) -> str:
        return f"general:{self.number}"


class Policy(Record):
    """One of the five basic policies worked out in section 5 of the template."""

    number: int
    title: Text
    text: Text


class TemplateSection(Record):
    """One of the guide's seven sections: its 記載例 and its 解説, kept apart."""

    number: int
    title: Text
    example: tuple[Text, ...] = Field(description="記載例; empty for section 6, whose examples are the measures")
    commentary: tuple[Text, ...] = Field(description="解説")
    policies: tuple[Policy, ...] = ()


class NationalMeasure(Record):
    """A national measure the guide prints beside municipal ones."""

    title: Text
    bullets: tuple[Text, ...]

    @property
    def id(self) -> str:
        return f"national:{self.title}"


class Case(Record):
    """An entry of the case collection, as the guide names it."""

    number: Text = Field(description="the collection's own number, e.g. 3-6")
    title: Text
    government: Text = Field(description="the local government")

    @property
    def id(self) -> str:
        return f"case:{self.number}"


class CloudPattern(Record):
    """One of the three variants of the guide's cloud measure."""

    number: int
    condition: Text = Field(description="which municipalities it is meant for, e.g. クラウド未導入団体")
    body: tuple[Text, ...]
    kpis: tuple[Text, ...]
    schedule: tuple[Text, ...]


FieldTag = Literal["電子行政", "健康・医療・介護", "観光", "農林水産", "インフラ・防災・減災等", "移動", "その他"]
Mark = Literal["◎", "○"]


class Measure(Record):
    """An example measure of the guide's section 6."""

    title: Text
    pillar: int = Field(ge=1, le=6)
    field: FieldTag
    mark: Mark = Field(
        description="◎ national measures are attached, ○ cases are (the printed mark is lost in the text)"
    )
    body: tuple[Text, ...]
    kpis: tuple[Text, ...]
    schedule: tuple[Text, ...]
    patterns: tuple[CloudPattern, ...] = ()
    national: tuple[Text, ...] = Field(default=(), description="titles of national measures")
    cases: tuple[Text, ...] = Field(default=(), description="numbers of cases")

    @property
    def id(self) -> str:
        return f"measure:{self.title}"


class Guide(Record):
    """The whole guide as typed records, and the lines that belong to none of them."""

    general: tuple[GeneralPart, ...]
    sections: tuple[TemplateSection, ...]
    pillars: tuple[Text, ...] = Field(description="titles of the six pillars, in order")
    measures: tuple[Measure, ...]
    national: tuple[NationalMeasure, ...]
    cases: tuple[Case, ...]
    footnotes: tuple[Footnote, ...]
    unassigned: tuple[str, ...]


# --- law, requirements, corrections (data files written by people) -------------------------------------------------


class Law(Record):
    """A statute the digest draws on."""

    key: Text = Field(description="prefix of its passage ids, e.g. act")
    title: Text
    short: Text = Field(description="how citations name it, e.g. 基本法")
    number: Text = Field(description="法令番号, e.g. 平成28年法律第103号")
    law_id: Text | None = Field(default=None, description="e-Gov's id of the law, to recognise an import")
    edition: Text = Field(description="which edition was read, e.g. 2021-09-01施行版")


class Provision(Record):
    """One provision of the digest, in our own words (not the statute's text)."""

    id: Text = Field(pattern=r"^[a-z-]+:[0-9a-z_-]+$", description="e.g. act:9-3 = article 9 paragraph 3")
    law: Text = Field(description="key of the law")
    article: Text = Field(description="how a person cites it, e.g. 第9条第3項")
    title: Text = Field(description="a few words on what it is about")
    bearer: Text = Field(description="whom it binds, e.g. 市町村（特別区を含む）; － where nobody is bound")
    strength: Strength | None = Field(default=None, description="none for definitions and purposes")
    statement: Text = Field(description="the rule in plain Japanese, one or two sentences")
    since: date | None = Field(default=None, description="in force from")
    until: date | None = Field(default=None, description="in force to (inclusive); none while in force")
    confidence: Confidence
    source: Text
    asks: tuple[Text, ...] = Field(default=(), description="words and questions by which staff look for it")


class Check(Record):
    """How a plan is checked for a requirement: all words of one group must stand in the plan (or section)."""

    sections: tuple[int, ...] = Field(default=(), description="sections of the plan to look in; empty = whole plan")
    any_of: tuple[tuple[Text, ...], ...] = Field(
        description="groups of words; each group needs at least one of its words"
    )
    advice: Text = Field(description="what to write or confirm when it is missing")


class Requirement(Record):
    """One legal or guide requirement, or the finding that there is none: the catalogue's unit."""

    id: Text = Field(pattern=r"^req:[a-z0-9-]+$")
    title: Text
    bearer: Text
    strength: Strength
    statement: Text = Field(description="the answer in plain Japanese, two to four sentences")
    sources: tuple[Text, ...] = Field(min_length=1, description="passage ids it rests on, the most telling first")
    asks: tuple[Text, ...] = Field(min_length=5, description="how staff ask about it, in their own words")
    topics: tuple[Text, ...] = Field(
        default=(), description="words that must not be missing in a question for it to match"
    )
    names: tuple[Text, ...] = Field(
        default=(), description="words that leave no doubt about what is asked; 「A…B」 where both are there"
    )
    next: Text = Field(description="what to check next, and where")
    sections: tuple[int, ...] = Field(default=(), description="sections of the plan it concerns")
    check: Check | None = Field(default=None, description="none when a plan's text cannot show it")


class Wording(Record):
    """A replacement to use in drafts instead of the guide's wording."""

    old: Text
    new: Text


class CurrencyNote(Record):
    """What in the guide no longer holds (or was never right), one claim a record."""

    id: Text = Field(pattern=r"^note:[a-z0-9-]+$")
    kind: Literal["currency", "deadline", "erratum"]
    claim: Text = Field(description="what the guide says, in a few words")
    text: Text = Field(description="what holds today, one or two sentences, no present tense for passed dates")
    since: date | None = Field(default=None, description="from when it holds, if known to the day")
    as_of: Text = Field(description="the date that the statement stands for, e.g. 2023-04-01, 2026年7月上旬")
    basis: Text = Field(description="law or decision it rests on; 不明 if there is none")
    confidence: Confidence
    source: Text
    applies_to: tuple[Text, ...] = Field(min_length=1, description="ids of passages, measures, requirements")
    topics: tuple[Text, ...] = Field(min_length=1, description="words in a question or quote that call for this note")
    asks: tuple[Text, ...] = Field(default=(), description="how staff ask what has become of it")
    figures: tuple[Text, ...] = Field(default=(), description="what its numbers count, as a question would call it")
    wording: tuple[Wording, ...] = ()


class MeasureToday(Record):
    """What has become of one of the guide's measures."""

    measure: Text = Field(description="title of the guide's measure")
    status: Literal["current", "updated", "retired"]
    summary: Text = Field(description="one sentence: why, and what to do instead unless current")
    title: Text | None = Field(default=None, description="today's title, unless current")
    body: Text | None = Field(default=None, description="what to do today; asserts nothing about a municipality")
    kpis: tuple[Text, ...] = ()
    confidence: Confidence
    source: Text


class NewMeasure(Record):
    """A measure of today that the guide does not have."""

    id: Text = Field(pattern=r"^today:[a-z0-9-]+$")
    title: Text
    pillar: int = Field(ge=1, le=6)
    field: FieldTag
    body: Text
    kpis: tuple[Text, ...]
    basis: Text
    strength: Strength
    bearer: Text
    confidence: Confidence
    source: Text
    asks: tuple[Text, ...] = ()
    sources: tuple[Text, ...] = Field(default=(), description="passage ids (law) it rests on")


class CurrentName(Record):
    """Today's name of a plan, strategy or guideline that drafts refer to."""

    id: Text = Field(pattern=r"^name:[a-z0-9-]+$")
    name: Text
    edition: str = Field(default="", description="the edition, e.g. 令和8年7月21日閣議決定; empty when none is known")
    note: Text = Field(description="id of the currency note that it comes from")
    confidence: Confidence
    confirm: str | None = Field(
        default=None, description="key of the question by which a person confirms the edition; none when it is certain"
    )
    source: Text


class CaseFact(Record):
    """A fact about a case, found outside the guide. A figure always has its year and source."""

    case: Text = Field(description="the case's number, e.g. 5-13")
    text: Text
    as_of: Text
    confidence: Confidence
    source: Text


class Alias(Record):
    """How staff say something, and the words the sources use for it."""

    say: tuple[Text, ...] = Field(min_length=1)
    means: tuple[Text, ...] = Field(min_length=1)


class Phrasing(Record):
    """How staff look for a passage that uses other words."""

    passage: Text
    asks: tuple[Text, ...] = Field(min_length=1)


class Cue(Record):
    """Words in a question that tell which kind of passage is wanted."""

    favours: PassageKind
    part: Text | None = Field(default=None, description="only passages whose id contains this, e.g. /example")
    words: tuple[Text, ...] = Field(min_length=1)
    factor: float = Field(gt=0, le=2, description="applied to the score of such passages when a word occurs")
    without: float = Field(default=1.0, gt=0, le=2, description="applied when none occurs")


class OutOfScope(Record):
    """A subject that the sources do not cover, and where to look instead."""

    subject: Text
    any_of: tuple[tuple[Text, ...], ...] = Field(default=(), description="each group needs one of its words")
    unless: tuple[Text, ...] = Field(default=(), description="words that show the question is about the plan after all")
    where: Text
    examples: tuple[Text, ...] = Field(default=(), description="questions about it, by which others like them are told")
