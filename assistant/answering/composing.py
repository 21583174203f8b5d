"""Put an answer together from one typed record. Each function knows one kind of record and nothing of retrieval."""

import re
from dataclasses import dataclass

from assistant.answering.choosing import has_own_rule
from assistant.answering.notes import show
from assistant.answering.quoting import bullets, cite, cite_part
from assistant.answering.topics import strength_said
from assistant.models import Citation
from knowledge.corpus import Corpus
from knowledge.models import (
    Case,
    Confidence,
    CurrencyNote,
    Measure,
    MeasureToday,
    NationalMeasure,
    NewMeasure,
    Passage,
    Provision,
    Requirement,
    Strength,
)

MOST_SOURCES = 4
_KPI = re.compile(r"KPI|指標|数値目標|目標値|何で測|ものさし", re.IGNORECASE)
_SCHEDULE = re.compile(r"スケジュール|いつまで|日程|時期|期限|締切|締め切り|年度")
_CASES = re.compile(r"事例|他市|他の(市|町|自治体)|よその|先進|どこの(市|町|県)|実例")
_LOCAL_RULE = re.compile(r"条例|要綱|規程|規則")
_NATIONAL = re.compile(r"国の施策|国は|国が|国の目標|国として")


def asks_for_plan(question: str) -> bool:
    """Whether KPIs or a schedule are asked for, which only measures have."""
    return bool(_KPI.search(question)) or "スケジュール" in question


def asks_for_state(question: str) -> bool:
    """Whether it is the State's side of a measure that is asked for."""
    return bool(_NATIONAL.search(question))


@dataclass
class Composed:
    """An answer in the making.

    Attributes:
        targets: ids of what it rests on, for the currency notes.
    """

    text: str
    citations: list[Citation]
    targets: list[str]
    strength: Strength | None = None
    bearer: str | None = None
    next: str | None = None


def from_requirement(
    corpus: Corpus, requirement: Requirement, question: str, lead: CurrencyNote | None = None
) -> Composed:
    """The catalogue's statement, with quotes from what it rests on, after the note that should come first."""
    wanted = f"{question} {requirement.statement}"
    sources = requirement.sources[:MOST_SOURCES]
    strength, text = requirement.strength, requirement.statement
    if strength is Strength.NONE_FOUND and has_own_rule(question) and _LOCAL_RULE.search(text):
        strength = Strength.LOCAL_RULE
        text = f"自分の団体の条例や要綱に定めがあるなら、それに従います。対象に当たるかどうかは、その条文で確かめてください。\n{text}"
    if lead:
        text = f"{dated(lead)}\n{text}"
    return Composed(
        text=text,
        citations=[cite(corpus.passage[source], wanted) for source in sources],
        targets=[requirement.id, *sources],
        strength=strength,
        bearer=requirement.bearer,
        next=requirement.next,
    )


def from_note(corpus: Corpus, note: CurrencyNote, question: str) -> Composed:
    """What has become of something that the guide says, when that is what was asked."""
    places = _places(corpus, note)
    citations = [cite(corpus.passage[place], f"{question} {note.claim}") for place in places[:2]]
    strength = strength_said(note)
    return Composed(
        text=f"{dated(note)}\n手引（2017年10月版）の記述：{note.claim}",
        citations=citations,
        targets=[note.id, *note.applies_to],
        strength=strength,
        bearer="市町村（特別区を含む）" if strength else None,
        next="いまの状況は、e-Gov法令検索や所管省庁のページで確かめてください。",
    )


def _places(corpus: Corpus, note: CurrencyNote) -> list[str]:
    """The passages that the note corrects; of one on a requirement alone, what that rests on."""
    own = [target for target in note.applies_to if target in corpus.passage]
    return own or [source for target in note.applies_to for source in corpus.requirement[target].sources]


