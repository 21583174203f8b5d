"""Two people at once: what one of them changed is taken, what both changed is a conflict, and nobody's words vanish."""

from collections.abc import Mapping
from random import Random

import pytest
from texts import made_up, paragraphs_of, sentences_of

from assistant.revising.merging import Choice, merge

BASE = "（１）現状\n\n人口は100人である。\n\n窓口は混んでいる。\n\n・甲\n・乙"


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        (BASE, BASE, BASE),
        (BASE.replace("100", "120"), BASE, BASE.replace("100", "120")),
        (BASE, BASE.replace("100", "120"), BASE.replace("100", "120")),
        (BASE.replace("100", "120"), BASE.replace("100", "120"), BASE.replace("100", "120")),
        (
            BASE.replace("100", "120"),
            BASE.replace("混んで", "空いて"),
            BASE.replace("100", "120").replace("混んで", "空いて"),
        ),
        (
            BASE + "\n\n私の追記。",
            BASE.replace("（１）現状", "（１）今"),
            BASE.replace("現状", "今") + "\n\n私の追記。",
        ),
        (BASE.replace("窓口は混んでいる。\n\n", ""), BASE, BASE.replace("窓口は混んでいる。\n\n", "")),
        ("", "", ""),
    ],
)
def test_changes_of_one_side_are_taken(mine: str, theirs: str, merged: str) -> None:
    """Also in paragraphs next to each other."""
    found = merge(BASE if mine else "", mine, theirs)
    assert found.clean
    assert found.text() == merged


@pytest.mark.parametrize(
    ("choices", "text"),
    [
        ({"c1": "mine"}, "人口は110人である。"),
        ({"c1": "theirs"}, "人口は120人である。"),
        ({"c1": "both"}, "人口は110人である。\n\n人口は120人である。"),
        ({}, "人口は110人である。\n\n人口は120人である。"),
    ],
)
def test_a_paragraph_that_both_changed_is_a_conflict(choices: Mapping[str, Choice], text: str) -> None:
    """Undecided, both stay."""
    found = merge(BASE, BASE.replace("100", "110"), BASE.replace("100", "120"))
    assert [(one.id, one.base, one.mine, one.theirs) for one in found.conflicts] == [
        ("c1", "人口は100人である。", "人口は110人である。", "人口は120人である。")
    ]
    assert found.text(choices) == BASE.replace("人口は100人である。", text)


def test_changed_here_and_struck_there_is_a_conflict() -> None:
    """The struck side is empty."""
    found = merge(BASE, BASE.replace("窓口は混んでいる。\n\n", ""), BASE.replace("混んで", "空いて"))
    assert [(one.mine, one.theirs) for one in found.conflicts] == [("", "窓口は空いている。")]
    assert found.text({"c1": "mine"}) == BASE.replace("窓口は混んでいる。\n\n", "")
    assert found.text() == BASE.replace("混んで", "空いて")


def test_conflicts_come_in_the_order_of_the_text() -> None:
    """With ids in that order."""
    mine, theirs = BASE.replace("100", "1").replace("甲", "子"), BASE.replace("100", "2").replace("甲", "丑")
    assert [(one.id, one.mine[:6]) for one in merge(BASE, mine, theirs).conflicts] == [
        ("c1", "人口は1人で"),
        ("c2", "・子\n・乙"),
    ]


@pytest.mark.parametrize("seed", range(8))
def test_nobody_s_words_vanish(seed: int) -> None:
    """Every sentence that a side added is in the merge; with a choice, in the text or in a conflict."""
    chance = Random(seed)
    for _ in range(120):
        base, mine, theirs = edited(chance)
        found = merge(base, mine, theirs)
        added = (sentences_of(mine) | sentences_of(theirs)) - sentences_of(base)
        assert added <= sentences_of(found.text())
        in_conflicts = {
            text for one in found.conflicts for side in (one.mine, one.theirs) for text in sentences_of(side)
        }
        for choice in ("mine", "theirs"):
            assert added <= sentences_of(found.text({one.id: choice for one in found.conflicts})) | in_conflicts


@pytest.mark.parametrize("seed", range(8))
def test_a_side_that_changed_nothing_changes_nothing(seed: int) -> None:
    """Exactly, white space included; and it does not matter who is who."""
    chance = Random(seed)
    for _ in range(120):
        base, mine, theirs = edited(chance)
        assert merge(base, mine, base).text() == mine
        assert merge(base, base, theirs).text() == theirs
        assert merge(base, mine, mine).text() == mine
        there, back = merge(base, mine, theirs), merge(base, theirs, mine)
        assert [(one.mine, one.theirs) for one in there.conflicts] == [(one.theirs, one.mine) for one in back.conflicts]


def edited(chance: Random) -> tuple[str, str, str]:
    """A text and two edits of it."""
    base = made_up(chance)
    return base, edit(base, chance), edit(base, chance)


def edit(text: str, chance: Random) -> str:
    ones = paragraphs_of(text)
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(ones) + 1)
        match chance.randrange(3):
            case 0:
                ones.insert(at, f"{chance.randrange(99)}番目の追記である。")
            case 1 if at < len(ones):
                ones[at] += f"書き足し{chance.randrange(99)}。"
            case _:
                del ones[at : at + 1]
    return "\n\n".join(ones)
