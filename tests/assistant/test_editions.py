"""Two editions of one draft: the office's with everything, the public's with nothing that is not for it."""

import re

import pytest
from ledgers import LEDGERS, D, N, changed, fishing_city, ledger, plan, village

from assistant.drafting import draft_plan
from assistant.editions import STAMP, describe_record, internal_edition, public_edition
from assistant.errors import InputError
from assistant.models import ChosenMeasure, Kpi, Ledger, OpenItem, PlanDraft, Step, TraceKind
from knowledge.corpus import Corpus

APPENDIX = ("要確認事項の一覧", "記号と言葉", "要件ごとの状況", "出典と効力", "施策の参考")


def complete() -> Ledger:
    """A village that has answered everything and filled in all its measures."""
    kpi = Kpi(name="回数", unit="回", current=1, current_year=2025, target=5, year=2029, source="調べ")
    held = changed(village(), confirm_priority_plan="令和8年7月21日閣議決定")
    for measure in held.picked:
        filled = {"kpis": (kpi,), "schedule": (Step(year=2027, text="開始"),), "department": "総務課"}
        held = held.with_measure(measure.model_copy(update={**filled, "situation": "集会所が5か所ある"}))
    return held


def appendix(drafted: PlanDraft, held: Ledger, corpus: Corpus) -> dict[str, str]:
    return {part.title: part.text for part in internal_edition(drafted, held, corpus).appendix}


@pytest.mark.parametrize("name", LEDGERS)
def test_the_office_s_edition_has_everything(name: str, corpus: Corpus) -> None:
    """The draft as it is, and behind it gaps, requirements, sources and measures."""
    drafted = plan(name, corpus)
    document = internal_edition(drafted, LEDGERS[name], corpus)
    assert (document.edition, document.stamp) == ("internal", "")
    assert [section.text for section in document.sections] == [section.text for section in drafted.sections]
    titles = [part.title for part in document.appendix]
    assert titles == list(APPENDIX if LEDGERS[name].measures and name != "hostile" else APPENDIX[:-1])


@pytest.mark.parametrize(
    ("written", "confirmed", "gaps", "told"),
    [
        pytest.param(
            (1, 2, 3, 4, 5, 6, 7),
            (1, 2, 3, 4, 5, 6, 7),
            False,
            ["7つの章がそろい、すべて確認済です。要確認の事項は残っていません。"],
            id="nothing is missing",
        ),
        pytest.param((1, 2, 3, 4, 5, 6, 7), (), False, ["人の確認（確認済）がまだの章：7つの章のすべて"], id="a draft"),
        pytest.param(
            (1, 3, 4, 5, 6, 7),
            (1, 3, 4, 7),
            False,
            ["まだ文章のない章：第2章", "人の確認（確認済）がまだの章：第5章、第6章"],
            id="missing and unconfirmed",
        ),
        pytest.param(
            (1,), (1,), True, ["まだ文章のない章：第2章、", "残っている要確認：1件（第1章1件）。"], id="a gap"
        ),
    ],
)
def test_the_office_s_edition_says_at_the_front_what_is_missing(
    written: tuple[int, ...], confirmed: tuple[int, ...], gaps: bool, told: list[str], corpus: Corpus
) -> None:
    """Sections without a text, texts that nobody stands by, and gaps; that nothing is missing is said, too."""
    drafted = draft_plan(complete(), corpus)
    sections = tuple(section for section in drafted.sections if section.number in written)
    if gaps:
        item = OpenItem(kind="unknown_fact", section=1, key="population", text="人口")
        sections = (sections[0].model_copy(update={"open_items": (item,)}), *sections[1:])
    kept = drafted.model_copy(update={"sections": sections})
    notices = internal_edition(kept, complete(), corpus, confirmed=confirmed).notices
    assert len(notices) == len(told)
    assert [line for line, words in zip(notices, told, strict=True) if not line.startswith(words)] == []
    assert public_edition(kept, complete(), allow_open=True).notices == ()


def test_a_plan_without_gaps_is_public_without_a_stamp(corpus: Corpus) -> None:
    drafted = draft_plan(complete(), corpus)
    assert drafted.open_items == ()
    document = public_edition(drafted, complete())
    assert (document.edition, document.stamp, document.appendix) == ("public", "", ())
    assert (document.title, document.municipality) == ("奥霧村データ活用推進計画", "奥霧村")
    assert document.period == "令和9年度から令和11年度まで"
    assert [part.title for part in document.parts] == [part.title for part in drafted.parts]


