"""A draft says what the ledger holds and nothing else; every span about the municipality can be traced."""

import re
from itertools import pairwise

import pytest

from assistant.drafting import draft_section, drafted_sections, title_of
from assistant.interview import for_section
from assistant.models import Fact, FactValue, Ledger, SectionDraft, Status, TraceKind

U, D, N = Status.UNKNOWN, Status.DECLINED, Status.NOT_APPLICABLE
FULL: dict[str, FactValue] = {
    "municipality": "みどり町",
    "population": 32_000,
    "population_trend": "減っている",
    "ageing_rate": 38.5,
    "issues": ("若い世代の転出", "窓口の混雑"),
    "administrative_issues": ("申請書の手入力",),
    "past_efforts": ("令和3年に情報化計画を策定", "コンビニ交付を開始"),
    "efforts_result": "証明書の発行は便利になった",
    "neighbours": "隣の市が書かない窓口を始めた",
}


def ledger(**facts: FactValue | Status | Fact) -> Ledger:
    """A ledger of values, of statuses, or of whole facts."""
    made = {}
    for key, given in facts.items():
        if isinstance(given, Fact):
            made[key] = given
        elif isinstance(given, Status):
            made[key] = Fact(key=key, status=given)
        else:
            made[key] = Fact(key=key, status=Status.ANSWERED, value=given)
    return Ledger(facts=made)


def population(value: int, *, approximate: bool = False, as_of: str | None = None) -> Fact:
    return Fact(key="population", status=Status.ANSWERED, value=value, approximate=approximate, as_of=as_of)


LEDGERS = {
    "nothing": ledger(),
    "everything": ledger(**FULL),
    "the other trend": ledger(**{**FULL, "population_trend": "増えている", "municipality": "あおば市"}),
    "all unknown": ledger(**dict.fromkeys(FULL, U)),
    "all declined": ledger(**dict.fromkeys(FULL, D)),
    "all not applicable": ledger(**dict.fromkeys(FULL, N)),
    "a name alone": ledger(municipality="みどり村"),
    "no name": ledger(**{**FULL, "municipality": U}),
    "odd words": ledger(
        **{**FULL, "issues": ("{population}", "〇〇の件、平成〇年", "1,234件の苦情😀"), "neighbours": "$x{self}"}
    ),
}


# --- what stands in the text -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "present", "absent"),
    [
        ({}, ["〔要確認：市町村名〕の人口は〔要確認：人口〕である。"], ["傾向にある", "横ばい", "求められる"]),
        ({"population": 32_000}, ["の人口は32,000人である。"], ["〔要確認：人口〕", "約32,000人"]),
        (
            {"population": population(32_000, approximate=True, as_of="令和8年4月1日")},
            ["の人口は約32,000人（令和8年4月1日現在）である。"],
            [],
        ),
        ({"population_trend": "減っている"}, ["人口は減少傾向にある。", "人口の減少は、"], ["増加", "横ばい"]),
        (
            {"population_trend": "増えている"},
            ["人口は増加傾向にある。", "人口の増加に伴い"],
            ["人口の減少", "減少傾向", "横ばい"],
        ),
        ({"population_trend": "ほぼ横ばい"}, ["人口は、おおむね横ばいで推移している。"], ["増加", "減少"]),
        ({"population_trend": U}, ["人口は、〔要確認：人口の動き〕。"], ["増加", "減少", "横ばい", "求められる"]),
        ({"population_trend": D}, [], ["人口の動き", "増加", "減少", "横ばい", "求められる"]),
        ({"ageing_rate": 38.5}, ["高齢化率は38.5％となっている。"], []),
        ({"ageing_rate": 40.0}, ["高齢化率は40％となっている。"], ["40.0"]),
        ({"ageing_rate": U}, ["高齢化率は〔要確認：高齢化率〕となっている。"], []),
        ({"ageing_rate": D}, [], ["高齢化率"]),
        ({"population": D}, [], ["の人口は"]),
        (
            {"issues": ("若い世代の転出", "窓口の混雑")},
            ["主な課題は、次のとおりである。\n・若い世代の転出\n・窓口の混雑"],
            [],
        ),
        ({"issues": U}, ["次のとおりである。\n・〔要確認：市町村が抱える課題〕"], []),
        ({"issues": D}, [], ["こうした中", "市町村が抱える課題"]),
        ({"administrative_issues": N}, [], ["行政運営"]),
        (
            {"past_efforts": ("情報化計画の策定",)},
            ["これまで次の取組を進めてきた。\n・情報化計画の策定"],
            ["まとまった取組"],
        ),
        ({"past_efforts": N}, ["まとまった取組はこれまで行っておらず"], ["次の取組を進めてきた", "振り返ると"]),
        ({"past_efforts": D}, [], ["次の取組を進めてきた", "まとまった取組"]),
        (
            {"past_efforts": ("a",), "efforts_result": "便利になった"},
            ["振り返ると、次のとおり評価できる。\n・便利になった"],
            [],
        ),
        ({"past_efforts": ("a",), "efforts_result": U}, ["評価できる。\n・〔要確認：これまでの取組の評価〕"], []),
        ({"past_efforts": ("a",), "efforts_result": D}, [], ["振り返ると"]),
        ({"neighbours": N}, [], ["近隣"]),
        ({"neighbours": "隣の市の視察"}, ["次のものを参考とする。\n・隣の市の視察"], []),
        ({"issues": ("{population}と$self",)}, ["・{population}と$self"], []),
    ],
)
def test_a_draft_says_what_the_ledger_holds(
    facts: dict[str, FactValue | Status | Fact], present: list[str], absent: list[str]
) -> None:
    """Known facts stand in their sentences; declined and inapplicable ones leave no sentence behind."""
    text = draft_section(1, ledger(**facts)).text
    assert [part for part in present if part not in text] == []
    assert [part for part in absent if part in text] == []


