"""Blocks as a Word document: real heading styles, native tables, a table of contents that Word fills."""

from assistant.export import wordml, wordtables
from assistant.export.blocks import Block, Bullets, Heading, MeasureTable, Table, parse
from assistant.export.document import INTERNAL_MARK, NOTICE_HEADING, Document, contents
from assistant.export.wordfile import Frame, word_file
from assistant.export.wordstyles import TEXT_WIDTH, size

_HEADINGS: dict[int, wordml.Style] = {1: "Heading1", 2: "Heading2", 3: "Heading3"}
_ENTRIES: dict[int, wordml.Style] = {1: "TOC1", 2: "TOC2", 3: "TOC3"}
_CONTENTS = 'TOC \\o "1-3" \\h \\z \\u'


def as_docx(text: str) -> bytes:
    """One section's text as a DOCX of its own, open items highlighted."""
    return word_file(_body(parse(text), mark_open=True), Frame())


def plan_as_docx(document: Document) -> bytes:
    """The whole plan: title page, table of contents, sections, parts and appendix."""
    blocks = document.blocks
    marks = [mark for mark in (INTERNAL_MARK if document.internal else "", document.stamp) if mark]
    head = wordml.run(document.title) + (wordml.run("\t" + "　".join(marks)) if marks else "")
    frame = Frame(title=document.title, author=document.municipality, header=head, cover=True, updates_fields=True)
    pages = [_cover(document, marks), _table_of_contents(contents(blocks)), _body(blocks, document.internal, True)]
    return word_file("".join(pages), frame)


def _cover(document: Document, marks: list[str]) -> str:
    mark_open = document.internal
    boxes = [wordml.run(f"\u00a0{mark}\u00a0", size(32) + wordml.BOX) for mark in marks]
    lines = [
        wordml.paragraph(wordml.run("　").join(boxes), "CoverText", wordml.RIGHT),
        wordml.paragraph(wordml.runs(document.title, mark_open), "Title"),
    ]
    if document.subtitle:
        lines.append(wordml.paragraph(wordml.runs(document.subtitle, mark_open), "Subtitle"))
    if document.period:
        lines.append(wordml.paragraph(wordml.runs(f"計画期間　{document.period}", mark_open), "CoverText"))
    air = f'<w:spacing w:before="{3000 if document.notices else 4800}"/>'
    lines.append(wordml.paragraph(wordml.runs(document.municipality, mark_open), "CoverText", air))
    return "".join(lines) + _notices(document.notices)


def _notices(lines: tuple[str, ...]) -> str:
    """A box; a paragraph behind it, since Word wants one behind a table."""
    if not lines:
        return ""
    inside = [wordml.paragraph(wordml.run(NOTICE_HEADING), "TableHead")]
    inside += [wordml.paragraph(wordml.run(line), "TableText") for line in lines]
    box = wordml.table([TEXT_WIDTH], [wordml.row([wordml.cell("".join(inside), TEXT_WIDTH)])])
    above = wordml.paragraph("", "TableGap", '<w:spacing w:before="400"/>')
    return above + box + wordml.paragraph("", "TableGap")


def _table_of_contents(headings: tuple[tuple[int, str], ...]) -> str:
    """The field with what Word will put into it, so that other programs show it too; Word adds the page numbers."""
    if not headings:
        return ""
    title = wordml.paragraph(wordml.run("目次"), "ContentsTitle", wordml.PAGE_BREAK_BEFORE)
    lines = []
    for number, (level, text) in enumerate(headings, start=1):
        name = _name(number)
        entry = wordml.link(name, wordml.run(text))
        begin = wordml.field_start(_CONTENTS) if number == 1 else ""
        end = wordml.FIELD_END if number == len(headings) else ""
        lines.append(wordml.paragraph(begin + entry + end, _ENTRIES[level]))
    return wordml.contents_part(title + "".join(lines))


def _name(number: int) -> str:
    return f"_Toc{number:06}"


def _body(blocks: tuple[Block, ...], mark_open: bool, bookmarks: bool = False) -> str:
    pieces = []
    number = 0
    for block in blocks:
        if isinstance(block, (Heading, MeasureTable)):
            number += 1
            text = block.heading if isinstance(block, MeasureTable) else block.text
            title = wordml.runs(text, mark_open)
            if bookmarks:
                title = wordml.bookmark(_name(number), number, title)
            fresh = number == 1 and bookmarks  # the first section begins behind the table of contents
            pieces.append(
                wordtables.measure(block, title, mark_open)
                if isinstance(block, MeasureTable)
                else _heading(block, title, fresh)
            )
        elif isinstance(block, Bullets):
            pieces += [wordml.paragraph(wordml.runs(item, mark_open), "ListBullet") for item in block.items]
        elif isinstance(block, Table):
            pieces.append(wordtables.table(block, mark_open))
        else:
            pieces.append(wordml.paragraph(wordml.runs(block.text, mark_open), "BodyText"))
    return "".join(pieces)


def _heading(block: Heading, title: str, fresh: bool) -> str:
    properties = wordml.PAGE_BREAK_BEFORE if fresh or block.fresh_page else ""
    return wordml.paragraph(title, _HEADINGS[block.level], properties)
