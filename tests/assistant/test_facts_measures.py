"""The measures of a facts file: mistakes are refused with the field, the value and what would be right."""

from typing import Any

import pytest

from assistant.facts.parsing import parse
from assistant.facts.problems import FactsFileRefused
from assistant.facts.reading import read_facts
from assistant.models import ChosenMeasure
from knowledge.corpus import Corpus

FACTS = "facts:\n  period: 令和9年度から令和11年度まで\n  issues: [窓口の混雑]\n"
BASE = "today:front-yard"


def read(measures: str, corpus: Corpus, facts: str = FACTS) -> tuple[ChosenMeasure, ...]:
    return read_facts(parse("facts.yaml", f"{facts}measures: {measures}\n".encode()), corpus).measures


def refused(measures: str, corpus: Corpus) -> list[tuple[str, Any, str]]:
    with pytest.raises(FactsFileRefused) as error:
        read(measures, corpus)
    return [(problem.field, problem.value, problem.expected) for problem in error.value.problems]


def on(details: str) -> str:
    """One measure of the records with these details."""
    return f"[{{base: {BASE}, {details}}}]"


@pytest.mark.parametrize(
    ("measures", "field", "value", "expected"),
    [
        ("3", "measures", 3, "「- base: 施策の名称」の並び"),
        ("{base: x}", "measures", {"base": "x"}, "「- base: 施策の名称」の並び"),
        ("[3]", "measures[0]", 3, "「base: 施策の名称」か「title: 独自の施策名」"),
        ("[{}]", "measures[0]", "m1", "base（手引などの施策の名称）か title"),
        ("[{base: ''}]", "measures[0]", "m1", "base（手引などの施策の名称）か title"),
        ("[{base: today:front-yardd}]", "measures[0].base", "today:front-yardd", "「today:front-yard」の間違い"),
        ("[{base: 窓口の混雑対策}]", "measures[0].base", "窓口の混雑対策", "独自の施策なら base を書かず title"),
        ("[{base: [a]}]", "measures[0].base", ["a"], "文字で書いてください"),
        ("[{title: 独自}]", "measures[0].pillar", None, "柱の番号（1〜6）"),
        ("[{title: 独自, pillar: 9}]", "measures[0].pillar", 9, "柱の番号（1〜6）"),
        ("[{title: 独自, pillar: 0}]", "measures[0].pillar", 0, "柱の番号（1〜6）"),
        ("[{title: 独自, pillar: 一}]", "measures[0].pillar", "一", "整数で書いてください"),
        ("[{title: 独自, pillar: 1, field: 農業}]", "measures[0].field", "農業", "農林水産"),
        (on("pillar: 2.5"), "measures[0].pillar", 2.5, "整数で書いてください"),
        (on("pillar: true"), "measures[0].pillar", True, "柱の番号（1〜6）"),
        (on("decision: maybe"), "measures[0].decision", "maybe", "picked（採用）か rejected（不採用）"),
        (on("situatoin: x"), "measures[0].situatoin", "x", "この名前の項目はありません"),
        (on("department: [a]"), "measures[0].department", ["a"], "文字で書いてください"),
        (on("body: 5"), "measures[0].body", 5, "文字で書いてください"),
        (on("key: 1"), "measures[0].key", 1, "文字で書いてください"),
        (on("key: ''"), "measures[0].key", "", "半角の英数字"),
        (on("key: m1.kpis"), "measures[0].key", "m1.kpis", "半角の英数字"),
        (on("key: 施策一"), "measures[0].key", "施策一", "半角の英数字"),
        (on("issues: [渋滞]"), "measures[0].issues[0]", "渋滞", "「窓口の混雑」のどれかと同じ言葉"),
        (on("issues: 窓口の混雑"), "measures[0].issues", "窓口の混雑", "「- 」で始まる並び"),
        (on("kpis: {}"), "measures[0].kpis", {}, "「- 」で始まる並び"),
        (on("kpis: [時間]"), "measures[0].kpis[0]", "時間", "項目の名前と値で"),
        (on("kpis: [{unit: 件}]"), "measures[0].kpis[0].name", {"unit": "件"}, "書いてください"),
        (on("kpis: [{name: ' '}]"), "measures[0].kpis[0].name", " ", "空です"),
        (on("kpis: [{name: a, goal: 1}]"), "measures[0].kpis[0].goal", 1, "この名前の項目はありません"),
        (on("kpis: [{name: a, target: [1]}]"), "measures[0].kpis[0].target", [1], "数（または"),
        (on("kpis: [{name: a, target: true}]"), "measures[0].kpis[0].target", True, "数（または"),
        (on("kpis: [{name: a, current: {b: 1}}]"), "measures[0].kpis[0].current", {"b": 1}, "数（または"),
        (on("kpis: [{name: a, unit: 5}]"), "measures[0].kpis[0].unit", 5, "文字で書いてください"),
        (on("kpis: [{name: a, year: 来年}]"), "measures[0].kpis[0].year", "来年", "「令和11年度」か「2029」"),
        (on("kpis: [{name: a, year: 2029.5}]"), "measures[0].kpis[0].year", 2029.5, "「令和11年度」か「2029」"),
        (on("kpis: [{name: a, year: 29}]"), "measures[0].kpis[0].year", 29, "「令和11年度」か「2029」"),
        (on("kpis: [{name: a, year: true}]"), "measures[0].kpis[0].year", True, "「令和11年度」か「2029」"),
        (
            on("kpis: [{name: a, year: 令和20年度}]"),
            "measures[0].kpis[0].year",
            2038,
            "計画期間（令和9年度から令和11年度",
        ),
        (
            on("kpis: [{name: a, current_year: 昔}]"),
            "measures[0].kpis[0].current_year",
            "昔",
            "「令和11年度」か「2029」",
        ),
        (on("schedule: 令和9年度"), "measures[0].schedule", "令和9年度", "「- 」で始まる並び"),
        (on("schedule: [{year: 2027}]"), "measures[0].schedule[0].text", {"year": 2027}, "書いてください"),
        (on("schedule: [{text: 準備}]"), "measures[0].schedule[0].year", {"text": "準備"}, "書いてください"),
        (on("schedule: [{year: 2027, text: 5}]"), "measures[0].schedule[0].text", 5, "文字で書いてください"),
        (on("schedule: [{year: 2027, text: ''}]"), "measures[0].schedule[0].text", "", "空です"),
        (on("schedule: [{year: 令和8年度, text: a}]"), "measures[0].schedule[0].year", 2026, "計画期間（令和9年度から"),
        ("[{base: today:front-yard}, {base: today:front-yard}]", "measures[].base", BASE, "同じ施策が二つ"),
        ("[{title: a, pillar: 1}, {title: a, pillar: 2}]", "measures[].title", "a", "同じ施策が二つ"),
        ("[{title: a, pillar: 1, key: x}, {title: b, pillar: 1, key: x}]", "measures[].key", "x", "同じ key"),
    ],
)
def test_a_mistake_in_a_measure_is_refused(
    corpus: Corpus, measures: str, field: str, value: object, expected: str
) -> None:
    """One problem, at its place."""
    [(found, shown, right)] = refused(measures, corpus)
    assert (found, shown) == (field, value)
    assert expected in right


