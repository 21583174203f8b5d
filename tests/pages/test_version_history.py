"""版の履歴 on 版と出力 and in the editor: what stands on one line, and going back from there."""

import pytest
from pages.forms import Page
from pages.serving import Server, Visitor
from pages.towns import address, page, section_of


def history_of(visitor: Visitor, place: str) -> str:
    """The words of the first section's history, on 版と出力 or in the editor."""
    if place == "editor":
        return Page(page(visitor, "/sections/1").html.split('id="history-heading"')[1]).text
    return Page(section_of(page(visitor), 1).split("版の履歴（")[1]).text


@pytest.mark.parametrize("place", ["versions", "editor"])
def test_what_one_person_edits_within_an_hour_is_one_line(server: Server, town: Visitor, place: str) -> None:
    """Another person's version begins a line of its own; drafts and restored versions stand alone."""
    server.join(server.colleague, town.plan)
    town.put("1. 章\n\n一回目。\n", 1)
    town.put("1. 章\n\n二回目。\n", 2)
    server.workspace(server.colleague).save_text(1, "1. 章\n\n江口の文。\n", 3)
    server.workspace(town.person).restore(1, 3, 4)
    town.put("1. 章\n\n三回目。\n", 5)
    history = history_of(town, place)
    mine, theirs = town.person.name, server.colleague.name
    for line in (f"版6 編集 {mine}", f"版5 復元（版3から） {mine}", f"版4 編集 {theirs}", f"版2〜3 編集 {mine}"):
        assert line in history
    assert f"版1 下書き {mine}" in history
    assert history.count("（2回の保存）") == 1
    assert ("版2に戻す" in history) == (place == "versions"), "what was saved in between is on the page of all versions"


def test_a_line_says_who_confirmed_its_version(server: Server, town: Visitor) -> None:
    """In the history, and on the version's own page."""
    server.join(server.colleague, town.plan)
    theirs = server.workspace(server.colleague)
    theirs.save_text(1, "1. 章\n\n江口の文。\n", 1)
    theirs.confirm(1, 2)
    assert f"確認済（{server.colleague.name}・" in history_of(town, "versions")
    assert f"確認済（{server.colleague.name}・" in page(town, "/sections/1/versions/2").text


@pytest.mark.parametrize(("place", "rest"), [("versions", "/versions"), ("editor", "/sections/1")])
def test_every_earlier_version_is_compared_and_restored_from_its_line(
    server: Server, town: Visitor, place: str, rest: str
) -> None:
    """Asked once; one comes back to where one was, and the text that was there stays a version."""
    first = server.versions(town.person)[0].text
    town.put("1. 短い章\n", 1)
    found = page(town, rest)
    assert "版1の文章に戻しますか。いまの文章（版2）は、履歴に残ります。" in history_of(town, place)
    assert "版2の文章に戻しますか" not in found.text
    assert f'href="{address(town, "/sections/1/compare?old=1&amp;new=now")}"' in found.html
    answer = town.http.post(address(town, "/sections/1/restore"), data=found.form(address(town, "/sections/1/restore")))
    assert answer.headers["location"].split("?")[0] == address(town, rest)
    assert "前の版の文章を、新しい版として戻しました" in Page(town.http.get(answer.headers["location"]).text).text
    assert [version.text for version in server.versions(town.person)] == [first, "1. 短い章\n", first]


def test_a_colleague_s_text_is_not_replaced_from_the_editor(server: Server, town: Visitor) -> None:
    """409 in the editor, with who saved and the text as it is now."""
    town.put("1. 短い章\n", 1)
    form = page(town, "/sections/1").form(address(town, "/sections/1/restore"))
    server.join(server.colleague, town.plan)
    server.workspace(server.colleague).save_text(1, "江口の文章", 2)
    answer = town.http.post(address(town, "/sections/1/restore"), data=form)
    assert answer.status_code == 409
    assert f"{server.colleague.name}さんが保存しました（版3）" in answer.text
    assert Page(answer.text).form(address(town, "/sections/1"))["text"] == ["\n江口の文章"]
    assert len(server.versions(town.person)) == 3