@pytest.mark.parametrize("name", [name for name in LEDGERS if name != "hostile"])
def test_gaps_stop_the_public_edition(name: str, corpus: Corpus) -> None:
    """It says how many, the first ten of them, and what can be done; allowed, it is stamped."""
    drafted = plan(name, corpus)
    count = len(drafted.open_items)
    with pytest.raises(InputError) as refused:
        public_edition(drafted, LEDGERS[name])
    said = str(refused.value)
    assert f"{count}件残っている" in said
    assert all(item.text in said for item in drafted.open_items[:10])
    assert (f"ほか{count - 10}件" in said) is (count > 10)
    assert "--allow-open" in said
    document = public_edition(drafted, LEDGERS[name], allow_open=True)
    assert (document.stamp, document.edition, document.appendix) == (STAMP, "public", ())


def test_a_gap_in_the_table_of_chapters_stops_it_too(corpus: Corpus) -> None:
    """A plan folded into another, of whose chapters only two are known."""
    held = changed(
        complete(), pattern="既存の計画に組み込む", host_plan="情報化計画", host_chapters=("1章＝第1章", "6章＝第4章")
    )
    drafted = draft_plan(held, corpus)
    assert "〔要確認" in "".join(part.text for part in drafted.parts)
    with pytest.raises(InputError):
        public_edition(drafted, held)


def test_nothing_for_the_office_is_public(corpus: Corpus) -> None:
    """No rejected measures and reasons, no confidence, no 2017 measures, no cases, no strengths."""
    held = complete()
    document = public_edition(draft_plan(held, corpus), held)
    text = "".join(section.text for section in document.sections) + "".join(part.text for part in document.parts)
    assert not re.search("次資料で確認|未確認|確度|〔要確認|手引の推奨|不採用|事例集|庁内検討用", text)
    assert "庁内の決まりを先に作る" not in text


# --- the appendix -----------------------------------------------------------------------------------------------------------


def test_gaps_are_listed_by_section_and_kind(corpus: Corpus) -> None:
    item = OpenItem(kind="confirmation", section=3, key="confirm_priority_plan", text="日付 | 要確認\n次")
    drafted = plan("village", corpus).model_copy(update={"sections": ()})
    section = plan("village", corpus).sections[2].model_copy(update={"open_items": (item,)})
    text = appendix(drafted.model_copy(update={"sections": (section,)}), village(), corpus)["要確認事項の一覧"]
    assert "| 第3章 | 資料の確認 | 日付 ｜ 要確認 次 |" in text


def test_what_was_declined_is_listed_once(corpus: Corpus) -> None:
    """As declined, not as a gap; what does not apply is not listed."""
    held = changed(village(), finance=D, contact=D, history=N)
    text = appendix(draft_plan(held, corpus), held, corpus)["要確認事項の一覧"]
    assert text.count("財源の考え方") == text.count("問い合わせ先") == 1
    assert "策定の経緯" not in text


@pytest.mark.parametrize("name", LEDGERS)
def test_every_record_behind_the_plan_is_described(name: str, corpus: Corpus) -> None:
    """Label, edition or date, strength, bearer and how sure it is, once; requirements have sources of their own."""
    drafted = plan(name, corpus)
    parts = (*drafted.sections, *drafted.parts)
    refs = {span.ref for part in parts for span in part.trace if span.kind is TraceKind.RECORD}
    nameless = {name.id for name in corpus.names if not name.edition}
    sources = refs - set(corpus.requirement) - nameless
    assert {ref for ref in refs if describe_record(ref, corpus) is not None} == sources
    table = appendix(drafted, LEDGERS[name], corpus)["出典と効力"]
    rows = [line for line in table.split("\n") if line.startswith("|")]
    assert len(rows) == len(sources) + 1
    assert "法的助言ではありません" in table


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("act:9-3", ("官民データ活用推進基本法第9条第3項", "努力義務", "市町村", "一次資料で確認")),
        ("act:9-4", ("官民データ活用推進基本法第9条第4項", "義務", "市町村")),
        ("act:13", ("第13条", "義務", "国")),
        ("standard:10", ("第10条", "努力義務", "地方公共団体")),
        ("lga:244_6-1", ("地方自治法第244条の6第1項", "義務")),
        ("law:act", ("官民データ活用推進基本法（平成28年法律第103号）", "2021-09-01施行版")),
        ("name:priority-plan", ("デジタル社会の実現に向けた重点計画", "令和8年7月21日閣議決定", "二次資料で確認")),
        ("template:1/commentary", ("手引", "手引の推奨")),
        ("general:4", ("手引", "手引の推奨")),
    ],
)
def test_a_record_is_described_with_its_strength(ref: str, words: tuple[str, ...], corpus: Corpus) -> None:
    described = describe_record(ref, corpus)
    assert described is not None
    assert [word for word in words if word not in " ".join(described)] == []
    assert ref not in ("act:9-3", "standard:10") or described[2] == "努力義務"
    assert ref not in ("act:9-4", "act:13", "lga:244_6-1") or described[2] == "義務"


