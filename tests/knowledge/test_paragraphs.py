"""Sentences and items that a line or page break cut are put together again."""

import pytest

from knowledge.parsing.lines import read_lines
from knowledge.parsing.paragraphs import join_items, join_paragraphs


@pytest.mark.parametrize(
    ("written", "paragraphs"),
    [
        ("一文目。\n\n二文目。", ("一文目。", "二文目。")),
        ("ページの終わりで切れた\n\n文の続き。", ("ページの終わりで切れた文の続き。",)),
        ("三つに\n切れた\n文。\n次の文。", ("三つに切れた文。", "次の文。")),
        ("前の文。\n- 項目一\n- 項目二", ("前の文。", "項目一", "項目二")),
        ("- 終わりに句点のない項目\n続きの文。", ("終わりに句点のない項目続きの文。",)),
        ("（注）\n本文。", ("（注）", "本文。")),
        ("次のとおり：\n一つ目。", ("次のとおり：", "一つ目。")),
        ("", ()),
    ],
)
def test_join_paragraphs(written: str, paragraphs: tuple[str, ...]) -> None:
    """A line that does not end a sentence goes on in the next, unless that one is a bullet."""
    assert join_paragraphs(read_lines(written)) == paragraphs


@pytest.mark.parametrize(
    ("written", "items"),
    [
        ("公開件数\n登録数", ("公開件数", "登録数")),
        ("「共通語彙基盤」、\n「文字情報基盤」の活用", ("「共通語彙基盤」、「文字情報基盤」の活用",)),
        ("利用率〇%を\n達成", ("利用率〇%を達成",)),
        (
            "医療情報（健診情報を含む）\nのうち、提供したものの割合",
            ("医療情報（健診情報を含む）のうち、提供したものの割合",),
        ),
        ("- 満足度\n- 処理時間", ("満足度", "処理時間")),
        ("<p>巡回頻度の向上 修繕件数</p>", ("巡回頻度の向上", "修繕件数")),
        ("", ()),
    ],
)
def test_join_items(written: str, items: tuple[str, ...]) -> None:
    """One item a line, unless a line plainly goes on; a table cell holds several items."""
    assert join_items(read_lines(written)) == items


@pytest.mark.parametrize("second", ["はがきによる申請の件数", "がん検診の予約率", "できるようになった手続の数"])
def test_items_that_begin_with_kana_are_items(second: str) -> None:
    """A word that begins with は, が or で is not the rest of the line before."""
    assert join_items(read_lines(f"公開件数\n{second}")) == ("公開件数", second)
