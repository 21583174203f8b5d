"""A measure as a form and back, through the same checks as a facts file. Pure: what was typed is never lost."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from assistant.drafting.issues import issues_answered
from assistant.drafting.shown import fiscal_years, show_fiscal_year
from assistant.facts.measures import read_measures
from assistant.facts.problems import FactsProblem
from assistant.facts.reading import LONGEST_TEXT
from assistant.measures import Offer, completed, offers
from assistant.models import ChosenMeasure, Kpi, Ledger
from assistant.numerals import fold
from assistant.pages.access import Submission
from knowledge.corpus import Corpus

_WHOLE, _BROKEN = re.compile(r"-?[0-9]{1,15}"), re.compile(r"-?[0-9]{1,12}\.[0-9]{1,6}")
_ROW = re.compile(r"(kpi|step)-(\d{1,3})-\w+")
_PLACE = re.compile(r"measures\[0\]\.(?:(kpis|schedule)\[(\d+)\]\.)?(\w+)")
YEAR_ASKED = "年度を「令和11年度」か「2029」のように書いてください"


class KpiRow(NamedTuple):
    """A KPI as it is typed."""

    name: str = ""
    current: str = ""
    unit: str = ""
    current_year: str = ""
    target: str = ""
    year: str = ""
    source: str = ""


class StepRow(NamedTuple):
    """A year of the schedule as it is typed, a step a line; `fixed` years are the plan's own and cannot be changed."""

    year: str = ""
    text: str = ""
    fixed: bool = False


class MeasureForm(NamedTuple):
    """What the form of a measure holds.

    Attributes:
        key: of the measure; empty for a person's own that is not kept yet.
        issues: those ticked.
        asked: those that had a box to tick.
    """

    key: str
    base: str
    title: str = ""
    pillar: str = ""
    field: str = ""
    body: str = ""
    situation: str = ""
    department: str = ""
    issues: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    kpis: tuple[KpiRow, ...] = (KpiRow(),)
    steps: tuple[StepRow, ...] = ()


Problems = Mapping[str, str]


def form_of(measure: ChosenMeasure, ledger: Ledger, corpus: Corpus) -> MeasureForm:
    """The form as the measure stands; what is taken from the record is shown where a choice needs a value."""
    full = completed(Ledger(measures=(measure,)), corpus).measures[0] if measure.base else measure
    return MeasureForm(
        key=measure.key,
        base=measure.base or "",
        title=measure.title,
        pillar=str(full.pillar or ""),
        field=full.field,
        body=measure.body,
        situation=measure.situation,
        department=measure.department,
        issues=_ticked(measure, ledger),
        kpis=(*map(_kpi_row, measure.kpis), KpiRow()),
        steps=_steps(measure, ledger),
    )


def blank_form(ledger: Ledger) -> MeasureForm:
    """The form of a person's own measure."""
    return MeasureForm(key="", base="", steps=_steps(ChosenMeasure(key=""), ledger))


def typed_form(sent: Submission, key: str, base: str, ledger: Ledger) -> MeasureForm:
    """The form as it was typed; empty rows are left out, save one to go on with."""
    rows = sorted({(found[1], int(found[2])) for name in sent.names("") if (found := _ROW.fullmatch(name))})
    kpis = [KpiRow(*(sent.line(f"kpi-{at}-{part}") for part in KpiRow._fields)) for kind, at in rows if kind == "kpi"]
    years = {str(year) for year in fiscal_years(ledger.answer("period")) or ()}
    steps = [
        StepRow(year := sent.line(f"step-{at}-year"), sent.text(f"step-{at}-text"), year in years)
        for kind, at in rows
        if kind == "step"
    ]
    return MeasureForm(
        key=key,
        base=base,
        title=sent.line("title"),
        pillar=sent.line("pillar"),
        field=sent.line("field"),
        body=sent.text("body"),
        situation=sent.text("situation"),
        department=sent.line("department"),
        issues=tuple(dict.fromkeys(filter(None, sent.all("issue")))),
        asked=tuple(filter(None, sent.text("issues-asked").split("\n"))),
        kpis=(*(row for row in kpis if any(row)), KpiRow()),
        steps=tuple(row for row in steps if row.fixed or row.year or row.text) or (StepRow(),),
    )


def read_form(form: MeasureForm, ledger: Ledger, corpus: Corpus) -> tuple[ChosenMeasure | None, Problems]:
    """The measure that the form describes, or the problems by the name of the field that they stand beside."""
    offer = offers(corpus).get(form.base)
    problems = dict(_too_long(form))
    kpis = [(at, row) for at, row in enumerate(form.kpis) if any(row)]
    steps = [(at, row, line) for at, row in enumerate(form.steps) for line in row.text.splitlines() if line.strip()]
    for at, row in kpis:
        if not row.name:
            problems[f"kpi-{at}-name"] = "指標の名称を書いてください。"
    for at, step, _ in steps:
        if not step.year:
            problems[f"step-{at}-year"] = f"{YEAR_ASKED}。"
    if not form.base and not form.title:
        problems["title"] = "独自の施策の名称を書いてください。"
    if _repeats(form, offer, ledger, corpus):
        problems["title"] = "同じ名称の施策が、この計画にもうあります。名称を変えてください。"
    found: list[FactsProblem] = []
    entry = {
        "key": form.key or "m1",
        **({"base": form.base} if form.base else {}),
        **_own(form, offer),
        "issues": _issues(form, ledger),
        "situation": form.situation,
        "department": form.department,
        "kpis": [_kpi(row) for _, row in kpis],
        "schedule": [{"year": step.year, "text": line.strip()} for _, step, line in steps if step.year],
    }
    measures = read_measures([entry], ledger, corpus, found)
    dated = [at for at, step, _ in steps if step.year]
    for problem in found:
        problems.setdefault(_field_of(problem, [at for at, _ in kpis], dated), f"{problem.expected.rstrip('。')}。")
    return (None, problems) if problems else (measures[0], {})


