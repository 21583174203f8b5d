"""Facts files: every kind of mistake is refused with the field, the value and what would be right."""

from typing import Any

import pytest

from assistant.facts.parsing import parse
from assistant.facts.problems import FactsFileRefused
from assistant.facts.reading import LONGEST_TEXT, read_facts
from assistant.models import Ledger, Status
from knowledge.corpus import Corpus


def read(text: str, corpus: Corpus) -> Ledger:
    return read_facts(parse("facts.yaml", text.encode()), corpus)


def refused(text: str, corpus: Corpus) -> list[tuple[str, Any, str]]:
    with pytest.raises(FactsFileRefused) as error:
        read(text, corpus)
    assert all(
        p.field in str(error.value) and p.expected.rstrip("。") in str(error.value) for p in error.value.problems
    )
    return [(problem.field, problem.value, problem.expected) for problem in error.value.problems]


# --- facts ------------------------------------------------------------------------------------------------------------

MISTAKES = [
    ("populaton: 3", "populaton", "populaton", "「population」の間違いではありませんか"),
    ("人口: 3", "人口", "人口", "「population」の間違いではありませんか"),
    ("高齢化率: 38", "高齢化率", "高齢化率", "「ageing_rate」の間違いではありませんか"),
    ("xyz: 3", "xyz", "xyz", "使える名前は「kanmin facts schema」"),
    ("12: 3", "12", "12", "この名前の項目はありません"),
    ("municipality: みどり", "municipality", "みどり", "市・町・村・区のいずれか"),
    ("municipality: 大阪市中央区", "municipality", "大阪市中央区", "計画を定めるのは大阪市です"),
    ("municipality: 12", "municipality", 12, "「みどり町」のように書いてください"),
    ("municipality: [みどり町]", "municipality", ["みどり町"], "「みどり町」のように"),
    ("municipality: ''", "municipality", "", "空の回答です"),
    ("municipality: yes", "municipality", True, "「みどり町」のように"),
    ("plan_name: 5", "plan_name", 5, "引用符"),
    ("plan_name: {name: x}", "plan_name.name", "name", "この名前の項目はありません"),
    ("pattern: 別の形", "pattern", "別の形", "「単独の計画として作る」「既存の計画に組み込む」のどれ"),
    ("pattern: 1", "pattern", 1, "「単独の計画として作る」「既存の計画に組み込む」のどれか"),
    ("review_cycle: 毎月", "review_cycle", "毎月", "「四半期ごと」「半年ごと」「毎年度」"),
    ("years_style: 西暦", "years_style", "西暦", "「和暦」「和暦（西暦）」"),
    ("period: 令和11年度から令和9年度まで", "period", "令和11年度から令和9年度まで", "終わりが始まりより前"),
    ("period: 令和9年度から", "period", "令和9年度から", "終わりの年度が分かりません"),
    ("period: 令和9年度から50年間", "period", "令和9年度から50年間", "長すぎます"),
    ("period: 2027", "period", 2027, "「令和9年度から令和11年度まで」のように"),
    ("publication: 2027-02-30", "publication", "2027-02-30", "という日付はありません"),
    ("publication: いつか", "publication", "いつか", "「令和9年3月」のように"),
    ("ageing_rate: 385", "ageing_rate", 385, "0〜100％のはず"),
    ("ageing_rate: 385%", "ageing_rate", "385%", "0〜100％のはず"),
    ("ageing_rate: -3", "ageing_rate", -3, "0〜100％のはず"),
    ("ageing_rate: 高い", "ageing_rate", "高い", "割合を読み取れませんでした"),
    ("ageing_rate: true", "ageing_rate", True, "「38.5％（令和8年4月1日現在）」のように"),
    ("ageing_rate: [38.5]", "ageing_rate", [38.5], "「38.5％（令和8年4月1日現在）」のように"),
    ("ageing_rate: 1e400", "ageing_rate", "1e400", "「100000」のように"),
    ("population: 1e5", "population", "1e5", "「100000」のように"),
    ("population: 0", "population", 0, "1以上の整数のはず"),
    ("population: 31800.5", "population", 31800.5, "1以上の整数のはず"),
    ("population: 99999999", "population", 99999999, "大きすぎます"),
    ("population: たくさん", "population", "たくさん", "数字を読み取れませんでした"),
    ("population: 2026-04-01", "population", "2026-04-01", "数字を読み取れませんでした"),
    ("population: {}", "population", None, "のように書いてください"),
    ("population: {value: 31800, as_off: 令和8年}", "population.as_off", "as_off", "「as_of」の間違い"),
    ("population: {value: 31800, as_of: いつか}", "population.as_of", "いつか", "「令和8年4月1日」「2026-04-01」"),
    ("population: {value: 31800, as_of: [2026]}", "population.as_of", [2026], "文字で書いてください"),
    ("population: {value: 31800, approximate: はい}", "population.approximate", "はい", "true か false"),
    ("population: {value: 31800, source: [台帳]}", "population.source", ["台帳"], "文字で書いてください"),
    ("population: {value: 31800, status: unknown}", "population.status", "unknown", "値があるときは"),
    ("population: {status: maybe}", "population.status", "maybe", "answered・unknown・declined"),
    ("population: {status: [unknown]}", "population.status", ["unknown"], "answered・unknown・declined"),
    ("population: {status: answered}", "population", None, "のように書いてください"),
    ("population: {value: 1, values: []}", "population.values", [], "どちらか一方"),
    ("population: {values: []}", "population.values", [], "「- {value: 値, as_of: 日付}」の並び"),
    ("population: {values: {a: 1}}", "population.values", {"a": 1}, "「- {value: 値, as_of: 日付}」の並び"),
    ("population: {values: [1]}", "population.values[0]", 1, "value と as_of"),
    ("population: {values: [{value: 1}]}", "population.values[0]", {"value": 1}, "value と as_of"),
    ("population: {values: [{value: 多い, as_of: R3}]}", "population.values[0].value", "多い", "数字を読み取れません"),
    ("population: {values: [{value: 不明, as_of: R3}]}", "population.values[0].value", "不明", "のような数"),
    ("population: {values: [{value: 9, as_of: 昔}]}", "population.values[0].as_of", "昔", "いつの値か"),
    (
        "population: {values: [{value: 9, as_of: R3, approximate: 約}]}",
        "population.values[0].approximate",
        "約",
        "true か false",
    ),
    (
        "population: {values: [{value: 33900, as_of: 令和3年}, {value: 3180, as_of: 令和8年}]}",
        "population",
        3180,
        "3倍を超えて変わっています",
    ),
    (
        "population: {values: [{value: 9, as_of: 令和3年}, {value: 8, as_of: R3}]}",
        "population.values",
        [{"value": 9, "as_of": "令和3年"}, {"value": 8, "as_of": "R3"}],
        "同じ時点の値が二つ",
    ),
    ("cio: {values: [{value: a, as_of: 令和3年}]}", "cio.values", [{"value": "a", "as_of": "令和3年"}], "value にして"),
    ("cio: {value: 副町長, approximate: true}", "cio.approximate", True, "数と割合の項目だけ"),
    ("it_staff: 1.5", "it_staff", 1.5, "1以上の整数"),
    ("issues: []", "issues", [], "一つ以上書くか"),
    ("issues: [1]", "issues[0]", 1, "文字で書いてください"),
    ("issues: [窓口, '']", "issues[1]", "", "文字で書いてください"),
    ("issues: [{a: b}]", "issues[0]", {"a": "b"}, "文字で書いてください"),
    ("issues: [わからない]", "issues[0]", "わからない", "「issues: わからない」"),
    ("issues: 5", "issues", 5, "のように書いてください"),
]