@pytest.mark.parametrize("amount", [".inf", "-.inf", ".nan"])
def test_an_amount_that_is_no_number_is_refused(corpus: Corpus, amount: str) -> None:
    """YAML has words for infinity; a plan has none."""
    [(field, _, right)] = refused(on(f"kpis: [{{name: a, target: {amount}}}]"), corpus)
    assert field == "measures[0].kpis[0].target"
    assert "数（または" in right


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("today:front-yard", "today:front-yard"),
        ("フロントヤード改革の推進（書かない・待たない・行かない窓口）", "today:front-yard"),
        ("measure:行政手続の棚卸し", "measure:行政手続の棚卸し"),
        ("行政手続の棚卸し", "measure:行政手続の棚卸し"),
    ],
)
def test_a_measure_is_found_by_id_or_title(corpus: Corpus, written: str, base: str) -> None:
    """The guide's of 2017, or today's."""
    [measure] = read(f"[{{base: {written}}}]", corpus)
    assert (measure.key, measure.base, measure.decision) == ("m1", base, "picked")


def test_keys_are_given_to_measures_that_have_none(corpus: Corpus) -> None:
    """Without taking one that another measure has."""
    measures = "[{title: a, pillar: 1}, {title: b, pillar: 1, key: m1}, {title: c, pillar: 1, key: own}, {title: d, pillar: 1}]"
    assert [measure.key for measure in read(measures, corpus)] == ["m2", "m1", "own", "m3"]


