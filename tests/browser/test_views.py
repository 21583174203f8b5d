"""Every main view at a desk and on a phone: it fits, axe-core finds nothing serious, and it can be photographed.

`make screenshots` keeps the photographs in docs/screenshots.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.looks import SIZES, fits, violations
from browser.town import Town, furnish
from browser.visiting import INSTALL, Visit
from pages.serving import Server

from knowledge.corpus import Corpus

expect = pytest.importorskip("playwright.sync_api", reason=INSTALL).expect
pytestmark = pytest.mark.browser
VIEWS = {
    "board": "",
    "interview": "/facts",
    "measures": "/measures",
    "own-measure": "/measures/form",
    "section": "/sections/1",
    "section-6": "/sections/6",
    "compare": "/sections/1/compare?old=1&new=2",
    "redraft": "/sections/1/redraft",
    "shorten": "/sections/1/revise?how=short",
    "version": "/sections/1/versions/1",
    "inquiry": "/inquiry",
    "versions": "/versions",
    "settings": "/settings",
}
FADED_IN = """() => [...document.querySelectorAll("button[id^='starter-'], [data-step-type]")].every(found => {
    let seen = 1;
    for (let e = found; e; e = e.parentElement) seen *= Number(getComputedStyle(e).opacity);
    return seen > 0.99;
})"""
OTHERS = {"plans": "/", "account": "/account", "passage": "/passages/template%3A1%2Fcommentary"}


@pytest.fixture(scope="module")
def town(server: Server, corpus: Corpus) -> Town:
    """The town of all views."""
    return furnish(server, corpus)


@pytest.fixture
def photographed(request: pytest.FixtureRequest) -> bool:
    """Whether the command line asks for photographs."""
    return bool(request.config.getoption("--screenshots"))


@pytest.fixture
def keep(request: pytest.FixtureRequest) -> Callable[[Any, str, dict[str, int]], None]:
    """Keeps a photograph where the command line asks for it."""
    folder = request.config.getoption("--screenshots")

    def photograph(page: Any, name: str, size: dict[str, int]) -> None:
        if folder:
            for frame in page.frames:
                frame.wait_for_function(FADED_IN)
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png")

    return photograph


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_page_of_the_plan(
    visits: Callable[..., Visit],
    town: Town,
    view: str,
    size: dict[str, int],
    keep: Callable[..., None],
    photographed: bool,
) -> None:
    """Beside the chat."""
    visit = visits(town.head, size)
    visit.enter()
    (visit.open if photographed else visit.look)(VIEWS[view])
    keep(visit.page, view, size)
    assert fits(visit.page)
    assert violations(visit.page) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", OTHERS)
def test_a_page_without_the_chat(
    visits: Callable[..., Visit], town: Town, view: str, size: dict[str, int], keep: Callable[..., None]
) -> None:
    """The plans, the person's own account, a passage opened by itself."""
    visit = visits(town.head, size)
    visit.enter()
    visit.page.goto(OTHERS[view])
    keep(visit.page, view, size)
    assert fits(visit.page)
    assert violations(visit.page) == []


@pytest.mark.parametrize("size", SIZES)
def test_the_administrator_s_pages(
    visits: Callable[..., Visit], town: Town, server: Server, size: dict[str, int], keep: Callable[..., None]
) -> None:
    """People, plans, knowledge, feedback, the record: every page that the administration's navigation leads to."""
    visit = visits(server.administrator, size)
    visit.enter()
    visit.page.goto("/administration")
    links = visit.page.locator("nav a[href^='/administration']").evaluate_all("found => found.map(a => a.pathname)")
    for address in dict.fromkeys(["/administration", *links]):
        visit.page.goto(address)
        keep(visit.page, address.strip("/").replace("/", "-"), size)
        assert fits(visit.page)
        assert violations(visit.page) == []


@pytest.mark.parametrize("size", SIZES)
def test_signing_in(visits: Callable[..., Visit], size: dict[str, int], keep: Callable[..., None]) -> None:
    """Nobody has signed in yet."""
    visit = visits(size=size)
    visit.page.goto("/login")
    keep(visit.page, "login", size)
    assert fits(visit.page)
    assert violations(visit.page) == []


@pytest.mark.parametrize("size", SIZES)
def test_an_answer_with_its_passage_beside_it(
    visits: Callable[..., Visit], town: Town, size: dict[str, int], keep: Callable[..., None]
) -> None:
    """The quote stands in its context, and the page around it is still sound."""
    visit = visits(town.editor, size)
    visit.enter()
    visit.open("")
    page, chat = visit.page, visit.chat
    if page.get_by_role("button", name="チャット", exact=True).is_visible():
        page.get_by_role("button", name="チャット", exact=True).click()
    chat.say("計画は議会の議決が必要ですか")
    chat.hears("根拠")
    keep(page, "answer", size)
    chat.last.locator('a[href*="/passages/"]').first.click()
    expect(page.locator("#quote")).to_be_visible()
    keep(page, "passage-beside", size)
    assert fits(page)
    assert violations(page) == []


@pytest.mark.parametrize("size", SIZES)
def test_a_viewer_s_board_and_text(
    visits: Callable[..., Visit], town: Town, size: dict[str, int], keep: Callable[..., None], photographed: bool
) -> None:
    """Without the buttons of those who may write."""
    visit = visits(town.viewer, size)
    visit.enter()
    for name, page in (("viewer-board", ""), ("viewer-section", "/sections/1")):
        (visit.open if photographed else visit.look)(page)
        keep(visit.page, name, size)
        assert fits(visit.page)
        assert violations(visit.page) == []
        expect(visit.page.get_by_text("あなたは閲覧者です")).to_be_visible()
