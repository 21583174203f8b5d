"""The chat beside a plan: answers with folded notes and opinions, an interview that comes back, one plan at a time."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from browser.visiting import DESK, INSTALL, PATIENCE_MS, PHONE, STARTER, TRIES, Visit
from pages.serving import Server

from assistant.models import Status
from assistant.store.plans import Plans
from knowledge.corpus import Corpus

expect = pytest.importorskip("playwright.sync_api", reason=INSTALL).expect
pytestmark = pytest.mark.browser
QUESTION = "計画は議会の議決が必要ですか"
ALWAYS = ["わからない", "該当なし", "あとで", "とばす", "戻る", "やめる"]


def labels(message: Any) -> list[str]:
    """The buttons that say something, under a message."""
    return [text for text in message.get_by_role("button").all_inner_texts() if text.strip()]


def test_every_quote_is_marked_where_it_stands(visit: Visit, corpus: Corpus) -> None:
    """The panel shows the passage in its context, the quoted words marked and in sight."""
    page, chat = visit.page, visit.chat
    chat.say(QUESTION)
    chat.hears("根拠")
    links = chat.last.locator('a[href*="/passages/"]')
    assert links.count() >= 2
    for number in range(links.count()):
        address = urlsplit(links.nth(number).get_attribute("href"))
        passage = corpus.passage[unquote(address.path.split("/passages/")[1])]
        [quote] = parse_qs(address.query)["quote"]
        visit.open_quote(links.nth(number))
        expect(page.locator("#quote-label")).to_have_text(passage.citation)
        mark = page.locator("#quote mark")
        expect(mark).to_be_in_viewport()
        assert "".join(mark.inner_text().split()) == "".join(quote.split())


def test_notes_are_folded_and_an_opinion_outlives_a_reload(visit: Visit, server: Server) -> None:
    """役に立った or 違う, and a comment: kept for the administrator, and still shown the next time."""
    chat = visit.chat
    chat.say(QUESTION)
    chat.hears("この回答は")
    notes = chat.last.locator("details")
    expect(notes.locator("li").first).to_be_hidden()
    notes.locator("summary").click()
    expect(notes.locator("li").first).to_be_visible()
    chat.last.get_by_role("button", name="違う", exact=True).click()
    expect(chat.last.get_by_role("button", name="違う", exact=True)).to_have_attribute("aria-pressed", "true")
    chat.last.get_by_label("どこが違うか").press_sequentially("条文の番号が違います")
    chat.last.get_by_role("button", name="コメントを送る").click()
    expect(chat.last).to_contain_text("コメントも記録しました")
    visit.reload()
    expect(chat.last.get_by_role("button", name="違う", exact=True)).to_have_attribute("aria-pressed", "true")
    [kept] = server.rows("SELECT * FROM feedback WHERE question = :q AND author_id = :a", q=QUESTION, a=visit.person.id)
    assert (bool(kept["helpful"]), kept["comment"]) == (False, "条文の番号が違います")


def test_only_the_open_question_has_buttons_and_they_come_back(visit: Visit, server: Server) -> None:
    """After each answer, after a reload and after a new start of the server."""
    chat = visit.chat
    chat.begin()
    assert labels(chat.last) == ALWAYS
    chat.say("みどり町")
    chat.hears("質問 2／6（17％）")
    expect(chat.last).to_contain_text("記録しました：市町村名 みどり町")
    expect(chat.frame.get_by_role("button", name="わからない", exact=True)).to_have_count(1)
    chat.press("とばす")
    chat.hears("質問 3／6")
    visit.reload()
    expect(chat.last.get_by_role("button", name="とばす", exact=True)).to_be_visible()
    assert labels(chat.last) == ALWAYS
    visit.expected = ("ERR_", "WebSocket", "socket.io", "Failed to load resource")
    server.kill()
    server.start()
    visit.reload()
    expect(chat.last.get_by_role("button", name="わからない", exact=True)).to_be_visible()
    chat.press("わからない")
    chat.hears("質問 4／6")
    ledger = server.workspace(visit.person).ledger()
    assert (ledger.get("issues").status, ledger.get("administrative_issues").status) == (Status.ABSENT, Status.UNKNOWN)


def test_a_thread_comes_back_although_its_first_connection_is_answered_last(visit: Visit) -> None:
    """It connects without its number, then with it; on a busy server the answers may come the other way round."""
    page, chat = visit.page, visit.chat
    chat.begin()
    held: list[Any] = []
    page.route("**/set-session-cookie", lambda route: held.append(route))
    page.reload(wait_until="commit")
    for _ in range(TRIES):
        if len(held) == 2:
            break
        page.wait_for_timeout(PATIENCE_MS / TRIES / 10)
    for late in reversed(held):
        with page.expect_response("**/set-session-cookie"):
            late.continue_()
    page.unroute("**/set-session-cookie")
    visit.ready()
    expect(chat.last.get_by_role("button", name="とばす", exact=True)).to_be_visible()


def test_what_was_taken_down_opens_in_the_form(visit: Visit) -> None:
    """「直す」 leads to the fact on the page beside the chat."""
    visit.chat.say("人口は31,800人です")
    visit.chat.hears("記録しました：人口 31,800人")
    visit.chat.last.get_by_role("link", name="直す").click()
    expect(visit.page).to_have_url(re.compile(r"/plans/\d+/facts#population$"))
    expect(visit.page.locator("#population")).to_be_in_viewport()


def test_a_new_chat_keeps_the_plan_and_a_thread_of_another_says_so(visit: Visit, server: Server) -> None:
    """The plan's name stands above the chat; the list has the threads of the plan beside it."""
    first = server.workspace(visit.person).plan
    page, chat = visit.page, visit.chat
    expect(chat.frame.locator("#kanmin-plan")).to_have_text(f"計画：{first.name}")
    chat.say("第1章を下書き")
    chat.hears("質問 1／6")
    chat.frame.get_by_role("button", name="新しいチャット").click()
    chat.frame.get_by_role("button", name="確認").click()
    chat.frame.locator(STARTER).first.wait_for()
    chat.say("人口は31,800人です")
    chat.hears("記録しました")
    assert server.workspace(visit.person).ledger().answer("population") == 31_800
    server.plan(visit.person, "あおば市の計画")
    visit.open("")
    expect(chat.frame.locator("#kanmin-plan")).to_have_text("計画：あおば市の計画")
    held = Plans(server.engine).open(visit.person, first.id).last_thread()
    page.locator("#chat").evaluate("(frame, address) => { frame.src = address; }", f"/chat/thread/{held}")
    chat.hears(f"この会話は計画「{first.name}」のものです")
    expect(chat.frame.locator("#kanmin-plan")).to_have_text(f"計画：{first.name}")


