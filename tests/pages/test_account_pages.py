"""One's own account, the way in and out: passwords, where a sign-in leads, what ends it everywhere."""

from collections.abc import Iterator

import httpx
import pytest
from pages.forms import Page
from pages.serving import PASSWORD, ChatLine, Server, Visitor, signed_in

from assistant.pages.account_routes import DIFFERENT, SAME, WRONG
from assistant.pages.sign_in_routes import own_page
from assistant.store.accounts import Person
from assistant.store.administration import Administration

NEW = "atarashii-2026"


@pytest.fixture
def chiba(server: Server) -> Person:
    """Somebody whose password may be changed."""
    return server.newcomer("千葉")


@pytest.fixture
def here(server: Server, chiba: Person) -> Iterator[httpx.Client]:
    """Where she changes it."""
    with signed_in(server, chiba) as client:
        yield client


@pytest.fixture
def elsewhere(server: Server, chiba: Person) -> Iterator[httpx.Client]:
    """Another browser in which she is signed in."""
    with signed_in(server, chiba) as client:
        yield client


def change(client: httpx.Client, old: str, new: str, again: str | None = None) -> httpx.Response:
    return client.post("/account/password", data={"old": old, "new": new, "again": new if again is None else again})


def opens(server: Server, name: str, password: str) -> bool:
    return httpx.post(f"{server.url}/login", data={"name": name, "password": password}).status_code == 303


def is_in(client: httpx.Client) -> bool:
    return client.get("/account").status_code == 200


def administration(server: Server) -> Administration:
    return Administration(server.engine, server.accounts, server.administrator)


def test_the_account_shows_one_s_plans_and_roles(server: Server, aoki: Visitor) -> None:
    """The plans by name with the role; every control has a label."""
    page = Page(aoki.http.get("/account").text)
    assert f"{aoki.plan.name} （管理者）" in page.text
    assert page.without_label == []
    assert "システムの管理" not in page.text


# --- the own password ----------------------------------------------------------------------------------------------------


def test_a_changed_password_ends_every_other_sign_in(
    server: Server, chiba: Person, here: httpx.Client, elsewhere: httpx.Client
) -> None:
    """Here one goes on; elsewhere one signs in again, with the new password."""
    answer = change(here, PASSWORD, NEW)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account?done=own-password")
    assert "パスワードを変えました" in here.get(answer.headers["location"]).text
    assert (is_in(here), is_in(elsewhere)) == (True, False)
    assert (opens(server, chiba.name, PASSWORD), opens(server, chiba.name, NEW)) == (False, True)


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        ("wrong", NEW, NEW, WRONG),
        ("", NEW, NEW, WRONG),
        (PASSWORD, NEW, NEW + "x", DIFFERENT),
        (PASSWORD, NEW, "", DIFFERENT),
        (PASSWORD, PASSWORD, PASSWORD, SAME),
        (PASSWORD, "short", "short", "8〜200文字にしてください。パスワードは変わっていません。"),
        (PASSWORD, "x" * 201, "x" * 201, "8〜200文字にしてください。パスワードは変わっていません。"),
    ],
)
def test_a_change_that_will_not_do_changes_nothing(
    server: Server, chiba: Person, here: httpx.Client, old: str, new: str, again: str, told: str
) -> None:
    """Told why; the old password goes on, and so does the sign-in."""
    answer = change(here, old, new, again)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert is_in(here)
    assert opens(server, chiba.name, PASSWORD)
    assert PASSWORD not in answer.text


def test_a_password_counts_as_it_was_typed(server: Server, chiba: Person, here: httpx.Client) -> None:
    """With the blanks at its ends, also where an administrator gives it: what was typed once is what signs in."""
    typed = f" {NEW} "
    assert change(here, PASSWORD, typed).status_code == 303
    assert (opens(server, chiba.name, typed), opens(server, chiba.name, NEW)) == (True, False)
    with signed_in(server, server.administrator) as office:
        office.post(f"/administration/people/{chiba.id}/password", data={"password": f"{typed} "})
    assert opens(server, chiba.name, f"{typed} ")


def test_the_old_password_cannot_be_guessed_from_an_open_page(server: Server, here: httpx.Client) -> None:
    """The same pace as at the sign-in."""
    answers = [change(here, f"guess-{i}", NEW).status_code for i in range(7)]
    assert answers == [422] * 5 + [429] * 2
    assert change(here, PASSWORD, NEW).status_code == 429


# --- what ends a sign-in ----------------------------------------------------------------------------------------------------


def by_new_password(server: Server, person: Person) -> None:
    administration(server).set_password(person.id, NEW)


def by_lock(server: Server, person: Person) -> None:
    administration(server).set_disabled(person.id, disabled=True)


def by_lock_and_unlock(server: Server, person: Person) -> None:
    administration(server).set_disabled(person.id, disabled=True)
    administration(server).set_disabled(person.id, disabled=False)


ENDS = pytest.mark.parametrize("end", [by_new_password, by_lock, by_lock_and_unlock])


