"""The interview as a form: an answer is saved when its field is left, and nothing typed is lost by what happens beside it."""

from collections.abc import Callable
from typing import Any

import pytest
from browser.visiting import DESK, PHONE, Visit, sync_api
from pages.serving import Server

from assistant.models import Dated, Fact, Status
from assistant.store.plans import Workspace

REFUSED = "Failed to load resource"


@pytest.fixture
def form(server: Server, visits: Callable[..., Visit]) -> tuple[Visit, Workspace]:
    """Somebody on 聞き取り of an empty plan."""
    person = server.newcomer("鈴木")
    server.plan(person)
    workspace = server.workspace(person)
    visit = visits(person)
    visit.enter()
    visit.look("/facts")
    return visit, workspace


def answer(visit: Visit, key: str) -> Any:
    return visit.page.locator(f"fieldset#{key}")


def saved(visit: Visit, key: str) -> None:
    sync_api.expect(answer(visit, key).locator(".saving")).to_have_text("保存しました")


def test_an_answer_is_saved_when_its_field_is_left(form: tuple[Visit, Workspace]) -> None:
    """With progress of its heading, who wrote it, and the questions that follow from it."""
    visit, workspace = form
    visit.page.locator("#value-municipality").fill("みどり町です")
    visit.page.keyboard.press("Enter")
    saved(visit, "municipality")
    assert workspace.ledger().answer("municipality") == "みどり町"
    sync_api.expect(visit.page.locator("#value-municipality")).to_have_value("みどり町")
    sync_api.expect(answer(visit, "municipality")).to_contain_text("回答済み")
    sync_api.expect(visit.page.locator("#group-count-1")).to_contain_text("1／5")
    assert answer(visit, "host_plan").count() == 0
    visit.page.locator("#value-pattern").select_option("既存の計画に組み込む")
    sync_api.expect(answer(visit, "host_plan")).to_be_visible()
    assert workspace.ledger().answer("pattern") == "既存の計画に組み込む"


def test_a_problem_stands_beside_the_field_and_the_others_go_on(form: tuple[Visit, Workspace]) -> None:
    """What was typed stays, and another answer is saved all the same."""
    visit, workspace = form
    visit.expected = (REFUSED,)
    visit.page.locator("#value-ageing_rate").fill("385%")
    visit.page.locator("#value-population").fill("31,800")
    visit.page.locator("#value-finance").focus()
    sync_api.expect(answer(visit, "ageing_rate").locator(".fault")).to_contain_text("385")
    saved(visit, "population")
    sync_api.expect(visit.page.locator("#value-ageing_rate")).to_have_value("385%")
    assert workspace.ledger().answer("population") == 31800
    assert workspace.ledger().get("ageing_rate").status is Status.ABSENT


def test_a_newer_figure_moves_the_older_one_down(form: tuple[Visit, Workspace]) -> None:
    """Value by value, each with its date."""
    visit, workspace = form
    workspace.add_facts([Fact(key="population", status=Status.ANSWERED, value=33900, as_of="令和3年4月1日")])
    visit.reload()
    answer(visit, "population").get_by_role("button", name="以前の値を加える").click()
    sync_api.expect(visit.page.locator("#earlier-population-0-value")).to_have_value("33,900人")
    visit.page.keyboard.type("31,800")
    visit.page.locator("#asof-population").fill("R8.4.1")
    visit.page.locator("#value-finance").focus()
    saved(visit, "population")
    kept = workspace.ledger().get("population")
    assert (kept.value, kept.as_of) == (31800, "令和8年4月1日")
    assert [(one.value, one.as_of) for one in kept.earlier] == [(33900, "令和3年4月1日")]


SERIES = Fact(
    key="population",
    status=Status.ANSWERED,
    value=31800,
    as_of="令和8年4月1日",
    earlier=(Dated(value=33900, as_of="令和3年4月1日"),),
)
ROWS = ("value-population", "asof-population", "earlier-population-0-value", "earlier-population-1-value")


@pytest.fixture
def moved(form: tuple[Visit, Workspace]) -> tuple[Visit, Workspace]:
    """The value of a series was moved down, and the field was left without a newer one."""
    visit, workspace = form
    visit.expected = (REFUSED,)
    workspace.add_facts([SERIES])
    visit.reload()
    answer(visit, "population").get_by_role("button", name="以前の値を加える").click()
    visit.page.locator("#value-finance").focus()
    sync_api.expect(answer(visit, "population").locator(".fault")).to_contain_text("いまの値が空です")
    return visit, workspace


def values(visit: Visit) -> list[str]:
    return [visit.page.locator(f"#{name}").input_value() for name in ROWS]


def test_a_value_that_was_moved_down_is_not_lost_when_the_field_is_left(moved: tuple[Visit, Workspace]) -> None:
    """The ledger keeps both, also when the page is loaded anew; the moved value stays, and a newer one is added to it."""
    visit, workspace = moved
    sync_api.expect(answer(visit, "population").locator(".saving")).to_have_text("まだ保存していません")
    assert workspace.ledger().get("population") == SERIES
    assert values(visit) == ["", "", "33,900人", "31,800人"]
    visit.reload()
    sync_api.expect(visit.page.locator("#earlier-population-1-value")).to_have_value("31,800人")
    assert values(visit) == ["", "", "33,900人", "31,800人"]
    assert workspace.ledger().get("population") == SERIES
    visit.page.locator("#value-population").fill("31,500")
    visit.page.locator("#asof-population").fill("R8.10.1")
    visit.page.locator("#value-finance").focus()
    saved(visit, "population")
    kept = workspace.ledger().get("population")
    assert (kept.value, [one.value for one in kept.earlier]) == (31500, [33900, 31800])