def test_the_chat_that_comes_in_takes_the_keyboard_from_nobody(visits: Callable[..., Visit], server: Server) -> None:
    """Who types beside it while it is loading goes on typing where they are."""
    visit = visits()
    visit.enter()
    page = visit.page
    page.goto(f"/plans/{server.workspace(visit.person).plan.id}/facts", wait_until="commit")
    field = page.locator("#value-municipality")
    page.locator("#main[data-ready]").wait_for()
    field.press_sequentially("みどり")
    visit.ready()
    expect(visit.chat.frame.locator("#chat-input")).to_be_visible()
    page.keyboard.type("町")
    expect(field).to_have_value("みどり町")
    visit.chat.frame.locator("#chat-input").click()
    page.keyboard.type("計画は義務ですか")
    expect(visit.chat.frame.locator("#chat-input")).to_have_value("計画は義務ですか")


def test_enter_that_ends_a_conversion_does_not_send(visit: Visit) -> None:
    """Kana are converted with Enter; only the next Enter sends."""
    entry = visit.chat.frame.locator("#chat-input")
    visit.chat.type("計画は義務ですか")
    for init in ({"key": "Enter", "isComposing": True}, {"key": "Enter", "keyCode": 229}):
        entry.evaluate("(box, init) => box.dispatchEvent(new KeyboardEvent('keydown', {...init, bubbles: true}))", init)
        expect(entry).to_have_value("計画は義務ですか")
    entry.press("Enter")
    visit.chat.hears("根拠")


@pytest.mark.parametrize("size", [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone")])
def test_everything_to_press_in_the_chat_has_a_name(visits: Callable[..., Visit], size: dict[str, int]) -> None:
    """For who hears the page; the messages can be reached and scrolled by keyboard."""
    visit = visits(size=size)
    visit.sign_in()
    if size is PHONE:
        visit.page.get_by_role("button", name="チャット", exact=True).click()
    visit.chat.begin()
    nameless = visit.chat.frame.locator("button:visible, textarea:visible").evaluate_all(
        "found => found.filter(e => !e.textContent.trim() && !e.getAttribute('aria-label')).map(e => e.outerHTML)"
    )
    assert nameless == []
    expect(visit.chat.frame.get_by_role("log", name="会話")).to_have_attribute("tabindex", "0")


def test_an_asked_for_section_opens_beside_the_chat(visit: Visit) -> None:
    """And a request without a number offers the sections."""
    visit.chat.say("第2章を見せて")
    expect(visit.page).to_have_url(re.compile(r"/sections/2$"))
    visit.chat.say("もっと短く")
    visit.chat.hears("どの章を短くしますか")
    visit.chat.press("第2章を短くする")
    visit.chat.hears("まだ文章がありません")
    visit.chat.say("第2章を下書き")
    visit.chat.hears("質問 1／")
    visit.chat.press("やめる")
    visit.chat.hears("下書きしました")
    visit.chat.say("第2章を短くする")
    expect(visit.page).to_have_url(re.compile(r"/sections/2/revise\?how=short$"))
