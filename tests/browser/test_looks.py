"""How the pages fit a desk's and a phone's window."""

from collections.abc import Callable
from typing import Any

import pytest
from browser.looks import SIZES, fits
from browser.visiting import INSTALL, Visit

expect = pytest.importorskip("playwright.sync_api", reason=INSTALL).expect
pytestmark = pytest.mark.browser
LONG = "長い文章が続きます。" * 400 + "\n" + "https://example.jp/" + "a" * 400


def chat_frame(page: Any) -> Any:
    """The document in the chat's frame."""
    return page.locator("#chat").element_handle().content_frame()


def side(visit: Visit, name: str) -> None:
    """Turn to the plan or the chat, where only one is shown."""
    button = visit.page.get_by_role("button", name=name, exact=True)
    if button.is_visible():
        button.click()


@pytest.mark.parametrize("size", SIZES)
def test_the_sign_in_page_fits(visits: Callable[..., Visit], size: dict[str, int]) -> None:
    """Also with a message of failure."""
    visit = visits(size=size)
    visit.expected = ("401",)
    visit.page.goto("/login")
    assert fits(visit.page)
    visit.page.get_by_label("利用者名").fill("な" * 100)
    visit.page.get_by_label("パスワード").fill("x")
    visit.page.get_by_role("button", name="ログイン").click()
    expect(visit.page.get_by_role("alert")).to_be_visible()
    assert fits(visit.page)


@pytest.mark.parametrize("size", SIZES)
def test_plan_chat_and_quotes_fit(visits: Callable[..., Visit], size: dict[str, int]) -> None:
    """With a long text, an answer, an open question; a quote is seen at once, also below the long text."""
    visit = visits(size=size)
    visit.sign_in()
    page, chat = visit.page, visit.chat
    assert fits(page)
    side(visit, "計画")
    page.get_by_label("第1章").fill(LONG)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#saved")).to_contain_text("保存しました")
    assert fits(page)
    side(visit, "チャット")
    chat.say("計画は議会の議決が必要ですか")
    chat.hears("根拠")
    assert fits(chat_frame(page))
    links = chat.last.locator('a[href*="/passages/"]')
    for number in range(links.count()):
        visit.open_quote(links.nth(number))
        for part in ("#quote-label", "#quote-close"):
            expect(page.locator(part)).to_be_in_viewport()
        box = page.locator("#quote-text").bounding_box()
        assert 0 <= box["y"] < size["height"] - 40, "the text begins inside the window"
        assert fits(page)
        page.locator("#quote-close").click()
        side(visit, "チャット")
    chat.say("第1章を下書きする")
    chat.hears("質問 1／6")
    expect(chat.last.get_by_role("button", name="やめる", exact=True)).to_be_visible()
    assert fits(chat_frame(page))


@pytest.mark.parametrize("size", SIZES)
def test_a_passage_s_own_page_fits(visits: Callable[..., Visit], size: dict[str, int]) -> None:
    """A link opened in a window of its own."""
    visit = visits(size=size)
    visit.enter()
    visit.page.goto("/passages/template%3A1%2Fcommentary")
    expect(visit.page.locator("blockquote")).to_be_in_viewport()
    assert fits(visit.page)
