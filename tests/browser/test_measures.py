"""Measures as cards: each by itself, and nothing that is being typed is lost by what happens beside it."""

from collections.abc import Callable
from typing import Any

import pytest
from browser.visiting import DESK, PHONE, Visit, sync_api
from pages.serving import Server

from assistant.measures import key_of
from assistant.models import ChosenMeasure, Fact, Kpi, Status, Step
from assistant.store.plans import Workspace

FIRST, SECOND = "today:front-yard", "today:generative-ai"
KEYS = [key_of(FIRST), key_of(SECOND)]
OFFLINE = "Failed to load resource"


@pytest.fixture
def plan(server: Server, visits: Callable[..., Visit]) -> tuple[Visit, Workspace]:
    """Somebody on 施策 with two measures of one pillar."""
    person = server.newcomer("鈴木")
    server.plan(person)
    workspace = server.workspace(person)
    given = {"municipality": "みどり町", "period": "2027-2029", "issues": ("窓口の混雑",)}
    workspace.add_facts(Fact(key=key, status=Status.ANSWERED, value=value) for key, value in given.items())
    for base in (FIRST, SECOND):
        workspace.add_measure(ChosenMeasure(key=key_of(base), base=base, pillar=1))
    visit = visits(person)
    visit.enter()
    visit.look("/measures")
    visit.page.locator(".measure").nth(1).wait_for()
    return visit, workspace


def card(visit: Visit, key: str) -> Any:
    return visit.page.locator(f"#measure-{key}")


def write(visit: Visit, key: str) -> Any:
    """Open a card; its form."""
    card(visit, key).get_by_role("link", name="内容を書く").click()
    form = card(visit, key).locator("form.sheet")
    form.get_by_label("担当課").wait_for()
    return form


def test_a_card_is_filled_in_while_another_is_being_written(plan: tuple[Visit, Workspace]) -> None:
    """Rows are added, moved and removed; years stand side by side; the other card's words stay."""
    visit, workspace = plan
    other = write(visit, KEYS[1])
    other.get_by_label("現状と課題").fill("書きかけの文")
    form = write(visit, KEYS[0])
    form.get_by_label("担当課").fill("住民課")
    form.get_by_label("名称").nth(1).fill("待ち時間")
    form.get_by_role("button", name="KPIの行を加える").click()
    form.get_by_label("名称").nth(2).fill("満足度")
    form.get_by_role("button", name="KPIの行を加える").click()
    form.get_by_label("名称").nth(3).fill("消す行")
    form.locator("[data-row-up]").nth(1).click()
    form.locator("[data-row-off]").nth(2).click()
    form.get_by_label("令和9年度", exact=True).fill("調べる\n決める")
    form.get_by_label("令和11年度", exact=True).fill("始める")
    form.get_by_role("button", name="保存", exact=True).click()
    sync_api.expect(visit.page.locator("#said")).to_contain_text("保存しました")
    sync_api.expect(card(visit, KEYS[0])).to_contain_text("担当課：住民課")
    kept = workspace.ledger().measures[0]
    assert [kpi.name for kpi in kept.kpis] == ["満足度", "待ち時間"]
    assert [(step.year, step.text) for step in kept.schedule] == [(2027, "調べる"), (2027, "決める"), (2029, "始める")]
    assert other.get_by_label("現状と課題").input_value() == "書きかけの文"
    assert workspace.ledger().measures[1].situation == ""


def test_a_measure_can_be_said_to_answer_no_issue(plan: tuple[Visit, Workspace]) -> None:
    """Its box is taken off, stays off, and can be put back."""
    visit, workspace = plan
    for ticked, told, kept in ((False, "（なし）", ()), (True, "窓口の混雑", None)):
        box = write(visit, KEYS[0]).get_by_label("窓口の混雑")
        assert box.is_checked() is not ticked
        box.set_checked(ticked)
        card(visit, KEYS[0]).get_by_role("button", name="保存", exact=True).click()
        shown = card(visit, KEYS[0]).locator("dt", has_text="対応する課題").locator("xpath=following-sibling::dd[1]")
        sync_api.expect(shown).to_have_text(told)
        assert workspace.ledger().measures[0].issues == kept


def test_a_mistake_stands_in_the_card(plan: tuple[Visit, Workspace]) -> None:
    """Beside its field, with everything that was typed."""
    visit, workspace = plan
    visit.expected = (OFFLINE,)
    form = write(visit, KEYS[0])
    form.get_by_label("担当課").fill("住民課")
    form.get_by_label("目標年度").first.fill("そのうち")
    form.get_by_role("button", name="保存", exact=True).click()
    faults = card(visit, KEYS[0]).locator(".fault")
    sync_api.expect(faults.first).to_be_visible()
    assert card(visit, KEYS[0]).get_by_label("担当課").input_value() == "住民課"
    assert workspace.ledger().measures[0].department == ""


