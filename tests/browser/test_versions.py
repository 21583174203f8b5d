"""版と出力 in a real browser: compare, choose from proposals by keyboard, and take files, while the chat stays."""

import re
from collections.abc import Callable

import pytest
from browser.looks import SIZES, fits, violations
from browser.visiting import INSTALL, Visit
from pages.serving import Server
from pages.towns import facts

from assistant.drafting import draft_section
from knowledge.corpus import Corpus

expect = pytest.importorskip("playwright.sync_api", reason=INSTALL).expect
pytestmark = pytest.mark.browser
RESTORE = re.compile("^戻す.*版1$")
OWN = "町長の考えをここに書き加える。"
MARK = "() => { document.querySelector('#chat').dataset.stays = 'yes'; }"


@pytest.fixture
def desk(visits: Callable[..., Visit], server: Server, corpus: Corpus) -> Visit:
    """A plan whose first section was drafted, edited and frozen; two answers that it tells of changed since."""
    visit = visits()
    furnish(visit, server, corpus)
    return visit


def furnish(visit: Visit, server: Server, corpus: Corpus) -> None:
    workspace = server.workspace(visit.person)
    workspace.add_facts(facts(municipality="みどり町", plan_name="みどり町データ計画", population=32_000))
    workspace.add_facts(facts(issues=("窓口の混雑",)))
    draft = draft_section(1, workspace.ledger(), corpus)
    workspace.add_draft(draft, None)
    workspace.freeze("課内案")
    workspace.save_text(1, f"{draft.text.rstrip()}\n\n{OWN}\n", 1)
    workspace.add_facts(facts(population=31_800, issues=("空き家の増加",)))
    visit.enter()


def test_proposals_are_chosen_by_keyboard(desk: Visit, server: Server) -> None:
    """Tab, space and Enter are enough; only what is ticked is kept, and the chat is not loaded anew."""
    desk.look("/versions")
    page = desk.page
    page.evaluate(MARK)
    page.get_by_role("link", name=re.compile("いまの答えで作り直す案を見る.*第1章")).press("Enter")
    boxes = page.get_by_role("checkbox")
    expect(boxes.first).to_be_checked()
    count = boxes.count()
    expect(page.locator("#chosen")).to_have_text(f"{count}か所のうち{count}か所を選んでいます")
    page.get_by_role("button", name="すべて外す").press("Enter")
    expect(page.locator("#chosen")).to_have_text(f"{count}か所のうち0か所を選んでいます")
    wanted = page.locator(".proposal", has_text="31,800人").get_by_role("checkbox")
    wanted.press("Space")
    expect(wanted).to_be_checked()
    page.get_by_role("button", name="反映後の文章を見る").last.press("Enter")
    expect(page.locator("#result-text")).to_contain_text(OWN)
    assert len(server.versions(desk.person)) == 2, "a preview keeps nothing"
    page.get_by_role("button", name="反映する").press("Enter")
    expect(page.locator(".notice").first).to_contain_text("選んだ提案を反映しました")
    text = server.versions(desk.person)[-1].text
    assert [words in text for words in ("31,800人", "空き家の増加", OWN)] == [True, False, True]
    assert page.locator("#chat").get_attribute("data-stays") == "yes"


def test_a_choice_is_not_left_by_mistake(desk: Visit, server: Server) -> None:
    """Who has ticked something is asked before it is gone; who stays has it still."""
    desk.look("/sections/1/redraft")
    page = desk.page
    page.get_by_role("checkbox").first.uncheck()
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.message)  # type: ignore[attr-defined]  # Playwright's dialog
        dialog.dismiss()  # type: ignore[attr-defined]

    page.once("dialog", stay)
    page.get_by_role("link", name="版と出力へ戻る").click()
    expect(page.get_by_role("checkbox").first).not_to_be_checked()
    assert asked == ["まだ保存していない変更があります。保存せずに、この画面を離れますか。"]
    assert len(server.versions(desk.person)) == 2


def test_a_frozen_plan_is_compared_beside_the_chat(desk: Visit) -> None:
    """The button leads on without loading the chat anew; folded sentences open by keyboard."""
    desk.look("/versions")
    page = desk.page
    page.evaluate(MARK)
    page.get_by_role("button", name="画面で比べる").click()
    expect(page.locator("#heading")).to_have_text("計画全体の版を比べる")
    expect(page.locator("ins")).to_contain_text([OWN])
    folded = page.locator("details", has_text="変わらない文").first
    folded.locator("summary").press("Enter")
    expect(folded).to_have_attribute("open", "")
    assert page.locator("#chat").get_attribute("data-stays") == "yes"


