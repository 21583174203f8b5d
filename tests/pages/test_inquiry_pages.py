"""照会: sheets and letters go out, replies come in, and only what a person takes over changes the answers."""

import io
from datetime import date, timedelta
from urllib.parse import unquote

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from pages.asking import DUE, accept, address, ask, filled, ledger, page, send, sheet_of
from pages.forms import HOSTILE, Page
from pages.serving import TODAY, Server, Visitor

from assistant.inquiry.sheet import write_sheets
from assistant.measures import completed
from assistant.models import ChosenMeasure, Fact, Status
from assistant.store.tables import InquiryRow
from knowledge.corpus import Corpus

DAY = date.fromisoformat(TODAY)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def town(server: Server, aoki: Visitor) -> Visitor:
    """青木's plan with a name and a measure of the 住民課."""
    workspace = server.workspace(aoki.person)
    facts = {"municipality": "みどり町", "plan_name": "みどり町データ計画", "period": "2027-2029"}
    workspace.add_facts(Fact(key=key, status=Status.ANSWERED, value=value) for key, value in facts.items())
    workspace.add_measure(ChosenMeasure(key="m1", base="today:front-yard", department="住民課"))
    return aoki


# --- out -------------------------------------------------------------------------------------------------------------


def test_a_department_is_asked(server: Server, town: Visitor) -> None:
    """Asking records who, what and until when; then sheet and letter can be had, with the same date."""
    assert "まだ照会していません" in page(town).text
    assert town.http.get(address(town, "/sheet"), params={"department": "住民課"}).status_code == 404
    assert ask(town).headers["location"].endswith("/inquiry?done=asked#departments")
    (inquiry,) = server.workspace(town.person).inquiries()
    assert (inquiry.department, inquiry.due) == ("住民課", date(2026, 12, 11))
    assert {"population", "measure:m1.kpis[0].name"} <= set(inquiry.keys)
    sheet = town.http.get(address(town, "/sheet"), params={"department": "住民課"})
    letter = town.http.get(address(town, "/letter"), params={"department": "住民課"})
    assert (sheet.headers["content-type"], letter.headers["content-type"]) == (XLSX, DOCX)
    assert unquote(sheet.headers["content-disposition"]).endswith("照会票_住民課.xlsx")
    words = "".join(str(cell.value) for tab in load_workbook(io.BytesIO(sheet.content)) for row in tab for cell in row)
    assert "令和8年12月11日（金）" in words
    assert "施策「" in words
    assert any("令和8年12月11日" in p.text for p in Document(io.BytesIO(letter.content)).paragraphs)
    assert len(server.workspace(town.person).inquiries()) == 1
    assert "回答待ち" in page(town).text


@pytest.mark.parametrize(
    ("department", "due", "told"),
    [
        ("住民課", "", "日付として読めません"),
        ("住民課", "12月11日", "日付として読めません"),
        ("住民課", "2026-11-22", "今日から1年以内"),
        ("住民課", "2028-01-01", "今日から1年以内"),
        ("宇宙課", DUE, "照会する項目はありません"),
        (HOSTILE, DUE, "照会する項目はありません"),
        ("", DUE, "部署の行のボタンを押して"),
        ("住民課", HOSTILE, "日付として読めません"),
    ],
)
def test_what_cannot_be_asked(server: Server, town: Visitor, department: str, due: str, told: str) -> None:
    """Refused with what to do; nothing is recorded."""
    answer = ask(town, department, due)
    assert answer.status_code == 422
    assert told in answer.text
    assert "<script>alert" not in answer.text
    assert server.workspace(town.person).inquiries() == []


def test_who_has_not_replied_and_is_late(server: Server, town: Visitor) -> None:
    """A date that has passed is told until the sheet is back."""
    sheet = sheet_of(town)
    assert "期限を過ぎています" not in page(town).text
    with server.engine.connect() as connection:
        late = {"keys": [], "due": (DAY - timedelta(days=1)).isoformat()}
        table = InquiryRow.__table__
        connection.execute(table.update().where(table.c.plan_id == town.plan.id).values(content=late))
        connection.commit()
    assert "期限を過ぎています" in page(town).text
    send(town, ("住民課.xlsx", filled(sheet, {"population": "31800"})))
    assert "期限を過ぎています" not in page(town).text
    assert "回答あり" in page(town).text


