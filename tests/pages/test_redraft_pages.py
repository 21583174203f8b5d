"""Proposals of a fresh draft for a section's text: what is ticked at first, what is kept, and what moves meanwhile."""

import re
from typing import Any

import pytest
from pages.forms import HOSTILE, Page
from pages.serving import Server, Visitor
from pages.towns import address, facts, page, post

REDRAFT = "/sections/1/redraft"
OWN = "町長の考えをここに書き加える。"
Form = dict[str, Any]


def form_of(html: str, visitor: Visitor) -> Form:
    """The fields of the proposals as the page shows them."""
    return Page(html).form(address(visitor, REDRAFT))


def shown(visitor: Visitor) -> str:
    answer = visitor.http.get(address(visitor, REDRAFT))
    assert answer.status_code == 200
    return answer.text


@pytest.fixture
def edited(server: Server, town: Visitor) -> Visitor:
    """Section 1 with a sentence of a person's own behind it, and since then an answer that the section tells of."""
    newest = server.versions(town.person)[-1]
    town.put(f"{newest.text.rstrip()}\n\n{OWN}\n", newest.stamp)
    server.workspace(town.person).add_facts(facts(population=31_800, issues=("空き家の増加", "窓口の混雑")))
    return town


def test_what_only_the_machine_wrote_is_ticked(edited: Visitor) -> None:
    """Each proposal with the answers that changed; a person's own paragraph is not proposed for anything."""
    html = shown(edited)
    form = form_of(html, edited)
    assert len(form["offered"]) >= 2
    assert form["accept"] == form["offered"]
    found = Page(html)
    assert "人口 （未回答） → 31,800人" in found.text
    assert "市町村が抱える課題 窓口の混雑 → 空き家の増加、窓口の混雑" in found.text
    assert OWN not in found.text
    assert found.without_label == []


def test_nothing_is_kept_before_the_choice_is_sent(server: Server, edited: Visitor) -> None:
    """Not by looking, not by a preview, not by ticking all or none."""
    before = server.versions(edited.person)
    form = form_of(shown(edited), edited)
    for do in ("preview", "all", "none", "", "x"):
        answer = post(edited, REDRAFT, **{**form, "do": do})
        assert answer.status_code == 200, do
    assert server.versions(edited.person) == before


def test_what_is_accepted_is_kept_on_the_new_draft(server: Server, edited: Visitor) -> None:
    """The draft as a version, and on it the text with the person's own words; nothing is stale any more."""
    answer = post(edited, REDRAFT, **{**form_of(shown(edited), edited), "do": "apply"})
    assert answer.headers["location"].endswith("/sections/1?done=redrafted")
    versions = server.versions(edited.person)
    assert [version.origin for version in versions] == ["draft", "edit", "draft", "edit"]
    assert versions[3].text.count(OWN) == 1
    assert versions[3].text.replace(f"{OWN}\n", "").split() == versions[2].text.split()
    assert "31,800人" in versions[3].text
    assert server.workspace(edited.person).stale_keys(1) == ()
    assert "変えるところはありません" in Page(shown(edited)).text


def test_only_what_is_ticked_is_taken(server: Server, edited: Visitor) -> None:
    """The rest stays as it was, and is not proposed again until an answer changes."""
    form = form_of(shown(edited), edited)
    with_people = next(one for one in form["offered"] if "31,800人" in proposal(shown(edited), one))
    assert post(edited, REDRAFT, **{**form, "accept": [with_people], "do": "apply"}).status_code == 303
    text = server.versions(edited.person)[-1].text
    assert "31,800人" in text
    assert "空き家の増加" not in text
    assert "変えるところはありません" in Page(shown(edited)).text


def test_taking_nothing_leaves_every_word(server: Server, edited: Visitor) -> None:
    """The person has looked: it is stale no more, and says the same."""
    before = server.versions(edited.person)[-1].text
    form = form_of(shown(edited), edited)
    del form["accept"]
    answer = post(edited, REDRAFT, **{**form, "do": "apply"})
    assert answer.headers["location"].endswith("/sections/1?done=left")
    assert server.versions(edited.person)[-1].text == before
    assert server.workspace(edited.person).stale_keys(1) == ()


def proposal(html: str, name: str) -> str:
    """What the page says about a proposal."""
    return html.split(f'id="{name}"')[1].split("</li>\n")[0]


def test_a_paragraph_that_a_person_reworded_is_marked_and_not_ticked(server: Server, town: Visitor) -> None:
    """Only what a person ticks changes their words."""
    server.workspace(town.person).add_facts(facts(population=32_000))
    newest = server.versions(town.person)[-1]
    assert post(town, "/sections/1/draft", based_on=newest.stamp).status_code == 303
    newest = server.versions(town.person)[-1]
    assert "32,000人" in newest.text
    town.put(newest.text.replace("32,000人", "32,000人（たいへん少ない）"), newest.stamp)
    server.workspace(town.person).add_facts(facts(population=31_800))
    html = shown(town)
    form = form_of(html, town)
    assert "accept" not in form
    (offered,) = form["offered"]
    assert "人が書いた段落" in proposal(html, offered)
    assert post(town, REDRAFT, **{**form, "accept": [offered], "do": "apply"}).status_code == 303
    text = server.versions(town.person)[-1].text
    assert ("31,800人" in text, "たいへん少ない" in text) == (True, False)


