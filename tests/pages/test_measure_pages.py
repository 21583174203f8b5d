"""施策: proposals and decisions, the form of a measure, and that nothing typed is lost."""

from typing import Any

import pytest
from pages.forms import HOSTILE, Page
from pages.measuring import BASE, FILLED, KEY, answered, decide, form_of, measures, page, save
from pages.serving import Server, Visitor

from assistant.drafting import draft_section
from assistant.drafting.templates import glossary_of, load_glossary
from assistant.legend import legend_of
from assistant.measures import completed, find_offer
from assistant.models import ChosenMeasure, Kpi, Step
from knowledge.corpus import Corpus

# --- proposals and decisions -----------------------------------------------------------------------------------------


def test_proposals_say_why_and_what_is_behind_them(begun_town: Visitor, corpus: Corpus) -> None:
    """Reasons from the plan's own issues, what to mind, what has changed since 2017, national measures and cases."""
    text = page(begun_town).text
    for words in ("「窓口の混雑」という課題に対し", "気を付けること", "始めやすさ", "取組の内容の例", "KPIの例"):
        assert words in text
    shown = [
        offer for offer in corpus.guide.measures if (found := find_offer(corpus, offer.id)) and found.title in text
    ]
    assert shown
    assert "2017年の国の施策と、その後" in text or not any(offer.national for offer in shown)


def test_signs_and_words_are_explained_on_the_page(begun_town: Visitor) -> None:
    """The marks in a line without being asked, the words behind one; of the glossary those that occur."""
    found = page(begun_town)
    always, behind = found.html.split('<details class="inline legend"')[:2]
    for entry in legend_of("measures"):
        assert entry.text in (always if entry.is_sign else behind.split("</details>")[0])
    told, _, rest = behind.partition("</details>")
    occurring = {entry.term for entry in glossary_of(rest)}
    assert "KPI" in occurring
    assert {entry.term for entry in load_glossary() if f"<dt>{entry.term}</dt>" in told} <= occurring
    assert "<dt>KPI</dt>" in told
    assert '<span class="sign">○' not in found.html, "which is the mark of a measure"


def test_without_issues_the_page_says_so(aoki: Visitor) -> None:
    """An empty plan has proposals too, but not in an order that means anything."""
    assert "課題に合わせた順にはなっていません" in page(aoki).text


def test_picking_and_turning_down(server: Server, begun_town: Visitor) -> None:
    """What was decided leaves the proposals; the reason is kept and shown; the decision can be changed."""
    offers = [one["base"][0] for one in [page(begun_town).form(f"/plans/{begun_town.plan.id}/measures")]]
    assert "/measures?done=picked" in decide(begun_town, base=BASE, decision="picked").headers["location"]
    assert decide(begun_town, base=offers[0], decision="rejected", reason="予算がない").status_code == 303
    first, second = measures(server, begun_town)
    assert (first.key, first.base, first.decision) == (KEY, BASE, "picked")
    assert (second.base, second.decision, second.reason) == (offers[0], "rejected", "予算がない")
    found = page(begun_town)
    assert "予算がない" in found.text
    assert f'name="base" value="{BASE}"' not in found.html
    assert f'name="base" value="{offers[0]}"' not in found.html
    decide(begun_town, key=second.key, decision="picked")
    decide(begun_town, key=first.key, decision="rejected", reason="県と行う")
    first, second = measures(server, begun_town)
    assert (first.decision, first.reason, second.decision, second.reason) == ("rejected", "県と行う", "picked", "")


def test_picking_twice_is_one_measure(server: Server, begun_town: Visitor) -> None:
    """A double click, or a second person at the same time."""
    decide(begun_town, base=BASE, decision="picked")
    decide(begun_town, base=BASE, decision="picked")
    assert [measure.key for measure in measures(server, begun_town)] == [KEY]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 422),
        ({"base": BASE}, 422),
        ({"base": BASE, "decision": "maybe"}, 422),
        ({"base": "today:nothing", "decision": "picked"}, 404),
        ({"base": HOSTILE, "decision": "picked"}, 404),
        ({"key": "m9", "decision": "rejected"}, 404),
        ({"key": "m9", "base": "", "decision": "picked"}, 404),
        ({"base": BASE, "decision": "rejected", "reason": "あ" * 501}, 422),
    ],
)
def test_a_decision_that_cannot_be_taken(
    server: Server, begun_town: Visitor, fields: dict[str, str], status: int
) -> None:
    """Refused in Japanese; a long reason comes back as it was typed."""
    answer = decide(begun_town, **fields)
    assert answer.status_code == status
    assert measures(server, begun_town) == ()
    assert "<script>alert" not in answer.text
    if "reason" in fields:
        assert fields["reason"] in answer.text


