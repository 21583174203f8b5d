"""From the plan's issues to what they mean (section 1), what is wanted (section 2) and what answers them (5 and 6)."""

from collections.abc import Iterable

from assistant.drafting.phrases import Slot, phrase, word
from assistant.drafting.tables import Cell, write_table
from assistant.drafting.templates import OPEN, Theme, load_pillars, theme_of
from assistant.drafting.writer import Writer
from assistant.interview import applicable, question_for
from assistant.models import ChosenMeasure, Ledger, TraceKind

KEYS = ("issues", "administrative_issues")


def issues_of(ledger: Ledger) -> tuple[str, ...]:
    """The plan's issues in its own words: the municipality's, then those of its administration."""
    found = [item for key in KEYS if isinstance(items := ledger.answer(key), tuple) for item in items]
    return tuple(dict.fromkeys(found))


def key_of(issue: str, ledger: Ledger) -> str:
    """The fact that the issue was given in."""
    return next((key for key in KEYS if issue in (ledger.answer(key) or ())), KEYS[0])  # type: ignore[operator]


def issues_answered(measure: ChosenMeasure, ledger: Ledger) -> tuple[str, ...]:
    """The issues that the measure answers: as a person said (none, too), else those that it is the first choice for."""
    known = issues_of(ledger)
    if measure.issues is not None:
        return tuple(issue for issue in known if issue in measure.issues)
    return tuple(issue for issue in known if measure.base in theme_of(issue).first)


def write_arguments(writer: Writer) -> None:
    """For each theme of the issues, what it means for services; possibilities and needs, no claims."""
    for theme, issues in _by_theme(issues_of(writer.ledger)):
        writer.gap()
        fitting = next((variant for variant in theme.meaning_variants if variant.when.holds(writer.ledger)), None)
        writer.themed(fitting.text if fitting else theme.meaning, issues)


def _by_theme(wanted: Iterable[str]) -> list[tuple[Theme, tuple[str, ...]]]:
    grouped: dict[str, tuple[Theme, list[str]]] = {}
    for issue in wanted:
        theme = theme_of(issue)
        grouped.setdefault(theme.key, (theme, []))[1].append(issue)
    return [(theme, tuple(issues)) for theme, issues in grouped.values()]


def write_purposes(writer: Writer) -> None:
    """A purpose for each theme of the issues, naming the issues; the wording is the theme's."""
    ledger = writer.ledger
    asked = [key for key in KEYS if ledger.get(key).status in OPEN and applicable(question_for(key), ledger)]
    writer.gap()
    wanted = [issue for issue in issues_of(ledger) if not ledger.picked or _titles(issue, ledger)]
    for at, (theme, issues) in enumerate(_by_theme(wanted)):
        writer.add("\n・" if at else "・")
        writer.themed(theme.purpose, issues)
    if left := [issue for issue in issues_of(ledger) if issue not in wanted]:
        if wanted:
            writer.gap()
        phrase(writer, "purpose_elsewhere", (TraceKind.COMPUTATION, "measures"), issues=lambda: _quoted(writer, left))
    for key in asked:
        writer.add("・" if writer.text.endswith("\n") else "\n・")
        writer.gap_mark(key)


def write_map(writer: Writer) -> None:
    """施策体系表: issue, purpose, pillar, measures."""
    ledger = writer.ledger
    labels = {policy.pillar: policy.label for policy in load_pillars()}
    rows: list[tuple[Cell, ...]] = []
    for issue in issues_of(ledger):
        measures = [measure for measure in ledger.picked if issue in issues_answered(measure, ledger)]
        purpose = Slot(theme_of(issue).purpose_label, TraceKind.COMPUTATION, key_of(issue, ledger))
        first = Slot(issue, TraceKind.FACT, key_of(issue, ledger))
        if not measures:
            rows.append((first, purpose, word("no_measure"), word("no_measure")))
        for measure in measures:
            pillar = Slot(
                labels.get(measure.pillar or 6, ""),
                TraceKind.RECORD,
                f"template:5/policy/{min(measure.pillar or 5, 5)}",
            )
            title = Slot(measure.title, TraceKind.FACT, f"measure:{measure.key}")
            rows.append((first, purpose, pillar, title))
    mapped = {title for issue in issues_of(ledger) for title in _titles(issue, ledger)}
    for measure in ledger.picked:
        if measure.title not in mapped:
            pillar = Slot(labels.get(measure.pillar or 6, ""), TraceKind.FACT, f"measure:{measure.key}")
            rows.append((word("no_measure"), "", pillar, Slot(measure.title, TraceKind.FACT, f"measure:{measure.key}")))
    if not rows:
        return
    writer.gap()
    write_table(writer, ("map_issue", "map_purpose", "map_pillar", "map_measure"), rows)


def _titles(issue: str, ledger: Ledger) -> list[str]:
    return [measure.title for measure in ledger.picked if issue in issues_answered(measure, ledger)]


def write_unaddressed(writer: Writer) -> None:
    """The issues that no measure of the plan answers, said openly."""
    ledger = writer.ledger
    if not ledger.picked:
        return
    left = [issue for issue in issues_of(ledger) if not _titles(issue, ledger)]
    if not left:
        return
    writer.gap()
    phrase(writer, "unaddressed", (TraceKind.COMPUTATION, "measures"), issues=lambda: _quoted(writer, left))


def _quoted(writer: Writer, issues: list[str]) -> None:
    for at, issue in enumerate(issues):
        writer.add("、「" if at else "「")
        writer.span(issue, [(TraceKind.FACT, key_of(issue, writer.ledger))])
        writer.add("」")
