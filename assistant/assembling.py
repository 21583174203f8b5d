"""The whole plan put together from the texts that were kept. Drafts nothing anew; finds the gaps that are still in them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from assistant.drafting import title_of
from assistant.drafting.parts import draft_parts
from assistant.drafting.plan import plan_title
from assistant.export.blocks import OPEN_ITEM, level_of
from assistant.interview import load_questions
from assistant.models import SECTIONS, Ledger, OpenItem, PlanDraft, SectionDraft, SectionVersion, Trace, TraceKind
from knowledge.corpus import Corpus

_MOST_TOKENS = 3_000  # beyond it marks are told apart by their words alone


class Kept(NamedTuple):
    """A section's version, and the draft that it goes back to (itself, if it is one; none if a person wrote it all)."""

    version: SectionVersion
    base: SectionVersion | None


def base_of(version: SectionVersion, versions: Sequence[SectionVersion]) -> SectionVersion | None:
    """The draft that a version goes back to through edits and restorations."""
    by_number = {one.number: one for one in versions}
    found: SectionVersion | None = version
    while found and found.origin != "draft":
        found = by_number.get(found.restored or found.number - 1)
    return found


def assemble(kept: Mapping[int, Kept], ledger: Ledger, corpus: Corpus) -> PlanDraft:
    """The plan of the kept sections, and the parts behind them.

    Args:
        kept: by section; a section may be missing.
    """
    sections = tuple(_section(number, kept[number], ledger, corpus) for number in sorted(kept))
    return PlanDraft(
        title=plan_title(ledger),
        municipality=str(ledger.answer("municipality") or ""),
        sections=sections,
        parts=draft_parts(ledger, corpus, sections),
    )


def remaining(plan: PlanDraft) -> tuple[str, ...]:
    """Everything that stands in the way of publishing: open items, marks behind the sections, sections without text."""
    written = {section.number for section in plan.sections}
    missing = [f"第{number}章の文章がありません" for number in SECTIONS if number not in written]
    items = [f"第{item.section}章　{item.text}" for item in plan.open_items]
    behind = [("表題", plan.title), *((part.title, part.text) for part in plan.parts)]
    marks = [f"{title}　{_label(mark)}" for title, text in behind for mark in OPEN_ITEM.findall(text)]
    return tuple(dict.fromkeys([*missing, *items, *marks]))


def without_grounds(plan: PlanDraft) -> PlanDraft:
    """The plan as it may leave the office as data: no trace, no list of whom to ask."""
    return plan.model_copy(
        update={
            "sections": tuple(s.model_copy(update={"trace": (), "open_items": ()}) for s in plan.sections),
            "parts": tuple(part.model_copy(update={"trace": (), "open_items": ()}) for part in plan.parts),
        }
    )


def _section(number: int, kept: Kept, ledger: Ledger, corpus: Corpus) -> SectionDraft:
    text = kept.version.text
    first = text.split("\n", 1)[0].strip()
    titled = first.startswith(f"{number}.") and len(first) > 2
    return SectionDraft(
        number=number,
        title=first[2:].strip() if titled else title_of(number, ledger, corpus),
        text=text,
        trace=_moved(kept.base.trace, text) if kept.base else (),
        open_items=open_items_in(text, number, kept.base),
        uses=kept.version.uses,
    )


def _moved(trace: Sequence[Trace], text: str) -> tuple[Trace, ...]:
    """The spans that still stand in the text, at their places there."""
    places: dict[tuple[int, int], int] = {}
    behind: dict[str, int] = {}
    found = []
    for span in trace:
        if (span.start, span.end) not in places:
            places[span.start, span.end] = start = text.find(span.text, behind.get(span.text, 0))
            behind[span.text] = start + len(span.text) if start >= 0 else len(text)
        if (start := places[span.start, span.end]) >= 0:
            found.append(span.model_copy(update={"start": start, "end": start + len(span.text)}))
    return tuple(found)


# --- open items ------------------------------------------------------------------------------------------------------


def open_items_in(text: str, section: int, base: SectionVersion | None) -> tuple[OpenItem, ...]:
    """The gaps whose marks stand in a text, in order, each once.

    Several gaps may have the same mark (every measure's 〔要確認：担当課〕): which ones are left is found by laying the
    marks and headings of the draft behind the text and of the text side by side.

    Args:
        base: the draft that the text goes back to; a mark that it does not have is a person's own.
    """
    if base and text == base.text:
        return base.open_items
    items = {item.key: item for item in base.open_items} if base else {}
    marks, keys = _tokens(text), _keys(text, base)
    found: dict[str, OpenItem] = {}
    for at, token in enumerate(marks):
        if token.is_mark:
            item = items.get(keys.get(at, "")) or _own(_label(token.text), section)
            found.setdefault(item.key, item)
    return tuple(found.values())


class MarkPlace(NamedTuple):
    """Where the mark of a gap stands in a text (offsets in code points)."""

    start: int
    end: int
    item: OpenItem


def places_of(text: str, section: int, base: SectionVersion | None) -> tuple[MarkPlace, ...]:
    """Every mark of a text with the gap that it stands for, in order; a gap may have several marks."""
    items = {item.key: item for item in base.open_items} if base else {}
    keys = _keys(text, base)
    return tuple(
        MarkPlace(
            token.start,
            token.start + len(token.text),
            items.get(keys.get(at, "")) or _own(_label(token.text), section),
        )
        for at, token in enumerate(_tokens(text))
        if token.is_mark
    )


class _Token(NamedTuple):
    text: str
    start: int
    is_mark: bool


def _tokens(text: str) -> list[_Token]:
    """The headings and marks of a text, in order; a heading stands for where the marks below it belong."""
    tokens = []
    start = 0
    for line in text.split("\n"):
        if level_of(line.strip()):
            tokens.append(_Token(line.strip(), start, False))
        tokens += [_Token(mark[0], start + mark.start(), True) for mark in OPEN_ITEM.finditer(line)]
        start += len(line) + 1
    return tokens


def _keys(text: str, base: SectionVersion | None) -> dict[int, str]:
    """What the marks of a text stand for, by their place among its tokens."""
    if base is None:
        return {}
    named = {span.start: span.ref for span in base.trace if span.kind is TraceKind.OPEN}
    before, after = _tokens(base.text), _tokens(text)
    left: dict[int, str] = {at: named[token.start] for at, token in enumerate(before) if token.start in named}
    found: dict[int, str] = {}
    if len(before) + len(after) <= _MOST_TOKENS:
        blocks = SequenceMatcher(None, [t.text for t in before], [t.text for t in after], autojunk=False)
        for old, new, size in blocks.get_matching_blocks():
            for step in range(size):
                if after[new + step].is_mark and old + step in left:
                    found[new + step] = left.pop(old + step)
    moved: dict[str, list[str]] = defaultdict(list)  # marks that stand elsewhere now
    for at, key in left.items():
        moved[before[at].text].append(key)
    for at, token in enumerate(after):
        if token.is_mark and at not in found and moved[token.text]:
            found[at] = moved[token.text].pop(0)
    return found


def _label(mark: str) -> str:
    return mark[len("〔要確認：") : -1].strip()


def _own(label: str, section: int) -> OpenItem:
    """The gap behind a mark that a person wrote."""
    question = next((question for question in load_questions() if question.label == label), None)
    if question is None:
        return OpenItem(kind="unknown_fact", section=section, key=f"mark:{label}", text=label or "（内容の記入なし）")
    return OpenItem(
        kind="confirmation" if question.confirms else "unknown_fact",
        section=section,
        key=question.key,
        text=f"{label}（{question.department}に確認）",
    )
