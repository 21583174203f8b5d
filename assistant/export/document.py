"""The plan as a document to be exported: a value, and its blocks in reading order. Knows no file format."""

from typing import Literal, NamedTuple, Self

from pydantic import field_validator, model_validator

from assistant.export.blocks import Block, Heading, MeasureTable, Paragraph, cleaned, parse
from assistant.models import Value

Edition = Literal["internal", "public"]
PARTS_HEADING = "資料編"
APPENDIX_HEADING = "庁内検討用資料"
INTERNAL_MARK = "庁内検討用"
NOTICE_HEADING = "この資料の状態"


class SectionText(NamedTuple):
    """One of the plan's sections; its text begins with `N. 題名`, or the heading is made of number and title."""

    number: int
    title: str
    text: str


class PartText(NamedTuple):
    """What follows the sections; the text is laid out like a section's."""

    title: str
    text: str


class Document(Value):
    """A whole plan. Plain tuples are taken for sections, parts and appendix.

    Attributes:
        notices: how finished it is, in lines for a box at the front.

    Raises:
        ValueError: a public edition has notices or an appendix (sources, strengths and cases are for the office only).
    """

    title: str
    subtitle: str = ""
    municipality: str = ""
    period: str = ""
    stamp: str = ""
    edition: Edition = "internal"
    notices: tuple[str, ...] = ()
    sections: tuple[SectionText, ...]
    parts: tuple[PartText, ...] = ()
    appendix: tuple[PartText, ...] = ()

    @field_validator("title", "subtitle", "municipality", "period", "stamp")
    @classmethod
    def _one_line(cls, text: str) -> str:
        return " ".join(cleaned(text).split())

    @model_validator(mode="after")
    def _nothing_internal_leaves(self) -> Self:
        if self.edition == "public" and (self.appendix or self.notices):
            raise ValueError("公表用の計画には、庁内検討用資料を付けられません。")
        return self

    @property
    def internal(self) -> bool:
        """Whether open items are to be marked."""
        return self.edition == "internal"

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Everything after the title page, in order; parts and appendix under headings of their own."""
        body = [block for section in self.sections for block in section_blocks(*section)]
        for heading, parts in ((PARTS_HEADING, self.parts), (APPENDIX_HEADING, self.appendix)):
            if parts:
                body.append(Heading(level=1, text=heading, fresh_page=True))
                body += [block for part in parts for block in part_blocks(*part)]
        return tuple(body)


def section_blocks(number: int, title: str, text: str) -> tuple[Block, ...]:
    """The section's blocks, beginning with its heading; the heading of the text, if it has one."""
    blocks = parse(text)
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and first.level == 1 and first.text.startswith(f"{number}."):
        return blocks
    heading = Heading(level=1, text=f"{number}. {cleaned(title)}")
    if isinstance(first, Heading) and first.level == 1:  # a list that begins the text, not the section's heading
        return (heading, Paragraph(text=first.text), *blocks[1:])
    return (heading, *(blocks[1:] if _says(first, title) else blocks))


def part_blocks(title: str, text: str) -> tuple[Block, ...]:
    """The part's blocks, one level below the heading that all parts share."""
    blocks = parse(text)
    if blocks and _says(blocks[0], title):
        blocks = blocks[1:]
    lower = (
        block.model_copy(update={"level": min(3, block.level + 1)}) if isinstance(block, Heading) else block
        for block in blocks
    )
    return (Heading(level=2, text=cleaned(title)), *lower)


def contents(blocks: tuple[Block, ...]) -> tuple[tuple[int, str], ...]:
    """Level and text of every heading, measures included, in order."""
    return tuple(
        (3, block.heading) if isinstance(block, MeasureTable) else (block.level, block.text)
        for block in blocks
        if isinstance(block, (Heading, MeasureTable))
    )


def _says(block: Block | None, title: str) -> bool:
    """Whether the block is nothing but the title, with or without a number."""
    if not isinstance(block, (Heading, Paragraph)):
        return False
    return block.text == title or (isinstance(block, Heading) and block.text.partition(". ")[2] == title)
