"""What changed between two versions, sentence by sentence."""

from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher
from random import Random

import pytest
from texts import drafts, made_up, odd

from assistant.drafting.polite import polite
from assistant.export import alignment
from assistant.export.alignment import likeness
from assistant.revising import pairing
from assistant.revising.differences import Difference, differences, folded, summary
from assistant.revising.sentences import sentences
from knowledge.corpus import Corpus


def kinds(found: tuple[Difference, ...]) -> list[str]:
    return [one.kind for one in found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("甲である。乙である。", "甲である。乙である。", ["same", "same"]),
        ("人口は100人である。", "人口は120人である。", ["changed"]),
        ("甲である。", "甲である。窓口は混む。", ["same", "added"]),
        ("甲である。窓口は混む。", "甲である。", ["same", "removed"]),
        (
            "山が多い地域である。海は遠い町である。",
            "海は遠い町である。山が多い地域である。",
            ["moved", "same", "moved"],
        ),
        ("", "新しい文。", ["added"]),
        ("", "", []),
        ("（１）現状\n本文。", "（１）現状と課題\n本文。", ["changed", "same"]),
        ("・甲\n・乙", "・甲\n・丙\n・乙", ["same", "added", "same"]),
        ("1. みどり町の現状", "1. あおば市のこれから", ["changed"]),
    ],
)
def test_sentences_are_told_apart(old: str, new: str, expected: list[str]) -> None:
    """Same, reworded, added, removed, moved."""
    assert kinds(differences(old, new)) == expected


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("人口は1,985人である。", "人口は1,990人である。", ["1,985"], ["1,990"]),
        ("値は3.5％である。", "値は3.8％である。", ["3.5"], ["3.8"]),
        ("値は３２件である。", "値は３３件である。", ["３２"], ["３３"]),
        ("第二十三条の定め。", "第二十五条の定め。", ["二十三"], ["二十五"]),
        ("〔要確認：人口〕を確かめる。", "〔要確認：世帯〕を確かめる。", ["〔要確認：人口〕"], ["〔要確認：世帯〕"]),
        ("オンラインの手続を増やす。", "オンデマンドの手続を増やす。", ["オンライン"], ["オンデマンド"]),
        ("窓口で申請を受ける。", "窓口で申請を受け付ける。", [], ["付け"]),
    ],
)
def test_words_are_never_cut(old: str, new: str, gone: list[str], come: list[str]) -> None:
    """Numbers, marks and katakana words change as a whole."""
    (one,) = differences(old, new)
    assert [span.text for span in one.old_spans if span.changed] == gone
    assert [span.text for span in one.new_spans if span.changed] == come


def test_what_was_moved_is_told_by_a_number() -> None:
    """Both places of a moved sentence, none of those that stay."""
    found = differences(
        "甲の地区は山が多い。\n\n乙は海に近い。丙は川に沿う。", "乙は海に近い。丙は川に沿う。\n\n甲の地区は山が多い。"
    )
    moved = [one for one in found if one.kind == "moved"]
    assert [(one.old, one.new, one.place) for one in moved] == [
        ("甲の地区は山が多い。", "", 0),
        ("", "甲の地区は山が多い。", 0),
    ]
    assert summary(found).moved == 1


def test_a_paragraph_that_was_parted_is_shown() -> None:
    """The words are the same, the line ends are not."""
    found = differences("甲である。乙である。", "甲である。\n\n乙である。")
    assert [(one.kind, one.relaid, one.unchanged) for one in found] == [("same", True, False), ("same", False, True)]
    assert summary(found).text == "改行・空白の変更1か所"


def test_a_difference_knows_where_it_stands() -> None:
    """The heading above it, and its paragraph on either side."""
    found = differences("（１）現状\n\n甲は山が多い。", "（１）現状\n\n乙を加える。\n\n甲は山が多い。")
    assert [(one.under, one.old_paragraph, one.new_paragraph) for one in found] == [
        ("", 0, 0),
        ("（１）現状", None, 1),
        ("（１）現状", 1, 2),
    ]


