"""Words that the server does not have yet: nobody else's tab, person or late answer takes them away."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from browser.visiting import INSTALL, Visit
from pages.serving import Server

from assistant.drafting import draft_section
from assistant.models import ChosenMeasure, Fact, Status
from assistant.store.plans import Workspace
from knowledge.corpus import Corpus

expect = pytest.importorskip("playwright.sync_api", reason=INSTALL).expect
pytestmark = pytest.mark.browser
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"
SAVED = "#saved"
READING = re.compile(r"/api/plans/\d+/sections/1$")
REFUSED = "Failed to load resource"


def asks(request: Any) -> bool:
    """Whether the page asks for the newest text, at the address at which it also saves."""
    return request.method == "GET" and bool(READING.search(request.url))


def text_of(page: Any) -> Any:
    return page.get_by_label("第1章の本文")


def someone(visits: Callable[..., Visit], server: Server, page: str) -> tuple[Visit, Workspace]:
    """A newcomer with that page of their plan open, and an empty frame in the chat's place."""
    visit = visits()
    workspace = server.workspace(visit.person)
    workspace.save_text(1, "はじめの文", None)
    workspace.add_measure(ChosenMeasure(key="own-1", title="鹿を見張る", pillar=5))
    visit.enter()
    visit.look(page)
    visit.expected = (REFUSED,)
    return visit, workspace


def test_another_tab_does_not_throw_away_what_this_one_kept(visits: Callable[..., Visit], server: Server) -> None:
    """One person with two tabs: what is in conflict in the first one comes back, though the second one has saved."""
    visit, workspace = someone(visits, server, "/sections/1")
    first = visit.page
    visit.page = visit.context.new_page()
    visit.look("/sections/1")
    text_of(visit.page).fill("別の画面の文")
    expect(visit.page.locator(SAVED)).to_have_text(re.compile("保存しました"))
    text_of(first).fill("はじめの画面だけの文")
    expect(first.locator("#conflict")).to_be_visible()
    text_of(visit.page).press_sequentially("の続き")
    expect(visit.page.locator(SAVED)).to_have_text(re.compile("保存していない"))
    expect(visit.page.locator(SAVED)).to_have_text(re.compile("保存しました"))
    first.close()
    visit.page.reload(wait_until="commit")
    expect(text_of(visit.page)).to_have_value("はじめの画面だけの文")
    expect(visit.page.locator("#conflict")).to_be_visible()
    newest = workspace.newest(1)
    assert newest
    assert newest.text == "別の画面の文の続き"


def test_a_late_answer_does_not_bring_back_an_older_text(visits: Callable[..., Visit], server: Server) -> None:
    """What was typed and saved while the page looked for news stays in the field, and is no conflict with itself."""
    visit, workspace = someone(visits, server, "/sections/1")
    page = visit.page
    held: list[Any] = []
    page.route(READING, lambda route: held.append((route, route.fetch())) if asks(route.request) else route.fallback())
    workspace.save_text(2, "ほかの章", None)  # news of the plan, not of this section
    with page.expect_request(asks):
        page.evaluate(LOOK)
    text_of(page).fill("打ち続けた文")
    expect(page.locator(SAVED)).to_have_text(re.compile("保存しました"))
    page.unroute(READING)
    with page.expect_response(lambda response: asks(response.request)):
        held[0][0].fulfill(response=held[0][1])
    text_of(page).press_sequentially("。さらに")
    expect(page.locator(SAVED)).to_have_text(re.compile("保存していない"))
    expect(page.locator(SAVED)).to_have_text(re.compile("保存しました"))
    expect(page.locator("#conflict")).to_be_hidden()
    newest = workspace.newest(1)
    assert newest
    assert newest.text == "打ち続けた文。さらに"


@pytest.mark.parametrize("field", ["#value-finance", "#measure-own-1 [name=situation]"])
def test_a_half_written_answer_is_not_shown_to_the_next_person(
    visits: Callable[..., Visit], server: Server, field: str
) -> None:
    """Two colleagues of one plan at one PC: each finds only their own words."""
    where = "/facts" if field.startswith("#value") else "/measures"
    visit, workspace = someone(visits, server, where)
    other = server.newcomer("佐藤")
    server.join(other, workspace.plan)
    visit.page.route(re.compile(r"/api/|/form$"), lambda route: route.abort())
    visit.page.locator("#main[data-ready]").wait_for()
    if where == "/measures":
        visit.page.locator("#measure-own-1 [data-edit]").click()
    visit.page.locator(field).fill("まだ誰にも見せない")
    visit.page.goto("/healthz")
    for person, found in ((other, 0), (visit.person, 1)):
        visit.context.clear_cookies()
        visit.person = person
        visit.enter()
        visit.look(where)
        visit.page.locator("#main[data-ready]").wait_for()
        values = visit.page.eval_on_selector_all("input, textarea", "all => all.map(one => one.value)")
        assert values.count("まだ誰にも見せない") == found


