"""Events as the chat shows them: what can be pressed leads where it says, and nothing of a person is taken for Markdown."""

import re
from urllib.parse import unquote

import pytest

from assistant.events import Asked, Noted, Place, Pointed
from assistant.interview import question_for
from assistant.models import Answer, Citation, Fact, NoEvidence, NoteShown, Status
from assistant.rendering import (
    drafting_as_markdown,
    note_lines,
    noted_as_markdown,
    passage_link,
    pointed_as_markdown,
    question_as_markdown,
    reply_as_markdown,
    stopped_as_markdown,
)
from knowledge.models import Confidence, Strength

PLAN = "/plans/3"
AS_OF = "令和8年11月23日"
NOTE = NoteShown(id="note:a", text="廃止されました。", as_of="2025-04-01", confidence=Confidence.C)
ANSWER = Answer(
    answer="一行目\n二行目",
    strength=Strength.DUTY,
    bearer="市町村",
    citations=(Citation(id="general:5", label="手引 [総論5]", quote="計画の策定\nに当たっては（例）"),),
    notes=(NOTE,),
    next="条例を確かめてください。",
)


def links(markdown: str) -> dict[str, str]:
    return dict(re.findall(r"(?<!\\)\[((?:[^\]\\]|\\.)+)\]\(([^)]+)\)", markdown))


def test_an_answer_has_its_strength_its_ground_and_its_date() -> None:
    """The date stands once; the notes are apart, to be unfolded."""
    shown = reply_as_markdown(ANSWER, AS_OF)
    assert shown.startswith("`義務`　だれに：市町村")
    assert "一行目  \n二行目" in shown
    assert shown.count(AS_OF) == 1
    assert "廃止されました" not in shown
    assert note_lines(ANSWER) == ("【未確認】廃止されました。（2025-04-01、確度C：未確認）",)


def test_a_citation_leads_to_the_quoted_words() -> None:
    """The link carries the quote, so that it is marked in its context; the label's brackets are no Markdown."""
    [(label, target)] = links(reply_as_markdown(ANSWER, AS_OF)).items()
    assert label == "手引 \\[総論5\\]"
    assert unquote(target) == "/passages/general:5?quote=計画の策定\nに当たっては（例）"
    assert "(" not in target.removeprefix("(")


def test_an_answer_without_ground_shows_none() -> None:
    """What is not in the sources is said, with the date."""
    shown = reply_as_markdown(NoEvidence(answer="手引には見当たりません。", next="県に聞いてください。"), AS_OF)
    assert links(shown) == {}
    assert shown.count(AS_OF) == 1
    assert note_lines(NoEvidence(answer="")) == ()


def test_a_very_long_quote_does_not_make_an_endless_link() -> None:
    """Its beginning is enough to find it."""
    assert len(unquote(passage_link("act:1", "あ" * 5_000))) < 500


@pytest.mark.parametrize(("done", "total", "words"), [(0, 18, "質問 1／18（0％）"), (9, 18, "質問 10／18（50％）")])
def test_a_question_says_how_far_the_interview_is(done: int, total: int, words: str) -> None:
    """With the reason, and where it is from."""
    shown = question_as_markdown(Asked(question=question_for("issues"), done=done, total=total))
    assert shown.startswith(words)
    assert links(shown) == {"出典を見る": "/passages/template%3A1%2Fcommentary"}


POPULATION = Fact(key="population", status=Status.ANSWERED, value=31_800)


@pytest.mark.parametrize(
    ("noted", "words"),
    [
        (Noted(facts=(POPULATION,)), "記録しました：人口 31,800人（[直す](/plans/3/facts#population)）"),
        (Noted(facts=(POPULATION,), corrected=True), "直しました：人口 31,800人（[直す](/plans/3/facts#population)）"),
        (
            Noted(facts=(Fact(key="it_staff", status=Status.UNKNOWN),)),
            "わからない（[直す](/plans/3/facts#it_staff)）。照会票に載せます",
        ),
        (
            Noted(facts=(Fact(key="it_plan", status=Status.NOT_APPLICABLE),)),
            "該当なし（[直す](/plans/3/facts#it_plan)）",
        ),
    ],
)
def test_what_was_taken_down_can_be_changed(noted: Noted, words: str) -> None:
    """The link leads to the fact in the form."""
    assert words in noted_as_markdown(noted, PLAN)


def test_what_a_person_wrote_is_no_markdown() -> None:
    """A link in an answer stays text, and a long one is cut."""
    fact = Fact(key="lead_department", status=Status.ANSWERED, value="[企画課](http://example.jp)" + "あ" * 200)
    shown = noted_as_markdown(Noted(facts=(fact,)), PLAN)
    assert links(shown) == {"直す": "/plans/3/facts#lead_department"}
    assert len(shown) < 200


def test_places_are_links_within_the_plan() -> None:
    """Below the plan's own address."""
    shown = pointed_as_markdown(Pointed(text="こちらです。", places=(Place(label="照会", page="/inquiry"),)), PLAN)
    assert shown == "こちらです。\n\n[照会](/plans/3/inquiry)"


@pytest.mark.parametrize(
    ("kept", "undone", "parts"),
    [
        ((1, 2), (3, 4, 5, 6, 7), ["[第1章](/plans/3/sections/1)、[第2章]", "第3章、", "「すべての章を下書き」"]),
        ((), (4,), ["保存した章はありません", "「第4章を下書き」"]),
        ((1,), (), ["下書きを止めました", "[第1章]"]),
    ],
)
def test_a_stopped_drafting_says_what_is_there(
    kept: tuple[int, ...], undone: tuple[int, ...], parts: list[str]
) -> None:
    """And how to go on."""
    shown = stopped_as_markdown(kept, undone, PLAN)
    assert [part for part in parts if part not in shown] == []
    assert drafting_as_markdown(3, 2, 7) == "下書きしています：第3章（2／7章できました）"
