"""A whole plan as a value: its blocks in reading order, and what may be in which edition."""

import json

import pytest

from assistant.export import SUFFIXES, draft_as_json, write_document
from assistant.export.blocks import Bullets, Heading, Paragraph
from assistant.export.document import Document, contents, part_blocks, section_blocks
from assistant.models import OpenItem, Part, PlanDraft, SectionDraft, Trace, TraceKind

MEASURE = "◎ 施策【観光】\n\n| 項目 | 内容 |\n| 担当課 | 住民課 |\n"


def plan(**changes: object) -> Document:
    """A small plan."""
    values: dict[str, object] = {
        "title": "みどり町計画",
        "municipality": "みどり町",
        "sections": [(1, "現状及び課題", "1. 現状及び課題\n\n文\n"), (6, "施策", f"6. 施策\n\n（1）柱\n\n{MEASURE}")],
    }
    return Document.model_validate(values | changes)


@pytest.mark.parametrize(
    ("text", "headings", "rest"),
    [
        ("3. 位置付け\n文", ["3. 位置付け"], [Paragraph(text="文")]),
        ("3. 書き換えた題名\n文", ["3. 書き換えた題名"], [Paragraph(text="文")]),
        ("文", ["3. 位置付け"], [Paragraph(text="文")]),
        ("位置付け\n文", ["3. 位置付け"], [Paragraph(text="文")]),
        ("1. 一つ目の項目\n文", ["3. 位置付け"], [Paragraph(text="1. 一つ目の項目"), Paragraph(text="文")]),
        ("1. 位置付け\n文", ["3. 位置付け"], [Paragraph(text="1. 位置付け"), Paragraph(text="文")]),
        ("", ["3. 位置付け"], []),
    ],
)
def test_a_section_begins_with_its_heading(text: str, headings: list[str], rest: list[object]) -> None:
    """The text's own, or the one that number and title make."""
    blocks = section_blocks(3, "位置付け", text)
    assert [block.text for block in blocks if isinstance(block, Heading)] == headings
    assert list(blocks[1:]) == rest


@pytest.mark.parametrize(
    "text", ["用語集\n・一\n", "・一\n", "1. 用語集\n・一"], ids=["title", "no title", "numbered title"]
)
def test_a_part_has_its_title_once(text: str) -> None:
    """Whether the text repeats it or not."""
    assert part_blocks("用語集", text) == (Heading(level=2, text="用語集"), Bullets(items=("一",)))


def test_headings_of_parts_are_one_level_lower() -> None:
    """They stand under the heading that all parts share."""
    document = plan(parts=[("用語集", "（1）国の用語\n・一")], appendix=[("出典", "（1）法令\n◎ 表のない施策【観光】")])
    assert contents(document.blocks) == (
        (1, "1. 現状及び課題"),
        (1, "6. 施策"),
        (2, "（1）柱"),
        (3, "◎ 施策【観光】"),
        (1, "資料編"),
        (2, "用語集"),
        (3, "（1）国の用語"),
        (1, "庁内検討用資料"),
        (2, "出典"),
        (3, "（1）法令"),
        (3, "◎ 表のない施策【観光】"),
    )


def test_a_plan_without_parts_has_no_headings_for_them() -> None:
    """No empty 資料編."""
    assert contents(plan().blocks)[-1] == (3, "◎ 施策【観光】")


def test_a_public_edition_with_an_appendix_is_refused() -> None:
    """Sources, strengths and cases of other cities cannot slip out."""
    with pytest.raises(ValueError, match="公表用の計画には、庁内検討用資料を付けられません"):
        plan(edition="public", appendix=[("出典", "・一")])


def test_a_public_edition_with_notices_is_refused() -> None:
    """How finished the office's copy is does not leave it."""
    with pytest.raises(ValueError, match="公表用の計画には、庁内検討用資料を付けられません"):
        plan(edition="public", notices=["まだ文章のない章：第2章"])


def test_a_title_is_one_clean_line() -> None:
    """Control characters and line breaks would break headers and properties."""
    assert plan(title="みどり町\x00\n計画\x1f ").title == "みどり町 計画"


@pytest.mark.parametrize(
    ("suffix", "beginning"), [(".md", b"# \xe3\x81\xbf"), (".html", b"<!DOCTYPE html>"), (".docx", b"PK\x03\x04")]
)
def test_a_suffix_says_what_file_it_is(suffix: str, beginning: bytes) -> None:
    """All three kinds."""
    assert suffix in SUFFIXES
    assert write_document(plan(), suffix).startswith(beginning)


def test_another_suffix_is_an_error() -> None:
    """Nothing is guessed."""
    with pytest.raises(KeyError):
        write_document(plan(), ".pdf")


def test_a_draft_as_data() -> None:
    """As the command line promises, ready for JSON."""
    span = Trace(section=1, start=3, end=7, text="みどり町", kind=TraceKind.FACT, ref="municipality")
    item = OpenItem(kind="unknown_fact", section=1, key="population", text="人口")
    draft = PlanDraft(
        title="計画",
        municipality="みどり町",
        sections=(SectionDraft(number=1, title="現状", text="1. みどり町", trace=(span,), open_items=(item,)),),
        parts=(Part(key="glossary", title="用語集", text="・一"),),
    )
    data = draft_as_json(draft)
    assert json.loads(json.dumps(data, ensure_ascii=False)) == data
    assert data["sections"] == [{"number": 1, "title": "現状", "text": "1. みどり町"}]
    assert data["open_items"] == [{"kind": "unknown_fact", "section": 1, "key": "population", "text": "人口"}]
    promised = {"section": 1, "start": 3, "end": 7, "text": "みどり町", "kind": "fact", "ref": "municipality"}
    assert [{key: trace[key] for key in promised} for trace in data["trace"]] == [promised]
    assert data["parts"] == [{"key": "glossary", "title": "用語集", "text": "・一", "trace": []}]
