"""What follows the seven sections: the 用語集, and the 対応表 of a plan that is folded into another."""

import re
from collections.abc import Sequence
from functools import lru_cache

from pydantic import Field

from assistant.drafting.phrases import Slot, word
from assistant.drafting.tables import Cell, write_table
from assistant.drafting.templates import OPEN, glossary_of
from assistant.drafting.writer import Writer
from assistant.measures import completed
from assistant.models import Ledger, OpenItem, Part, SectionDraft, Status, TraceKind, Value
from knowledge.corpus import Corpus
from knowledge.datafiles import load_records
from prompts import FOLDER

FOLDED = "既存の計画に組み込む"
_PAIR = re.compile(r"^\s*([^＝=：:→]{1,24}?)\s*[＝=：:→]\s*(.+?)\s*$")
_SECTION = re.compile(r"[1-7１-７]")


class Correspondence(Value):
    """What of the 自治体DX推進計画 belongs to a section of the guide."""

    section: int
    dx: dict[str, tuple[str, ...]] = Field(default={}, description="names, each with the measures that belong to it")
    always: tuple[str, ...] = ()
    note: str

    def named(self, ledger: Ledger) -> tuple[str, ...]:
        """What the section with these measures covers."""
        picked = {measure.base for measure in ledger.picked}
        return (*self.always, *(name for name, measures in self.dx.items() if picked & set(measures)))


@lru_cache(maxsize=1)
def load_correspondence() -> tuple[Correspondence, ...]:
    """The rows of prompts/correspondence.yaml."""
    return load_records(FOLDER / "correspondence.yaml", Correspondence)


def draft_parts(ledger: Ledger, corpus: Corpus, sections: Sequence[SectionDraft]) -> tuple[Part, ...]:
    """The parts that the plan needs."""
    parts = []
    if ledger.answer("pattern") == FOLDED:
        parts.append(_correspondence(Writer(0, completed(ledger, corpus), corpus), sections))
    glossary = _glossary(Writer(0, ledger, corpus), "".join(section.text for section in sections))
    return (*parts, glossary) if glossary else tuple(parts)


def _glossary(writer: Writer, text: str) -> Part | None:
    rows: list[Sequence[Cell]] = [
        (
            Slot(entry.term, TraceKind.RECORD, entry.source),
            Slot(entry.text, TraceKind.RECORD, entry.source, kept=False),
        )
        for entry in glossary_of(text)
    ]
    if not rows:
        return None
    write_table(writer, ("glossary_term", "glossary_text"), rows)
    return Part(key="glossary", title="用語集", text=writer.text, trace=writer.trace)


def _correspondence(writer: Writer, sections: Sequence[SectionDraft]) -> Part:
    chapters = host_chapters(writer.ledger.answer("host_chapters"))
    status = writer.ledger.get("host_chapters").status
    gap_mark = Slot("〔要確認：対応する章〕", TraceKind.OPEN, "host_chapters")
    unknown: Cell = gap_mark if status in (Status.ANSWERED, *OPEN) else word("no_measure")
    titles = {section.number: section.title.replace("〇〇市", "") for section in writer.corpus.guide.sections}
    titles |= {section.number: section.title for section in sections}
    missing = [number for number in titles if number not in chapters]
    rows: list[Sequence[Cell]] = []
    for entry in load_correspondence():
        host = Slot(chapters[entry.section], TraceKind.FACT, "host_chapters") if entry.section in chapters else unknown
        items = entry.named(writer.ledger)
        dx = Slot("、".join(items), TraceKind.RECORD, entry.note) if items else word("no_measure")
        rows.append(
            (
                Slot(f"{entry.section}. {titles[entry.section]}", TraceKind.RECORD, f"req:section-{entry.section}"),
                host,
                dx,
            )
        )
    note = next(note for note in writer.corpus.notes if note.id == load_correspondence()[0].note)
    writer.literal(word("dx_edition"), [(TraceKind.RECORD, note.id)])
    writer.span(note.basis, [(TraceKind.RECORD, note.id)])
    writer.gap()
    write_table(writer, ("table_guide", "table_host", "table_dx"), rows)
    named = "、".join(f"第{number}章" for number in missing)
    gap = OpenItem(
        kind="unknown_fact", section=3, key="host_chapters", text=f"組み込み先の計画で手引の{named}に当たる章"
    )
    return Part(
        key="correspondence",
        title="既存の計画との対応表",
        text=writer.text,
        trace=writer.trace,
        open_items=(gap,) if missing and status is Status.ANSWERED else (),
    )


def host_chapters(value: object) -> dict[int, str]:
    """Which chapter of the host plan stands for which section of the guide: 「1章＝第2章 現状と課題」."""
    found: dict[int, str] = {}
    for item in value if isinstance(value, tuple) else ():
        if pair := _PAIR.match(item):
            found |= {int(number): pair[2] for number in _SECTION.findall(pair[1])}
    return found
