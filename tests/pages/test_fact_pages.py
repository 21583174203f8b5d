"""答え（事実台帳）: every question with its answer, the same reading as in the chat, and facts files in and out."""

import re
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from pages.forms import HOSTILE, Page
from pages.serving import Server, Visitor

from assistant.interview import Question, load_questions, question_for
from assistant.models import Dated, Fact, Ledger, Status
from assistant.pages.fact_views import load_headings

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


NO_VALUE = {"value-population": "", "asof-population": ""}
NO_EARLIER = {"earlier-population-0-value": "", "earlier-population-0-asof": ""}


def test_emptying_a_field_puts_the_question_off(server: Server, aoki: Visitor) -> None:
    """An answer that is taken out with its earlier values is open again."""
    server.workspace(aoki.person).add_facts([POPULATION])
    save(aoki, form_of(aoki), **NO_VALUE, **NO_EARLIER)
    assert ledger(server, aoki).get("population").status is Status.ABSENT


@pytest.mark.parametrize("state", ["answered", "absent", "unknown"])
@pytest.mark.parametrize(
    "typed",
    [
        NO_VALUE,
        {"value-population": ""},
        {**NO_VALUE, "earlier-population-1-value": "31,800人", "earlier-population-1-asof": NEW},
    ],
    ids=["value and date", "value", "value moved down"],
)
def test_earlier_values_without_a_current_one_are_no_deletion(
    server: Server, aoki: Visitor, typed: dict[str, str], state: str
) -> None:
    """By the form and by the field alone: nothing is kept, what to do stands at the field, what was typed comes back."""
    server.workspace(aoki.person).add_facts([POPULATION])
    sent = {**typed, "state-population": state}
    answer = save(aoki, form_of(aoki), **sent)
    assert answer.status_code == 422
    assert ledger(server, aoki).get("population") == POPULATION
    fault = answer.text.split('id="fault-population">')[1].split("</p>")[0]
    for words in (
        "いまの値が空です",
        "「以前の値」の上の欄に、いまの値を書いてください",
        "以前の値もすべて消してください",
    ):
        assert words in fault
    form = shown(answer, aoki)
    assert {name: form[name] for name in sent} == {name: [value] for name, value in sent.items()}
    body = put(aoki, "population", **{name.replace("-", "__"): value for name, value in sent.items()})
    assert (body.status_code, "いまの値が空です" in body.json()["problem"]) == (422, True)
    assert ledger(server, aoki).get("population") == POPULATION


def test_a_series_is_shown_value_by_value_and_can_be_mended(server: Server, aoki: Visitor) -> None:
    """Earlier values stand in rows of their own; changing only the source keeps who answered."""
    server.workspace(aoki.person).add_facts([POPULATION])
    form = form_of(aoki)
    rows = ("value-population", "asof-population", "earlier-population-0-value", "earlier-population-0-asof")
    assert [form[name] for name in rows] == [["31,800人"], [NEW], ["33,900人"], [OLD]]
    assert "回答：住民課（山田）" in page(aoki).text
    save(aoki, form, **{"source-population": "国勢調査"})
    assert ledger(server, aoki).get("population") == POPULATION.model_copy(update={"source": "国勢調査"})
    save(aoki, form_of(aoki), **{"earlier-population-0-value": "33,800"})
    found = ledger(server, aoki).get("population")
    assert (found.value, found.earlier, found.source) == (31800, (Dated(value=33800, as_of=OLD),), "国勢調査")
    newest = {"value-population": "31,500", "asof-population": "R8.10.1"}
    rows_before = {"earlier-population-1-value": "31,800", "earlier-population-1-asof": NEW}
    save(aoki, form_of(aoki), **newest, **rows_before)
    found = ledger(server, aoki).get("population")
    assert (found.value, found.as_of) == (31500, "令和8年10月1日")
    assert [(dated.value, dated.as_of) for dated in found.earlier] == [(33800, OLD), (31800, NEW)]
    save(aoki, form_of(aoki), **{"earlier-population-0-value": "", "earlier-population-0-asof": ""})
    assert [dated.value for dated in ledger(server, aoki).get("population").earlier] == [33800]


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
        ({"value-population": "500人", "asof-population": "春ごろ"}, "population", "「春ごろ」を日付として読めません"),
        ({"earlier-population-0-value": "500人"}, "population", "いまの値が空です"),
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
    kept = save(aoki, again)
    assert (kept.status_code, "98％減ります" in kept.text) == (200, True)
    assert ledger(server, aoki).answer("population") == 500


def put(visitor: Visitor, key: str, **changes: str) -> httpx.Response:
    """Save one answer, as the page does when its field is left."""
    own = {name: value for name, value in form_of(visitor).items() if re.search(f"-{key}($|-)", name)}
    renamed = {name.replace("__", "-"): value for name, value in changes.items()}
    return visitor.http.put(f"/api/plans/{visitor.plan.id}/facts/{key}", data={**own, **renamed})


