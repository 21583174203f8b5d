"""The steps to publication as data (prompts/schedule.yaml), and what a plan's records show of the work in them. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal

from pydantic import Field

from assistant.inquiry.dates import era_day
from assistant.models import Value
from knowledge.datafiles import load_records
from knowledge.models import Text
from prompts import FOLDER


class StepTemplate(Value):
    """A step of the way to publication, as the data file has it.

    Attributes:
        weeks: how long before publication it begins; less than none behind it.
        days: how long it takes, days off included.
        whole: its days must not become fewer; an end on a day off moves to Monday, not to Friday.
        after: keys of the steps that come before it.
        optional: it may be struck out.
        shown_by: which records of the plan show how far its work is.
        frozen_as: words in the name of a frozen version that was made for it.
        basis: ids of the requirements that say what is, or is not, prescribed.
    """

    key: Text
    label: Text
    department: Text
    weeks: int
    days: int = Field(ge=1)
    whole: bool = False
    after: tuple[Text, ...] = ()
    optional: bool = False
    shown_by: Literal["inquiries", "texts"] | None = None
    frozen_as: tuple[Text, ...] = ()
    note: Text
    basis: tuple[Text, ...] = ()


@lru_cache(maxsize=1)
def load_steps() -> tuple[StepTemplate, ...]:
    """The steps of prompts/schedule.yaml, in the order in which they begin."""
    return load_records(FOLDER / "schedule.yaml", StepTemplate)


class Sign(Value):
    """What the plan's records show of a step's work. Whether the step is over, a person says.

    Attributes:
        state: the work has begun, or nothing of it is left.
        ground: what that rests on, a sentence for people.
        place: behind the plan's address, where the records are.
    """

    state: Literal["begun", "complete"]
    ground: str
    place: str


class AskedOnce(Value):
    """A department that was asked.

    Attributes:
        waiting: it has not replied, and something it was asked is still unknown.
    """

    on: date
    waiting: bool


class FrozenOnce(Value):
    """A version of the plan that was frozen under a name."""

    name: str
    on: date


class Records(Value):
    """What a plan holds, as far as steps rest on it.

    Attributes:
        unread: replies that nobody has looked at.
        to_ask: departments that should be asked and have not been.
        sections: how many the plan has; `written` of them have a text, `confirmed` a text that somebody stands by.
        frozen: newest first.
    """

    asked: tuple[AskedOnce, ...] = ()
    unread: int = 0
    to_ask: int = 0
    sections: int = 0
    written: int = 0
    confirmed: int = 0
    frozen: tuple[FrozenOnce, ...] = ()


def signs_of(records: Records) -> Mapping[str, Sign]:
    """What the records show, by the step's key; nothing of a step without work."""
    return {step.key: sign for step in load_steps() if (sign := _sign(step, records))}


def _sign(step: StepTemplate, records: Records) -> Sign | None:
    if step.shown_by == "inquiries":
        return _inquiries(records)
    if step.shown_by == "texts":
        return _texts(records)
    return _frozen(step.frozen_as, records.frozen)


def _inquiries(records: Records) -> Sign | None:
    if not records.asked:
        return None
    waiting = sum(one.waiting for one in records.asked)
    open_ends = tuple(_open_ends(records))
    said = f"{len(records.asked)}部署に照会（最後は{era_day(max(one.on for one in records.asked))}）。"
    said += f"{waiting}部署の回答待ちです。" if waiting else "回答待ちの部署はありません。"
    return Sign(
        state="begun" if waiting or open_ends else "complete",
        ground=said + "".join(open_ends),
        place="/inquiry#replies" if records.unread else "/inquiry#departments",
    )


def _open_ends(records: Records) -> Iterator[str]:
    if records.unread:
        yield f"返ってきた照会票{records.unread}件を、まだ確かめていません。"
    if records.to_ask:
        yield f"まだ照会していない部署が{records.to_ask}か所あります。"


def _texts(records: Records) -> Sign | None:
    if not records.written:
        return None
    if records.confirmed == records.sections:
        return Sign(
            state="complete", ground=f"{records.sections}つの章が、すべて確認済です。", place="/versions#sections"
        )
    said = f"{records.sections}つの章のうち、{records.written}つに文章があります（確認済は{records.confirmed}つ）。"
    return Sign(state="begun", ground=said, place="/versions#sections")


def _frozen(words: Sequence[str], frozen: Iterable[FrozenOnce]) -> Sign | None:
    found = next((one for one in frozen if any(word in one.name for word in words)), None)
    if found is None:
        return None
    ground = f"{era_day(found.on)}に、この手順の版を「{found.name}」として固定しました。"
    return Sign(state="begun", ground=ground, place="/versions#frozen")
