"""Replies are put beside what is known and beside each other; a person accepts them one by one."""

import pytest

from assistant.errors import InputError
from assistant.inquiry.collect import Collected, Given
from assistant.inquiry.fields import FieldReply
from assistant.inquiry.merging import merged
from assistant.inquiry.replies import Proposal, accept, proposals, show_reply, sift
from assistant.models import ChosenMeasure, Dated, Fact, FactValue, Kpi, Ledger, Status, Step


def fact(key: str, value: FactValue | None, as_of: str | None = None, **parts: object) -> Fact:
    status = Status.ANSWERED if value is not None else Status.UNKNOWN
    return Fact.model_validate({"key": key, "status": status, "value": value, "as_of": as_of, **parts})


def field(path: str, value: object, **parts: object) -> FieldReply:
    return FieldReply.model_validate({"key": f"measure:m1.{path}", "status": Status.ANSWERED, "value": value, **parts})


def ledger(*facts: Fact, measures: tuple[ChosenMeasure, ...] = ()) -> Ledger:
    return Ledger(facts={known.key: known for known in facts}, measures=measures)


def from_departments(*replies: Given) -> list[Collected]:
    """Each reply in a file of its own."""
    return [Collected(file=f"{n}.xlsx", replies=(reply,)) for n, reply in enumerate(replies)]


def only(known: Ledger, *replies: Given) -> Proposal:
    found = proposals(known, from_departments(*replies))
    assert len(found) == 1
    return found[0]


MEASURE = ChosenMeasure(
    key="m1",
    title="窓口の改善",
    kpis=(Kpi(name="利用率", unit="%", current=10.5, current_year=2025),),
    situation="混む",
)
OLD, NEW = "令和3年4月1日", "令和8年4月1日"
RESIDENTS = fact("population", 31_800, NEW, department="住民課", source="住民基本台帳", answered_by="山田")
PLANNERS = fact("population", 31_900, NEW, department="企画課")


# --- proposals ---------------------------------------------------------------------------------------------------------------


def test_a_reply_stands_beside_what_the_ledger_has() -> None:
    """Both as a plan shows them."""
    found = only(ledger(fact("population", 33_900, OLD)), RESIDENTS)
    assert (found.label, found.current, found.shown, found.changes) == (
        "人口",
        "33,900人（令和3年4月1日現在）",
        "31,800人（令和8年4月1日現在）",
        True,
    )
    assert (found.proposed, found.conflicts) == (RESIDENTS, ())


@pytest.mark.parametrize(
    ("known", "current", "changes"),
    [
        (ledger(), "", True),
        (ledger(fact("population", None)), "わからない", True),
        (ledger(Fact(key="population", status=Status.DECLINED)), "回答しない", True),
        (ledger(fact("population", 31_800, NEW)), "31,800人（令和8年4月1日現在）", False),
        (ledger(fact("population", 31_800)), "31,800人", True),
    ],
)
def test_whether_a_reply_changes_anything(known: Ledger, current: str, changes: bool) -> None:
    """A reply that says what is known may still bring its source."""
    found = only(known, RESIDENTS)
    assert (found.current, found.changes) == (current, changes)


def test_differing_replies_are_put_side_by_side() -> None:
    """None of them is dropped."""
    found = only(ledger(), RESIDENTS, PLANNERS, fact("population", 30_000, NEW, department="福祉課"))
    assert [reply.department for reply in (found.proposed, *found.conflicts)] == ["住民課", "企画課", "福祉課"]


@pytest.mark.parametrize(
    ("other", "conflicts"),
    [
        (fact("population", 31_800, NEW, department="企画課"), 0),
        (fact("population", 31_800, "2026年4月1日"), 0),
        (fact("population", 31_800), 0),
        (fact("population", 31_800, OLD), 1),
        (fact("population", 31_801, NEW), 1),
        (fact("population", None), 0),
        (Fact(key="population", status=Status.NOT_APPLICABLE), 1),
        (Fact(key="population", status=Status.DECLINED), 1),
    ],
)
def test_what_counts_as_a_conflict(other: Fact, conflicts: int) -> None:
    """Another value, or the same of another day; わからない contradicts nobody. The order of the files does not matter."""
    assert len(only(ledger(), RESIDENTS, other).conflicts) == conflicts
    assert len(only(ledger(), other, RESIDENTS).conflicts) == conflicts


