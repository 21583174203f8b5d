"""A first day with the product, in a real browser: ask, be asked, draft, edit, and lose nothing on the way."""

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

import pytest
from browser.visiting import INSTALL, PHONE, STARTER, Visit
from pages.serving import PASSWORD, Server

from assistant.models import Status
from knowledge.corpus import Corpus

expect = pytest.importorskip("playwright.sync_api", reason=INSTALL).expect
pytestmark = pytest.mark.browser
STARTERS = [
    "計画づくりを始める",
    "章を選んで下書きする",
    "施策のおすすめを見る",
    "法令・手引について質問する",
    "既存の計画を点検する（準備中）",
]
RESTART_NOISE = (
    "ERR_CONTENT_LENGTH_MISMATCH",
    "ERR_CONNECTION_REFUSED",
    "ERR_EMPTY_RESPONSE",
    "ERR_CONNECTION_RESET",
    "ERR_INCOMPLETE",
    "WebSocket",
    "socket.io",
)


def test_signs_in_and_finds_the_plan_with_the_chat_beside_it(visits: Callable[..., Visit]) -> None:
    """A wrong password is told; the right one leads to seven sections and five starters."""
    visit = visits()
    visit.expected = ("401",)
    page = visit.page
    page.goto("/", wait_until="commit")
    page.get_by_label("利用者名").fill(visit.person.name)
    page.get_by_label("パスワード").fill("chigau-2026")
    page.get_by_role("button", name="ログイン").click()
    expect(page.get_by_role("alert")).to_have_text("利用者名かパスワードが違います。")
    expect(page.get_by_label("利用者名")).to_have_value(visit.person.name)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン").click()
    page.get_by_role("heading").get_by_role("link", name="みどり町の計画").click()
    starters = visit.chat.frame.locator(STARTER)
    expect(starters).to_have_text(STARTERS)
    page.get_by_role("button", name="ログアウト").click()
    expect(page.get_by_role("heading", name="ログイン")).to_be_visible()


def test_a_question_is_answered_with_quotes_that_open_beside_the_chat(visit: Visit, corpus: Corpus) -> None:
    """Every 根拠 link shows its passage, with the quoted words, in the panel of the plan's page."""
    page, chat = visit.page, visit.chat
    chat.say("計画は議会の議決が必要ですか")
    chat.hears("定めが見当たらない")
    chat.hears("根拠")
    links = chat.last.locator('a[href*="/passages/"]')
    lines = chat.last.locator("li").filter(has=page.locator('a[href*="/passages/"]')).all_inner_texts()
    assert links.count() == len(lines) >= 2
    for number in range(links.count()):
        path = urlsplit(links.nth(number).get_attribute("href")).path
        passage = corpus.passage[unquote(path.split("/passages/")[1])]
        visit.open_quote(links.nth(number))
        expect(page.locator("#quote-label")).to_have_text(passage.citation)
        expect(page.locator("#quote-text")).to_have_text(passage.text)
        quote = lines[number].split("「", 1)[1].strip().removesuffix("」")
        assert "".join(quote.split()) in "".join(passage.text.split())
    expect(page.locator("#quote-text")).to_be_in_viewport()
    expect(chat.last).to_be_visible()
    assert page.url.endswith("/sections/1")
    page.get_by_role("button", name="閉じる").click()
    expect(page.locator("#quote")).to_be_hidden()


def test_a_question_outside_the_guide_gets_no_made_up_answer(visit: Visit) -> None:
    """手引には見当たりません, and no quote that would seem to support something."""
    visit.chat.say("国際宇宙ステーションの打ち上げ費用はいくらですか")
    visit.chat.hears("手引には見当たりません")
    expect(visit.chat.last.locator('a[href*="/passages/"]')).to_have_count(0)


