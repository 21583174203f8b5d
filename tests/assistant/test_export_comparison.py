"""Two versions of a plan side by side: new at the left, old at the right, what changed underlined."""

import io

import pytest
from docx import Document as open_document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import _Cell

from assistant.export.alignment import Pair, Span, changes, compare
from assistant.export.comparison import LEGEND, NO_CHANGE, comparison_as_docx

OLD = (
    (1, "現状", "1. 現状\n\n（1）人口\n\n人口は33,900人である。\n変わらない文。\n\n（2）取組\n\n・古い取組\n"),
    (2, "目的", "2. 目的\n\n窓口の負担を減らす。\n"),
)
NEW = (
    (
        1,
        "現状",
        "1. 現状\n\n（1）人口\n\n人口は31,800人である。\n変わらない文。\n\n（2）取組\n\n・古い取組\n\n（3）課題\n\n担い手が足りない。\n",
    ),
    (2, "目的", "2. 目的\n\n窓口の負担を減らす。\n"),
)


def marked(spans: tuple[Span, ...]) -> str:
    """The text with what changed in ［］."""
    return "".join(f"［{span.text}］" if span.changed else span.text for span in spans)


def shown(pairs: tuple[Pair, ...]) -> list[tuple[str, str, str]]:
    return [(pair.kind, marked(pair.new), marked(pair.old)) for pair in pairs]


def table_of(content: bytes) -> list[tuple[str, str]]:
    """The rows of the table, underlined runs in ［］."""

    def text(cell: _Cell) -> str:
        return "\n".join(
            "".join(f"［{run.text}］" if run.underline else run.text for run in paragraph.runs)
            for paragraph in cell.paragraphs
        )

    (table,) = open_document(io.BytesIO(content)).tables
    return [(text(row.cells[0]), text(row.cells[1])) for row in table.rows]


@pytest.mark.parametrize(
    ("new", "old", "new_marked", "old_marked"),
    [
        (
            "人口は31,800人である。",
            "人口は33,900人である。",
            "人口は［31,800］人である。",
            "人口は［33,900］人である。",
        ),
        ("計画を定める。", "計画を速やかに定める。", "計画を定める。", "計画を［速やかに］定める。"),
        ("窓口のデジタル化を進める。", "窓口を進める。", "窓口［のデジタル化］を進める。", "窓口を進める。"),
        (
            "目標は50％とする。",
            "目標は〔要確認：目標値〕とする。",
            "目標は［50％］とする。",
            "目標は［〔要確認：目標値〕］とする。",
        ),
        ("オンライン申請", "オフライン申請", "［オンライン］申請", "［オフライン］申請"),
        ("同じ", "同じ", "同じ", "同じ"),
        ("全部違う", "異なるもの", "［全部違う］", "［異なるもの］"),
        ("住民課、福祉課", "総務課、税務課", "［住民］課、［福祉］課", "［総務］課、［税務］課"),
        ("支援の充実を図る", "補助の拡大を図る", "［支援の充実］を図る", "［補助の拡大］を図る"),
        ("", "消えた", "", "［消えた］"),
    ],
)
def test_changes_within_a_paragraph(new: str, old: str, new_marked: str, old_marked: str) -> None:
    """Whole figures, words in katakana and open items; no crumbs between two changes."""
    spans = changes(new, old)
    assert (marked(spans[0]), marked(spans[1])) == (new_marked, old_marked)


@pytest.mark.parametrize(
    ("new", "old", "pairs"),
    [
        ("文。", "文。", [("same", "文。", "文。")]),
        (
            "甲を行う。\n乙を行う。",
            "乙を行う。",
            [("added", "［甲を行う。］", ""), ("same", "乙を行う。", "乙を行う。")],
        ),
        ("文。", "文。\n別の話である。", [("same", "文。", "文。"), ("removed", "", "［別の話である。］")]),
        (
            "新しい段落を置く。\n申請の件数は十件である。",
            "申請の件数は九件である。\n町の木は杉。",
            [
                ("added", "［新しい段落を置く。］", ""),
                ("changed", "申請の件数は［十］件である。", "申請の件数は［九］件である。"),
                ("removed", "", "［町の木は杉。］"),
            ],
        ),
        ("（1）取組の進捗", "取組の進捗", [("removed", "", "［取組の進捗］"), ("added", "［（1）取組の進捗］", "")]),
        (
            "| a | 乙 |\n| c | d |",
            "| a | 甲 |\n| c | d |",
            [("changed", "a｜［乙］", "a｜［甲］"), ("same", "c｜d", "c｜d")],
        ),
    ],
)
def test_paragraphs_answer_to_each_other(new: str, old: str, pairs: list[tuple[str, str, str]]) -> None:
    """Reworded ones opposite each other, new and dropped ones alone, in order."""
    (section,) = compare([(1, "題", f"1. 題\n{new}")], [(1, "題", f"1. 題\n{old}")])
    assert shown(section.pairs)[1:] == pairs