def test_what_is_typed_while_a_card_is_saved_is_not_swallowed(visits: Callable[..., Visit], server: Server) -> None:
    """A card that is on its way takes no words that would not come along."""
    visit, workspace = someone(visits, server, "/measures")
    page = visit.page
    page.locator("#main[data-ready]").wait_for()
    page.locator("#measure-own-1 [data-edit]").click()
    form = page.locator("#measure-own-1 form.sheet")
    held: list[Any] = []
    page.route("**/measures/form", lambda route: held.append(route))
    field = form.locator("[name=situation]")
    field.fill("待ち時間が長い")
    with page.expect_request("**/measures/form"):
        page.keyboard.press("Control+s")
    page.keyboard.type("。人も足りない")
    typed = field.input_value()
    held[0].continue_()
    expect(page.locator("#said")).to_contain_text("保存しました")
    assert workspace.ledger().measures[0].situation == typed


def test_a_form_that_is_sent_too_late_stays_on_the_page(visits: Callable[..., Visit], server: Server) -> None:
    """Whose sign-in has run out is told so; the words are still there to be sent after signing in in another tab."""
    visit, workspace = someone(visits, server, "/measures/form?key=own-1")
    page = visit.page
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("[name=situation]").fill("待ち時間が長い")
    visit.context.clear_cookies()
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#main > .problems")).to_contain_text("ログインの期限が切れ")
    visit.enter()
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**/measures?**")
    assert workspace.ledger().measures[0].situation == "待ち時間が長い"


def at_a_gap(visits: Callable[..., Visit], server: Server, corpus: Corpus) -> tuple[Visit, Workspace]:
    """A newcomer at a drafted first section whose population nobody has answered, with the place to answer open."""
    visit, workspace = someone(visits, server, "/facts")
    workspace.add_facts([Fact(key="municipality", status=Status.ANSWERED, value="みどり町")])
    newest = workspace.newest(1)
    workspace.add_draft(draft_section(1, workspace.ledger(), corpus), newest.stamp if newest else None)
    visit.look("/sections/1")
    visit.page.locator("#gaps [data-key=population] summary").click()
    return visit, workspace


def test_a_half_written_answer_to_a_gap_is_there_again(
    visits: Callable[..., Visit], server: Server, corpus: Corpus
) -> None:
    """After leaving and coming back, in the place where it was written; a colleague at the same PC does not see it."""
    visit, workspace = at_a_gap(visits, server, corpus)
    page = visit.page
    page.locator("#gap-value-population").fill("31,8")
    page.locator("#gap-source-population").fill("住民基本台帳")
    other = server.newcomer("佐藤")
    server.join(other, workspace.plan)
    owner = visit.person
    for person, kept in ((other, ""), (owner, "31,8")):
        page.goto("/healthz")
        visit.context.clear_cookies()
        visit.person = person
        visit.enter()
        page.goto(f"/plans/{workspace.plan.id}/sections/1", wait_until="commit")
        page.locator("#main[data-ready]").wait_for()
        expect(page.locator("#gap-value-population")).to_have_value(kept)
    expect(page.locator("#gap-value-population")).to_be_visible()
    expect(page.locator("#gap-source-population")).to_have_value("住民基本台帳")
    expect(page.locator("#gaps .said").locator("visible=true")).to_contain_text("書きかけを戻しました")
    page.locator("#gap-value-population").fill("31,800人")
    page.locator("#gap-value-population").press("Enter")
    expect(page.locator("#gaps [data-key=population]")).to_have_count(0)
    assert workspace.ledger().answer("population") == 31_800
    assert page.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('kanmin-gap-'))") == []


def test_an_answer_to_a_gap_that_a_colleague_gave_meanwhile(
    visits: Callable[..., Visit], server: Server, corpus: Corpus
) -> None:
    """What was half written comes back and does not overwrite it; sent once more, knowingly, it holds."""
    visit, workspace = at_a_gap(visits, server, corpus)
    page = visit.page
    page.locator("#gap-value-population").fill("31,800人")
    page.goto("/healthz")
    workspace.add_facts([Fact(key="population", status=Status.ANSWERED, value=32_100)])
    visit.look("/sections/1")
    field = page.locator("#gap-value-population")
    expect(field).to_have_value("31,800人")
    field.press("Enter")
    expect(page.locator("#gaps .said").locator("visible=true")).to_contain_text("いまの答え：32,100人")
    assert workspace.ledger().answer("population") == 32_100
    field.press("Enter")
    expect(page.locator("#gaps [data-key=population]")).to_have_count(0)
    assert workspace.ledger().answer("population") == 31_800
