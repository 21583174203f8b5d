"""A facts file says the same as the ledger: written and read again, and whether the answers came by chat or by file."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from chatting import START, Chat, Desk
from jsonschema import Draft202012Validator
from ledgers import ALL, changed, ledger, series

from assistant.drafting import draft_plan
from assistant.facts.export import as_content, as_yaml
from assistant.facts.parsing import parse
from assistant.facts.reading import read_facts, read_facts_file
from assistant.facts.schema import facts_schema
from assistant.interview import load_questions, question_for
from assistant.models import ChosenMeasure, Dated, Fact, Kpi, Ledger, Status
from assistant.understanding import read_answer
from knowledge.corpus import Corpus

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
A, U, D, N = Status.ANSWERED, Status.UNKNOWN, Status.DECLINED, Status.NOT_APPLICABLE


def again(held: Ledger, corpus: Corpus) -> Ledger:
    """Written as a file and read."""
    return read_facts(parse("facts.yaml", as_yaml(held).encode()), corpus)


def unsaid(held: Ledger) -> Ledger:
    """Without the person's own words and what nobody has said: a file holds neither."""
    facts = {
        key: fact.model_copy(update={"said": ""})
        for key, fact in held.facts.items()
        if fact.status is not Status.ABSENT
    }
    return held.model_copy(update={"facts": facts})


def by_name(path: Path) -> str:
    return path.stem


# --- the examples and the schema --------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=by_name)
def test_an_example_is_complete_and_fictional(corpus: Corpus, path: Path) -> None:
    """It can be read, says so in its head, and makes a plan with measures."""
    held = read_facts_file(path, corpus)
    assert "架空" in path.read_text(encoding="utf-8").splitlines()[0]
    assert len(held.facts) > 20
    assert len(held.picked) >= 3
    assert len(draft_plan(held, corpus).sections) == 7


def test_there_are_three_examples_of_different_kinds(corpus: Corpus) -> None:
    """A village, a city folding into a plan, a special ward."""
    held = [read_facts_file(path, corpus) for path in EXAMPLES]
    assert {str(one.answer("municipality"))[-1] for one in held} == {"村", "市", "区"}
    assert {one.answer("pattern") for one in held} == {"単独の計画として作る", "既存の計画に組み込む"}
    assert len({one.answer("scale") for one in held}) == 2


def test_the_schema_is_a_schema() -> None:
    """And says of each fact what it is, in Japanese, with an example that it accepts itself."""
    schema = facts_schema()
    Draft202012Validator.check_schema(schema)
    for question in load_questions():
        fact = schema["properties"]["facts"]["properties"][question.key]
        assert (fact["title"], question.text in fact["description"]) == (question.label, True)
        assert [e for e in fact["examples"] if not Draft202012Validator(fact).is_valid(e)] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=by_name)
def test_the_schema_accepts_the_examples_and_what_is_exported(corpus: Corpus, path: Path) -> None:
    """As they are written, and as the product writes them."""
    validator = Draft202012Validator(facts_schema())
    content = parse(path.name, path.read_bytes())
    assert [error.message for error in validator.iter_errors(content)] == []
    assert [error.message for error in validator.iter_errors(as_content(read_facts_file(path, corpus)))] == []


@pytest.mark.parametrize("name", ALL)
def test_the_schema_accepts_every_exported_ledger(name: str) -> None:
    """Odd ones too."""
    errors = Draft202012Validator(facts_schema()).iter_errors(as_content(ALL[name]))
    assert [error.message[:200] for error in errors] == []


@pytest.mark.parametrize(
    "content",
    [
        {"fact": {}},
        {"facts": {"populaton": 3}},
        {"facts": {"pattern": "別の形"}},
        {"facts": {"ageing_rate": 385}},
        {"facts": {"population": -1}},
        {"facts": {"population": {"values": []}}},
        {"facts": {"population": {"values": [{"value": 1}]}}},
        {"facts": {"population": {"status": "maybe"}}},
        {"facts": {"municipality": 12}},
        {"facts": {"issues": [1]}},
        {"measures": {}},
        {"measures": [{"kpis": [{"unit": "件"}]}]},
        {"measures": [{"pillar": 9}]},
        {"measures": [{"field": "農業"}]},
        {"measures": [{"key": "m1.x"}]},
    ],
)
def test_the_schema_refuses_what_reading_refuses(content: dict[str, Any]) -> None:
    """Editors that know JSON Schema show these mistakes while one writes."""
    assert not Draft202012Validator(facts_schema()).is_valid(content)