# --- in --------------------------------------------------------------------------------------------------------------


def test_replies_are_shown_first_and_taken_on_acceptance(server: Server, town: Visitor) -> None:
    """With department, date, source and name; what was read wrongly is told by its row."""
    reply = filled(
        sheet_of(town),
        {
            "population": ("31800", "令和8年4月1日", "住民基本台帳", "山田"),
            "households": ("おおよそ", "", "", ""),
            "measure:m1.kpis[0].name": "書かない窓口の数",
            "measure:m1.kpis[0].current": ("12", "令和7年度", "庁内調べ", "山田"),
        },
    )
    assert send(town, ("住民課.xlsx", reply)).headers["location"].endswith("/inquiry?done=received#replies")
    assert ledger(server, town).get("population").status is Status.ABSENT
    found = page(town)
    for words in ("31,800人（令和8年4月1日現在）", "出典 住民基本台帳", "山田", "書かない窓口の数"):
        assert words in found.text
    assert accept(town).headers["location"].endswith("/inquiry?done=accepted#replies")
    fact = ledger(server, town).get("population")
    assert (fact.value, fact.as_of, fact.source, fact.department, fact.answered_by) == (
        31800, "令和8年4月1日", "住民基本台帳", "住民課", "山田",
    )  # fmt: skip
    (measure,) = ledger(server, town).measures
    assert (measure.kpis[0].name, measure.kpis[0].current, measure.kpis[0].current_year) == (
        "書かない窓口の数",
        12,
        2025,
    )
    assert measure.title == ""


def test_a_row_that_cannot_be_read(server: Server, town: Visitor) -> None:
    """Its place, what stands there and what would be right; the sheet stays until somebody is done with it."""
    send(
        town,
        ("住民課.xlsx", filled(sheet_of(town), {"population": "385億", "measure:m1.situation": "窓口が混んでいる"})),
    )
    found = page(town)
    assert "行目「人口」" in found.text
    assert "385億" in found.text
    accept(town)
    assert ledger(server, town).measures[0].situation == "窓口が混んでいる"
    assert "行目「人口」" in page(town).text
    reply = server.workspace(town.person).replies()[0]
    assert reply.accepted_at is None
    assert town.http.post(address(town, "/close"), data={"reply": str(reply.id)}).status_code == 303
    assert "行目「人口」" not in page(town).text
    assert server.workspace(town.person).replies()[0].accepted_at


def test_conflicting_replies_stand_side_by_side(server: Server, town: Visitor) -> None:
    """None is chosen for the person; the one that is chosen holds, and both sheets are done."""
    sheet = sheet_of(town)
    first = filled(sheet, {"population": ("31800", "令和8年4月1日", "住民基本台帳", "山田")})
    second = filled(sheet, {"population": ("31750", "令和8年4月1日", "国勢調査", "佐藤")})
    send(town, ("a.xlsx", first), ("b.xlsx", second))
    found = page(town)
    assert "回答が食い違っています" in found.text
    form = found.form(address(town, "/accept"))
    assert form["take-0"] == [""]
    assert accept(town, form).status_code == 422
    token = next(
        line.split('value="')[1].split('"')[0]
        for line in found.html.split("<label")
        if "31,750人" in line and "radio" in line
    )
    accept(town, {**form, "take-0": token})
    assert ledger(server, town).get("population").value == 31750
    assert "確かめる回答はありません" in page(town).text


