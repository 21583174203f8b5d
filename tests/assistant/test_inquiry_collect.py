"""Writing a sheet, filling it in by script and collecting it gives exactly the facts that were filled in."""

from collections.abc import Mapping
from datetime import date, datetime, time

import pytest
from inquiring import LEDGER, MEASURES, TODAY, Cells, answered, book_of, fill, only, problem, returned, saved

from assistant.inquiry.collect import Collected, collect
from assistant.inquiry.fields import FieldReply
from assistant.inquiry.items import departments
from assistant.interview import load_questions, question_for
from assistant.models import Dated, Fact, Kpi, Ledger, Status, Step

# --- round trips -------------------------------------------------------------------------------------------------------------

ALL_KINDS = {
    "name": ("municipality", {"回答": "みどり町"}, {"value": "みどり町"}, "企画課"),
    "title": (
        "comprehensive_plan",
        {"回答": "第5次みどり町総合計画（令和4年3月策定）", "出典": "例規集", "回答者": "山田"},
        {"value": "第5次みどり町総合計画（令和4年3月策定）", "source": "例規集", "answered_by": "山田"},
        "企画課",
    ),
    "count": (
        "population",
        {"回答": 31_800, "基準日": date(2026, 4, 1), "出典": "住民基本台帳", "回答者": "佐藤"},
        {"value": 31_800, "as_of": "令和8年4月1日", "source": "住民基本台帳", "answered_by": "佐藤", "said": "31800人"},
        "住民課",
    ),
    "percent": (
        "ageing_rate",
        {"回答": 38.5, "基準日": "令和8年4月1日現在", "出典": "住民基本台帳"},
        {"value": 38.5, "as_of": "令和8年4月1日", "source": "住民基本台帳", "said": "38.5%"},
        "福祉課",
    ),
    "choice": (
        "security_policy",
        {"回答": "定めたが公表していない", "基準日": "R8.4.1"},
        {"value": "定めたが公表していない", "as_of": "令和8年4月1日"},
        "情報担当",
    ),
    "text": (
        "finance",
        {"回答": "毎年度の予算編成で必要額を精査する。"},
        {"value": "毎年度の予算編成で必要額を精査する"},
        "財政課",
    ),
    "items": (
        "issues",
        {"回答": "若い世代の転出\n農業の担い手不足\n窓口の混雑"},
        {"value": ("若い世代の転出", "農業の担い手不足", "窓口の混雑")},
        "企画課",
    ),
    "period": ("period", {"回答": "令和9年度から令和11年度まで"}, {"value": "2027-2029"}, "企画課"),
    "date": ("publication", {"回答": "令和9年3月"}, {"value": "2027-03"}, "企画課"),
}  # fmt: skip


def test_every_kind_of_question_has_a_round_trip() -> None:
    """The table below leaves none out."""
    assert set(ALL_KINDS) == {question.kind for question in load_questions()}


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_what_is_filled_in_is_collected(kind: str) -> None:
    """Value, date, source, department and person; nothing else, and the words as they were given."""
    key, cells, parts, department = ALL_KINDS[kind]
    assert question_for(key).kind == kind
    known = LEDGER.model_copy(update={"facts": {k: v for k, v in LEDGER.facts.items() if k != key}})
    expected = answered(key, **{"said": str(cells["回答"]), "department": department, **parts})  # type: ignore[arg-type]
    assert only(returned({key: cells}, known=known)) == expected


def test_all_departments_at_once_in_one_file() -> None:
    """Everything that was filled in comes back; what was not is listed as unanswered."""
    known = LEDGER.model_copy(update={"facts": {"scale": LEDGER.facts["scale"]}})
    every = departments(known, TODAY)
    collected = returned({key: cells for key, cells, _, _ in ALL_KINDS.values()}, *every, known=known)
    assert {reply.key for reply in collected.replies} == {key for key, *_ in ALL_KINDS.values()}
    assert collected.departments == every
    assert collected.problems == ()
    assert {"households", "cio", "measure:m1.schedule"} <= {item.key for item in collected.unanswered}


