"""The plan's routes over HTTP: who may, what every response carries, and what is never served."""

import importlib
import pkgutil
import re
from urllib.parse import quote

import httpx
import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient
from pages.answers import refused
from pages.serving import PAGE_HEADERS, Server, Visitor

import assistant.pages
from assistant.pages.host import create_host


def routes() -> list[tuple[str, str]]:
    """Method and address of every route behind the sign-in, as the modules of the pages declare them."""
    found = []
    for module in pkgutil.iter_modules(assistant.pages.__path__, "assistant.pages."):
        router = getattr(importlib.import_module(module.name), "router", None)
        if isinstance(router, APIRouter) and not module.name.endswith(".sign_in_routes"):
            found += [(method, route.path) for route in router.routes for method in sorted(route.methods)]  # type: ignore[attr-defined]
    return found


ROUTES = routes()
OF_A_PLAN = [route for route in ROUTES if "{plan_id}" in route[1]]


def filled(path: str, plan: int) -> str:
    """An address with ids that exist: the plan, section 1, version 1."""
    return re.sub(r"\{(\w+)(?::path)?\}", lambda place: str(plan) if place[1] == "plan_id" else "1", path)


# --- who may ---------------------------------------------------------------------------------------------------------


def test_the_routes_are_found() -> None:
    """The tables of this file are not empty, and know the editor's own request."""
    assert ("PUT", "/api/plans/{plan_id}/sections/{section}") in OF_A_PLAN
    assert len(ROUTES) > len(OF_A_PLAN) >= 7


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_without_signing_in_nothing_is_shown(nobody: httpx.Client, aoki: Visitor, method: str, path: str) -> None:
    """Pages lead to the sign-in page; requests of the editor are told so in JSON."""
    aoki.put("青木の文章", None)
    answer = nobody.request(method, filled(path, aoki.plan.id), json={"text": "", "based_on": 1})
    if path.startswith("/api/"):
        assert refused(answer, 401)
    else:
        back = f"?next={quote(filled(path, aoki.plan.id))}" if method == "GET" else ""
        assert (answer.status_code, answer.headers["location"]) in ((303, "/login"), (303, f"/login{back}"))
    assert "青木の文章" not in answer.text


@pytest.mark.parametrize(("method", "path"), OF_A_PLAN)
def test_a_plan_of_somebody_else_does_not_exist(
    server: Server, aoki: Visitor, baba: Visitor, method: str, path: str
) -> None:
    """With the right ids in hand the answer is the same as for a plan that nobody has; nothing changes."""
    aoki.put("青木の文章", None)
    body = {"text": "馬場の文章", "based_on": 1}
    theirs = baba.http.request(method, filled(path, aoki.plan.id), json=body)
    nowhere = baba.http.request(method, filled(path, 10**9), json=body)
    assert refused(theirs, 404)
    assert (theirs.status_code, theirs.text) == (nowhere.status_code, nowhere.text)
    assert [version.text for version in server.versions(aoki.person)] == ["青木の文章"]


# --- every response --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/login", 303), ("/", 200), ("/plans/{}", 200), ("/plans/abc", 422), ("/plans/999999", 404), ("/nowhere", 404),
        ("/api/nowhere", 404), ("/api/plans/{}/pulse", 200), ("/api/plans/999999/pulse", 404), ("/healthz", 200),
        ("/static/shell.js", 200), ("/static/nothing.js", 404), ("/passages/unknown", 404), ("/plans/{}/sections/1.md", 200),
        ("/plans/{}/sections/1.docx", 200), ("/chat/", 200), ("/chat", 307), ("/chat/project/settings", 200),
        ("/chat/public/chat-frame.js", 200), ("/chat/nothing", 200), ("/chat/project/translations?language=../x", 422),
    ],
)  # fmt: skip
def test_every_response_has_the_security_headers(aoki: Visitor, path: str, status: int) -> None:
    """Pages, files, errors and the chat alike: nothing from other hosts, no guessing of types."""
    aoki.put("文章", None)
    answer = aoki.http.get(path.format(aoki.plan.id))
    assert answer.status_code == status
    assert guarded(answer)


def guarded(answer: httpx.Response) -> bool:
    """Whether the response forbids other hosts, frames of other sites and guessing of types."""
    policy = answer.headers.get("content-security-policy", "")
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";") if rule.strip()}
    own = {"'self'", "'none'", "'unsafe-inline'", "'unsafe-eval'", "data:", "blob:", "ws:", "wss:"}
    return (
        rules.get("default-src") == ["'self'"]
        and rules.get("frame-ancestors") == ["'self'"]
        and {source for sources in rules.values() for source in sources} <= own
        and all(answer.headers.get(name) == value for name, value in PAGE_HEADERS.items())
    )


@pytest.mark.parametrize("path", ["/broken", "/api/broken"])
def test_a_failure_inside_is_told_in_japanese(caplog: pytest.LogCaptureFixture, path: str) -> None:
    """A number to look up in the log, never a traceback; and the security headers as on every response."""
    host = create_host(None)  # type: ignore[arg-type]  # nothing but the broken route is asked

    @host.get(path)
    def broken() -> None:
        raise RuntimeError("hidden")

    with TestClient(host, raise_server_exceptions=False) as client:
        answer = client.get(path)
    words = answer.json()["error"] if "api" in path else answer.text
    number = re.search(r"番号 (\w{8})", words)
    assert answer.status_code == 500
    assert number
    assert number[1] in caplog.text
    assert "hidden" not in answer.text
    assert "RuntimeError" not in answer.text
    assert guarded(answer)


@pytest.mark.parametrize(
    "path", ["/docs", "/redoc", "/openapi.json", "/chat/docs", "/chat/redoc", "/chat/openapi.json"]
)
def test_the_program_s_own_description_is_not_served(nobody: httpx.Client, path: str) -> None:
    """Neither the host's nor the mounted chat's."""
    answer = nobody.get(path)
    assert "swagger" not in answer.text.lower()
    assert "redoc" not in answer.text.lower()
    assert '"openapi"' not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/%2e%2e/host.py", "/static/..%2fhost.py", "/chat/public/..%2f..%2f..%2fsecret",
        "/chat/public/%2e%2e/.chainlit/config.toml", "/chat/public/..%5c..%5csecret", "/chat/assets/..%2f..%2fserver.py",
    ],
)  # fmt: skip
def test_no_file_outside_the_public_folders_is_served(server: Server, nobody: httpx.Client, path: str) -> None:
    """The key that signs cookies least of all."""
    answer = nobody.get(path)
    assert 400 <= answer.status_code < 500
    assert (server.home / "secret").read_text().strip() not in answer.text
