"""照会: a look before anything is noted, taking back what was sent by mistake, and answers that moved meanwhile."""

import re
from html import unescape

import httpx
import pytest
from pages.asking import DUE, accept, address, ask, filled, ledger, page, send, sheet_of
from pages.forms import Page
from pages.serving import Server, Visitor, signed_in

from assistant.interview import question_for
from assistant.models import ChosenMeasure, Fact, Status
from assistant.store.access import Role


@pytest.fixture
def town(server: Server, aoki: Visitor) -> Visitor:
    """青木's plan with a name, its planners, and a measure of the 住民課."""
    workspace = server.workspace(aoki.person)
    facts = {"plan_name": "みどり町データ計画", "lead_department": "企画課", "contact": "企画課 内線12"}
    workspace.add_facts(Fact(key=key, status=Status.ANSWERED, value=value) for key, value in facts.items())
    workspace.add_measure(ChosenMeasure(key="m1", base="today:front-yard", department="住民課"))
    return aoki


def look(visitor: Visitor, **fields: str | list[str]) -> httpx.Response:
    values = {"department": "住民課", "due": DUE, "choosing": "1", **fields}
    return visitor.http.get(address(visitor, "/preview"), params=values)


def answered(key: str, value: int | str, as_of: str | None = None) -> Fact:
    return Fact(key=key, status=Status.ANSWERED, value=value, as_of=as_of)


# --- a look before -----------------------------------------------------------------------------------------------------


def test_sheet_and_letter_are_seen_before_anything_is_noted(server: Server, town: Visitor) -> None:
    """Just what was ticked, in the words that go out; the form behind it asks just that."""
    answer = look(town, item=["population", "measure:m1.situation"])
    found = Page(answer.text)
    for words in ("住民課長 様", "企画課長", "みどり町データ計画の策定に係る照会について（依頼）", "令和8年12月11日（金）",
                  "次の2項目", question_for("population").text, "企画課 内線12", "まだ照会は記録していません"):  # fmt: skip
        assert words in found.text, words
    assert "世帯数" not in found.text
    assert server.workspace(town.person).inquiries() == []
    form = found.form(address(town))
    assert town.http.post(address(town), data={name: values[:2] for name, values in form.items()}).status_code == 303
    (inquiry,) = server.workspace(town.person).inquiries()
    assert (inquiry.department, inquiry.keys, inquiry.author) == (
        "住民課", ("population", "measure:m1.situation"), town.person.name,
    )  # fmt: skip


def test_all_departments_are_seen_at_once(server: Server, town: Visitor) -> None:
    """Each with its sheet; who was asked before is not among them."""
    ask(town, "財政課")
    keys = page(town).form(address(town, "/preview"))["item"]
    found = Page(look(town, department="", all="1", item=keys).text)
    assert "総務課長 様" in found.text
    assert "財政課長 様" not in found.text
    town.http.post(address(town), data=found.form(address(town)))
    assert len(server.workspace(town.person).inquiries()) > 3


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"item": []}, "一つも選ばれていません"),
        ({"due": "12月"}, "日付として読めません"),
        ({"department": "宇宙課", "item": ["population"]}, "照会する項目はありません"),
        ({"department": "", "item": ["population"]}, "まだ何も照会していません"),
    ],
)
def test_what_cannot_be_looked_at(town: Visitor, fields: dict[str, str | list[str]], told: str) -> None:
    """It says what to do, on the page with the departments."""
    answer = look(town, **fields)
    assert (answer.status_code, told in answer.text) == (422, True)


def test_going_back_keeps_date_and_ticks(town: Visitor) -> None:
    """What was chosen before the look is chosen still."""
    html = look(town, item=["population"], due="2026-12-01").text
    back = unescape(re.findall(r'href="([^"#]+)#departments">照会せずに戻る', html)[0])
    answer = town.http.get(back)
    form = Page(answer.text).form(address(town, "/preview"))
    assert form["due"] == ["2026-12-01"]
    assert "population" in form["item"]
    assert "households" not in form["item"]
    assert "it_staff" in form["item"]


# --- taking back -------------------------------------------------------------------------------------------------------


def withdraw(visitor: Visitor, number: int | str) -> httpx.Response:
    return visitor.http.post(address(visitor, "/withdraw"), data={"inquiry": str(number)})


def test_an_inquiry_is_taken_back(server: Server, town: Visitor) -> None:
    """Its items are free again, everywhere; the page keeps who took it back and when."""
    ask(town)
    (inquiry,) = server.workspace(town.person).inquiries()
    assert "照会中：住民課" in Page(town.http.get(f"/plans/{town.plan.id}/facts").text).text
    assert withdraw(town, inquiry.id).headers["location"].endswith("/inquiry?done=inquiry-withdrawn#departments")
    workspace = server.workspace(town.person)
    assert workspace.inquiries() == []
    (past,) = workspace.all_inquiries()
    assert (past.withdrawn_by, past.withdrawn_at is not None) == (town.person.name, True)
    found = page(town)
    assert "まだ照会していません" in found.text
    assert "取り下げ （" in found.text
    assert found.text.count(f"{town.person.name}さん") >= 2
    assert "照会中" not in Page(town.http.get(f"/plans/{town.plan.id}/facts").text).text
    assert town.http.get(address(town, "/sheet"), params={"department": "住民課"}).status_code == 404
    assert ask(town).status_code == 303


