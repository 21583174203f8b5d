"""The section editor at work: what is typed is kept, undone, looked at, pasted elsewhere, and its gaps are closed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from browser.visiting import INSTALL, Visit
from pages.serving import Server

from assistant.drafting import draft_section
from assistant.models import Fact, Ledger, Status
from assistant.store.access import Role
from knowledge.corpus import Corpus

expect = pytest.importorskip("playwright.sync_api", reason=INSTALL).expect
pytestmark = pytest.mark.browser
LONG = "\n\n".join(f"段落{number}。" + "みどり町の窓口の様子を書く。" * 6 for number in range(60))
HOLDS_CARET = """() => { const f = document.querySelector("#text");
    return [document.activeElement === f, f.selectionStart, f.selectionEnd, f.scrollTop]; }"""
STATE = "#saved"


def text_of(visit: Visit) -> Any:
    """The field in which the section is written."""
    return visit.page.get_by_label("第1章の本文")


def caret(visit: Visit, at: int) -> None:
    """Put the caret there, as a click does."""
    visit.page.evaluate(
        "at => { const f = document.querySelector('#text'); f.focus(); f.setSelectionRange(at, at); }", at
    )
    visit.page.evaluate("document.querySelector('#text').dispatchEvent(new Event('click', { bubbles: true }))")


@pytest.fixture
def visit(visits: Callable[..., Visit]) -> Visit:
    """A newcomer at the empty first section."""
    found = visits()
    found.enter()
    found.look()
    return found


@pytest.fixture
def drafted(visits: Callable[..., Visit], server: Server, corpus: Corpus) -> Visit:
    """A newcomer whose first section has been drafted; its population is not known yet."""
    visit = visits()
    workspace = server.workspace(visit.person)
    workspace.add_facts(
        [
            Fact(key="municipality", status=Status.ANSWERED, value="みどり町"),
            Fact(key="issues", status=Status.ANSWERED, value=("若い世代の転出", "窓口の混雑")),
        ]
    )
    workspace.add_draft(draft_section(1, workspace.ledger(), corpus), None)
    visit.enter()
    visit.look()
    return visit


# --- saving ----------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_saved_by_itself_and_leaves_the_caret_alone(visit: Visit, server: Server) -> None:
    """Focus, caret and scroll stay; all pauses together make one version, which 「保存」 ends."""
    server.workspace(visit.person).save_text(1, LONG, None)
    visit.reload()
    page = visit.page
    caret(visit, 1500)
    page.keyboard.type("あいう")
    expect(page.locator(STATE)).to_have_text("保存していない変更があります")
    before = page.evaluate(HOLDS_CARET)
    expect(page.locator(STATE)).to_have_text(re.compile(r"保存しました \d+:\d\d"))
    assert page.evaluate(HOLDS_CARET) == before
    assert before[:3] == [True, 1503, 1503]
    page.keyboard.type("えお")
    expect(page.locator(STATE)).to_have_text("保存していない変更があります")
    expect(page.locator(STATE)).to_have_text(re.compile("保存しました"))
    assert [(v.number, v.running) for v in server.versions(visit.person)] == [(1, False), (2, True)]
    assert server.versions(visit.person)[-1].text == LONG[:1500] + "あいうえお" + LONG[1500:]
    page.keyboard.press("Control+s")
    expect(page.locator("#told")).to_have_text(re.compile("保存しました"))
    assert [(v.number, v.running) for v in server.versions(visit.person)] == [(1, False), (2, False)]
    page.keyboard.press("Control+s")
    expect(page.locator(STATE)).to_have_text(re.compile("保存しました"))
    assert len(server.versions(visit.person)) == 2, "nothing has changed"


def test_kana_that_are_being_converted_are_not_saved(visit: Visit, server: Server) -> None:
    """Only what the conversion ends with; also Ctrl+Z leaves it alone."""
    page = visit.page
    page.clock.install()
    visit.reload()
    text_of(visit).click()
    line = visit.context.new_cdp_session(page)
    line.send("Input.imeSetComposition", {"text": "まちの", "selectionStart": 3, "selectionEnd": 3})
    page.clock.run_for(10_000)
    expect(text_of(visit)).to_have_value("まちの")
    assert server.versions(visit.person) == []
    line.send("Input.insertText", {"text": "町の"})
    page.clock.run_for(3_000)
    expect(page.locator(STATE)).to_have_text(re.compile("保存しました"))
    assert [version.text for version in server.versions(visit.person)] == ["町の"]


def test_a_lost_line_loses_nothing_and_is_made_up_for(visit: Visit, server: Server) -> None:
    """Said in words, kept in the browser, saved when the line is back."""
    visit.expected = ("ERR_INTERNET_DISCONNECTED", "WebSocket", "socket.io", "Failed to fetch")
    page = visit.page
    visit.context.set_offline(True)
    text_of(visit).press_sequentially("線の切れた間の文章")
    expect(page.locator(STATE)).to_contain_text("サーバーにつながりません。このブラウザーに残してあります")
    assert server.versions(visit.person) == []
    visit.context.set_offline(False)
    expect(page.locator(STATE)).to_have_text(re.compile("保存しました"))
    assert [version.text for version in server.versions(visit.person)] == ["線の切れた間の文章"]


def test_leaving_the_page_saves(visit: Visit, server: Server) -> None:
    """By a link at once after typing, and by closing the tab."""
    page = visit.page
    text_of(visit).press_sequentially("すぐに移る")
    page.locator("#pages").get_by_role("link", name="聞き取り").click()
    expect(page.locator("#heading")).not_to_have_text(re.compile("第1章"))
    assert [version.text for version in server.versions(visit.person)] == ["すぐに移る"]
    visit.look()
    text_of(visit).press("End")
    text_of(visit).press_sequentially("。閉じる")
    page.goto("about:blank")
    page.goto(f"/plans/{server.workspace(visit.person).plan.id}/sections/1")
    visit.ready()
    expect(text_of(visit)).to_have_value("すぐに移る。閉じる")
    expect(page.locator("#conflict")).to_be_hidden()


def test_what_one_person_kept_is_not_shown_to_the_next(visits: Callable[..., Visit], server: Server) -> None:
    """What one person has not saved yet is shown to nobody else who uses the same browser."""
    visit = visits()
    visit.enter()
    visit.look()
    visit.expected = ("ERR_FAILED",)
    other = server.newcomer("佐藤")
    server.join(other, server.workspace(visit.person).plan)
    saving = re.compile(r"/api/plans/\d+/sections/1$")
    visit.context.route(saving, lambda route: route.abort())
    text_of(visit).fill("鈴木だけの文章")
    expect(visit.page.locator(STATE)).to_contain_text("サーバーにつながりません")
    kept = visit.page.evaluate("Object.entries(localStorage)")
    visit.page.goto("/healthz")  # what the browser sends while a page closes may still arrive; these words never do
    secret = [[key, value.replace("鈴木だけの文章", "まだ誰も読めない文章")] for key, value in kept]
    assert secret != kept
    visit.page.evaluate("kept => kept.forEach(([key, value]) => localStorage.setItem(key, value))", secret)
    visit.context.unroute(saving)
    visit.context.clear_cookies()
    visit.expected += ("401", "Unauthorized")
    visit.person = other
    visit.enter()
    visit.look()
    expect(text_of(visit)).not_to_have_value(re.compile("まだ誰も読めない"))
    expect(visit.page.locator("#conflict")).to_be_hidden()


# --- undoing ---------------------------------------------------------------------------------------------------------


def test_undo_and_redo_go_through_typing_and_buttons(drafted: Visit, server: Server) -> None:
    """Typing is undone in one step, an answer that a button wrote in another; and both come back."""
    page, field = drafted.page, text_of(drafted)
    draft = field.input_value()
    item = page.locator("#gaps li").filter(has_text="人口（")
    item.get_by_text("ここで答える").click()
    item.get_by_label("人口は何人ですか").fill("31,800人（令和8年4月1日現在）")
    item.get_by_role("button", name="答えて本文に入れる").click()
    expect(field).to_have_value(re.compile("みどり町の人口は31,800人（令和8年4月1日現在）"))
    filled = field.input_value()
    caret(drafted, 0)
    page.keyboard.type("前置き")
    for wanted in (filled, draft):
        page.keyboard.press("Control+z")
        expect(field).to_have_value(wanted)
    expect(page.get_by_role("button", name="元に戻す")).to_be_disabled()
    page.get_by_role("button", name="やり直す").click()
    page.get_by_role("button", name="やり直す").click()
    expect(field).to_have_value("前置き" + filled)
    expect(page.get_by_role("button", name="やり直す")).to_be_disabled()
    expect(page.locator(STATE)).to_have_text(re.compile("保存しました"))
    assert server.versions(drafted.person)[-1].text == "前置き" + filled


def test_the_section_and_what_is_selected_are_counted(visit: Visit) -> None:
    """In letters, without white space."""
    text_of(visit).fill("みどり町　の\n窓口 𠮷")
    expect(visit.page.locator("#count")).to_have_text("8字")
    visit.page.evaluate("document.querySelector('#text').setSelectionRange(0, 4)")
    expect(visit.page.locator("#selected")).to_have_text("（選んだところ 4字）")


# --- gaps and sources ------------------------------------------------------------------------------------------------


def test_a_gap_leads_to_its_place(drafted: Visit) -> None:
    """Pressing it selects the mark in the text, also after something was typed before it."""
    page = drafted.page
    caret(drafted, 0)
    page.keyboard.type("𠮷野の")
    page.locator("#gaps").get_by_role("button", name=re.compile("^人口（")).click()
    chosen = page.evaluate(
        "() => { const f = document.activeElement; return f.value.slice(f.selectionStart, f.selectionEnd) }"
    )
    assert chosen == "〔要確認：人口〕"


def test_an_answer_given_at_the_gap_is_kept_and_written(drafted: Visit, server: Server) -> None:
    """The ledger has it, the text shows it, the gap is gone; one that cannot be read stays with the reason."""
    page = drafted.page
    drafted.expected = ("422",)
    gaps = page.locator("#gap-count")
    count = int(gaps.inner_text())
    item = page.locator("#gaps li").filter(has_text="人口（")
    item.get_by_text("ここで答える").click()
    item.get_by_label("人口は何人ですか").fill("たくさん")
    item.get_by_role("button", name="答えて本文に入れる").click()
    expect(item.locator(".said")).to_contain_text("数字を読み取れませんでした")
    expect(item.get_by_label("人口は何人ですか")).to_have_value("たくさん")
    item.get_by_label("人口は何人ですか").fill("31,800人（令和8年4月1日現在）")
    item.get_by_role("button", name="答えて本文に入れる").click()
    expect(gaps).to_have_text(str(count - 1))
    expect(item).to_have_count(0)
    assert server.workspace(drafted.person).ledger().get("population").value == 31_800
    newest = server.versions(drafted.person)[-1]
    assert "31,800人（令和8年4月1日現在）" in newest.text
    assert "〔要確認：人口〕" not in newest.text


def test_the_sources_of_the_paragraph_follow_the_caret(drafted: Visit) -> None:
    """Facts with their value and who stated them, linked to where they are changed; laws to their text."""
    page = drafted.page
    text = text_of(drafted).input_value()
    caret(drafted, text.index("若い世代の転出"))
    sources = page.locator("#sources")
    expect(sources).to_contain_text("若い世代の転出、窓口の混雑")
    expect(sources).to_contain_text(f"記録：{drafted.person.name}さん")
    expect(sources.get_by_role("link", name="市町村が抱える課題")).to_have_attribute(
        "href", re.compile(r"/facts#issues$")
    )
    caret(drafted, 0)
    expect(sources).not_to_contain_text("若い世代の転出、窓口の混雑")


# --- preview and pasting ---------------------------------------------------------------------------------------------


def test_the_finished_look_is_shown_from_what_is_typed(visit: Visit) -> None:
    """Headings, lists and tables as in the export; open items marked; what looks like markup is only text."""
    page = visit.page
    text_of(visit).fill(
        "1. 現状\n\n・窓口\n\n| 年 | 人口 |\n| 令和8年 | 〔要確認：人口〕 |\n\n<img src=x onerror=alert(1)>\n"
    )
    page.get_by_role("button", name="仕上がり").click()
    preview = page.locator("#preview")
    expect(preview.get_by_role("heading", name="1. 現状")).to_be_visible()
    expect(preview.get_by_role("listitem")).to_have_text("窓口")
    expect(preview.get_by_role("cell", name="令和8年")).to_be_visible()
    expect(preview.locator("mark")).to_have_text("〔要確認：人口〕")
    expect(preview).to_contain_text("<img src=x onerror=alert(1)>")
    page.get_by_role("button", name="本文", exact=True).click()
    expect(text_of(visit)).to_be_visible()


@pytest.mark.parametrize("secure", [True, False], ids=["https", "http in the office"])
def test_a_section_is_pasted_with_headings_and_tables(visit: Visit, secure: bool) -> None:
    """Rich text and plain text are on the clipboard, also where the browser has no modern clipboard."""
    page = visit.page
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    text_of(visit).fill("1. 現状\n\n・窓口\n\n| 年 | 人口 |\n| 令和8年 | 31,800人 |\n")
    if not secure:
        page.evaluate("Object.defineProperty(navigator.clipboard, 'write', { value: undefined })")
    page.get_by_role("button", name=re.compile("^Wordに貼る")).click()
    expect(page.locator(STATE)).to_contain_text("コピーしました")
    html, plain = page.evaluate(
        """async () => { const [item] = await navigator.clipboard.read();
        return Promise.all(["text/html", "text/plain"].map(async (type) => (await item.getType(type)).text())) }"""
    )
    assert re.search(r"<h1[^>]*>1\. 現状</h1>", html)
    assert re.search(r"<table[^>]*border[^>]*>", html)
    assert re.search(r"<td[^>]*>令和8年</td>", html)
    assert re.search(r"<li[^>]*>窓口</li>", html)
    assert plain.splitlines() == ["1. 現状", "・窓口", "年\t人口", "令和8年\t31,800人"]


# --- how it stands ---------------------------------------------------------------------------------------------------


def test_a_confirmation_ends_with_the_next_save(drafted: Visit, server: Server) -> None:
    """Who and when is shown; taken back by hand, or by writing on."""
    page = drafted.page
    page.get_by_role("button", name=re.compile("確認済にする$")).click()
    expect(page.locator("#standing")).to_contain_text(f"{drafted.person.name}さんが")
    expect(page.locator(".state-word")).to_contain_text("確認済")
    assert server.workspace(drafted.person).confirmation(1) is not None
    text_of(drafted).press_sequentially("追記")
    expect(page.locator(".state-word")).to_contain_text("編集済")
    assert server.workspace(drafted.person).confirmation(1) is None


def test_a_viewer_reads_and_looks_but_writes_nothing(
    visits: Callable[..., Visit], drafted: Visit, server: Server
) -> None:
    """The text is read-only, the finished look is there, and no button would change anything."""
    guest = visits(server.newcomer("野田"))
    server.workspace(drafted.person).give_role(guest.person.name, Role.VIEWER)
    guest.enter()
    guest.look()
    expect(guest.page.locator("#preview")).to_contain_text("みどり町")
    guest.page.get_by_role("button", name="本文", exact=True).click()
    expect(text_of(guest)).not_to_be_editable()
    for name in ("保存", "確認済にする", "元に戻す", "答えて本文に入れる", "戻す"):
        expect(guest.page.get_by_role("button", name=re.compile(f"^{name}"))).to_have_count(0)
    expect(guest.page.get_by_text("に戻す")).to_have_count(0)


def test_the_ledger_of_these_tests_has_gaps(corpus: Corpus) -> None:
    """The draft above has a mark for the population that stands for it alone."""
    named = Ledger().with_fact(Fact(key="municipality", status=Status.ANSWERED, value="みどり町"))
    assert "みどり町の人口は〔要確認：人口〕" in draft_section(1, named, corpus).text