def test_what_was_collected_can_be_kept_as_json() -> None:
    """Until somebody accepts it."""
    answers: dict[str, Cells] = {
        "population": {"回答": "令和3年4月1日 33,900人、令和8年4月1日 31,800人"},
        "card_rate": {"回答": 78},
        "cio": {"回答": "該当なし"},
        "past_efforts": {"回答": "情報化計画"},
        "measure:m1.schedule": {"回答": "令和9年度：選ぶ"},
        "measure:m1.kpis[0].current": {"回答": 12, "基準日": "R8.4.1"},
        "measure:m1.kpis[0].target": {"回答": "わからない"},
    }
    collected = returned(answers)
    assert len(collected.replies) == len(answers)
    assert Collected.model_validate_json(collected.model_dump_json()) == collected


@pytest.mark.parametrize("question", load_questions(), ids=lambda question: question.key)
def test_the_example_of_a_question_is_an_answer_in_a_sheet_too(question: object) -> None:
    """Who copies the example into the cell is understood."""
    asked = question_for(question.key)  # type: ignore[attr-defined]
    if asked.ask == "never":
        return
    conditions = {key: answered(key, value) for key, value in asked.when.equals.items()}
    known = Ledger(facts={**conditions, **{key: answered(key, ("情報化計画",)) for key in asked.when.known}})
    fact = only(returned({asked.key: {"回答": asked.example}}, known=known))
    assert (fact.key, fact.status) == (asked.key, Status.ANSWERED)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("わからない", Status.UNKNOWN),
        ("不明", Status.UNKNOWN),
        ("該当なし", Status.NOT_APPLICABLE),
        ("特になし", Status.NOT_APPLICABLE),
        ("回答しない", Status.DECLINED),
        ("非公表", Status.DECLINED),
    ],
)
@pytest.mark.parametrize("key", ["population", "issues", "comprehensive_plan", "finance", "publication"])
def test_states_without_a_value(key: str, said: str, status: Status) -> None:
    """Four states come through; the unit of the row is not put behind the words."""
    known = LEDGER.model_copy(update={"facts": {}})
    fact = only(returned({key: {"回答": said, "回答者": "山田"}}, known=known))
    assert (fact.status, fact.value, fact.said, fact.answered_by) == (status, None, said, "山田")


# --- figures -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "cells", "value"),
    [
        ("population", {"回答": 31_800.0}, 31_800),
        ("population", {"回答": "31,800"}, 31_800),
        ("population", {"回答": "３１，８００"}, 31_800),
        ("population", {"回答": "31,800人"}, 31_800),
        ("population", {"回答": "3万1千8百"}, 31_800),
        ("population", {"回答": "31,800人", "単位": None}, 31_800),
        ("population", {"回答": 31_800, "単位": None}, 31_800),
        ("population", {"回答": 31_800, "単位": "名"}, 31_800),
        ("population", {"回答": 31.8, "単位": "千人"}, 31_800),
        ("population", {"回答": "3.18", "単位": "万人"}, 31_800),
        ("households", {"回答": 12_400, "回答の書式": "#,##0"}, 12_400),
        ("ageing_rate", {"回答": 38.5}, 38.5),
        ("ageing_rate", {"回答": 0.385, "回答の書式": "0.0%"}, 38.5),
        ("ageing_rate", {"回答": 0.285, "回答の書式": "0%"}, 28.5),
        ("ageing_rate", {"回答": "38.5％"}, 38.5),
        ("ageing_rate", {"回答": "38.5", "単位": "％"}, 38.5),
        ("ageing_rate", {"回答": "38.5", "単位": "パーセント"}, 38.5),
        ("card_rate", {"回答": 78}, 78.0),
        ("card_rate", {"回答": "7割8分"}, 78.0),
        ("card_rate", {"回答": "0.5%"}, 0.5),
    ],
)
def test_figures_as_people_fill_them_in(key: str, cells: Cells, value: float) -> None:
    """Numbers and texts, with and without unit, shown as a percentage, in thousands."""
    fact = only(returned({key: cells}))
    assert fact.value == value
    assert isinstance(fact.value, int if key in ("population", "households") else float)


