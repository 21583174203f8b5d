"""Parse the example measures of the guide's section 6: six pillars, their measures, and what is attached to them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import get_args

from knowledge.models import Case, CloudPattern, FieldTag, Mark, Measure, NationalMeasure
from knowledge.parsing.lines import Line
from knowledge.parsing.outline import numbered
from knowledge.parsing.paragraphs import join_items, join_paragraphs

OPENING = "【市町村の施策（記載例）】"
NATIONAL, CASES = "【対応する国の施策】", "【対応する事例集の施策】"
AND_SO_ON = "等々"
FIELD_TAGS: tuple[FieldTag, ...] = get_args(FieldTag)
_KPI = re.compile(r"^[<＜]KPI[>＞]$")
_SCHEDULE = re.compile(r"^[<＜]スケジュール[>＞]$")
_LEADING_KPI = re.compile(r"^[<＜](?:KPI|スケジュール)[>＞]")
_PATTERN = re.compile(r"^[（(]パターン([１-９])[：:](.+)[）)]$")
_TAG_AT_END = re.compile(rf"^(.*?)({'|'.join(map(re.escape, FIELD_TAGS))})([（(]パターン.*)?$")
_CASE = re.compile(r"^・?「(.+)[（(]([^（()）]+)[）)]」[（(]事例集(\d+-\d+)[）)]$")
_REPRINT = re.compile(r"（再掲）$")


@dataclass
class Found:
    """What section 6 holds, in print order; national measures and cases may stand in it more than once."""

    pillars: list[str] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    national: list[NationalMeasure] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    cited: dict[int, str] = field(default_factory=dict)
    unassigned: list[Line] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def parse_measures(lines: Sequence[Line]) -> Found:
    """Parse the lines from the first pillar's heading to the end of section 6.

    The printed marks ◎ and ○ are lost in the text; they follow from what is attached (guide, 雛型6 解説:
    ◎ rests on the national plan, ○ on a case of another local government).
    """
    found = Found()
    measure: list[Line] | None = None
    for line in lines:
        title = numbered(line.text) if line.kind == "heading" else None
        if title and title[0] == len(found.pillars) + 1:
            _close(measure, found)
            measure = None
            found.pillars.append(title[1])
        elif line.text == OPENING:
            _close(measure, found)
            measure = []
        elif line.text == AND_SO_ON:
            _close(measure, found)
            measure = None
            found.unassigned.append(line)
        elif measure is None:
            found.problems.append(f"{line.number}行目：柱・施策のどれにも属さない文「{line.text[:30]}」があります")
        else:
            measure.append(line)
    _close(measure, found)
    return found


def _close(lines: list[Line] | None, found: Found) -> None:
    if lines is None:
        return
    if not lines:
        found.problems.append(f"柱{len(found.pillars)}：中身のない施策があります")
        return
    at = lines[0].number
    head, attached = _split_at(lines, lambda text: text in (NATIONAL, CASES))
    title, tag, rest = _title_and_tag(head)
    if tag is None:
        found.problems.append(f"{at}行目：施策「{title[:30]}」の分野（電子行政など）が見つかりません")
        return
    main, patterns = _split_patterns(rest)
    body, kpis, schedule = _parts(main)
    national, cases = _attachments(attached, found)
    for what, there in (
        ("本文", body or patterns),
        ("KPI", kpis or patterns),
        ("スケジュール", schedule or patterns),
        ("国の施策・事例のどちらか", national or cases),
    ):
        if not there:
            found.problems.append(f"{at}行目：施策「{title}」に{what}がありません")
    mark: Mark = "◎" if national else "○"
    found.measures.append(
        Measure(
            title=title,
            pillar=len(found.pillars),
            field=tag,
            mark=mark,
            body=body,
            kpis=kpis,
            schedule=schedule,
            patterns=patterns,
            national=tuple(national),
            cases=tuple(cases),
        )
    )
    found.cited.update({n: f"measure:{title}" for line in lines for n in line.cites})


def _split_at(lines: Sequence[Line], is_start: Callable[[str], bool]) -> tuple[list[Line], list[Line]]:
    for index, line in enumerate(lines):
        if is_start(line.text):
            return list(lines[:index]), list(lines[index:])
    return list(lines), []


def _title_and_tag(lines: Sequence[Line]) -> tuple[str, FieldTag | None, list[Line]]:
    """The title, its field tag, and the other lines.

    The conversion put the tag on the title's line, on the next one, in the middle of the title, or
    (in a table) behind the whole measure.
    """
    for index, line in enumerate(lines[:3]):
        found = _TAG_AT_END.match(line.text)
        if not found or (found[1] and index > 0):
            continue
        title = "".join(before.text for before in lines[:index]) + found[1]
        rest = list(lines[index + 1 :])
        if found[3]:
            rest.insert(0, Line(line.number, "text", found[3], pieces=(found[3],)))
        if rest and (rest[0].kind == "heading" or title.endswith("・")) and not _LEADING_KPI.match(rest[0].text):
            title += rest.pop(0).text
        return title, _tag(found[2]), rest
    for index, line in enumerate(lines):
        if line.cell and line.text in FIELD_TAGS:
            return lines[0].text, _tag(line.text), [*lines[1:index], *lines[index + 1 :]]
    return lines[0].text, None, list(lines[1:])


def _tag(text: str) -> FieldTag:
    return next(tag for tag in FIELD_TAGS if tag == text)


def _split_patterns(lines: list[Line]) -> tuple[list[Line], tuple[CloudPattern, ...]]:
    starts = [i for i, line in enumerate(lines) if _PATTERN.match(line.text)]
    patterns = []
    for start, end in pairwise([*starts, len(lines)]):
        head = _PATTERN.match(lines[start].text)
        assert head is not None
        body, kpis, schedule = _parts(lines[start + 1 : end])
        patterns.append(CloudPattern(number=int(head[1]), condition=head[2], body=body, kpis=kpis, schedule=schedule))
    return (lines[: starts[0]] if starts else lines), tuple(patterns)


def _parts(lines: Sequence[Line]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Body, KPIs and schedule of a measure (or of one pattern of it)."""
    body: list[Line] = []
    kpis: list[Line] = []
    schedule: list[Line] = []
    into = body
    for line in lines:
        if _KPI.match(line.text):
            into = kpis
        elif _SCHEDULE.match(line.text):
            into = schedule
        else:
            into.append(line)
    return join_paragraphs(body), join_items(kpis), join_items(schedule)


