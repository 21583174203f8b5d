"""What signs and words mean: said once, in one sentence or two, at the places where they stand."""

import re

import pytest

from assistant.legend import LegendEntry, Place, legend_of, load_legend
from assistant.measures import OWN_MARK, offers
from assistant.readiness import STATE_LABELS
from knowledge.corpus import Corpus
from knowledge.models import Confidence, Strength


def terms(place: Place) -> str:
    return "、".join(entry.term for entry in legend_of(place))


def test_every_mark_of_a_measure_is_explained_where_measures_are_shown(corpus: Corpus) -> None:
    """On the page and in the office's papers; the pages show the signs without being asked."""
    marks = {offer.mark for offer in offers(corpus).values()} | {OWN_MARK}
    places: tuple[Place, ...] = ("measures", "appendix")
    for place in places:
        assert {entry.term for entry in legend_of(place) if entry.is_sign} == marks


def test_the_appendix_explains_the_words_of_its_tables() -> None:
    """Strengths, states and how sure a record is; a strength that needs no word of its own names its rule itself."""
    said = terms("appendix")
    shown = {*Strength, *STATE_LABELS.values(), *(one.label for one in Confidence)}
    assert {str(one) for one in shown if one not in said} == {Strength.LOCAL_RULE, Strength.NONE_FOUND}


@pytest.mark.parametrize("entry", load_legend(), ids=lambda entry: entry.term)
def test_an_entry(entry: LegendEntry, corpus: Corpus) -> None:
    """Plain sentences that no check takes for a gap, at some place, on a record that exists."""
    assert entry.places
    assert re.fullmatch(r"(?:[^。]+(?:です|ます|ません|ください)(?:（[^）]+）)?。)+", entry.text)
    assert "〔要確認：" not in entry.text
    known = {*corpus.passage, *corpus.requirement, *(note.id for note in corpus.notes)}
    assert entry.source is None or entry.source in known


def test_terms_are_explained_once() -> None:
    """Nothing is explained in two ways."""
    found = [entry.term for entry in load_legend()]
    assert len(set(found)) == len(found)
