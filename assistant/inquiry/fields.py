"""The fields of a measure that somebody must fill in, each under a path: measure:m1.kpis[0].current."""

import re
from collections.abc import Iterator
from typing import Literal

from assistant.errors import InputError
from assistant.models import ChosenMeasure, Kpi, Ledger, Status, Step, Value

Part = Literal["situation", "body", "department", "schedule", "name", "current", "target", "year", "source"]
_PATH = re.compile(
    r"measure:([\w-]{1,40})\.(?:(situation|body|department|schedule)|kpis\[(0|[1-9]\d?)\]\.(name|current|target|year|source))"
)
PARTS: dict[Part, str] = {
    "situation": "現状と課題",
    "body": "取組の内容",
    "department": "担当課",
    "schedule": "年度ごとの取組",
    "name": "指標（KPI）の名称",
    "current": "現状値",
    "target": "目標値",
    "year": "目標年度",
    "source": "現状値の出典",
}


class FieldPath(Value):
    """Which field of which measure; `index` is the KPI's place, and None for fields of the measure itself."""

    measure: str
    part: Part
    index: int | None = None

    def __str__(self) -> str:
        kpi = "" if self.index is None else f"kpis[{self.index}]."
        return f"measure:{self.measure}.{kpi}{self.part}"


class FieldReply(Value):
    """What a department answered for a field of a measure.

    Attributes:
        key: the field's path.
        value: text, a number, the steps of a schedule, or a fiscal year; None unless answered.
        unit: of a KPI's value.
        year: fiscal year of a KPI's current value or target.
        as_of: the date that a current value stands for.
        said: the person's own words.
    """

    key: str
    status: Status
    value: str | int | float | tuple[Step, ...] | None = None
    unit: str = ""
    year: int | None = None
    as_of: str | None = None
    source: str = ""
    department: str = ""
    answered_by: str = ""
    said: str = ""


def parse_path(text: str) -> FieldPath | None:
    """The path that the text is, if it is one."""
    found = _PATH.fullmatch(text)
    if not found:
        return None
    measure, own, index, of_kpi = found.groups()
    return FieldPath.model_validate(
        {"measure": measure, "part": own or of_kpi, "index": None if index is None else int(index)}
    )


def measure_of(path: FieldPath, ledger: Ledger) -> ChosenMeasure | None:
    """The picked measure that has the field; None if it has left the plan or has no such KPI (any more)."""
    for measure in ledger.picked:
        if measure.key == path.measure:
            return measure if path.index is None or path.index <= len(measure.kpis) else None
    return None


def kpi_of(path: FieldPath, measure: ChosenMeasure) -> Kpi | None:
    """The KPI that the field belongs to; None for other fields and for a KPI that is yet to be named."""
    return measure.kpis[path.index] if path.index is not None and path.index < len(measure.kpis) else None


def label_of(path: FieldPath, measure: ChosenMeasure) -> str:
    """How people find the field: 施策「…」指標「…」の現状値."""
    title = measure.title or (measure.base or measure.key).partition(":")[2] or measure.key
    kpi = kpi_of(path, measure)
    if kpi and kpi.name:
        return f"施策「{title}」指標「{kpi.name}」の{PARTS[path.part]}"
    new = "新しい指標の" if path.index is not None and path.part != "name" else ""
    return f"施策「{title}」の{new}{PARTS[path.part]}"


def unset_fields(measure: ChosenMeasure) -> Iterator[FieldPath]:
    """What the measure still lacks, in the order of its table."""
    if not measure.situation:
        yield FieldPath(measure=measure.key, part="situation")
    if not measure.body and not measure.base:
        yield FieldPath(measure=measure.key, part="body")
    if not measure.department:
        yield FieldPath(measure=measure.key, part="department")
    for index, kpi in enumerate(measure.kpis or (Kpi(name=""),)):
        for part in _unset_of(kpi):
            yield FieldPath(measure=measure.key, part=part, index=index)
    if not measure.schedule:
        yield FieldPath(measure=measure.key, part="schedule")


def _unset_of(kpi: Kpi) -> Iterator[Part]:
    """A source comes with its value, a year with its target: they are asked for only where these stand alone."""
    if not kpi.name:
        yield "name"
    if kpi.current is None:
        yield "current"
    elif not kpi.source:
        yield "source"
    if kpi.target is None:
        yield "target"
    elif kpi.year is None:
        yield "year"


def with_field(ledger: Ledger, reply: FieldReply) -> Ledger:
    """The ledger in which the measure has the replied value; the same one if nothing was answered.

    Raises:
        InputError: if the measure or its KPI is not in the plan.
    """
    path = parse_path(reply.key)
    measure = measure_of(path, ledger) if path else None
    if path is None or measure is None:
        raise InputError(f"「{reply.key}」にあたる施策が、いまの計画にありません。施策の一覧を確かめてください。")
    if reply.status is not Status.ANSWERED or reply.value is None:
        return ledger
    if path.index is None:
        return ledger.with_measure(measure.model_copy(update={path.part: reply.value}))
    kpi = kpi_of(path, measure)
    kpi = kpi or Kpi(name="")
    if path.part != "name" and not kpi.name:
        raise InputError(
            f"{label_of(path, measure)}だけでは取り込めません。指標の名称も、いっしょに取り込んでください。"
        )
    kpis = [*measure.kpis]
    kpis[path.index : path.index + 1] = [kpi.model_copy(update=_changes(path, kpi, reply))]
    return ledger.with_measure(measure.model_copy(update={"kpis": tuple(kpis)}))


def _changes(path: FieldPath, kpi: Kpi, reply: FieldReply) -> dict[str, object]:
    changes: dict[str, object] = {path.part: reply.value}
    if path.part in ("name", "current", "target"):
        changes["unit"] = reply.unit or kpi.unit
    if path.part == "current":
        changes["current_year"] = reply.year
        changes["source"] = _source(reply) or kpi.source
    elif path.part == "target":
        changes["year"] = reply.year or kpi.year
    return changes


def _source(reply: FieldReply) -> str:
    """A KPI has one place for its source: 住民基本台帳（住民課、令和8年4月1日）."""
    given = "、".join(filter(None, [reply.department, reply.as_of or ""]))
    if not reply.source:
        return given
    return f"{reply.source}（{given}）" if given else reply.source
