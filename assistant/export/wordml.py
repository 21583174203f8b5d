"""The pieces of a DOCX as WordprocessingML text: runs, paragraphs, tables. Text is fast; one parse makes it a body.

Lengths are in twips (1/20 pt). Everything that comes from a person passes through `run` and is escaped there.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Literal

from assistant.export.blocks import OPEN_ITEM

TWIPS_PER_MM = 1440 / 25.4
HIGHLIGHT = '<w:highlight w:val="yellow"/>'
UNDERLINE = '<w:u w:val="single"/>'
BOX = '<w:bdr w:val="single" w:sz="8" w:space="0" w:color="auto"/>'
KEEP_NEXT = "<w:keepNext/>"
PAGE_BREAK_BEFORE = "<w:pageBreakBefore/>"
CENTRED = '<w:jc w:val="center"/>'
RIGHT = '<w:jc w:val="right"/>'

Style = Literal[
    "BodyText", "Heading1", "Heading2", "Heading3", "ListBullet", "Title", "Subtitle", "TOC1", "TOC2", "TOC3",
    "TableText", "TableHead", "TableGap", "CoverText", "ContentsTitle", "Header", "Footer",
]  # fmt: skip


def run(text: str, properties: str = "") -> str:
    """A run; tabs and line breaks in the text stay what they are. Properties in the order of the schema."""
    if not text:
        return ""
    inner = escape(text, quote=False).replace("\t", _BREAK_OUT.format("tab")).replace("\n", _BREAK_OUT.format("br"))
    shown = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{shown}<w:t xml:space="preserve">{inner}</w:t></w:r>'


_BREAK_OUT = '</w:t><w:{}/><w:t xml:space="preserve">'


def runs(text: str, mark_open: bool) -> str:
    """The text as runs, its open items highlighted if wanted."""
    if not mark_open:
        return run(text)
    return "".join(run(piece, HIGHLIGHT if at % 2 else "") for at, piece in enumerate(OPEN_ITEM.split(text)))


def paragraph(content: str, style: Style, properties: str = "") -> str:
    """A paragraph of ready-made runs."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def field(instruction: str, result: str = "") -> str:
    """A field as Word writes it; `result` is the text that stands there until Word computes it."""
    return f"{field_start(instruction)}{run(result)}{FIELD_END}"


def field_start(instruction: str) -> str:
    """The part of a field before its result, for a result that runs over paragraphs."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction, quote=False)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


FIELD_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def bookmark(name: str, number: int, content: str) -> str:
    """Runs under a name that links and page references find."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def link(name: str, content: str) -> str:
    """Runs that lead to a bookmark."""
    return f'<w:hyperlink w:anchor="{name}" w:history="1">{content}</w:hyperlink>'


def contents_part(content: str) -> str:
    """Paragraphs that Word knows as the document's table of contents."""
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


# --- tables --------------------------------------------------------------------------------------------------------


def cell(content: str, width: int, span: int = 1, shade: str = "", ruled: bool = False) -> str:
    """A cell of ready-made paragraphs; `shade` is a colour as RRGGBB; `ruled` draws lines above and below it."""
    merged = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shaded = f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
    borders = f"<w:tcBorders>{_LINE.format('top')}{_LINE.format('bottom')}</w:tcBorders>" if ruled else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{merged}{borders}{shaded}</w:tcPr>{content}</w:tc>'


_LINE = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'


def row(cells: Iterable[str], whole: bool = True, repeated: bool = False) -> str:
    """A row of ready-made cells; kept on one page if `whole`, repeated at the top of each page if `repeated`."""
    properties = "<w:cantSplit/>" * whole + "<w:tblHeader/>" * repeated
    shown = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{shown}{''.join(cells)}</w:tr>"


def table(columns: Sequence[int], rows: Iterable[str], inside: bool = True) -> str:
    """A table of fixed column widths with borders; `inside` draws also the lines between its rows."""
    no_lines = '<w:tblBorders><w:insideH w:val="nil"/></w:tblBorders>'
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>{"" if inside else no_lines}'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
