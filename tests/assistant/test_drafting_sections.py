"""What stands in the seven sections: given facts, today's names and law, no leftovers of the guide, little boilerplate."""

import re
from itertools import combinations

import pytest
from ledgers import (
    ALL,
    CASES,
    FOLDED,
    GROUPS,
    LEDGERS,
    SECTIONS,
    STYLED,
    WHOLE,
    D,
    Given,
    N,
    U,
    changed,
    fishing_city,
    group,
    ledger,
    plan,
    village,
    ward,
    without,
)

from assistant.drafting import draft_plan, draft_section, drafted_sections, show_value, title_of
from assistant.interview import for_section
from assistant.measures import offers
from assistant.models import ChosenMeasure, Fact, Ledger, SectionDraft, Status, TraceKind
from knowledge.corpus import Corpus

MUNICIPALITIES = ("village", "fishing city", "ward", "plain town")
OLD_NAMES = (
    "世界最先端IT国家創造宣言",
    "官民データ活用推進基本計画",
    "IT総合戦略室",
    "IT総合戦略本部",
    "高度情報通信ネットワーク社会",
    "電子行政オープンデータ戦略",
    "非識別加工情報",
    "個人情報保護条例",
    "推奨データセット",
    "情報セキュリティ基準",
    "共通語彙基盤",
    "中間標準レイアウト",
    "地域情報プラットフォーム",
    "平成29年5月30日",
    "平成27年9月4日",
    "オープンデータ・バイ・デザイン推進",
)
LEFTOVERS = re.compile(r"〇|○○|◯|平成[0-9０-９]{0,2}年度?まで|県が保有|[（(]例[）)]|記載例|解説")
HEADS = ("| 項目 ", "| KPI ", "| 年度 ", "| 役割 ", "| 課題 ", "| 施策 | 令和")
EXAMPLE_CITY = ("シカやイノシシの増加", "全国平均より高い", "構築から10年", "老朽化が進んでいる", "年々増加")


def own_text(section: SectionDraft, held: Ledger) -> str:
    """The section without the words of persons."""
    characters = list(section.text)
    for span in section.trace:
        if span.kind is TraceKind.FACT and not span.wording:
            characters[span.start : span.end] = "■" * (span.end - span.start)
    return "".join(characters)


def test_all_seven_sections_are_drafted() -> None:
    assert drafted_sections() == SECTIONS


@pytest.mark.parametrize("name", ALL)
def test_the_plan_is_made_of_its_sections_in_order(name: str, corpus: Corpus) -> None:
    """Each begins with its number and title, and there are no empty headings and no gaping holes."""
    drafted = plan(name, corpus)
    assert [section.number for section in drafted.sections] == list(SECTIONS)
    for section in drafted.sections:
        assert section.title == title_of(section.number, ALL[name], corpus)
        assert section.text.startswith(f"{section.number}. {section.title}\n")
        assert section.text.endswith("\n")
        assert "\n\n\n" not in section.text
        assert not re.search(r"^（[０-９]+）.*\n\n(?=（[０-９]+）|\Z)", section.text, re.MULTILINE)
        numbers = re.findall(r"^（([０-９]+)）", section.text, re.MULTILINE)
        assert [int(number) for number in numbers] == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("name", ALL)
def test_the_same_ledger_makes_the_same_draft(name: str, corpus: Corpus) -> None:
    """To the last character, also after the ledger was stored, and whatever was drafted in between."""
    again = Ledger.model_validate_json(ALL[name].model_dump_json())
    assert draft_plan(again, corpus) == plan(name, corpus)
    assert draft_section(4, again, corpus) == plan(name, corpus).sections[3]


def test_chosen_sections_come_without_the_parts(corpus: Corpus) -> None:
    drafted = draft_plan(village(), corpus, [2, 7])
    assert ([section.number for section in drafted.sections], drafted.parts) == ([2, 7], ())


# --- what was given, what was not ------------------------------------------------------------------------------------------


