"""From issues to themes, purposes and measures: each issue is answered by a measure or listed as not addressed."""

import re

import pytest
from ledgers import CASES, GROUPS, LEDGERS, D, N, U, changed, fishing_city, group, ledger, plan, village

from assistant.advice import load_advice
from assistant.drafting import draft_section
from assistant.drafting.issues import issues_answered, issues_of
from assistant.drafting.templates import load_pillars, load_themes, theme_of
from assistant.measures import completed, offers
from assistant.models import ChosenMeasure, Ledger, Status
from knowledge.corpus import Corpus


@pytest.mark.parametrize(
    ("issue", "theme"),
    [
        ("シカによる植林の食害", "wildlife"),
        ("イノシシの出没", "wildlife"),
        ("クマが集落に出る", "wildlife"),
        ("漁業の担い手の減少", "fishery_hands"),
        ("赤潮による養殖の被害", "fishery"),
        ("農業の後継者の不足", "farming"),
        ("耕作放棄地の増加", "farming"),
        ("ゲリラ豪雨による浸水", "heavy_rain"),
        ("除雪の担い手がいない", "snow"),
        ("津波からの避難", "disaster"),
        ("特殊詐欺の被害", "safety"),
        ("医師の不足", "emergency_medical"),
        ("介護人材の不足", "care_welfare"),
        ("待機児童", "child_rearing"),
        ("不登校の児童生徒", "education"),
        ("外国人住民への案内", "foreign_residents"),
        ("路線バスの廃止", "transport"),
        ("空き家の増加", "vacant_houses"),
        ("水道管の老朽化", "infrastructure"),
        ("ごみの分別", "environment"),
        ("観光客の減少", "tourism"),
        ("商店街の空き店舗", "local_economy"),
        ("働く場がない", "jobs"),
        ("マイナンバーカードの普及", "mynumber"),
        ("ランサムウェアへの備え", "security"),
        ("スマートフォンが使えない高齢者", "digital_divide"),
        ("携帯電話がつながらない", "connectivity"),
        ("基幹システムの運用経費", "systems"),
        ("課ごとに別々のデータを持っている", "data_use"),
        ("申請書の手入力に時間がかかる", "paper"),
        ("窓口の混雑", "counter"),
        ("手続のオンライン化が遅れている", "online_procedures"),
        ("情報の担当者が一人しかいない", "digital_talent"),
        ("職員の残業", "staffing"),
        ("税収の減少", "finance"),
        ("図書館の利用者の減少", "facilities"),
        ("ホームページが見にくい", "information"),
        ("若い世代の転出", "young_leaving"),
        ("人口減少", "fewer_hands"),
        ("自治会の担い手不足", "fewer_hands"),
        ("一人暮らしの高齢者の見守り", "ageing"),
        ("その日の気分", "other"),
        ("", "other"),
        ("{population}", "other"),
        ("ｽﾏｰﾄﾌｫﾝが使えない", "digital_divide"),
    ],
)
def test_an_issue_has_a_theme(issue: str, theme: str) -> None:
    """By the words of the issue; what nobody foresaw is その他."""
    assert theme_of(issue).key == theme


def test_themes_pillars_and_advice_know_each_other(corpus: Corpus) -> None:
    """No measure answers a theme that does not exist; no theme puts a measure first that is not on offer."""
    keys = {theme.key for theme in load_themes()}
    assert {key for advice in load_advice().values() for key in advice.themes} <= keys
    assert {base for theme in load_themes() for base in theme.first} <= set(offers(corpus))
    assert set(load_advice()) == set(offers(corpus))
    assert [policy.pillar for policy in load_pillars()] == [1, 2, 3, 4, 5, 6]
    assert [policy.title for policy in load_pillars()] == [title.partition("（")[0] for title in corpus.guide.pillars]
    overlaps = {(base, other) for base, advice in load_advice().items() for other in advice.overlaps}
    assert {(other, base) for base, other in overlaps} == overlaps


