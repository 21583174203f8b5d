"""答え（事実台帳）: every question with its answer, the same reading as in the chat, and facts files in and out."""

import json
from typing import Any

import httpx
import pytest
import yaml
from pages.forms import HOSTILE, Page
from pages.serving import Server, Visitor

from assistant.facts.reading import parse, read_facts
from assistant.interview import load_questions, question_for
from assistant.measures import key_of
from assistant.models import ChosenMeasure, Dated, Fact, Ledger, Status
from knowledge.corpus import Corpus

OLD, NEW = "令和3年4月1日", "令和8年4月1日"
POPULATION = Fact(
    key="population",
    status=Status.ANSWERED,
    value=31800,
    as_of=NEW,
    earlier=(Dated(value=33900, as_of=OLD),),
    source="住民基本台帳",
    department="住民課",
    answered_by="山田",
)


def ledger(server: Server, visitor: Visitor) -> Ledger:
    return server.workspace(visitor.person).ledger()


def page(visitor: Visitor) -> Page:
    answer = visitor.http.get(f"/plans/{visitor.plan.id}/facts")
    assert answer.status_code == 200
    return Page(answer.text)


def form_of(visitor: Visitor) -> dict[str, list[str]]:
    return page(visitor).form(f"/plans/{visitor.plan.id}/facts")


def save(visitor: Visitor, form: dict[str, Any], **changes: Any) -> httpx.Response:
    renamed = {name.replace("__", "-"): value for name, value in changes.items()}
    return visitor.http.post(f"/plans/{visitor.plan.id}/facts", data={**form, **renamed})


def shown(answer: httpx.Response, visitor: Visitor) -> dict[str, list[str]]:
    return Page(answer.text).form(f"/plans/{visitor.plan.id}/facts")


# --- reading and changing --------------------------------------------------------------------------------------------


def test_every_applicable_question_is_there(server: Server, aoki: Visitor) -> None:
    """With why, example and department; what does not apply after the answers so far is not asked."""
    names = form_of(aoki)
    for question in load_questions():
        applies = not question.when.equals and not question.when.known
        assert (f"value-{question.key}" in names) is (applies or question.when.holds(ledger(server, aoki)))
    found = page(aoki)
    population = question_for("population")
    for words in (
        population.text,
        population.why,
        f"例：{population.example}",
        f"ふつう分かる部署：{population.department}",
    ):
        assert words in found.text
    assert "value-host_plan" not in names
    save(aoki, names, value__pattern="既存の計画に組み込む")
    assert "value-host_plan" in form_of(aoki)


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("municipality", "みどり町です", "みどり町"),
        ("population", "約３万２千人", 32000),
        ("ageing_rate", "38.5%", 38.5),
        ("period", "令和9年度から3年間", "2027-2029"),
        ("publication", "令和9年3月", "2027-03"),
        ("issues", "窓口の混雑、農業の担い手不足", ("窓口の混雑", "農業の担い手不足")),
        ("pattern", "単独の計画として作る", "単独の計画として作る"),
        ("years_style", "和暦（西暦）", "和暦（西暦）"),
        ("finance", "当初予算で確保する。", "当初予算で確保する"),
    ],
)
def test_an_answer_is_read_as_in_the_chat(server: Server, aoki: Visitor, key: str, typed: str, kept: object) -> None:
    """And saving the page again changes nothing: what it shows reads back as what it is."""
    assert save(aoki, form_of(aoki), **{f"value-{key}": typed}).headers["location"].endswith("/facts?done=facts")
    found = ledger(server, aoki).get(key)
    assert (found.status, found.value) == (Status.ANSWERED, kept)
    before = server.workspace(aoki.person).newest_fact()
    assert "done=unchanged" in save(aoki, form_of(aoki)).headers["location"]
    assert server.workspace(aoki.person).newest_fact() == before


@pytest.mark.parametrize("state", ["unknown", "declined", "not_applicable", "absent"])
def test_the_four_other_states(server: Server, aoki: Visitor, state: str) -> None:
    """Chosen beside the field or, for a choice, among the choices; from an answer and back."""
    server.workspace(aoki.person).add_facts([POPULATION])
    save(aoki, form_of(aoki), **{"state-population": state, "value-pattern": f"state:{state}"})
    found = ledger(server, aoki)
    assert found.get("population").status == state
    assert found.get("pattern").status == state
    form = form_of(aoki)
    assert (form["state-population"], form["value-pattern"]) == ([state], [f"state:{state}"])
    save(aoki, form, **{"value-population": "500人", "value-pattern": "単独の計画として作る"})
    assert (ledger(server, aoki).answer("population"), ledger(server, aoki).answer("pattern")) == (
        500,
        "単独の計画として作る",
    )


def test_a_word_for_a_state_is_one_too(server: Server, aoki: Visitor) -> None:
    """わからない in the field is わからない."""
    save(aoki, form_of(aoki), **{"value-population": "わからない", "state-population": "answered"})
    assert ledger(server, aoki).get("population").status is Status.UNKNOWN


