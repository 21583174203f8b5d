"""Writing a sheet, filling it in by script and collecting it gives exactly the facts that were filled in."""

import io
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from assistant.errors import InputError
from assistant.inquiry.collect import Collected, SheetProblem, collect
from assistant.inquiry.fields import FieldReply
from assistant.inquiry.items import all_items, departments
from assistant.inquiry.sheet import HEAD, write_sheets
from assistant.inquiry.table import COLUMNS, KEY
from assistant.interview import load_questions, question_for
from assistant.models import ChosenMeasure, Dated, Fact, FactValue, Kpi, Ledger, Status, Step

TODAY, DEADLINE = date(2026, 11, 23), date(2026, 12, 11)
KEY_COLUMN = len(COLUMNS) + 1
Cells = Mapping[str, object]


def answered(key: str, value: FactValue, **parts: object) -> Fact:
    return Fact.model_validate({"key": key, "status": Status.ANSWERED, "value": value, **parts})


MEASURES = (
    ChosenMeasure(
        key="m1",
        title="窓口の改善",
        department="住民課",
        kpis=(
            Kpi(name="手続の数", unit="件"),
            Kpi(name="利用率", unit="%", current=10.5, current_year=2025, target=20, source="庁内調べ"),
            Kpi(name="満足度", current=3, current_year=2025),
        ),
    ),
    ChosenMeasure(key="m2", title="見守り", department="福祉課"),
)
LEDGER = Ledger(
    facts={
        fact.key: fact
        for fact in (
            answered("plan_name", "みどり町官民データ活用推進計画"),
            answered("scale", "5つの柱の全体を対象にする"),
            answered("period", "2027-2029"),
            answered("lead_department", "企画課"),
        )
    },
    measures=MEASURES,
)


def book_of(*asked: str, known: Ledger = LEDGER) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_sheets(known, asked or departments(known, TODAY), DEADLINE, TODAY)))


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fill(book: Workbook, answers: Mapping[str, Cells]) -> Workbook:
    """Put cells into the rows of the keys, whichever sheet they are on. 書式 is the number format of 回答 or 基準日."""
    left = dict(answers)
    for sheet in book.worksheets:
        for row in range(HEAD + 1, sheet.max_row + 1):
            for name, value in left.pop(str(sheet.cell(row, KEY_COLUMN).value), {}).items():
                column, _, about = name.partition("の")
                cell = sheet.cell(row, COLUMNS.index(column) + 1)
                if about:
                    cell.number_format = str(value)
                else:
                    cell.value = value  # type: ignore[assignment]
    assert not left, f"not asked: {left}"
    return book


def returned(answers: Mapping[str, Cells], *asked: str, known: Ledger = LEDGER) -> Collected:
    """The sheets of the departments that are asked for the keys (or of these), filled in and collected."""
    asked = asked or tuple(dict.fromkeys(item.department for item in all_items(known, TODAY) if item.key in answers))
    return collect(saved(fill(book_of(*asked, known=known), answers)), "返送.xlsx", known, TODAY)


def only(collected: Collected) -> Fact | FieldReply:
    assert [problem.text for problem in collected.problems] == []
    assert len(collected.replies) == 1
    return collected.replies[0]


def problem(collected: Collected) -> SheetProblem:
    assert collected.replies == ()
    assert len(collected.problems) == 1
    return collected.problems[0]


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


