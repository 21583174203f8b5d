"""The section's page and its requests over HTTP: reading, saving without a script, gaps, the finished look, confirming."""

import html
import json
import re
from typing import Any

import httpx
import pytest
from pages.forms import HOSTILE, Page
from pages.serving import Server, Visitor

from assistant.drafting import draft_section
from assistant.models import Fact, Status
from assistant.store.access import Role
from assistant.store.plans import Workspace
from knowledge.corpus import Corpus

TABLE = "1. 現状\n\n（1）人口\n\n・窓口\n\n| 年 | 人口 |\n| 令和8年 | 〔要確認：人口〕 |\n"


@pytest.fixture
def workspace(server: Server, aoki: Visitor) -> Workspace:
    """青木's plan, as the store has it."""
    return server.workspace(aoki.person)


@pytest.fixture
def drafted(workspace: Workspace, corpus: Corpus) -> Workspace:
    """The plan with a first section that waits for the population."""
    workspace.add_facts(
        [
            Fact(key="municipality", status=Status.ANSWERED, value="みどり町"),
            Fact(key="issues", status=Status.ANSWERED, value=("窓口の混雑",)),
        ]
    )
    workspace.add_draft(draft_section(1, workspace.ledger(), corpus), None)
    return workspace


def address(visitor: Visitor, ending: str = "", section: int = 1) -> str:
    """Where the section's page is, or a form of it is sent to."""
    return f"/plans/{visitor.plan.id}/sections/{section}{ending}"


def page_of(visitor: Visitor, section: int = 1) -> Page:
    """The section's page."""
    answer = visitor.http.get(address(visitor, section=section))
    assert answer.status_code == 200
    return Page(answer.text)


