"""A fresh draft as proposals: people's words stand, facts that changed are proposed, and what is accepted is exact."""

from random import Random

import pytest
from texts import EXAMPLES, drafts, made_up, paragraphs_of

from assistant.drafting import draft_section
from assistant.errors import InputError
from assistant.facts.reading import read_facts_file
from assistant.models import Fact, Status
from assistant.revising.composing import apply
from assistant.revising.proposals import Proposal, propose
from knowledge.corpus import Corpus

BASE = "1. 題\n\n本町の人口は100人である。\n\n窓口の混雑が課題である。\n\n・甲\n・乙"
FRESH = "1. 題\n\n本町の人口は120人である。\n\n窓口の混雑が課題である。\n\n・甲\n・乙"


def told(proposals: tuple[Proposal, ...]) -> list[tuple[str, str, str, bool]]:
    return [(one.kind, one.old, one.new, one.person_wrote) for one in proposals]


@pytest.mark.parametrize(
    ("current", "base", "draft", "expected"),
    [
        (BASE, BASE, BASE, []),
        (BASE, BASE, FRESH, [("replace", "本町の人口は100人である。", "本町の人口は120人である。", False)]),
        # the person's words stand where the draft says what it said
        (BASE.replace("混雑", "長い列"), BASE, BASE, []),
        (BASE.replace("窓口の混雑が課題である。\n\n", ""), BASE, BASE, []),
        (BASE + "\n\n職員が足した段落である。", BASE, BASE, []),
        (
            BASE + "\n\n職員が足した段落である。",
            BASE,
            FRESH,
            [("replace", "本町の人口は100人である。", "本町の人口は120人である。", False)],
        ),
        # both changed it
        (
            BASE.replace("人口は100人である", "人口は100人と少ない"),
            BASE,
            FRESH,
            [("replace", "本町の人口は100人と少ない。", "本町の人口は120人である。", True)],
        ),
        # the same change twice is none
        (FRESH, BASE, FRESH, []),
        # a paragraph that the draft has gained, or lost
        (BASE, BASE, BASE + "\n\n世帯は40ある。", [("insert", "", "世帯は40ある。", False)]),
        (BASE + "\n\n世帯は40ある。", BASE, BASE + "\n\n世帯は40ある。", []),
        (
            BASE,
            BASE,
            BASE.replace("窓口の混雑が課題である。\n\n", ""),
            [("delete", "窓口の混雑が課題である。", "", False)],
        ),
        # struck by a person, worded otherwise by now
        (
            BASE.replace("本町の人口は100人である。\n\n", ""),
            BASE,
            FRESH,
            [("insert", "", "本町の人口は120人である。", True)],
        ),
        # a person wrote all of it: nothing of theirs goes
        (
            "1. 題\n\n私の文である。",
            None,
            "1. 題\n\n本町の人口は120人である。",
            [("insert", "", "本町の人口は120人である。", False)],
        ),
        (
            "本町の人口は90人である。",
            None,
            "本町の人口は120人である。",
            [("replace", "本町の人口は90人である。", "本町の人口は120人である。", True)],
        ),
        ("", "", BASE, [("insert", "", one, False) for one in paragraphs_of(BASE)]),
    ],
)
def test_what_is_proposed(current: str, base: str | None, draft: str, expected: list[object]) -> None:
    """By paragraph, three ways."""
    assert told(propose(current, base, draft)) == expected


@pytest.mark.parametrize("seed", range(8))
def test_all_of_it_on_an_untouched_text_is_the_draft_and_none_of_it_the_text(seed: int) -> None:
    """Exactly, white space included."""
    chance = Random(seed)
    for _ in range(120):
        base, draft = made_up(chance), made_up(chance)
        proposals = propose(base, base, draft)
        assert apply(base, proposals, [one.id for one in proposals]) == draft
        assert apply(base, proposals, []) == base
        assert len({one.id for one in proposals}) == len(proposals)


@pytest.mark.parametrize("seed", range(8))
def test_any_choice_of_proposals_gives_those_paragraphs_and_leaves_the_others(seed: int) -> None:
    """Edited or not, with a draft behind it or none; paragraphs never run into each other."""
    chance = Random(seed)
    for _ in range(120):
        base, draft = made_up(chance), made_up(chance)
        for current, behind in ((base, base), (made_up(chance), base), (base + "\n\n追記。", base), (base, None)):
            proposals = propose(current, behind, draft)
            chosen = [one for one in proposals if chance.random() < 0.5]
            assert paragraphs_of_lists(apply(current, proposals, [one.id for one in chosen])) == mixed(current, chosen)


