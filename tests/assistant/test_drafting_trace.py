"""Every figure, date, name and assertion of a draft points to a fact, a record or a computation; the rest is open."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from ledgers import CASES, GROUPS, KEYS, STYLED, WORDS, D, N, U, group, ledger, plan, series, village

from assistant.drafting import draft_section
from assistant.interview import applicable, load_questions, question_for
from assistant.measures import completed, offers
from assistant.models import ChosenMeasure, Kpi, Ledger, SectionDraft, Status, Step, Trace, TraceKind
from knowledge.corpus import Corpus

OPEN = (Status.UNKNOWN, Status.ABSENT)
NEEDED_ALWAYS = ("municipality", "plan_name")  # no title can be written without them, whoever declines to say them
MARK = re.compile(r"〔要確認：[^〔〕\n]*〕")


def sections(name: str, corpus: Corpus) -> Iterator[tuple[str, Ledger, SectionDraft]]:
    for case in group(name):
        for section in plan(case, corpus).sections:
            yield f"{case}, {section.number}", CASES[case], section


# --- spans -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GROUPS)
def test_a_span_is_what_stands_at_its_place(name: str, corpus: Corpus) -> None:
    """Offsets count code points of the section's text; no span is empty, beyond the end, or of another section."""
    for case, _, section in sections(name, corpus):
        wrong = [span for span in section.trace if section.text[span.start : span.end] != span.text or not span.text]
        assert (case, wrong) == (case, [])
        assert {span.section for span in section.trace} == {section.number}


@pytest.mark.parametrize("name", GROUPS)
def test_spans_do_not_cut_each_other(name: str, corpus: Corpus) -> None:
    """Two spans have the same place (several grounds) or places apart, in order."""
    for case, _, section in sections(name, corpus):
        places = sorted({(span.start, span.end) for span in section.trace})
        assert (case, [pair for pair in pairwise(places) if pair[0][1] > pair[1][0]]) == (case, [])
        assert (case, [span.start for span in section.trace]) == (case, sorted(span.start for span in section.trace))


def stands_on_nothing(section: SectionDraft) -> list[str]:
    """Words outside all spans, but for headings and the program's words in tables; figures and years anywhere."""
    characters = list(section.text)
    for span in section.trace:
        characters[span.start : span.end] = "■" * (span.end - span.start)
    rest = re.sub(rf"\A{section.number}\. .*|(?m:^（[０-９]+）.*)", "", "".join(characters))
    figures = re.findall(r"[0-9０-９%％〇]+|[第一二三四五六七八九十百]+条|令和|平成|昭和", rest)
    lines = [line for line in rest.split("\n") if not line.startswith("|")]
    words = [part for line in lines for part in re.findall(r"[^■・\s「」、（）【】◎○●]+", line) if part != "及び"]
    return figures + words


@pytest.mark.parametrize("name", GROUPS)
def test_what_could_be_wrong_is_traced(name: str, corpus: Corpus) -> None:
    """Outside the spans stand layout, headings and the heads of tables, nothing else."""
    for case, _, section in sections(name, corpus):
        assert (case, stands_on_nothing(section)) == (case, [])


# --- what a span rests on ------------------------------------------------------------------------------------------------


def measure_field(held: Ledger, ref: str) -> object:
    """What stands in a measure's field; LookupError if the plan has no such place."""
    key, _, path = ref.removeprefix("measure:").partition(".")
    measure = next((one for one in held.measures if one.key == key), None)
    if measure is None:
        raise LookupError(ref)
    value: object = measure
    for part in re.findall(r"[a-z_]+|[0-9]+", path):
        value = value[int(part)] if isinstance(value, tuple) else getattr(value, part)
    return value


def resolves(span: Trace, held: Ledger, corpus: Corpus) -> bool:
    """Whether the thing exists that the span names, and can carry it."""
    if span.ref.startswith("measure:") and span.kind in (TraceKind.FACT, TraceKind.OPEN):
        return (measure_field(held, span.ref) in (None, "", ())) == (span.kind is TraceKind.OPEN)
    fact = held.get(span.ref)
    match span.kind:
        case TraceKind.RECORD:
            laws, names = {f"law:{law.key}" for law in corpus.laws}, {name.id for name in corpus.names}
            notes = {note.id for note in corpus.notes}
            return span.ref in {*corpus.passage, *corpus.requirement, *notes, *laws, *names, *offers(corpus)}
        case TraceKind.COMPUTATION:
            return span.ref == "measures" or fact.status is Status.ANSWERED
        case TraceKind.FACT:
            return span.ref in KEYS and fact.status in (Status.ANSWERED, Status.NOT_APPLICABLE)
        case TraceKind.OPEN:
            needed = span.ref in NEEDED_ALWAYS or bool(question_for(span.ref).confirms) if span.ref in KEYS else False
            return span.ref == "measures" or (fact.status is not Status.ANSWERED and (fact.status in OPEN or needed))


