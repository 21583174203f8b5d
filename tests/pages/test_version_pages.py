"""版: how far each section is, drafting anew, earlier versions, restoring, and freezing under a name."""

import re
from typing import Any

import pytest
from pages.forms import HOSTILE, Page
from pages.serving import Server, Visitor
from pages.towns import address, close_everything, facts, page, post, section_of

from assistant.models import ChosenMeasure
from assistant.store.access import Role

# --- how far each section is -----------------------------------------------------------------------------------------


def test_each_section_says_how_far_it_is(town: Visitor) -> None:
    """State, open items, requirements with strength and bearer and what to do, the versions."""
    found = page(town)
    first = section_of(found, 1)
    assert "人口（住民課に確認）" in first
    assert re.search(r"要確認 [1-9]\d*件", first)
    for words in ("下書き", "要件ごとの状況", "記載あり", "努力義務", "版1"):
        assert words in found.text


def gaps(found: Page, section: int) -> int:
    """How many open items a section has, as the page says."""
    said = re.search(r"要確認 (\d+)件", section_of(found, section))
    assert said
    return int(said[1])


def test_closing_a_gap_by_hand_is_seen(server: Server, town: Visitor) -> None:
    """In the section's line; one gap less for the one measure."""
    before = gaps(page(town), 6)
    newest = server.versions(town.person, 6)[-1]
    assert newest.text.count("〔要確認：担当課〕") == 1
    town.put(newest.text.replace("〔要確認：担当課〕", "住民課"), 1, 6)
    assert gaps(page(town), 6) == before - 1


@pytest.mark.parametrize(
    ("changed", "section", "label"),
    [
        ({"population": 31800}, 1, "人口"),
        ({"plan_name": "みどり町DX計画"}, 2, "計画の名称"),
        ({"period": "2027-2030"}, 6, "計画期間"),
    ],
)
def test_a_changed_answer_marks_the_drafts_that_used_it(
    server: Server, town: Visitor, changed: dict[str, Any], section: int, label: str
) -> None:
    """Until the section is drafted anew or the answer is as it was."""
    assert "下書きの後に変わった答え" not in page(town).text
    server.workspace(town.person).add_facts(facts(**changed))
    marked = section_of(page(town), section)
    assert "下書きの後に変わった答え" in marked
    assert label in marked
    assert post(town, f"/sections/{section}/draft", based_on="1").headers["location"].endswith(f"#section-{section}")
    assert "下書きの後に変わった答え" not in section_of(page(town), section)
    assert [version.origin for version in server.versions(town.person, section)] == ["draft", "draft"]


def test_a_changed_measure_marks_section_6(server: Server, town: Visitor) -> None:
    """By its title."""
    server.workspace(town.person).add_measure(ChosenMeasure(key="m1", base="today:front-yard", department="住民課"))
    assert "施策「フロントヤード改革" in section_of(page(town), 6)


@pytest.mark.parametrize("how", ["edit", "restore", "confirm"])
def test_no_draft_replaces_what_a_person_stands_by(server: Server, town: Visitor, how: str) -> None:
    """Written, restored or confirmed: the button leads to the proposals instead; nothing is kept before a choice."""
    workspace = server.workspace(town.person)
    stamp = 1
    if how == "confirm":
        workspace.confirm(1, 1)
    else:
        workspace.save_text(1, "1. 手で書いた章\n", 1)
        stamp = 2
    if how == "restore":
        workspace.restore(1, 1, 2)
        stamp = 3
    before = server.versions(town.person)
    assert "いまの答えで作り直す案を見る" in section_of(page(town), 1)
    assert address(town, "/sections/1/draft") not in page(town).forms
    answer = post(town, "/sections/1/draft", based_on=stamp)
    assert answer.headers["location"].endswith("/sections/1/redraft?done=offered")
    assert server.versions(town.person) == before


def test_only_missing_sections_are_drafted_together(server: Server, aoki: Visitor) -> None:
    """A section that has a text is left as it is; without any answer a draft is full of gaps, but it is one."""
    aoki.put("1. 手で書いた章\n", None)
    post(aoki, "/drafts")
    post(aoki, "/drafts")
    assert [len(server.versions(aoki.person, number)) for number in range(1, 8)] == [1] * 7
    assert server.versions(aoki.person)[0].text == "1. 手で書いた章\n"


