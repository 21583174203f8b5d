"""Turn typed records into passages with stable ids and citation labels. Knows nothing of files or indexes."""

from collections.abc import Iterable

from knowledge.models import (
    Case,
    CloudPattern,
    Footnote,
    GeneralPart,
    Guide,
    Law,
    Measure,
    NationalMeasure,
    NewMeasure,
    Passage,
    PassageKind,
    Provision,
    TemplateSection,
)


def guide_passages(guide: Guide) -> list[Passage]:
    """All passages of the guide, in print order."""
    passages = [_general(part) for part in guide.general]
    for section in guide.sections:
        passages += _template(section)
    passages += [_measure(measure) for measure in guide.measures]
    passages += [_national(measure) for measure in guide.national]
    passages += [_case(case) for case in guide.cases]
    kinds = {passage.id: passage for passage in passages}
    passages += [_footnote(note, kinds[note.cited_in]) for note in guide.footnotes]
    return passages


def law_passages(laws: Iterable[Law], provisions: Iterable[Provision]) -> list[Passage]:
    """The law digest as passages; labelled 要旨 because the words are ours, not the statute's."""
    by_key = {law.key: law for law in laws}
    return [
        Passage(
            id=provision.id,
            kind=PassageKind.LAW,
            citation=f"{by_key[provision.law].short}{provision.article}（要旨）",
            title=f"{by_key[provision.law].title} {provision.article} {provision.title}",
            text=provision.statement,
        )
        for provision in provisions
    ]


def new_measure_passages(measures: Iterable[NewMeasure]) -> list[Passage]:
    """Measures of today that the guide lacks; the citation says so."""
    return [
        Passage(
            id=measure.id,
            kind=PassageKind.MEASURE,
            citation=f"手引にない施策『{measure.title}』（根拠：{measure.basis}）",
            title=measure.title,
            text="\n".join([measure.title, measure.body, "＜KPI＞", *measure.kpis]),
        )
        for measure in measures
    ]


def _general(part: GeneralPart) -> Passage:
    name = f"総論{part.number}" if part.number else "総論 はじめに"
    return Passage(
        id=part.id,
        kind=PassageKind.GENERAL,
        citation=f"手引 {name}",
        title=part.title,
        text="\n".join(part.paragraphs),
    )


def _template(section: TemplateSection) -> list[Passage]:
    at = f"手引 雛型{section.number}"
    passages = []
    if section.example:
        passages.append(
            Passage(
                id=f"template:{section.number}/example",
                kind=PassageKind.TEMPLATE,
                citation=f"{at} 記載例",
                title=section.title,
                text="\n".join(section.example),
            )
        )
    passages += [
        Passage(
            id=f"template:{section.number}/policy/{policy.number}",
            kind=PassageKind.TEMPLATE,
            citation=f"{at}({policy.number}) 記載例",
            title=policy.title,
            text=policy.text,
        )
        for policy in section.policies
    ]
    passages.append(
        Passage(
            id=f"template:{section.number}/commentary",
            kind=PassageKind.TEMPLATE,
            citation=f"{at} 解説",
            title=section.title,
            text="\n".join(section.commentary),
        )
    )
    return passages


def _measure(measure: Measure) -> Passage:
    lines = [measure.title, *measure.body, *_plan(measure)]
    for pattern in measure.patterns:
        lines += [f"（パターン{pattern.number}：{pattern.condition}）", *pattern.body, *_plan(pattern)]
    return Passage(
        id=measure.id,
        kind=PassageKind.MEASURE,
        citation=f"手引 雛型6-{measure.pillar}『{measure.title}』",
        title=measure.title,
        text="\n".join(lines),
    )


def _plan(part: Measure | CloudPattern) -> list[str]:
    lines: list[str] = []
    if part.kpis:
        lines += ["＜KPI＞", *part.kpis]
    if part.schedule:
        lines += ["＜スケジュール＞", *part.schedule]
    return lines


def _national(measure: NationalMeasure) -> Passage:
    return Passage(
        id=measure.id,
        kind=PassageKind.NATIONAL,
        citation=f"手引 雛型6 国の施策『{measure.title}』",
        title=measure.title,
        text="\n".join([measure.title, *measure.bullets]),
    )


def _case(case: Case) -> Passage:
    return Passage(
        id=case.id,
        kind=PassageKind.CASE,
        citation=f"事例集{case.number}",
        title=case.title,
        text=f"「{case.title}（{case.government}）」（事例集{case.number}）",
    )


def _footnote(note: Footnote, host: Passage) -> Passage:
    kind = PassageKind.GENERAL if host.kind is PassageKind.GENERAL else PassageKind.TEMPLATE
    return Passage(
        id=f"footnote:{note.number}",
        kind=kind,
        citation=f"手引 脚注{note.number}",
        title=f"{host.title} 脚注{note.number}",
        text=note.text,
        parent=host.id,
    )