@pytest.mark.parametrize("name", GROUPS)
def test_a_span_names_what_it_rests_on(name: str, corpus: Corpus) -> None:
    """A fact that was told (or told to be inapplicable), an open one, a record of the corpus, a field of a measure."""
    for case, held, section in sections(name, corpus):
        whole = completed(held, corpus)
        wrong = [(span.kind, span.ref, span.text) for span in section.trace if not resolves(span, whole, corpus)]
        assert (case, wrong) == (case, [])


@pytest.mark.parametrize(
    ("held", "section", "text"),
    [
        (ledger(municipality="みどり町"), 1, "また、行政運営においては、次の課題がある。"),
        (ledger(ChosenMeasure(key="m1", title="a", schedule=(Step(year=2027, text="b"),)), period=U), 6, "令和9年度"),
        (ledger(ChosenMeasure(key="m1", title="a", schedule=(Step(year=2027, text="b"),)), period=D), 6, "令和9年度"),
    ],
)
def test_nothing_rests_on_a_fact_that_nobody_told(held: Ledger, section: int, text: str, corpus: Corpus) -> None:
    """The years of the steps come from the steps; a sentence is not proved by what is not known."""
    draft = draft_section(section, held, corpus)
    assert text in draft.text
    refs = {span.ref for span in draft.trace if span.kind is TraceKind.FACT and not span.ref.startswith("measure:")}
    assert [ref for ref in refs if held.get(ref).status is not Status.ANSWERED] == []


@pytest.mark.parametrize("name", [name for name in CASES if name not in STYLED and "," not in name])
def test_a_person_s_words_stand_as_they_were_said(name: str, corpus: Corpus) -> None:
    """A span on a fact of words is the value, or one of the items; only line breaks and bars make way for the layout."""

    def plain(text: str) -> str:
        return " ".join(text.replace("|", "｜").split())

    for case, held, section in sections(name, corpus):
        for span in section.trace:
            fact = held.get(span.ref)
            if span.kind is not TraceKind.FACT or span.wording or span.ref.startswith("measure:") or fact.value is None:
                continue
            if isinstance(fact.value, int | float) or question_for(span.ref).kind in ("period", "date"):
                continue
            values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
            said = {plain(value) for value in values} | {plain("、".join(values))}
            assert plain(span.text) in said, (case, span)


# --- gaps ----------------------------------------------------------------------------------------------------------------


def expected_open(section: int, held: Ledger) -> set[tuple[str, str]]:
    """What is open in a section, from the questions and the measures alone."""
    wanted = set()
    for question in load_questions():
        status = held.get(question.key).status
        if section not in question.sections or status is Status.ANSWERED:
            continue
        if question.confirms:
            wanted.add(("confirmation", question.key))
        elif (status in OPEN and applicable(question, held)) or question.key in NEEDED_ALWAYS:
            wanted.add(("unknown_fact", question.key))
    if section == 6:
        wanted |= {("unset_measure_field", key) for key in unset_fields(held)}
    return wanted


def unset_fields(held: Ledger) -> Iterator[str]:
    if not held.picked:
        yield "measures"
    for measure in held.picked:
        fields: list[tuple[str, object]] = [("department", measure.department), ("schedule", measure.schedule)]
        fields += [("kpis", measure.kpis), ("body", measure.body or measure.base)]
        for at, kpi in enumerate(measure.kpis):
            fields += [(f"kpis[{at}].{name}", getattr(kpi, name)) for name in ("current", "target", "year", "source")]
        yield from (f"measure:{measure.key}.{name}" for name, value in fields if value in (None, "", ()))


