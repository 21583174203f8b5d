"""What the tests of the store keep in it."""

from collections.abc import Sequence

from assistant.models import Fact, FactValue, OpenItem, SectionDraft, SectionVersion, Status, Trace, TraceKind

PASSWORD = "みどり町の職員2026"
DRAFT = SectionDraft(
    number=1,
    title="みどり町の現状及び課題",
    text="1. みどり町の現状及び課題\n\n人口は〔要確認：人口〕である。\n",
    trace=(Trace(section=1, start=3, end=7, text="みどり町", kind=TraceKind.FACT, ref="municipality"),),
    open_items=(OpenItem(kind="unknown_fact", section=1, key="population", text="人口（住民課に確認）"),),
    uses=("municipality", "population"),
)


def answered(key: str, value: FactValue, **details: object) -> Fact:
    return Fact(key=key, status=Status.ANSWERED, value=value, said=str(value)).model_copy(update=details)


def history(versions: Sequence[SectionVersion]) -> list[tuple[int, str, str, str]]:
    return [(version.number, version.text, version.origin, version.author) for version in versions]
