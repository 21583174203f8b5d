"""Section 6: each picked measure in the guide's layout, and the roadmap. Targets and schedules are never guessed."""

from collections.abc import Iterator, Sequence

from assistant.drafting.issues import issues_answered, key_of
from assistant.drafting.phrases import Slot, load_phrases, phrase, word
from assistant.drafting.shown import fiscal_years, show_fiscal_year
from assistant.drafting.tables import Cell, write_row, write_table
from assistant.drafting.templates import OPEN, load_pillars
from assistant.drafting.writer import Writer
from assistant.measures import mark_of, offers
from assistant.models import ChosenMeasure, Kpi, TraceKind

UNSET = "unset_measure_field"
MARKS = (TraceKind.RECORD, "template:6/commentary")


def write_measures(writer: Writer) -> None:
    """The picked measures by pillar, in the person's order; a gap where none is picked yet."""
    picked = writer.ledger.picked
    writer.gap()
    if not picked:
        text = "計画に載せる施策（おすすめから選ぶか、独自の施策を加えてください）"
        writer.open("measures", "計画に載せる施策", text, UNSET)
        return
    phrase(writer, "marks", MARKS)
    for policy in load_pillars():
        measures = [measure for measure in picked if (measure.pillar or 6) == policy.pillar]
        if measures:
            writer.numbered_heading(policy.title, (TraceKind.RECORD, f"template:5/policy/{min(policy.pillar, 5)}"))
        for measure in measures:
            _write_measure(writer, measure)


def _write_measure(writer: Writer, measure: ChosenMeasure) -> None:
    offer = offers(writer.corpus).get(measure.base or "")
    named = (TraceKind.RECORD, offer.id) if offer and measure.title == offer.title else (TraceKind.FACT, ref(measure))
    writer.heading(f"{mark_of(measure, writer.corpus)} ")
    writer.span(measure.title, [named])
    writer.text += "【"
    writer.span(measure.field, [named])
    writer.text += "】"
    writer.gap()
    write_table(writer, ("item", "content"), list(_items(writer, measure)))
    writer.gap()
    write_table(writer, ("kpi", "current", "target", "target_year", "source"), list(_kpis(writer, measure)))
    writer.gap()
    write_table(writer, ("year", "step"), list(_steps(writer, measure)))


def ref(measure: ChosenMeasure, field: str = "") -> str:
    """How traces and open items name a measure's field, e.g. measure:m1.kpis[0].target."""
    return f"measure:{measure.key}" + (f".{field}" if field else "")


def _items(writer: Writer, measure: ChosenMeasure) -> Iterator[Sequence[Cell]]:
    issues = issues_answered(measure, writer.ledger)
    offer = offers(writer.corpus).get(measure.base or "")

    def situation() -> None:
        if measure.situation:
            _said(writer, measure, "situation", measure.situation)
        else:
            if issues:
                _situation_from(writer, issues)
            _unset(writer, measure, "situation", "現状と課題")

    def action() -> None:
        if measure.body:
            _said(writer, measure, "body", measure.body)
        elif offer:
            writer.body(offer.body, (TraceKind.RECORD, offer.id))
        else:
            _unset(writer, measure, "body", "取組の内容")

    def answers() -> None:
        for at, issue in enumerate(issues):
            writer.text += "、" if at else ""
            writer.span(issue, [(TraceKind.FACT, key_of(issue, writer.ledger))])

    def department() -> None:
        if measure.department:
            _said(writer, measure, "department", measure.department)
        else:
            _unset(writer, measure, "department", "担当課")

    yield word("situation"), situation
    yield word("action"), action
    if issues:
        yield word("answers"), answers
    yield word("department"), department


def _situation_from(writer: Writer, issues: Sequence[str]) -> None:
    """The situation as far as the plan's own issues say it."""
    before, after = load_phrases()["situation_from_issues"].split("{issues}")
    grounds = [(TraceKind.FACT, key_of(issues[0], writer.ledger))]
    writer.own_kind("self")
    writer.literal(before.replace("{self}", ""), grounds)
    for issue in issues:
        writer.text += "「"
        writer.span(issue, [(TraceKind.FACT, key_of(issue, writer.ledger))])
        writer.text += "」"
    writer.literal(after, grounds)


