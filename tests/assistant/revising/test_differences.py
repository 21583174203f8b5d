"""What changed between two versions, sentence by sentence."""

from random import Random
from time import perf_counter

import pytest
from texts import drafts, made_up, odd

from assistant.drafting.polite import polite
from assistant.revising.differences import Difference, differences, folded, summary
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


def test_long_and_monotonous_texts_are_quick(corpus: Corpus) -> None:
    """60,000 letters: each sentence reworded, letters changed at random, and the same line over and over."""
    chance = Random(1)
    text = "\n\n".join(draft.text for draft in drafts(corpus))
    text = (text * (60_000 // len(text) + 1))[:60_000]
    lines = "同じ行です。\n" * 8_000
    pairs = [
        (text, text),
        (text, polite(text)),
        (text, "".join("変" if chance.random() < 0.1 else sign for sign in text)),
        (lines, "".join("同じ行です。\n" if chance.random() > 0.1 else f"違う行{n % 7}です。\n" for n in range(8_000))),
        ("あい" * 30_000, "いあう" * 20_000),
        ("|" * 30_000, "（" * 30_000),
    ]
    for old, new in pairs:
        start = perf_counter()
        differences(old, new)
        assert perf_counter() - start < 5  # a second at most on its own; the machine may have others to serve
