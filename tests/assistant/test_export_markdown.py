"""Sections and plans as Markdown: GitHub's tables, and nothing that a person typed is read as Markdown."""

import pytest

from assistant.export.document import Document
from assistant.export.markdown import as_markdown, plan_as_markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("", "\n"),
        ("\n\n\n", "\n"),
        ("1. 題\n\n文\n", "# 1. 題\n\n文\n"),
        ("（1）見出し\n文", "## （1）見出し\n\n文\n"),
        ("前の文\n・一\n・二\n後の文", "前の文\n\n- 一\n- 二\n\n後の文\n"),
        ("一\n\n\n\n二", "一\n\n二\n"),
        ("一\r\n二", "一\n\n二\n"),
        ("😀𠮷野家〔要確認：人口〕", "😀𠮷野家〔要確認：人口〕\n"),
        ("| a | b |\n| c |", "| a | b |\n| --- | --- |\n| c |  |\n"),
        ("| a | 一\n二 |", "| a | 一<br>二 |\n| --- | --- |\n"),
        ("あ" * 100_000, "あ" * 100_000 + "\n"),
    ],
    ids=lambda text: text[:12],
)
def test_a_section_as_markdown(text: str, markdown: str) -> None:
    """Headings, lists and tables with blank lines around them."""
    assert as_markdown(text) == markdown


def test_a_measure_as_markdown() -> None:
    """A heading and three tables."""
    text = (
        "◎ 施策【観光】\n| 項目 | 内容 |\n| 担当課 | 住民課 | 福祉課 |\n\n| KPI | 現状値 |\n| 率 | 12％ |\n\n"
        "| 年度 | 取組 |\n| 令和9年度 | 開始 |"
    )
    assert as_markdown(text) == (
        "### ◎ 施策【観光】\n\n"
        "| 項目 | 内容 |  |\n| --- | --- | --- |\n| 担当課 | 住民課 | 福祉課 |\n\n"
        "| KPI | 現状値 |\n| --- | --- |\n| 率 | 12％ |\n\n"
        "| 年度 | 取組 |\n| --- | --- |\n| 令和9年度 | 開始 |\n"
    )


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("10. 二桁の番号", "10\\. 二桁の番号"),
        ("1) 番号", "1\\) 番号"),
        ("31.5％である", "31.5％である"),
        ("# 見出しではない", "\\# 見出しではない"),
        ("> 引用ではない", "\\> 引用ではない"),
        ("- 箇条書きではない", "\\- 箇条書きではない"),
        ("---", "\\---"),
        ("-5％", "-5％"),
        ("*強調*と_強調_と__強調__", "\\*強調\\*と_強調_と\\_\\_強調\\_\\_"),
        ("file_name.txt", "file_name.txt"),
        ("10~20日、30~40日", "10\\~20日、30\\~40日"),
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
        ("[ここ](javascript:1)", "\\[ここ](javascript:1)"),
        ("`a` \\ b", "\\`a\\` \\\\ b"),
        ("A&Bと&amp;", "A&Bと\\&amp;"),
        ("詳しくはhttps://example.lg.jp/dx_plan/~a?b=1&c#d へ", "詳しくはhttps://example.lg.jp/dx_plan/~a?b=1&c#d へ"),
        ("・- 二重", "- \\- 二重"),
        ("| a*b | c\\d |", "| a\\*b | c\\\\d |\n| --- | --- |"),
    ],
)
def test_what_markdown_would_read_is_escaped(text: str, markdown: str) -> None:
    """The reader sees the characters that were typed."""
    assert as_markdown(text) == markdown + "\n"


def test_a_plan_as_markdown() -> None:
    """Title, particulars and marks, then sections, parts and appendix."""
    document = Document(
        title="_計画_",
        subtitle="第1期",
        municipality="みどり町",
        period="令和9年度～令和11年度",
        stamp="案",
        sections=((1, "現状", "1. 現状\n\n文"),),
        parts=(("用語集", "・一"),),
        appendix=(("出典", "・二"),),
    )
    assert plan_as_markdown(document) == (
        "# \\_計画\\_\n\n第1期\n\nみどり町\n\n計画期間　令和9年度～令和11年度\n\n【案】 【庁内検討用】\n\n"
        "# 1. 現状\n\n文\n\n# 資料編\n\n## 用語集\n\n- 一\n\n# 庁内検討用資料\n\n## 出典\n\n- 二\n"
    )


def test_notices_are_a_quote_at_the_front() -> None:
    """Escaped like everything else."""
    document = Document(title="計画", notices=("*一*", "二"), sections=((1, "現状", "文"),))
    assert plan_as_markdown(document) == (
        "# 計画\n\n【庁内検討用】\n\n> **この資料の状態**\n>\n> - \\*一\\*\n> - 二\n\n# 1. 現状\n\n文\n"
    )


def test_a_public_plan_bears_no_mark_of_the_office() -> None:
    """Only the stamp that it was given."""
    document = Document(title="計画", edition="public", stamp="案", sections=((1, "現状", "文"),))
    assert plan_as_markdown(document) == "# 計画\n\n【案】\n\n# 1. 現状\n\n文\n"