@pytest.mark.parametrize(
    ("replies", "first"),
    [
        ((fact("population", None), RESIDENTS), 1),
        ((Fact(key="population", status=Status.NOT_APPLICABLE), RESIDENTS), 1),
        ((fact("population", None), Fact(key="population", status=Status.DECLINED)), 1),
        ((fact("population", 33_900, OLD), RESIDENTS), 1),
        ((fact("population", 33_900), RESIDENTS), 1),
        ((RESIDENTS, PLANNERS), 0),
    ],
)
def test_which_reply_is_offered_first(replies: tuple[Fact, Fact], first: int) -> None:
    """An answer before none, the newest before older ones, else the first that came."""
    assert only(ledger(), *replies).proposed == replies[first]


def test_the_order_of_the_replies_is_kept() -> None:
    """As the sheets have them."""
    given = Collected(file="x", replies=(RESIDENTS, fact("households", 12_400), field("situation", "空く")))
    assert [found.key for found in proposals(ledger(measures=(MEASURE,)), [given])] == [
        "population",
        "households",
        "measure:m1.situation",
    ]


@pytest.mark.parametrize(
    ("reply", "label", "current", "shown"),
    [
        (field("situation", "空く"), "施策「窓口の改善」の現状と課題", "混む", "空く"),
        (field("department", "住民課"), "施策「窓口の改善」の担当課", "", "住民課"),
        (
            field("kpis[0].current", 12, unit="%", year=2026),
            "施策「窓口の改善」指標「利用率」の現状値",
            "10.5％（令和7年度）",
            "12％（令和8年度）",
        ),
        (
            field("kpis[0].target", 30, unit="%", year=2029),
            "施策「窓口の改善」指標「利用率」の目標値",
            "",
            "30％（令和11年度）",
        ),
        (field("kpis[0].year", 2029), "施策「窓口の改善」指標「利用率」の目標年度", "", "令和11年度"),
        (field("kpis[1].name", "満足度"), "施策「窓口の改善」の指標（KPI）の名称", "", "満足度"),
        (
            field("schedule", (Step(year=2027, text="選ぶ"), Step(year=2028, text="始める"))),
            "施策「窓口の改善」の年度ごとの取組",
            "",
            "令和9年度：選ぶ、令和10年度：始める",
        ),
    ],
)
def test_fields_of_measures_stand_beside_their_old_values(
    reply: FieldReply, label: str, current: str, shown: str
) -> None:
    """With unit and year."""
    found = only(ledger(measures=(MEASURE,)), reply)
    assert (found.label, found.current, found.shown) == (label, current, shown)


@pytest.mark.parametrize(
    ("reply", "shown"),
    [
        (fact("population", None), "わからない"),
        (fact("issues", ("転出", "混雑")), "転出、混雑"),
        (fact("ageing_rate", 38.5, approximate=True), "約38.5％"),
        (fact("period", "2027-2029"), "令和9年度から令和11年度まで"),
        (field("kpis[0].target", None, status=Status.UNKNOWN), "わからない"),
    ],
)
def test_how_replies_are_shown(reply: Given, shown: str) -> None:
    """As a plan shows them."""
    assert show_reply(reply) == shown


# --- what nobody need choose ---------------------------------------------------------------------------------------------


def one_file(*replies: Given) -> Collected:
    return Collected(file="x.xlsx", replies=replies)


@pytest.mark.parametrize(
    ("came", "waiting", "undisputed", "left"),
    [
        ((RESIDENTS,), (), (RESIDENTS,), ()),
        ((RESIDENTS, PLANNERS), (), (), ("population",)),
        ((RESIDENTS,), (PLANNERS,), (), ("population",)),
        ((RESIDENTS, field("situation", "空く")), (PLANNERS,), (field("situation", "空く"),), ("population",)),
        ((field("situation", "空く"),), (PLANNERS, RESIDENTS), (field("situation", "空く"),), ()),
        ((RESIDENTS,), (fact("population", 31_800, NEW, department="企画課"),), (RESIDENTS,), ()),
        ((RESIDENTS,), (fact("population", None),), (RESIDENTS,), ()),
        ((fact("population", None),), (RESIDENTS,), (), ("population",)),
        ((fact("population", 31_800),), (RESIDENTS,), (), ("population",)),
        ((field("kpis[0].target", 30),), (), (field("kpis[0].target", 30),), ()),
        ((field("kpis[1].target", 30),), (), (), ("measure:m1.kpis[1].target",)),
        (
            (field("kpis[1].target", 30), field("kpis[1].name", "満足度")),
            (),
            (field("kpis[1].target", 30), field("kpis[1].name", "満足度")),
            (),
        ),
        (
            (field("kpis[1].target", 30), field("kpis[1].name", "満足度")),
            (field("kpis[1].name", "件数"),),
            (),
            ("measure:m1.kpis[1].target", "measure:m1.kpis[1].name"),
        ),
        (
            (field("kpis[1].target", 30), field("kpis[1].name", None, status=Status.UNKNOWN)),
            (),
            (field("kpis[1].name", None, status=Status.UNKNOWN),),
            ("measure:m1.kpis[1].target",),
        ),
    ],
)
def test_which_replies_nobody_need_choose_between(
    came: tuple[Given, ...], waiting: tuple[Given, ...], undisputed: tuple[Given, ...], left: tuple[str, ...]
) -> None:
    """Those that nothing contradicts, in the file or on a sheet that waits; what is taken has its place in the plan."""
    known = ledger(measures=(MEASURE,))
    found = sift(known, one_file(*came), from_departments(*waiting))
    assert (found.undisputed, tuple(one.key for one in found.left)) == (undisputed, left)
    accept(known, found.undisputed)


