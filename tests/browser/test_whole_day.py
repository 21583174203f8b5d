"""A whole day with a plan: two people take it from nothing to confirmed, and a third one gets nothing of it.

What is checked is what the store holds; what the pages show is only what leads there.
"""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from browser.visiting import INSTALL, STARTER, Visit
from pages.serving import PASSWORD, Server

from assistant.inquiry.sheet import HEAD
from assistant.inquiry.table import COLUMNS
from assistant.interview import question_for
from assistant.models import Status
from assistant.store.access import Role
from assistant.store.plans import Workspace

expect = pytest.importorskip("playwright.sync_api", reason=INSTALL).expect
pytestmark = pytest.mark.browser
NAME = "みどり町官民データ活用推進計画"
INTERVIEW = {
    "municipality": "みどり町です",
    "plan_name": NAME,
    "pattern": "単独の計画として作る",
    "scale": "少数の施策から始める",
    "period": "令和9年度から3年間",
    "comprehensive_plan": "第5次みどり町総合計画（令和4年3月策定）",
    "it_plan": "該当なし",
    "prefectural_plan": "わからない",
    "publication": "令和9年3月",
    "issues": "若い世代の転出、窓口の混雑",
    "administrative_issues": "紙の書類が多い",
    "past_efforts": "コンビニ交付を開始",
    "efforts_result": "窓口が空いた",
    "lead_department": "企画課",
    "project_team": "該当なし",
    "it_staff": "2人",
    "cloud": "移行の途中",
    "security_policy": "定めて公表している",
    "population": "令和3年4月1日 33,900人、令和8年4月1日 31,800人",
    "ageing_rate": "わからない",
}


def press(page: Any, name: str) -> None:
    """A button of the page by its exact words."""
    page.get_by_role("button", name=name, exact=True).click()


def turn_to(page: Any, name: str) -> None:
    """A page of the plan by the navigation, come to life; the chat stays as it is."""
    page.locator("#main").evaluate("main => { main.dataset.left = ''; }")
    page.locator("#pages").get_by_role("link", name=name, exact=True).click()
    page.locator("#main[data-ready]:not([data-left])").wait_for()
    expect(page.locator("#pages [aria-current]")).to_have_text(name)


def held(server: Server, visit: Visit) -> Workspace:
    """The plan as the store has it."""
    return server.workspace(visit.person)


def returned(sheet: Path, answer: str) -> bytes:
    """The downloaded sheet with an answer in every row that asks for one, as the other department sends it back."""
    book = openpyxl.load_workbook(io.BytesIO(sheet.read_bytes()))
    for page in book.worksheets:
        for row in range(HEAD + 1, page.max_row + 1):
            if page.cell(row, len(COLUMNS) + 1).value == "ageing_rate":
                page.cell(row, COLUMNS.index("回答") + 1).value = answer
                page.cell(row, COLUMNS.index("基準日") + 1).value = "令和8年4月1日"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def everything(server: Server) -> dict[str, int]:
    """How many rows the product's tables have."""
    tables = (
        "plan",
        "membership",
        "fact",
        "section_version",
        "inquiry",
        "inquiry_reply",
        "frozen_plan",
        "confirmation",
    )
    return {table: server.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in tables}


def test_a_day_from_nothing_to_a_confirmed_plan(visits: Callable[..., Visit], server: Server) -> None:
    """Plan, interview, inquiry, measures, editing by two, conflict, diff, restore, confirmation, export."""
    head, editor = visits(server.newcomer("高橋")), visits(server.newcomer("田中"))
    begin_the_plan(head, editor)
    be_interviewed(head, server)
    ask_another_department(head, server)
    choose_measures(head, server)
    take_the_answers_in(head, server)
    write_at_the_same_time(head, editor, server)
    compare_and_restore(editor, server)
    confirm_and_freeze(head, server)
    export(head, server)
    nothing_for_a_third(visits(server.newcomer("山本")), head, server)


def begin_the_plan(head: Visit, editor: Visit) -> None:
    """The first person signs in, makes the plan and lets the second one in as an editor."""
    page = head.page
    page.goto("/login")
    page.get_by_label("利用者名").fill(head.person.name)
    page.get_by_label("パスワード", exact=True).fill(PASSWORD)
    press(page, "ログイン")
    page.get_by_label("計画の名前", exact=True).fill(NAME)
    page.get_by_label("この名前を、計画の正式な名称として本文でも使う").uncheck()
    press(page, "計画を作る")
    head.chat.frame.locator(STARTER).first.wait_for()
    turn_to(page, "設定")
    page.get_by_label("利用者名", exact=True).fill(editor.person.name)
    page.get_by_label("役割", exact=True).select_option("編集者")
    press(page, "加える")
    expect(page.get_by_label(f"{editor.person.name}さんの役割")).to_have_value(Role.EDITOR.value)
    turn_to(page, "全体")