def paragraphs_of_lists(text: str) -> list[str]:
    """The lines of a text; lists and tables that come to stand below each other are one."""
    return [line for line in text.splitlines() if line.strip()]


def mixed(current: str, chosen: list[Proposal]) -> list[str]:
    """The lines of the current text with those of the proposals in their places."""
    text = current
    for one in sorted(enumerate(chosen), key=lambda entry: (entry[1].start, entry[1].end, entry[0]), reverse=True):
        proposal = one[1]
        text = text[: proposal.start] + "\n" + proposal.new + "\n" + text[proposal.end :]
    return paragraphs_of_lists(text)


@pytest.mark.parametrize("seed", range(4))
def test_what_only_a_person_has_is_never_proposed_for_deletion(seed: int) -> None:
    """And nothing is proposed where the draft says what it said."""
    chance = Random(seed)
    for _ in range(200):
        base, current, draft = made_up(chance), made_up(chance), made_up(chance)
        assert propose(current, base, base) == ()
        assert not [one for one in propose(current, None, draft) if one.kind == "delete"]
        own = "これは職員だけが書いた独自の段落であり、下書きのどこにもない。"
        proposals = propose(f"{own}\n\n{current}", base, draft)
        assert own in apply(f"{own}\n\n{current}", proposals, [one.id for one in proposals])


def test_an_id_stays_as_long_as_the_same_is_proposed() -> None:
    """Whatever else happens to the text; equal proposals are told apart."""
    here = propose(BASE, BASE, FRESH)
    there = propose(BASE + "\n\n職員の追記。", BASE, FRESH)
    assert [one.id for one in here] == [one.id for one in there]
    twice = propose("甲である。\n\n甲である。", "甲である。\n\n甲である。", "")
    assert len({one.id for one in twice}) == 2


@pytest.mark.parametrize(("text", "ids"), [(BASE, ["p0"]), (BASE.replace("100人", "99人"), [])])
def test_proposals_for_another_text_are_refused(text: str, ids: list[str]) -> None:
    """An unknown id, and a text that has changed since."""
    with pytest.raises(InputError):
        apply(text, propose(BASE, BASE, FRESH), ids)


def test_a_proposal_says_which_facts_it_comes_from(corpus: Corpus) -> None:
    """A figure that changed is named; what did not change is not; other words of the template are told as such."""
    ledger = read_facts_file(EXAMPLES[1], corpus)
    before = draft_section(1, ledger, corpus)
    known = ledger.get("ageing_rate")
    after = draft_section(1, ledger.with_fact(known.model_copy(update={"value": 53.1})), corpus)
    (one,) = propose(before.text, before.text, after.text, after.trace, before.trace)
    assert (one.why, one.keys, one.under) == ("facts", ("ageing_rate",), "（１）地域の現状")
    assert [span.text for d in one.differences for span in d.new_spans if span.changed] == ["53.1"]
    (bare,) = propose(before.text, before.text, after.text)
    assert (bare.why, bare.keys) == ("unknown", ())
    alone = propose(before.text, before.text, after.text, after.trace)
    assert [(p.why, p.keys) for p in alone] == [("facts", ("ageing_rate",))]
    worded = after.text.replace("求められる", "望まれる")
    moved = tuple(span.model_copy(update={"text": after.text[span.start : span.end]}) for span in before.trace)
    assert "wording" in {p.why for p in propose(after.text, after.text, worded, moved, moved)}


def test_a_fact_that_adds_a_paragraph_is_named(corpus: Corpus) -> None:
    """The condition under which a template says something is a fact, too."""
    ledger = read_facts_file(EXAMPLES[1], corpus)
    before = draft_section(1, ledger, corpus)
    fact = Fact(key="neighbours", status=Status.ANSWERED, value=("隣の市の書かない窓口",))
    after = draft_section(1, ledger.with_fact(fact), corpus)
    found = propose(before.text, before.text, after.text, after.trace, before.trace)
    assert {one.kind for one in found} == {"insert"}
    assert all(one.keys == ("neighbours",) for one in found)


def test_every_section_can_be_taken_from_one_town_to_another(corpus: Corpus) -> None:
    """All proposals accepted, each section of one example becomes that of the next."""
    all_of = drafts(corpus)
    for one, other in zip(all_of, all_of[7:], strict=False):
        proposals = propose(one.text, one.text, other.text, other.trace, one.trace)
        assert apply(one.text, proposals, [p.id for p in proposals]) == other.text