# --- accepting ---------------------------------------------------------------------------------------------------------------


def test_an_accepted_reply_holds_with_department_date_and_source() -> None:
    """Exactly the fact that was collected; the old ledger is untouched."""
    before = ledger()
    assert accept(before, [RESIDENTS]).facts == {"population": RESIDENTS}
    assert before.facts == {}


@pytest.mark.parametrize(
    ("known", "reply", "value", "earlier"),
    [
        (fact("population", 33_900, OLD), RESIDENTS, (31_800, NEW), [(33_900, OLD)]),
        (RESIDENTS, fact("population", 33_900, OLD), (31_800, NEW), [(33_900, OLD)]),
        (fact("population", 31_000, NEW), RESIDENTS, (31_800, NEW), []),
        (fact("population", 31_000, "2026/4/1"), RESIDENTS, (31_800, NEW), []),
        (fact("population", 31_000), RESIDENTS, (31_800, NEW), []),
        (fact("population", 31_000, "いつか"), RESIDENTS, (31_800, NEW), []),
        (RESIDENTS, fact("population", 31_000), (31_000, None), []),
        (RESIDENTS, fact("population", None), (31_800, NEW), []),
        (fact("population", None), RESIDENTS, (31_800, NEW), []),
        (RESIDENTS, Fact(key="population", status=Status.NOT_APPLICABLE), (None, None), []),
        (
            fact("population", 33_000, "令和5年4月1日", earlier=(Dated(value=33_900, as_of=OLD),)),
            RESIDENTS,
            (31_800, NEW),
            [(33_900, OLD), (33_000, "令和5年4月1日")],
        ),
        (
            fact("population", 34_000, OLD),
            fact("population", 31_800, NEW, earlier=(Dated(value=33_900, as_of=OLD),)),
            (31_800, NEW),
            [(34_000, OLD)],
        ),
    ],
)
def test_dated_figures_stand_behind_newer_ones(
    known: Fact, reply: Fact, value: tuple[object, object], earlier: list[tuple[object, object]]
) -> None:
    """So that a change can be told; one day has one value."""
    found = merged(known, reply)
    assert (found.value, found.as_of) == value
    assert [(dated.value, dated.as_of) for dated in found.earlier] == earlier


def test_a_new_kpi_is_accepted_with_its_name() -> None:
    """In whatever order the replies were chosen; without a name its values have no place."""
    known = ledger(measures=(MEASURE.model_copy(update={"kpis": ()}),))
    target = field("kpis[0].target", 30, unit="件", year=2029)
    current = field("kpis[0].current", 12, unit="件", year=2026, source="庁内調べ")
    name = field("kpis[0].name", "手続の数", unit="件")
    found = accept(known, [target, current, name])
    assert found.measures[0].kpis == (
        Kpi(name="手続の数", unit="件", current=12, current_year=2026, target=30, year=2029, source="庁内調べ"),
    )
    with pytest.raises(InputError, match="指標の名称も"):
        accept(known, [target, current])


def test_facts_and_fields_are_accepted_together() -> None:
    """Other facts and measures stay as they are."""
    other = ChosenMeasure(key="m2", title="見守り")
    known = ledger(fact("issues", ("転出",)), measures=(MEASURE, other))
    found = accept(known, [RESIDENTS, field("situation", "空く")])
    assert found.facts == {"issues": known.facts["issues"], "population": RESIDENTS}
    assert found.measures == (MEASURE.model_copy(update={"situation": "空く"}), other)
