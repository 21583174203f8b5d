"""Two versions of a plan as 新旧対照表: a landscape DOCX, the new version at the left, changes underlined in both."""

from collections.abc import Iterable
from itertools import groupby

from assistant.export import wordml
from assistant.export.alignment import ComparedSection, Pair, Span, compare
from assistant.export.blocks import cleaned
from assistant.export.document import SectionText
from assistant.export.wordfile import Frame, word_file

ADDED, REMOVED, SKIPPED, UNCHANGED = "（新設）", "（削る）", "（略）", "（変更なし）"
LEGEND = "（下線部分は変更箇所）"
NO_CHANGE = "新旧で異なるところはない。"
_MARGIN = 20
_COLUMN = round((297 - 2 * _MARGIN) * wordml.TWIPS_PER_MM / 2)
_SHADE = "F2F2F2"

Version = Iterable[tuple[int, str, str] | SectionText]


def comparison_as_docx(
    new: Version,
    old: Version,
    *,
    title: str = "新旧対照表",
    new_name: str = "新",
    old_name: str = "旧",
    author: str = "",
    abridge: bool = False,
) -> bytes:
    """The comparison; `abridge` leaves unchanged paragraphs out as （略）."""
    sections = compare(new, old)
    lines = [wordml.paragraph(wordml.run(cleaned(title)), "ContentsTitle", wordml.CENTRED)]
    if all(section.unchanged for section in sections):
        lines.append(wordml.paragraph(wordml.run(NO_CHANGE), "BodyText"))
    else:
        lines.append(wordml.paragraph(wordml.run(LEGEND), "TableText", wordml.RIGHT))
    names = (_centred(cleaned(name), "TableHead") for name in (new_name, old_name))
    rows = [wordml.row([_cell(name, ruled=True, shade="D9D9D9") for name in names], repeated=True)]
    for section in sections:
        rows += _section(section, abridge)
    table = wordml.table([_COLUMN, _COLUMN], rows, inside=False)
    frame = Frame(title=cleaned(title), author=cleaned(author), landscape=True, margin=_MARGIN)
    return word_file("".join(lines) + table + wordml.paragraph("", "TableGap"), frame)


def _section(section: ComparedSection, abridge: bool) -> list[str]:
    pairs = section.abridged.pairs if abridge else section.pairs
    if section.unchanged:
        heading, rest = pairs[:1], () if abridge else pairs[1:]
        return [*_rows(heading), _row(_centred(UNCHANGED), _centred(UNCHANGED)), *_rows(rest)]
    return list(_rows(pairs))


def _rows(pairs: Iterable[Pair]) -> Iterable[str]:
    """A table row for each pair; one for paragraphs that were added or removed together."""
    for (kind, level), group in groupby(pairs, lambda pair: (pair.kind, pair.level == 1)):
        run = list(group)
        shade = _SHADE if level else ""
        if kind == "added":
            yield _row("".join(_paragraph(p.new, p.level) for p in run), _centred(ADDED), shade)
        elif kind == "removed":
            yield _row(_centred(REMOVED), "".join(_paragraph(p.old, p.level) for p in run), shade)
        elif kind == "skipped":
            yield _row(_centred(SKIPPED), _centred(SKIPPED))
        else:
            for pair in run:
                yield _row(_paragraph(pair.new, pair.level), _paragraph(pair.old, pair.level), shade)


def _row(new: str, old: str, shade: str = "") -> str:
    """A row of two cells; the heading of a section is shaded and ruled."""
    return wordml.row([_cell(side, ruled=bool(shade), shade=shade) for side in (new, old)], whole=bool(shade))


def _cell(content: str, ruled: bool, shade: str) -> str:
    return wordml.cell(content, _COLUMN, shade=shade, ruled=ruled)


def _paragraph(spans: tuple[Span, ...], level: int) -> str:
    content = "".join(wordml.run(span.text, wordml.UNDERLINE if span.changed else "") for span in spans)
    return wordml.paragraph(content, "TableHead" if level else "TableText", wordml.KEEP_NEXT * bool(level))


def _centred(text: str, style: wordml.Style = "TableText") -> str:
    return wordml.paragraph(wordml.run(text), style, wordml.CENTRED)