def stands(fact: Fact, section: SectionDraft) -> bool:
    """Whether the fact's value stands in the section; of choices, a wording that they prove."""
    question = next(question for question in for_section(section.number) if question.key == fact.key)
    if question.kind == "choice":
        return any(span.ref == fact.key and span.kind is TraceKind.FACT for span in section.trace)
    values = fact.value if isinstance(fact.value, tuple) else (show_value(fact, question),)
    if fact.earlier:
        values = (show_value(fact.model_copy(update={"as_of": None}), question),)
    return all(" ".join(value.replace("|", "｜").split()) in " ".join(section.text.split()) for value in values)


@pytest.mark.parametrize("name", [name for name in GROUPS if name not in STYLED])
def test_a_given_fact_stands_in_each_section_that_asks_for_it(name: str, corpus: Corpus) -> None:
    """Whatever else is known, unknown, declined or chosen."""
    for case in group(name):
        missing = [
            (question.key, section.number)
            for section in plan(case, corpus).sections
            for question in for_section(section.number)
            if not question.confirms and CASES[case].answer(question.key) is not None
            if not stands(CASES[case].get(question.key), section)
        ]
        assert (case, missing) == (case, [])


@pytest.mark.parametrize(
    ("section", "facts", "present", "absent"),
    [
        (1, {"past_efforts": N}, ["まとまった取組をこれまで行っておらず"], ["振り返る", "進めてきた"]),
        (1, {"past_efforts": D, "efforts_result": U}, [], ["これまでの取組", "〔要確認：これまでの取組"]),
        (1, {"population": D}, [], ["人口は", "〔要確認：人口〕"]),
        (1, {"population": U}, ["奥霧村の人口は〔要確認：人口〕である。"], ["減少", "増加", "横ばい"]),
        (1, {"geography": N}, [], ["山間", "地勢"]),
        (1, {"it_staff": 2}, ["行政運営においては、次の課題がある。"], ["担当が一人である", "情報システムを担当する"]),
        (2, {"scale": WHOLE}, ["総合的に進め"], ["早く着手できるものから"]),
        (3, {"pattern": FOLDED, "host_plan": "村の計画"}, ["村の計画に組み込んで定める"], ["独立した計画"]),
        (
            3,
            {"prefectural_plan": N},
            ["都道府県の計画は定められていない"],
            ["を勘案して", "〔要確認：都道府県の計画〕"],
        ),
        (3, {"prefectural_plan": D}, ["に即して"], ["を勘案して", "定められていない", "〔要確認：都道府県の計画〕"]),
        (3, {"comprehensive_plan": N}, ["総合計画を定めていない"], ["との整合を図り、同計画"]),
        (3, {"it_plan": "村DX計画"}, ["情報化やDXについて定める村DX計画との関係"], ["定めていないこと"]),
        (3, {"ordinance": N}, ["条例は定めておらず"], []),
        (3, {"period": "2027-2027"}, ["本計画の期間は、令和9年度とする。"], ["から令和"]),
        (3, {"period": N}, [], ["本計画の期間は、"]),
        (
            3,
            {"confirm_priority_plan": "令和8年7月21日閣議決定"},
            ["重点計画（令和8年7月21日閣議決定）に"],
            ["〔要確認：重点"],
        ),
        (4, {"project_team": "村本部"}, ["組織である村本部において"], ["設けない"]),
        (4, {"cio": N, "scale": WHOLE}, ["CIO）に当たる職は置いておらず"], ["〔要確認：統括責任者"]),
        (4, {"it_staff": 0}, ["は0人であり"], ["作業が集中しない"]),
        (4, {"finance": D}, ["（３）財源の考え方"], ["〔要確認：財源", "毎年度の予算編成"]),
        (4, {"contact": D}, [], ["問い合わせ先"]),
        (4, {"review_cycle": "四半期ごと"}, ["四半期ごとに進捗を報告"], ["半年", "毎年度行い"]),
        (5, {"cloud": "移行を延期した業務がある"}, ["移行を延期した業務があり"], ["移行を終えて", "移行の途中"]),
        (5, {"cloud": D}, [], ["移行の途中", "移行を終え", "〔要確認：基幹系"]),
        (5, {"open_data": 12}, ["データセットは12件である。"], ["まだ行っていない"]),
        (7, {"security_policy": "まだ定めていない"}, ["まだ定めておらず"], ["既に定めて"]),
        (7, {"privacy_ordinance": N}, ["同法に基づき、"], ["〔要確認：個人情報"]),
        (7, {"security_rules": U}, ["〔要確認：情報セキュリティポリシーの名称〕に従って"], []),
    ],
)
def test_sentences_depend_on_the_facts(
    section: int, facts: dict[str, Given], present: list[str], absent: list[str], corpus: Corpus
) -> None:
    """One fact of the village is another: what it says changes, and what it does not say is not said."""
    text = draft_section(section, changed(village(), **facts), corpus).text
    assert [part for part in present if part not in text] == []
    assert [part for part in absent if part in text] == []


