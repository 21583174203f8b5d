"""Parse the whole guide: cut it, hand the parts to their parsers, and account for every line."""

from collections.abc import Iterable

from knowledge.errors import ParseError
from knowledge.models import Case, Footnote, GeneralPart, Guide, NationalMeasure, Policy, TemplateSection
from knowledge.parsing.lines import Line, read_lines
from knowledge.parsing.measures import Found, parse_measures
from knowledge.parsing.outline import Block, cut
from knowledge.parsing.paragraphs import join_paragraphs

PILLARS = 6
FIGURE = "<図"
TEMPLATE_HEADING = "市町村官民データ活用推進計画の雛型"
EXAMPLE, COMMENTARY = "(記載例)", "<解説>"


def parse_guide(source: str, name: str = "手引") -> Guide:
    """Turn the guide's text into typed records.

    Args:
        source: the guide as converted from PDF.
        name: how errors call the file.

    Raises:
        ParseError: with every place that is not what was expected; nothing is dropped silently.
    """
    outline = cut(read_lines(source))
    problems = list(outline.problems)
    if problems:
        raise ParseError(name, problems)
    unassigned = list(outline.outside)
    notes: dict[int, str] = {}
    cited: dict[int, str] = {}

    general = []
    for block in outline.general:
        kept = _take_notes(block, notes)
        heading = next((line for line in kept if line.text == TEMPLATE_HEADING), None)
        if heading:
            kept.remove(heading)
            unassigned.append(heading)
            cited.update(dict.fromkeys(heading.cites, "template:1/example"))
        figures = [line for line in kept if line.text.startswith(FIGURE)]
        text = [line for line in kept if not line.text.startswith(FIGURE)]
        cited.update({n: f"general:{block.number}" for line in text for n in line.cites})
        general.append(
            GeneralPart(
                number=block.number,
                title=block.title,
                paragraphs=join_paragraphs(text),
                figures=tuple(line.text.strip("<>") for line in figures),
            )
        )

    sections = []
    found = Found()
    for block in outline.sections:
        kept = _take_notes(block, notes)
        if block.number == 6:
            first = next((i for i, line in enumerate(kept) if _opens_pillar(line)), len(kept))
            found = parse_measures(kept[first:])
            problems += found.problems
            cited.update(found.cited)
            unassigned += found.unassigned
            kept = kept[:first]
        sections.append(_section(block, kept, cited, problems))

    for number in sorted(set(cited) ^ set(notes)):
        problems.append(f"脚注{number}：本文での参照と注の文章がそろっていません")
    if len(found.pillars) != PILLARS:
        problems.append(f"雛型6：柱を{PILLARS}つ期待しましたが、{len(found.pillars)}でした")
    if problems:
        raise ParseError(name, problems)
    return Guide(
        general=tuple(general),
        sections=tuple(sections),
        pillars=tuple(found.pillars),
        measures=tuple(found.measures),
        national=_unique_national(found.national),
        cases=_unique_cases(found.cases),
        footnotes=tuple(Footnote(number=n, text=notes[n], cited_in=cited[n]) for n in sorted(notes)),
        unassigned=tuple(line.text for line in unassigned),
    )


def _take_notes(block: Block, notes: dict[int, str]) -> list[Line]:
    """Put the block's footnotes into `notes`; give back the other lines."""
    kept = []
    for line in block.lines:
        if line.defines is not None:
            notes[line.defines] = line.text
        else:
            kept.append(line)
    return kept


def _opens_pillar(line: Line) -> bool:
    return line.kind == "heading" and line.text.startswith("1.")


def _section(block: Block, lines: list[Line], cited: dict[int, str], problems: list[str]) -> TemplateSection:
    example: list[Line] = []
    commentary: list[Line] = []
    policies: list[tuple[Line, list[Line]]] = []
    into: list[Line] | None = None
    for line in lines:
        if line.text == EXAMPLE:
            into = example
        elif line.text == COMMENTARY:
            into = commentary
        elif into is None:
            problems.append(f"{line.number}行目：雛型{block.number}の記載例・解説のどちらにも属さない文があります")
        elif block.number == 5 and line.kind == "heading":
            policies.append((line, into := []))
        else:
            into.append(line)
            part = "commentary" if into is commentary else "example"
            cited.update(dict.fromkeys(line.cites, f"template:{block.number}/{part}"))
    if not commentary:
        problems.append(f"雛型{block.number}「{block.title}」：<解説>がありません")
    if not example and block.number != 6:
        problems.append(f"雛型{block.number}「{block.title}」：(記載例)がありません")
    return TemplateSection(
        number=block.number,
        title=block.title,
        example=join_paragraphs(example),
        commentary=join_paragraphs(commentary),
        policies=tuple(
            Policy(number=i, title=head.text.split(")", 1)[1].strip(), text="\n".join(join_paragraphs(body)))
            for i, (head, body) in enumerate(policies, start=1)
        ),
    )


def _unique_national(found: Iterable[NationalMeasure]) -> tuple[NationalMeasure, ...]:
    """The guide prints some national measures twice; the fuller print is kept."""
    by_title: dict[str, NationalMeasure] = {}
    for measure in found:
        before = by_title.get(measure.title)
        if before is None or len("".join(measure.bullets)) > len("".join(before.bullets)):
            by_title[measure.title] = measure
    return tuple(by_title.values())


def _unique_cases(found: Iterable[Case]) -> tuple[Case, ...]:
    return tuple({case.number: case for case in found}.values())
