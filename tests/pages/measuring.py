"""A plan whose measures are picked and filled in, and how a visitor does that."""

from typing import Any

import httpx
from pages.forms import Page
from pages.serving import Server, Visitor

from assistant.measures import key_of
from assistant.models import ChosenMeasure, Fact, Status

BASE = "today:front-yard"
KEY = key_of(BASE)
FILLED = {
    "department": "住民課",
    "situation": "申請の多くを窓口で受けている。\n待ち時間が長い。",
    "kpi-0-name": "書かない窓口の数",
    "kpi-0-current": "１,２００",
    "kpi-0-unit": "件",
    "kpi-0-current_year": "令和7年度",
    "kpi-0-target": "38.5",
    "kpi-0-year": "令和11年度",
    "kpi-0-source": "庁内調べ",
    "step-0-text": "対象の選定",
    "step-2-text": "全窓口で開始",
}


def answered(**given: Any) -> list[Fact]:
    return [Fact(key=key, status=Status.ANSWERED, value=value) for key, value in given.items()]


def begin(server: Server, visitor: Visitor) -> Visitor:
    """A period and two issues in the visitor's plan."""
    facts = answered(municipality="みどり町", period="2027-2029", issues=("窓口の混雑", "農業の担い手不足"))
    server.workspace(visitor.person).add_facts(facts)
    return visitor


def measures(server: Server, visitor: Visitor) -> tuple[ChosenMeasure, ...]:
    return server.workspace(visitor.person).ledger().measures


def page(visitor: Visitor, address: str = "/measures") -> Page:
    answer = visitor.http.get(f"/plans/{visitor.plan.id}{address}")
    assert answer.status_code == 200
    return Page(answer.text)


def decide(visitor: Visitor, **fields: str) -> httpx.Response:
    return visitor.http.post(f"/plans/{visitor.plan.id}/measures", data=fields)


def form_of(visitor: Visitor, key: str = "") -> dict[str, list[str]]:
    found = page(visitor, f"/measures/form?key={key}" if key else "/measures/form")
    return found.form(f"/plans/{visitor.plan.id}/measures/form")


def save(visitor: Visitor, form: dict[str, Any], **changes: Any) -> httpx.Response:
    return visitor.http.post(f"/plans/{visitor.plan.id}/measures/form", data={**form, **changes})
