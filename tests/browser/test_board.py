"""The board and the list of plans at a browser: what others save comes in by itself, steps change without a new page."""

import re
from collections.abc import Callable

import pytest
from browser.visiting import DESK, INSTALL, PHONE, Visit
from pages.serving import Server

from assistant.models import Fact, Status
from assistant.store.schedules import StepChange

expect = pytest.importorskip("playwright.sync_api", reason=INSTALL).expect
pytestmark = pytest.mark.browser
NOTICE = "反映しました"


@pytest.fixture
def visit(visits: Callable[..., Visit]) -> Visit:
    """Somebody at the board of a plan that is to be published in March."""
    found = visits()
    workspace = found._server.workspace(found.person)
    workspace.add_facts([Fact(key="publication", status=Status.ANSWERED, value="2027-03-31")])
    found.enter()
    found.look("")
    return found


def beat(visit: Visit) -> None:
    """What the page does by itself every few seconds, at once: as if its tab had come to the front."""
    visit.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_what_others_save_comes_in(visit: Visit, server: Server) -> None:
    """Without losing the focus, the place on the screen, and what is open."""
    page = visit.page
    page.locator("#counted summary").click()
    page.locator("#done-approval").focus()
    page.evaluate("document.getElementById('side').scrollTop = 400")
    server.workspace(visit.person).save_text(2, "目的です。", None)
    beat(visit)
    expect(page.locator(".chapter").nth(1)).to_contain_text("編集済")
    expect(page.locator("#main")).to_contain_text(NOTICE)
    assert page.evaluate("document.activeElement.id") == "done-approval"
    assert page.evaluate("document.getElementById('side').scrollTop") == 400
    assert page.evaluate("document.getElementById('counted').open")
    expect(page.locator("#moved")).to_be_hidden()


def test_the_focus_stays_in_what_was_replaced(visit: Visit, server: Server) -> None:
    """On the same link as before."""
    page = visit.page
    page.locator("#section-4").focus()
    server.workspace(visit.person).save_text(4, "推進体制です。", None)
    beat(visit)
    expect(page.locator(".chapter").nth(3)).to_contain_text("編集済")
    assert page.evaluate("document.activeElement.id") == "section-4"


def test_what_is_being_typed_is_not_replaced(visit: Visit, server: Server) -> None:
    """The rest comes in; the frame offers to load the page for what could not."""
    page = visit.page
    page.locator("#publication-again summary").click()
    page.locator("#publication").fill("令和9年5月")
    workspace = server.workspace(visit.person)
    workspace.change_step("inquiry", StepChange(done=True))
    workspace.save_text(2, "目的です。", None)
    beat(visit)
    expect(page.locator(".chapter").nth(1)).to_contain_text("編集済")
    expect(page.locator("#moved")).to_be_visible()
    expect(page.locator("#publication")).to_have_value("令和9年5月")
    page.get_by_role("button", name="決める").click()
    expect(page.locator("#live-schedule")).to_contain_text("公表の予定：令和9年5月")
    expect(page.locator("#step-inquiry")).to_contain_text("済み")