@ENDS
def test_pages_and_the_chat_s_requests_end_with_it(
    server: Server, chiba: Person, here: httpx.Client, end: object
) -> None:
    """The next request is a stranger's, on every road: page, editor, Chainlit's own requests."""
    plan = server.plan(chiba)
    before = [here.get(path).status_code for path in (f"/plans/{plan.id}", f"/api/plans/{plan.id}/pulse", "/chat/user")]
    end(server, chiba)  # type: ignore[operator]
    after = [here.get(path).status_code for path in (f"/plans/{plan.id}", f"/api/plans/{plan.id}/pulse", "/chat/user")]
    assert (before, after) == ([200, 200, 200], [303, 401, 401])


@ENDS
def test_an_open_chat_ends_with_it(server: Server, chiba: Person, here: httpx.Client, end: object) -> None:
    """What is said over a line that was opened before is not heard, also without the cookie; nothing is kept."""
    plan = server.plan(chiba)
    line = ChatLine(here)
    line.emit("window_message", f'{{"plan": {plan.id}}}')
    line.say("計画づくりを始める")
    end(server, chiba)  # type: ignore[operator]
    with pytest.raises(httpx.HTTPStatusError, match="401"):
        line.say("みどり町")
    here.cookies.clear()
    with pytest.raises(httpx.HTTPStatusError, match="401"):
        line.say("みどり町")
    assert server.workspace(chiba).ledger().facts == {}


def test_a_cookie_as_a_bearer_token_opens_no_chat(server: Server, chiba: Person, here: httpx.Client) -> None:
    """Chainlit would take it, and know nothing of its end."""
    token = here.cookies["access_token"]
    answer = httpx.get(f"{server.url}/chat/user", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


@pytest.mark.parametrize("name", ["admin", "だれか"])
def test_there_is_one_way_in(server: Server, nobody: httpx.Client, name: str) -> None:
    """Chainlit's own sign-in, which knows no pace, is closed and leads to ours."""
    answer = nobody.post("/chat/login", data={"username": name, "password": PASSWORD})
    assert (answer.status_code, "set-cookie" in answer.headers) == (404, False)
    assert nobody.get("/chat/login").headers["location"] == "/login"


# --- where a sign-in leads -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/plans/1", "/plans/1/facts?done=facts", "/account", "/administration/record?all=1"])
def test_a_sign_in_leads_to_the_page_that_was_asked_for(server: Server, chiba: Person, path: str) -> None:
    """From the link in a mail over the sign-in page to the page."""
    with httpx.Client(base_url=server.url) as client:
        asked = client.get(path)
        assert asked.status_code == 303
        form = Page(client.get(asked.headers["location"]).text).form("/login")
        assert form["next"] == [path]
        answer = client.post("/login", data={**form, "name": chiba.name, "password": PASSWORD})
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        assert client.get("/login").headers["location"] == "/"


def test_a_form_sent_too_late_leads_back_to_its_page(server: Server, nobody: httpx.Client) -> None:
    """Not to the address that only takes forms; and not to another host's page."""
    for referer, wanted in ((f"{server.url}/plans/1/facts?x=1", "/login?next=/plans/1/facts%3Fx%3D1"), ("", "/login")):
        answer = nobody.post("/plans/1/facts", data={"a": "b"}, headers={"Referer": referer})
        assert answer.headers["location"] == wanted
    answer = nobody.post("/plans/1/facts", headers={"Referer": "https://example.jp/plans/1"})
    assert answer.headers["location"] == "/login"


FOREIGN = [
    "https://example.jp/",
    "//example.jp/",
    "/\\example.jp",
    "\\\\example.jp",
    "/\t/example.jp",
    "javascript:alert(1)",
    "example.jp",
    "",
    "/login",
    "/logout",
    "/api/plans/1/pulse",
    "/chat/",
    "/" + "x" * 3000,
]


@pytest.mark.parametrize("wanted", FOREIGN)
def test_a_sign_in_leads_nowhere_else(server: Server, chiba: Person, wanted: str) -> None:
    """Other hosts, addresses that are no pages, and the sign-in itself: to the list of plans."""
    assert own_page(wanted) == "/"
    data = {"name": chiba.name, "password": PASSWORD, "next": wanted}
    assert httpx.post(f"{server.url}/login", data=data).headers["location"] == "/"


def test_the_first_administrator_comes_to_the_list_of_plans(server: Server) -> None:
    """With the password of the settings; from there to administration."""
    with httpx.Client(base_url=server.url) as client:
        answer = client.post("/login", data={"name": "admin", "password": PASSWORD})
        assert answer.headers["location"] == "/"
        assert client.get("/").status_code == 200
        assert client.get("/administration").status_code == 200


# --- the pace --------------------------------------------------------------------------------------------------------------


def test_too_many_wrong_passwords_slow_down(server: Server, nobody: httpx.Client, chiba: Person) -> None:
    """The sixth try waits, also with the right password; the page says for how long, and so does the header."""
    data = {"name": chiba.name, "password": "wrong", "next": "/account"}
    answers = [nobody.post("/login", data=data) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401] * 5
    answer = nobody.post("/login", data={**data, "password": PASSWORD})
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 10
    assert f"あと{answer.headers['retry-after']}秒" in answer.text
    assert "set-cookie" not in answer.headers
    assert Page(answer.text).form("/login")["next"] == ["/account"]
