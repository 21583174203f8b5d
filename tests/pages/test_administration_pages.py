"""Administration over HTTP: people, plans, opinions and the record, without a terminal and only for administrators."""

import csv
import io
from collections.abc import Iterator
from urllib.parse import unquote

import httpx
import pytest
from pages.forms import HOSTILE, Page
from pages.serving import PASSWORD, Server, Visitor, signed_in

from assistant.store.access import Role
from assistant.store.accounts import Person

PAGES = ("", "/plans", "/knowledge", "/feedback", "/record")


@pytest.fixture(scope="module")
def office(server: Server) -> Iterator[httpx.Client]:
    """An administrator of the system at the browser."""
    with signed_in(server, server.administrator) as client:
        yield client


def person_of(server: Server, name: str) -> Person:
    found = server.accounts.find(name)
    assert found
    return found


def opens(server: Server, name: str, password: str) -> bool:
    return httpx.post(f"{server.url}/login", data={"name": name, "password": password}).status_code == 303


@pytest.mark.parametrize("page", PAGES)
def test_each_page_can_be_read_and_worked_by_everybody(office: httpx.Client, page: str) -> None:
    """Every control has a label; every form posts to ourselves."""
    answer = office.get(f"/administration{page}")
    found = Page(answer.text)
    assert answer.status_code == 200
    assert found.without_label == []
    assert {action for action in found.forms if not action.startswith(("/administration/", "/logout"))} == set()


# --- people ----------------------------------------------------------------------------------------------------------------


def test_a_person_is_added_with_a_made_password_that_is_shown_once(server: Server, office: httpx.Client) -> None:
    """It opens; it is not kept by the browser, nor shown again; the record has the name alone."""
    answer = office.post("/administration/people", data={"name": "企画課 新人一", "password": ""})
    made = Page(answer.text).text.split("企画課 新人一さんのパスワード ")[1].split(" ")[0]
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert opens(server, "企画課 新人一", made)
    assert not person_of(server, "企画課 新人一").is_admin
    assert made not in office.get("/administration").text + office.get("/administration/record").text
    assert "利用者の登録 企画課 新人一" in Page(office.get("/administration/record").text).text


def test_a_person_is_added_with_a_typed_password(server: Server, office: httpx.Client) -> None:
    """As an administrator, if ticked; the password is not shown."""
    data = {"name": "新人二", "password": PASSWORD, "is_admin": "yes"}
    answer = office.post("/administration/people", data=data)
    assert (answer.status_code, answer.headers["location"]) == (303, "/administration?done=person")
    assert PASSWORD not in office.get(answer.headers["location"]).text
    assert opens(server, "新人二", PASSWORD)
    assert person_of(server, "新人二").is_admin


@pytest.mark.parametrize(
    ("name", "password", "told"),
    [
        ("", "", "1〜50字"),
        ("あ" * 51, "", "1〜50字"),
        ("admin", "", "すでに登録されています"),
        ("新人三", "short", "8〜200文字"),
        (HOSTILE, "short", "8〜200文字"),
    ],
)
def test_a_person_who_cannot_be_added(
    server: Server, office: httpx.Client, name: str, password: str, told: str
) -> None:
    """Told why, with the typed name in its place; nobody was added."""
    before = server.rows("SELECT count(*) AS n FROM account")
    answer = office.post("/administration/people", data={"name": name, "password": password})
    assert (answer.status_code, told in answer.text) == (422, True)
    assert Page(answer.text).form("/administration/people")["name"] == [name]
    assert "<script>alert" not in answer.text
    assert server.rows("SELECT count(*) AS n FROM account") == before


def test_locking_ends_what_a_person_does_and_keeps_what_they_wrote(server: Server, office: httpx.Client) -> None:
    """At once, also where they are signed in; letting in again asks for the password."""
    person = server.newcomer("停止")
    plan = server.plan(person)
    with signed_in(server, person) as client:
        client.put(f"/api/plans/{plan.id}/sections/1", json={"text": "書いた文章", "based_on": None})
        assert office.post(f"/administration/people/{person.id}/lock").headers["location"].endswith("done=locked")
        assert client.get(f"/plans/{plan.id}").status_code == 303
        assert not opens(server, person.name, PASSWORD)
        assert office.post(f"/administration/people/{person.id}/unlock").headers["location"].endswith("done=unlocked")
        assert client.get(f"/plans/{plan.id}").status_code == 303
    assert opens(server, person.name, PASSWORD)
    assert [version.text for version in server.versions(person)] == ["書いた文章"]
    record = Page(office.get("/administration/record").text).text
    assert f"利用の再開 {person.name}" in record
    assert f"利用の停止 {person.name}" in record