@pytest.mark.parametrize("based_on", ["", "1", "3", "x", "-1", "9" * 30])
@pytest.mark.parametrize("action", ["draft", "restore"])
def test_what_a_colleague_saved_meanwhile_is_not_replaced(
    server: Server, town: Visitor, action: str, based_on: str
) -> None:
    """409 with who saved; nothing is written, and the page shows the state as it is now."""
    server.join(server.colleague, town.plan)
    server.workspace(server.colleague).save_text(1, "江口の文章", 1)
    answer = post(town, f"/sections/1/{action}", based_on=based_on, number="1")
    assert answer.status_code == 409
    assert f"{server.colleague.name}さんが保存しました（版2）" in answer.text
    assert [version.text for version in server.versions(town.person)][1:] == ["江口の文章"]
    assert address(town, "/sections/1/draft") not in Page(answer.text).forms, "it is a person's text by this time"
    again = Page(answer.text).form(address(town, "/sections/1/restore"))
    assert town.http.post(address(town, "/sections/1/restore"), data=again).status_code == 303
    assert len(server.versions(town.person)) == 3


# --- versions --------------------------------------------------------------------------------------------------------


def test_restoring_makes_a_new_version(server: Server, town: Visitor) -> None:
    """The earlier text is the newest one again, with its open items; nothing is gone."""
    first = server.versions(town.person)[0]
    town.put("1. 短い章\n", 1)
    answer = post(town, "/sections/1/restore", number="1", based_on="2")
    assert answer.headers["location"].endswith("/versions?done=restored#section-1")
    versions = server.versions(town.person)
    assert [version.origin for version in versions] == ["draft", "edit", "restore"]
    assert versions[2].text == first.text
    assert "復元（版1から）" in page(town).text
    assert gaps(page(town), 1) == len(first.open_items)


def test_a_confirmation_of_an_earlier_version_stays_with_it(server: Server, town: Visitor) -> None:
    """Also after the text has gone on; the section itself is no longer confirmed."""
    server.workspace(town.person).confirm(1, 1)
    assert "確認済" in section_of(page(town), 1).split("版の履歴")[0]
    town.put("1. 後で直した章\n", 1)
    found = section_of(page(town), 1)
    assert "確認済（" not in found.split("版の履歴")[0]
    assert "確認済（" in found.split("版の履歴")[1]


@pytest.mark.parametrize("number", ["", "0", "2", "-1", "x", "9" * 30])
def test_restoring_a_version_that_does_not_exist(server: Server, town: Visitor, number: str) -> None:
    """404; nothing is written."""
    assert post(town, "/sections/1/restore", number=number, based_on="1").status_code == 404
    assert len(server.versions(town.person)) == 1


@pytest.mark.parametrize("section", ["0", "8", "-1", "9" * 30, "x"])
@pytest.mark.parametrize("action", ["draft", "restore", "versions/1"])
def test_a_section_that_does_not_exist(town: Visitor, section: str, action: str) -> None:
    """Refused in Japanese."""
    method = "GET" if action == "versions/1" else "POST"
    answer = town.http.request(
        method, address(town, f"/sections/{section}/{action}"), data={"number": "1"} if method == "POST" else None
    )
    assert answer.status_code in (404, 422)


def test_an_earlier_version_is_text(town: Visitor) -> None:
    """As it was written, never as markup."""
    town.put(f"1. {HOSTILE}\n\n本文", 1)
    found = page(town, "/sections/1/versions/2")
    assert "<script>alert" not in found.html
    assert HOSTILE in "".join(found.words)
    assert "いまの版" in found.text
    assert "この版に戻す" in page(town, "/sections/1/versions/1").text


