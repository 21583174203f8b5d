"""A draft as data: what `kanmin draft --json` prints, with a schema that others may rely on."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.models import OpenItem, PlanDraft, Trace, TraceKind

SCHEMA = "https://json-schema.org/draft/2020-12/schema"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SectionData(_Data):
    """A section of the plan."""

    number: int = Field(description="章の番号（1〜7）")
    title: str = Field(description="章の題名")
    text: str = Field(description="本文。表は「| 」で始まる行、施策は「◎ 名称【分野】」の行で始まる")


class SpanData(_Data):
    """A span of a text and what it rests on; several spans may cover the same place."""

    section: int = Field(description="章の番号（資料では0）")
    start: int = Field(description="本文の始めからの位置（符号位置の数）")
    end: int
    text: str
    kind: TraceKind = Field(description="fact＝事実、record＝資料の記録、computation＝事実からの計算、open＝要確認")
    ref: str = Field(description="事実の名前、measure:m1.kpis[0].target の形の施策の項目、または記録の id")


class PartData(_Data):
    """A part behind the sections (用語集, 対応表)."""

    key: str
    title: str
    text: str
    trace: tuple[SpanData, ...]


class DraftData(_Data):
    """A drafted plan."""

    title: str = Field(description="計画の名称")
    municipality: str
    sections: tuple[SectionData, ...]
    open_items: tuple[OpenItem, ...] = Field(description="要確認の事項。章の順")
    trace: tuple[SpanData, ...] = Field(description="各章の本文の根拠")
    parts: tuple[PartData, ...] = ()


def draft_as_json(plan: PlanDraft) -> dict[str, Any]:
    """The draft as plain values, in the form of `draft_schema`."""
    data = DraftData(
        title=plan.title,
        municipality=plan.municipality,
        sections=tuple(SectionData(number=s.number, title=s.title, text=s.text) for s in plan.sections),
        open_items=plan.open_items,
        trace=tuple(_span(span) for section in plan.sections for span in section.trace),
        parts=tuple(
            PartData(key=part.key, title=part.title, text=part.text, trace=tuple(map(_span, part.trace)))
            for part in plan.parts
        ),
    )
    return data.model_dump(mode="json")


def draft_schema() -> dict[str, Any]:
    """The JSON Schema of a draft."""
    return {"$schema": SCHEMA, **DraftData.model_json_schema(mode="serialization")}


def _span(span: Trace) -> SpanData:
    return SpanData(section=span.section, start=span.start, end=span.end, text=span.text, kind=span.kind, ref=span.ref)
