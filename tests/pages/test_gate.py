"""What no request gets past: forms of other sites, and bodies that are too large."""

import re
from collections.abc import Iterator

import httpx
import pytest
from fastapi import Request
from fastapi.responses import PlainTextResponse
from pages.serving import Server, Visitor
from starlette.types import Message

from assistant.pages.gate import LARGEST_BODY, Gate

SITES = [
    ({}, False),
    ({"Sec-Fetch-Site": "same-origin"}, False),
    ({"Sec-Fetch-Site": "none"}, False),
    ({"Sec-Fetch-Site": "same-site"}, True),
    ({"Sec-Fetch-Site": "cross-site"}, True),
    ({"Sec-Fetch-Site": ""}, True),
    ({"Origin": "http://{own}"}, False),
    ({"Origin": "HTTP://{own}"}, False),
    ({"Origin": "http://{own}", "Sec-Fetch-Site": "cross-site"}, True),
    ({"Origin": "https://example.jp", "Sec-Fetch-Site": "same-origin"}, False),
    ({"Origin": "https://example.jp"}, True),
    ({"Origin": "http://{own}.example.jp"}, True),
    ({"Origin": "http://{host}:1"}, True),
    ({"Origin": "null"}, True),
    ({"Origin": ""}, True),
]


def sent(server: Server, headers: dict[str, str]) -> dict[str, str]:
    own = server.url.removeprefix("http://")
    return {name: value.format(own=own, host=own.split(":")[0]) for name, value in headers.items()}


@pytest.mark.parametrize(("headers", "foreign"), SITES)
def test_only_our_own_pages_change_something(
    server: Server, aoki: Visitor, headers: dict[str, str], foreign: bool
) -> None:
    """A form, the editor's request and the sign-out alike; the cookie alone is not enough."""
    told = sent(server, headers)
    answer = aoki.http.post(
        f"/plans/{aoki.plan.id}/measures", data={"base": "today:front-yard", "decision": "picked"}, headers=told
    )
    saved = aoki.http.put(aoki.address(), json={"text": "文章", "based_on": None}, headers=told)
    assert (answer.status_code, saved.status_code) == ((403, 403) if foreign else (303, 200))
    assert bool(server.workspace(aoki.person).ledger().measures) is not foreign
    assert bool(server.versions(aoki.person)) is not foreign
    if foreign:
        assert "別のサイト" in answer.text
        assert "別のサイト" in saved.json()["error"]


def test_another_site_may_link_to_us(aoki: Visitor) -> None:
    """Reading is not changing; a link in a mail opens the page."""
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.jp"}):
        assert aoki.http.get(f"/plans/{aoki.plan.id}", headers=headers).status_code == 200


def test_another_site_cannot_sign_a_person_in_or_out(server: Server, aoki: Visitor) -> None:
    """Neither into an account of its own choosing, nor out."""
    foreign = {"Origin": "https://example.jp"}
    assert aoki.http.post("/logout", headers=foreign).status_code == 403
    assert aoki.http.get(f"/plans/{aoki.plan.id}").status_code == 200
    answer = httpx.post(f"{server.url}/login", data={"name": aoki.person.name, "password": "x"}, headers=foreign)
    assert answer.status_code == 403


def chunks(size: int) -> Iterator[bytes]:
    for _ in range(0, size, 1 << 20):
        yield b"x" * (1 << 20)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/plans/{}/inquiry/replies", "multipart/form-data; boundary=x"),
        ("/plans/{}/facts", "application/x-www-form-urlencoded"),
        ("/api/plans/{}/sections/1", "application/json"),
    ],
)
def test_a_body_that_is_too_large_is_refused(server: Server, aoki: Visitor, path: str, kind: str) -> None:
    """413 in a sentence that says the limit; where the length was not told, as soon as it is seen."""
    size = LARGEST_BODY + (2 << 20)
    method = "PUT" if path.startswith("/api/") else "POST"
    for headers, statuses in (({"Content-Length": str(size)}, {413}), ({}, {400, 413})):
        told = {"Content-Type": kind, **headers}
        answer = aoki.http.request(method, path.format(aoki.plan.id), content=chunks(size), headers=told)
        assert answer.status_code in statuses
        words = answer.json()["error"] if "api" in path else answer.text
        assert ("上限30MB" if answer.status_code == 413 else "読み取れませんでした") in words
    assert server.versions(aoki.person) == []


async def passed(length: str | None, bodies: list[bytes]) -> tuple[int, int]:
    """Status, and bytes that the program behind the gate was given."""
    given = 0

    async def behind(scope, receive, send):  # type: ignore[no-untyped-def]
        nonlocal given
        more = True
        while more:
            message = await receive()
            given += len(message["body"])
            more = message["more_body"]
        await PlainTextResponse("ok")(scope, receive, send)

    waiting = [{"type": "http.request", "body": body, "more_body": True} for body in bodies]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    status = 0

    async def receive() -> Message:
        return waiting.pop(0)

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)

    def refuse(_: Request, code: int, text: str) -> PlainTextResponse:
        return PlainTextResponse(text, code)

    headers = [(b"content-length", length.encode())] if length else []
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers, "query_string": b""}
    await Gate(behind, refuse)(scope, receive, send)
    return status, given


@pytest.mark.parametrize(
    ("length", "sizes", "expected"),
    [
        (str(LARGEST_BODY), [LARGEST_BODY], (200, LARGEST_BODY)),
        (str(LARGEST_BODY + 1), [LARGEST_BODY, 1], (413, 0)),
        ("99999999999999999999", [10], (413, 0)),
        ("abc", [10], (200, 10)),
        (None, [LARGEST_BODY // 2, LARGEST_BODY - LARGEST_BODY // 2], (200, LARGEST_BODY)),
    ],
)
async def test_the_limit_is_exact(length: str | None, sizes: list[int], expected: tuple[int, int]) -> None:
    """What is refused is not given to the program at all."""
    assert await passed(length, [b"x" * size for size in sizes]) == expected


PAGES = (
    "/plans/{}",
    "/plans/{}/sections/1",
    "/plans/{}/measures",
    "/plans/{}/measures/form",
    "/plans/{}/facts",
    "/plans/{}/inquiry",
    "/plans/{}/versions",
    "/plans/{}/settings",
    "/",
    "/account",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_form_of_the_pages_posts_to_ourselves(aoki: Visitor, page: str) -> None:
    """No form sends anything elsewhere; those that send by GET only choose what a page of the plan shows."""
    text = aoki.http.get(page.format(aoki.plan.id)).text
    forms = [dict(re.findall(r'(\w+)="([^"]*)"', form)) for form in re.findall(r"<form\b[^>]*>", text)]
    assert forms
    for form in forms:
        assert form["action"].startswith("/")
        assert not form["action"].startswith("//")
        assert form["method"] == "post" or form["action"].startswith(f"/plans/{aoki.plan.id}/")