def test_rows_can_be_left_for_later(server: Server, town: Visitor) -> None:
    """What is not ticked stays in the list."""
    send(
        town,
        ("住民課.xlsx", filled(sheet_of(town), {"population": "31800", "measure:m1.situation": "窓口が混んでいる"})),
    )
    form = page(town).form(address(town, "/accept"))
    accept(town, {name: value for name, value in form.items() if name == "take-0"})
    assert ledger(server, town).answer("population") == 31800
    assert ledger(server, town).measures[0].situation == ""
    assert "窓口が混んでいる" in page(town).text
    accept(town)
    assert ledger(server, town).measures[0].situation == "窓口が混んでいる"
    assert "確かめる回答はありません" in page(town).text


def test_what_is_left_empty_is_told(server: Server, town: Visitor) -> None:
    """A sheet that comes back blank is a reply in which nothing stands."""
    send(town, ("住民課.xlsx", filled(sheet_of(town), {})))
    found = page(town)
    assert "回答 0件" in found.text
    assert "空欄だった項目" in found.text
    assert "回答あり" in found.text


def test_a_value_without_its_kpi_s_name_is_refused(server: Server, town: Visitor) -> None:
    """It says what must be taken together; nothing is taken, and the ticks come back."""
    reply = filled(
        sheet_of(town),
        {"measure:m1.kpis[0].name": "窓口の数", "measure:m1.kpis[0].current": "12", "population": "31800"},
    )
    send(town, ("住民課.xlsx", reply))
    form = page(town).form(address(town, "/accept"))
    rows = [line for line in page(town).html.split("<tr>") if "現状値" in line and "take-" in line]
    value_only = rows[0].split('name="')[1].split('"')[0]
    answer = accept(town, {name: token for name, token in form.items() if name == value_only})
    assert answer.status_code == 422
    assert "指標の名称も、いっしょに" in answer.text
    assert ledger(server, town).measures[0].kpis == ()
    kept = Page(answer.text).form(address(town, "/accept"))
    assert [name for name in kept if name.startswith("take-")] == [value_only]


def test_one_file_with_the_sheets_of_two_departments(server: Server, town: Visitor, corpus: Corpus) -> None:
    """Each is noted as the reply of its own department."""
    full = completed(ledger(server, town), corpus)
    book = write_sheets(full, ["住民課", "福祉課"], DAY + timedelta(days=7), DAY)
    ask(town), ask(town, "福祉課")
    send(town, ("両課.xlsx", filled(book, {"population": "31800", "ageing_rate": "38.5"})))
    assert [reply.department for reply in server.workspace(town.person).replies()] == ["住民課", "福祉課"]
    assert all(inquiry.replied_at for inquiry in server.workspace(town.person).inquiries())
    accept(town)
    assert ledger(server, town).get("ageing_rate").department == "福祉課"
    assert ledger(server, town).get("population").department == "住民課"


def test_a_sheet_of_another_plan_is_told(server: Server, town: Visitor, baba: Visitor) -> None:
    """It can be read, but the page says whose it is."""
    server.workspace(baba.person).add_facts([Fact(key="plan_name", status=Status.ANSWERED, value="あおば市データ計画")])
    sheet = filled(sheet_of(town), {"population": "31800"})
    for visitor, told in ((town, False), (baba, True)):
        send(visitor, ("住民課.xlsx", sheet))
        assert ("（書かれていた内容：みどり町データ計画）" in page(visitor).text) is told


def odd_book() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("空.xlsx", b"", "Excel"),
        ("文.xlsx", "文章".encode(), "Excel ブック"),
        ("別の表.xlsx", odd_book(), "別の表.xlsx"),
        ("古い.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "古い形式"),
        ("壊れた.xlsx", b"PK\x03\x04" + b"\0" * 100, "壊れて"),
        ("<script>alert(1)</script>.xlsx", b"x", "Excel"),
        ("大きい.xlsx", b"PK" + b"\0" * 10_000_001, "大きすぎます"),
    ],
)
def test_a_file_that_is_no_sheet(server: Server, town: Visitor, name: str, content: bytes, told: str) -> None:
    """It is refused by name; a good one that came with it is received."""
    good = filled(sheet_of(town), {"population": "31800"})
    answer = send(town, (name, content), ("良い.xlsx", good))
    assert answer.status_code == 422
    assert told in answer.text
    assert "ほかの1件のファイルは受け取りました" in answer.text
    assert "<script>alert" not in answer.text
    assert len(server.workspace(town.person).replies()) == 1