def test_the_interview_leads_to_a_draft_in_the_editor(visit: Visit, server: Server) -> None:
    """Typed answers, buttons, わからない, 戻る and a correction; what is not known stands as 〔要確認：…〕."""
    page, chat = visit.page, visit.chat
    chat.begin()
    chat.say("みどり町です")
    chat.hears("主な課題")
    chat.say("若い世代の転出、窓口の混雑")
    chat.hears("仕事の進め方")
    chat.press("戻る")
    chat.hears("主な課題")
    chat.say("若い世代の転出、窓口の待ち時間")
    chat.hears("仕事の進め方")
    chat.press("あとで")
    chat.hears("取組を書いてください")
    chat.press("該当なし")
    chat.hears("人口は何人ですか")
    chat.say("約3万2千人（令和8年4月1日現在）")
    chat.hears("高齢化率")
    chat.say("人口は31,800人の間違いでした")
    expect(chat.frame.get_by_text("直しました：人口 31,800人")).to_be_visible()
    chat.hears("高齢化率")
    chat.press("わからない")
    chat.hears("仕事の進め方")
    chat.press("あとで")
    chat.hears("下書きしました")
    text = page.get_by_label("第1章")
    expect(text).to_have_value(re.compile("みどり町の人口は31,800人"))
    draft = text.input_value()
    assert "〔要確認：高齢化率〕" in draft
    assert "〔要確認：行政運営の課題〕" in draft
    assert "・若い世代の転出\n・窓口の待ち時間" in draft
    assert not re.search("32,000|窓口の混雑", draft)
    expect(page.locator("#open-items li").filter(has_text="高齢化率")).to_be_visible()
    expect(page.locator(".state-word")).to_have_text("下書き")
    ledger = server.workspace(visit.person).ledger()
    assert ledger.get("population").value == 31_800
    assert ledger.get("ageing_rate").status is Status.UNKNOWN
    assert ledger.get("administrative_issues").status is Status.ABSENT
    assert ledger.get("past_efforts").status is Status.NOT_APPLICABLE


def test_a_question_in_the_middle_of_the_interview_is_answered_and_the_interview_goes_on(
    visit: Visit, server: Server
) -> None:
    """The question asked back is no answer to ours, which stays open."""
    visit.chat.begin()
    visit.chat.say("計画の公表は義務ですか？")
    expect(visit.chat.frame.get_by_text("根拠", exact=True)).to_be_visible()
    visit.chat.hears("質問 1／6")
    assert server.workspace(visit.person).ledger().facts == {}


def test_a_button_of_an_earlier_question_answers_no_other_question(visit: Visit, server: Server) -> None:
    """「わからない」 under the first question does not say that the open one is unknown."""
    chat = visit.chat
    chat.begin()
    chat.say("みどり町")
    chat.hears("主な課題")
    first = chat.messages.filter(has_text="質問 1／6").get_by_role("button", name="わからない", exact=True)
    if first.count():
        seen = chat.messages.count()
        first.click()
        expect(chat.messages).not_to_have_count(seen)
    assert server.workspace(visit.person).ledger().get("issues").status is Status.ABSENT


def test_what_is_edited_and_saved_is_a_version_with_its_author(visit: Visit, server: Server) -> None:
    """The draft stays as version 1, the person's text becomes version 2 under their name."""
    page, chat = visit.page, visit.chat
    chat.begin()
    chat.press("やめる")
    chat.hears("下書き")
    chat.say("第1章を下書きする")
    chat.hears("質問 1／6")
    page.get_by_label("第1章").fill("1. みどり町の現状及び課題\n\n人口は〔要確認：人口〕である。\n")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#saved")).to_contain_text("保存しました")
    newest = server.versions(visit.person)[-1]
    assert newest.text == "1. みどり町の現状及び課題\n\n人口は〔要確認：人口〕である。\n"
    assert (newest.author, newest.origin) == (visit.person.name, "edit")
    expect(page.locator(".state-word")).to_have_text("編集済")
    expect(page.locator("#versions li").first).to_contain_text(re.compile(f"編集.*{visit.person.name}", re.DOTALL))


