"""Draft a section, or the whole plan: templates and inserts in order, then the parts that follow the sections."""

from collections.abc import Callable, Iterable, Mapping

from assistant.drafting.figures import write_figures
from assistant.drafting.issues import write_arguments, write_map, write_purposes, write_unaddressed
from assistant.drafting.measures import write_measures, write_roadmap
from assistant.drafting.organisation import write_duties, write_effects, write_organisation
from assistant.drafting.parts import draft_parts
from assistant.drafting.pillars import write_pillars
from assistant.drafting.templates import Block, Insert, Template, drafted_sections, load_template
from assistant.drafting.writer import Writer
from assistant.interview import load_questions
from assistant.measures import completed
from assistant.models import Ledger, PlanDraft, SectionDraft, Status, TraceKind
from knowledge.corpus import Corpus

INSERTS: Mapping[Insert, Callable[[Writer], None]] = {
    "trend": write_figures,
    "arguments": write_arguments,
    "purposes": write_purposes,
    "organisation": write_organisation,
    "duties": write_duties,
    "effects": write_effects,
    "pillars": write_pillars,
    "measure_map": write_map,
    "measures": write_measures,
    "roadmap": write_roadmap,
    "unaddressed": write_unaddressed,
}
OF_MEASURES = frozenset(
    {"organisation", "duties", "effects", "pillars", "measure_map", "measures", "roadmap", "unaddressed"}
)


def draft_section(section: int, ledger: Ledger, corpus: Corpus) -> SectionDraft:
    """The section in the guide's format, from the facts and the records alone."""
    template = load_template(section)
    writer = Writer(section, _without_repetition(completed(ledger, corpus)), corpus)
    writer.text = f"{section}. "
    writer.title(template.title)
    for block in template.blocks:
        _write(writer, block)
    return writer.draft(title_of(section, ledger, corpus), _uses(template, writer))


def _uses(template: Template, writer: Writer) -> tuple[str, ...]:
    """Every fact and setting that the section depends on (a new answer may add a sentence), and the measures it tells of."""
    facts = [q.key for q in load_questions() if template.number in q.sections or q.ask == "never"]
    fields = [
        span.ref for span in writer.trace if span.ref.startswith("measure:") and span.kind is not TraceKind.RECORD
    ]
    tells = any(block.insert in OF_MEASURES for block in template.blocks)
    return tuple(dict.fromkeys((*facts, *fields, *(("measures",) if tells else ()))))


def _without_repetition(ledger: Ledger) -> Ledger:
    """A plan that is folded into its own 情報化計画 is not related to it a second time."""
    host, other = (str(ledger.answer(key) or "").split("（")[0] for key in ("host_plan", "it_plan"))
    if not host or host != other:
        return ledger
    return ledger.with_fact(ledger.get("it_plan").model_copy(update={"status": Status.DECLINED}))


def _write(writer: Writer, block: Block) -> None:
    if not block.when.holds(writer.ledger):
        return
    before = writer.mark()
    if block.heading:
        writer.numbered_heading(block.heading)
    start = len(writer.text)
    for paragraph in block.paragraphs:
        writer.paragraph(paragraph)
    if block.insert:
        INSERTS[block.insert](writer)
    if not writer.text[start:].strip():
        writer.back_to(before)


def title_of(section: int, ledger: Ledger, corpus: Corpus) -> str:
    """The section's title with the municipality's or the plan's name."""
    writer = Writer(section, ledger, corpus)
    writer.title(load_template(section).title)
    return writer.text


def draft_plan(ledger: Ledger, corpus: Corpus, sections: Iterable[int] = ()) -> PlanDraft:
    """The whole plan, or those sections of it.

    Args:
        sections: numbers 1 to 7; none means all of them, and the parts behind them.
    """
    wanted = tuple(sections)
    drafts = tuple(draft_section(number, ledger, corpus) for number in wanted or drafted_sections())
    return PlanDraft(
        title=plan_title(ledger),
        municipality=str(ledger.answer("municipality") or ""),
        sections=drafts,
        parts=() if wanted else draft_parts(ledger, corpus, drafts),
    )


def plan_title(ledger: Ledger) -> str:
    """The plan's name; without one, what it is."""
    return str(ledger.answer("plan_name") or "〔要確認：計画の名称〕")