def test_an_inquiry_that_was_answered_is_not_taken_back(server: Server, town: Visitor) -> None:
    """Neither by the page, which does not offer it, nor by a request."""
    send(town, ("住民課.xlsx", filled(sheet_of(town), {"population": "31800"})))
    (inquiry,) = server.workspace(town.person).inquiries()
    assert "取り下げる" not in page(town).text
    answer = withdraw(town, inquiry.id)
    assert (answer.status_code, "回答が返っているため" in answer.text) == (422, True)
    assert server.workspace(town.person).inquiries() == [inquiry]


def test_a_sheet_that_comes_back_after_all_says_that_the_inquiry_was_taken_back(server: Server, town: Visitor) -> None:
    """It is not lost; whoever looks at it knows."""
    sheet = filled(sheet_of(town), {"population": "31800"})
    withdraw(town, server.workspace(town.person).inquiries()[0].id)
    send(town, ("住民課.xlsx", sheet))
    assert "さんが取り下げています" in page(town).text
    accept(town)
    assert ledger(server, town).answer("population") == 31800


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "999999"])
def test_an_inquiry_that_there_is_not(town: Visitor, number: str) -> None:
    """Is not found."""
    assert withdraw(town, number).status_code == 404


def test_nobody_takes_back_what_is_not_theirs(server: Server, town: Visitor, baba: Visitor) -> None:
    """Neither somebody of another plan nor a reader of this one."""
    ask(town)
    (inquiry,) = server.workspace(town.person).inquiries()
    assert withdraw(baba, inquiry.id).status_code == 404
    reader = server.newcomer("読者")
    server.workspace(town.person).give_role(reader.name, Role.VIEWER)
    with signed_in(server, reader) as client:
        assert client.post(address(town, "/withdraw"), data={"inquiry": str(inquiry.id)}).status_code == 403
        assert "取り下げる" not in client.get(address(town)).text
    assert server.workspace(town.person).inquiries() == [inquiry]


# --- answers that moved ------------------------------------------------------------------------------------------------


def test_an_answer_that_somebody_changed_meanwhile_is_not_overwritten(server: Server, town: Visitor) -> None:
    """Nothing is taken; both stand side by side, unticked; ticked once more, the reply holds."""
    workspace = server.workspace(town.person)
    send(
        town,
        ("住民課.xlsx", filled(sheet_of(town), {"population": "31800", "measure:m1.situation": "窓口が混んでいる"})),
    )
    form = page(town).form(address(town, "/accept"))
    workspace.add_facts([answered("population", 32_100)])
    answer = accept(town, form)
    assert answer.status_code == 409
    assert ledger(server, town).answer("population") == 32_100
    assert ledger(server, town).measures[0].situation == ""
    found = Page(answer.text)
    for words in ("32,100人", "31,800人", f"{town.person.name}さんが", "ほかの人が変えた答えが1件"):
        assert words in found.text, words
    again = found.form(address(town, "/accept"))
    ticked = [name for name in again if name.startswith("take-")]
    assert len(ticked) == 1
    assert accept(town, again).status_code == 303
    assert (ledger(server, town).answer("population"), ledger(server, town).measures[0].situation) == (
        32_100, "窓口が混んでいる",
    )  # fmt: skip
    form = page(town).form(address(town, "/accept"))
    assert accept(town, form).status_code == 303
    assert ledger(server, town).answer("population") == 31_800


def test_a_measure_that_somebody_wrote_meanwhile_is_not_overwritten(server: Server, town: Visitor) -> None:
    """Fields of measures are looked at as answers are."""
    send(town, ("住民課.xlsx", filled(sheet_of(town), {"measure:m1.situation": "窓口が混んでいる"})))
    form = page(town).form(address(town, "/accept"))
    held = ledger(server, town).measures[0]
    server.workspace(town.person).add_measure(held.model_copy(update={"situation": "待ち時間が長い"}))
    assert accept(town, form).status_code == 409
    assert ledger(server, town).measures[0].situation == "待ち時間が長い"


def test_a_change_elsewhere_stops_nothing(server: Server, town: Visitor) -> None:
    """Only what is taken over is looked at."""
    send(town, ("住民課.xlsx", filled(sheet_of(town), {"population": "31800"})))
    form = page(town).form(address(town, "/accept"))
    server.workspace(town.person).add_facts([answered("it_staff", 2)])
    assert accept(town, form).status_code == 303


def test_a_reply_that_is_hard_to_believe_is_marked(server: Server, town: Visitor) -> None:
    """Beside the answer that holds; it can be taken all the same."""
    sheet = sheet_of(town)
    server.workspace(town.person).add_facts([answered("population", 31_800)])
    send(town, ("住民課.xlsx", filled(sheet, {"population": "49600"})))
    assert "56％増えます" in page(town).text
    accept(town)
    assert ledger(server, town).answer("population") == 49_600
