"""What is asked of whom: open and outdated facts, and what the picked measures lack."""

from datetime import date

import pytest

from assistant.errors import InputError
from assistant.inquiry.fields import FieldPath, FieldReply, parse_path, unset_fields, with_field
from assistant.inquiry.items import Item, all_items, departments, items_for
from assistant.interview import applicable, load_questions
from assistant.models import ChosenMeasure, Fact, FactValue, Kpi, Ledger, Status, Step

TODAY = date(2026, 11, 23)
FULL = "5つの柱の全体を対象にする"


def answered(key: str, value: FactValue, as_of: str | None = None) -> Fact:
    return Fact(key=key, status=Status.ANSWERED, value=value, as_of=as_of)


def ledger(*facts: Fact, measures: tuple[ChosenMeasure, ...] = ()) -> Ledger:
    return Ledger(facts={fact.key: fact for fact in facts}, measures=measures)


def asked(known: Ledger) -> dict[str, Item]:
    return {item.key: item for item in all_items(known, TODAY)}


# --- facts -------------------------------------------------------------------------------------------------------------------


def test_an_empty_ledger_asks_every_applicable_question_once() -> None:
    """Forms and inquiries ask more than the chat; settings of the document are never asked."""
    wanted = [q.key for q in load_questions() if q.ask != "never" and applicable(q, Ledger())]
    assert [item.key for item in all_items(Ledger(), TODAY)] == wanted
    assert {"security_rules", "finance"} <= set(wanted)
    assert "years_style" not in wanted


@pytest.mark.parametrize(
    ("status", "is_asked"),
    [
        (Status.ABSENT, True),
        (Status.UNKNOWN, True),
        (Status.DECLINED, False),
        (Status.NOT_APPLICABLE, False),
        (Status.ANSWERED, False),
    ],
)
def test_only_open_facts_are_asked_for(status: Status, is_asked: bool) -> None:
    """Who answered in any way is not asked again."""
    fact = Fact(key="it_staff", status=status, value=3 if status is Status.ANSWERED else None)
    assert ("it_staff" in asked(ledger(fact))) == is_asked


@pytest.mark.parametrize(
    ("as_of", "is_asked"),
    [
        ("令和7年4月1日", True),
        ("令和7年11月23日", True),
        ("令和7年11月24日", False),
        ("令和8年4月1日", False),
        ("令和6年度", True),
        ("令和7年度", False),
        ("2020年1月", True),
        ("いつか", False),
        (None, False),
    ],
)
def test_a_figure_that_is_a_year_old_is_asked_for_anew(as_of: str | None, is_asked: bool) -> None:
    """With its value, so that the department sees what is replaced; without a readable date nothing is outdated."""
    found = asked(ledger(answered("population", 33_900, as_of))).get("population")
    assert (found is not None) == is_asked
    if found:
        assert found.outdated
        assert found.last.startswith("33,900人（")


def test_a_text_does_not_grow_old() -> None:
    """Only figures stand for a day."""
    assert "lead_department" not in asked(ledger(answered("lead_department", "企画課", "令和2年4月1日")))


@pytest.mark.parametrize(
    ("facts", "key", "is_asked"),
    [
        ((), "host_plan", False),
        ((answered("pattern", "既存の計画に組み込む"),), "host_plan", True),
        ((answered("pattern", "既存の計画に組み込む"),), "it_plan", False),
        ((), "households", False),
        ((answered("scale", FULL),), "households", True),
        ((), "efforts_result", False),
        ((answered("past_efforts", ("情報化計画",)),), "efforts_result", True),
    ],
)
def test_conditions_of_the_questions_hold_here_too(facts: tuple[Fact, ...], key: str, is_asked: bool) -> None:
    """What the answers so far rule out is not asked."""
    assert (key in asked(ledger(*facts))) == is_asked


@pytest.mark.parametrize(
    ("key", "department", "also"),
    [
        ("population", "住民課", ()),
        ("prefectural_plan", "企画課", ("情報担当",)),
        ("administrative_issues", "総務課", ("情報担当",)),
        ("finance", "財政課", ()),
    ],
)
def test_the_first_of_several_departments_is_asked(key: str, department: str, also: tuple[str, ...]) -> None:
    """The others are mentioned."""
    item = asked(Ledger())[key]
    assert (item.department, item.also) == (department, also)


def test_departments_and_their_items_are_all_items() -> None:
    """Nothing is lost between the departments, and nothing asked twice."""
    known = ledger(answered("scale", FULL))
    named = departments(known, TODAY)
    assert named[0] == "企画課"
    assert len(set(named)) == len(named)
    keys = [item.key for name in named for item in items_for(known, name, TODAY)]
    assert sorted(keys) == sorted(asked(known))
    assert items_for(known, "水道課", TODAY) == ()


# --- measures ----------------------------------------------------------------------------------------------------------------

KPI = Kpi(name="手続の数", unit="件", current=12, current_year=2025, target=30, year=2029, source="庁内調べ")
WHOLE = ChosenMeasure(
    key="m1",
    title="窓口の改善",
    body="窓口を改める",
    situation="混雑している",
    department="住民課",
    kpis=(KPI,),
    schedule=(Step(year=2027, text="設計"),),
)


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        ({}, []),
        ({"situation": ""}, ["situation"]),
        ({"body": ""}, ["body"]),
        ({"body": "", "base": "measure:行政手続の棚卸し"}, []),
        ({"department": ""}, ["department"]),
        ({"schedule": ()}, ["schedule"]),
        ({"kpis": ()}, ["kpis[0].name", "kpis[0].current", "kpis[0].target"]),
        ({"kpis": (KPI, KPI.model_copy(update={"current": None, "source": ""}))}, ["kpis[1].current"]),
        ({"kpis": (KPI.model_copy(update={"source": ""}),)}, ["kpis[0].source"]),
        ({"kpis": (KPI.model_copy(update={"current": 0}),)}, []),
        ({"kpis": (KPI.model_copy(update={"target": None, "year": None}),)}, ["kpis[0].target"]),
        ({"kpis": (KPI.model_copy(update={"year": None}),)}, ["kpis[0].year"]),
    ],
)
def test_what_a_measure_lacks(change: dict[str, object], paths: list[str]) -> None:
    """What is set is not asked; a source comes with its value, a year with its target."""
    measure = WHOLE.model_copy(update=change)
    assert [str(path) for path in unset_fields(measure)] == [f"measure:m1.{path}" for path in paths]


