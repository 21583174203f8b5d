"""事実ファイル: answers and measures out of a plan and into it, shown before they are taken."""

import json

import httpx
import pytest
import yaml
from pages.forms import Page
from pages.serving import Server, Visitor

from assistant.facts.reading import parse, read_facts
from assistant.measures import key_of
from assistant.models import ChosenMeasure, Fact, Ledger, Status
from assistant.store.access import Role
from assistant.store.plans import Plans
from knowledge.corpus import Corpus


def ledger(server: Server, visitor: Visitor) -> Ledger:
    return server.workspace(visitor.person).ledger()


FILE = """facts:
  municipality: みどり町
  population: {values: [{value: 33900, as_of: 令和3年4月1日}, {value: 31800, as_of: 令和8年4月1日}], source: 住民基本台帳}
  issues: [窓口の混雑]
  finance: {status: unknown}
measures:
  - base: today:front-yard
    department: 住民課
  - base: today:generative-ai
    decision: rejected
    reason: 決まりが先
"""


def upload(visitor: Visitor, content: bytes | str, name: str = "facts.yaml") -> httpx.Response:
    data = content.encode() if isinstance(content, str) else content
    return visitor.http.post(f"/plans/{visitor.plan.id}/facts/file", files={"file": (name, data)})


def test_a_file_is_shown_before_it_is_taken(server: Server, aoki: Visitor) -> None:
    """First what it would change, beside what holds now; then it is taken, with sources and reasons."""
    server.workspace(aoki.person).add_facts([Fact(key="municipality", status=Status.ANSWERED, value="あおば村")])
    answer = upload(aoki, FILE)
    assert answer.status_code == 200
    found = Page(answer.text)
    for words in ("あおば村", "みどり町", "31,800人", "窓口の混雑", "わからない", "見送り"):
        assert words in found.text
    assert ledger(server, aoki).answer("municipality") == "あおば村"
    taken = aoki.http.post(
        f"/plans/{aoki.plan.id}/facts/file/taken", data=found.form(f"/plans/{aoki.plan.id}/facts/file/taken")
    )
    assert taken.headers["location"].endswith("/facts?done=file")
    after = ledger(server, aoki)
    assert after.answer("municipality") == "みどり町"
    assert (after.get("population").source, after.get("population").earlier[0].value) == ("住民基本台帳", 33900)
    assert [(m.key, m.base, m.decision, m.reason) for m in after.measures] == [
        (key_of("today:front-yard"), "today:front-yard", "picked", ""),
        (key_of("today:generative-ai"), "today:generative-ai", "rejected", "決まりが先"),
    ]
    assert "変わるところはありません" in upload(aoki, FILE).text


def test_a_file_s_measures_do_not_take_the_place_of_the_plan_s(server: Server, aoki: Visitor) -> None:
    """The same measure is changed, another one gets a key of its own."""
    workspace = server.workspace(aoki.person)
    workspace.add_measure(ChosenMeasure(key="m1", base="today:generative-ai", department="総務課"))
    workspace.add_measure(ChosenMeasure(key="m2", title="鹿を見張る", pillar=5))
    content = Page(upload(aoki, FILE).text).form(f"/plans/{aoki.plan.id}/facts/file/taken")
    aoki.http.post(f"/plans/{aoki.plan.id}/facts/file/taken", data=content)
    assert [(m.key, m.base, m.decision) for m in ledger(server, aoki).measures] == [
        ("m1", "today:generative-ai", "rejected"),
        ("m2", None, "picked"),
        (key_of("today:front-yard"), "today:front-yard", "picked"),
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("facts.yaml", "", "空です"),
        ("facts.yaml", b"\xff\xfe\x00\x01", "facts.yaml"),
        ("facts.yaml", "facts: [", "行目が YAML として読めません"),
        ("facts.json", "{", "行目が JSON として読めません"),
        ("facts.yaml", "- 1", "二つの項目"),
        ("facts.yaml", "facts: {a: &x [1], b: *x}", "別名"),
        ("facts.xlsx", "PK", "YAML（.yaml）か JSON（.json）にしてください"),
        ("facts", "facts: {}", "YAML（.yaml）か JSON（.json）にしてください"),
        ("facts.yaml", "#" * (2 * 1024 * 1024 + 1), "大きすぎます"),
        ("<script>alert(1)</script>.yaml", "facts: [", "行目が YAML として読めません"),
        (
            "facts.yaml",
            "facts: {ageing_rate: 385, populaton: 3, period: 令和9年度}\nmeasures: [{base: 無い施策}]",
            "3件の誤り",
        ),
    ],
)
def test_a_file_that_cannot_be_taken(server: Server, aoki: Visitor, name: str, content: bytes | str, told: str) -> None:
    """Refused with all of its mistakes, and without a command that nobody at a browser could type."""
    answer = upload(aoki, content, name)
    assert answer.status_code == 422
    assert told in answer.text or (told == "3件の誤り" and "件の誤り" in answer.text)
    assert "<script>alert" not in answer.text
    assert ledger(server, aoki) == Ledger()
    if "誤り" in told:
        for field in ("facts.ageing_rate", "facts.populaton", "measures[0].base"):
            assert field in answer.text