def test_a_step_changes_in_its_place(visit: Visit, server: Server) -> None:
    """By keyboard alone: over, not over, fixed to a day, struck out, taken back; the chat is not loaded anew."""
    page = visit.page
    page.evaluate("document.getElementById('chat').contentWindow.mine = true")
    page.locator("#done-council").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#step-council")).to_contain_text("✓ 済み")
    assert page.evaluate("document.activeElement.id") == "done-council"
    page.keyboard.press("Enter")
    expect(page.locator("#done-council")).to_contain_text("済みにする")

    page.locator("#change-council summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("始める日").locator("visible=true").fill("2026-12-14")
    page.locator("#change-council [value=fix]").press("Enter")
    expect(page.locator("#step-council")).to_contain_text("令和8年12月14日（月）")
    assert page.evaluate("document.activeElement.closest('details').id") == "change-council"

    page.locator("#change-council summary").click()
    page.locator("#change-council [value=strike]").click()
    expect(page.locator("#step-council")).to_contain_text("外した手順")
    page.get_by_role("button", name="日程に戻す").click()
    expect(page.locator("#step-council")).to_contain_text("令和8年12月14日（月）")
    changes = server.workspace(visit.person).schedule_changes()
    assert {key: (one.struck, str(one.begins)) for key, one in changes.items()} == {"council": (False, "2026-12-14")}
    expect(page.locator("#moved")).to_be_hidden()
    assert page.evaluate("document.getElementById('chat').contentWindow.mine")


def test_a_step_that_cannot_be_changed_so(visit: Visit, server: Server) -> None:
    """The reason stands at the field, which has the focus; what was typed stays, also when others save; a good day is kept."""
    page = visit.page
    visit.expected = ("422",)
    page.locator("#change-approval summary").click()
    page.get_by_label("始める日").locator("visible=true").fill("2027-02-20")
    ends = page.get_by_label("終わる日").locator("visible=true")
    ends.fill("2027-02-01")
    page.locator("#change-approval [value=fix]").click()
    expect(ends).to_be_focused()
    expect(ends).to_have_accessible_description(re.compile("始める日より前"))
    expect(page.locator(".problems")).to_have_count(0)
    server.workspace(visit.person).save_text(2, "目的です。", None)
    beat(visit)
    expect(page.locator(".chapter").nth(1)).to_contain_text("編集済")
    expect(ends).to_have_value("2027-02-01")
    expect(page.get_by_label("始める日").locator("visible=true")).to_have_value("2027-02-20")
    ends.fill("2027-02-26")
    page.locator("#change-approval [value=fix]").click()
    expect(page.locator("#step-approval")).to_contain_text("2月26日（金）")


def test_a_date_of_publication_that_cannot_be_read(visit: Visit) -> None:
    """Said at the field, without loading the page anew; then a good one moves the schedule."""
    page = visit.page
    visit.expected = ("422",)
    page.locator("#publication-again summary").click()
    field = page.locator("#publication")
    field.fill("そのうち")
    field.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_have_value("そのうち")
    expect(field).to_have_accessible_description(re.compile("いつかを読み取れません"))
    field.fill("令和9年5月")
    field.press("Enter")
    expect(page.locator("#live-schedule")).to_contain_text("公表の予定：令和9年5月")
    assert page.evaluate("document.activeElement.closest('details').id") == "publication-again"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_changing_a_step_covers_no_other_step(visits: Callable[..., Visit], size: dict[str, int]) -> None:
    """The rows below move down."""
    visit = visits(size=size)
    visit._server.workspace(visit.person).add_facts(
        [Fact(key="publication", status=Status.ANSWERED, value="2027-03-31")]
    )
    visit.enter()
    visit.look("")
    page = visit.page
    page.locator("#change-council summary").click()
    form = page.locator("#days-council").bounding_box()
    below = page.locator("#change-council").locator("xpath=ancestor::tr/following-sibling::tr[1]").bounding_box()
    assert form["y"] + form["height"] <= below["y"]
    assert form["x"] >= 0
    side = page.locator("#side").bounding_box()
    assert form["x"] + form["width"] <= side["x"] + side["width"]


def test_the_first_step_begins_the_interview(visit: Visit) -> None:
    """In the chat, as if it had been typed."""
    visit.open("")
    visit.page.get_by_role("button", name="まず第1章を下書きする").click()
    visit.chat.hears(re.compile(r"質問 \d+／"))


def test_beginning_a_plan(visits: Callable[..., Visit], server: Server) -> None:
    """From the empty list to the board, by keyboard."""
    visit = visits(server.newcomer("新田"))
    visit.enter()
    page = visit.page
    page.goto("/")
    page.get_by_label("計画の名前").fill("みどり町官民データ活用推進計画")
    page.get_by_label("市町村の名前").fill("みどり町")
    page.get_by_label("始まり").select_option("2027")
    page.get_by_label("終わり").select_option("2029")
    page.get_by_label("終わり").press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans/*")
    expect(page.get_by_role("heading", name="次にすること")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("みどり町の現状及び課題")
    assert server.workspace(visit.person).ledger().answer("period") == "2027-2029"


def test_the_board_on_paper(visit: Visit) -> None:
    """The schedule and the sections are printed whole; what can be pressed is not."""
    page = visit.page
    page.emulate_media(media="print")
    expect(page.locator("#step-notice")).to_be_visible()
    expect(page.locator(".chapter").last).to_be_visible()
    expect(page.locator(".on-paper")).to_contain_text("みどり町の計画　令和8年11月23日（月）")
    for unseen in ("#done-council", "#chat", "#pages", "#publication", ".next"):
        expect(page.locator(unseen)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.getElementById('side')).overflow") == "visible"