def test_empty_values_say_nothing(corpus: Corpus) -> None:
    """A form filled in halfway is read as far as it goes."""
    details = "title: , department: ~, kpis: [{name: a, unit: , target: null, year: }], schedule: , issues: null"
    [measure] = read(on(details), corpus)
    assert (measure.department, measure.schedule, measure.issues) == ("", (), None)
    assert (measure.kpis[0].unit, measure.kpis[0].target, measure.kpis[0].year) == ("", None, None)


@pytest.mark.parametrize(
    ("details", "issues"),
    [
        ("department: 住民課", None),
        ("issues: null", None),
        ("issues: []", None),
        ("issues: なし", ()),
        ("issues: [窓口の混雑]", ("窓口の混雑",)),
    ],
)
def test_issues_are_the_record_s_unless_the_file_says_otherwise(
    corpus: Corpus, details: str, issues: tuple[str, ...] | None
) -> None:
    """なし says that the measure answers none of them; an empty list says nothing."""
    [measure] = read(on(details), corpus)
    assert measure.issues == issues


@pytest.mark.parametrize(("year", "read_as"), [("令和11年度", 2029), ("R11", 2029), ("2029", 2029), ("'2029'", 2029)])
def test_years_may_be_written_in_an_era(corpus: Corpus, year: str, read_as: int) -> None:
    """Fiscal years, both ways."""
    [measure] = read(on(f"kpis: [{{name: a, year: {year}, current: '10', target: 策定}}]"), corpus)
    kpi = measure.kpis[0]
    assert (kpi.year, kpi.current, kpi.target) == (read_as, "10", "策定")


def test_years_are_free_while_the_period_is_open(corpus: Corpus) -> None:
    """Nobody can say yet that they lie outside."""
    [measure] = read(on("kpis: [{name: a, year: 2040}]"), corpus, "facts:\n  period: わからない\n")
    assert measure.kpis[0].year == 2040


def test_a_rejected_measure_needs_no_pillar(corpus: Corpus) -> None:
    """It is remembered with its reason."""
    [measure] = read("[{title: 見送った施策, decision: rejected, reason: 予算がない}]", corpus)
    assert (measure.decision, measure.reason) == ("rejected", "予算がない")


@pytest.mark.parametrize(
    ("kpi", "field", "right"),
    [
        ({"name": "率", "unit": "%", "target": 180, "year": 2029}, "target", "0〜100"),
        ({"name": "率", "unit": "％", "current": -3}, "current", "0〜100"),
        (
            {"name": "件数", "unit": "件", "current": 3, "current_year": 2029, "year": 2028},
            "current_year",
            "目標年度より前",
        ),
    ],
)
def test_figures_that_cannot_be_are_refused(kpi: dict[str, object], field: str, right: str, corpus: Corpus) -> None:
    """A share beyond 100 %, a present behind the goal; counts beyond 100 are fine."""
    content = {
        "facts": {"period": "令和9年度から令和11年度まで"},
        "measures": [{"base": "today:front-yard", "kpis": [kpi]}],
    }
    with pytest.raises(FactsFileRefused) as refused:
        read_facts(content, corpus)
    assert [(p.field, right in p.expected) for p in refused.value.problems] == [(f"measures[0].kpis[0].{field}", True)]
    fine = {"name": "件数", "unit": "件", "current": 120, "current_year": 2025, "target": 300, "year": 2029}
    content["measures"] = [{"base": "today:front-yard", "kpis": [fine]}]
    assert read_facts(content, corpus).measures[0].kpis[0].target == 300
