"""Sections and plans leave the product as Word documents that open as a Japanese office expects."""

import io

import pytest
from docx import Document as open_document
from docx.document import Document as WordDocument
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.table import Table as WordTable

from assistant.export.document import Document
from assistant.export.docx import as_docx, plan_as_docx
from assistant.export.wordstyles import BODY_FONT, HEADING_FONT, TEXT_WIDTH

MEASURE = """◎ 施策{n}【電子行政】

| 項目 | 内容 |
| 現状と課題 | 窓口が混む。〔要確認：現状と課題〕 |
| 取組の内容 | {body} |
| 対応する課題 | 来庁の負担 |
| 担当課 | 住民課 |

| KPI | 現状値 | 目標値 | 目標年度 | 出典 |
| 割合 | 12％ | 〔要確認：目標値〕 | 令和11年度 | 住民課調べ |

| 年度 | 取組 |
| 令和9年度 | 棚卸し |
| 令和10年度 | 受付開始 |
"""
SECTIONS = (
    (1, "現状及び課題", "1. 現状及び課題\n\n人口は〔要確認：人口〕である。\n\n・一\n・二\n"),
    (
        6,
        "施策",
        "6. 施策\n\n（1）柱\n\n" + MEASURE.format(n=1, body="始める。") + "\n| 役割 | 担当 |\n| CIO | 副町長 |\n",
    ),
)


def opened(content: bytes) -> WordDocument:
    return open_document(io.BytesIO(content))


def plan(**changes: object) -> WordDocument:
    values: dict[str, object] = {
        "title": "みどり町計画",
        "municipality": "みどり町",
        "period": "令和9年度～令和11年度",
        "stamp": "案",
        "sections": SECTIONS,
        "parts": [("用語集", "・一")],
    }
    return opened(plan_as_docx(Document.model_validate(values | changes)))


@pytest.fixture(scope="module")
def document() -> WordDocument:
    return plan()


def shape(text: str) -> list[tuple[str, str]]:
    """Style and text of every paragraph of a section by itself, the gaps behind tables left out."""
    paragraphs = opened(as_docx(text)).paragraphs
    return [(p.style.name, p.text) for p in paragraphs if p.style and p.style.name != "Table Gap"]


def cells(table: WordTable) -> list[list[str]]:
    """Text of every cell, merged ones once."""
    return [[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows]


def properties(row: object) -> set[str]:
    """Names of a row's properties."""
    return {child.tag.split("}")[1] for element in row._tr.findall(qn("w:trPr")) for child in element}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        ("\n \n\u3000\n", []),
        (
            "1. 題\n（1）見出し\n文\n・項目",
            [("Heading 1", "1. 題"), ("Heading 2", "（1）見出し"), ("Body Text", "文"), ("List Bullet", "項目")],
        ),
        ("○ 施策【観光】", [("Heading 3", "○ 施策【観光】")]),
        ("😀𠮷野家", [("Body Text", "😀𠮷野家")]),
        ("人\x00口\x08は\x0b多\x1fい\ufffe\ud842", [("Body Text", "人口は多い")]),
        ("\x001. 題", [("Heading 1", "1. 題")]),
        ("<b>&amp;</b>\tと", [("Body Text", "<b>&amp;</b>\tと")]),
        ("〔要確認：", [("Body Text", "〔要確認：")]),
        ("・", [("List Bullet", "")]),
        ("一\r\n二", [("Body Text", "一"), ("Body Text", "二")]),
        ("あ" * 100_000, [("Body Text", "あ" * 100_000)]),
    ],
    ids=[
        *("empty", "blank", "layout", "measure", "emoji", "control", "control first", "markup", "unclosed", "bullet"),
        *("crlf", "long"),
    ],
)
def test_a_section_by_itself(text: str, paragraphs: list[tuple[str, str]]) -> None:
    """Real styles; the file always opens, whatever was typed."""
    assert shape(text) == paragraphs