def test_unchanged_stretches_are_folded_with_their_headings_kept() -> None:
    """The headings that lead to a change stay; a stretch says how many sentences it holds."""
    same = "".join(f"{n}番目の文である。" for n in "一二三四五")
    text = f"1. 題\n（１）上\n{same}\n（２）下\n{same}変わる前の文。"
    found = folded(differences(text, text.replace("変わる前", "変わった後")), context=1)
    assert [(one.kind, one.level, one.count) for one in found] == [
        ("same", 1, 0),
        ("skipped", 0, 6),
        ("same", 2, 0),
        ("skipped", 0, 4),
        ("same", 0, 0),
        ("changed", 0, 0),
    ]
    assert "".join(one.old + one.old_tail for one in found) == text


def test_nothing_changed_is_one_stretch() -> None:
    """And says so."""
    found = differences("甲。乙。", "甲。乙。")
    assert kinds(folded(found)) == ["skipped"]
    assert summary(found).text == "変更はありません"


@pytest.mark.parametrize("seed", range(6))
def test_both_texts_can_be_read_from_their_differences(seed: int) -> None:
    """Old sides make up the old text, new sides the new one, spans the sentences; folded or not."""
    chance = Random(seed)
    for _ in range(150):
        old, new = (chance.choice([made_up, odd])(chance) for _ in range(2))
        found = differences(old, new)
        for shown in (found, folded(found, context=chance.randrange(3))):
            assert "".join(one.old + one.old_tail for one in shown) == old
            assert "".join(one.new + one.new_tail for one in shown) == new
        assert all("".join(span.text for span in one.old_spans) == one.old for one in found)
        assert all("".join(span.text for span in one.new_spans) == one.new for one in found)
        assert all((one.kind == "same") == (one.old == one.new) for one in found if one.old and one.new)
        places = [one.place for one in found if one.kind == "moved"]
        assert sorted(places) == sorted([*set(places), *set(places)], key=lambda place: place or 0)


LENGTH, LINES, WORDS = 60_000, 8_000, 30_000


def long_text(corpus: Corpus) -> str:
    text = "\n\n".join(draft.text for draft in drafts(corpus))
    return (text * (LENGTH // len(text) + 1))[:LENGTH]


def some_letters_changed(text: str) -> str:
    chance = Random(1)
    return "".join("変" if chance.random() < 0.1 else sign for sign in text)


def some_lines_changed(text: str) -> str:
    chance = Random(1)
    return "".join(
        line if chance.random() > 0.1 else f"違う行{n % 7}です。\n" for n, line in enumerate(text.splitlines(True))
    )


def odd_signs(_: str) -> str:
    return "（" * WORDS


def turned_round(_: str) -> str:
    return "いあう" * (WORDS * 2 // 3)


@pytest.mark.parametrize(
    ("old", "reworded"),
    [
        (None, str),
        (None, polite),
        (None, some_letters_changed),
        ("同じ行です。\n" * LINES, some_lines_changed),
        ("あい" * WORDS, turned_round),
        ("|" * WORDS, odd_signs),
    ],
)
def test_the_work_of_long_and_monotonous_texts_is_bounded(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch, old: str | None, reworded: Callable[[str], str]
) -> None:
    """Sentences compared grow with the sentences, words compared within two of them have a limit; nothing is left out."""
    compared: list[int] = []
    words: list[tuple[int, int]] = []

    def counted(new: Counter[str], before: Counter[str]) -> float:
        compared.append(new.total() + before.total())
        return likeness(new, before)

    class Matcher(SequenceMatcher[str]):
        def __init__(self, junk: None, a: list[str], b: list[str], autojunk: bool) -> None:
            counts = Counter(a), Counter(b)
            words.append((len(a) * len(b), sum(count * counts[1][word] for word, count in counts[0].items())))
            super().__init__(junk, a, b, autojunk)

    monkeypatch.setattr(pairing, "likeness", counted)
    monkeypatch.setattr(alignment, "SequenceMatcher", Matcher)
    before = long_text(corpus) if old is None else old
    after = reworded(before)
    found = differences(before, after)
    sides = len(sentences(before)) + len(sentences(after))
    assert "".join(one.old + one.old_tail for one in found) == before
    assert "".join(one.new + one.new_tail for one in found) == after
    assert len(compared) <= 20 * sides
    assert sum(compared) <= 20 * (len(before) + len(after))
    assert len(words) <= sides
    assert max((product for product, _ in words), default=0) <= alignment._MOST_TOKENS
    assert max((equal for _, equal in words), default=0) <= alignment._MOST_EQUAL