def test_a_new_password_for_somebody(server: Server, office: httpx.Client) -> None:
    """Made and shown once, or typed."""
    person = server.newcomer("忘れた")
    answer = office.post(f"/administration/people/{person.id}/password", data={"password": ""})
    made = Page(answer.text).text.split(f"{person.name}さんのパスワード ")[1].split(" ")[0]
    assert (opens(server, person.name, made), opens(server, person.name, PASSWORD)) == (True, False)
    answer = office.post(f"/administration/people/{person.id}/password", data={"password": "tsugi-no-2026"})
    assert answer.headers["location"] == "/administration?done=password"
    assert opens(server, person.name, "tsugi-no-2026")


def test_making_an_administrator_and_unmaking(server: Server, office: httpx.Client) -> None:
    """From the next request on."""
    person = server.newcomer("昇格")
    with signed_in(server, person) as client:
        statuses = [client.get("/administration").status_code]
        for wanted in ("yes", "no"):
            office.post(f"/administration/people/{person.id}/admin", data={"is_admin": wanted})
            statuses.append(client.get("/administration").status_code)
    assert statuses == [403, 200, 403]


@pytest.mark.parametrize(
    ("action", "data", "told"),
    [
        ("lock", {}, "自分の利用は止められません"),
        ("admin", {"is_admin": "no"}, "自分の権限は変えられません"),
        ("password", {"password": "betsu-no-2026"}, "自分のパスワードは「アカウント」"),
    ],
)
def test_nobody_shuts_themselves_out(
    server: Server, office: httpx.Client, action: str, data: dict[str, str], told: str
) -> None:
    """One's own account is left as it is, and the page says whom to ask."""
    answer = office.post(f"/administration/people/{server.administrator.id}/{action}", data=data)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert office.get("/administration").status_code == 200
    assert opens(server, server.administrator.name, PASSWORD)


@pytest.mark.parametrize("number", ["0", "-1", "99999", str(10**30), "一"])
@pytest.mark.parametrize("address", ["people/{}/lock", "people/{}/admin", "people/{}/password", "feedback/{}/settled"])
def test_who_or_what_does_not_exist(office: httpx.Client, address: str, number: str) -> None:
    """Refused in Japanese, whatever stands in the address."""
    answer = office.post(f"/administration/{address.format(number)}", data={"password": PASSWORD})
    assert answer.status_code == 422
    assert "読み込み直して" in answer.text


# --- plans -----------------------------------------------------------------------------------------------------------------


def test_roles_in_any_plan(server: Server, office: httpx.Client, aoki: Visitor) -> None:
    """Given, changed and taken by somebody who has no part in the plan; what it holds stays closed to them."""
    person = server.newcomer("役割")
    address = f"/administration/plans/{aoki.plan.id}/roles"
    with signed_in(server, person) as client:
        seen = [client.get(f"/plans/{aoki.plan.id}").status_code]
        for role in (Role.VIEWER, Role.ADMIN, "none"):
            answer = office.post(address, data={"name": person.name, "role": role})
            assert answer.status_code == 303
            seen.append(client.get(f"/plans/{aoki.plan.id}").status_code)
    assert seen == [404, 200, 200, 404]
    assert office.get(f"/plans/{aoki.plan.id}").status_code == 404
    record = Page(office.get("/administration/record").text).text
    assert f"{person.name}：閲覧者" in record
    assert f"{person.name}：参加をやめる" in record


def test_a_plan_keeps_an_administrator(server: Server, office: httpx.Client, aoki: Visitor) -> None:
    """The last one is not taken away; where the only one is locked, the page says so."""
    answer = office.post(f"/administration/plans/{aoki.plan.id}/roles", data={"name": aoki.person.name, "role": "none"})
    assert (answer.status_code, "管理者がいなくなる" in answer.text) == (422, True)
    left = server.newcomer("退職")
    server.plan(left, "残された計画")
    warned = office.get("/administration/plans").text.count("ログインできる管理者がいません")
    office.post(f"/administration/people/{left.id}/lock")
    assert office.get("/administration/plans").text.count("ログインできる管理者がいません") == warned + 1
    office.post(f"/administration/people/{left.id}/unlock")