@pytest.mark.parametrize(
    ("department", "asks", "also"),
    [("住民課", "住民課", ()), ("", "企画課", ()), ("住民課・情報担当", "住民課", ("情報担当",))],
)
def test_a_measure_s_own_department_is_asked(department: str, asks: str, also: tuple[str, ...]) -> None:
    """The planners, where the measure has none."""
    measure = WHOLE.model_copy(update={"schedule": (), "department": department})
    item = asked(ledger(measures=(measure,)))["measure:m1.schedule"]
    assert (item.department, item.also) == (asks, also)
    assert item.label == "施策「窓口の改善」の年度ごとの取組"


def test_rejected_measures_are_not_asked_about() -> None:
    """Only what stands in the plan."""
    measure = WHOLE.model_copy(update={"schedule": (), "decision": "rejected"})
    assert [key for key in asked(ledger(measures=(measure,))) if key.startswith("measure:")] == []


def test_the_question_for_a_target_tells_the_period_and_the_unit() -> None:
    """So that the target lies in the plan; the target itself is never suggested."""
    kpi = KPI.model_copy(update={"target": None})
    known = ledger(answered("period", "2027-2029"), measures=(WHOLE.model_copy(update={"kpis": (kpi,)}),))
    item = asked(known)["measure:m1.kpis[0].target"]
    assert "令和9年度から令和11年度まで" in item.text
    assert "目標年度は令和11年度です" in item.text
    assert (item.label, item.unit, item.last) == ("施策「窓口の改善」指標「手続の数」の目標値", "件", "")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("measure:m1.situation", FieldPath(measure="m1", part="situation")),
        ("measure:m1.kpis[0].current", FieldPath(measure="m1", part="current", index=0)),
        ("measure:m1.kpis[12].year", FieldPath(measure="m1", part="year", index=12)),
        ("measure:m1.kpis[0].situation", None),
        ("measure:m1.current", None),
        ("measure:m1.decision", None),
        ("measure:m1.kpis[-1].current", None),
        ("measure:m1.kpis[100].current", None),
        ("measure:m1.kpis[00].current", None),
        ("measure:m1.kpis[0].current\n", None),
        ("population", None),
        ("", None),
    ],
)
def test_paths(text: str, path: FieldPath | None) -> None:
    """Only fields that are asked for have a path; a path is written as it is read."""
    assert parse_path(text) == path
    if path:
        assert str(path) == text


def reply(path: str, value: object, **parts: object) -> FieldReply:
    return FieldReply.model_validate({"key": f"measure:m1.{path}", "status": Status.ANSWERED, "value": value, **parts})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (reply("situation", "空いている"), {"situation": "空いている"}),
        (reply("schedule", (Step(year=2028, text="開始"),)), {"schedule": (Step(year=2028, text="開始"),)}),
        (
            reply(
                "kpis[0].current",
                20,
                unit="件",
                year=2026,
                as_of="令和8年4月1日",
                source="業務統計",
                department="住民課",
            ),
            {
                "kpis": (
                    KPI.model_copy(
                        update={"current": 20, "current_year": 2026, "source": "業務統計（住民課、令和8年4月1日）"}
                    ),
                )
            },
        ),
        (
            reply("kpis[0].current", 20, department="住民課"),
            {"kpis": (KPI.model_copy(update={"current": 20, "current_year": None, "source": "住民課"}),)},
        ),
        (reply("kpis[0].target", 40, year=2028), {"kpis": (KPI.model_copy(update={"target": 40, "year": 2028}),)}),
        (reply("kpis[0].target", 40), {"kpis": (KPI.model_copy(update={"target": 40}),)}),
        (reply("kpis[0].year", 2028), {"kpis": (KPI.model_copy(update={"year": 2028}),)}),
        (reply("kpis[0].source", "業務統計"), {"kpis": (KPI.model_copy(update={"source": "業務統計"}),)}),
        (reply("kpis[1].name", "満足度", unit="%"), {"kpis": (KPI, Kpi(name="満足度", unit="%"))}),
        (reply("kpis[0].target", None, status=Status.UNKNOWN), {}),
        (reply("department", "総務課", status=Status.NOT_APPLICABLE), {}),
    ],
)
def test_a_reply_sets_its_field_and_no_other(given: FieldReply, expected: dict[str, object]) -> None:
    """Who says わからない changes nothing."""
    found = with_field(ledger(measures=(WHOLE,)), given)
    assert found.measures == (WHOLE.model_copy(update=expected),)


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("measure:m9.situation", "いまの計画にありません"),
        ("measure:m1.kpis[2].current", "いまの計画にありません"),
        ("measure:m1.kpis[1].current", "指標の名称も"),
        ("population", "いまの計画にありません"),
    ],
)
def test_a_reply_without_a_place_is_refused(path: str, part: str) -> None:
    """A value never goes to a KPI that has no name, nor to a measure that has left."""
    given = FieldReply(key=path, status=Status.ANSWERED, value=1)
    with pytest.raises(InputError, match=part):
        with_field(ledger(measures=(WHOLE,)), given)