# --- problems ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "cells", "read", "part"),
    [
        ("population", {"回答": "=SUM(A1:A3)"}, "=SUM(A1:A3)", "計算式"),
        ("population", {"回答": ArrayFormula("G5", "=A1+1")}, "=A1+1", "計算式"),
        ("population", {"回答": "#N/A"}, "#N/A", "エラー"),
        ("population", {"回答": True}, "TRUE", "言葉か数"),
        ("population", {"回答": time(10, 30)}, "10:30:00", "時刻"),
        ("population", {"回答": timedelta(hours=30)}, "1 day, 6:00:00", "時刻"),
        ("population", {"回答": date(2026, 4, 1)}, "令和8年4月1日", "数字を読み取れません"),
        ("population", {"回答": -5}, "-5", "1以上の整数"),
        ("population", {"回答": 1e300}, "1e+300", "数として扱えない"),
        ("population", {"回答": "たくさん"}, "たくさん", "数字を読み取れません"),
        ("population", {"回答": 31_800, "単位": "世帯"}, "31800世帯", "「人」で答えて"),
        ("population", {"回答": "同上"}, "同上", "行ごとに"),
        ("population", {"回答": "〃"}, "〃", "行ごとに"),
        ("population", {"回答": "－"}, "－", "該当なし"),
        ("population", {"回答": None, "基準日": "R8.4.1"}, "（空欄）", "「回答」の欄にも"),
        ("population", {"回答": None, "出典": "住民基本台帳"}, "（空欄）", "「回答」の欄にも"),
        ("population", {"回答": 31_800, "基準日": "4月ごろ"}, "4月ごろ", "日付を読み取れません"),
        ("population", {"回答": 31_800, "基準日": 46_113}, "46113", "日付を読み取れません"),
        ("population", {"回答": 31_800, "基準日": "令和8年2月30日"}, "令和8年2月30日", "日付を読み取れません"),
        ("population", {"回答": 31_800, "基準日": "=TODAY()"}, "=TODAY()", "計算式"),
        ("population", {"回答": 31_800, "基準日": date(2027, 4, 1)}, "令和9年4月1日", "今日より後"),
        ("population", {"回答": "31,800人（令和7年4月1日）", "基準日": "R8.4.1"}, "回答の中では令和7年4月1日、基準日では令和8年4月1日", "同じ日付"),
        ("population", {"回答": 31_800, "出典": "同上"}, "同上", "行ごとに"),
        ("population", {"回答": 31_800, "回答者": "=A1"}, "=A1", "計算式"),
        ("ageing_rate", {"回答": 0.385}, "0.385", "38.5"),
        ("ageing_rate", {"回答": 385}, "385", "0〜100％"),
        ("ageing_rate", {"回答": 3.85, "回答の書式": "0%"}, "385%", "0〜100％"),
        ("ageing_rate", {"回答": 12, "単位": "人"}, "12人", "「%」で答えて"),
        ("security_policy", {"回答": "作業中"}, "作業中", "まだ定めていない"),
        ("households", {"回答": "あ" * 5_000}, "あ" * 30 + "…", "長すぎます"),
    ],
)  # fmt: skip
def test_problems_name_the_row_and_what_would_be_right(key: str, cells: Cells, read: str | None, part: str) -> None:
    """Nothing is guessed: the row comes back with what was read."""
    found = problem(returned({key: cells}))
    assert (found.key, found.label) == (key, question_for(key).label)
    assert found.row is not None
    assert found.row > HEAD
    assert read is None or found.read == read
    assert part in found.text


def test_answers_are_checked_beside_each_other() -> None:
    """Households cannot outnumber the people of the same file."""
    collected = returned({"population": {"回答": 3_000}, "households": {"回答": 12_400}})
    assert [reply.key for reply in collected.replies] == ["population"]
    assert [found.key for found in collected.problems] == ["households"]


def test_a_figure_is_checked_beside_the_older_one() -> None:
    """Ten times as many people as two years ago is a slip of the finger."""
    known = LEDGER.with_fact(answered("population", 33_900, as_of="令和3年4月1日"))
    assert "桁" in problem(returned({"population": {"回答": 318_000, "基準日": "R8.4.1"}}, known=known)).text


def test_one_bad_row_does_not_spoil_the_others() -> None:
    """The rest of the file is taken."""
    collected = returned({"population": {"回答": "たくさん"}, "card_rate": {"回答": 78.2}})
    assert ([r.key for r in collected.replies], [p.key for p in collected.problems]) == (["card_rate"], ["population"])


def test_an_untouched_sheet_answers_nothing() -> None:
    """Neither replies nor problems; a name alone is no answer."""
    collected = returned({"population": {"回答者": "山田"}, "households": {"回答": " \u3000\n"}}, "住民課")
    assert (collected.replies, collected.problems) == ((), ())
    assert collected.departments == ("住民課",)
    assert [item.key for item in collected.unanswered][:3] == ["population", "households", "card_rate"]


# --- a sheet that was changed ------------------------------------------------------------------------------------------------


def test_the_order_of_rows_does_not_matter() -> None:
    """Keys decide."""
    book = fill(book_of("住民課"), {"population": {"回答": 31_800}, "card_rate": {"回答": 78.2}})
    sheet = book["住民課"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD + 1)]
    for at, values in enumerate(reversed(rows), start=HEAD + 1):
        for column, value in enumerate(values, start=1):
            sheet.cell(at, column).value = value
    collected = collect(saved(book), "返送.xlsx", LEDGER, TODAY)
    assert {reply.key: reply.value for reply in collected.replies} == {"population": 31_800, "card_rate": 78.2}


