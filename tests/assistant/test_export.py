"""A section leaves the product as Markdown and as a Word document that opens as a Japanese office expects."""

import io

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn

from assistant.drafting import draft_section
from assistant.export.document import BODY_FONT, HEADING_FONT, as_docx, as_markdown
from assistant.models import Fact, Ledger, Status

TEXT = (
    "1. みどり町の現状及び課題\n\n"
    "みどり町の人口は〔要確認：人口〕である。高齢化率は〔要確認：高齢化率〕となっている。\n\n"
    "本町では、これまで次の取組を進めてきた。\n・情報化計画の策定\n・コンビニ交付\n\n"
    "これらの課題に対応する。\n"
)


def opened(text: str) -> Docx:
    return Document(io.BytesIO(as_docx(text)))


def shape(text: str) -> list[tuple[str, str]]:
    """Style and text of every paragraph."""
    return [(paragraph.style.name, paragraph.text) for paragraph in opened(text).paragraphs]


@pytest.fixture(scope="module")
def document() -> Docx:
    return opened(TEXT)


# --- Markdown ----------------------------------------------------------------------------------------------------------------


def test_a_section_as_markdown() -> None:
    """Heading, paragraphs, a list with blank lines around it."""
    assert as_markdown(TEXT) == (
        "# 1. みどり町の現状及び課題\n\n"
        "みどり町の人口は〔要確認：人口〕である。高齢化率は〔要確認：高齢化率〕となっている。\n\n"
        "本町では、これまで次の取組を進めてきた。\n\n- 情報化計画の策定\n- コンビニ交付\n\n"
        "これらの課題に対応する。\n"
    )


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("", "\n"),
        ("\n\n\n", "\n"),
        ("見出しのない文", "見出しのない文\n"),
        ("・項目だけ", "- 項目だけ\n"),
        ("・前\n後の文", "- 前\n\n後の文\n"),
        ("一\n\n\n\n二", "一\n\n二\n"),
        ("一\r\n二", "一\n\n二\n"),
        ("10. 二桁は見出しでない", "10. 二桁は見出しでない\n"),
        ("😀𠮷野家", "😀𠮷野家\n"),
        ("あ" * 100_000, "あ" * 100_000 + "\n"),
    ],
    ids=lambda text: text[:12],
)
def test_odd_texts_as_markdown(text: str, markdown: str) -> None:
    """Nothing is lost, and nothing fails."""
    assert as_markdown(text) == markdown


# --- Word --------------------------------------------------------------------------------------------------------------------


def test_headings_lists_and_paragraphs_have_their_styles() -> None:
    """Real styles, so that Word builds a table of contents."""
    assert shape(TEXT) == [
        ("Heading 1", "1. みどり町の現状及び課題"),
        ("Normal", "みどり町の人口は〔要確認：人口〕である。高齢化率は〔要確認：高齢化率〕となっている。"),
        ("Normal", "本町では、これまで次の取組を進めてきた。"),
        ("List Bullet", "情報化計画の策定"),
        ("List Bullet", "コンビニ交付"),
        ("Normal", "これらの課題に対応する。"),
    ]


def test_open_places_are_highlighted_and_nothing_else(document: Docx) -> None:
    """Every 〔要確認：…〕 in yellow."""
    lit = [run.text for p in document.paragraphs for run in p.runs if run.font.highlight_color is not None]
    assert lit == ["〔要確認：人口〕", "〔要確認：高齢化率〕"]
    colours = {run.font.highlight_color for p in document.paragraphs for run in p.runs if run.text in lit}
    assert colours == {WD_COLOR_INDEX.YELLOW}


def test_the_page_is_a4(document: Docx) -> None:
    """210 by 297 millimetres, upright, with equal margins."""
    page = document.sections[0]
    assert page.page_width is not None
    assert page.page_height is not None
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert {round(m.mm) for m in (page.left_margin, page.right_margin, page.top_margin, page.bottom_margin) if m} == {
        25
    }


@pytest.mark.parametrize(
    ("style", "font"), [("Normal", BODY_FONT), ("Heading 1", HEADING_FONT), ("List Bullet", BODY_FONT)]
)
def test_japanese_is_set_in_a_japanese_font(document: Docx, style: str, font: str) -> None:
    """The East Asian font is named, and no theme's font outranks it (Word ignores a font beside a theme's)."""
    fonts = document.styles[style].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == font
    assert fonts.get(qn("w:eastAsiaTheme")) is None


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        ("\n \n\u3000\n", []),
        ("😀𠮷野家", [("Normal", "😀𠮷野家")]),
        ("人\x00口\x08は\x0b多\x1fい\ufffe", [("Normal", "人口は多い")]),
        ("\x001. 題", [("Heading 1", "1. 題")]),
        ("<b>&amp;</b>", [("Normal", "<b>&amp;</b>")]),
        ("〔要確認：", [("Normal", "〔要確認：")]),
        ("・", [("List Bullet", "")]),
        ("10. 二桁", [("Normal", "10. 二桁")]),
        ("一\r\n二", [("Normal", "一"), ("Normal", "二")]),
        ("あ" * 100_000, [("Normal", "あ" * 100_000)]),
    ],
    ids=["empty", "blank", "emoji", "control", "control first", "markup", "unclosed", "bullet", "ten", "crlf", "long"],
)
def test_odd_texts_as_word(text: str, paragraphs: list[tuple[str, str]]) -> None:
    """The file always opens; control characters are left out, the rest stands as written."""
    assert shape(text) == paragraphs


@pytest.mark.parametrize("status", [Status.ABSENT, Status.DECLINED], ids=["open", "short"])
def test_a_draft_keeps_its_words_in_both_forms(status: Status) -> None:
    """Whatever the drafter wrote stands in the Markdown and in the Word document."""
    draft = draft_section(1, Ledger(facts={"ageing_rate": Fact(key="ageing_rate", status=status)}))
    lines = [line.removeprefix("・") for line in draft.text.splitlines() if line]
    assert [line for line in lines if line not in as_markdown(draft.text)] == []
    assert [text for _, text in shape(draft.text)] == lines