def test_measures_of_today_are_not_the_guide_s(corpus: Corpus) -> None:
    """Their strength and bearer are those of their own records; the guide of 2017 does not know them."""
    wrong = []
    for new in corpus.new_measures:
        described = describe_record(new.id, corpus)
        assert described is not None
        if described[2:4] != (new.strength, new.bearer) or "手引" in described[1]:
            wrong.append((new.id, described[1:4]))
    assert wrong == []


def test_an_unknown_record_is_not_described(corpus: Corpus) -> None:
    assert describe_record("act:999", corpus) is None


def test_measures_come_with_what_became_of_2017_and_with_cases(corpus: Corpus) -> None:
    """National measures and cases of the guide; a case's figures with date and source; rejected ones with reasons."""
    convenience = ChosenMeasure(key="m1", base="measure:コンビニ交付サービスの導入及び発行証明書類の拡大")
    rejected = ChosenMeasure(key="m2", base="today:generative-ai", decision="rejected", reason="予算がない")
    unexplained = ChosenMeasure(key="m3", title="独自", decision="rejected")
    held = ledger(convenience, rejected, unexplained, municipality="みどり町")
    text = appendix(draft_plan(held, corpus), held, corpus)["施策の参考"]
    offer = next(measure for measure in corpus.guide.measures if measure.id == convenience.base)
    assert offer.national
    assert all(f"「{title}」" in text for title in offer.national)
    assert all(f"事例{number}" in text for number in offer.cases)
    assert "・生成AIの利活用と庁内ガイドラインの整備：予算がない" in text
    assert "・独自：理由の記入なし" in text


@pytest.mark.parametrize("number", ["5-18", "4-5", "1-1", "4-6"])
def test_what_all_facts_of_a_case_share_is_said_once(number: str, corpus: Corpus) -> None:
    """How sure they are, and the source; the date of each stays with it. What differs stands at each."""
    offer = next(measure for measure in corpus.guide.measures if number in measure.cases)
    held = ledger(ChosenMeasure(key="m1", base=offer.id), municipality="みどり町")
    text = appendix(draft_plan(held, corpus), held, corpus)["施策の参考"]
    facts = [fact for fact in corpus.case_facts if fact.case == number]
    assert len(facts) > 1
    alike = len({(fact.confidence, fact.source) for fact in facts}) == 1
    assert (f"次の{len(facts)}点は{facts[0].confidence.label}、出典は{facts[0].source}" in text) is alike
    for fact in facts:
        behind = f"（{fact.as_of}）" if alike else f"（{fact.as_of}、{fact.confidence.label}、{fact.source}）"
        assert f"・　{fact.text}{behind}\n" in text


@pytest.mark.parametrize("base", ["measure:非識別加工情報の提供の仕組みの導入", "measure:中間標準レイアウト仕様の活用"])
def test_what_overtook_a_measure_is_said(base: str, corpus: Corpus) -> None:
    held = ledger(ChosenMeasure(key="m1", base=base), municipality="みどり町")
    text = appendix(draft_plan(held, corpus), held, corpus)["施策の参考"]
    assert "手引（2017年）の施策からの変更：" in text


@pytest.mark.parametrize(("period", "shown"), [("2027-2031", "令和9年度から令和13年度まで"), (D, ""), (N, "")])
def test_the_period_stands_on_the_cover(period: object, shown: str, corpus: Corpus) -> None:
    held = changed(fishing_city(), period=period)  # type: ignore[arg-type]
    assert internal_edition(draft_plan(held, corpus), held, corpus).period == shown