@pytest.mark.parametrize("name", GROUPS)
def test_open_are_exactly_the_gaps(name: str, corpus: Corpus) -> None:
    """Unknown facts that the section needs, unset fields of measures, and confirmations; declined ones make none."""
    for case, held, section in sections(name, corpus):
        found = {(item.kind, item.key) for item in section.open_items if not item.key.endswith(".situation")}
        assert (case, found) == (case, expected_open(section.number, held))
        assert len({item.key for item in section.open_items}) == len(section.open_items)
        assert {item.section for item in section.open_items} <= {section.number}


@pytest.mark.parametrize("name", GROUPS)
def test_each_mark_is_an_open_item_and_each_open_item_is_marked(name: str, corpus: Corpus) -> None:
    """〔要確認：…〕 and the list say the same; a person's own 〔要確認：x〕 is a quotation and no gap of the program's."""
    for case, _, section in sections(name, corpus):
        spans = [span for span in section.trace if span.kind is TraceKind.OPEN and MARK.fullmatch(span.text)]
        assert (case, {span.ref for span in spans}) == (case, {item.key for item in section.open_items})
        places = {(span.start, span.end) for span in spans}
        others = [found[0] for found in MARK.finditer(section.text) if found.span() not in places]
        assert (case, [mark for mark in others if case.partition(",")[0] != "hostile"]) == (case, [])
        labels = {question.key: f"〔要確認：{question.label}〕" for question in load_questions()}
        assert {(span.ref, span.text) for span in spans if span.ref in labels} <= set(labels.items())


@pytest.mark.parametrize("name", GROUPS)
def test_gaps_of_the_parts_are_open_items_of_the_plan(name: str, corpus: Corpus) -> None:
    """A public edition is refused for a gap in the 対応表 as for one in a section."""
    for case in group(name):
        drafted = plan(case, corpus)
        gaps = {span.ref for part in drafted.parts for span in part.trace if span.kind is TraceKind.OPEN}
        assert (case, gaps - {item.key for item in drafted.open_items}) == (case, set())


def test_an_open_item_says_whom_to_ask(corpus: Corpus) -> None:
    """The department that usually knows the fact; the measure, and its own department."""
    held = ledger(
        ChosenMeasure(key="m1", title="見守り", department="福祉課", kpis=(Kpi(name="台数"),)), municipality="みどり町"
    )
    texts = {item.key: item.text for number in (1, 6) for item in draft_section(number, held, corpus).open_items}
    assert texts["population"] == "人口（住民課に確認）"
    assert texts["measure:m1.kpis[0].target"] == "施策「見守り」の台数の目標値（福祉課に確認）"
    assert texts["measure:m1.body"] == "施策「見守り」の取組の内容（福祉課に確認）"


@pytest.mark.parametrize("status", [D, N])
@pytest.mark.parametrize("name", ["village", "fishing city"])
def test_what_was_declined_leaves_no_gap(name: str, status: Status, corpus: Corpus) -> None:
    """Neither a mark nor an item for it, wherever the fact could stand; a plan's name and owner cannot be declined."""
    for question in load_questions():
        case = f"{name}, {question.key} {status}"
        if case not in CASES or question.key in NEEDED_ALWAYS or question.confirms:
            continue
        assert (case, [item for item in plan(case, corpus).open_items if item.key == question.key]) == (case, [])


def test_hostile_words_are_among_the_words_tested() -> None:
    """The hostile ledger holds what could be taken for a place, a table, a line, a gap or a mark-up."""
    assert all(any(sign in word for word in WORDS) for sign in ("{", "|", "\n", "〔要確認：", "😀", "**"))
    assert len(max(WORDS, key=len)) > 1000


def test_a_trace_counts_code_points(corpus: Corpus) -> None:
    """A character beyond the basic plane is one, not two."""
    held = village().with_fact(ledger(issues=("𠮷野の😀", "道")).facts["issues"])
    draft = draft_section(1, held, corpus)
    span = next(span for span in draft.trace if span.text == "𠮷野の😀")
    assert span.end - span.start == 4
    assert draft.text[span.start : span.end] == "𠮷野の😀"


def test_a_computation_is_traced_as_one(corpus: Corpus) -> None:
    """The difference and the rate are worked out, the values are facts."""
    held = ledger(municipality="みどり町", population=series("population", (2000, "令和3年"), (1900, "令和8年")))
    kinds = {span.text: span.kind for span in draft_section(1, held, corpus).trace}
    assert kinds["100人"] is kinds["5.0％"] is kinds["減少"] is TraceKind.COMPUTATION
    assert kinds["令和3年の2,000人"] is kinds["令和8年の1,900人"] is TraceKind.FACT