def data_of(answer: httpx.Response) -> dict[str, Any]:
    """What the page gives its script."""
    found = re.search(r'id="section-data">(.*?)</script>', answer.text, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


# --- the page --------------------------------------------------------------------------------------------------------


def test_an_empty_section_says_how_to_begin(aoki: Visitor) -> None:
    """One button leads into the interview, one drafts from what is known."""
    answer = aoki.http.get(address(aoki, section=2))
    assert 'data-say="第2章を下書き"' in answer.text
    assert address(aoki, "/draft", 2) in Page(answer.text).forms
    assert "まだ文章がありません" in answer.text


def test_the_page_shows_text_state_gaps_and_history(aoki: Visitor, drafted: Workspace) -> None:
    """All of it is there without a script, every control with a label."""
    page = page_of(aoki)
    newest = drafted.newest(1)
    assert newest
    assert page.form(address(aoki))["text"] == ["\n" + newest.text]
    for words in ("下書き", "要確認（", "人口（住民課に確認）", "版1", aoki.person.name):
        assert words in page.text
    assert page.without_label == []


def test_the_state_is_the_same_word_everywhere(aoki: Visitor, drafted: Workspace) -> None:
    """下書き, 編集済, 確認済, as the plan's progress counts it."""
    assert data_of(aoki.http.get(address(aoki)))["state"] == "下書き"
    drafted.save_text(1, "人が書いた", 1)
    assert data_of(aoki.http.get(address(aoki)))["state"] == "編集済"
    drafted.confirm(1, 2)
    assert data_of(aoki.http.get(address(aoki)))["state"] == "確認済"


@pytest.mark.parametrize(
    "text", [HOSTILE, "</textarea></script><script>alert(1)</script>", "\n\n先頭の空行", "{{7*7}}"]
)
def test_what_a_person_wrote_stands_on_the_page_as_text(aoki: Visitor, workspace: Workspace, text: str) -> None:
    """In the field, in the finished look and in the script's data; to the last character."""
    workspace.save_text(1, text, None)
    answer = aoki.http.get(address(aoki))
    assert "<script>alert" not in answer.text
    assert data_of(answer)["text"] == text
    written = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', answer.text, re.DOTALL)
    assert written
    assert html.unescape(written[1]) == text


def test_a_changed_answer_makes_the_section_stale(aoki: Visitor, drafted: Workspace) -> None:
    """The page names the answer and leads to a new draft."""
    drafted.add_facts([Fact(key="issues", status=Status.ANSWERED, value=("若い世代の転出",))])
    answer = aoki.http.get(address(aoki))
    assert "下書きの後に変わった答え：市町村が抱える課題" in answer.text
    assert f'href="{address(aoki, "/redraft")}"' in answer.text


def test_section_six_leads_to_the_measures(aoki: Visitor) -> None:
    """Measures are edited as cards."""
    assert f'<a href="/plans/{aoki.plan.id}/measures">施策のカード</a>' in aoki.http.get(address(aoki, section=6)).text


# --- saving ----------------------------------------------------------------------------------------------------------


def test_typing_on_makes_one_version_and_saving_ends_it(aoki: Visitor, workspace: Workspace) -> None:
    """Automatic saves grow the running version under new stamps; the same text twice is no version."""
    api = aoki.address()
    stamp, seen = None, []
    for text, running in [
        ("一", True),
        ("一二", True),
        ("一二", True),
        ("一二", False),
        ("一二", False),
        ("一二三", True),
    ]:
        answer = aoki.http.put(api, json={"text": text, "based_on": stamp, "running": running}).json()
        stamp = answer["saved"]["stamp"]
        seen.append((answer["saved"]["number"], stamp, answer["saved"]["running"]))
    assert seen == [(1, 1, True), (1, 2, True), (1, 2, True), (1, 3, False), (1, 3, False), (2, 4, True)]
    assert [version.text for version in workspace.versions(1)] == ["一二三", "一二"]


def test_the_page_s_own_form_saves(aoki: Visitor, workspace: Workspace) -> None:
    """Without a script; blanks at the ends stay."""
    form = {"text": "　字下げの一行目\r\n二行目\r\n", "based_on": ""}
    answer = aoki.http.post(address(aoki), data=form)
    assert answer.headers["location"] == f"{address(aoki)}?done=section"
    newest = workspace.newest(1)
    assert newest
    assert newest.text == "　字下げの一行目\n二行目\n"


def test_the_page_s_own_form_shows_both_texts_to_who_comes_second(server: Server, aoki: Visitor) -> None:
    """The typed text is in the field, based on what was saved meanwhile; the other one above it."""
    aoki.put("元の文章", None)
    server.join(server.colleague, aoki.plan)
    server.workspace(server.colleague).save_text(1, "江口の文章", 1)
    answer = aoki.http.post(address(aoki), data={"text": "青木の文章", "based_on": "1"})
    assert answer.status_code == 409
    form = Page(answer.text).form(address(aoki))
    assert form["text"] == ["\n青木の文章"]
    assert form["based_on"] == ["2"]
    assert "江口の文章" in answer.text
    assert f"{server.colleague.name}さんが先に保存しました" in answer.text


def test_two_texts_are_merged_by_paragraph(server: Server, aoki: Visitor) -> None:
    """One-sided changes are taken; a choice decides a conflict; without one both stay."""
    base = "一つ目。\n\n二つ目。\n\n三つ目。\n"
    aoki.put(base, None)
    server.join(server.colleague, aoki.plan)
    theirs = base.replace("一つ目", "江口の一つ目").replace("三つ目", "江口の三つ目")
    server.workspace(server.colleague).save_text(1, theirs, 1)
    mine = base.replace("二つ目", "青木の二つ目").replace("三つ目", "青木の三つ目")
    merge = f"{aoki.address()}/merge"
    found = aoki.http.post(merge, json={"base": base, "mine": mine}).json()
    assert found["text"] == "江口の一つ目。\n\n青木の二つ目。\n\n青木の三つ目。\n\n江口の三つ目。\n"
    assert [(one["mine"], one["theirs"]) for one in found["conflicts"]] == [("青木の三つ目。", "江口の三つ目。")]
    assert (found["stamp"], found["author"], found["theirs"]) == (2, server.colleague.name, theirs)
    choices = {found["conflicts"][0]["id"]: "theirs"}
    chosen = aoki.http.post(merge, json={"base": base, "mine": mine, "choices": choices}).json()["text"]
    assert chosen == "江口の一つ目。\n\n青木の二つ目。\n\n江口の三つ目。\n"
    assert len(server.versions(aoki.person)) == 2, "nothing was kept"


# --- gaps ------------------------------------------------------------------------------------------------------------


def answer_form(aoki: Visitor, key: str, value: str) -> dict[str, list[str]]:
    """The form of a gap with an answer typed in."""
    sent = page_of(aoki).form(address(aoki, "/answers"))
    return {
        **{name: sent[name][-1:] for name in sent if name.endswith(f"-{key}")},
        "key": [key],
        f"value-{key}": [value],
    }


def test_an_answer_closes_its_gap(aoki: Visitor, drafted: Workspace) -> None:
    """The ledger has it, the text shows it as the template would, as a version of the person."""
    sent = answer_form(aoki, "population", "31,800人（令和8年4月1日現在）")
    answer = aoki.http.post(address(aoki, "/answers"), data=sent)
    assert answer.headers["location"] == f"{address(aoki)}?done=filled"
    assert drafted.ledger().get("population").value == 31_800
    newest = drafted.newest(1)
    assert newest
    assert "みどり町の人口は31,800人（令和8年4月1日現在）" in newest.text
    assert newest.author == aoki.person.name


@pytest.mark.parametrize("value", ["たくさん", "-5人", "あ" * 5000])
def test_an_answer_that_cannot_be_taken_comes_back(aoki: Visitor, drafted: Workspace, value: str) -> None:
    """With the reason beside the question; nothing is kept."""
    answer = aoki.http.post(address(aoki, "/answers"), data=answer_form(aoki, "population", value))
    assert answer.status_code == 422
    assert 'id="gap-fault-population"' in answer.text
    assert drafted.ledger().get("population").status is Status.ABSENT
    assert len(drafted.versions(1)) == 1


@pytest.mark.parametrize(
    ("key", "fact", "text", "wanted"),
    [
        pytest.param("population", 31_800, "人口は〔要確認：人口〕。", "人口は31,800人。", id="a figure anywhere"),
        pytest.param("issues", ("混雑", "転出"), "次のとおり。\n・〔要確認：市町村が抱える課題〕\n", "次のとおり。\n・混雑\n・転出\n", id="items on a line of their own"),
        pytest.param("issues", ("混雑", "転出"), "私の文：〔要確認：市町村が抱える課題〕など", None, id="items in a sentence of a person"),
        pytest.param("pattern", "単独の計画として作る", "作り方は〔要確認：計画の作り方〕。", None, id="a choice, which changes whole sentences"),
        pytest.param("mark:予算額", None, "額は〔要確認：予算額〕円。", "額は円。", id="a person's own mark"),
        pytest.param("population", 31_800, "印のない文章。", None, id="no mark"),
        pytest.param("ageing_rate", None, "率は〔要確認：高齢化率〕。", None, id="no answer yet"),
        pytest.param("nonsense", None, "〔要確認：人口〕", None, id="an unknown key"),
        pytest.param("population", 31_800, "𠮷野の人口は〔要確認：人口〕。", "𠮷野の人口は31,800人。", id="behind a rare kanji"),
    ],
)  # fmt: skip
def test_what_an_answer_writes(
    aoki: Visitor, workspace: Workspace, key: str, fact: Any, text: str, wanted: str | None
) -> None:
    """Only where it is sure; offsets count code points."""
    if fact is not None:
        workspace.add_facts([Fact(key=key, status=Status.ANSWERED, value=fact)])
    found = aoki.http.post(f"{aoki.address()}/fillings", json={"text": text, "key": key}).json()["fillings"]
    for one in reversed(found):
        text = text[: one["start"]] + one["new"] + text[one["end"] :]
    assert (text if found else None) == wanted


def test_sources_name_value_date_and_who_said_it(aoki: Visitor, drafted: Workspace) -> None:
    """Of every paragraph; a fact leads to where it is changed, a law to its text."""
    data = aoki.http.get(aoki.address()).json()
    sources = [source for one in data["grounds"] for source in one["sources"]]
    issue = next(source for source in sources if source["label"] == "市町村が抱える課題")
    assert issue["value"] == "窓口の混雑"
    assert f"記録：{aoki.person.name}さん" in issue["detail"]
    assert issue["href"] == f"/plans/{aoki.plan.id}/facts#issues"
    text = data["text"]
    assert all(text[place["start"] : place["end"]].startswith("〔要確認：") for place in data["places"])
    linked = {source["href"] for source in sources if source["kind"] == "出典" and source["href"]}
    assert all(aoki.http.get(href).status_code == 200 for href in linked)


# --- the finished look -----------------------------------------------------------------------------------------------


def test_the_finished_look_has_headings_lists_tables_and_marks(aoki: Visitor) -> None:
    """One level below the page's own heading; nothing is kept."""
    shown = aoki.http.post(f"{aoki.address()}/preview", json={"text": TABLE}).json()["html"]
    for piece in ("<h2", "<h3", "<li>窓口</li>", '<th scope="col">年</th>', "<mark>〔要確認：人口〕</mark>"):
        assert piece in shown
    assert "<h1" not in shown


@pytest.mark.parametrize("ending", ["preview", "pasting"])
@pytest.mark.parametrize(
    "text", [HOSTILE, "| <img src=x onerror=alert(1)> | b |", "・<b>太字</b>", "◎ <i>名</i>【<u>】"]
)
def test_the_finished_look_takes_nothing_for_markup(aoki: Visitor, ending: str, text: str) -> None:
    """Whatever is typed stands there escaped."""
    shown = aoki.http.post(f"{aoki.address()}/{ending}", json={"text": text}).json()["html"]
    assert not re.search(r"<(script|img|b|i|u)\b", shown)


def test_for_pasting_tables_carry_their_lines(aoki: Visitor) -> None:
    """Headings as in the plan's file, borders on the cells, plain lines with tabs."""
    shown = aoki.http.post(f"{aoki.address()}/pasting", json={"text": TABLE}).json()
    assert "<h1>1. 現状</h1>" in shown["html"]
    assert re.search(r'<table border="1"[^>]*>', shown["html"])
    assert re.search(r'<td style="border:1px solid[^>]*>令和8年</td>', shown["html"])
    assert "id=" not in shown["html"]
    assert shown["plain"].splitlines()[-1] == "令和8年\t〔要確認：人口〕"
    assert aoki.http.post(f"{aoki.address()}/pasting", json={"text": " "}).json() == {"html": "", "plain": ""}


# --- confirming and roles --------------------------------------------------------------------------------------------


def test_confirming_shows_who_and_can_be_taken_back(aoki: Visitor, drafted: Workspace) -> None:
    """By the page's own form."""
    form = page_of(aoki).form(address(aoki, "/confirmation"))
    sent = {**form, "confirmed": ["yes"]}
    assert aoki.http.post(address(aoki, "/confirmation"), data=sent).headers["location"].endswith("done=confirmed")
    assert f"{aoki.person.name}さんが" in page_of(aoki).text
    assert "文章を保存すると、確認済は外れます" in page_of(aoki).text
    aoki.http.post(address(aoki, "/confirmation"), data={"confirmed": ["no"]})
    assert drafted.confirmation(1) is None


def test_what_was_saved_meanwhile_is_not_confirmed(aoki: Visitor, drafted: Workspace) -> None:
    """Nobody confirms a text that they have not read."""
    drafted.save_text(1, "新しい文章", 1)
    answer = aoki.http.post(address(aoki, "/confirmation"), data={"stamp": "1", "confirmed": "yes"})
    assert answer.status_code == 409
    assert "読み直してから" in answer.text
    assert aoki.http.put(f"{aoki.address()}/confirmation", json={"stamp": 1, "confirmed": True}).status_code == 409
    assert drafted.confirmation(1) is None


def test_a_viewer_sees_the_finished_look_and_changes_nothing(
    server: Server, aoki: Visitor, baba: Visitor, drafted: Workspace
) -> None:
    """Reading requests work, all others are refused; the page has no button for them."""
    drafted.give_role(baba.person.name, Role.VIEWER)
    guest = baba._replace(plan=aoki.plan)
    page = guest.http.get(address(guest))
    assert "readonly" in page.text
    assert (
        not {address(guest, ending) for ending in ("/answers", "/confirmation", "/draft")}
        & Page(page.text).forms.keys()
    )
    for ending in ("preview", "pasting", "fillings"):
        body = {"text": "文章", "key": "population"}
        assert guest.http.post(f"{guest.address()}/{ending}", json=body).status_code == 200
    refused = [
        guest.put("文章", 1),
        guest.http.put(f"{guest.address()}/confirmation", json={"stamp": 1, "confirmed": True}),
        guest.http.post(f"{guest.address()}/merge", json={"base": "", "mine": ""}),
        guest.http.post(f"{guest.address()}/answers", data={"key": "population"}),
        guest.http.post(address(guest), data={"text": "文章", "based_on": "1"}),
        guest.http.post(address(guest, "/confirmation"), data={"stamp": "1", "confirmed": "yes"}),
    ]
    assert [answer.status_code for answer in refused] == [403] * len(refused)
    assert len(drafted.versions(1)) == 1
