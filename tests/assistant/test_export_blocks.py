"""A section's text is read into blocks, however people type it."""

import pytest

from assistant.export.blocks import (
    Block,
    Bullets,
    Heading,
    MeasureTable,
    Paragraph,
    Table,
    cleaned,
    level_of,
    lines_of,
    parse,
)

MEASURE = """◎ 行政手続のオンライン化【電子行政】

| 項目 | 内容 |
| 現状と課題 | 窓口が混む。〔要確認：現状と課題〕 |
| 取組の内容 | 電子申請を始める。 |
| 対応する課題 | 来庁の負担 |
| 担当課 | 住民課 |

| KPI | 現状値 | 目標値 | 目標年度 | 出典 |
| オンラインで終わる手続 | 12％ | 50％ | 令和11年度 | 住民課調べ |

| 年度 | 取組 |
| 令和9年度 | 棚卸し |
| 令和10年度 | 受付開始 |
"""
ITEMS = (
    ("現状と課題", "窓口が混む。〔要確認：現状と課題〕"),
    ("取組の内容", "電子申請を始める。"),
    ("対応する課題", "来庁の負担"),
    ("担当課", "住民課"),
)
KPIS = Table(
    header=("KPI", "現状値", "目標値", "目標年度", "出典"),
    rows=(("オンラインで終わる手続", "12％", "50％", "令和11年度", "住民課調べ"),),
)
SCHEDULE = Table(header=("年度", "取組"), rows=(("令和9年度", "棚卸し"), ("令和10年度", "受付開始")))
WHOLE = MeasureTable(
    mark="◎", title="行政手続のオンライン化", field="電子行政", items=ITEMS, kpis=KPIS, schedule=SCHEDULE
)


def line(text: str) -> Paragraph:
    return Paragraph(text=text)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", []),
        (" \n\u3000\n\t", []),
        ("1. 現状及び課題", [Heading(level=1, text="1. 現状及び課題")]),
        ("\n\n１．現状及び課題\n", [Heading(level=1, text="1. 現状及び課題")]),
        ("文\n1. 二つ目の行は見出しでない", [line("文"), line("1. 二つ目の行は見出しでない")]),
        ("10. 二桁は見出しでない", [line("10. 二桁は見出しでない")]),
        ("1.5倍になった", [line("1.5倍になった")]),
        ("（1）見出し", [Heading(level=2, text="（1）見出し")]),
        ("(２) 見出し", [Heading(level=2, text="(２) 見出し")]),
        ("（1）文で終わるものは見出しでない。", [line("（1）文で終わるものは見出しでない。")]),
        ("（1）", [line("（1）")]),
        ("一\r\n二", [line("一"), line("二")]),
        ("\u3000字下げした段落", [line("字下げした段落")]),
        ("・一\n・二", [Bullets(items=("一", "二"))]),
        ("・一\n\n\u3000・ 二", [Bullets(items=("一", "二"))]),
        ("・", [Bullets(items=("",))]),
        ("・一\n文\n・二", [Bullets(items=("一",)), line("文"), Bullets(items=("二",))]),
        ("○ ただの箇条書き", [line("○ ただの箇条書き")]),
        ("○○小学校の跡地", [line("○○小学校の跡地")]),
        ("○ 表のない施策【観光】", [Heading(level=3, text="○ 表のない施策【観光】")]),
    ],
)
def test_lines(text: str, blocks: list[Block]) -> None:
    """Headings only where they can stand; every other line is a paragraph or an item."""
    assert list(parse(text)) == blocks


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("| a | b |\n| c | d |", [Table(header=("a", "b"), rows=(("c", "d"),))]),
        ("|a|b|\n|---|:--:|\n|c|d|", [Table(header=("a", "b"), rows=(("c", "d"),))]),
        ("| a | b |\n| c |\n| d | e | f |", [Table(header=("a", "b", ""), rows=(("c", "", ""), ("d", "e", "f")))]),
        ("| a | b |\n\n| c | d |\n\n| e | f |", [Table(header=("a", "b"), rows=(("c", "d"), ("e", "f")))]),
        (
            "| a | b |\n| c | d |\n\n| e | f |\n| g | h |",
            [Table(header=("a", "b"), rows=(("c", "d"),)), Table(header=("e", "f"), rows=(("g", "h"),))],
        ),
        ("| a | b |\n| c | d |\n\n| e |", [Table(header=("a", "b"), rows=(("c", "d"),)), Table(header=("e",))]),
        ("| a | b", [Table(header=("a", "b"))]),
        ("｜a｜b｜\n｜c｜d｜", [Table(header=("a", "b"), rows=(("c", "d"),))]),
        ("| a｜b | c |", [Table(header=("a｜b", "c"))]),
        ("| a | 一行目\n二行目 |\n| c | d |", [Table(header=("a", "一行目\n二行目"), rows=(("c", "d"),))]),
        ("| a | b\n閉じない", [Table(header=("a", "b")), line("閉じない")]),
        ("|", [line("|")]),
        ("| - | - |\n| - | - |", [Table(header=("-", "-"), rows=(("-", "-"),))]),
    ],
)
def test_tables(text: str, tables: list[Block]) -> None:
    """Odd numbers of cells, empty lines between rows, rows broken inside a cell, Markdown's line of dashes."""
    assert list(parse(text)) == tables


