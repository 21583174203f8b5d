"""Two editions of one draft: 庁内検討用 with everything a planner needs, 公表用 with none of it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from assistant.drafting.measures import ref as measure_ref
from assistant.drafting.shown import show_period
from assistant.drafting.style import style_of
from assistant.drafting.writer import laid_out
from assistant.errors import InputError
from assistant.export.document import APPENDIX_HEADING, Document
from assistant.interview import load_questions
from assistant.legend import legend_of
from assistant.measures import completed, offers
from assistant.models import SECTIONS, Ledger, OpenItem, PlanDraft, Status, TraceKind
from assistant.readiness import STATE_LABELS, readiness_of
from knowledge.corpus import Corpus
from knowledge.models import Strength

STAMP = "案"
MARK = "〔要確認："
STATE = ("国", "政府")
_BINDING = (Strength.DUTY, Strength.EFFORT)
KINDS = {"unknown_fact": "事実の確認", "unset_measure_field": "施策の記入", "confirmation": "資料の確認"}
_DISCLAIMER = "この資料は計画の起草を助けるためのもので、法的助言ではありません。法令は e-Gov 法令検索などで最新の条文を確かめてください。"


def internal_edition(plan: PlanDraft, ledger: Ledger, corpus: Corpus, *, confirmed: Collection[int] = ()) -> Document:
    """庁内検討用: the draft, and behind it open items, readiness, sources with strength, 2017's measures, cases.

    Args:
        confirmed: the sections whose texts somebody has read and stands by.
    """
    appendix = (
        ("要確認事項の一覧", _open_items(plan.open_items, ledger)),
        ("記号と言葉", _legend()),
        ("要件ごとの状況", _readiness(plan, corpus)),
        ("出典と効力", _sources(plan, corpus)),
        ("施策の参考", _measures(ledger, corpus)),
    )
    document = _document(plan, ledger, "internal", "", tuple((title, text) for title, text in appendix if text))
    return document.model_copy(update={"notices": tuple(_notices(plan, confirmed))})


def public_edition(plan: PlanDraft, ledger: Ledger, *, allow_open: bool = False) -> Document:
    """公表用: the draft alone.

    Raises:
        InputError: if open items remain and they are not allowed.
    """
    gaps = plan.open_items
    marked = any(MARK in text for text in (*(s.text for s in plan.sections), *(p.text for p in plan.parts)))
    if marked and not gaps and not allow_open:
        raise InputError(
            f"本文に{MARK}…〕の印が残っているため、公表用は作れません。"
            "印を消すか、「案」と示して出すときは --allow-open を付けてください。"
        )
    if gaps and not allow_open:
        listed = "\n".join(f"  - 第{item.section}章 {item.text}" for item in gaps[:10])
        more = f"\n  ほか{len(gaps) - 10}件" if len(gaps) > 10 else ""
        raise InputError(
            f"要確認の事項が{len(gaps)}件残っているため、公表用は作れません。\n{listed}{more}\n"
            "すべて埋めるか、「案」と示して出すときは --allow-open を付けてください。"
        )
    return _document(plan, ledger, "public", STAMP if gaps or marked else "", ())


def _document(
    plan: PlanDraft, ledger: Ledger, edition: str, stamp: str, appendix: tuple[tuple[str, str], ...]
) -> Document:
    period = ledger.answer("period")
    return Document.model_validate(
        {
            "title": plan.title,
            "municipality": plan.municipality,
            "period": style_of(ledger).write(show_period(period), own_words=True) if isinstance(period, str) else "",
            "stamp": stamp,
            "edition": edition,
            "sections": [(section.number, section.title, section.text) for section in plan.sections],
            "parts": [(part.title, part.text) for part in plan.parts],
            "appendix": appendix,
        }
    )


def _row(*cells: str) -> str:
    return "| " + " | ".join(laid_out(cell) for cell in cells) + " |"


def _notices(plan: PlanDraft, confirmed: Collection[int]) -> Iterator[str]:
    """What is missing, in lines; one that says so if nothing is."""
    written = {section.number for section in plan.sections}
    missing, unconfirmed = set(SECTIONS) - written, written - set(confirmed)
    gaps = Counter(item.section for item in plan.open_items)
    if missing:
        yield f"まだ文章のない章：{_chapters(missing)}"
    if unconfirmed:
        yield f"人の確認（確認済）がまだの章：{_chapters(unconfirmed)}"
    if gaps:
        each = "、".join(f"第{number}章{gaps[number]}件" for number in sorted(gaps))
        yield f"残っている要確認：{gaps.total()}件（{each}）。一覧は、後ろの「{APPENDIX_HEADING}」にあります。"
    if not (missing or unconfirmed or gaps):
        yield f"{len(SECTIONS)}つの章がそろい、すべて確認済です。要確認の事項は残っていません。"


def _chapters(numbers: Collection[int]) -> str:
    if len(numbers) == len(SECTIONS):
        return f"{len(SECTIONS)}つの章のすべて"
    return "、".join(f"第{number}章" for number in sorted(numbers))


def _legend() -> str:
    return "\n".join(f"・{entry.term}：{entry.text}" for entry in legend_of("appendix")) + "\n"


def _open_items(items: Iterable[OpenItem], ledger: Ledger) -> str:
    rows = [_row(f"第{item.section}章", KINDS[item.kind], item.text) for item in items]
    lines = [_row("章", "種類", "内容"), *rows] if rows else ["要確認の事項はない。"]
    declined = [q.label for q in load_questions() if ledger.get(q.key).status is Status.DECLINED]
    if declined:
        lines += ["", "回答しないこととした事項：" + "、".join(declined)]
    return "\n".join(lines) + "\n"


def _readiness(plan: PlanDraft, corpus: Corpus) -> str:
    rows = [_row("章", "要件", "強さ", "だれに", "状況", "次にすること")]
    texts = {section.number: section.text for section in plan.sections}
    said: set[str] = set()
    for section in plan.sections:
        for line in readiness_of(section.number, texts, section.open_items, corpus).lines:
            if line.requirement in said:
                continue
            said.add(line.requirement)
            if line.state == "by_person" and (line.strength not in _BINDING or line.bearer.startswith(STATE)):
                continue
            state = STATE_LABELS[line.state]
            rows.append(_row(f"第{section.number}章", line.title, line.strength, line.bearer, state, line.advice))
    return "\n".join(rows) + "\n"


def _sources(plan: PlanDraft, corpus: Corpus) -> str:
    traces = [span for section in plan.sections for span in section.trace]
    traces += [span for part in plan.parts for span in part.trace]
    refs = [span.ref for span in traces if span.kind is TraceKind.RECORD]
    rows = [_row("出典", "版・時点", "強さ", "だれに", "確かさ")]
    rows += [_row(*cells) for ref in dict.fromkeys(refs) if (cells := describe_record(ref, corpus))]
    return _DISCLAIMER + "\n\n" + "\n".join(rows) + "\n"


def describe_record(ref: str, corpus: Corpus) -> tuple[str, str, str, str, str] | None:
    """What a source is: label, edition or date, strength, bearer, confidence.

    None for what is no source of its own: a requirement (its sources are named), a name without an edition.
    """
    laws = {f"law:{law.key}": law for law in corpus.laws}
    notes = {note.id: note for note in corpus.notes}
    names = {name.id: name for name in corpus.names}
    today = {measure.id: measure for measure in corpus.new_measures}
    if provision := corpus.provision.get(ref):
        law = laws[f"law:{provision.law}"]
        label = f"{law.title}{provision.article}"
        return label, law.edition, provision.strength or "－", provision.bearer, provision.confidence.label
    if ref in laws:
        return f"{laws[ref].title}（{laws[ref].number}）", laws[ref].edition, "－", "－", "条文で確認"
    if new := today.get(ref):
        return new.basis, new.source, new.strength, new.bearer, new.confidence.label
    if note := notes.get(ref):
        return note.text, note.as_of, "－", "－", note.confidence.label
    if (name := names.get(ref)) and name.edition:
        return name.name, name.edition, "－", "－", name.confidence.label
    if ref in corpus.imported:
        return corpus.passage[ref].citation, "取り込んだ資料", "－", "－", "－"
    if passage := corpus.passage.get(ref):
        guide = next(source for source in corpus.sources if source.kind == "guide")
        offer = offers(corpus).get(ref)
        confidence = offer.confidence.label if offer else "－"
        return passage.citation, guide.edition, Strength.GUIDE, "市町村", confidence
    return None


def _measures(ledger: Ledger, corpus: Corpus) -> str:
    lines: list[str] = []
    ledger = completed(ledger, corpus)
    for measure in ledger.picked:
        offer = offers(corpus).get(measure.base or "")
        if offer is None:
            continue
        lines.append(f"（{len([line for line in lines if line.startswith('（')]) + 1}）{measure.title}")
        if offer.since_2017:
            lines.append(
                f"・手引（2017年）の施策からの変更：{offer.since_2017}（{offer.confidence.label}、{offer.source}）"
            )
        for title in offer.national:
            lines.append(f"・2017年の国の施策「{title}」{_became(f'national:{title}', corpus)}")
        for number in offer.cases:
            lines += _case(number, corpus)
    rejected = [measure for measure in ledger.measures if measure.decision == "rejected"]
    if rejected:
        lines.append("不採用とした施策と理由")
        for measure in rejected:
            offer = offers(corpus).get(measure.base or "")
            title = measure.title or (offer.title if offer else measure_ref(measure))
            lines.append(f"・{title}：{measure.reason or '理由の記入なし'}")
    return "\n".join(lines) + "\n" if lines else ""


def _case(number: str, corpus: Corpus) -> Iterator[str]:
    """A case and what was verified about it; how sure that is and its source once, if they are the same for all."""
    case = next(case for case in corpus.guide.cases if case.number == number)
    facts = [fact for fact in corpus.case_facts if fact.case == number]
    common = len(facts) > 1 and len({(fact.confidence, fact.source) for fact in facts}) == 1
    behind = f"。次の{len(facts)}点は{facts[0].confidence.label}、出典は{facts[0].source}" if common else ""
    yield f"・事例{number}　{case.government}「{case.title}」（手引の事例集{behind}）"
    for fact in facts:
        yield f"・　{fact.text}（{fact.as_of}" + ("）" if common else f"、{fact.confidence.label}、{fact.source}）")


def _became(target: str, corpus: Corpus) -> str:
    notes = corpus.notes_on.get(target, ())
    if not notes:
        return "：その後の状況は未確認"
    behind = [f"{note.as_of}時点、{note.confidence.label}" for note in notes]
    if len(notes) > 1 and len(set(behind)) == 1:
        return "：" + "／".join(note.text for note in notes) + f"（いずれも{behind[0]}）"
    return "：" + "／".join(f"{note.text}（{said}）" for note, said in zip(notes, behind, strict=True))