def test_rows_and_columns_that_were_inserted_do_not_matter() -> None:
    """The table is found where it is."""
    book = fill(book_of("住民課"), {"population": {"回答": 31_800}})
    sheet = book["住民課"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(1, 3)
    sheet.insert_cols(7, 2)
    assert only(collect(saved(book), "返送.xlsx", LEDGER, TODAY)).value == 31_800


def test_a_row_that_was_added_comes_back_as_a_problem() -> None:
    """Without a key nobody knows what it answers."""
    book = book_of("住民課")
    sheet = book["住民課"]
    row = sheet.max_row + 1
    sheet.cell(row, 2).value, sheet.cell(row, 7).value = "出生数", 120
    found = problem(collect(saved(book), "返送.xlsx", LEDGER, TODAY))
    assert (found.row, found.read) == (row, "出生数")


def test_a_sheet_of_another_plan_is_noticed() -> None:
    """Its answers are shown all the same: the plan may have got another name in the meantime."""
    data = saved(fill(book_of("住民課"), {"population": {"回答": 31_800}}))
    other = LEDGER.with_fact(answered("plan_name", "あおば市官民データ活用推進計画"))
    assert collect(data, "返送.xlsx", Ledger(), TODAY).problems == ()
    collected = collect(data, "返送.xlsx", other, TODAY)
    assert collected.plans == ("みどり町官民データ活用推進計画",)
    assert [(found.row, found.read) for found in collected.problems] == [(None, "みどり町官民データ活用推進計画")]
    assert [reply.key for reply in collected.replies] == ["population"]


def test_another_sheet_beside_is_mentioned() -> None:
    """A memo is not read, and not silently."""
    book = fill(book_of("住民課"), {"population": {"回答": 31_800}})
    book.create_sheet("メモ")["A1"] = "人口は来月更新"
    book.create_sheet("空")
    collected = collect(saved(book), "返送.xlsx", LEDGER, TODAY)
    assert [(p.sheet, p.row) for p in collected.problems] == [("メモ", None)]
    assert len(collected.replies) == 1


def _no_keys(book: Workbook) -> None:
    book["住民課"].delete_cols(KEY_COLUMN)


def _twice(book: Workbook) -> None:
    book["住民課"].cell(HEAD + 2, KEY_COLUMN).value = "population"


def _copied(book: Workbook) -> None:
    book.copy_worksheet(book["住民課"])


def _unknown(book: Workbook) -> None:
    book["住民課"].cell(HEAD + 2, KEY_COLUMN).value = "shoe_size"


def _formula(book: Workbook) -> None:
    book["住民課"].cell(HEAD + 2, KEY_COLUMN).value = "=L5"


def _no_column(book: Workbook) -> None:
    book["住民課"].cell(HEAD, COLUMNS.index("基準日") + 1).value = "日付"


def _no_head(book: Workbook) -> None:
    book["住民課"].cell(HEAD, KEY_COLUMN).value = "x"


def _newer(book: Workbook) -> None:
    book["住民課"].cell(1, KEY_COLUMN).value = "kanmin-inquiry-2"


def _foreign(book: Workbook) -> None:
    book.create_sheet("予算")["A1"] = "令和9年度予算"
    book.remove(book["住民課"])


def _empty(book: Workbook) -> None:
    book.create_sheet("空")
    book.remove(book["住民課"])


@pytest.mark.parametrize(
    ("spoil", "part"),
    [
        (_no_keys, "照会キー"),
        (_twice, "同じ項目「世帯数」の行が二つ"),
        (_copied, "シートを消して一つに"),
        (_unknown, "どの項目か分からない行があります（シート「住民課」の6行目）"),
        (_formula, "どの項目か分からない行"),
        (_no_column, "列「基準日」が一つずつ揃っていません"),
        (_no_head, "見出しの行がありません"),
        (_newer, "いまの形式の照会票ではありません"),
        (_foreign, "照会票ではありません"),
        (_empty, "照会票ではありません"),
    ],
)
def test_a_spoilt_sheet_is_refused(spoil: object, part: str) -> None:
    """The message names the file and says what to do; nothing of it is taken."""
    book = fill(book_of("住民課"), {"population": {"回答": 31_800}})
    spoil(book)  # type: ignore[operator]
    with pytest.raises(InputError) as error:
        collect(saved(book), "返送.xlsx", LEDGER, TODAY)
    assert part in str(error.value)
    assert "「返送.xlsx」" in str(error.value)
    assert "ください" in str(error.value)


def test_the_key_heading_is_what_the_sheet_has() -> None:
    """Who unhides the column reads that it must stay."""
    assert book_of("住民課")["住民課"].cell(HEAD, KEY_COLUMN).value == KEY