def test_a_section_that_is_in_one_version_only() -> None:
    """It is added or removed as a whole, heading and all."""
    added, removed = compare([(1, "甲", "文。")], [(2, "乙", "2. 乙\n文。")])
    assert shown(added.pairs) == [("added", "［1. 甲］", ""), ("added", "［文。］", "")]
    assert shown(removed.pairs) == [("removed", "", "［2. 乙］"), ("removed", "", "［文。］")]


def test_a_retitled_section_is_the_same_section() -> None:
    """Its headings stand opposite each other, however different."""
    (section,) = compare([(3, "位置付け", "3. 位置付け")], [(3, "計画とは", "3. 計画とは")])
    assert shown(section.pairs) == [("changed", "3. ［位置付け］", "3. ［計画とは］")]


def test_the_table_in_full() -> None:
    """Every paragraph; what was added stands opposite （新設）; a section without a change says so."""
    assert table_of(comparison_as_docx(NEW, OLD, new_name="新（庁議版）", old_name="旧（課内案）")) == [
        ("新（庁議版）", "旧（課内案）"),
        ("1. 現状", "1. 現状"),
        ("（1）人口", "（1）人口"),
        ("人口は［31,800］人である。", "人口は［33,900］人である。"),
        ("変わらない文。", "変わらない文。"),
        ("（2）取組", "（2）取組"),
        ("・古い取組", "・古い取組"),
        ("［（3）課題］\n［担い手が足りない。］", "（新設）"),
        ("2. 目的", "2. 目的"),
        ("（変更なし）", "（変更なし）"),
        ("窓口の負担を減らす。", "窓口の負担を減らす。"),
    ]


def test_the_table_abridged() -> None:
    """Unchanged stretches are （略）, but for the headings that lead to a change."""
    assert table_of(comparison_as_docx(OLD, NEW, abridge=True)) == [
        ("新", "旧"),
        ("1. 現状", "1. 現状"),
        ("（1）人口", "（1）人口"),
        ("人口は［33,900］人である。", "人口は［31,800］人である。"),
        ("（略）", "（略）"),
        ("（削る）", "［（3）課題］\n［担い手が足りない。］"),
        ("2. 目的", "2. 目的"),
        ("（変更なし）", "（変更なし）"),
    ]


@pytest.mark.parametrize(("new", "line"), [(OLD, NO_CHANGE), (NEW, LEGEND)], ids=["same", "changed"])
def test_the_line_above_the_table(new: tuple[tuple[int, str, str], ...], line: str) -> None:
    """What the underlines mean, or that there are none."""
    document = open_document(io.BytesIO(comparison_as_docx(new, OLD, title="計画　新旧対照表")))
    assert [paragraph.text for paragraph in document.paragraphs][:2] == ["計画　新旧対照表", line]


def test_the_page_lies_across() -> None:
    """A4, two equal columns under a header that is repeated on every page."""
    document = open_document(io.BytesIO(comparison_as_docx(NEW, OLD)))
    (page,) = document.sections
    assert page.page_width is not None
    assert page.page_height is not None
    assert page.orientation is WD_ORIENT.LANDSCAPE
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (297, 210)
    (table,) = document.tables
    assert len({column.width for column in table.columns}) == 1
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_wholly_rewritten_versions_come_to_an_end() -> None:
    """Two plans with nothing in common, long lines and many."""
    new = [
        (n, "章", "\n".join(f"第{i}の取組として、担当課が窓口で{i * n}件を受け付ける。" for i in range(60)))
        for n in range(1, 8)
    ]
    old = [(n, "章", "あ" * 20_000 + "\n" + "\n".join(f"{i}年度は検討した。" for i in range(300))) for n in range(1, 8)]
    assert comparison_as_docx(new, old).startswith(b"PK")
