"""`kanmin facts`, `kanmin recommend` and `kanmin plan` as scripts meet them: exit codes, JSON, errors in Japanese."""

import json
import shutil
from pathlib import Path

import pytest
import yaml
from calling import JAPANESE, Call, Desk, Done, call

from assistant.app import open_plans
from assistant.facts.reading import read_facts_file
from assistant.facts.schema import facts_schema
from assistant.models import ChosenMeasure, Fact, Ledger, Status
from assistant.recommending import recommend
from assistant.settings import Settings
from assistant.store.accounts import Accounts
from knowledge.corpus import Corpus

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
BROKEN = """facts:
  populaton: 3
  ageing_rate: 385
  card_rate: .nan
  cio: {value: [a], odd: 1}
measures:
  - base: nosuch
"""
HELD = Ledger(
    facts={
        "municipality": Fact(key="municipality", status=Status.ANSWERED, value="みどり町", said="みどり町です"),
        "population": Fact(key="population", status=Status.ANSWERED, value=31_800, as_of="令和8年4月1日"),
        "finance": Fact(key="finance", status=Status.UNKNOWN, department="財政課"),
    },
    measures=(ChosenMeasure(key="m1", base="today:front-yard", department="住民課"),),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A folder with facts files good and bad, and a database with one plan. No index is needed."""
    folder = tmp_path_factory.mktemp("facts")
    for path in EXAMPLES:
        shutil.copy(path, folder)
    (folder / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    (folder / "broken.json").write_text('{"facts": {"population": 1,}}', encoding="utf-8")
    (folder / "empty.yaml").write_text("", encoding="utf-8")
    (folder / "nothing.yaml").write_text("facts: {}\n", encoding="utf-8")
    (folder / "words.docx").write_bytes(b"PK\x03\x04")
    plans = open_plans(Settings(home=folder / "home"))
    engine = plans._engine
    accounts = Accounts(engine)
    accounts.ensure_admin("a-long-password")
    admin = accounts.find("admin")
    assert admin
    plan = plans.create(admin, "みどり町の計画")
    assert plan.id == 1
    plans.open(admin, plan.id).add_ledger(HELD)
    engine.dispose()
    return Desk(folder)


@pytest.mark.parametrize(
    ("made", "part"),
    [
        (call("facts", "validate", "broken.yaml", code=1), "5件の誤りがあります"),
        (call("facts", "validate", "empty.yaml", code=1), "「empty.yaml」は空です"),
        (call("facts", "validate", "broken.json", code=1), "1行目が JSON として読めません"),
        (call("facts", "validate", "nowhere.yaml", code=1), "「nowhere.yaml」がありません"),
        (call("facts", "validate", "words.docx", code=1), "「words.docx」は事実ファイルとして読めません"),
        (call("facts", "validate", "nowhere.yaml", "--json", code=1), "「nowhere.yaml」がありません"),
        (call("facts", "validate", code=2), "指定が必要です"),
        (call("facts", "nosuch", code=2), "コマンド 'nosuch' はありません"),
        (call("facts", "export", code=2), "指定が必要です"),
        (call("facts", "export", "--plan", "x", code=2), "の値を使えません"),
        (call("facts", "export", "--plan", "99", code=1), "番号99の計画はありません"),
        (call("facts", "export", "--plan", "-1", code=1), "番号-1の計画はありません"),
        (call("facts", "export", "--plan", "1", "--out", "a.txt", code=2), ".yaml か .json にしてください"),
        (call("facts", "export", "--plan", "1", "--out", "no/such/a.yaml", code=1), "フォルダーかファイルがありません"),
        (call("facts", "export", "--plan", "1", code=1, KANMIN_HOME="elsewhere"), "kanmin plan list"),
        (call("recommend", code=2), "指定が必要です"),
        (call("recommend", "--facts", "broken.yaml", code=1), "facts.ageing_rate（値：385）"),
        (call("recommend", "--facts", EXAMPLES[0].name, "-n", "0", code=2), "の値を使えません"),
        (call("recommend", "--facts", EXAMPLES[0].name, "-n", "x", code=2), "の値を使えません"),
        (call("plan", code=2), "計画の番号と名前を示します"),
        (call("plan", "lst", code=2), "コマンド 'lst' はありません"),
        (call("plan", "list", "--jsn", code=2), "「--jsn」というオプションはありません"),
    ],
)
def test_errors_are_told_in_japanese_beside_the_output(desk: Desk, made: Call, part: str) -> None:
    """What is wrong and what to do; 1 cannot be met, 2 wrongly called; never a traceback."""
    done = desk.enter(made)
    assert (done.code, done.out) == (made.code, "")
    assert part in done.err
    assert JAPANESE.search(done.err)
    assert "Traceback" not in done.err


def good(desk: Desk, *args: str) -> Done:
    done = desk.enter(call(*args))
    assert (done.code, done.err) == (0, ""), done.err
    return done


# --- validate and schema ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*(path.name for path in EXAMPLES), "nothing.yaml"])
def test_a_good_file_is_told_so(desk: Desk, name: str) -> None:
    """In words, and as an empty list of problems."""
    assert good(desk, "facts", "validate", name).out == f"「{name}」に誤りはありません。\n"
    assert good(desk, "facts", "validate", name, "--json").data == []


def test_every_mistake_is_listed_as_data(desk: Desk) -> None:
    """Field, value and what would be right; exit code 1; JSON that any reader takes."""
    done = desk.enter(call("facts", "validate", "broken.yaml", "--json", code=1))
    assert (done.code, done.err) == (1, "")
    problems = json.loads(done.out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert [(problem["field"], problem["value"]) for problem in problems] == [
        ("facts.populaton", "populaton"),
        ("facts.ageing_rate", 385),
        ("facts.card_rate", "nan"),
        ("facts.cio.odd", "odd"),
        ("measures[0].base", "nosuch"),
    ]
    assert [problem for problem in problems if not JAPANESE.search(problem["expected"])] == []


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_the_schema_is_printed(desk: Desk, more: tuple[str, ...]) -> None:
    """The published one."""
    assert good(desk, "facts", "schema", *more).data == facts_schema()


# --- export -----------------------------------------------------------------------------------------------------------


def test_a_plan_s_facts_are_exported(desk: Desk, corpus: Corpus) -> None:
    """On the screen, as JSON, and as a file that reads as the plan's ledger."""
    shown = good(desk, "facts", "export", "--plan", "1")
    content = good(desk, "facts", "export", "--plan", "1", "--json").data
    assert yaml.safe_load(shown.out) == content
    assert content["facts"]["finance"] == {"status": "unknown", "department": "財政課"}
    for name in ("out.yaml", "out.JSON"):
        assert good(desk, "facts", "export", "--plan", "1", "--out", name).out == ""
        read = read_facts_file(desk.folder / name, corpus)
        assert read.measures == HELD.measures
        assert {key: fact.value for key, fact in read.facts.items()} == {k: f.value for k, f in HELD.facts.items()}


# --- recommend and plans ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_measures_are_recommended_for_a_file(desk: Desk, corpus: Corpus, path: Path) -> None:
    """As data in the product's order, and in words with why and why not."""
    expected = recommend(read_facts_file(path, corpus), corpus)
    found = good(desk, "recommend", "--facts", path.name, "--json").data
    assert [one["measure"] for one in found] == [one.measure for one in expected]
    assert {"title", "score", "why", "why_not", "national", "cases", "start", "pillar"} <= set(found[0])
    text = good(desk, "recommend", "--facts", path.name).out
    assert [one.title for one in expected if one.title not in text] == []
    assert text.startswith(f"1. {expected[0].title}（柱{expected[0].pillar}")
    assert "   ○ " in text
    assert "   △ " in text


@pytest.mark.parametrize(("limit", "count"), [("1", 1), ("3", 3), ("57", 57)])
def test_as_many_as_wanted_are_recommended(desk: Desk, limit: str, count: int) -> None:
    """At most; with a file that says nothing, too."""
    found = good(desk, "recommend", "--facts", "nothing.yaml", "-n", limit, "--json").data
    assert min(count, 3) <= len(found) <= count


def test_plans_are_listed_with_their_numbers(desk: Desk) -> None:
    """For the commands that take one."""
    assert good(desk, "plan", "list").out == "1  みどり町の計画\n"
    assert good(desk, "plan", "list", "--json").data == [{"id": 1, "name": "みどり町の計画"}]


def test_without_any_plan_the_list_is_empty(desk: Desk) -> None:
    """A new data folder has none; that is no error."""
    done = desk.enter(call("plan", "list", "--json", KANMIN_HOME="new"))
    assert (done.code, done.out) == (0, "[]\n")