def test_taking_out_the_row_of_a_moved_value_brings_the_value_back(moved: tuple[Visit, Workspace]) -> None:
    """Who did not mean to move it loses nothing."""
    visit, workspace = moved
    answer(visit, "population").locator("[data-earlier-off]").nth(1).click()
    sync_api.expect(visit.page.locator("#value-population")).to_have_value("31,800人")
    sync_api.expect(visit.page.locator("#asof-population")).to_have_value("令和8年4月1日")
    visit.page.locator("#value-contact").focus()
    sync_api.expect(answer(visit, "population").locator(".fault")).to_have_count(0)
    assert workspace.ledger().get("population") == SERIES


def test_rows_that_were_taken_out_stay_out_in_what_the_browser_kept(moved: tuple[Visit, Workspace]) -> None:
    """The other rows come back with their own words."""
    visit, workspace = moved
    answer(visit, "population").locator("[data-earlier-off]").first.click()
    visit.page.locator("#value-finance").focus()
    visit.reload()
    sync_api.expect(visit.page.locator("#earlier-population-1-value")).to_have_value("31,800人")
    assert visit.page.locator("#earlier-population-0-value").count() == 0
    assert workspace.ledger().get("population") == SERIES


def test_what_was_typed_outlives_a_lost_connection_and_a_reload(form: tuple[Visit, Workspace]) -> None:
    """It says so, keeps the words, and saves them later."""
    visit, workspace = form
    visit.expected = (REFUSED,)
    visit.page.route("**/api/plans/*/facts/*", lambda route: route.abort())
    visit.page.locator("#value-finance").fill("当初予算で確保する")
    visit.page.keyboard.press("Tab")
    visit.page.locator("#value-contact").focus()
    sync_api.expect(answer(visit, "finance").locator(".saving")).to_contain_text("サーバーにつながりません")
    visit.reload()
    sync_api.expect(visit.page.locator("#value-finance")).to_have_value("当初予算で確保する")
    assert workspace.ledger().facts == {}
    visit.page.unroute("**/api/plans/*/facts/*")
    visit.page.locator("#value-finance").focus()
    visit.page.locator("#value-contact").focus()
    saved(visit, "finance")
    assert workspace.ledger().answer("finance") == "当初予算で確保する"


def test_what_others_answer_comes_in_beside_what_is_being_typed(form: tuple[Visit, Workspace]) -> None:
    """As when the chat records an answer; the field that is being written keeps its words and the keyboard."""
    visit, workspace = form
    visit.page.locator("#value-issues").fill("窓口の")
    workspace.add_facts([Fact(key="municipality", status=Status.ANSWERED, value="みどり町")])
    visit.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    sync_api.expect(visit.page.locator("#value-municipality")).to_have_value("みどり町")
    assert visit.page.evaluate("document.activeElement.id") == "value-issues"
    assert visit.page.locator("#value-issues").input_value() == "窓口の"
    assert workspace.ledger().get("issues").status is Status.ABSENT


def test_two_people_at_one_answer(form: tuple[Visit, Workspace]) -> None:
    """The second is told what the first said, and may keep theirs knowingly."""
    visit, workspace = form
    visit.expected = (REFUSED,)
    visit.page.locator("#value-finance").fill("鈴木の答え")
    workspace.add_facts([Fact(key="finance", status=Status.ANSWERED, value="別の人の答え")])
    visit.page.locator("#value-contact").focus()
    sync_api.expect(answer(visit, "finance").locator(".fault")).to_contain_text("別の人の答え")
    assert workspace.ledger().answer("finance") == "別の人の答え"
    visit.page.locator("#value-finance").focus()
    visit.page.locator("#value-contact").focus()
    saved(visit, "finance")
    assert workspace.ledger().answer("finance") == "鈴木の答え"


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_only_what_is_open_or_of_one_section(form: tuple[Visit, Workspace], size: dict[str, int]) -> None:
    """Filtered without leaving the page; nothing sticks out of it."""
    visit, workspace = form
    visit.page.set_viewport_size(size)
    visit.page.locator("#only-section").select_option("7")
    shown = visit.page.locator(".answer:visible")
    assert {one.get_attribute("data-key") for one in shown.all()} >= {"security_policy", "municipality"}
    sync_api.expect(answer(visit, "population")).to_be_hidden()
    visit.page.locator("#only-section").select_option("")
    visit.page.locator("#value-municipality").fill("みどり町")
    visit.page.locator("#value-plan_name").focus()
    saved(visit, "municipality")
    visit.page.locator("#only-open").check()
    sync_api.expect(answer(visit, "municipality")).to_be_hidden()
    sync_api.expect(answer(visit, "population")).to_be_visible()
    assert workspace.ledger().answer("municipality") == "みどり町"
    side = visit.page.locator("#side")
    assert side.evaluate("(one) => one.scrollWidth - one.clientWidth") <= 0