def test_what_was_typed_outlives_a_lost_connection_and_a_reload(plan: tuple[Visit, Workspace]) -> None:
    """It says so, keeps the words, and saves them later."""
    visit, workspace = plan
    visit.expected = (OFFLINE,)
    form = write(visit, KEYS[0])
    form.get_by_label("現状と課題").fill("待ち時間が長い。")
    form.get_by_label("名称").nth(1).fill("待ち時間")
    form.get_by_role("button", name="KPIの行を加える").click()
    form.get_by_label("名称").nth(2).fill("満足度")
    visit.page.route("**/measures/form", lambda route: route.abort())
    form.get_by_role("button", name="保存", exact=True).click()
    sync_api.expect(form.locator("[data-state]")).to_contain_text("サーバーにつながりません")
    visit.page.unroute("**/measures/form")
    visit.page.reload(wait_until="commit")
    form = card(visit, KEYS[0]).locator("form.sheet")
    sync_api.expect(form.get_by_label("現状と課題")).to_have_value("待ち時間が長い。")
    sync_api.expect(form.locator("[data-state]")).to_contain_text("戻しました")
    form.get_by_role("button", name="保存", exact=True).click()
    sync_api.expect(visit.page.locator("#said")).to_contain_text("保存しました")
    kept = workspace.ledger().measures[0]
    assert (kept.situation, [kpi.name for kpi in kept.kpis]) == ("待ち時間が長い。", ["待ち時間", "満足度"])


def test_who_saves_second_sees_both_in_the_card(plan: tuple[Visit, Workspace]) -> None:
    """What a colleague kept stands over what was typed; saving again keeps it knowingly."""
    visit, workspace = plan
    visit.expected = (OFFLINE,)
    form = write(visit, KEYS[0])
    form.get_by_label("現状と課題").fill("鈴木が書いた")
    mine = workspace.ledger().measures[0]
    workspace.add_measure(
        mine.model_copy(update={"situation": "別の人が書いた", "schedule": (Step(year=2027, text="案"),)})
    )
    form.get_by_role("button", name="保存", exact=True).click()
    sync_api.expect(card(visit, KEYS[0]).locator(".compare")).to_contain_text("別の人が書いた")
    form = card(visit, KEYS[0]).locator("form.sheet")
    assert form.get_by_label("現状と課題").input_value() == "鈴木が書いた"
    form.get_by_role("button", name="保存", exact=True).click()
    sync_api.expect(visit.page.locator("#said")).to_contain_text("保存しました")
    assert workspace.ledger().measures[0].situation == "鈴木が書いた"


def test_order_and_removal_with_undo(plan: tuple[Visit, Workspace]) -> None:
    """By keyboard; the focus goes along, and what was taken out comes back with its words."""
    visit, workspace = plan
    workspace.add_measure(workspace.ledger().measures[1].model_copy(update={"kpis": (Kpi(name="利用した職員"),)}))
    down = card(visit, KEYS[0]).get_by_role("button", name="下へ")
    down.focus()
    visit.page.keyboard.press("Enter")
    sync_api.expect(visit.page.locator("#said")).to_contain_text("順番を変えました")
    assert [measure.key for measure in workspace.ledger().picked] == KEYS[::-1]
    assert visit.page.evaluate("document.activeElement.closest('.measure')?.id") == f"measure-{KEYS[0]}"
    card(visit, KEYS[1]).get_by_text("計画から外す").click()
    card(visit, KEYS[1]).get_by_role("button", name="外す").click()
    sync_api.expect(visit.page.locator("#withdrawn-list")).to_contain_text("外した施策（1）")
    assert [measure.key for measure in workspace.ledger().picked] == [KEYS[0]]
    visit.page.get_by_role("button", name="いまの操作を取り消す").click()
    sync_api.expect(visit.page.locator(".measure")).to_have_count(2)
    assert [kpi.name for kpi in workspace.ledger().picked[0].kpis] == ["利用した職員"]


def test_an_own_measure_is_added_among_the_cards(plan: tuple[Visit, Workspace]) -> None:
    """The form stands under the cards; the card comes when it is saved."""
    visit, workspace = plan
    visit.page.get_by_role("link", name="独自の施策を加える").click()
    form = visit.page.locator("#own-place form.sheet")
    form.get_by_label("名称").first.fill("鹿のわなを見張る")
    form.get_by_label("柱").select_option("5")
    form.get_by_role("button", name="保存", exact=True).click()
    sync_api.expect(visit.page.locator(".measure")).to_have_count(3)
    assert workspace.ledger().measures[-1].title == "鹿のわなを見張る"
    sync_api.expect(visit.page.locator("#own-place")).to_be_hidden()


def test_what_a_colleague_does_comes_in_by_itself(plan: tuple[Visit, Workspace]) -> None:
    """Without losing the card that is being written."""
    visit, workspace = plan
    form = write(visit, KEYS[0])
    form.get_by_label("現状と課題").fill("書きかけの文")
    workspace.add_measure(workspace.ledger().measures[1].model_copy(update={"department": "総務課"}))
    visit.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    sync_api.expect(card(visit, KEYS[1])).to_contain_text("担当課：総務課")
    assert form.get_by_label("現状と課題").input_value() == "書きかけの文"


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_proposals_are_filtered_and_picked(plan: tuple[Visit, Workspace], size: dict[str, int]) -> None:
    """By pillar; nothing sticks out of the page."""
    visit, workspace = plan
    visit.page.set_viewport_size(size)
    chips = visit.page.locator(".filter a")
    chips.nth(1).click()
    shown = visit.page.locator(".offer:visible")
    assert {one.get_attribute("data-of") for one in shown.all()} == {chips.nth(1).get_attribute("data-pillar")}
    before = len(workspace.ledger().picked)
    shown.first.get_by_role("button", name="採用").click()
    sync_api.expect(visit.page.locator(".measure")).to_have_count(before + 1)
    assert len(workspace.ledger().picked) == before + 1
    side = visit.page.locator("#side")
    assert side.evaluate("(one) => one.scrollWidth - one.clientWidth") <= 0