@pytest.mark.parametrize(("line", "field", "value", "expected"), MISTAKES)
def test_a_mistake_in_a_fact_is_refused(corpus: Corpus, line: str, field: str, value: object, expected: str) -> None:
    """One problem, at its place."""
    [(found, shown, right)] = refused(f"facts:\n  {line}\n", corpus)
    assert (found, shown) == (f"facts.{field}", value)
    assert expected in right


@pytest.mark.parametrize("size", [LONGEST_TEXT + 1, 100_000])
@pytest.mark.parametrize("form", ["facts:\n  finance: {}\n", "facts:\n  issues: [{}]\n"])
def test_a_text_beyond_the_longest_is_refused(corpus: Corpus, form: str, size: int) -> None:
    """With its length; the message shows the beginning only."""
    [(_, shown, right)] = refused(form.format("あ" * size), corpus)
    assert len(shown) < 50
    assert f"{size:,}字" in right


def test_facts_that_forbid_each_other_are_refused(corpus: Corpus) -> None:
    """Both are named: nobody knows which is wrong."""
    problems = refused("facts:\n  households: 50000\n  population: 30000\n", corpus)
    assert [field for field, _, _ in problems] == ["facts.households", "facts.population"]


def test_all_mistakes_are_told_at_once(corpus: Corpus) -> None:
    """In the order of the file, with their number."""
    text = (
        "fact:\n  a: 1\nfacts:\n  populaton: 3\n  ageing_rate: 385\n  issues: []\nmeasures:\n  - base: nosuch\n  - 3\n"
    )
    fields = ["fact", "facts.populaton", "facts.ageing_rate", "facts.issues", "measures[0].base", "measures[1]"]
    assert [field for field, _, _ in refused(text, corpus)] == fields
    with pytest.raises(FactsFileRefused, match="6件の誤り"):
        read(text, corpus)