# --- written and read again -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=by_name)
def test_an_example_comes_back_as_it_was(corpus: Corpus, path: Path) -> None:
    """The same ledger, and the same file the second time."""
    held = read_facts_file(path, corpus)
    assert again(held, corpus) == held
    assert as_yaml(again(held, corpus)) == as_yaml(held)


ODD = {
    "empty": Ledger(),
    "one state": ledger(population=U, cio=N, finance=D, issues=Status.ABSENT),
    "states with a department": ledger(finance=Fact(key="finance", status=U, department="財政課", answered_by="鈴木")),
    "series": ledger(population=series("population", (9_000, "平成28年"), (8_500, "R3.4.1"), (8_000, "2026-04-01"))),
    "rough series": ledger(
        population=Fact(
            key="population",
            status=A,
            value=8_000,
            as_of="令和8年",
            approximate=True,
            earlier=(Dated(value=9_000, as_of="令和3年", approximate=True), Dated(value=8_500, as_of="令和5年")),
            source="住民基本台帳: 「令和8年」版",
            department="住民課",
        )
    ),
    "percent": ledger(ageing_rate=40.0, card_rate=0.5),
    "dates": ledger(publication="2027-03-31", period="2027-2027"),
    "month": ledger(publication="2027-03", period="2019-2038"),
    "fiscal year": ledger(publication="2027年度"),
    "one date of a choice": ledger(cloud=Fact(key="cloud", status=A, value="移行の途中", as_of="令和8年4月1日")),
    "yaml's own words": ledger(cio="no", contact="0120-000-000", lead_department="- a: #b", plan_name="'\"計画\"'"),
    "colons": ledger(issues=("費用: 高い", "# 見出し", "[a]", "{b}", "- c", "100%", "2027-03-31", "*x", "!y")),
    "signs": ledger(issues=("😀𠮷野家", "半角ｶﾅ", "①②", "a\u3000b")),
    "long": ledger(finance="財" * 5_000, issues=tuple(f"課題その{n}" for n in range(300))),
    "lines": ledger(contact="企画課 電話 000-000-0000"),
    "measures": ledger(
        ChosenMeasure(key="own", title="独自", pillar=6, field="その他", body="本文: #1"),
        ChosenMeasure(key="none", base="today:generative-ai", issues=()),
        ChosenMeasure(
            key="m9",
            base="today:front-yard",
            decision="rejected",
            reason="予算: ない",
            kpis=(
                Kpi(name="率", unit="%", current=0.0, target=50),
                Kpi(name="数", current="10", target="半分に", year=2029),
                Kpi(name="策定", current="未策定", current_year=2018, year=2019),
            ),
        ),
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_ledger_comes_back_as_it_was(corpus: Corpus, name: str) -> None:
    """Values with their kinds, states, dates, sources, measures."""
    held = unsaid(ODD[name])
    found = again(held, corpus)
    assert found == held
    assert [key for key, fact in held.facts.items() if type(found.get(key).value) is not type(fact.value)] == []


@pytest.mark.parametrize("name", [name for name in ALL if name not in ("hostile",)])
def test_a_ledger_of_the_drafting_tests_makes_the_same_plan_when_read_again(corpus: Corpus, name: str) -> None:
    """Text, trace and gaps."""
    held = changed(ALL[name], municipality="千代田区") if "ward" in name else ALL[name]
    assert draft_plan(again(held, corpus), corpus) == draft_plan(held, corpus)


def test_a_file_in_json_says_the_same(corpus: Corpus) -> None:
    """The contents are plain values."""
    held = read_facts_file(EXAMPLES[0], corpus)
    assert read_facts(as_content(held), corpus) == held
    assert yaml.safe_load(as_yaml(held)) == as_content(held)


# --- the same by chat and by file -------------------------------------------------------------------------------------


def in_words(key: str, given: object) -> str:
    """What a person would type for a value of the file."""
    match given:
        case {"status": status}:
            return {"unknown": "わからない", "declined": "答えない", "not_applicable": "該当なし"}[str(status)]
        case {"values": [*entries]}:
            return "、".join(f"{entry['as_of']} {in_words(key, entry['value'])}" for entry in entries)
        case {"value": value, **details}:
            about = "約" if details.get("approximate") else ""
            when = f"（{details['as_of']}現在）" if details.get("as_of") else ""
            return f"{about}{in_words(key, value)}{when}"
        case [*items]:
            return "\n".join(str(item) for item in items)
        case int() | float():
            unit = question_for(key).unit
            return f"{given:,}{unit}" if unit != "%" else f"{given}％"
    return str(given)


@pytest.mark.parametrize("path", EXAMPLES, ids=by_name)
def test_the_same_answers_by_chat_and_by_file_make_the_same_plan(corpus: Corpus, path: Path) -> None:
    """Asked in the chat one by one; what only forms ask for is filled in; then exported and drafted."""
    file = read_facts_file(path, corpus)
    given = {key: in_words(key, value) for key, value in parse(path.name, path.read_bytes())["facts"].items()}
    chat = Chat(Desk(corpus))
    chat.say(START)
    answered = []
    while key := chat.state.asking:
        answered.append(key)
        chat.say(given.get(key, "あとで"))
    assert len(answered) >= 18
    assert {key for key in answered if key in given} == set(chat.ledger.facts)
    for key in given.keys() - set(answered):
        if question_for(key).ask == "chat":
            chat.say(f"{question_for(key).label}は{given[key]}です")
        else:
            fact = read_answer(question_for(key), given[key])
            assert isinstance(fact, Fact)
            chat.ledger = chat.ledger.with_fact(fact)
    held = chat.ledger.model_copy(update={"measures": file.measures})
    by_chat, by_file = draft_plan(again(held, corpus), corpus), draft_plan(file, corpus)
    assert [s.text for s in by_chat.sections] == [s.text for s in by_file.sections]
    assert by_chat == by_file
    assert draft_plan(held, corpus) == by_file


@pytest.mark.parametrize(
    ("key", "said", "written"),
    [
        ("population", "3万2千人", "32000"),
        ("population", "約31,800人（令和8年4月1日現在）", "{value: 31800, as_of: 令和8年4月1日, approximate: true}"),
        ("ageing_rate", "３８．５パーセント", "38.5"),
        ("period", "令和9年度から3年間", "2027-2029"),
        ("publication", "R9.3", "2027-03"),
        ("issues", "・窓口の混雑\n・紙が多い。", "[窓口の混雑, 紙が多い]"),
        ("efforts_result", "便利になった。", "便利になった"),
        ("pattern", "単独で", "単独の計画として作る"),
        ("comprehensive_plan", "「第5次みどり町総合計画」です", "第5次みどり町総合計画"),
        ("cio", "置いていません", "該当なし"),
        ("finance", "まだ決まっていません", "わからない"),
    ],
)
def test_a_value_is_the_same_however_it_came(corpus: Corpus, key: str, said: str, written: str) -> None:
    """One canonical form."""
    fact = read_answer(question_for(key), said)
    assert isinstance(fact, Fact)
    file = read_facts(parse("a.yaml", f"facts:\n  {key}: {written}\n".encode()), corpus)
    assert fact.model_copy(update={"said": ""}) == file.get(key)


def test_who_answered_changes_no_text(corpus: Corpus) -> None:
    """Source and department are shown beside the plan, not in it."""
    held = read_facts_file(EXAMPLES[0], corpus)
    plain = changed(
        held,
        **{
            key: fact.model_copy(update={"source": "", "department": "", "answered_by": ""})
            for key, fact in held.facts.items()
        },
    )
    assert [s.text for s in draft_plan(plain, corpus).sections] == [s.text for s in draft_plan(held, corpus).sections]