def test_files_are_taken_and_a_refusal_is_a_page(desk: Visit) -> None:
    """A file is the browser's to keep; what cannot be published comes back as the whole page with the reasons."""
    desk.expected = ("422",)
    desk.look("/versions")
    page = desk.page
    with page.expect_download() as taken:
        page.get_by_role("button", name="ダウンロード", exact=True).click()
    assert taken.value.suggested_filename == "みどり町データ計画_庁内検討用_作業中.docx"
    expect(page.locator("#heading")).to_have_text("版と出力")
    with page.expect_download() as compared:
        page.get_by_role("button", name="新旧対照表（Word）をダウンロード").click()
    assert "新旧対照表" in compared.value.suggested_filename
    page.get_by_label("だれ向けに").select_option("公表用")
    page.get_by_role("button", name="ダウンロード", exact=True).click()
    expect(page.locator(".problems")).to_contain_text(re.compile("公表用は出せません"))
    expect(page.locator("#chat")).to_be_attached()
    expect(page.get_by_label("だれ向けに")).to_have_value("public")


def test_the_chat_leads_to_the_proposals(desk: Visit, server: Server) -> None:
    """Asked to draft what a person wrote, it replaces nothing."""
    desk.open("/versions")
    desk.chat.say("第1章を下書きする")
    desk.chat.hears("質問")
    desk.chat.press("やめる")
    desk.chat.hears("下書きで置き換えていません")
    expect(desk.page.locator("#heading")).to_have_text("第1章　いまの答えで作り直す案")
    assert [version.origin for version in server.versions(desk.person)] == ["draft", "edit"]


def test_an_earlier_version_is_restored_from_its_line(desk: Visit, server: Server) -> None:
    """Asked once; what was typed a moment ago is saved first, and stays a version."""
    desk.look("/sections/1")
    page, field = desk.page, desk.page.get_by_label("第1章の本文")
    draft, edited = (version.text for version in server.versions(desk.person))
    page.locator("#versions li", has_text="下書き").get_by_text("版1に戻す").press("Enter")
    field.fill("戻す直前の一文")
    page.get_by_role("button", name=RESTORE).press("Enter")
    expect(page.locator(".notice")).to_have_text("前の版の文章を、新しい版として戻しました。")
    expect(field).to_have_value(draft)
    expect(page.locator("#heading")).to_contain_text("第1章")
    kept = [(version.origin, version.text) for version in server.versions(desk.person)]
    assert kept == [("draft", draft), ("edit", edited), ("edit", "戻す直前の一文"), ("restore", draft)]


def test_a_question_stays_open_while_the_text_is_saved(desk: Visit) -> None:
    """What saves by itself neither closes what somebody is reading nor takes the keyboard away from it."""
    desk.look("/sections/1")
    page = desk.page
    page.get_by_label("第1章の本文").fill("書き直した文章")
    page.get_by_text("版1に戻す").click()
    button = page.get_by_role("button", name=RESTORE)
    button.focus()
    expect(page.locator("#saved")).to_have_text("保存していない変更があります")
    expect(page.locator("#saved")).to_have_text(re.compile("保存しました"))
    expect(page.locator("#versions")).to_contain_text("版2〜3")
    expect(button).to_be_focused()


def test_nothing_is_restored_over_what_a_colleague_saved(desk: Visit, server: Server) -> None:
    """The page shows both texts instead; no version is made."""
    desk.expected = ("409",)
    desk.look("/sections/1")
    page, field = desk.page, desk.page.get_by_label("第1章の本文")
    page.get_by_text("版1に戻す").click()
    server.join(server.colleague, server.workspace(desk.person).plan)
    newest = server.versions(desk.person)[-1]
    server.workspace(server.colleague).save_text(1, "江口の文章", newest.stamp)
    field.fill("書き直した文章")
    page.get_by_role("button", name=RESTORE).click()
    expect(page.locator("#merging")).to_contain_text("江口の文章")
    assert [version.text for version in server.versions(desk.person)][2:] == ["江口の文章"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("rest", ["/versions", "/compare", "/sections/1/compare?old=1", "/sections/1/redraft"])
def test_it_fits_and_can_be_used_by_everybody(
    visits: Callable[..., Visit], server: Server, corpus: Corpus, size: dict[str, int], rest: str
) -> None:
    """With everything that folds opened, at a desk and on a phone."""
    visit = visits(None, size)
    furnish(visit, server, corpus)
    visit.look(rest)
    visit.page.evaluate("() => document.querySelectorAll('main details').forEach(one => { one.open = true; })")
    assert fits(visit.page)
    assert violations(visit.page) == []
