"""A DOCX around a body: page, styles, header and footer, properties. Knows no plan."""

import io

from docx import Document as new_document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm

from assistant.export import wordml
from assistant.export.wordstyles import BODY_FONT, KEPT, fonts, size, style_elements
from assistant.models import Value

LANGUAGE = "ja-JP"
_A4 = (Mm(210), Mm(297))


class Frame(Value):
    """What surrounds a body.

    Attributes:
        title, author: document properties; the author is the municipality, never a person.
        header: ready-made runs for the top of every page but a cover; empty for none.
        cover: the first page is a title page: no header, no number, and the page behind it is page 1.
        landscape: the long side of the A4 page lies across.
        margin: all four, in millimetres.
        updates_fields: Word offers to fill the table of contents when it opens the file.
    """

    title: str = ""
    author: str = ""
    header: str = ""
    cover: bool = False
    landscape: bool = False
    margin: int = 25
    updates_fields: bool = False


def word_file(body: str, frame: Frame) -> bytes:
    """The DOCX with these ready-made paragraphs and tables."""
    document = new_document()
    _styles(document)
    _page(document, frame)
    _settings(document, frame)
    _properties(document, frame)
    end = document.element.body[-1]
    for element in _parsed("w:body", body):
        end.addprevious(element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _parsed(tag: str, inner: str) -> BaseOxmlElement:
    element: BaseOxmlElement = parse_xml(f"<{tag} {nsdecls('w')}>{inner}</{tag}>")
    return element


def _styles(document: WordDocument) -> None:
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in KEPT:
            styles.remove(style)
    defaults = f'{fonts(BODY_FONT)}{size(21)}<w:lang w:val="en-US" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'
    styles.replace(
        styles.find(qn("w:docDefaults")),
        _parsed(
            "w:docDefaults",
            f"<w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault>"
            '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>',
        ),
    )
    styles.extend(list(_parsed("w:styles", "".join(style_elements()))))
    _bullets(document)


def _bullets(document: WordDocument) -> None:
    """A list whose items begin with ・, as number 1."""
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/>'
        '<w:suff w:val="nothing"/><w:lvlText w:val="・"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="420" w:hanging="210"/></w:pPr>'
        f"<w:rPr>{fonts(BODY_FONT)}</w:rPr></w:lvl>"
    )
    lists = (
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    numbering.extend(list(_parsed("w:numbering", lists)))


def _page(document: WordDocument, frame: Frame) -> None:
    section = document.sections[0]
    width, height = reversed(_A4) if frame.landscape else _A4
    section.orientation = WD_ORIENT.LANDSCAPE if frame.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    margin: Length = Mm(frame.margin)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    section.header_distance = section.footer_distance = Mm(12)
    grid = section._sectPr.find(qn("w:docGrid"))
    section._sectPr.remove(grid)  # a grid of lines doubles the height of every line that is a little too high for it
    section.different_first_page_header_footer = frame.cover
    if frame.cover:
        cols = section._sectPr.find(qn("w:cols"))
        cols.addprevious(parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="0"/>'))
    _fill(section.footer.paragraphs[0]._p, "Footer", wordml.field("PAGE", "1"))
    if frame.header:
        _fill(section.header.paragraphs[0]._p, "Header", frame.header)


def _fill(paragraph: BaseOxmlElement, style: wordml.Style, content: str) -> None:
    filled = _parsed("w:hdr", wordml.paragraph(content, style))[0]
    paragraph.getparent().replace(paragraph, filled)


def _settings(document: WordDocument, frame: Frame) -> None:
    settings = document.settings.element
    compatibility = settings.find(qn("w:compat"))
    if frame.updates_fields:
        compatibility.addprevious(parse_xml(f'<w:updateFields {nsdecls("w")} w:val="true"/>'))
    for setting in compatibility.findall(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _properties(document: WordDocument, frame: Frame) -> None:
    properties = document.core_properties
    properties.title = frame.title[:255]  # the most that the format takes
    properties.author = properties.last_modified_by = frame.author[:255]
    properties.language = LANGUAGE
    properties.comments = ""
    for name in ("dcterms:created", "dcterms:modified"):  # those of python-docx's template, from 2013
        element = properties._element.find(qn(name))
        properties._element.remove(element)
