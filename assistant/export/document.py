"""A drafted section as a document: Markdown, and plain DOCX that opens well in Word. Knows text, no store."""

import io
import re

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

BODY_FONT, HEADING_FONT = "游明朝", "游ゴシック"
_HEADING = re.compile(r"^(\d)\.\s*(.+)$")
_OPEN = re.compile(r"(〔要確認：[^〕]*〕)")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def as_markdown(text: str) -> str:
    """The section as Markdown: its title as a heading, its items as a list."""
    lines = []
    for line in text.splitlines():
        if heading := _HEADING.match(line):
            lines += [f"# {heading[1]}. {heading[2]}", ""]
        elif line.startswith("・"):
            lines.append(f"- {line[1:]}")
        else:
            if lines and lines[-1].startswith("- ") and line:
                lines.append("")
            lines.append(line)
            if line and not lines[-1].startswith("#"):
                lines.append("")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def as_docx(text: str) -> bytes:
    """The section as a DOCX: A4, Japanese fonts, real heading and list styles, open items highlighted."""
    document = Document()
    _page(document)
    for name, font in (("Normal", BODY_FONT), ("Heading 1", HEADING_FONT), ("List Bullet", BODY_FONT)):
        style = document.styles[name]
        style.font.name = font
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme font outranks a named one
        fonts.set(qn("w:eastAsia"), font)
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Heading 1"].font.size = Pt(16)
    document.styles["Heading 1"].font.color.rgb = RGBColor(0, 0, 0)  # office printers are black and white
    for line in _UNPRINTABLE.sub("", text).splitlines():
        if not line.strip():
            continue
        if heading := _HEADING.match(line):
            document.add_heading(f"{heading[1]}. {heading[2]}", level=1)
        elif line.startswith("・"):
            _fill(document.add_paragraph(style="List Bullet"), line[1:])
        else:
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.first_line_indent = Pt(10.5)
            _fill(paragraph, line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Document) -> None:  # type: ignore[valid-type]  # python-docx's Document is a function
    section = document.sections[0]  # type: ignore[attr-defined]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)


def _fill(paragraph: Paragraph, text: str) -> None:
    for piece in _OPEN.split(text):
        if piece:
            run = paragraph.add_run(piece)
            if _OPEN.fullmatch(piece):
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