@pytest.mark.parametrize(
    ("name", "kept"), [("庁議版", "庁議版"), ("  庁議 版 ", "庁議 版"), ("あ" * 40, "あ" * 40), (HOSTILE, HOSTILE)]
)
def test_the_plan_is_frozen_under_a_name(server: Server, town: Visitor, name: str, kept: str) -> None:
    """It keeps each section's version, also when the sections are changed afterwards."""
    assert post(town, "/frozen", name=name).headers["location"].endswith("/versions?done=frozen#frozen")
    town.put("1. 後で直した章\n", 1)
    (frozen,) = server.workspace(town.person).frozen()
    assert (frozen.name, frozen.versions) == (kept, dict.fromkeys(range(1, 8), 1))
    found = page(town)
    assert kept in "".join(found.words)
    assert "<script>alert" not in found.html


@pytest.mark.parametrize(
    ("name", "told"), [("", "1〜40字"), ("　", "1〜40字"), ("あ" * 41, "1〜40字"), ("庁議版", "もうあります")]
)
def test_a_name_that_cannot_be_given(server: Server, town: Visitor, name: str, told: str) -> None:
    """It comes back in its field."""
    post(town, "/frozen", name="庁議版")
    answer = post(town, "/frozen", name=name)
    assert answer.status_code == 422
    assert told in answer.text
    assert Page(answer.text).form(address(town, "/frozen"))["name"] == [name.strip()]
    assert len(server.workspace(town.person).frozen()) == 1


def test_freezing_warns_of_what_is_not_done_but_goes_on(server: Server, town: Visitor) -> None:
    """Sections that nobody confirmed and gaps are named; once all is done nothing is said."""
    found = page(town).text
    assert "第1章、第2章、第3章、第4章、第5章、第6章、第7章は、まだ確認済になっていません。" in found
    assert re.search(r"要確認の箇所が[1-9]\d*件残っています。", found)
    assert post(town, "/frozen", name="課内案").status_code == 303
    close_everything(server, town)
    workspace = server.workspace(town.person)
    for number in range(1, 8):
        workspace.confirm(number, workspace.texts()[number].stamp)
    assert "固定する前に確かめてください" not in page(town).text


def test_a_section_without_text_is_named_before_freezing(aoki: Visitor) -> None:
    """And those that have one are asked to be confirmed."""
    aoki.put("1. 章\n\n本文である。\n", None)
    found = page(aoki).text
    assert "第2章、第3章、第4章、第5章、第6章、第7章には、まだ文章がありません。" in found
    assert "第1章は、まだ確認済になっていません。" in found


def test_what_cannot_be_done_yet_is_said_where_one_looks_for_it(town: Visitor) -> None:
    """Checking existing plans, and bringing Word files back."""
    found = page(town).text
    assert "できあがっている計画の点検と、Wordで直したファイルの取り込みは、今はまだできません" in found


def test_a_viewer_reads_and_is_offered_nothing_to_change(server: Server, town: Visitor, baba: Visitor) -> None:
    """No form that changes something; what it would change is refused all the same."""
    server.workspace(town.person).give_role(baba.person.name, Role.VIEWER)
    town.put("1. 手で書いた章\n", 1)
    for rest in ("/versions", "/sections/1", "/sections/1/versions/1", "/sections/1/compare", "/sections/1/redraft"):
        found = Page(baba.http.get(address(town, rest)).text)
        assert "閲覧者です" in found.text
        assert [form for form in found.forms if form.endswith(("/restore", "/draft", "/drafts", "/frozen"))] == []
        assert "反映する" not in found.words
        assert "に戻す" not in found.text
    for rest in ("/sections/1/draft", "/sections/1/restore", "/sections/1/redraft", "/sections/1/revise", "/frozen"):
        assert baba.http.post(address(town, rest), data={"based_on": "2", "name": "x"}).status_code == 403
    assert len(server.versions(town.person)) == 2


def test_nothing_to_freeze(aoki: Visitor) -> None:
    """A plan without text."""
    answer = post(aoki, "/frozen", name="庁議版")
    assert answer.status_code == 422
    assert "まだ文章がない" in answer.text


def test_every_control_has_a_label(town: Visitor) -> None:
    """Also those for files."""
    post(town, "/frozen", name="庁議版")
    for rest in ("/versions", "/sections/1/versions/1", "/sections/1/compare", "/compare", "/sections/1/redraft"):
        assert page(town, rest).without_label == []