def test_one_answer_is_saved_by_itself(server: Server, aoki: Visitor) -> None:
    """Read as in the whole form; a second time it is no change; a problem is told and keeps nothing."""
    first = put(aoki, "population", value__population="31,800人", asof__population=NEW).json()
    assert first["saved"]
    kept = ledger(server, aoki).get("population")
    assert (kept.value, kept.as_of) == (31800, NEW)
    assert first["seen"] == form_of(aoki)["seen-population"][0]  # with which one can type on
    assert put(aoki, "population").json() == {"saved": False}
    answer = put(aoki, "ageing_rate", value__ageing_rate="385%")
    assert (answer.status_code, "385" in answer.json()["problem"]) == (422, True)
    assert ledger(server, aoki).get("ageing_rate").status is Status.ABSENT
    assert put(aoki, "nothing").status_code == 404


def test_a_change_that_is_hard_to_believe_is_kept_and_told(server: Server, aoki: Visitor) -> None:
    """As a notice, not a refusal: with both values, at its field, by the form and by the field alone."""
    server.workspace(aoki.person).add_facts([POPULATION])
    answer = save(aoki, form_of(aoki), **{"value-population": "49,600人"})
    assert answer.status_code == 200
    assert ledger(server, aoki).answer("population") == 49_600
    page = Page(answer.text)
    for words in ("確かめてほしい答えが1件", "31,800人", "49,600人", "56％増え"):
        assert words in page.text, words
    assert 'aria-describedby="why-population look-population"' in answer.text
    assert "49,600" in answer.text.split('id="value-population"')[1].split(">")[0]
    body = aoki.http.put(
        f"/api/plans/{aoki.plan.id}/facts/population", data={**form_of(aoki), "value-population": "20,000人"}
    ).json()
    assert (body["saved"], "60％減ります" in body["notice"]) == (True, True)
    assert ledger(server, aoki).answer("population") == 20_000
    body = aoki.http.put(
        f"/api/plans/{aoki.plan.id}/facts/population", data={**form_of(aoki), "value-population": "20,100人"}
    ).json()
    assert (body["saved"], body["notice"]) == (True, "")


def test_one_answer_of_two_people(server: Server, aoki: Visitor) -> None:
    """The second is told what the first said, and may keep theirs knowingly with the sign that comes along."""
    server.join(server.colleague, aoki.plan)
    before = form_of(aoki)["seen-population"][0]
    server.workspace(server.colleague).add_facts([POPULATION])
    answer = put(aoki, "population", seen__population=before, value__population="500人")
    assert (answer.status_code, "31,800人" in answer.json()["problem"]) == (409, True)
    assert ledger(server, aoki).get("population") == POPULATION
    again = {
        "value__population": "500人",
        "earlier__population__0__value": "",
        "seen__population": answer.json()["seen"],
    }
    assert put(aoki, "population", **again).status_code == 200
    assert ledger(server, aoki).answer("population") == 500


def test_questions_stand_under_headings_with_their_progress(server: Server, aoki: Visitor) -> None:
    """Each question under one heading, in the chat's order; what is decided counts there and for the section."""
    listed = [key for heading in load_headings() for key in heading.questions]
    assert listed == sorted(listed, key=[question.key for question in load_questions()].index) or len(listed) > 30
    assert sorted(listed) == sorted(question.key for question in load_questions())
    server.workspace(aoki.person).add_facts([POPULATION])
    found = page(aoki)
    assert re.search(r"数値 1／2", found.text)
    assert f"記録：{aoki.person.name}さん" in found.text
    assert 'href="/passages/template%3A1/commentary"' in found.html


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?open=1", ["municipality"], ["population"]),
        ("?section=1", ["population", "municipality"], ["finance"]),
        ("?section=4&open=1", ["finance"], ["population", "issues"]),
        (f"?section={quote(HOSTILE)}", [], ["population"]),
    ],
)
def test_the_page_shows_what_is_asked_for(
    server: Server, aoki: Visitor, query: str, shown: list[str], hidden: list[str]
) -> None:
    """Only what is open, only what a section needs; also without a script."""
    server.workspace(aoki.person).add_facts([POPULATION])
    html = aoki.http.get(f"/plans/{aoki.plan.id}/facts{query}").text
    fields = {one.split('"')[0]: one.split(">")[0] for one in html.split('<fieldset class="answer" id="')[1:]}
    assert [key for key in shown if fields[key].endswith(" hidden")] == []
    assert [key for key in hidden if not fields[key].endswith(" hidden")] == []


@pytest.mark.parametrize("question", load_questions(), ids=lambda question: question.key)
def test_why_it_is_asked_can_be_read_in_the_source(aoki: Visitor, question: Question) -> None:
    """The place behind each question opens."""
    assert aoki.http.get(f"/passages/{quote(question.guide, safe='')}").status_code == 200


def test_words_are_not_taken_for_markup(server: Server, aoki: Visitor) -> None:
    """In the fields, and wherever the answer is shown."""
    save(aoki, form_of(aoki), **{"value-finance": HOSTILE, "value-issues": HOSTILE})
    assert form_of(aoki)["value-finance"] == [HOSTILE]
    for address in ("/facts", "", "/measures", "/measures/form", "/versions", "/inquiry"):
        assert "<script>alert" not in aoki.http.get(f"/plans/{aoki.plan.id}{address}").text


def test_every_control_has_a_label(aoki: Visitor) -> None:
    """Nobody has to guess what a field is for."""
    assert page(aoki).without_label == []