def be_interviewed(head: Visit, server: Server) -> None:
    """From the board; the server is killed in between, and the last answer leads to seven drafts."""
    page, chat = head.page, head.chat
    press(page, "計画全体の聞き取りを始める")
    for key, answer in INTERVIEW.items():
        chat.hears(question_for(key).text)
        if key == "issues":
            head.expected = ("ERR_", "WebSocket", "socket.io", "Failed to load resource")
            server.kill()
            server.start()
            head.reload()
            expect(chat.last.get_by_role("button", name="あとで", exact=True)).to_be_visible()
        chat.say(answer)
    chat.hears("次は施策を選びます")
    ledger = held(server, head).ledger()
    assert (ledger.answer("population"), ledger.get("ageing_rate").status) == (31_800, Status.UNKNOWN)
    assert ledger.answer("issues") == ("若い世代の転出", "窓口の混雑")
    texts = held(server, head).texts()
    assert sorted(texts) == [1, 2, 3, 4, 5, 6, 7]
    assert "〔要確認：高齢化率〕" in texts[1].text


def ask_another_department(head: Visit, server: Server) -> None:
    """What nobody knew goes out as a sheet, comes back filled in, and is taken in."""
    page = head.page
    turn_to(page, "照会")
    department = page.locator("tbody tr").filter(has_text="高齢化率").locator("th").inner_text().strip()
    row = page.locator("tbody tr").filter(has=page.get_by_role("rowheader", name=department, exact=True))
    row.get_by_role("button", name=re.compile("照会する")).click()
    expect(page.locator(".letter")).to_contain_text(f"{department}長　様")
    assert held(server, head).inquiries() == []
    page.get_by_role("button", name="この内容で照会する").first.click()
    with page.expect_download() as download:
        row.get_by_role("link", name=re.compile("照会票（Excel）")).click()
    sheet = returned(download.value.path(), "38.5%")
    [asked] = held(server, head).inquiries()
    assert (asked.department, asked.replied_at, "ageing_rate" in asked.keys) == (department, None, True)
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.locator("#reply-files").set_input_files({"name": "返送.xlsx", "mimeType": media, "buffer": sheet})
    press(page, "読み取る")
    expect(page.locator("#replies")).to_be_in_viewport()
    assert held(server, head).ledger().get("ageing_rate").status is Status.UNKNOWN
    press(page, "選んだ回答を取り込む")
    expect(page.get_by_text("選んだ回答を答え（事実台帳）に取り込みました。")).to_be_visible()
    fact = held(server, head).ledger().get("ageing_rate")
    assert (fact.value, fact.status) == (38.5, Status.ANSWERED)


def choose_measures(head: Visit, server: Server) -> None:
    """By number in the chat, with a reason for the one that is turned down."""
    chat = head.chat
    chat.say("施策のおすすめを見る")
    chat.hears("のように答えるか")
    chat.say("1と3を採用、2は見送り。予算がない")
    chat.hears("見送り")
    measures = held(server, head).ledger().measures
    assert [m.decision for m in measures].count("picked") == 2
    assert [m.reason for m in measures if m.decision == "rejected"] == ["予算がない"]


def take_the_answers_in(head: Visit, server: Server) -> None:
    """The first and the sixth section are redrafted from the answers that came later, paragraph by paragraph."""
    page = head.page
    turn_to(page, "章")
    for number, words in ((1, "38.5％"), (6, held(server, head).ledger().picked[0].department or "施策")):
        page.locator(".chapter-tabs").get_by_role("link", name=re.compile(f"^第{number}章")).click()
        expect(page.locator("#heading")).to_contain_text(f"第{number}章")
        expect(page.locator("#main")).to_have_attribute("data-page", "section")
        expect(page).to_have_url(re.compile(f"/sections/{number}$"))
        page.get_by_role("link", name="いまの答えで書き直す", exact=True).click()
        before = held(server, head).newest(number)
        press(page, "反映する")
        expect(page.locator("#heading")).not_to_contain_text("作り直す案")
        after = held(server, head).newest(number)
        assert before
        assert after
        assert after.number > before.number
        assert words in after.text
        turn_to(page, "章")