def test_about_and_several_dates_in_one_cell() -> None:
    """The newest is the value; 約 is kept."""
    fact = only(
        returned({"population": {"回答": "令和3年4月1日 33,900人、令和8年4月1日 約31,800人", "基準日": "R8.4.1"}})
    )
    assert isinstance(fact, Fact)
    assert (fact.value, fact.as_of, fact.approximate) == (31_800, "令和8年4月1日", True)
    assert fact.earlier == (Dated(value=33_900, as_of="令和3年4月1日"),)


@pytest.mark.parametrize(
    ("value", "number_format", "as_of"),
    [
        (datetime.combine(date(2026, 4, 1), time(9, 30)), "yyyy/m/d h:mm", "令和8年4月1日"),
        (date(2019, 4, 30), "yyyy/m/d", "平成31年4月30日"),
        (date(2026, 4, 1), 'yyyy"年"m"月"', "令和8年4月"),
        (date(2026, 4, 1), '[$-411]ggge"年"m"月"d"日"', "令和8年4月1日"),
        (date(2026, 4, 1), "mmm-yy", "令和8年4月"),
        ("2026/4/1", "@", "令和8年4月1日"),
        ("R8.4.1", "@", "令和8年4月1日"),
        ("令和８年４月１日現在", "@", "令和8年4月1日"),
        ("令和7年度末", "@", "令和7年度末"),
        ("R7年度", "@", "令和7年度"),
        ("2026年4月1日", "@", "2026年4月1日"),
        ("令和8年 3月末", "@", "令和8年3月末"),
    ],
)
def test_the_day_that_a_figure_stands_for(value: object, number_format: str, as_of: str) -> None:
    """As written; what was written short is spelt out; a month that Excel keeps as its first day stays a month."""
    fact = only(returned({"population": {"回答": 31_800, "基準日": value, "基準日の書式": number_format}}))
    assert fact.as_of == as_of


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (date(2027, 3, 31), "yyyy/m/d", "2027-03-31"),
        (date(2027, 3, 1), 'yyyy"年"m"月"', "2027-03"),
        ("令和9年3月", "@", "2027-03"),
        ("令和8年度", "@", "2026年度"),
    ],
)
def test_a_date_as_the_answer(value: object, number_format: str, expected: str) -> None:
    """A date in a cell is an answer to a question for a date."""
    known = LEDGER.model_copy(update={"facts": {}})
    assert only(returned({"publication": {"回答": value, "回答の書式": number_format}}, known=known)).value == expected