# --- the form --------------------------------------------------------------------------------------------------------


KEPT = {
    "department": "住民課",
    "kpis": (
        Kpi(
            name="書かない窓口の数",
            unit="件",
            current=1200,
            current_year=2025,
            target=38.5,
            year=2029,
            source="庁内調べ",
        ),
    ),
    "schedule": (Step(year=2027, text="対象の選定"), Step(year=2029, text="全窓口で開始")),
}


def test_a_measure_is_filled_in(server: Server, begun_town: Visitor) -> None:
    """Numbers in any width, years in eras; what the record gives stays the record's; saving again changes nothing."""
    decide(begun_town, base=BASE, decision="picked")
    assert save(begun_town, form_of(begun_town, KEY), **FILLED).headers["location"].endswith(f"#measure-{KEY}")
    (kept,) = measures(server, begun_town)
    assert {name: getattr(kept, name) for name in KEPT} == KEPT
    assert (kept.base, kept.title, kept.body, kept.pillar, kept.field) == (BASE, "", "", None, "")
    assert kept.situation.splitlines() == FILLED["situation"].splitlines()
    before = server.workspace(begun_town.person).newest_fact()
    assert "done=unchanged" in save(begun_town, form_of(begun_town, KEY)).headers["location"]
    assert server.workspace(begun_town.person).newest_fact() == before


def test_the_record_s_words_may_be_changed(server: Server, begun_town: Visitor) -> None:
    """Title, body, pillar, field; issues that are ticked, and unticked."""
    decide(begun_town, base=BASE, decision="picked")
    form = form_of(begun_town, KEY)
    save(
        begun_town,
        form,
        title="窓口を変える",
        body="書かない窓口にする。",
        pillar="6",
        field="その他",
        issue=["農業の担い手不足"],
    )
    (kept,) = measures(server, begun_town)
    assert (kept.title, kept.body, kept.pillar, kept.field) == ("窓口を変える", "書かない窓口にする。", 6, "その他")
    assert kept.issues == ("農業の担い手不足",)
    shown = form_of(begun_town, KEY)
    assert (shown["title"], shown["pillar"], shown["issue"]) == (["窓口を変える"], ["6"], ["農業の担い手不足"])


def test_a_measure_that_answers_no_issue(server: Server, begun_town: Visitor, corpus: Corpus) -> None:
    """Unticking every box is said and stays said; no link stands in the card, the 施策体系表 or the measure's text."""
    decide(begun_town, base=BASE, decision="picked")
    assert form_of(begun_town, KEY)["issue"] == ["窓口の混雑"]
    assert save(begun_town, form_of(begun_town, KEY), issue=[]).headers["location"].endswith(f"#measure-{KEY}")
    (kept,) = measures(server, begun_town)
    assert kept.issues == ()
    shown = form_of(begun_town, KEY)
    assert "issue" not in shown
    assert "<dt>対応する課題</dt><dd>（なし）</dd>" in page(begun_town).html
    held = completed(server.workspace(begun_town.person).ledger(), corpus)
    assert "| － |  |" in draft_section(5, held, corpus).text
    assert "| 対応する課題 |" not in draft_section(6, held, corpus).text
    assert "「窓口の混雑」" in draft_section(6, held, corpus).text.split("直接に")[0]
    assert "done=unchanged" in save(begun_town, shown).headers["location"]
    save(begun_town, shown, issue=["窓口の混雑"])
    assert measures(server, begun_town)[0].issues is None


def test_what_nobody_ticked_or_unticked_goes_on_by_the_record(server: Server, begun_town: Visitor) -> None:
    """Also where the boxes came only after the form had been opened; what a person has said stays as it was said."""
    workspace = server.workspace(begun_town.person)
    workspace.add_facts(answered(issues=("農業の担い手不足",)))
    decide(begun_town, base=BASE, decision="picked")
    opened = form_of(begun_town, KEY)
    workspace.add_facts(answered(issues=("農業の担い手不足", "窓口の混雑")))
    save(begun_town, opened, department="住民課")
    (kept,) = measures(server, begun_town)
    assert (kept.department, kept.issues) == ("住民課", None)
    assert form_of(begun_town, KEY)["issue"] == ["窓口の混雑"]
    save(begun_town, form_of(begun_town, KEY), issue=[])
    workspace.add_facts(answered(issues=("農業の担い手不足",)))
    save(begun_town, form_of(begun_town, KEY), department="総務課")
    (kept,) = measures(server, begun_town)
    assert (kept.department, kept.issues) == ("総務課", ())