def test_a_full_ledger_makes_a_whole_section() -> None:
    """Heading, paragraphs, lists, no gap."""
    draft = draft_section(1, LEDGERS["everything"])
    assert draft.text.startswith("1. みどり町の現状及び課題\n\nみどり町の人口は32,000人である。人口は減少傾向にある。")
    assert (draft.number, draft.title, draft.open_items) == (1, "みどり町の現状及び課題", ())
    assert draft.text.endswith("取り組む必要がある。\n")
    assert "\n\n\n" not in draft.text


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("みどり市", "本市"),
        ("みどり町", "本町"),
        ("みどり村", "本村"),
        ("みどり区", "本区"),
        ("四日市市", "本市"),
        ("市川町", "本町"),
    ],
)
def test_a_municipality_calls_itself_by_its_kind(name: str, word: str) -> None:
    """本市, 本町, 本村, 本区; never another kind."""
    text = draft_section(1, ledger(municipality=name, issues=("a",))).text
    assert f"こうした中、{word}が抱える" in text
    assert set(re.findall("本[市町村区]", text)) == {word}


@pytest.mark.parametrize("name", [None, U, D, N, "みどり"])
def test_a_kind_that_nobody_told_is_open(name: FactValue | Status | None) -> None:
    """No kind is guessed."""
    draft = draft_section(1, ledger(issues=("a",), **({} if name is None else {"municipality": name})))
    assert "こうした中、〔要確認：市町村名〕が抱える" in draft.text
    assert "municipality" in [item.key for item in draft.open_items]
    assert not re.search("本[市町村区]", draft.text)


@pytest.mark.parametrize(
    ("name", "title"), [("みどり町", "みどり町の現状及び課題"), (U, "〔要確認：市町村名〕の現状及び課題")]
)
def test_the_title_bears_the_municipality_s_name(name: FactValue | Status, title: str) -> None:
    """As in the heading of the text."""
    held = ledger(municipality=name)
    draft = draft_section(1, held)
    assert (title_of(1, held), draft.title, draft.text.splitlines()[0]) == (title, title, f"1. {title}")


