"""短く・やさしく: what rules propose for a section's words, and that only what is ticked is kept."""

import pytest
from pages.forms import Page
from pages.serving import Server, Visitor
from pages.towns import address, page, post

LONG = "1. 章\n\n窓口の改善を行うこととする。\n\n本町の住民の利便性の向上に資する取組を進める。\n"


@pytest.fixture
def wordy(aoki: Visitor) -> Visitor:
    """A section that rules can make both shorter and plainer."""
    assert aoki.put(LONG, None).status_code == 200
    return aoki


@pytest.mark.parametrize(
    ("how", "title", "gone"),
    [("short", "短くする案", "行うこととする"), ("plain", "やさしい言葉にする案", "に資する")],
)
def test_a_change_is_proposed_taken_and_kept(server: Server, wordy: Visitor, how: str, title: str, gone: str) -> None:
    """With its reason, and with what rules cannot do; a person's paragraph is not ticked by itself."""
    rest = f"/sections/1/revise?how={how}"
    found = page(wordy, rest)
    assert title in found.text
    assert "言語モデルなしではできません" in found.text
    assert "人が書いた段落" in found.text
    form = found.form(address(wordy, rest))
    assert "accept" not in form
    answer = post(wordy, rest, **{**form, "accept": form["offered"], "do": "apply"})
    assert answer.headers["location"].endswith("/sections/1?done=revised")
    newest = server.versions(wordy.person)[-1]
    assert (newest.origin, newest.number) == ("edit", 2)
    assert gone not in newest.text


def test_nothing_ticked_keeps_nothing(server: Server, wordy: Visitor) -> None:
    """Not even a version."""
    form = page(wordy, "/sections/1/revise?how=short").form(address(wordy, "/sections/1/revise?how=short"))
    answer = post(wordy, "/sections/1/revise?how=short", **{**form, "do": "apply"})
    assert answer.headers["location"].endswith("/sections/1?done=unchanged")
    assert len(server.versions(wordy.person)) == 1


def test_a_text_saved_meanwhile_is_not_replaced(server: Server, wordy: Visitor) -> None:
    """409 with the proposals for the text as it is by then."""
    rest = "/sections/1/revise?how=short"
    form = page(wordy, rest).form(address(wordy, rest))
    server.join(server.colleague, wordy.plan)
    server.workspace(server.colleague).save_text(1, "1. 章\n\n江口の文である。\n", 1)
    answer = post(wordy, rest, **{**form, "accept": form["offered"], "do": "apply"})
    assert answer.status_code == 409
    assert f"{server.colleague.name}さんが文章を保存しました（版2）" in answer.text
    assert server.versions(wordy.person)[-1].text == "1. 章\n\n江口の文である。\n"


def test_what_rules_cannot_do_is_said(aoki: Visitor) -> None:
    """A text that has nothing to shorten."""
    aoki.put("1. 章\n\n短い文である。\n", None)
    found = page(aoki, "/sections/1/revise?how=short")
    assert "変えるところはありません" in found.text
    assert "言語モデルなしではできません" in found.text


def test_another_way_of_revising_is_refused(wordy: Visitor) -> None:
    """In Japanese."""
    answer = wordy.http.get(address(wordy, "/sections/1/revise?how=longer"))
    assert answer.status_code == 422
    assert "送られた内容を読み取れませんでした" in Page(answer.text).text