@pytest.mark.parametrize("content", ["", "{}x", "[]", '{"facts": {"ageing_rate": 385}}', '{"facts": 5}'])
def test_what_was_changed_on_the_way_is_checked_again(server: Server, aoki: Visitor, content: str) -> None:
    """The second step trusts the browser no more than the first."""
    answer = aoki.http.post(f"/plans/{aoki.plan.id}/facts/file/taken", data={"content": content})
    assert answer.status_code == 422
    assert ledger(server, aoki) == Ledger()


def test_a_file_does_not_pass_over_what_was_answered_meanwhile(server: Server, aoki: Visitor) -> None:
    """What it would change by then is shown once more; only then it is taken."""
    taken = f"/plans/{aoki.plan.id}/facts/file/taken"
    shown = Page(upload(aoki, FILE).text).form(taken)
    server.workspace(aoki.person).add_facts([Fact(key="municipality", status=Status.ANSWERED, value="あおば村")])
    again = aoki.http.post(taken, data=shown)
    assert again.status_code == 409
    assert "あおば村" in again.text
    assert ledger(server, aoki).answer("municipality") == "あおば村"
    assert aoki.http.post(taken, data=Page(again.text).form(taken)).status_code == 303
    assert ledger(server, aoki).answer("municipality") == "みどり町"


def test_only_what_a_file_changes_is_kept(server: Server, aoki: Visitor, baba: Visitor) -> None:
    """What it says as the plan does stays whose it was, and what is asked anew of a department is asked on."""
    server.workspace(aoki.person).give_role(baba.person.name, Role.EDITOR)
    theirs = Plans(server.engine).open(baba.person, aoki.plan.id)
    spoken = Fact(key="population", status=Status.ANSWERED, value=31800, as_of="令和8年4月1日", said="3万1800人くらい")
    theirs.add_facts([spoken, Fact(key="municipality", status=Status.ANSWERED, value="あおば村", said="あおば村です")])
    theirs.add_measure(ChosenMeasure(key="m1", base="today:front-yard", department="住民課", situation="混む"))
    theirs.ask_department(["population"], "住民課")
    before = theirs.ledger()
    file = aoki.http.get(f"/plans/{aoki.plan.id}/facts.yaml").text.replace("あおば村", "みどり町")
    taken = f"/plans/{aoki.plan.id}/facts/file/taken"
    assert aoki.http.post(taken, data=Page(upload(aoki, file).text).form(taken)).status_code == 303
    assert theirs.ledger().answer("municipality") == "みどり町"
    assert (theirs.ledger().get("population"), theirs.ledger().measures) == (spoken, before.measures)
    assert {key: said.author for key, said in theirs.stated().items()} == {
        "municipality": aoki.person.name,
        "population": baba.person.name,
        "measure:m1": baba.person.name,
    }
    assert theirs.asked().anew == {"population"}
    server.workspace(aoki.person).give_role(baba.person.name, None)


def test_no_file_chosen(aoki: Visitor) -> None:
    """Says which files there are."""
    answer = aoki.http.post(f"/plans/{aoki.plan.id}/facts/file", data={"file": "text"})
    assert answer.status_code == 422
    assert "選ばれていません" in answer.text


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_the_answers_as_a_file(server: Server, aoki: Visitor, corpus: Corpus, ending: str) -> None:
    """Reading the file gives the plan's ledger."""
    content = Page(upload(aoki, FILE).text).form(f"/plans/{aoki.plan.id}/facts/file/taken")
    aoki.http.post(f"/plans/{aoki.plan.id}/facts/file/taken", data=content)
    answer = aoki.http.get(f"/plans/{aoki.plan.id}/facts.{ending}")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    loaded = yaml.safe_load(answer.content) if ending == "yaml" else json.loads(answer.content)
    assert loaded == parse(f"facts.{ending}", answer.content)
    assert read_facts(loaded, corpus) == ledger(server, aoki)
    assert aoki.http.get(f"/plans/{aoki.plan.id}/facts.exe").status_code == 404
