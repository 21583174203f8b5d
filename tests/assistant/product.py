"""The assembled product for tests, and somebody who talks to it."""

from datetime import date
from pathlib import Path

from assistant.app import Assistant, Drafting, DraftKept, Outcome, PlanKept
from assistant.events import Asked
from assistant.models import FactValue
from assistant.settings import Settings
from assistant.store.plans import Workspace

TODAY = date(2026, 11, 23)
START = "計画づくりを始めたい"
ANSWERS: list[tuple[str, dict[str, FactValue | None], str | None]] = [
    ("みどり町です", {"municipality": "みどり町"}, "plan_name"),
    ("みどり町計画、担当課は企画課", {"plan_name": "みどり町計画", "lead_department": "企画課"}, "pattern"),
    ("単独", {"pattern": "単独の計画として作る"}, "scale"),
    ("スモールスタート", {"scale": "少数の施策から始める"}, "period"),
    ("令和9年度から3年間", {"period": "2027-2029"}, "comprehensive_plan"),
    ("該当なし", {"comprehensive_plan": None}, "it_plan"),
    ("該当なし", {"it_plan": None}, "prefectural_plan"),
    ("わからない", {"prefectural_plan": None}, "publication"),
    ("令和9年3月", {"publication": "2027-03"}, "issues"),
    ("若い世代の転出、窓口の混雑", {"issues": ("若い世代の転出", "窓口の混雑")}, "administrative_issues"),
    ("わからない", {"administrative_issues": None}, "past_efforts"),
    ("コンビニ交付を開始", {"past_efforts": ("コンビニ交付を開始",)}, "efforts_result"),
    ("便利になった", {"efforts_result": "便利になった"}, "project_team"),
    ("該当なし", {"project_team": None}, "it_staff"),
    ("2人", {"it_staff": 2}, "cloud"),
    ("移行の途中", {"cloud": "移行の途中"}, "security_policy"),
    ("公表済み", {"security_policy": "定めて公表している"}, "population"),
    ("人口3万2千人、高齢化率38.5%", {"population": 32_000, "ageing_rate": 38.5}, None),
]
ALL = (1, 2, 3, 4, 5, 6, 7)
EVERYTHING = "すべての章を下書き"


def settings(home: Path, **values: object) -> Settings:
    return Settings(home=home, today=TODAY, **values)  # type: ignore[arg-type]


def thread(workspace: Workspace) -> str:
    return f"thread-{workspace.plan.id}"


async def say(assistant: Assistant, workspace: Workspace, *messages: str) -> list[Outcome]:
    """The outcomes of the last message."""
    outcomes: list[Outcome] = []
    for message in messages:
        outcomes = await converse(assistant, workspace, thread(workspace), message)
    return outcomes


async def converse(assistant: Assistant, workspace: Workspace, thread_id: str, message: str) -> list[Outcome]:
    """All that comes of a message, at the end."""
    outcomes = [outcome async for outcome in assistant.hear(workspace, thread_id, message)]
    return [outcome for outcome in outcomes if not isinstance(outcome, Drafting)]


def asked(outcomes: list[Outcome]) -> str | None:
    return outcomes[-1].question.key if isinstance(outcomes[-1], Asked) else None


def kept(outcomes: list[Outcome]) -> DraftKept:
    [found] = [outcome for outcome in outcomes if isinstance(outcome, DraftKept)]
    return found


def plan_kept(outcomes: list[Outcome]) -> PlanKept:
    [found] = [outcome for outcome in outcomes if isinstance(outcome, PlanKept)]
    return found
