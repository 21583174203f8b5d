"""A plan as the board and the list of plans show it: sections, progress, schedule, inquiries, what comes next. Changes nothing."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from assistant.assembling import open_items_in
from assistant.drafting import title_of
from assistant.inquiry.dates import era_day, with_weekday
from assistant.inquiry.fields import unset_fields
from assistant.interview import progress as chat_progress
from assistant.measures import completed
from assistant.models import SECTIONS, Confirmation, FrozenPlan, Ledger, Origin, SectionVersion, Status
from assistant.next_steps import NextStep, Overdue, SectionStanding, Standing, next_steps
from assistant.pages.board_inquiries import Asking, asking_on_board
from assistant.pages.section_states import labels_of
from assistant.pages.views import JAPAN
from assistant.progress import PlanProgress, SectionInput, SectionProgress, progress_of
from assistant.publication import PUBLICATION, planned_publication
from assistant.schedule import Fixed, Schedule, ScheduledStep, schedule_of
from assistant.schedule_steps import AskedOnce, FrozenOnce, Records, Sign, load_steps, signs_of
from assistant.store.plans import LastChange, Workspace
from assistant.store.schedules import StepChange
from knowledge.corpus import Corpus

AT_FIRST = frozenset(
    {"municipality", "plan_name", "pattern", "period", PUBLICATION}
)  # asked outside the interview, too
ORIGINS: dict[Origin, str] = {"draft": "下書き", "edit": "編集", "restore": "復元"}


class SectionCard(NamedTuple):
    """A section of the board.

    Attributes:
        version: its newest text.
        gaps: the open items in the text.
        stale: labels of the answers that changed since the draft behind the text.
        waiting: departments whose reply the section waits for.
    """

    number: int
    title: str
    progress: SectionProgress
    version: SectionVersion | None
    confirmed: Confirmation | None
    gaps: tuple[str, ...]
    stale: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def saved(self) -> str:
        """How the newest text came about, in a word."""
        return ORIGINS[self.version.origin] if self.version else ""


class StepRow(NamedTuple):
    """A step of the schedule, its first and last day in words, and what a person changed in it."""

    step: ScheduledStep
    days: tuple[str, ...]
    change: StepChange


class Board(NamedTuple):
    """Everything that the board shows.

    Attributes:
        steps: what to do next, the first one first.
        rows: the steps of the schedule.
    """

    progress: PlanProgress
    sections: tuple[SectionCard, ...]
    steps: tuple[NextStep, ...]
    schedule: Schedule
    rows: tuple[StepRow, ...]
    asking: Asking


class PlanCard(NamedTuple):
    """A plan in the list."""

    progress: PlanProgress
    last: LastChange | None


def plan_card(workspace: Workspace) -> PlanCard:
    """The plan as the list shows it."""
    return PlanCard(progress_of(workspace.ledger(), _texts(workspace).inputs), workspace.last_change())


def board_of(workspace: Workspace, corpus: Corpus, today: date) -> Board:
    """The board of the plan."""
    ledger = workspace.ledger()
    full = completed(ledger, corpus)
    texts = _texts(workspace)
    progress = progress_of(ledger, texts.inputs)
    asking = asking_on_board(workspace, full, today)
    stale = workspace.changed_uses((newest for newest, _ in texts.standing.values()), ledger)
    titles = section_titles(ledger, corpus)
    cards = tuple(
        SectionCard(
            number=number,
            title=titles[number],
            progress=progress.sections[number - 1],
            version=texts.standing[number][0] if number in texts.standing else None,
            confirmed=texts.confirmed.get(number),
            gaps=texts.gaps.get(number, ()),
            stale=labels_of(stale.get(number, ()), full),
            waiting=asking.waiting.get(number, ()),
        )
        for number in SECTIONS
    )
    changes = workspace.schedule_changes()
    frozen = workspace.frozen()
    schedule = schedule_with(changes, ledger, today, signs_of(_records(asking, cards, frozen)))
    return Board(
        progress=progress,
        sections=cards,
        steps=next_steps(_standing(full, cards, asking, schedule, texts.frozen_as(frozen))),
        schedule=schedule,
        rows=tuple(StepRow(step, days_of(step), changes.get(step.key, StepChange())) for step in schedule.steps),
        asking=asking,
    )


def _standing(
    ledger: Ledger, cards: Iterable[SectionCard], asking: Asking, schedule: Schedule, frozen: str
) -> Standing:
    done, questions = chat_progress(SECTIONS, ledger, ())
    first_done, of_first = chat_progress(SECTIONS[0], ledger, ())
    return Standing(
        begun=any(fact.status is not Status.ABSENT for key, fact in ledger.facts.items() if key not in AT_FIRST),
        left=questions - done,
        questions=questions,
        first_left=of_first - first_done,
        picked=len(ledger.picked),
        incomplete=tuple(measure.title for measure in ledger.picked if any(True for _ in unset_fields(measure))),
        to_ask=asking.to_ask,
        overdue=tuple(
            Overdue(department=row.department, due=row.due) for row in asking.rows if row.overdue and row.due
        ),
        replies=asking.replies,
        sections=tuple(
            SectionStanding(
                number=card.number,
                title=card.title,
                state=card.progress.state,
                open_items=len(card.gaps),
                stale=bool(card.stale),
            )
            for card in cards
        ),
        frozen=frozen,
        dated=schedule.publication is not None,
        late=next((step.label for step in schedule.steps if step.over_days), ""),
    )


# --- sections --------------------------------------------------------------------------------------------------------


class _Texts(NamedTuple):
    """The newest texts of the sections that have one, with the drafts behind them, and what is left open in them."""

    standing: Mapping[int, tuple[SectionVersion, SectionVersion | None]]
    confirmed: Mapping[int, Confirmation]
    gaps: Mapping[int, tuple[str, ...]]

    @property
    def inputs(self) -> dict[int, SectionInput]:
        """What the progress counts."""
        return {
            number: SectionInput(
                origin=newest.origin, confirmed=number in self.confirmed, open_items=len(self.gaps[number])
            )
            for number, (newest, _) in self.standing.items()
        }

    def frozen_as(self, frozen: Iterable[FrozenPlan]) -> str:
        """The name under which just these texts were frozen; empty if they were not."""
        now = {number: newest.number for number, (newest, _) in self.standing.items()}
        return next((one.name for one in frozen if one.versions == now), "")


def _texts(workspace: Workspace) -> _Texts:
    standing = workspace.standing()
    return _Texts(
        standing=standing,
        confirmed=workspace.confirmations({number: newest.stamp for number, (newest, _) in standing.items()}),
        gaps={
            number: tuple(item.text for item in open_items_in(newest.text, number, base))
            for number, (newest, base) in standing.items()
        },
    )


def section_titles(ledger: Ledger, corpus: Corpus) -> dict[int, str]:
    """The titles of the sections: the plan's own as soon as the municipality is known, till then the guide's."""
    if ledger.get("municipality").status is Status.ANSWERED:
        return {number: title_of(number, ledger, corpus) for number in SECTIONS}
    return {section.number: section.title for section in corpus.guide.sections}


# --- schedule --------------------------------------------------------------------------------------------------------


def schedule_with(
    changes: Mapping[str, StepChange], ledger: Ledger, today: date, signs: Mapping[str, Sign] | None = None
) -> Schedule:
    """The schedule with what people changed in it; changes to steps that the data file no longer has are left aside.

    Args:
        signs: what the plan's records show of the steps.

    Raises:
        InputError: if a step is fixed to end before it begins.
    """
    optional = {step.key: step.optional for step in load_steps()}
    known = {key: change for key, change in changes.items() if key in optional}
    return schedule_of(
        planned_publication(ledger),
        today=today,
        struck=[key for key, change in known.items() if change.struck and optional[key]],
        done=[key for key, change in known.items() if change.done],
        fixed={key: Fixed(begins=change.begins, ends=change.ends) for key, change in known.items()},
        signs=signs,
    )


def _records(asking: Asking, cards: Iterable[SectionCard], frozen: Iterable[FrozenPlan]) -> Records:
    sections = tuple(cards)
    return Records(
        asked=tuple(
            AskedOnce(on=_day(row.sent_at), waiting=row.replied_at is None and row.missing > 0) for row in asking.rows
        ),
        unread=asking.replies,
        to_ask=len(asking.to_ask),
        sections=len(sections),
        written=sum(card.version is not None for card in sections),
        confirmed=sum(card.confirmed is not None for card in sections),
        frozen=tuple(FrozenOnce(name=one.name, on=_day(one.created_at)) for one in frozen),
    )


def _day(at: datetime) -> date:
    """The day in Japan of a moment that the store keeps in UTC."""
    return at.replace(tzinfo=UTC).astimezone(JAPAN).date()


def days_of(step: ScheduledStep) -> tuple[str, ...]:
    """First and last day of a step, e.g. 令和8年9月14日（月） and 10月9日（金）; one, if it is the same; none without dates."""
    if step.begins is None or step.ends is None:
        return ()
    if step.begins == step.ends:
        return (with_weekday(step.begins),)
    year = era_day(step.begins).partition("年")[0] + "年"
    return with_weekday(step.begins), with_weekday(step.ends).removeprefix(year)