def test_emptying_a_field_puts_the_question_off(server: Server, aoki: Visitor) -> None:
    """An answer that is taken out is open again."""
    server.workspace(aoki.person).add_facts([POPULATION])
    save(aoki, form_of(aoki), **{"value-population": ""})
    assert ledger(server, aoki).get("population").status is Status.ABSENT


def test_a_series_is_shown_whole_and_can_be_mended(server: Server, aoki: Visitor) -> None:
    """Earlier values stand in the field; changing only the source keeps who answered."""
    server.workspace(aoki.person).add_facts([POPULATION])
    form = form_of(aoki)
    assert form["value-population"] == [f"{OLD} 33,900人、{NEW} 31,800人"]
    assert "回答：住民課（山田）" in page(aoki).text
    save(aoki, form, **{"source-population": "国勢調査"})
    assert ledger(server, aoki).get("population") == POPULATION.model_copy(update={"source": "国勢調査"})
    save(aoki, form_of(aoki), **{"value-population": f"{OLD} 33,800人、{NEW} 31,800人"})
    found = ledger(server, aoki).get("population")
    assert (found.value, found.earlier, found.source) == (31800, (Dated(value=33800, as_of=OLD),), "国勢調査")


@pytest.mark.parametrize(
    ("changes", "key", "told"),
    [
        ({"value-ageing_rate": "385%"}, "ageing_rate", "385"),
        ({"value-period": "令和11年度から令和9年度まで"}, "period", "終わりが始まりより前"),
        ({"value-municipality": "青葉区"}, "municipality", "区"),
        ({"value-pattern": "未定の形"}, "pattern", "単独の計画として作る"),
        ({"value-population": "500人", "value-it_staff": "900人"}, "it_staff", "人口"),
        ({"value-population": "多い"}, "population", ""),
        ({"state-population": "answered"}, "population", "答えを書いてください"),
        ({"value-population": "500人", "state-population": "unknown"}, "population", "どちらか一方"),
        ({"value-population": "500人", "state-population": "perhaps"}, "population", "どれかを選んで"),
        ({"value-issues": "あ" * 8001}, "issues", "長すぎます"),
        ({"value-population": "500人", "source-population": "あ" * 301}, "population", "長すぎます"),
        ({"value-publication": HOSTILE}, "publication", ""),
    ],
)
def test_a_problem_stands_beside_its_field(
    server: Server, aoki: Visitor, changes: dict[str, str], key: str, told: str
) -> None:
    """Nothing is kept, not even the good answers of the same form, and all that was typed comes back."""
    typed = {"value-plan_name": "みどり町データ計画", **changes}
    answer = save(aoki, form_of(aoki), **typed)
    assert answer.status_code == 422
    assert ledger(server, aoki).facts == {}
    fault = answer.text.split(f'id="fault-{key}">')[1].split("</p>")[0]
    assert told in fault
    assert fault
    form = shown(answer, aoki)
    assert form["value-plan_name"] == ["みどり町データ計画"]
    for name, value in changes.items():
        if name in form and key != "pattern" and value != "perhaps" and len(value) < 100:
            assert form[name] == [value]
    assert "<script>alert" not in answer.text
    assert f'href="#{key}"' in answer.text


def test_what_a_colleague_answered_meanwhile_is_not_overwritten(server: Server, aoki: Visitor) -> None:
    """409 for the same answer, with both; other answers of the old page do not undo the colleague's."""
    form = form_of(aoki)
    server.join(server.colleague, aoki.plan)
    server.workspace(server.colleague).add_facts([POPULATION])
    answer = save(aoki, form, **{"value-population": "500人"})
    assert answer.status_code == 409
    assert "31,800人" in answer.text
    again = shown(answer, aoki)
    assert again["value-population"] == ["500人"]
    assert ledger(server, aoki).get("population") == POPULATION
    save(aoki, form, **{"value-plan_name": "みどり町データ計画"})
    assert ledger(server, aoki).get("population") == POPULATION
    assert save(aoki, again).status_code == 303
    assert ledger(server, aoki).answer("population") == 500


def test_words_are_not_taken_for_markup(server: Server, aoki: Visitor) -> None:
    """In the fields, and wherever the answer is shown."""
    save(aoki, form_of(aoki), **{"value-finance": HOSTILE, "value-issues": HOSTILE})
    assert form_of(aoki)["value-finance"] == [HOSTILE]
    for address in ("/facts", "", "/measures", "/measures/form", "/versions", "/inquiry"):
        assert "<script>alert" not in aoki.http.get(f"/plans/{aoki.plan.id}{address}").text


def test_every_control_has_a_label(aoki: Visitor) -> None:
    """Nobody has to guess what a field is for."""
    assert page(aoki).without_label == []


# --- facts files -----------------------------------------------------------------------------------------------------

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