def _kpis(writer: Writer, measure: ChosenMeasure) -> Iterator[Sequence[Cell]]:
    if not measure.kpis:
        yield (lambda: _unset(writer, measure, "kpis", "KPIと目標"), "", "", "", "")
    for at, kpi in enumerate(measure.kpis):
        yield _kpi(writer, measure, at, kpi)


def _kpi(writer: Writer, measure: ChosenMeasure, at: int, kpi: Kpi) -> Sequence[Cell]:
    def cell(field: str, label: str, shown: str) -> Cell:
        path = f"kpis[{at}].{field}"
        if shown:
            return Slot(shown, TraceKind.FACT, ref(measure, path), kept=field in ("name", "source"))
        return lambda: _unset(writer, measure, path, f"{kpi.name}の{label}")

    current = show_amount(kpi.current, kpi.unit)
    if current and kpi.current_year:
        current += f"（{show_fiscal_year(kpi.current_year)}）"
    return (
        cell("name", "名称", kpi.name),
        cell("current", "現状値", current),
        cell("target", "目標値", show_amount(kpi.target, kpi.unit)),
        cell("year", "目標年度", show_fiscal_year(kpi.year) if kpi.year else ""),
        cell("source", "出典", kpi.source),
    )


def show_amount(value: float | int | str | None, unit: str) -> str:
    """A KPI's value with its unit; empty if there is none."""
    unit = unit.replace("%", "％")
    match value:
        case None:
            return ""
        case str() if unit == "％":
            return value.replace("%", "％") + (unit if value[-1:].isdigit() else "")
        case str():
            return value + (unit if value[-1:].isdigit() else "")
        case _:
            return f"{value:,.12g}{unit}"


def _steps(writer: Writer, measure: ChosenMeasure) -> Iterator[Sequence[Cell]]:
    if not measure.schedule:
        yield (lambda: _unset(writer, measure, "schedule", "スケジュール"), "")
    for at, step in sorted(enumerate(measure.schedule), key=lambda entry: entry[1].year):
        path = ref(measure, f"schedule[{at}]")
        yield (
            Slot(show_fiscal_year(step.year), TraceKind.FACT, path, kept=False),
            Slot(step.text, TraceKind.FACT, path),
        )


def _said(writer: Writer, measure: ChosenMeasure, field: str, text: str) -> None:
    writer.span(text, [(TraceKind.FACT, ref(measure, field))])


def _unset(writer: Writer, measure: ChosenMeasure, field: str, label: str) -> None:
    asked = f"（{measure.department}に確認）" if measure.department and field != "department" else ""
    writer.open(ref(measure, field), label, f"施策「{measure.title}」の{label}{asked}", UNSET)


def write_roadmap(writer: Writer) -> None:
    """What is done for which measure in which fiscal year of the plan's period."""
    picked = writer.ledger.picked
    if not picked:
        return
    period = fiscal_years(writer.ledger.answer("period"))
    steps = {
        step.year: ref(measure, f"schedule[{at}]") for measure in picked for at, step in enumerate(measure.schedule)
    }
    years = dict.fromkeys(period, "period") if period else dict(sorted(steps.items()))
    if not years:
        if writer.ledger.get("period").status in OPEN:
            writer.gap()
            writer.gap_mark("period")
        return
    writer.gap()
    write_row(
        writer,
        [
            word("roadmap_measure"),
            *(Slot(show_fiscal_year(year), TraceKind.FACT, told, kept=False) for year, told in years.items()),
        ],
    )
    for measure in picked:
        write_row(
            writer,
            [Slot(measure.title, TraceKind.FACT, ref(measure)), *(_in_year(measure, year) for year in years)],
        )


def _in_year(measure: ChosenMeasure, year: int) -> Cell:
    done = [(at, step) for at, step in enumerate(measure.schedule) if step.year == year]
    if not done:
        return ""
    text = "、".join(step.text.rstrip("。") for _, step in done)
    return Slot(text, TraceKind.FACT, ref(measure, f"schedule[{done[0][0]}]"))