@pytest.mark.parametrize("theme", load_themes(), ids=lambda theme: theme.key)
def test_what_a_theme_says_is_a_possibility_and_a_need(theme: object, corpus: Corpus) -> None:
    """Of the town nothing is asserted but its own words; no figures, no laws."""
    words = theme.meaning + "".join(variant.text for variant in theme.meaning_variants)  # type: ignore[attr-defined]
    first, *_ = theme.meaning.split("。")  # type: ignore[attr-defined]
    assert re.search("得る|得ます", first)
    assert not re.search(r"[0-9０-９]|法律|条例|第.条|増えている|減っている|深刻|著しい", words + theme.purpose)  # type: ignore[attr-defined]
    assert "{issues}" in theme.meaning  # type: ignore[attr-defined]
    assert "「{issue}」" in theme.purpose  # type: ignore[attr-defined]
    assert re.search("住民|保護者|児童|世代|来訪者|人", theme.purpose)  # type: ignore[attr-defined]
    assert "職員" in theme.purpose  # type: ignore[attr-defined]


# --- which measure answers what ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "answered"),
    [
        (ChosenMeasure(key="m1", base="today:front-yard"), ("窓口の混雑",)),
        (ChosenMeasure(key="m1", base="today:front-yard", issues=("空き家",)), ("空き家",)),
        (ChosenMeasure(key="m1", base="today:front-yard", issues=("もうない課題",)), ()),
        (ChosenMeasure(key="m1", base="today:front-yard", issues=()), ()),
        (ChosenMeasure(key="m1", title="独自"), ()),
        (ChosenMeasure(key="m1", title="独自", issues=("窓口の混雑", "空き家")), ("空き家", "窓口の混雑")),
    ],
)
def test_a_measure_answers_what_was_said_or_what_it_is_meant_for(
    measure: ChosenMeasure, answered: tuple[str, ...]
) -> None:
    """In the order of the plan's issues; an issue that is no longer in the plan is answered by nothing."""
    held = ledger(measure, issues=("空き家",), administrative_issues=("窓口の混雑",))
    assert issues_answered(measure, held) == answered


def test_issues_are_the_municipality_s_then_the_administration_s() -> None:
    assert issues_of(ledger(issues=("a", "b"), administrative_issues=("c", "a"))) == ("a", "b", "c")
    assert issues_of(ledger(issues=U, administrative_issues=("c",))) == ("c",)
    assert issues_of(ledger(issues=D, administrative_issues=N)) == ()


def rows(text: str, head: str) -> list[list[str]]:
    lines = text[text.index(head) :].split("\n")
    table = lines[1 : next(at for at, line in enumerate(lines) if not line.startswith("|"))]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


@pytest.mark.parametrize("name", [name for name in GROUPS if name != "hostile"])
def test_an_issue_is_answered_by_a_measure_or_listed(name: str, corpus: Corpus) -> None:
    """The 施策体系表 and the list of what is not addressed say the same, about every issue and every measure."""
    for case in group(name):
        held = completed(CASES[case], corpus)
        if not held.picked:
            continue
        fifth, sixth = plan(case, corpus).sections[4].text, plan(case, corpus).sections[5].text
        unanswered = {
            issue for issue in issues_of(held) if not any(issue in issues_answered(one, held) for one in held.picked)
        }
        said = next((line for line in sixth.split("\n") if "直接に" in line and line.startswith("「")), "")
        assert (case, set(re.findall("「([^」]*)」", said))) == (case, unanswered)
        table = rows(fifth, "| 課題 | 目的 | 柱 | 施策 |")
        assert (case, {row[0] for row in table if row[3] == "－"}) == (case, unanswered)
        assert {row[0] for row in table} - {"", "－"} == set(issues_of(held))
        assert {row[3] for row in table} - {"－"} == {measure.title for measure in held.picked}


