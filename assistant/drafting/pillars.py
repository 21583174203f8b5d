"""Section 5: the basic policies of the pillars that the plan stands on."""

from assistant.drafting.templates import is_small, load_pillars
from assistant.drafting.writer import Writer
from assistant.models import TraceKind

OTHER = 6


def chosen_pillars(writer: Writer) -> tuple[int, ...]:
    """The pillars of the picked measures; the guide's five where the plan covers all, or none is picked yet."""
    picked = {measure.pillar or OTHER for measure in writer.ledger.picked}
    if is_small(writer.ledger) and picked:
        return tuple(sorted(picked))
    return tuple(sorted({1, 2, 3, 4, 5} | picked))


def write_pillars(writer: Writer) -> None:
    """Each pillar under a heading of its own, with those sentences that the facts allow."""
    chosen = chosen_pillars(writer)
    for policy in load_pillars():
        if policy.pillar not in chosen:
            continue
        writer.numbered_heading(policy.title, (TraceKind.RECORD, f"template:5/policy/{min(policy.pillar, OTHER - 1)}"))
        writer.paragraph(policy.sentences)