def test_a_reload_brings_back_text_chat_and_the_open_question(visit: Visit, server: Server) -> None:
    """The saved text, everything said, and buttons that still work."""
    page, chat = visit.page, visit.chat
    chat.begin()
    chat.say("みどり町")
    chat.hears("主な課題")
    chat.say("若い世代の転出")
    chat.hears("仕事の進め方")
    page.get_by_label("第1章").fill("書きかけの章")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#saved")).to_contain_text("保存しました")
    visit.reload()
    expect(page.get_by_label("第1章")).to_have_value("書きかけの章")
    chat.hears("仕事の進め方")
    for words in ("みどり町", "若い世代の転出"):
        expect(chat.frame.locator('[data-step-type="user_message"]').filter(has_text=words)).to_be_visible()
    expect(chat.messages.filter(has_text="質問 1／6")).to_have_count(1)
    for label in ("わからない", "あとで", "該当なし", "戻る", "やめる"):
        expect(chat.last.get_by_role("button", name=label, exact=True)).to_be_visible()
    chat.press("該当なし")
    chat.hears("取組を書いてください")
    kept = server.workspace(visit.person).ledger()
    assert kept.get("administrative_issues").status is Status.NOT_APPLICABLE


def test_a_killed_server_loses_no_answer(visit: Visit, server: Server) -> None:
    """SIGKILL in the middle of the interview; after a new start the interview goes on where it was."""
    visit.expected = (*RESTART_NOISE, "409")
    chat = visit.chat
    chat.begin()
    chat.say("みどり町")
    chat.hears("主な課題")
    chat.say("窓口の混雑")
    chat.hears("仕事の進め方")
    server.kill()
    kept = server.workspace(visit.person).ledger()
    assert (kept.get("municipality").value, kept.get("issues").value) == ("みどり町", ("窓口の混雑",))
    visit.page.get_by_label("第1章").fill("止まっている間に書いた文章")
    visit.page.get_by_role("button", name="保存", exact=True).click()
    expect(visit.page.locator("#saved")).to_contain_text("サーバーにつながりません")
    server.start()
    visit.reload()
    expect(visit.page.get_by_label("第1章")).to_have_value("止まっている間に書いた文章")
    chat.hears("仕事の進め方")
    chat.press("該当なし")
    chat.hears("取組を書いてください")
    after = server.workspace(visit.person).ledger()
    assert after.get("issues").value == ("窓口の混雑",)
    assert after.get("administrative_issues").status is Status.NOT_APPLICABLE


def test_text_being_written_survives_a_draft_from_the_chat(visit: Visit, server: Server) -> None:
    """A draft that arrives while somebody writes does not take their text away."""
    visit.expected = ("409",)
    page, chat = visit.page, visit.chat
    chat.begin()
    page.get_by_label("第1章").fill("書いている途中の文章")
    chat.press("やめる")
    chat.hears("下書き")
    expect(page.get_by_label("第1章")).to_have_value("書いている途中の文章")


def test_on_a_phone_plan_and_chat_take_turns(visits: Callable[..., Visit]) -> None:
    """One at a time; a quote opens the plan's side, and the chat is still there on the way back."""
    visit = visits(size=PHONE)
    visit.sign_in()
    page, chat = visit.page, visit.chat
    plan, frame = page.locator("#side"), page.locator("#chat")
    expect(plan).to_be_visible()
    expect(frame).to_be_hidden()
    page.get_by_label("第1章").fill("電話で書いた文章")
    page.get_by_role("button", name="チャット", exact=True).click()
    expect(plan).to_be_hidden()
    chat.say("計画は議会の議決が必要ですか")
    chat.hears("根拠")
    chat.last.locator('a[href*="/passages/"]').first.click()
    expect(page.locator("#quote-text")).to_be_in_viewport()
    expect(page.get_by_role("button", name="計画", exact=True)).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="チャット", exact=True).click()
    chat.hears("根拠")
    page.get_by_role("button", name="計画", exact=True).click()
    expect(page.get_by_label("第1章")).to_have_value("電話で書いた文章")
