"""Two people on one section: nobody's words vanish, and nobody is interrupted while writing."""

import re
from collections.abc import Callable

import pytest
from browser.visiting import INSTALL, Visit
from pages.serving import Server

expect = pytest.importorskip("playwright.sync_api", reason=INSTALL).expect
pytestmark = pytest.mark.browser
BASE = "1. 現状\n\n人口は減っている。\n\n窓口は混んでいる。\n\n職員は少ない。\n"
Two = tuple[Visit, Visit]


@pytest.fixture
def two(visits: Callable[..., Visit], server: Server) -> Two:
    """鈴木 and 佐藤, both with the same section open."""
    first, second = visits(), visits(server.newcomer("佐藤"))
    server.join(second.person, server.workspace(first.person).plan)
    server.workspace(first.person).save_text(1, BASE, None)
    second.expected = ("409",)
    for visit in (first, second):
        visit.enter()
        visit.look()
    return first, second


def test_what_somebody_else_saved_comes_in_quietly(two: Two, server: Server) -> None:
    """With nothing unsaved the new text is shown, the caret stays in its words, and it is said who saved."""
    first, second = two
    page = second.page
    at = BASE.index("職員")
    page.evaluate("at => { const f = document.querySelector('#text'); f.focus(); f.setSelectionRange(at, at); }", at)
    server.workspace(first.person).save_text(1, BASE.replace("減っている", "大きく減っている"), 1)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_label("第1章の本文")).to_have_value(re.compile("大きく減っている"))
    expect(page.locator("#saved")).to_contain_text(f"{first.person.name}さん")
    assert page.evaluate("document.querySelector('#text').selectionStart") == at + 3


def test_the_second_to_save_merges_both_texts(two: Two, server: Server) -> None:
    """Paragraphs that one side changed are taken; where both changed one, the person chooses; then it is saved."""
    first, second = two
    theirs = BASE.replace("減っている", "大きく減っている").replace("少ない", "十分でない")
    server.workspace(first.person).save_text(1, theirs, 1)
    page, field = second.page, second.page.get_by_label("第1章の本文")
    field.fill(BASE.replace("混んでいる", "朝に混んでいる").replace("少ない", "足りない"))
    page.get_by_role("button", name="保存", exact=True).click()
    merging = page.locator("#merging")
    expect(merging).to_contain_text("二人とも直した段落が1か所あります")
    expect(merging.get_by_label("あなたの文章")).to_have_value(re.compile("朝に混んでいる"))
    expect(merging.get_by_label(f"{first.person.name}さんの文章")).to_have_value(theirs)
    merged = merging.get_by_label("まとめた文章（直せます）")
    expect(merged).to_have_value(re.compile("大きく減っている.*朝に混んでいる.*足りない.*十分でない", re.DOTALL))
    merging.get_by_label("相手の文").check()
    expect(merged).not_to_have_value(re.compile("足りない"))
    merging.get_by_role("button", name="まとめた文章で保存する").click()
    expect(page.locator("#saved")).to_have_text(re.compile("保存しました"))
    expect(page.locator("#conflict")).to_be_hidden()
    wanted = theirs.replace("混んでいる", "朝に混んでいる")
    expect(field).to_have_value(wanted)
    newest = server.versions(first.person)[-1]
    assert (newest.text, newest.author) == (wanted, second.person.name)
    assert [version.text for version in server.versions(first.person)] == [BASE, theirs, wanted]


def test_a_conflict_met_while_typing_interrupts_nobody(two: Two, server: Server) -> None:
    """A bar says so; typing goes on, and the words are still there after a reload."""
    first, second = two
    server.workspace(first.person).save_text(1, BASE.replace("少ない", "十分でない"), 1)
    page, field = second.page, second.page.get_by_label("第1章の本文")
    field.press_sequentially("続きを書く。")
    bar = page.locator("#conflict")
    expect(bar).to_contain_text(f"{first.person.name}さんがこの章を先に保存しました")
    expect(field).to_be_focused()
    page.keyboard.type("まだ書く。")
    expect(field).to_have_value(re.compile("続きを書く。まだ書く。"))
    expect(page.locator("#merging")).to_be_hidden()
    second.reload()
    expect(field).to_have_value(re.compile("続きを書く。まだ書く。"))
    bar.get_by_role("button", name="二人の文章をまとめる").click()
    merged = page.get_by_label("まとめた文章（直せます）")
    expect(merged).to_have_value(re.compile("続きを書く。まだ書く。"))
    expect(merged).to_have_value(re.compile("十分でない"))
    page.get_by_role("button", name="まとめた文章で保存する").click()
    expect(page.locator("#saved")).to_have_text(re.compile("保存しました"))
    assert {v.author for v in server.versions(first.person)} == {first.person.name, second.person.name}
    assert "十分でない" in server.versions(first.person)[-1].text


def test_leaving_with_words_that_could_not_be_saved_is_asked_twice(two: Two, server: Server) -> None:
    """The first press says what is at stake; the second goes, and the words wait in the browser."""
    first, second = two
    server.workspace(first.person).save_text(1, BASE.replace("少ない", "十分でない"), 1)
    page, field = second.page, second.page.get_by_label("第1章の本文")
    field.press_sequentially("書きかけ。")
    facts = page.locator("#pages").get_by_role("link", name="聞き取り")
    facts.click()
    expect(page.locator(".problems")).to_contain_text("まだサーバーに保存できていません")
    expect(field).to_have_value(re.compile("書きかけ。"))
    facts.click()
    expect(page.locator("#heading")).not_to_have_text(re.compile("第1章"))
    second.look()
    expect(field).to_have_value(re.compile("書きかけ。"))
    expect(page.locator("#conflict")).to_contain_text("先に保存しました")
