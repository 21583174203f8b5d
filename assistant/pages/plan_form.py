"""The form that begins a plan: its name, and the first answers, each of which may be left for later. Pure."""

from datetime import date
from typing import NamedTuple

from assistant.drafting.shown import show_fiscal_year
from assistant.errors import InputError
from assistant.interview import question_for
from assistant.models import Fact, Status
from assistant.pages.access import Submission
from assistant.store.plans import plan_name
from assistant.understanding import Problem, read_answer

LATER = ""
_BACK, _AHEAD = 5, 15  # fiscal years on offer before and behind the present one


class NewPlan(NamedTuple):
    """What was typed.

    Attributes:
        official: the name is the one that the plan's text uses, too.
        first, last: fiscal years; all but the name may be empty.
    """

    name: str = ""
    official: bool = True
    municipality: str = ""
    pattern: str = LATER
    first: str = LATER
    last: str = LATER

    @classmethod
    def of(cls, sent: Submission) -> "NewPlan":
        """The fields of the form."""
        fields = {name: sent.line(name) for name in ("name", "municipality", "pattern", "first", "last")}
        return cls(official=sent.line("official") == "yes", **fields)


class ReadPlan(NamedTuple):
    """What the form says: the first answers, or problems by field."""

    name: str
    facts: tuple[Fact, ...]
    problems: dict[str, str]


def read_new_plan(typed: NewPlan) -> ReadPlan:
    """Read the form in the same way as the chat reads answers."""
    problems: dict[str, str] = {}
    try:
        name = plan_name(typed.name)
    except InputError as error:
        name, problems["name"] = "", str(error)
    said = {"municipality": typed.municipality, "pattern": typed.pattern, "period": _period(typed)}
    if typed.official and name:
        said["plan_name"] = name
    if bool(typed.first) != bool(typed.last):
        problems["period"] = "計画の期間は、始まりと終わりの両方を選ぶか、両方を「あとで決める」にしてください。"
        del said["period"]
    facts = []
    for key, text in said.items():
        read = read_answer(question_for(key), text) if text else None
        if isinstance(read, Problem):
            problems["name" if key == "plan_name" else key] = read.text
        elif read is not None and (fact := _kept(read, name if key == "plan_name" else None)):
            facts.append(fact)
    return ReadPlan(name, tuple(facts), problems)


def years_on_offer(today: date) -> tuple[tuple[str, str], ...]:
    """Fiscal years to choose from: value and words."""
    present = today.year if today.month >= 4 else today.year - 1
    return tuple(
        (str(year), f"{show_fiscal_year(year)}（{year}）") for year in range(present - _BACK, present + _AHEAD + 1)
    )


def load_choices(key: str) -> tuple[str, ...]:
    """The answers that a question offers."""
    return question_for(key).choices


def _period(typed: NewPlan) -> str:
    return f"{typed.first}年度から{typed.last}年度まで" if typed.first and typed.last else ""


def _kept(read: Fact, whole: str | None) -> Fact | None:
    """The fact, with the whole of a name; None where somebody typed わからない: that is for the interview."""
    if read.status is not Status.ANSWERED:
        return None
    return read if whole is None else read.model_copy(update={"value": whole})