@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_no_issue_goes_through_a_facts_file(server: Server, begun_town: Visitor, ending: str) -> None:
    """Taken out of the plan, and into it after somebody has ticked the box again."""
    decide(begun_town, base=BASE, decision="picked")
    save(begun_town, form_of(begun_town, KEY), issue=[])
    address = f"/plans/{begun_town.plan.id}/facts"
    file = begun_town.http.get(f"{address}.{ending}").content
    save(begun_town, form_of(begun_town, KEY), issue=["窓口の混雑"])
    assert measures(server, begun_town)[0].issues is None
    shown = begun_town.http.post(f"{address}/file", files={"file": (f"facts.{ending}", file)})
    assert "内容が変わります" in shown.text
    begun_town.http.post(f"{address}/file/taken", data=Page(shown.text).form(f"{address}/file/taken"))
    assert measures(server, begun_town)[0].issues == ()


def test_an_own_measure(server: Server, begun_town: Visitor) -> None:
    """The same form and the same format; it needs a title and a pillar."""
    answer = save(begun_town, form_of(begun_town), title="", pillar="", body="アプリを作る。")
    assert answer.status_code == 422
    assert "独自の施策の名称を書いてください" in answer.text
    assert "アプリを作る。" in answer.text
    assert measures(server, begun_town) == ()
    answer = save(begun_town, form_of(begun_town), title="鹿のわなを見張る", pillar="", body="アプリを作る。")
    assert "柱の番号" in answer.text
    save(
        begun_town,
        form_of(begun_town),
        title="鹿のわなを見張る",
        pillar="5",
        field="農林水産",
        body="アプリを作る。",
        **FILLED,
    )
    (kept,) = measures(server, begun_town)
    assert kept.key.startswith("own")
    assert (kept.base, kept.title, kept.pillar, kept.field) == (None, "鹿のわなを見張る", 5, "農林水産")
    assert kept.kpis == KEPT["kpis"]


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"kpi-0-year": "令和20年度"}, "kpi-0-year", "計画期間（令和9年度から令和11年度まで）の中の年度"),
        ({"kpi-0-year": "そのうち"}, "kpi-0-year", "年度を「令和11年度」か「2029」のように"),
        ({"kpi-0-current_year": "むかし"}, "kpi-0-current_year", "年度を「令和11年度」か「2029」のように"),
        ({"kpi-0-name": ""}, "kpi-0-name", "指標の名称を書いてください"),
        ({"kpi-0-name": "あ" * 501}, "kpi-0-name", "長すぎます"),
        ({"body": "あ" * 8001}, "body", "長すぎます"),
        ({"title": "あ" * 201}, "title", "長すぎます"),
        ({"field": "宇宙"}, "field", "のどれかにしてください"),
        ({"pillar": "7"}, "pillar", "柱の番号"),
        (
            {"issue": ["窓口の混雑", "知らない課題"]},
            "issue",
            "計画の課題「窓口の混雑」「農業の担い手不足」のどれかと同じ言葉",
        ),
        ({"step-9-year": "令和30年度", "step-9-text": "遠い先"}, "step-3-year", "計画期間"),
        ({"step-9-year": "", "step-9-text": "いつか"}, "step-3-year", "年度を「令和11年度」"),
        ({"step-1-year": HOSTILE, "step-1-text": "いつか"}, "step-1-year", "年度を「令和11年度」"),
    ],
)
def test_a_mistake_stands_beside_its_field(
    server: Server, begun_town: Visitor, typed: dict[str, Any], field: str, told: str
) -> None:
    """Nothing is kept, and everything typed comes back."""
    decide(begun_town, base=BASE, decision="picked")
    before = measures(server, begun_town)
    answer = save(begun_town, form_of(begun_town, KEY), **{**FILLED, **typed})
    assert answer.status_code == 422
    assert measures(server, begun_town) == before
    found = Page(answer.text)
    fault = answer.text.split(f'id="fault-{field}">')[1].split("<")[0]
    assert told in fault
    assert "まだ保存していません" in found.text
    shown = found.form(f"/plans/{begun_town.plan.id}/measures/form")
    for name in ("department", "kpi-0-source", "step-0-text"):
        assert shown[name] == [FILLED[name]]
    assert "<script>alert" not in answer.text


