"""`kanmin facts sheet` and `collect`: sheets out, replies back, and nothing taken into the plan without being told to."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from calling import JAPANESE, Call, Desk, Done, call

from assistant.app import open_plans
from assistant.inquiry.collect import Collected
from assistant.inquiry.table import COLUMNS
from assistant.models import ChosenMeasure, Fact, Ledger, Status
from assistant.settings import Settings
from assistant.store.accounts import Accounts
from assistant.store.administration import Administration
from assistant.store.plans import Plans, Workspace

HELD = Ledger(
    facts={
        "plan_name": Fact(key="plan_name", status=Status.ANSWERED, value="みどり町データ計画"),
        "ageing_rate": Fact(key="ageing_rate", status=Status.ANSWERED, value=38.5, as_of="令和8年4月1日"),
        "finance": Fact(key="finance", status=Status.UNKNOWN),
    },
    measures=(ChosenMeasure(key="m1", base="today:front-yard", department="住民課"),),
)
CROWDED = "窓口が混んでいる"


@pytest.fixture
def plans(tmp_path: Path) -> Iterator[Plans]:
    found = open_plans(Settings(home=tmp_path / "home"))
    accounts = Accounts(found._engine)
    accounts.ensure_admin("a-long-password")
    admin = accounts.find("admin")
    assert admin
    found.open(admin, found.create(admin, "みどり町の計画").id).add_ledger(HELD)
    yield found
    found._engine.dispose()


@pytest.fixture
def plan(plans: Plans) -> Workspace:
    return plans.administer(1)


@pytest.fixture
def desk(tmp_path: Path, plans: Plans) -> Desk:
    (tmp_path / "words.xlsx").write_bytes("これは Excel ではない".encode())
    (tmp_path / "empty.xlsx").write_bytes(b"")
    return Desk(tmp_path)


def good(desk: Desk, *args: str) -> Done:
    done = desk.enter(call("facts", *args))
    assert (done.code, done.err) == (0, ""), done.err
    return done


def reply(desk: Desk, name: str, key: str, **cells: object) -> str:
    """The sheet with cells of one row filled in, as it comes back; its name."""
    book = openpyxl.load_workbook(desk.folder / name)
    [asked] = [row for sheet in book.worksheets for row in sheet.iter_rows() if row[len(COLUMNS)].value == key]
    for column, value in cells.items():
        asked[COLUMNS.index(column)].value = value  # type: ignore[assignment]
    book.save(desk.folder / "reply.xlsx")
    return "reply.xlsx"


@pytest.mark.parametrize(
    ("made", "part"),
    [
        (call("facts", "sheet", "--plan", "1", code=2), "指定が必要です"),
        (call("facts", "sheet", "--plan", "9", "--out", "a.xlsx", code=1), "番号9の計画はありません"),
        (call("facts", "sheet", "--plan", "1", "--out", "a.docx", code=2), ".xlsx にしてください"),
        (call("facts", "sheet", "--plan", "1", "--dept", "宇宙課", "--out", "a.xlsx", code=1), "聞くことのある部署："),
        (call("facts", "sheet", "--plan", "1", "--out", "a.xlsx", "--due", "来週", code=2), "日付「来週」を読めません"),
        (call("facts", "sheet", "--plan", "1", "--out", "a.xlsx", "--letter", "b.docx", code=2), "部署（--dept）"),
        (
            call("facts", "sheet", "--plan", "1", "--dept", "財政課", "--out", "a.xlsx", "--letter", "b.txt", code=2),
            ".docx にしてください",
        ),
        (call("facts", "sheet", "--plan", "1", "--out", "no/such/a.xlsx", code=1), "フォルダーかファイルがありません"),
        (call("facts", "collect", "nowhere.xlsx", code=1), "照会票「nowhere.xlsx」がありません"),
        (call("facts", "collect", "words.xlsx", code=1), "words.xlsx"),
        (call("facts", "collect", "empty.xlsx", code=1), "empty.xlsx"),
        (call("facts", "collect", "words.xlsx", "--accept", code=2), "計画の番号（--plan）"),
        (call("facts", "collect", "words.xlsx", "--plan", "9", code=1), "番号9の計画はありません"),
    ],
)
def test_errors_are_told_in_japanese_beside_the_output(desk: Desk, plan: Workspace, made: Call, part: str) -> None:
    """Nothing is written, nobody is noted as asked, never a traceback."""
    done = desk.enter(made)
    assert (done.code, done.out) == (made.code, "")
    assert part in done.err
    assert JAPANESE.search(done.err)
    assert "Traceback" not in done.err
    assert (plan.inquiries(), plan.replies()) == ([], [])


def test_a_sheet_for_each_department(desk: Desk, plan: Workspace) -> None:
    """One file, a sheet each; what was asked of whom until when is noted in the plan."""
    data = good(desk, "sheet", "--plan", "1", "--out", "all.xlsx", "--json").data
    assert (data["file"], data["due"]) == ("all.xlsx", "2026-12-07")
    assert data["departments"]["財政課"] == ["finance"]
    assert "population" in data["departments"]["住民課"]
    assert len(openpyxl.load_workbook(desk.folder / "all.xlsx").worksheets) >= len(data["departments"])
    assert {one.department: list(one.keys) for one in plan.inquiries()} == data["departments"]
    assert {one.due for one in plan.inquiries()} == {date(2026, 12, 7)}


def test_the_sheets_go_to_whom_people_chose(desk: Desk, plan: Workspace) -> None:
    """As on the page: another department, and a figure that was stated and is asked anew."""
    plan.ask_department(["finance", "plan_name"], "政策課")
    data = good(desk, "sheet", "--plan", "1", "--out", "all.xlsx", "--json").data
    assert data["departments"]["政策課"] == ["plan_name", "finance"]
    assert "財政課" not in data["departments"]
    [shown] = [sheet for sheet in openpyxl.load_workbook(desk.folder / "all.xlsx") if sheet.title == "政策課"]
    assert "みどり町データ計画" in {cell.value for row in shown.iter_rows() for cell in row}
    options = ("--dept", "政策課", "--letter", "letter.docx")
    good(desk, "sheet", "--plan", "1", "--out", "one.xlsx", *options)
    letter = "".join(one.text for one in docx.Document(str(desk.folder / "letter.docx")).paragraphs)
    assert "政策課長" in letter
    assert "次の2項目" in letter


def test_a_sheet_and_a_letter_for_one_department(desk: Desk, plan: Workspace) -> None:
    """With the date that is given."""
    options = ("--dept", "財政課", "--due", "2026-12-18", "--letter", "letter.docx")
    done = good(desk, "sheet", "--plan", "1", "--out", "one.xlsx", *options)
    assert done.out == "「one.xlsx」を書き出しました（1部署、回答期限 2026-12-18）。\n"
    assert (desk.folder / "letter.docx").read_bytes().startswith(b"PK")
    [inquiry] = plan.inquiries()
    assert (inquiry.department, inquiry.keys, inquiry.due) == ("財政課", ("finance",), date(2026, 12, 18))


def test_a_reply_is_shown_and_changes_nothing(desk: Desk, plan: Workspace) -> None:
    """Until it is accepted."""
    good(desk, "sheet", "--plan", "1", "--out", "all.xlsx")
    back = reply(desk, "all.xlsx", "population", 回答=31_800, 基準日="令和8年4月1日", 回答者="佐藤")
    done = good(desk, "collect", back, "--plan", "1")
    assert "人口：（なし） → 31,800人" in done.out
    assert "--accept を付けてください" in done.out
    data = good(desk, "collect", back, "--plan", "1", "--json").data
    assert data["facts"]["population"]["value"] == 31_800
    assert data["facts"]["population"]["department"] == "住民課"
    assert (data["problems"], data["conflicts"], data["accepted"]) == ([], [], False)
    assert plan.ledger() == HELD
    assert plan.replies() == []


def test_an_accepted_reply_is_in_the_plan(desk: Desk, plan: Workspace) -> None:
    """With department and date; who has replied is known; the rest is as it was."""
    good(desk, "sheet", "--plan", "1", "--out", "all.xlsx")
    back = reply(desk, "all.xlsx", "population", 回答="31,800人", 基準日="令和8年4月1日", 出典="住民基本台帳")
    assert "取り込みました" in good(desk, "collect", back, "--plan", "1", "--accept").out
    fact = plan.ledger().get("population")
    assert (fact.value, fact.as_of, fact.source, fact.department) == (
        31_800,
        "令和8年4月1日",
        "住民基本台帳",
        "住民課",
    )
    assert {key: plan.ledger().facts[key] for key in HELD.facts} == HELD.facts
    assert [one.accepted_at is not None for one in plan.replies()] == [True] * len(plan.replies())
    assert "住民課" in {one.department for one in plan.inquiries() if one.replied_at}


def test_a_reply_with_a_slip_is_told_with_its_row(desk: Desk, plan: Workspace) -> None:
    """It is not taken, even when the rest is accepted."""
    good(desk, "sheet", "--plan", "1", "--dept", "住民課", "--out", "one.xlsx")
    back = reply(desk, "one.xlsx", "population", 回答="たくさん")
    done = good(desk, "collect", back, "--plan", "1", "--accept")
    assert "行目 人口" in done.out
    assert "population" not in plan.ledger().facts


def test_a_reply_without_a_plan_is_only_read(desk: Desk) -> None:
    """As a facts file would have it."""
    good(desk, "sheet", "--plan", "1", "--dept", "財政課", "--out", "one.xlsx")
    back = reply(desk, "one.xlsx", "finance", 回答="毎年度の予算で確保する")
    data = good(desk, "collect", back, "--json").data
    assert data["facts"]["finance"]["value"] == "毎年度の予算で確保する"


# --- what is accepted ------------------------------------------------------------------------------------------------


def waiting(plan: Workspace, *facts: Fact, department: str = "企画課") -> int:
    """A sheet that came in over the page and that nobody has decided on."""
    came = Collected(file="先の照会票.xlsx", departments=(department,), replies=facts)
    return plan.add_reply(department, came.model_dump(mode="json"))


def population(value: int, **parts: str) -> Fact:
    return Fact.model_validate({"key": "population", "status": Status.ANSWERED, "value": value, **parts})


def test_a_key_with_two_answers_is_left_to_the_page(desk: Desk, plan: Workspace) -> None:
    """Neither is taken, both are named, and both sheets wait for somebody to choose; the rest is taken."""
    waiting(plan, population(31_500, department="企画課", as_of="令和8年4月1日"))
    good(desk, "sheet", "--plan", "1", "--dept", "住民課", "--out", "one.xlsx")
    back = reply(desk, "one.xlsx", "population", 回答="31,800人", 基準日="令和8年4月1日")
    back = reply(desk, back, "measure:m1.situation", 回答=CROWDED)
    shown = good(desk, "collect", back, "--plan", "1", "--json").data
    assert (shown["conflicts"], shown["accepted"], shown["facts"]) == (["population"], False, {})
    done = good(desk, "collect", back, "--plan", "1", "--accept")
    assert "人口：（なし） → 回答が食い違っています" in done.out
    assert "31,800人（令和8年4月1日現在）（住民課）" in done.out
    assert "31,500人（令和8年4月1日現在）（企画課）" in done.out
    assert done.out.endswith("1件を取り込みました。取り込んでいない1件（人口）は、照会の画面で決めてください。\n")
    assert plan.ledger().measures[0].situation == CROWDED
    assert plan.ledger().get("population").status is Status.ABSENT
    assert [one.accepted_at for one in plan.replies()] == [None, None]


def test_a_waiting_sheet_that_says_the_same_is_no_conflict(desk: Desk, plan: Workspace) -> None:
    """The answer is taken, and with it nothing is left to decide on either sheet."""
    waiting(plan, population(31_800, department="企画課", as_of="令和8年4月1日"))
    good(desk, "sheet", "--plan", "1", "--dept", "住民課", "--out", "one.xlsx")
    back = reply(desk, "one.xlsx", "population", 回答="31,800人", 基準日="令和8年4月1日")
    data = good(desk, "collect", back, "--plan", "1", "--accept", "--json").data
    assert (data["conflicts"], data["accepted"]) == ([], True)
    assert plan.ledger().get("population").department == "住民課"
    assert all(one.accepted_at for one in plan.replies())


def test_a_measure_keeps_what_it_takes_from_its_record(desk: Desk, plan: Workspace) -> None:
    """Only the field that was answered is written; title, pillar and field go on following the record."""
    good(desk, "sheet", "--plan", "1", "--dept", "住民課", "--out", "one.xlsx")
    back = reply(desk, "one.xlsx", "measure:m1.situation", 回答=CROWDED)
    data = good(desk, "collect", back, "--plan", "1", "--accept", "--json").data
    wanted = HELD.measures[0].model_copy(update={"situation": CROWDED})
    assert plan.ledger().measures == (wanted,)
    assert data["measures"] == [wanted.model_dump(mode="json", exclude_defaults=True)]


def test_each_department_s_reply_holds_its_own_answers(desk: Desk, plan: Workspace) -> None:
    """As when the file comes in over the page."""
    good(desk, "sheet", "--plan", "1", "--out", "all.xlsx")
    back = reply(desk, "all.xlsx", "population", 回答="31,800人")
    back = reply(desk, back, "finance", 回答="毎年度の予算で確保する")
    good(desk, "collect", back, "--plan", "1", "--accept")
    kept = {one.department: [given["key"] for given in one.content["replies"]] for one in plan.replies()}
    assert {department: keys for department, keys in kept.items() if keys} == {
        "住民課": ["population"],
        "財政課": ["finance"],
    }


def test_a_sheet_with_a_slip_stays_until_somebody_looked_at_it(desk: Desk, plan: Workspace) -> None:
    """What can be read is taken; the page goes on showing the row that cannot."""
    good(desk, "sheet", "--plan", "1", "--dept", "住民課", "--out", "one.xlsx")
    back = reply(desk, "one.xlsx", "population", 回答="たくさん")
    back = reply(desk, back, "measure:m1.situation", 回答=CROWDED)
    done = good(desk, "collect", back, "--plan", "1", "--accept")
    assert "△のところがあるため、照会票は照会の画面に残しています。" in done.out
    assert plan.ledger().measures[0].situation == CROWDED
    assert [one.accepted_at for one in plan.replies()] == [None]


def test_a_value_of_a_kpi_without_a_name_is_left_to_the_page(desk: Desk, plan: Workspace) -> None:
    """It has no place in the plan yet; the rest of the sheet is taken all the same."""
    good(desk, "sheet", "--plan", "1", "--dept", "住民課", "--out", "one.xlsx")
    back = reply(desk, "one.xlsx", "measure:m1.kpis[0].current", 回答=12)
    back = reply(desk, back, "measure:m1.situation", 回答=CROWDED)
    done = good(desk, "collect", back, "--plan", "1", "--accept")
    assert "照会の画面で確かめてください" in done.out
    assert plan.ledger().measures[0].situation == CROWDED
    assert plan.ledger().measures[0].kpis == ()


def test_what_the_command_line_takes_is_signed_by_somebody_who_can_sign_in(
    desk: Desk, plans: Plans, plan: Workspace
) -> None:
    """Not by an administrator who has left."""
    accounts = Accounts(plans._engine)
    admin, later = accounts.find("admin"), accounts.create("後任", "a-long-password", is_admin=True)
    assert admin
    Administration(plans._engine, accounts, later).set_disabled(admin.id, disabled=True)
    good(desk, "sheet", "--plan", "1", "--dept", "住民課", "--out", "one.xlsx")
    good(desk, "collect", reply(desk, "one.xlsx", "population", 回答="31,800人"), "--plan", "1", "--accept")
    assert [one.author for one in plan.inquiries()] == ["後任"]
    assert plan.stated()["population"].author == "後任"
