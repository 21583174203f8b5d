"""Signing in over HTTP: which cookies are taken, what a failure says, and that signing out ends it."""

import time
from typing import Any

import httpx
import jwt
import pytest
from pages.answers import refused
from pages.serving import PASSWORD, Server, Visitor, signed_in


def token(secret: str, name: str, expires_in: int = 3600, **options: Any) -> str:
    """A cookie's content like the one that the server makes."""
    now = int(time.time())
    content = {"identifier": name, "display_name": None, "metadata": {}, "iat": now - 7200, "exp": now + expires_in}
    return jwt.encode(content, secret, **options)


def with_cookie(server: Server, content: str, path: str) -> httpx.Response:
    """The answer to somebody who sends this cookie."""
    return httpx.get(server.url + path, headers={"Cookie": f"access_token={content}".encode()})


def test_a_cookie_made_with_the_server_s_key_is_taken(server: Server, aoki: Visitor) -> None:
    """The forgeries below are made in the right form: with the right key the same content opens the plan."""
    key = (server.home / "secret").read_text().strip()
    assert with_cookie(server, token(key, aoki.person.name), f"/plans/{aoki.plan.id}").status_code == 200


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(lambda key, name: token("x" * 64, name), id="another key"),
        pytest.param(lambda key, name: token(key, name, -60), id="expired"),
        pytest.param(lambda key, name: token("", name, algorithm="none"), id="unsigned"),
        pytest.param(lambda key, name: token(key, "だれか"), id="unknown person"),
        pytest.param(
            lambda key, name: token(key, name).rsplit(".", 1)[0] + "." + token(key, "x").rsplit(".", 1)[1],
            id="another cookie's signature",
        ),
        pytest.param(lambda key, name: token(key, name)[:-4], id="cut short"),
        pytest.param(lambda key, name: "青木", id="not a token"),
        pytest.param(lambda key, name: "", id="empty"),
    ],
)
def test_a_forged_or_expired_cookie_is_refused(server: Server, aoki: Visitor, forged: Any) -> None:
    """As if nobody had signed in."""
    cookie = forged((server.home / "secret").read_text().strip(), aoki.person.name)
    assert refused(with_cookie(server, cookie, aoki.address()), 401)
    page = with_cookie(server, cookie, f"/plans/{aoki.plan.id}")
    assert (page.status_code, page.headers["location"]) == (303, f"/login?next=/plans/{aoki.plan.id}")


def test_the_cookie_is_kept_from_scripts_and_other_sites(server: Server) -> None:
    """HttpOnly, and not sent along by other sites' forms."""
    person = server.newcomer("土井")
    answer = httpx.post(f"{server.url}/login", data={"name": person.name, "password": PASSWORD})
    attributes = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")}
    assert {"httponly", "samesite=lax"} <= attributes


@pytest.mark.parametrize(("name", "password"), [("青木", "wrong"), ("", ""), ("だれか", PASSWORD), ("\x00", "\x00")])
def test_a_failed_sign_in_says_so(nobody: httpx.Client, name: str, password: str) -> None:
    """One sentence for every cause, and no cookie."""
    answer = nobody.post("/login", data={"name": name, "password": password})
    assert answer.status_code == 401
    assert "利用者名かパスワードが違います。" in answer.text
    assert "set-cookie" not in answer.headers


def test_a_name_is_not_taken_for_markup(nobody: httpx.Client) -> None:
    """What was typed is shown again as text."""
    answer = nobody.post("/login", data={"name": '"><script>alert(1)</script>', "password": "x"})
    assert "<script>alert" not in answer.text


def test_signing_out_forgets_the_cookie(server: Server, aoki: Visitor) -> None:
    """The next request is a stranger's."""
    with signed_in(server, aoki.person) as client:
        assert client.get(f"/plans/{aoki.plan.id}").status_code == 200
        assert client.post("/logout").headers["location"] == "/login"
        assert client.get(f"/plans/{aoki.plan.id}").headers["location"].startswith("/login")
