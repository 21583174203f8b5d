"""Section 4: who does what, from when, and by which figures the effect on each issue is seen; from the ledger."""

from assistant.drafting.issues import issues_answered, issues_of, key_of
from assistant.drafting.phrases import Slot, phrase, word
from assistant.drafting.shown import show_fiscal_year
from assistant.drafting.tables import Cell, write_table
from assistant.drafting.templates import OPEN
from assistant.drafting.writer import Writer
from assistant.interview import applicable, question_for
from assistant.models import ChosenMeasure, Status, TraceKind

_ROLES = (
    ("role_head", "cio"),
    ("role_team", "project_team"),
    ("role_office", "lead_department"),
    ("role_it", "it_staff"),
)


def write_organisation(writer: Writer) -> None:
    """The table of roles; roles that the municipality has not are left out."""
    rows: list[tuple[Cell, ...]] = [(word(role), Slot.fact(key)) for role, key in _ROLES if _has(writer, key)]
    assigned = {measure.department: measure for measure in reversed(writer.ledger.picked) if measure.department}
    if assigned:
        rows.append((word("role_measures"), lambda: _departments(writer, assigned)))
    if rows:
        writer.gap()
        write_table(writer, ("role", "person"), rows)


def _departments(writer: Writer, assigned: dict[str, ChosenMeasure]) -> None:
    for at, (department, measure) in enumerate(reversed(assigned.items())):
        writer.add("、" if at else "")
        writer.span(department, [(TraceKind.FACT, f"measure:{measure.key}.department")])


def _has(writer: Writer, key: str) -> bool:
    status = writer.ledger.get(key).status
    return status is Status.ANSWERED or (status in OPEN and applicable(question_for(key), writer.ledger))


def write_duties(writer: Writer) -> None:
    """Which department starts what in which year; measures without a department are left to section 6's gaps."""
    assigned = [measure for measure in writer.ledger.picked if measure.department]
    if assigned:
        writer.gap()
    for at, measure in enumerate(assigned):
        writer.add("\n・" if at else "・")
        field = f"measure:{measure.key}"
        slots = {
            "measure": Slot(measure.title, TraceKind.FACT, field),
            "department": Slot(measure.department, TraceKind.FACT, f"{field}.department"),
        }
        first = min(enumerate(measure.schedule), key=lambda entry: entry[1].year, default=None)
        if first is None:
            phrase(writer, "duty", **slots)
            continue
        number, step = first
        slots["year"] = Slot(show_fiscal_year(step.year), TraceKind.FACT, f"{field}.schedule[{number}]", kept=False)
        slots["step"] = Slot(step.text.rstrip("。"), TraceKind.FACT, f"{field}.schedule[{number}]")
        phrase(writer, "duty_from", **slots)


def write_effects(writer: Writer) -> None:
    """For each issue that a measure answers, by which KPIs the effect is seen."""
    ledger, written = writer.ledger, False
    for issue in issues_of(ledger):
        measure = next((one for one in ledger.picked if issue in issues_answered(one, ledger)), None)
        if measure is None:
            continue
        if not written:
            writer.gap()
        writer.add("\n・" if written else "・")
        written = True
        slots = {
            "issue": Slot(issue, TraceKind.FACT, key_of(issue, ledger)),
            "measure": Slot(measure.title, TraceKind.FACT, f"measure:{measure.key}"),
        }
        if measure.kpis:
            kpis = "」、「".join(kpi.name for kpi in measure.kpis)
            slots["kpis"] = Slot(kpis, TraceKind.FACT, f"measure:{measure.key}.kpis")
            phrase(writer, "effect", **slots)
        else:
            phrase(writer, "effect_plain", **slots)
