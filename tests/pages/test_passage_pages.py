"""Passages as pages: in their context, with the quoted words marked; records of ours with what they rest on."""

import re
from html import unescape
from urllib.parse import quote

import httpx
import pytest
from pages.serving import Visitor

from assistant.errors import NotFound
from assistant.interview import load_questions
from assistant.pages.passage_views import marked, view_of
from knowledge.corpus import Corpus


def address(wanted: str, **values: str) -> str:
    asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in values.items())
    return f"/passages/{quote(wanted, safe='')}" + (f"?{asked}" if asked else "")


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("計画を定める。公表する。", "公表する。", "公表する。"),
        ("計画を定める。\n公表する。", "定める。公表", "定める。\n公表"),
        ("計画を 定める。", "計画を定\nめる。", "計画を 定める。"),
        ("公表する。公表する。", "公表する。", "公表する。"),
        ("計画を定める。", "計画を定めない。", None),
        ("計画を定める。", "", None),
        ("計画を定める。", " \n", None),
    ],
)
def test_quoted_words_are_found_whatever_the_white_space(text: str, wanted: str, found: str | None) -> None:
    """Word for word otherwise; the first place; the text itself stays whole."""
    spans = marked(text, wanted)
    assert "".join(span.text for span in spans) == text
    assert [span.text for span in spans if span.quoted] == ([found] if found else [])


@pytest.mark.parametrize("panel", ["", "1"], ids=["page", "panel"])
def test_a_quote_is_marked_in_its_context(aoki: Visitor, corpus: Corpus, panel: str) -> None:
    """Between what stands before and after it in the guide, which can be opened in turn."""
    passage = corpus.passage["general:5"]
    words = passage.text[40:90]
    page = aoki.http.get(address("general:5", quote=words, panel=panel)).raise_for_status().text
    [found] = re.findall(r"<mark data-quoted>(.*?)</mark>", page, re.S)
    assert unescape(found) == words
    assert corpus.passage["general:4"].text[-60:] in unescape(page)
    assert corpus.passage["general:6"].text[:60] in unescape(page)
    assert page.index("general%3A4") < page.index("<mark") < page.index("general%3A6")
    assert ("<html" in page) is not bool(panel)


def test_every_quote_of_a_passage_can_be_marked(corpus: Corpus) -> None:
    """Every passage shows its whole text with its own words marked."""
    for passage in corpus.passages:
        view = view_of(corpus, passage.id, passage.text[:80])
        assert "".join(span.text for span in view.spans) == passage.text
        assert any(span.quoted for span in view.spans), passage.id


def test_a_footnote_shows_the_place_that_cites_it(corpus: Corpus) -> None:
    """Its context is the passage it is attached to."""
    footnote = next(passage for passage in corpus.passages if passage.parent)
    host = view_of(corpus, footnote.id).at("host")
    assert host is not None
    assert host.id == footnote.parent


@pytest.mark.parametrize("wanted", sorted({question.guide for question in load_questions()}))
def test_the_reason_of_every_question_can_be_shown(aoki: Visitor, wanted: str) -> None:
    """Also where it is a requirement or a note of ours."""
    page = aoki.http.get(address(wanted, panel="1"))
    assert page.status_code == 200
    assert 'id="quote-text"' in page.text


def test_a_requirement_is_shown_with_its_strength_and_sources(aoki: Visitor, corpus: Corpus) -> None:
    """What it says, whom it binds, and links to the places it rests on."""
    requirement = corpus.requirement["req:publish-contact"]
    page = unescape(aoki.http.get(address(requirement.id)).text)
    assert requirement.statement in page
    assert requirement.strength.value in page
    assert [source for source in requirement.sources if f"/passages/{quote(source, safe='')}" not in page] == []


def test_a_note_is_shown_with_its_date_and_ground(aoki: Visitor, corpus: Corpus) -> None:
    """What held, since when, how sure."""
    note = next(note for note in corpus.notes if note.id == "note:priority-plan")
    page = unescape(aoki.http.get(address(note.id)).text)
    assert [text for text in (note.text, note.as_of, note.confidence.label, note.source) if text not in page] == []


def test_what_is_not_in_the_sources_is_told(aoki: Visitor, corpus: Corpus) -> None:
    """With what to do."""
    answer = aoki.http.get(address("general:99"))
    assert answer.status_code == 404
    assert "もう一度質問すると" in answer.text
    with pytest.raises(NotFound):
        view_of(corpus, "")


def test_a_quote_is_text(aoki: Visitor) -> None:
    """Words of the address are never part of the page unless they stand in the source."""
    page = aoki.http.get(address("general:5", quote="<script>alert(1)</script>")).text
    assert "<script>alert" not in page
    assert "<mark" not in page


def test_passages_are_for_people_who_are_signed_in(nobody: httpx.Client) -> None:
    """Others are sent to the sign-in page."""
    assert nobody.get(address("general:5")).status_code == 303