@pytest.mark.parametrize(
    ("name", "itself", "office"),
    [
        ("みどり市", "本市", "市役所"),
        ("みどり町", "本町", "町役場"),
        ("みどり村", "本村", "村役場"),
        ("東京都みどり区", "本区", "区役所"),
        ("四日市市", "本市", "市役所"),
        ("市川町", "本町", "町役場"),
        ("村山市", "本市", "市役所"),
        ("大町市", "本市", "市役所"),
    ],
)
def test_a_municipality_calls_itself_by_its_kind(name: str, itself: str, office: str, corpus: Corpus) -> None:
    """本市, 本町, 本村, 本区 and its office; never another kind, also in the texts of the measures."""
    every = tuple(ChosenMeasure(key=f"m{at}", base=base) for at, base in enumerate(offers(corpus)))
    held = changed(village(), municipality=name, plan_name="計画", security_rules="規程", privacy_ordinance="条例")
    held = held.model_copy(update={"measures": every})
    text = "".join(own_text(draft_section(number, held, corpus), held) for number in SECTIONS)
    assert set(re.findall("本[市町村区](?!民)", text)) == {itself}
    assert set(re.findall("[市町村区]役[所場]", text.replace("市区町村", ""))) <= {office}
    assert office in text
    assert "市長" not in text or itself == "本市"


@pytest.mark.parametrize("name", [None, U, D, N, "みどり"])
def test_a_kind_that_nobody_told_is_open(name: Given | None, corpus: Corpus) -> None:
    """No kind is guessed."""
    held = without(village(), "municipality") if name is None else changed(village(), municipality=name)
    drafts = [draft_section(number, held, corpus) for number in SECTIONS]
    assert not re.search("本[市町村区](?!民)", "".join(own_text(draft, held) for draft in drafts))
    assert all("municipality" in {item.key for item in draft.open_items} for draft in drafts if draft.number in (1, 7))


# --- the guide's leftovers, old names, law ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GROUPS)
def test_nothing_of_the_guide_s_blanks_and_examples_is_left(name: str, corpus: Corpus) -> None:
    """No 〇〇市, no 平成〇年, no 県が保有する, no place of a template, nothing of the guide's imaginary city."""
    for case in group(name):
        held = CASES[case]
        text = "".join(own_text(section, held) for section in plan(case, corpus).sections)
        text += "".join(part.text for part in plan(case, corpus).parts) if name != "hostile" else ""
        assert (case, LEFTOVERS.findall(text)) == (case, [])
        assert (case, re.findall(r"[{}$]", text)) == (case, [])
        assert (case, [claim for claim in EXAMPLE_CITY if claim in text]) == (case, [])


@pytest.mark.parametrize("name", GROUPS)
def test_names_of_2017_are_gone(name: str, corpus: Corpus) -> None:
    """The names of today stand in all sections, whatever the facts."""
    for case in group(name):
        text = "".join(own_text(section, CASES[case]) for section in plan(case, corpus).sections)
        found = [
            old
            for old in OLD_NAMES
            if old in text.replace("市町村官民データ活用推進計画", "").replace("都道府県官民", "")
        ]
        assert (case, found) == (case, [])


def test_a_person_may_use_an_old_name(corpus: Corpus) -> None:
    held = changed(village(), past_efforts=("推奨データセットにより公開",), privacy_ordinance="奥霧村個人情報保護条例")
    assert "推奨データセットにより公開" in draft_section(1, held, corpus).text
    assert "奥霧村個人情報保護条例" in draft_section(7, held, corpus).text


def sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[。\n]", text.replace("。）", "）")) if part.strip()]


def about(name: str, corpus: Corpus, *words: str) -> list[str]:
    found = [part for section in plan(name, corpus).sections for part in sentences(section.text)]
    return [part for part in found if all(word in part for word in words)]


UNSTYLED = [name for name in LEDGERS if name != "hostile"]


@pytest.mark.parametrize("name", UNSTYLED)
def test_to_draw_up_the_plan_is_an_effort_and_to_publish_it_a_duty(name: str, corpus: Corpus) -> None:
    """Article 9, paragraph 3 and paragraph 4 of the act; paragraph 1 binds the prefecture alone."""
    effort = about(name, corpus, "官民データ活用推進基本法", "第9条第3項")
    assert effort
    assert [part for part in effort if "努める" not in part or "義務" in part or "なければならない" in part] == []
    duty = about(name, corpus, "官民データ活用推進基本法", "第9条第4項")
    assert [part for part in duty if "公表しなければならない" not in part or "努め" in part] == []
    assert duty or name == "no name"
    assert [part for part in about(name, corpus, "第9条第1項") if "都道府県の義務" not in part] == []


@pytest.mark.parametrize("name", UNSTYLED)
def test_no_duty_is_stated_weaker_or_stronger_than_the_law(name: str, corpus: Corpus) -> None:
    """What the law makes an effort is said with 努める, what it makes a duty is not; a State's duty is the State's."""
    for section in plan(name, corpus).sections:
        for part in sentences(section.text):
            at = section.text.find(part)
            refs = {t.ref for t in section.trace if at <= t.start < at + len(part) and t.text.startswith("第")}
            provisions = [corpus.provision[ref] for ref in refs if ref in corpus.provision]
            if any(p.strength == "努力義務" for p in provisions):
                assert "努め" in part or "努力義務" in part, part
            if provisions and all(p.strength == "努力義務" for p in provisions):
                assert not re.search("なければならない|(?<!努力)義務", part), part
            if provisions and all(p.strength == "義務" for p in provisions):
                assert "努め" not in part, part
            if any(p.bearer in ("国", "政府") for p in provisions):
                assert re.search("国は|政府は|国の", part), part
                assert not re.search("本[市町村区](?:は|が|に)|市町村は", part.split("され")[0]), part


# --- two municipalities --------------------------------------------------------------------------------------------------


def masked(name: str, number: int, corpus: Corpus) -> set[str]:
    """The section's sentences without names and figures."""
    held = CASES[name]
    text = plan(name, corpus).sections[number - 1].text
    own = [held.answer(key) for key in ("plan_name", "host_plan", "comprehensive_plan", "it_plan", "municipality")]
    for word in sorted((word for word in own if isinstance(word, str)), key=len, reverse=True):
        text = text.replace(word, "X")
    text = re.sub(r"本[市町村区]|[市町村]役[所場]|〔要確認：[^〕]*〕|[0-9０-９,，.．]+", "X", text)
    lines = [line for line in text.split("\n") if not line.startswith(HEADS)]
    return {part for line in lines for part in line.split("。") if re.search(r"[^X|・\s]", part)}


@pytest.mark.parametrize("number", [1, 2, 4, 6])
@pytest.mark.parametrize(("one", "other"), list(combinations(MUNICIPALITIES, 2)))
def test_two_municipalities_share_under_half_of_their_sentences(
    one: str, other: str, number: int, corpus: Corpus
) -> None:
    """Names, figures and gaps masked; headings, bullets and rows of tables count as sentences, heads of tables do not."""
    first, second = masked(one, number, corpus), masked(other, number, corpus)
    assert len(first & second) / min(len(first), len(second)) < 0.5, sorted(first & second)


def test_three_municipalities_are_what_their_tests_take_them_for() -> None:
    assert [len(held.picked) for held in (village(), fishing_city(), ward())] == [2, 3, 2]
    assert LEDGERS["all declined"].get("issues") == Fact(key="issues", status=Status.DECLINED)
    assert ledger().facts == {}