@pytest.mark.parametrize(
    ("plan", "data", "told"),
    [
        ("own", {"name": "だれか", "role": "editor"}, "「だれか」は登録されていません"),
        ("own", {"name": "admin", "role": "chief"}, "役割を選んでください"),
        ("own", {"name": "admin"}, "役割を選んでください"),
        ("99999", {"name": "admin", "role": "editor"}, "この計画は見つかりません"),
        (str(10**30), {"name": "admin", "role": "editor"}, "読み取れませんでした"),
    ],
)
def test_a_role_that_cannot_be_given(
    office: httpx.Client, aoki: Visitor, plan: str, data: dict[str, str], told: str
) -> None:
    """Told why; nothing changed."""
    number = aoki.plan.id if plan == "own" else plan
    answer = office.post(f"/administration/plans/{number}/roles", data=data)
    assert (answer.status_code, told in answer.text) == (422, True)


def test_a_plan_is_put_away_and_taken_out(server: Server, office: httpx.Client, aoki: Visitor) -> None:
    """It can then only be read; the page marks it."""
    for away, status, marked in (("yes", 403, True), ("no", 200, False)):
        office.post(f"/administration/plans/{aoki.plan.id}/archive", data={"away": away})
        assert aoki.put("文章", None).status_code == status
        page = office.get("/administration/plans").text
        row = page.split(f'id="plan-{aoki.plan.id}"')[1].split("</li>\n")[0]
        assert ("しまった計画" in row) is marked


# --- opinions --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def opinion(server: Server, aoki: Visitor) -> int:
    """What 青木 thought of an answer; hostile to pages and to Excel."""
    workspace = server.workspace(aoki.person)
    return workspace.add_feedback(f"=1+1 {HOSTILE}", "回答の文", helpful=False, comment="@国の指針が\n古いようです")


def test_opinions_are_read_and_settled(office: httpx.Client, opinion: int, aoki: Visitor) -> None:
    """Question, answer, comment, person and plan; settled ones only in the list of all."""
    page = office.get("/administration/feedback").text
    for part in ("回答の文", "国の指針が", aoki.person.name, aoki.plan.name, "違う"):
        assert part in page
    assert "<script>alert" not in page
    mark = f'id="opinion-{opinion}"'
    answer = office.post(f"/administration/feedback/{opinion}/settled", data={"settled": "yes", "all": "0"})
    assert answer.headers["location"] == "/administration/feedback?done=settled"
    assert mark not in office.get("/administration/feedback").text
    assert mark in office.get("/administration/feedback?all=1").text
    office.post(f"/administration/feedback/{opinion}/settled", data={"settled": "no", "all": "1"})
    assert mark in office.get("/administration/feedback").text
    assert "意見を対応済みに" in office.get("/administration/record").text


def test_opinions_for_excel(office: httpx.Client, opinion: int, aoki: Visitor) -> None:
    """Excel knows the characters by the mark, and computes nothing of what people wrote."""
    answer = office.get("/administration/feedback.csv?all=1")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert unquote(answer.headers["content-disposition"]).endswith("回答への意見.csv")
    headings, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    row = next(dict(zip(headings, row, strict=True)) for row in rows if row[0] == str(opinion))
    assert (row["質問"], row["コメント"]) == (f"'=1+1 {HOSTILE}", "'@国の指針が\n古いようです")
    assert (row["評価"], row["利用者"], row["計画"], row["対応"]) == (
        "違う",
        aoki.person.name,
        aoki.plan.name,
        "未対応",
    )


def test_settled_opinions_may_be_left_out_of_the_file(office: httpx.Client, opinion: int) -> None:
    """As in the list that is open."""
    office.post(f"/administration/feedback/{opinion}/settled", data={"settled": "yes"})
    numbers = [
        {row[0] for row in csv.reader(io.StringIO(office.get(f"/administration/feedback.csv?all={every}").text))}
        for every in (0, 1)
    ]
    assert [str(opinion) in found for found in numbers] == [False, True]


# --- who may -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_others_are_told_in_words(aoki: Visitor, page: str) -> None:
    """403 with what to do; nothing of the page is shown."""
    answer = aoki.http.get(f"/administration{page}")
    assert answer.status_code == 403
    assert "システムの管理者だけが使えます" in answer.text
    assert "利用者を登録する" not in answer.text