def test_without_a_period_years_are_typed(server: Server, aoki: Visitor) -> None:
    """The schedule can be written before the period is decided; once it is, years beyond it are told."""
    decide(aoki, base=BASE, decision="picked")
    form = form_of(aoki, KEY)
    save(
        aoki, form, **{"step-0-year": "2030", "step-0-text": "試行", "step-1-year": "令和13年度", "step-1-text": "開始"}
    )
    (kept,) = measures(server, aoki)
    assert kept.schedule == (Step(year=2030, text="試行"), Step(year=2031, text="開始"))
    server.workspace(aoki.person).add_facts(answered(period="2030-2030"))
    answer = save(aoki, form_of(aoki, KEY))
    assert answer.status_code == 422
    assert "開始" in answer.text


def test_who_saves_second_sees_both(server: Server, begun_town: Visitor) -> None:
    """What a colleague kept in between is shown beside what was typed; a second save keeps it knowingly."""
    decide(begun_town, base=BASE, decision="picked")
    form = form_of(begun_town, KEY)
    server.join(server.colleague, begun_town.plan)
    server.workspace(server.colleague).add_measure(ChosenMeasure(key=KEY, base=BASE, situation="江口が書いた"))
    answer = save(begun_town, form, situation="青木が書いた")
    assert answer.status_code == 409
    found = Page(answer.text)
    assert "江口が書いた" in found.text
    shown = found.form(f"/plans/{begun_town.plan.id}/measures/form")
    assert shown["situation"] == ["青木が書いた"]
    assert measures(server, begun_town)[0].situation == "江口が書いた"
    assert save(begun_town, shown).status_code == 303
    assert measures(server, begun_town)[0].situation == "青木が書いた"


def test_two_measures_of_one_name(server: Server, begun_town: Visitor, corpus: Corpus) -> None:
    """The names in a plan are told apart."""
    decide(begun_town, base=BASE, decision="picked")
    offer = find_offer(corpus, BASE)
    assert offer
    answer = save(begun_town, form_of(begun_town), title=offer.title, pillar="1")
    assert answer.status_code == 422
    assert "同じ名称の施策" in answer.text


@pytest.mark.parametrize(
    "name", ["title", "department", "body", "situation", "kpi-0-name", "kpi-0-current", "step-0-text"]
)
def test_words_are_not_taken_for_markup(server: Server, begun_town: Visitor, name: str) -> None:
    """In the form and in the list."""
    decide(begun_town, base=BASE, decision="picked")
    form = {**form_of(begun_town, KEY), "kpi-0-name": "数"}
    assert save(begun_town, {**form, name: HOSTILE}).status_code == 303
    for address in ("/measures", f"/measures/form?key={KEY}", "", "/versions", "/inquiry"):
        assert "<script>alert" not in page(begun_town, address).html
    assert form_of(begun_town, KEY)[name] == [HOSTILE]


@pytest.mark.parametrize("key", ["m9", HOSTILE, "../1", "%00"])
def test_a_measure_that_the_plan_does_not_have(begun_town: Visitor, key: str) -> None:
    """404 in Japanese, to read and to save."""
    answers = [
        begun_town.http.get(f"/plans/{begun_town.plan.id}/measures/form", params={"key": key}),
        save(begun_town, {"key": key, "title": "施策"}),
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert all("<script>alert" not in answer.text for answer in answers)


def test_enter_in_the_reason_does_not_pick(begun_town: Visitor) -> None:
    """The reason stands in a form of its own, whose only button turns the measure down."""
    forms = [form.split("</form>")[0] for form in page(begun_town).html.split("<form")[1:]]
    reasons = [form for form in forms if 'name="reason"' in form]
    assert reasons
    assert not any('value="picked"' in form for form in reasons)


def test_every_control_has_a_label(begun_town: Visitor) -> None:
    """Also those of the list's small forms."""
    decide(begun_town, base=BASE, decision="picked")
    for address in ("/measures", "/measures/form", f"/measures/form?key={KEY}"):
        assert page(begun_town, address).without_label == []