# --- what is open ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [question.key for question in for_section(1)])
@pytest.mark.parametrize("status", [None, U], ids=["not asked", "unknown"])
def test_what_nobody_knows_is_marked_and_listed_once(key: str, status: Status | None) -> None:
    """〔要確認〕 in the text, one open item with the department that would know."""
    question = next(q for q in for_section(1) if q.key == key)
    rest: dict[str, FactValue | Status] = {k: v for k, v in FULL.items() if k != key}
    draft = draft_section(1, ledger(**rest, **({key: status} if status else {})))
    assert f"〔要確認：{question.label}〕" in draft.text
    assert [(item.kind, item.section, item.key, item.text) for item in draft.open_items] == [
        ("unknown_fact", 1, key, f"{question.label}（{question.department}に確認）")
    ]


@pytest.mark.parametrize("held", LEDGERS.values(), ids=LEDGERS)
def test_every_mark_has_its_open_item(held: Ledger) -> None:
    """No mark without an item, no item without a mark."""
    draft = draft_section(1, held)
    labels = {question.key: question.label for question in for_section(1)}
    marked = set(re.findall(r"〔要確認：([^〕]*)〕", draft.text))
    assert marked == {labels[item.key] for item in draft.open_items}
    assert len({item.key for item in draft.open_items}) == len(draft.open_items)


# --- the trace ---------------------------------------------------------------------------------------------------------------


def untraced(draft: SectionDraft) -> str:
    """The text with every traced span taken out."""
    characters = list(draft.text)
    for span in draft.trace:
        characters[span.start : span.end] = ["■"] * (span.end - span.start)
    return "".join(characters)


@pytest.mark.parametrize("section", drafted_sections())
@pytest.mark.parametrize("held", LEDGERS.values(), ids=LEDGERS)
def test_every_span_is_what_stands_at_its_place(section: int, held: Ledger) -> None:
    """Offsets count code points of the section's text; spans are in order and do not overlap."""
    draft = draft_section(section, held)
    assert draft.trace
    assert [span for span in draft.trace if draft.text[span.start : span.end] != span.text] == []
    assert [span for span in draft.trace if span.section != section or not span.text] == []
    ends = [(span.start, span.end) for span in draft.trace]
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))


@pytest.mark.parametrize("section", drafted_sections())
@pytest.mark.parametrize("held", LEDGERS.values(), ids=LEDGERS)
def test_every_figure_and_every_placeholder_stands_in_a_traced_span(section: int, held: Ledger) -> None:
    """Outside the spans there is no numeral but the heading's; nothing of the guide's 〇〇市 and 平成〇年 is left."""
    rest = untraced(draft_section(section, held)).removeprefix(f"{section}. ")
    assert re.findall(r"[0-9０-９〇％%]|平成|令和", rest) == []


@pytest.mark.parametrize("held", [held for name, held in LEDGERS.items() if name != "odd words"])
def test_nothing_of_the_guide_s_blanks_is_left(held: Ledger) -> None:
    """No 〇〇市, no 平成〇年."""
    assert re.findall(r"〇|○○|平成", draft_section(1, held).text) == []


@pytest.mark.parametrize("held", LEDGERS.values(), ids=LEDGERS)
def test_a_span_names_the_fact_that_it_rests_on(held: Ledger) -> None:
    """A traced fact was told (or told to be inapplicable), an open one was not, and 本町 is worked out from the name."""
    for span in draft_section(1, held).trace:
        fact = held.get(span.ref)
        match span.kind:
            case TraceKind.FACT:
                assert fact.status is Status.ANSWERED or (fact.status, span.ref) == (N, "past_efforts")
            case TraceKind.OPEN:
                assert fact.status is not Status.ANSWERED
                assert span.text.startswith("〔要確認：")
            case kind:
                assert (kind, span.ref) == (TraceKind.COMPUTATION, "municipality")
                assert span.text == f"本{str(fact.value)[-1]}"


@pytest.mark.parametrize("name", ["everything", "the other trend"])
def test_every_fact_of_the_ledger_is_used(name: str) -> None:
    """Nothing that a person told is left out of the section."""
    used = {span.ref for span in draft_section(1, LEDGERS[name]).trace if span.kind is TraceKind.FACT}
    assert used == set(LEDGERS[name].facts)


@pytest.mark.parametrize("held", LEDGERS.values(), ids=LEDGERS)
def test_the_same_ledger_makes_the_same_draft(held: Ledger) -> None:
    """To the last character."""
    assert draft_section(1, held) == draft_section(1, Ledger.model_validate_json(held.model_dump_json()))