def write_at_the_same_time(head: Visit, editor: Visit, server: Server) -> None:
    """Both change the second section; the second to save merges, and both people's sentences are kept."""
    editor.enter()
    for visit in (head, editor):
        visit.open("/sections/2")
    editor.expected = ("409",)
    text = held(server, head).texts()[2].text
    head.page.locator("#text").fill(text + "\n高橋が加えた文である。\n")
    press(head.page, "保存")
    expect(head.page.locator("#saved")).to_contain_text("保存しました")
    editor.page.locator("#text").fill(text.replace("\n\n", "\n\n田中が加えた文である。\n\n", 1))
    press(editor.page, "保存")
    press(editor.page, "まとめた文章で保存する")
    expect(editor.page.locator("#saved")).to_contain_text("保存しました")
    newest = held(server, head).texts()[2]
    assert newest.author == editor.person.name
    assert "高橋が加えた文である。" in newest.text
    assert "田中が加えた文である。" in newest.text


def compare_and_restore(editor: Visit, server: Server) -> None:
    """The diff shows who added what; the draft is brought back as a version, and what was written stays one."""
    page = editor.page
    before = held(server, editor).versions(2)
    editor.look(f"/sections/2/compare?old={before[-1].number}&new=now")
    expect(page.locator("ins").filter(has_text="高橋が加えた文である。").first).to_be_visible()
    page.get_by_role("button", name=re.compile("文章に戻す")).click()
    expect(page.get_by_text("前の版の文章を、新しい版として戻しました。")).to_be_visible()
    after = held(server, editor).versions(2)
    assert (after[0].origin, after[0].text, after[0].author) == ("restore", before[-1].text, editor.person.name)
    assert after[1:] == before


def confirm_and_freeze(head: Visit, server: Server) -> None:
    """Every section is confirmed in its editor, and the plan frozen for the meeting."""
    page = head.page
    for number in range(1, 8):
        head.look(f"/sections/{number}")
        page.get_by_role("button", name=re.compile("確認済にする$")).click()
        expect(page.get_by_role("button", name="確認済を取り消す", exact=True)).to_be_visible()
    workspace = held(server, head)
    assert [bool(workspace.confirmation(number)) for number in range(1, 8)] == [True] * 7
    turn_to(page, "全体")
    expect(page.locator(".chapter .state")).to_have_text(["確認済"] * 7)
    turn_to(page, "版と出力")
    page.get_by_label("版の名前").fill("庁議版")
    press(page, "固定する")
    expect(page.get_by_text("名前を付けて固定しました")).to_be_visible()
    [frozen] = held(server, head).frozen()
    assert (frozen.name, len(frozen.versions)) == ("庁議版", 7)


def export(head: Visit, server: Server) -> None:
    """The frozen version in Word has the texts that were confirmed."""
    page = head.page
    page.locator("#export-version").select_option(label="庁議版")
    with page.expect_download() as download:
        page.locator("form[action$='/export'] button[type=submit]").click()
    document = docx.Document(io.BytesIO(download.value.path().read_bytes()))
    words = "".join(paragraph.text for paragraph in document.paragraphs)
    assert "みどり町" in words
    assert "38.5" in words
    assert "高橋が加えた文である" not in words
    assert held(server, head).last_thread()


def nothing_for_a_third(stranger: Visit, head: Visit, server: Server) -> None:
    """With the right numbers in every address: no page, no text, no change, and no word in the chat."""
    stranger.enter()
    stranger.expected = ("404",)
    plan = held(server, head).plan.id
    before = everything(server)
    request = stranger.context.request
    pages = ("", "/facts", "/measures", "/inquiry", "/versions", "/settings", "/sections/1", "/export", "/facts.yaml")
    for page in pages:
        answer = request.get(f"/plans/{plan}{page}", max_redirects=0)
        assert (answer.status, "みどり町" in answer.text()) == (404, False), page
    for method, path in (("PUT", f"/api/plans/{plan}/sections/1"), ("POST", f"/plans/{plan}/sections/1/confirmation")):
        answer = request.fetch(path, method=method, data={"text": "よその文章", "based_on": None, "stamp": 1})
        assert answer.status == 404, path
    page = stranger.page
    page.goto("/")
    expect(page.get_by_role("heading", name="計画を作る")).to_be_visible()
    expect(page.get_by_text(NAME)).to_have_count(0)
    assert everything(server) == before
