"""A section's text cut into sentences and paragraphs."""

from random import Random

import pytest
from texts import drafts, odd

from assistant.revising.sentences import paragraphs, sentences
from knowledge.corpus import Corpus


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("今日は晴れ。明日は雨。", ["今日は晴れ。", "明日は雨。"]),
        ("本当か！？はい。", ["本当か！？", "はい。"]),
        ("「はい。」と答えた。次。", ["「はい。」と答えた。", "次。"]),
        ("市町村（特別区を含む。）が定める。次。", ["市町村（特別区を含む。）が定める。", "次。"]),
        ("「甲。『乙。』丙。」丁。戊。", ["「甲。『乙。』丙。」丁。", "戊。"]),
        ("開いた（まま。次。", ["開いた（まま。", "次。"]),
        ("閉じた）だけ。次。", ["閉じた）だけ。", "次。"]),
        ("人口は、〔要確認：人口。世帯〕である。次。", ["人口は、〔要確認：人口。世帯〕である。", "次。"]),
        ("終わりのない文", ["終わりのない文"]),
        ("甲。　乙。\n丙", ["甲。", "乙。", "丙"]),
        ("・甲。乙。\n・丙", ["・甲。乙。", "・丙"]),
        ("（１）見出し\n本文。続き。", ["（１）見出し", "本文。", "続き。"]),
        ("| 甲。乙。 | 丙 |\n| 丁 | 戊 |", ["| 甲。乙。 | 丙 |", "| 丁 | 戊 |"]),
        ("| 甲 | 乙\n丙 |\n丁。", ["| 甲 | 乙\n丙 |", "丁。"]),
        ("", []),
        ("\n 　\n", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, cut: list[str]) -> None:
    """At 。！？ and line ends, not within brackets; items, headings and rows are whole."""
    assert [one.text for one in sentences(text) if one.text] == cut


def test_a_sentence_knows_its_place() -> None:
    """Kind, paragraph and the heading above it; offsets in code points, also behind signs beyond the basic plane."""
    text = "1. 題\n\n（１）𠮷野の現状\n本文。続き。\n・甲\n・乙\n\n・丙\n| KPI | 値 |"
    found = sentences(text)
    assert [(one.kind, one.level, one.paragraph, one.under) for one in found] == [
        ("heading", 1, 0, ""),
        ("heading", 2, 1, "1. 題"),
        ("sentence", 0, 2, "（１）𠮷野の現状"),
        ("sentence", 0, 2, "（１）𠮷野の現状"),
        ("item", 0, 3, "（１）𠮷野の現状"),
        ("item", 0, 3, "（１）𠮷野の現状"),
        ("item", 0, 4, "（１）𠮷野の現状"),
        ("row", 0, 5, "（１）𠮷野の現状"),
    ]
    assert [one.kind for one in paragraphs(text)] == ["heading", "heading", "prose", "list", "list", "kpis"]
    assert all(text[one.start : one.end] == one.text for one in (*found, *paragraphs(text)))


@pytest.mark.parametrize("seed", range(4))
def test_nothing_of_a_text_is_lost(seed: int) -> None:
    """Sentences with their tails, and paragraphs with what stands before them, make up the text."""
    chance = Random(seed)
    for _ in range(700):
        text = odd(chance)
        assert "".join(one.text + one.tail for one in sentences(text)) == text
        assert "".join(one.lead + one.text for one in paragraphs(text)) == text.rstrip()
        assert all(text[one.end : one.until] == one.tail for one in sentences(text))


def test_nothing_of_a_draft_is_lost(corpus: Corpus) -> None:
    """Every section of the examples."""
    for draft in drafts(corpus):
        assert "".join(one.text + one.tail for one in sentences(draft.text)) == draft.text