def test_a_reply_that_can_no_longer_be_read_is_told(server: Server, town: Visitor) -> None:
    """By department and file, with what to do, until somebody is done with it; others are shown as ever."""
    send(town, ("住民課.xlsx", filled(sheet_of(town), {"population": "31800"})))
    workspace = server.workspace(town.person)
    lost = workspace.add_reply("福祉課", {"file": "福祉課の回答.xlsx", "form": "an earlier one", "replies": []})
    found = page(town)
    assert "福祉課の照会票" in found.text
    assert "「福祉課の回答.xlsx」から読み取った回答を、いまは表示できません" in found.text
    assert "もう一度読み込んでください" in found.text
    assert "31,800人" in found.text
    accept(town)
    assert [reply.accepted_at is None for reply in workspace.replies()] == [False, True]
    assert town.http.get(f"/plans/{town.plan.id}/facts").status_code == 200
    assert "確かめる回答はありません" not in page(town).text
    assert town.http.post(address(town, "/close"), data={"reply": str(lost)}).status_code == 303
    assert "福祉課の回答.xlsx" not in page(town).text
    assert "確かめる回答はありません" in page(town).text


def test_hostile_words_in_a_sheet_are_words(server: Server, town: Visitor) -> None:
    """What a department typed is shown as text."""
    send(town, ("住民課.xlsx", filled(sheet_of(town), {"measure:m1.situation": HOSTILE, "population": HOSTILE})))
    assert "<script>alert" not in page(town).html
    accept(town)
    assert ledger(server, town).measures[0].situation == HOSTILE


@pytest.mark.parametrize("token", ["", "1", "-", "999999-0", "0-999", "1-1-1", "一-一", HOSTILE, "9" * 40 + "-0"])
def test_a_token_of_nothing_takes_nothing(server: Server, town: Visitor, token: str) -> None:
    """The form only names replies that the plan has; nothing else can be brought in by it."""
    send(town, ("住民課.xlsx", filled(sheet_of(town), {"population": "31800"})))
    answer = accept(town, {"take-0": token})
    assert answer.status_code == 422
    assert ledger(server, town).get("population").status is Status.ABSENT


def test_replies_of_another_plan_cannot_be_taken_or_closed(server: Server, town: Visitor, baba: Visitor) -> None:
    """Neither by their tokens nor by their numbers."""
    send(town, ("住民課.xlsx", filled(sheet_of(town), {"population": "31800"})))
    form = page(town).form(address(town, "/accept"))
    (reply,) = server.workspace(town.person).replies()
    assert accept(baba, form).status_code == 422
    assert ledger(server, baba).get("population").status is Status.ABSENT
    for number in (str(reply.id), "0", "-1", "x", "9" * 30):
        assert baba.http.post(address(baba, "/close"), data={"reply": number}).status_code == 404
    assert server.workspace(town.person).replies()[0].accepted_at is None


def test_no_file_chosen(town: Visitor) -> None:
    """Says what to choose."""
    answer = town.http.post(address(town, "/replies"), data={"file": ""})
    assert answer.status_code == 422
    assert "選ばれていません" in answer.text


def test_enter_in_the_date_asks_nobody(town: Visitor) -> None:
    """The first button of a form is what Enter presses: here it names no department."""
    form = page(town).html.split(f'action="{address(town, "/preview")}"')[1]
    assert 'name="department" value=""' in form.split("<button")[1]
    answer = town.http.get(address(town, "/preview"), params={"department": "", "due": DUE, "choosing": "1"})
    assert (answer.status_code, "まだ何も照会していません" in answer.text) == (422, True)


def test_every_control_has_a_label(town: Visitor) -> None:
    """Also the ticks of the table."""
    send(town, ("住民課.xlsx", filled(sheet_of(town), {"population": "31800"})))
    assert page(town).without_label == []