# --- measures ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "cells", "expected"),
    [
        ("m1.situation", {"回答": "窓口が混む。\n入力し直している。"}, {"value": "窓口が混む。入力し直している。"}),
        ("m1.kpis[0].current", {"回答": 12, "基準日": date(2026, 4, 1)}, {"value": 12, "unit": "件", "year": 2026, "as_of": "令和8年4月1日"}),
        ("m1.kpis[0].current", {"回答": "12件", "基準日": "令和8年3月31日"}, {"value": 12, "unit": "件", "year": 2025, "as_of": "令和8年3月31日"}),
        ("m1.kpis[0].current", {"回答": "約30件"}, {"value": "約30件", "unit": "件"}),
        ("m1.kpis[0].current", {"回答": 0}, {"value": 0, "unit": "件"}),
        ("m1.kpis[0].current", {"回答": "1万2千"}, {"value": 12_000, "unit": "件"}),
        ("m1.kpis[0].current", {"回答": "未実施"}, {"value": "未実施", "unit": "件"}),
        ("m1.kpis[0].target", {"回答": 1_200.5, "基準日": "令和11年度"}, {"value": 1200.5, "unit": "件", "year": 2029}),
        ("m1.kpis[0].target", {"回答": "2,400", "基準日": 2029}, {"value": 2400, "unit": "件", "year": 2029}),
        ("m1.kpis[0].target", {"回答": 30}, {"value": 30, "unit": "件"}),
        ("m1.kpis[1].year", {"回答": "令和11年度"}, {"value": 2029}),
        ("m1.kpis[1].year", {"回答": "R11"}, {"value": 2029}),
        ("m1.kpis[2].source", {"回答": "住民アンケート"}, {"value": "住民アンケート"}),
        ("m1.kpis[2].target", {"回答": 4, "単位": "点"}, {"value": 4, "unit": "点"}),
        ("m1.kpis[2].target", {"回答": 0.8, "回答の書式": "0%"}, {"value": 80, "unit": "%"}),
        ("m2.kpis[0].name", {"回答": "見守りの件数", "単位": "件"}, {"value": "見守りの件数", "unit": "件"}),
        ("m2.body", {"回答": "センサーで見守る"}, {"value": "センサーで見守る"}),
        (
            "m1.schedule",
            {"回答": "令和9年度：対象（窓口）を選ぶ\nR10年度 準備、令和11年度に向けた検討\n2029年度:始める。"},
            {
                "value": (
                    Step(year=2027, text="対象（窓口）を選ぶ"),
                    Step(year=2028, text="準備、令和11年度に向けた検討"),
                    Step(year=2029, text="始める"),
                )
            },
        ),
        (
            "m1.schedule",
            {"回答": "令和9年度：選ぶ、令和10年度：始める"},
            {"value": (Step(year=2027, text="選ぶ"), Step(year=2028, text="始める"))},
        ),
    ],
)  # fmt: skip
def test_fields_of_measures(path: str, cells: Cells, expected: Mapping[str, object]) -> None:
    """Values with unit and year, texts, schedules."""
    reply = only(returned({f"measure:{path}": {**cells, "回答者": "鈴木"}}))
    department = "住民課" if path.startswith("m1") else "福祉課"
    assert reply == FieldReply.model_validate(
        {
            "key": f"measure:{path}",
            "status": Status.ANSWERED,
            "department": department,
            "answered_by": "鈴木",
            "said": reply.said,
            **expected,
        }
    )


def test_a_measure_s_field_may_be_unknown() -> None:
    """わからない comes back as such."""
    reply = only(returned({"measure:m1.kpis[0].target": {"回答": "わからない"}}))
    assert (reply.status, reply.value) == (Status.UNKNOWN, None)


@pytest.mark.parametrize(
    ("path", "cells", "part"),
    [
        ("m1.kpis[0].target", {"回答": 30, "基準日": "令和12年度"}, "計画期間（令和9年度から令和11年度まで）の外"),
        ("m1.kpis[1].year", {"回答": "いつか"}, "令和11年度"),
        ("m1.kpis[0].current", {"回答": 12, "単位": "人"}, "「件」で答えて"),
        ("m1.kpis[0].current", {"回答": "30%"}, "「件」で答えて"),
        ("m1.kpis[0].current", {"回答": 12, "基準日": "令和9年4月1日"}, "今日より後"),
        ("m1.schedule", {"回答": "来年から始める"}, "年度ごとに改行"),
        ("m1.schedule", {"回答": "準備\n令和9年度：始める"}, "年度ごとに改行"),
        ("m1.schedule", {"回答": "令和9年度："}, "年度ごとに改行"),
        ("m1.schedule", {"回答": "令和8年度：始める"}, "の外です"),
    ],
)
def test_problems_with_fields_of_measures(path: str, cells: Cells, part: str) -> None:
    """What does not fit the plan or the KPI is not taken."""
    assert part in problem(returned({f"measure:{path}": cells})).text


def test_a_measure_that_changed_in_the_meantime() -> None:
    """A value never goes to another KPI than the one that was asked about, nor to a measure that has left."""
    data = saved(fill(book_of("住民課"), {"measure:m1.kpis[0].current": {"回答": 12}}))
    other = MEASURES[0].model_copy(update={"kpis": (Kpi(name="待ち時間", unit="分"), *MEASURES[0].kpis)})
    gone = MEASURES[0].model_copy(update={"decision": "rejected"})
    for measure, part in (
        (other, "いまは「施策「窓口の改善」指標「待ち時間」の現状値」"),
        (gone, "いまの計画にありません"),
    ):
        found = problem(collect(data, "返送.xlsx", LEDGER.with_measure(measure), TODAY))
        assert part in found.text