def from_figures(corpus: Corpus, note: CurrencyNote, question: str) -> Composed:
    """Numbers that are asked for besides something else."""
    places = _places(corpus, note)
    return Composed(
        text=f"お尋ねの数字：{dated(note)}",
        citations=[cite(corpus.passage[place], f"{question} {note.claim}") for place in places[:1]],
        targets=places,
    )


def dated(note: CurrencyNote) -> str:
    """The note with the date that it stands for, how sure it is, and what it rests on."""
    return f"{show(note).text}（{note.as_of}時点、{note.confidence.label}。根拠：{note.basis}）"


def from_provision(corpus: Corpus, provision: Provision) -> Composed:
    """A provision of the law digest."""
    law = next(law for law in corpus.laws if law.key == provision.law)
    return Composed(
        text=f"{law.title}{provision.article}は、次のように定めています（要旨）。\n{provision.statement}",
        citations=[cite(corpus.passage[provision.id], provision.statement)],
        targets=[provision.id],
        strength=provision.strength,
        bearer=provision.bearer,
        next=f"条文の文言は、e-Gov法令検索で{law.title}（{law.number}）の現行版を確かめてください。",
    )


def from_measure(corpus: Corpus, measure: Measure, question: str) -> Composed:
    """What the guide says on one of its measures: as much of it as was asked for."""
    passage = corpus.passage[measure.id]
    today = next(record for record in corpus.measures_today if record.measure == measure.title)
    lines = [
        f"手引（2017年10月版）の雛型6-{measure.pillar}に、施策「{measure.title}」（{measure.field}）の記載例があります。"
    ]
    citations: list[Citation] = []
    targets = [measure.id]
    asked = False
    if _KPI.search(question):
        asked = True
        lines += _listed("KPIの例は、次のとおりです。", _kpis(measure))
        citations += [cite_part(passage, kpi) for _, kpi in _kpis(measure)[:3]]
    if _SCHEDULE.search(question):
        asked = True
        lines += _listed("スケジュールの例は、次のとおりです（年は空欄または2017年当時のもの）。", _schedule(measure))
        citations += [cite_part(passage, line) for _, line in _schedule(measure)[:2]]
    if _CASES.search(question) and measure.cases:
        asked = True
        for case in (case for case in corpus.guide.cases if case.number in measure.cases):
            composed = from_case(corpus, case)
            lines.append(composed.text)
            citations += composed.citations
            targets += composed.targets
    if _NATIONAL.search(question) and measure.national:
        asked = True
        for title in measure.national:
            found = next(record for record in corpus.guide.national if record.title == title)
            composed = from_national(corpus, found, question)
            lines.append(composed.text)
            citations += composed.citations
            targets += composed.targets
    if not asked:
        citations.append(cite(passage, question))
        lines.append(f"「{citations[0].quote}」")
        lines += _listed("KPIの例：", _kpis(measure))
    lines += _today_lines(today)
    return Composed(
        text="\n".join(lines),
        citations=citations,
        targets=targets,
        strength=Strength.GUIDE,
        bearer="市町村（特別区を含む）",
        next="記載例は架空の市を想定したものです。現状や数値は、自団体の事実に置き換えてください。",
    )


def _kpis(measure: Measure) -> list[tuple[str, str]]:
    listed = [("", kpi) for kpi in measure.kpis]
    return listed + [(f"パターン{p.number} {p.condition}：", kpi) for p in measure.patterns for kpi in p.kpis]


def _schedule(measure: Measure) -> list[tuple[str, str]]:
    listed = [("", line) for line in measure.schedule]
    return listed + [(f"パターン{p.number} {p.condition}：", line) for p in measure.patterns for line in p.schedule]


def _listed(heading: str, items: list[tuple[str, str]]) -> list[str]:
    return [heading, bullets(f"{label}{item}" for label, item in items)] if items else []