def _attachments(lines: Sequence[Line], found: Found) -> tuple[list[str], list[str]]:
    """Titles of the national measures and numbers of the cases attached to a measure."""
    national: list[str] = []
    cases: list[str] = []
    bullets: list[str] = []
    heading = ""
    for line in lines:
        if line.text in (NATIONAL, CASES):
            heading = line.text
        elif heading == CASES:
            if case := _CASE.match(line.text):
                cases.append(case[3])
                found.cases.append(Case(number=case[3], title=case[1], government=case[2]))
            else:
                found.problems.append(f"{line.number}行目：事例「{line.text[:40]}」を読み取れません")
        elif line.text.startswith("・"):
            _end_national(national, bullets, found)
            national.append(_REPRINT.sub("", line.text[1:]))
            bullets = []
        elif _LEADING_KPI.match(line.text) or OPENING in line.text:
            found.problems.append(
                f"{line.number}行目：前の施策の中に「{line.text[:30]}」があります（施策の始まりの印が必要です）"
            )
        elif not national:
            found.problems.append(f"{line.number}行目：国の施策の題名の前に文「{line.text[:30]}」があります")
        else:
            bullets.append(line.text)
    _end_national(national, bullets, found)
    return national, cases


def _end_national(national: list[str], bullets: list[str], found: Found) -> None:
    if not national:
        return
    if not bullets:
        found.problems.append(f"国の施策「{national[-1]}」に中身がありません")
        return
    found.national.append(NationalMeasure(title=national[-1], bullets=tuple(bullets)))