def test_of_a_confirmed_section_nothing_is_ticked(server: Server, town: Visitor) -> None:
    """It says who confirmed it."""
    workspace = server.workspace(town.person)
    workspace.confirm(1, 1)
    workspace.add_facts(facts(population=31_800))
    html = shown(town)
    assert "accept" not in form_of(html, town)
    assert f"この章は{town.person.name}さんが" in Page(html).text


def test_the_preview_shows_the_text_that_would_be_kept(server: Server, edited: Visitor) -> None:
    """To the letter, with what is ticked still ticked."""
    form = form_of(shown(edited), edited)
    form["accept"] = form["accept"][:1]
    answer = post(edited, REDRAFT, **{**form, "do": "preview"})
    assert form_of(answer.text, edited)["accept"] == form["accept"]
    preview = Page(answer.text).html.split('id="result-text" lang="ja">')[1].split("</div>")[0]
    assert post(edited, REDRAFT, **{**form, "do": "apply"}).status_code == 303
    assert preview == server.versions(edited.person)[-1].text


@pytest.mark.parametrize(("do", "ticked"), [("all", True), ("none", False)])
def test_all_or_none_without_a_script(edited: Visitor, do: str, ticked: bool) -> None:
    """The page comes back with every box as asked for."""
    form = form_of(shown(edited), edited)
    again = form_of(post(edited, REDRAFT, **{**form, "do": do}).text, edited)
    assert again.get("accept", []) == (form["offered"] if ticked else [])


@pytest.mark.parametrize("what", ["text", "answers"])
def test_what_moved_meanwhile_is_shown_before_anything_is_kept(server: Server, edited: Visitor, what: str) -> None:
    """409 with the new proposals; what was unticked and is still offered stays unticked; sent again it is kept."""
    form = form_of(shown(edited), edited)
    form["accept"] = []
    if what == "text":
        server.join(server.colleague, edited.plan)
        newest = server.versions(edited.person)[-1]
        server.workspace(server.colleague).save_text(1, f"{newest.text}\n江口の一文。\n", newest.stamp)
        told = f"{server.colleague.name}さんが文章を保存しました（版3）"
    else:
        server.workspace(edited.person).add_facts(facts(ageing_rate=40.5))
        told = "答え（事実台帳）が変わりました"
    before = server.versions(edited.person)
    answer = post(edited, REDRAFT, **{**form, "do": "apply"})
    assert answer.status_code == 409
    assert told in answer.text
    assert server.versions(edited.person) == before
    again = form_of(answer.text, edited)
    assert not set(again.get("accept", [])) & set(form["offered"])
    assert post(edited, REDRAFT, **{**again, "do": "apply"}).status_code == 303
    assert (OWN in server.versions(edited.person)[-1].text) is True


@pytest.mark.parametrize("accept", ["p0000000000", HOSTILE, ""])
def test_an_id_that_was_not_offered_changes_nothing(server: Server, edited: Visitor, accept: str) -> None:
    """Nobody's words come from a form."""
    form = form_of(shown(edited), edited)
    before = server.versions(edited.person)[-1].text
    answer = post(edited, REDRAFT, **{**form, "accept": [accept], "do": "apply"})
    assert "<script>alert" not in answer.text
    assert server.versions(edited.person)[-1].text == before


def test_an_unchanged_plan_has_no_proposals(town: Visitor) -> None:
    """The page says so, and has nothing to send."""
    found = page(town, REDRAFT)
    assert "変えるところはありません" in found.text
    assert address(town, REDRAFT) not in found.forms


@pytest.mark.parametrize("section", ["0", "8", "-1", "x"])
@pytest.mark.parametrize("which", ["redraft", "revise", "compare"])
def test_a_section_that_does_not_exist(town: Visitor, section: str, which: str) -> None:
    """Refused in Japanese."""
    answer = town.http.get(address(town, f"/sections/{section}/{which}"))
    assert answer.status_code in (404, 422)
    assert re.search("[ぁ-ん]", answer.text)


@pytest.mark.parametrize("which", ["redraft", "revise?how=plain", "compare"])
def test_a_section_without_text(aoki: Visitor, which: str) -> None:
    """The message says how to begin."""
    answer = aoki.http.get(address(aoki, f"/sections/1/{which}"))
    assert answer.status_code == 404
    assert "まだ文章がありません" in answer.text or "まだ文章がないため" in answer.text


@pytest.mark.parametrize("which", ["redraft", "revise", "compare"])
def test_somebody_without_a_role_learns_nothing(town: Visitor, baba: Visitor, which: str) -> None:
    """As if the plan did not exist."""
    assert baba.http.get(address(town, f"/sections/1/{which}")).status_code == 404
    assert baba.http.post(address(town, f"/sections/1/{which}"), data={"do": "apply"}).status_code in (404, 405)