def period_years(ledger: Ledger) -> str:
    """The plan's period, e.g. 令和9年度〜令和11年度; empty if it is not known."""
    years = fiscal_years(ledger.answer("period"))
    return f"{show_fiscal_year(years[0])}〜{show_fiscal_year(years[-1])}" if years else ""


def _own(form: MeasureForm, offer: Offer | None) -> dict[str, object]:
    """What differs from the record; what is the same stays the record's."""
    pillar = int(form.pillar) if form.pillar.isdecimal() and form.pillar.isascii() and len(form.pillar) < 3 else None
    own: dict[str, object] = {}
    if not offer or form.title != offer.title:
        own["title"] = form.title
    if pillar and not (offer and pillar == offer.pillar):
        own["pillar"] = pillar
    if form.field and not (offer and form.field == offer.field):
        own["field"] = form.field
    if not offer or form.body != offer.body:
        own["body"] = form.body
    return own


def _ticked(measure: ChosenMeasure, ledger: Ledger) -> tuple[str, ...]:
    """The issues whose boxes are ticked when the form is opened: also those that the plan does not have any more."""
    return tuple(dict.fromkeys((*issues_answered(measure, ledger), *(measure.issues or ()))))


def _issues(form: MeasureForm, ledger: Ledger) -> tuple[str, ...] | None:
    """The issues that the form says: as before where no box was changed, None where the record says the same.

    An issue without a box, as it came into the plan after the form had been opened, was neither ticked nor unticked.
    """
    alone = ChosenMeasure(key=form.key or "m1", base=form.base or None)
    known = next((measure for measure in ledger.measures if measure.key == form.key), alone)
    for measure in (known, alone):
        if set(form.issues) == {issue for issue in _ticked(measure, ledger) if issue in form.asked}:
            return measure.issues
    return form.issues


def _repeats(form: MeasureForm, offer: Offer | None, ledger: Ledger, corpus: Corpus) -> bool:
    title = form.title or (offer.title if offer else "")
    others = [measure for measure in completed(ledger, corpus).picked if measure.key != form.key]
    return bool(title) and any(other.title == title for other in others)


def _too_long(form: MeasureForm) -> Iterator[tuple[str, str]]:
    for name in ("title", "body", "situation", "department"):
        text = getattr(form, name)
        longest = LONGEST_TEXT if name in ("body", "situation") else 200
        if len(text) > longest:
            yield name, f"長すぎます（{len(text):,}字）。{longest:,}字までにしてください。"
    rows = [(f"kpi-{at}-{part}", text) for at, row in enumerate(form.kpis) for part, text in row._asdict().items()]
    for name, text in (*rows, *((f"step-{at}-text", row.text) for at, row in enumerate(form.steps))):
        if len(text) > 500:
            yield name, f"長すぎます（{len(text):,}字）。500字までにしてください。"


def _kpi(row: KpiRow) -> dict[str, object]:
    read = {part: text for part, text in row._asdict().items() if text}
    return {"name": "", **read, **{part: _amount(text) for part in ("current", "target") if (text := read.get(part))}}


def _amount(text: str) -> int | float | str:
    """A number, if nothing but a number is written."""
    plain = fold(text).replace(",", "")
    if _WHOLE.fullmatch(plain):
        return int(plain)
    return float(plain) if _BROKEN.fullmatch(plain) else text


def _kpi_row(kpi: Kpi) -> KpiRow:
    return KpiRow(
        name=kpi.name,
        current=_shown(kpi.current),
        unit=kpi.unit,
        current_year=show_fiscal_year(kpi.current_year) if kpi.current_year else "",
        target=_shown(kpi.target),
        year=show_fiscal_year(kpi.year) if kpi.year else "",
        source=kpi.source,
    )


def _shown(value: int | float | str | None) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def _steps(measure: ChosenMeasure, ledger: Ledger) -> tuple[StepRow, ...]:
    """A row for each fiscal year of the plan, and for others that have something; those stay changeable."""
    done: dict[int, list[str]] = {}
    for step in measure.schedule:
        done.setdefault(step.year, []).append(step.text)
    years = fiscal_years(ledger.answer("period")) or range(0)
    rows = [StepRow(str(year), "\n".join(done.get(year, ())), True) for year in years]
    rows += [StepRow(show_fiscal_year(year), "\n".join(texts)) for year, texts in done.items() if year not in years]
    return tuple(rows) if years else (*rows, StepRow(), StepRow(), StepRow())


def _field_of(problem: FactsProblem, kpis: list[int], steps: list[int]) -> str:
    """The name of the form's field that a problem is about; empty if it is about the measure."""
    found = _PLACE.match(problem.field)
    if not found:
        return ""
    rows, at, part = found.groups()
    if rows == "kpis":
        return f"kpi-{kpis[int(at)]}-{part}"
    if rows == "schedule":
        return f"step-{steps[int(at)]}-{part}"
    return {"issues": "issue"}.get(part, part)
