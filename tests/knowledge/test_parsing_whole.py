"""Nothing of the guide is lost on its way into records, and nothing invented."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from knowledge.corpus import Corpus
from knowledge.datafiles import SOURCES
from knowledge.models import CloudPattern, Guide, Measure, NationalMeasure
from knowledge.parsing.guide import parse_guide

GUIDE = (SOURCES / "guide-2017-10.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def guide(corpus: Corpus) -> Guide:
    return corpus.guide


MARKERS = (
    "(記載例)", "<解説>", "<KPI>", "＜KPI＞", "<スケジュール>", "＜スケジュール＞",
    "【市町村の施策（記載例）】", "【対応する国の施策】", "【対応する事例集の施策】", "（再掲）", "<図",
    "（事例集", "(事例集",
)  # fmt: skip


def cleaned(line: str) -> str:
    """A source line as a reader sees it, by this test's own rules: no markup, no white space."""
    line = re.sub(r"^\s*#+\s|^\s*[-*]\s", "", line)
    line = re.sub(r"<sup>\\?[\d\s]*</sup>", "", line)
    line = re.sub(r"</?(?:p|b|div|sup)\b[^>]*>", "", line)
    line = line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    line = re.sub(r"\$\\?alpha\$", "α", re.sub(r"\$\\?beta\$", "β", line))
    return re.sub(r"[\s$\\]", "", line)


def source_lines() -> list[tuple[int, str]]:
    """The lines with their numbers; cells of a table and bold runs beside other text count as lines of their own."""
    pieces = (
        (number, cleaned(piece))
        for number, raw in enumerate(GUIDE.replace("「**「**", "「").splitlines(), start=1)
        for piece in re.split(r"</p>|(?=<div)|\t|\*\*", raw)
    )
    return [(number, text) for number, text in pieces if text.strip("-")]


def plan_texts(part: Measure | CloudPattern) -> Iterator[str]:
    yield from (*part.body, *part.kpis, *part.schedule)


def measure_texts(guide: Guide, measure: Measure) -> Iterator[str]:
    """All that the guide prints for a measure, from its title to what is attached to it."""
    yield measure.title
    yield measure.field
    yield from plan_texts(measure)
    for pattern in measure.patterns:
        yield f"（パターン{'１２３'[pattern.number - 1]}：{pattern.condition}）"
        yield from plan_texts(pattern)
    for national in (n for title in measure.national for n in guide.national if n.title == title):
        yield from national_texts(national)
    for case in (c for number in measure.cases for c in guide.cases if c.number == number):
        yield f"・「{case.title}（{case.government}）」（事例集{case.number}）"


def national_texts(national: NationalMeasure) -> Iterator[str]:
    yield f"・{national.title}"
    yield from national.bullets


def all_texts(guide: Guide) -> Iterator[str]:
    for part in guide.general:
        yield from (f"{part.number}.{part.title}" if part.number else part.title, *part.paragraphs)
        yield from (f"<{caption}>" for caption in part.figures)
    for section in guide.sections:
        yield from (f"{section.number}.{section.title}", *section.example)
        for policy in section.policies:
            yield from (f"({policy.number}){policy.title}", policy.text)
        yield from section.commentary
    yield from (f"{number}.{title}" for number, title in enumerate(guide.pillars, start=1))
    for measure in guide.measures:
        yield from measure_texts(guide, measure)
    yield from (note.text for note in guide.footnotes)
    yield from guide.unassigned


def bare(text: str) -> str:
    """The text without what marks structure, with brackets of one width.

    One national measure is printed twice, once with 上半年期 for 上半期; either print may be the one that is kept.
    """
    for marker in MARKERS:
        text = text.replace(marker, "")
    return re.sub(r"\s", "", text).translate(str.maketrans("()", "（）")).replace("上半年期", "上半期")


def test_every_line_of_the_source_is_in_a_record(guide: Guide) -> None:
    """Each line of the source, without markup, stands in some record or among the unassigned lines."""
    everything = bare("".join(all_texts(guide)))
    lost = [f"{number}: {line}" for number, line in source_lines() if bare(line) not in everything]
    assert lost == []


def test_every_character_of_the_source_is_accounted_for(guide: Guide) -> None:
    """The records hold each character as often as the source prints it: nothing is dropped, doubled or made up."""
    printed = Counter(bare("\n".join(line for _, line in source_lines())))
    kept = Counter(bare("\n".join(all_texts(guide))))
    assert {"lost": printed - kept, "made up": kept - printed} == {"lost": Counter(), "made up": Counter()}


def test_unassigned_lines_are_cover_contents_headings_and_and_so_on(guide: Guide) -> None:
    """No running text is left over."""
    assert guide.unassigned.count("等々") == 6
    assert [line for line in guide.unassigned if "。" in line] == []


def test_no_conversion_leftovers_in_any_guide_passage(corpus: Corpus) -> None:
    """No tags, entities, emphasis marks, formulas, or spaces beside Japanese characters."""
    left_over = re.compile(
        r"&\w+;|</?(?:p|b|div|sup)\b|\*\*|\$|\\|[ぁ-んァ-ヶ一-龠、。（）「」〇] | [ぁ-んァ-ヶ一-龠、。（）「」〇]|\t|　"
    )
    guide_kinds = ("general:", "template:", "measure:", "national:", "case:", "footnote:")
    texts = {p.id: p.text for p in corpus.passages if p.id.startswith(guide_kinds)}
    assert {name: left_over.findall(text) for name, text in texts.items() if left_over.search(text)} == {}


def test_paragraphs_that_a_page_break_cut_are_whole(guide: Guide) -> None:
    """Every paragraph of 総論, 記載例 and 解説 ends where a sentence ends."""
    paragraphs = [line for part in guide.general for line in part.paragraphs]
    paragraphs += [line for section in guide.sections for line in (*section.example, *section.commentary)]
    assert [line for line in paragraphs if not line.endswith(("。", "）", "」"))] == []


def test_parsing_twice_gives_the_same(guide: Guide) -> None:
    """The parser is a pure function of the text."""
    assert parse_guide(GUIDE) == guide
