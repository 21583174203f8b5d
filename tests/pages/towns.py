"""A town's plan with answers and drafts, and how a visitor asks for its pages."""

from typing import Any

import httpx
from pages.forms import Page
from pages.serving import Server, Visitor

from assistant.models import ChosenMeasure, Fact, Status

ANSWERS = {
    "municipality": "みどり町",
    "plan_name": "みどり町データ計画",
    "period": "2027-2029",
    "issues": ("窓口の混雑",),
}


def facts(**given: Any) -> list[Fact]:
    return [Fact(key=key, status=Status.ANSWERED, value=value) for key, value in given.items()]


def draft_everything(server: Server, visitor: Visitor) -> Visitor:
    """Some answers and a measure in the visitor's plan, and all seven sections drafted from them."""
    workspace = server.workspace(visitor.person)
    workspace.add_facts(facts(**ANSWERS))
    workspace.add_measure(ChosenMeasure(key="m1", base="today:front-yard"))
    drafted = visitor.http.post(address(visitor, "/drafts"))
    assert drafted.headers["location"].endswith("/versions?done=drafted#sections")
    return visitor


def address(visitor: Visitor, rest: str = "/versions") -> str:
    return f"/plans/{visitor.plan.id}{rest}"


def page(visitor: Visitor, rest: str = "/versions") -> Page:
    answer = visitor.http.get(address(visitor, rest))
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def post(visitor: Visitor, rest: str, **data: object) -> httpx.Response:
    return visitor.http.post(address(visitor, rest), data=data)


def section_of(found: Page, number: int) -> str:
    """What the page of versions says about a section."""
    return found.html.split(f'id="section-{number}"')[1].split("</article>")[0]


def close_everything(server: Server, visitor: Visitor) -> None:
    """Texts without any gap in all sections."""
    workspace = server.workspace(visitor.person)
    for number in range(1, 8):
        newest = workspace.newest(number)
        workspace.save_text(number, f"{number}. 章の題名\n\n本文である。\n", newest.stamp if newest else None)