def test_a_measure_is_one_block() -> None:
    """Heading and three tables."""
    assert parse(MEASURE) == (WHOLE,)
    assert WHOLE.heading == "◎ 行政手続のオンライン化【電子行政】"


@pytest.mark.parametrize(
    "text",
    [
        MEASURE.replace(" |\n", " |\n\n"),
        MEASURE.replace("\n\n", "\n"),
        MEASURE.replace("| 年度 | 取組 |\n", ""),
        MEASURE.replace("| 項目 | 内容 |\n", ""),
        MEASURE.replace("| 項目 | 内容 |\n", "| 項目 | 内容 |\n|---|---|\n"),
        MEASURE.replace("| 令和10年度", "\n| 年度 | 取組 |\n| 令和10年度"),
        MEASURE.replace("◎ ", "◎\u3000"),
        MEASURE.replace("| 現状と課題", "|現状と課題").replace("\n", "\r\n"),
    ],
    ids=[
        "blank lines between rows",
        "none between tables",
        "no schedule header",
        "no item header",
        "dashes",
        "header twice",
        "wide space",
        "crlf",
    ],
)
def test_a_measure_in_disorder_is_the_same_measure(text: str) -> None:
    """What editing does to the layout does not matter."""
    assert parse(text) == (WHOLE,)


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (
            "● 独自の施策\n| 担当課 | 住民課 |",
            [MeasureTable(mark="●", title="独自の施策", items=(("担当課", "住民課"),))],
        ),
        (
            "○ 施策【観光】\n\n| 年度 | 取組 |",
            [MeasureTable(mark="○", title="施策", field="観光", schedule=Table(header=("年度", "取組")))],
        ),
        (
            "○ 施策【観光】\n| 区分 | 説明 |\n| 経費 | 三百万円 |",
            [MeasureTable(mark="○", title="施策", field="観光", items=(("区分", "説明"), ("経費", "三百万円")))],
        ),
        (
            "○ 施策【観光】\n\n前置き\n\n| 項目 | 内容 |\n| 担当課 | 住民課 |",
            [
                Heading(level=3, text="○ 施策【観光】"),
                line("前置き"),
                Table(header=("項目", "内容"), rows=(("担当課", "住民課"),)),
            ],
        ),
        (
            MEASURE + "\n| 経費 | 金額 |\n| 機器 | 三百万円 |",
            [WHOLE, Table(header=("経費", "金額"), rows=(("機器", "三百万円"),))],
        ),
        (
            "◎ 表【観光】\n| a | b | c |\n| d | e | f |",
            [Heading(level=3, text="◎ 表【観光】"), Table(header=("a", "b", "c"), rows=(("d", "e", "f"),))],
        ),
        (MEASURE + "\n" + MEASURE, [WHOLE, WHOLE]),
        (MEASURE + "※ 注", [WHOLE, line("※ 注")]),
    ],
    ids=["own", "only a schedule", "own labels", "words between", "own table", "other table", "two", "note"],
)
def test_what_does_not_fit_stays_in_its_place(text: str, blocks: list[Block]) -> None:
    """Missing tables are missing; a person's own words and tables are kept beside the measure."""
    assert list(parse(text)) == blocks


def test_the_kpi_header_may_be_typed_in_wide_letters() -> None:
    """It stays as it was typed."""
    (measure,) = parse(MEASURE.replace("| KPI |", "| ＫＰＩ |").replace("現状値", "現在").replace("目標値", "めざす値"))
    assert isinstance(measure, MeasureTable)
    assert measure.kpis is not None
    assert measure.kpis.header == ("ＫＰＩ", "現在", "めざす値", "目標年度", "出典")


def test_surplus_cells_of_a_measure_are_kept() -> None:
    """KPIs with a cell too many widen the table; items keep all their cells."""
    (measure,) = parse(
        "◎ 施策【観光】\n| 項目 | 内容 |\n| 担当課 | 住民課 | 福祉課 |\n| 備考 |\n\n"
        "| KPI | 現状値 | 目標値 |\n| 率 | 1 | 2 | 3 |"
    )
    assert isinstance(measure, MeasureTable)
    assert measure.items == (("担当課", "住民課", "福祉課"), ("備考",))
    assert measure.kpis == Table(header=("KPI", "現状値", "目標値", ""), rows=(("率", "1", "2", "3"),))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("人\x00口\x08は\x0b多\x1fい\ufffe", "人口は多い"),
        ("半分\ud842の字", "半分の字"),
        ("😀𠮷野家\t一\n二", "😀𠮷野家\t一\n二"),
    ],
)
def test_characters_that_no_document_may_hold_are_left_out(text: str, clean: str) -> None:
    """Everything else stays."""
    assert cleaned(text) == clean


@pytest.mark.parametrize(
    ("text", "first", "level"),
    [
        ("1. 題", True, 1),
        ("1. 題", False, 0),
        ("（1）見出し", False, 2),
        ("◎ 施策【観光】", False, 3),
        ("○ 箇条書き", False, 0),
    ],
)
def test_the_level_of_a_line(text: str, first: bool, level: int) -> None:
    """What the comparison of versions knows of a line."""
    assert level_of(text, first=first) == level


def test_the_lines_of_a_text() -> None:
    """Rows are lines too, their cells parted by ｜."""
    assert lines_of("1. 題\n\n文\n・項目\n| a | b |\n|---|---|\n| c | d |\n") == (
        "1. 題",
        "文",
        "・項目",
        "a｜b",
        "c｜d",
    )
