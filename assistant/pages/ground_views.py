"""What a paragraph of a section rests on, as the editor shows it: facts, sources, and what was computed. Pure."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import quote

from assistant.drafting.shown import show_date, show_value
from assistant.editions import describe_record
from assistant.interview import load_questions
from assistant.measures import completed
from assistant.models import Ledger, SectionVersion, Status, TraceKind
from assistant.revising.grounds import Ground, grounds_at
from assistant.store.facts import Stated
from knowledge.corpus import Corpus

MEASURE = "measure:"
COMPUTED = "計算・書き分け"


class Source(NamedTuple):
    """A line of the sources.

    Attributes:
        kind: 答え, 施策, 出典, or how it was derived.
        detail: as of when, where from, who stated it; or the edition and strength of a source.
        href: where to read or change it; empty where there is no such place.
    """

    kind: str
    label: str
    value: str
    detail: str
    href: str


class ParagraphSources(NamedTuple):
    """A paragraph (offsets in code points of the text) and what it rests on."""

    start: int
    end: int
    sources: tuple[Source, ...]


def sources_of(
    text: str, base: SectionVersion | None, ledger: Ledger, corpus: Corpus, stated: Mapping[str, Stated], plan: str
) -> tuple[ParagraphSources, ...]:
    """The sources of every paragraph of a text, as far as the draft behind it tells.

    Args:
        stated: who stated each fact.
        plan: address of the plan's pages.
    """
    if base is None:
        return ()
    full = completed(ledger, corpus)
    return tuple(
        ParagraphSources(one.start, one.end, _lines(one.grounds, full, corpus, stated, plan))
        for one in grounds_at(text, base.text, base.trace)
    )


def _lines(
    grounds: Iterable[Ground], ledger: Ledger, corpus: Corpus, stated: Mapping[str, Stated], plan: str
) -> tuple[Source, ...]:
    found: dict[tuple[str, str], Source] = {}
    for ground in grounds:
        if ground.kind is TraceKind.RECORD:
            line = _record(ground.ref, corpus)
        elif ground.ref == "measures" or ground.ref.startswith(MEASURE):
            line = _measure(ground.ref, ledger, plan)
        else:
            line = _fact(ground, ledger, stated, plan)
        if line:
            found.setdefault((line.kind, line.label), line)
    return tuple(found.values())


def _fact(ground: Ground, ledger: Ledger, stated: Mapping[str, Stated], plan: str) -> Source | None:
    question = next((question for question in load_questions() if question.key == ground.ref), None)
    if question is None:
        return None
    fact = ledger.get(question.key)
    if ground.kind is TraceKind.OPEN or fact.status is not Status.ANSWERED:
        value = {Status.UNKNOWN: "わからない", Status.NOT_APPLICABLE: "該当なし"}.get(
            fact.status, "まだ答えがありません"
        )
    else:
        value = show_value(fact, question)
    who = stated.get(question.key)
    detail = [
        f"{show_date(fact.as_of)}現在" if fact.as_of else "",
        f"出典：{fact.source}" if fact.source else "",
        f"回答：{fact.department}{f'（{fact.answered_by}）' if fact.answered_by else ''}" if fact.department else "",
        f"記録：{who.author}さん" if who and fact.status is not Status.ABSENT else "",
    ]
    kind = COMPUTED if ground.kind is TraceKind.COMPUTATION else "答え"
    return Source(kind, question.label, value, "　".join(filter(None, detail)), f"{plan}/facts#{question.key}")


def _measure(ref: str, ledger: Ledger, plan: str) -> Source | None:
    if ref == "measures":
        return Source("施策", "計画に載せる施策", f"{len(ledger.picked)}件", "", f"{plan}/measures")
    key = ref.removeprefix(MEASURE).split(".")[0]
    measure = next((one for one in ledger.measures if one.key == key), None)
    if measure is None:
        return None
    return Source("施策", measure.title, "", measure.department, f"{plan}/measures/form?key={quote(key, safe='')}")


def _record(ref: str, corpus: Corpus) -> Source | None:
    if requirement := corpus.requirement.get(ref):
        detail = f"{requirement.strength}（{requirement.bearer}）"
        return Source("出典", requirement.title, "", detail, f"/passages/{quote(ref, safe='')}")
    cells = describe_record(ref, corpus)
    if cells is None:
        return None
    label, edition, strength, bearer, confidence = cells
    binding = "" if strength == "－" else f"{strength}（{bearer}）"
    detail = "　".join(part for part in (edition, binding, confidence) if part and part != "－")
    readable = ref in corpus.passage or any(note.id == ref for note in corpus.notes)
    return Source("出典", label, "", detail, f"/passages/{quote(ref, safe='')}" if readable else "")