def test_the_body_of_a_plan(document: WordDocument) -> None:
    """Title page, then headings that Word's navigation shows; tables stand between them."""
    shown = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.text]
    assert shown == [
        ("Cover Text", "\u00a0庁内検討用\u00a0\u3000\u00a0案\u00a0"),
        ("Title", "みどり町計画"),
        ("Cover Text", "計画期間　令和9年度～令和11年度"),
        ("Cover Text", "みどり町"),
        ("Heading 1", "1. 現状及び課題"),
        ("Body Text", "人口は〔要確認：人口〕である。"),
        ("List Bullet", "一"),
        ("List Bullet", "二"),
        ("Heading 1", "6. 施策"),
        ("Heading 2", "（1）柱"),
        ("Heading 1", "資料編"),
        ("Heading 2", "用語集"),
        ("List Bullet", "一"),
    ]


def test_a_measure_is_one_native_table(document: WordDocument) -> None:
    """Title and items merged over the grid, then KPIs, then the schedule."""
    table = document.tables[0]
    assert cells(table) == [
        ["◎ 施策1【電子行政】"],
        ["現状と課題", "窓口が混む。〔要確認：現状と課題〕"],
        ["取組の内容", "始める。"],
        ["対応する課題", "来庁の負担"],
        ["担当課", "住民課"],
        ["KPI", "現状値", "目標値", "目標年度", "出典"],
        ["割合", "12％", "〔要確認：目標値〕", "令和11年度", "住民課調べ"],
        ["年度", "取組"],
        ["令和9年度", "棚卸し"],
        ["令和10年度", "受付開始"],
    ]
    title = table.rows[0].cells[0].paragraphs[0].style
    assert title is not None
    assert title.name == "Heading 3"
    assert abs(sum(column.width.twips for column in table.columns if column.width) - TEXT_WIDTH) < 10


def test_tables_break_well_over_pages(document: WordDocument) -> None:
    """The first row is repeated, no row is torn, and a row too long for that may be."""
    for table in document.tables:
        assert [properties(row) for row in table.rows] == [
            {"cantSplit", "tblHeader"},
            *[{"cantSplit"}] * (len(table.rows) - 1),
        ]
    long = opened(as_docx(MEASURE.format(n=1, body="長い説明である。" * 200))).tables[0]
    assert [at for at, row in enumerate(long.rows) if "cantSplit" not in properties(row)] == [2]


def test_columns_follow_what_stands_in_them() -> None:
    """A short column gets what it needs, and all together fill the page."""
    rows = "\n".join(f"| {n} | {'説明が続く。' * 20} | 住民課 |" for n in range(3))
    table = opened(as_docx(f"| 番号 | 説明 | 担当 |\n{rows}")).tables[0]
    number, text, department = (column.width.twips for column in table.columns if column.width)
    assert number < department < text
    assert abs(number + text + department - TEXT_WIDTH) < 5
    many = opened(as_docx("|" + "とても長い見出し|" * 30)).tables[0]
    assert {column.width.twips for column in many.columns if column.width} == {round(TEXT_WIDTH / 30)}


@pytest.mark.parametrize(("edition", "lit"), [("internal", 3), ("public", 0)])
def test_open_items_are_highlighted_in_the_office_only(edition: str, lit: int) -> None:
    """In yellow, and nothing else; the words stay in both editions."""
    document = plan(edition=edition)
    paragraphs = [*document.paragraphs, *(p for t in document.tables for c in t._cells for p in c.paragraphs)]
    runs = [run for p in {p._p: p for p in paragraphs}.values() for run in p.runs]
    highlighted = [run.text for run in runs if run.font.highlight_color is WD_COLOR_INDEX.YELLOW]
    assert sorted(highlighted) == sorted(["〔要確認：人口〕", "〔要確認：現状と課題〕", "〔要確認：目標値〕"][:lit])
    assert "〔要確認：人口〕" in "".join(run.text for run in runs)


