"""The readiness list: each requirement of a section, whether the text meets it, and what to do next."""

import pytest
from ledgers import CASES, LEDGERS, SECTIONS, SMALL, plan

from assistant.models import OpenItem
from assistant.readiness import STATE_LABELS, Readiness, readiness_of
from knowledge.corpus import Corpus

GAP = OpenItem(kind="unknown_fact", section=1, key="population", text="人口（住民課に確認）")


def drafted(name: str, number: int, corpus: Corpus) -> Readiness:
    sections = plan(name, corpus).sections
    texts = {section.number: section.text for section in sections}
    return readiness_of(number, texts, sections[number - 1].open_items, corpus)


@pytest.mark.parametrize("number", SECTIONS)
def test_every_requirement_of_the_section_is_listed(number: int, corpus: Corpus) -> None:
    """With its strength and whom it binds, as its record says."""
    lines = readiness_of(number, {}, (), corpus).lines
    wanted = [one for one in corpus.requirements if number in one.sections]
    assert [line.requirement for line in lines] == [one.id for one in wanted]
    assert [(line.title, line.strength, line.bearer) for line in lines] == [
        (one.title, one.strength, one.bearer) for one in wanted
    ]


@pytest.mark.parametrize("number", SECTIONS)
def test_an_empty_section_meets_nothing(number: int, corpus: Corpus) -> None:
    """What a text can show is open, what it cannot show is for a person; each says what to do next."""
    found = readiness_of(number, {}, (), corpus)
    checks = {one.id: one.check for one in corpus.requirements}
    assert all((line.state == "by_person") == (checks[line.requirement] is None) for line in found.lines)
    assert all(line.advice for line in found.lines)
    assert found.done == 0
    assert not found.ready or all(line.state == "by_person" for line in found.lines)


@pytest.mark.parametrize("name", ["village", "fishing city", "ward", "plain town"])
@pytest.mark.parametrize("number", SECTIONS)
def test_a_draft_meets_what_its_text_can_show(name: str, number: int, corpus: Corpus) -> None:
    """What the program drafts leaves no requirement unmet; a small start may leave out what concerns other pillars."""
    found = drafted(name, number, corpus)
    unmet = [line.requirement for line in found.lines if line.state == "open"]
    pillars = {one.id for one in corpus.requirements if set(one.sections) <= {5, 6}}
    small = CASES[name].answer("scale") == SMALL
    empty = {"req:kpi", "req:goal-and-date"} if any(".kpis" in item.key for item in found.open_items) else set()
    assert [one for one in unmet if not (small and one in pillars)] == [
        one for one in unmet if one in empty - (pillars if small else set())
    ]
    assert all(not line.advice for line in found.lines if line.state == "done")
    assert found.ready is not bool(found.open_items or unmet)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("第9条第3項に基づき定めるよう努める", "done"),
        ("第９条第３項", "done"),
        ("", "open"),
        ("何も書いていない", "open"),
    ],
)
def test_width_of_characters_does_not_count(text: str, state: str, corpus: Corpus) -> None:
    """A requirement is met by its words, in whatever width they are written."""
    requirement = next(one for one in corpus.requirements if one.check and 3 in one.sections)
    assert requirement.check is not None
    words = "".join(group[0] for group in requirement.check.any_of) if state == "done" else ""
    wide = words.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if "９" in text else words
    line = next(
        line for line in readiness_of(3, {3: text + wide}, (), corpus).lines if line.requirement == requirement.id
    )
    assert line.state == state


def test_all_groups_of_words_are_needed(corpus: Corpus) -> None:
    """One word of each group; half of them is not enough."""
    requirement = next(one for one in corpus.requirements if one.check and len(one.check.any_of) > 1 and one.sections)
    assert requirement.check is not None
    first, *others = requirement.check.any_of
    number = requirement.sections[0]

    def state(text: str) -> str:
        lines = readiness_of(number, {number: text}, (), corpus).lines
        return next(line.state for line in lines if line.requirement == requirement.id)

    assert state(first[-1] + "".join(group[-1] for group in others)) == "done"
    assert state(first[0]) == "open" or all(any(word in first[0] for word in group) for group in others)


def test_a_gap_keeps_a_section_from_being_ready(corpus: Corpus) -> None:
    texts = {section.number: section.text for section in plan("village", corpus).sections}
    assert readiness_of(1, texts, (), corpus).ready
    assert not readiness_of(1, texts, (GAP,), corpus).ready
    assert readiness_of(1, texts, (GAP,), corpus).open_items == (GAP,)


def test_what_one_section_says_need_not_be_said_in_another(corpus: Corpus) -> None:
    """A requirement of several sections is met in all of them by the words of one; sections it does not concern do not count."""
    requirement = next(one for one in corpus.requirements if one.check and len(one.sections) > 1)
    assert requirement.check is not None
    words = "".join(group[0] for group in requirement.check.any_of)
    first, *others = requirement.sections
    elsewhere = next(number for number in SECTIONS if number not in requirement.sections)
    for number, state in ((first, "done"), (elsewhere, "open")):
        lines = readiness_of(others[0], {number: words}, (), corpus).lines
        assert next(line.state for line in lines if line.requirement == requirement.id) == state


def test_lines_are_counted(corpus: Corpus) -> None:
    found = drafted("village", 3, corpus)
    assert found.done == len([line for line in found.lines if line.state == "done"]) > 0
    assert set(STATE_LABELS) == {"done", "open", "by_person"}


@pytest.mark.parametrize("name", LEDGERS)
def test_any_draft_has_a_list(name: str, corpus: Corpus) -> None:
    """Also with nothing known, and with hostile words."""
    assert all(drafted(name, number, corpus).lines for number in SECTIONS)