def _today_lines(today: MeasureToday) -> list[str]:
    if today.status == "current":
        return [f"いまの扱い：{today.summary}"]
    unsure = "（未確認の事柄を含みます）" if today.confidence is Confidence.C else ""
    word = "内容を改める必要があります" if today.status == "updated" else "そのままでは使えません"
    lines = [f"いまの扱い：この施策は{word}{unsure}。{today.summary}"]
    if today.title:
        lines.append(f"いま書くなら：「{today.title}」 {today.body}")
    if today.kpis:
        lines.append("KPIの例：" + "、".join(today.kpis))
    return lines


def from_national(corpus: Corpus, national: NationalMeasure, question: str) -> Composed:
    """A national measure of 2017; the answer never says that the State still aims at it."""
    passage = corpus.passage[national.id]
    citation = cite(passage, question)
    used = [measure.title for measure in corpus.guide.measures if national.title in measure.national]
    text = (
        f"手引（2017年10月版）は、当時の国の施策として「{national.title}」を載せています。\n「{citation.quote}」\n"
        f"対応する市町村の施策：{'、'.join(used)}"
    )
    return Composed(
        text=text,
        citations=[citation],
        targets=[national.id, *(f"measure:{title}" for title in used)],
        next="国の施策の現在の内容は、重点計画（デジタル庁）と各省庁の公表資料で確かめてください。",
    )


def from_case(corpus: Corpus, case: Case) -> Composed:
    """A case: what the guide names, and what was found elsewhere, with date and source."""
    passage = corpus.passage[case.id]
    lines = [f"事例集{case.number}「{case.title}」（{case.government}）。手引に載っているのは名称と団体名だけです。"]
    facts = [fact for fact in corpus.case_facts if fact.case == case.number]
    for fact in facts:
        unsure = "（未確認）" if fact.confidence is Confidence.C and "未確認" not in fact.text else ""
        lines.append(f"・{unsure}{fact.text}（{fact.as_of}、出典：{fact.source}）")
    return Composed(
        text="\n".join(lines),
        citations=[cite_part(passage, passage.text)],
        targets=[case.id],
        next="効果の数字を引用するときは、出典・時点・対象範囲を添え、その団体の公表資料で確かめてください。",
    )


def from_new_measure(corpus: Corpus, measure: NewMeasure, question: str) -> Composed:
    """A measure of today that the guide lacks."""
    unsure = "（未確認の事柄を含みます）" if measure.confidence is Confidence.C else ""
    text = (
        f"手引（2017年10月版）にはありませんが、いまの施策として「{measure.title}」があります{unsure}。\n{measure.body}\n"
        f"KPIの例：{'、'.join(measure.kpis)}\n根拠：{measure.basis}"
    )
    own = corpus.passage[measure.id]
    return Composed(
        text=text,
        citations=[
            *(cite(corpus.passage[source], f"{question} {measure.body}") for source in measure.sources[:3]),
            cite_part(own, measure.body),
        ],
        targets=[measure.id, *measure.sources],
        strength=measure.strength,
        bearer=measure.bearer,
        next="根拠となる法令・計画の現行版を、e-Gov法令検索や省庁のページで確かめてください。",
    )


def from_import(passage: Passage, question: str) -> Composed:
    """A place of a text that users have brought."""
    citation = cite(passage, question)
    return Composed(
        text=f"取り込まれた資料の{passage.citation}には、次のように書かれています。\n「{citation.quote}」",
        citations=[citation],
        targets=[passage.id],
        next="取り込んだ資料が現行の版かどうかを確かめてください。",
    )


def from_text(passage: Passage, question: str) -> Composed:
    """A place of the guide's running text."""
    citation = cite(passage, question)
    place = passage.citation.removeprefix("手引 ")
    heading = f"手引（2017年10月版）の{place}「{passage.title}」には、次のように書かれています。"
    return Composed(
        text=f"{heading}\n「{citation.quote}」",
        citations=[citation],
        targets=[passage.id] + ([passage.parent] if passage.parent else []),
        strength=Strength.GUIDE,
        bearer="市町村（特別区を含む）",
        next="手引は法律ではありません。法律上の扱いを確かめるときは「義務ですか」と続けて尋ねてください。",
    )
