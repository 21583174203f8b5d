"""照会: which items go to whom: chosen one by one, given to another department, asked anew; and where it is shown."""

import io
from datetime import date

import httpx
import pytest
from openpyxl import load_workbook
from pages.forms import HOSTILE, Page
from pages.serving import Server, Visitor

from assistant.models import Dated, Fact, Status

DUE = "2026-12-07"
POPULATION = Fact(
    key="population",
    status=Status.ANSWERED,
    value=31800,
    as_of="令和8年4月1日",
    earlier=(Dated(value=33900, as_of="令和3年4月1日"),),
)


def address(visitor: Visitor, rest: str = "") -> str:
    return f"/plans/{visitor.plan.id}/inquiry{rest}"


def page(visitor: Visitor, rest: str = "") -> Page:
    answer = visitor.http.get(address(visitor, rest))
    assert answer.status_code == 200
    return Page(answer.text)


def assign(visitor: Visitor, *keys: str, department: str = "税務課") -> httpx.Response:
    return visitor.http.post(address(visitor, "/assign"), data={"key": keys, "department": department})


def keys_on_the_sheet(visitor: Visitor, department: str) -> list[str]:
    content = visitor.http.get(address(visitor, "/sheet"), params={"department": department}).content
    cells = [
        cell.value for tab in load_workbook(io.BytesIO(content)).worksheets for row in tab.iter_rows() for cell in row
    ]
    return [key for key in ("population", "households", "it_staff", "finance") if key in cells]


def facts_of(visitor: Visitor) -> str:
    return Page(visitor.http.get(f"/plans/{visitor.plan.id}/facts").text).text


def test_a_question_goes_to_another_department(server: Server, aoki: Visitor) -> None:
    """From the question to the sheet; the interview says so at every step."""
    assert "/inquiry?ask=finance#ask" in aoki.http.get(f"/plans/{aoki.plan.id}/facts").text
    form = page(aoki, "?ask=finance").form(address(aoki, "/assign"))
    assert (form["key"], form["department"]) == (["finance"], ["財政課"])
    assert (
        assign(aoki, "finance", department="総務部 経理係").headers["location"].endswith("?done=assigned#departments")
    )
    assert "照会の予定：総務部 経理係" in facts_of(aoki)
    answer = aoki.http.post(address(aoki), data={"department": "総務部 経理係", "due": DUE})
    assert answer.headers["location"].endswith("done=asked#departments")
    assert keys_on_the_sheet(aoki, "総務部 経理係") == ["finance"]
    assert "照会中：総務部 経理係 12/7まで" in facts_of(aoki)
    (inquiry,) = server.workspace(aoki.person).inquiries()
    assert (inquiry.keys, inquiry.due) == (("finance",), date(2026, 12, 7))
    server.workspace(aoki.person).add_facts([Fact(key="finance", status=Status.ANSWERED, value="当初予算で確保する")])
    assert "照会中" not in facts_of(aoki)


def test_an_answered_question_is_asked_anew(server: Server, aoki: Visitor) -> None:
    """A value that somebody doubts; the sheet shows the last one, and an answer ends it."""
    workspace = server.workspace(aoki.person)
    workspace.add_facts([POPULATION])
    assert "population" not in page(aoki).html
    assign(aoki, "population", department="住民課")
    aoki.http.post(address(aoki), data={"department": "住民課", "due": DUE})
    assert keys_on_the_sheet(aoki, "住民課") == ["population"]
    workspace.add_facts([POPULATION.model_copy(update={"value": 31500, "as_of": "令和8年10月1日"})])
    assert "照会中" not in facts_of(aoki)
    assert 'value="population"' not in page(aoki).html


def test_items_are_chosen_one_by_one(server: Server, aoki: Visitor) -> None:
    """What is not ticked is not asked; with nothing ticked nobody is asked."""
    data = {"department": "総務課・情報担当", "due": DUE, "choosing": "1"}
    department = "総務課"
    chosen = {**data, "department": department, "item": ["it_staff"]}
    assert aoki.http.post(address(aoki), data=chosen).status_code == 303
    (inquiry,) = server.workspace(aoki.person).inquiries()
    assert (inquiry.department, inquiry.keys) == (department, ("it_staff",))
    assert keys_on_the_sheet(aoki, department) == ["it_staff"]
    refused = aoki.http.post(address(aoki), data={**data, "department": "財政課"})
    assert (refused.status_code, "一つも選ばれていません" in refused.text) == (422, True)
    assert len(server.workspace(aoki.person).inquiries()) == 1


def test_all_departments_that_were_not_asked_yet(server: Server, aoki: Visitor) -> None:
    """At once, with one date; who was asked before is not asked again."""
    aoki.http.post(address(aoki), data={"department": "財政課", "due": "2026-11-30"})
    aoki.http.post(address(aoki), data={"all": "1", "department": "", "due": DUE})
    found = {one.department: one.due for one in server.workspace(aoki.person).inquiries()}
    assert len(found) > 3
    assert {due for name, due in found.items() if name != "財政課"} == {date(2026, 12, 7)}
    assert found["財政課"] == date(2026, 11, 30)
    assert f"回答待ち：{len(found)}部署" in page(aoki).text


@pytest.mark.parametrize(
    ("keys", "department", "status"),
    [
        ((), "税務課", 422),
        (("nothing",), "税務課", 422),
        (("years_style",), "税務課", 422),
        (("finance",), "", 422),
        (("finance",), "課" * 51, 422),
        (("finance",), HOSTILE, 303),
    ],
)
def test_what_cannot_be_assigned(
    server: Server, aoki: Visitor, keys: tuple[str, ...], department: str, status: int
) -> None:
    """Told in Japanese, nothing changed; words are not taken for markup."""
    assert assign(aoki, *keys, department=department).status_code == status
    assert bool(server.workspace(aoki.person).asked().departments) is (status == 303)
    for html in (page(aoki).html, aoki.http.get(f"/plans/{aoki.plan.id}/facts").text):
        assert "<script>alert" not in html


def test_a_late_reply_is_marked(server: Server, aoki: Visitor) -> None:
    """On both pages."""
    server.workspace(aoki.person).add_inquiry("財政課", ["finance"], date(2026, 11, 20))
    assert "照会中：財政課 11/20まで（期限を過ぎています）" in facts_of(aoki)
    assert "うち期限を過ぎたもの 1部署" in page(aoki).text