def test_the_table_of_contents_is_a_field_with_its_entries(document: WordDocument) -> None:
    """Word fills it when it opens the file; other programs show what stands there."""
    (part,) = document.element.body.findall(qn("w:sdt"))
    instructions = [element.text.strip() for element in part.iter(qn("w:instrText"))]
    assert instructions == ['TOC \\o "1-3" \\h \\z \\u']
    entries = [
        (p.find(qn("w:pPr")).find(qn("w:pStyle")).get(qn("w:val")), "".join(t.text for t in p.iter(qn("w:t"))))
        for p in part.iter(qn("w:p"))
    ]
    assert entries == [
        ("ContentsTitle", "目次"),
        ("TOC1", "1. 現状及び課題"),
        ("TOC1", "6. 施策"),
        ("TOC2", "（1）柱"),
        ("TOC3", "◎ 施策1【電子行政】"),
        ("TOC1", "資料編"),
        ("TOC2", "用語集"),
    ]
    targets = [link.get(qn("w:anchor")) for link in part.iter(qn("w:hyperlink"))]
    assert targets == [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert document.settings.element.find(qn("w:updateFields")).get(qn("w:val")) == "true"
    kinds = [mark.get(qn("w:fldCharType")) for mark in part.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_pages_are_numbered_and_headed(document: WordDocument) -> None:
    """The title page bears neither; the page behind it is page 1."""
    (section,) = document.sections
    assert [e.text.strip() for e in section.footer._element.iter(qn("w:instrText"))] == ["PAGE"]
    assert section.header.paragraphs[0].text == "みどり町計画\t庁内検討用　案"
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == ""
    assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "0"


def test_the_page_is_a4(document: WordDocument) -> None:
    """210 by 297 millimetres, upright, with equal margins."""
    (page,) = document.sections
    sides = (
        page.page_width,
        page.page_height,
        page.left_margin,
        page.right_margin,
        page.top_margin,
        page.bottom_margin,
    )
    assert [round(side.mm) for side in sides if side] == [210, 297, 25, 25, 25, 25]


@pytest.mark.parametrize(
    ("style", "font"),
    [
        *((name, HEADING_FONT) for name in ("Heading 1", "Heading 2", "Heading 3", "Title", "Table Head")),
    ],
)
def test_headings_are_set_in_gothic(document: WordDocument, style: str, font: str) -> None:
    """The East Asian font is named."""
    assert document.styles[style].element.rPr.rFonts.get(qn("w:eastAsia")) == font


def test_text_is_set_in_mincho_and_no_theme_outranks_it(document: WordDocument) -> None:
    """Word ignores a font that stands beside a theme's."""
    styles = document.styles.element
    defaults = styles.find(qn("w:docDefaults")).find(f".//{qn('w:rFonts')}")
    assert defaults.get(qn("w:eastAsia")) == BODY_FONT
    themed = [fonts for fonts in styles.iter(qn("w:rFonts")) if any("Theme" in name for name in fonts.attrib)]
    assert themed == []


def test_properties_name_the_municipality_and_no_person(document: WordDocument) -> None:
    """Nothing of the template's own is left."""
    core = document.core_properties
    assert (core.title, core.author, core.language) == ("みどり町計画", "みどり町", "ja-JP")
    assert (core.comments, core.last_modified_by) == ("", "みどり町")
    assert core.created is None


def test_notices_stand_in_a_box_on_the_first_page() -> None:
    """Before the table of contents, in a table of one cell; without notices there is none."""
    document = plan(notices=["まだ文章のない章：第2章", "残っている要確認：1件"])
    box = document.tables[0]
    assert cells(box) == [["この資料の状態\nまだ文章のない章：第2章\n残っている要確認：1件"]]
    behind = box._tbl.itersiblings()
    assert any(element.tag.endswith("}sdt") for element in behind), "the table of contents follows"
    assert "この資料の状態" not in {cell for table in plan().tables for row in cells(table) for cell in row}


@pytest.mark.parametrize("text", ["計" * 300, "<計画>&\"'", "計画\x00\x1f"], ids=["long", "markup", "control"])
def test_odd_titles_do_no_harm(text: str) -> None:
    """The file opens, and says the title on its first page."""
    document = plan(title=text, municipality=text, sections=[(1, text, "")], parts=[(text, "")])
    shown = text.replace("\x00", "").replace("\x1f", "")
    assert document.paragraphs[1].text == shown
    assert document.core_properties.title == shown[:255]


def test_a_whole_plan_with_many_measures() -> None:
    """Some 40 KB of text with twelve measures."""
    measures = "\n".join(MEASURE.format(n=n, body="取組の内容を具体に書く。" * 70) for n in range(12))
    sections = (
        *((n, "章", f"{n}. 章\n\n" + "文を書く。" * 60) for n in range(1, 6)),
        (6, "施策", f"6. 施策\n\n{measures}"),
    )
    assert 40_000 < sum(len(text.encode()) for _, _, text in sections) < 60_000
    document = Document(title="計画", sections=sections)
    assert plan_as_docx(document).startswith(b"PK")