def test_the_map_names_purpose_and_pillar(corpus: Corpus) -> None:
    """Each issue with all its measures, in order; what answers no issue stands at the end."""
    held = ledger(
        ChosenMeasure(key="m1", title="甲", pillar=1, issues=("窓口の混雑", "空き家")),
        ChosenMeasure(key="m2", title="乙", pillar=3, issues=("空き家",)),
        ChosenMeasure(key="m3", title="丙"),
        municipality="みどり町",
        issues=("空き家", "窓口の混雑"),
    )
    labels = {policy.pillar: policy.label for policy in load_pillars()}
    assert rows(draft_section(5, held, corpus).text, "| 課題 |") == [
        ["空き家", theme_of("空き家").purpose_label, labels[1], "甲"],
        ["空き家", theme_of("空き家").purpose_label, labels[3], "乙"],
        ["窓口の混雑", theme_of("窓口の混雑").purpose_label, labels[1], "甲"],
        ["－", "", labels[6], "丙"],
    ]


def test_a_link_that_a_person_took_out_stands_nowhere(corpus: Corpus) -> None:
    """Not in the 施策体系表, not in the measure's text, not among the effects; the issue is listed as not addressed."""
    held = completed(
        ledger(
            ChosenMeasure(key="m1", base="today:front-yard", issues=()),
            municipality="みどり町",
            issues=("窓口の混雑",),
        ),
        corpus,
    )
    title = held.picked[0].title
    assert [(row[0], row[3]) for row in rows(draft_section(5, held, corpus).text, "| 課題 |")] == [
        ("窓口の混雑", "－"),
        ("－", title),
    ]
    assert "| 対応する課題 |" not in draft_section(6, held, corpus).text
    assert re.search("「窓口の混雑」.*直接に", draft_section(6, held, corpus).text)
    linked = Ledger(facts=held.facts, measures=(held.measures[0].model_copy(update={"issues": None}),))
    assert ("窓口の混雑", title) in [
        (row[0], row[3]) for row in rows(draft_section(5, linked, corpus).text, "| 課題 |")
    ]
    assert "| 対応する課題 | 窓口の混雑 |" in draft_section(6, linked, corpus).text


# --- sections 1 and 2 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in LEDGERS if name != "hostile"])
def test_each_issue_has_a_meaning_and_a_purpose(name: str, corpus: Corpus) -> None:
    """In the plan's own words, in 「」; issues of one theme share their sentences."""
    first, second = (plan(name, corpus).sections[at].text for at in (0, 1))
    for issue in issues_of(LEDGERS[name]):
        assert f"「{issue}」" in first
        assert f"「{issue}」" in second
    held = completed(LEDGERS[name], corpus)
    answered = [one for one in issues_of(held) if any(one in issues_answered(measure, held) for measure in held.picked)]
    themes = {theme_of(issue).key for issue in (answered if held.picked else issues_of(held))}
    elsewhere = second.partition("直接に対応する施策を本計画に置いておらず")[0].rpartition("\n")[2]
    assert [one for one in issues_of(held) if held.picked and (one in answered) == (f"「{one}」" in elsewhere)] == []
    purposes = second.partition("課題ごとの目的と効果")[2].partition("\n（")[0]
    marks = purposes.count("〔要確認")
    assert len(re.findall("^・", purposes, re.MULTILINE)) == len(themes) + marks


def test_issues_of_a_theme_are_named_together(corpus: Corpus) -> None:
    unpicked = fishing_city().model_copy(update={"measures": ()})
    two = changed(unpicked, issues=("漁獲の減少", "赤潮による養殖の被害"))
    assert "「漁獲の減少」及び「赤潮による養殖の被害」" in draft_section(2, two, corpus).text
    three = changed(unpicked, issues=("赤潮", "漁獲の減少", "磯焼け"))
    assert "「赤潮」、「漁獲の減少」及び「磯焼け」" in draft_section(2, three, corpus).text


@pytest.mark.parametrize("status", [Status.DECLINED, Status.NOT_APPLICABLE])
def test_without_issues_there_is_nothing_to_argue(status: Status, corpus: Corpus) -> None:
    held = changed(village(), issues=status, administrative_issues=status)
    first, second = draft_section(1, held, corpus).text, draft_section(2, held, corpus).text
    assert "「" not in first
    assert "課題ごとの目的" not in second
    assert "〔要確認：市町村が抱える課題〕" not in first + second