@pytest.mark.parametrize("text", ["facts: 3\n", "facts: [1]\n", "facts: みどり町\n"])
def test_facts_that_are_no_mapping_are_refused(corpus: Corpus, text: str) -> None:
    """With how they are written."""
    [(field, _, right)] = refused(text, corpus)
    assert (field, right) == ("facts", "「事実の名前: 値」の並びにしてください")


# --- what is accepted -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("municipality: みどり町", "municipality", "みどり町"),
        ("population: 31800", "population", 31_800),
        ("population: 31_800", "population", 31_800),
        ("population: 3万2千人", "population", 32_000),
        ("population: '31,800人'", "population", 31_800),
        ("it_staff: 010", "it_staff", 10),
        ("ageing_rate: 38", "ageing_rate", 38.0),
        ("ageing_rate: 38.5", "ageing_rate", 38.5),
        ("ageing_rate: ３８．５％", "ageing_rate", 38.5),
        ("scale: スモールスタート", "scale", "少数の施策から始める"),
        ("period: 2027-2029", "period", "2027-2029"),
        ("period: 令和9年度から3年間", "period", "2027-2029"),
        ("publication: 2027-03-31", "publication", "2027-03-31"),
        ("publication: 令和9年3月", "publication", "2027-03"),
        ("publication: 令和9年度", "publication", "2027年度"),
        ("issues: 窓口の混雑、紙の書類", "issues", ("窓口の混雑", "紙の書類")),
        ("issues: [窓口の混雑。, 紙の書類]", "issues", ("窓口の混雑", "紙の書類")),
        ("contact: 0120-000-000", "contact", "0120-000-000"),
    ],
)
def test_a_value_is_read_as_a_person_would_say_it(corpus: Corpus, line: str, key: str, value: object) -> None:
    """In its canonical form; nothing is guessed from YAML's own kinds (010 is ten, a date is a text)."""
    found = read(f"facts:\n  {line}\n", corpus).get(key)
    assert (found.status, found.value) == (Status.ANSWERED, value)
    assert type(found.value) is type(value)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("わからない", Status.UNKNOWN),
        ("該当なし", Status.NOT_APPLICABLE),
        ("答えない", Status.DECLINED),
        ("{status: unknown, department: 財政課}", Status.UNKNOWN),
        ("{status: not_applicable}", Status.NOT_APPLICABLE),
        ("{status: declined}", Status.DECLINED),
        ("{status: absent}", Status.ABSENT),
        ("", Status.ABSENT),
        ("null", Status.ABSENT),
        ("~", Status.ABSENT),
    ],
)
@pytest.mark.parametrize("key", ["population", "issues", "cio", "period", "cloud", "finance"])
def test_four_states_without_a_value(corpus: Corpus, key: str, given: str, status: Status) -> None:
    """By word or by status; an empty line says nothing."""
    assert read(f"facts:\n  {key}: {given}\n", corpus).get(key).status is status


def test_the_details_of_a_fact_are_kept(corpus: Corpus) -> None:
    """When, how exactly, from where and from whom; older values in the order of their dates."""
    text = (
        "facts:\n  population:\n    values:\n      - {value: 31800, as_of: 2026-04-01, approximate: true}\n"
        "      - {value: 33900, as_of: 令和3年4月1日}\n    source: 住民基本台帳\n    department: 住民課\n    answered_by: 山田\n"
    )
    fact = read(text, corpus).get("population")
    assert (fact.value, fact.as_of, fact.approximate) == (31_800, "2026-04-01", True)
    assert [(dated.value, dated.as_of, dated.approximate) for dated in fact.earlier] == [
        (33_900, "令和3年4月1日", False)
    ]
    assert (fact.source, fact.department, fact.answered_by) == ("住民基本台帳", "住民課", "山田")
