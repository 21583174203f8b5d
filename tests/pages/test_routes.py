"""The plan's pages and requests over HTTP: who may, what is refused and how, what is downloaded."""

import importlib
import io
import pkgutil
import re
import time
from typing import Any
from urllib.parse import unquote

import httpx
import jwt
import pytest
from docx import Document
from fastapi import APIRouter
from fastapi.testclient import TestClient
from pages.serving import PAGE_HEADERS, PASSWORD, Server, Visitor, signed_in

import assistant.pages
from assistant.pages.host import create_host
from assistant.store.versions import LONGEST_TEXT
from knowledge.corpus import Corpus

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")
BEYOND_SQL = 10**30
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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


def refused(answer: httpx.Response, *statuses: int) -> bool:
    """Whether the request was refused in words that staff can read, and without showing the program's inside."""
    words = answer.json()["error"] if answer.request.url.path.startswith("/api/") else answer.text
    inside = [sign for sign in ("Traceback", "Error", "sqlalchemy", "pydantic", '"detail"') if sign in words]
    return answer.status_code in statuses and bool(JAPANESE.search(words)) and not inside


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
        assert (answer.status_code, answer.headers["location"]) == (303, "/login")
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


def test_home_leads_each_to_their_own_plan(aoki: Visitor, baba: Visitor) -> None:
    """Home is the newest plan of the person who asks."""
    assert aoki.http.get("/").headers["location"] == f"/plans/{aoki.plan.id}"
    assert baba.http.get("/").headers["location"] == f"/plans/{baba.plan.id}"


def test_home_makes_the_first_plan(server: Server) -> None:
    """Who has no plan gets one, once."""
    with signed_in(server, server.newcomer("千葉")) as client:
        first = client.get("/").headers["location"]
        assert client.get(first).status_code == 200
        assert client.get("/").headers["location"] == first


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
    assert (page.status_code, page.headers["location"]) == (303, "/login")


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
        assert client.get(f"/plans/{aoki.plan.id}").headers["location"] == "/login"


# --- saving ----------------------------------------------------------------------------------------------------------


def test_saving_makes_versions_and_keeps_the_earlier_ones(aoki: Visitor) -> None:
    """Every save is a version with its author; each can still be read."""
    assert aoki.put("一つ目", None).json()["number"] == 1
    assert aoki.put("二つ目", 1).json()["number"] == 2
    shown = aoki.http.get(aoki.address()).json()
    assert shown["newest"]["text"] == "二つ目"
    assert [(v["number"], v["origin"], v["author"]) for v in shown["versions"]] == [
        (2, "編集", aoki.person.name),
        (1, "編集", aoki.person.name),
    ]
    assert aoki.http.get(f"{aoki.address()}/versions/1").json()["text"] == "一つ目"


@pytest.mark.parametrize("based_on", [None, 0, 1, 3, 99, -1, BEYOND_SQL])
def test_saving_over_somebody_s_version_gives_both_texts(server: Server, aoki: Visitor, based_on: int | None) -> None:
    """409 with mine and theirs; the store keeps what it had."""
    aoki.put("元の文章", None)
    colleague = server.colleague
    server.join(colleague, aoki.plan)
    server.workspace(colleague).save_text(1, "江口の文章", 1)
    answer = aoki.put("青木の文章", based_on)
    assert refused(answer, 409)
    shown = answer.json()
    assert (shown["mine"], shown["theirs"]) == ("青木の文章", "江口の文章")
    assert (shown["version"], shown["author"]) == (2, colleague.name)
    assert colleague.name in shown["error"]
    assert [version.text for version in server.versions(aoki.person)] == ["元の文章", "江口の文章"]
    assert aoki.put("青木と江口の文章", shown["version"]).json()["number"] == 3


@pytest.mark.parametrize("section", [9, 8, 0, -1, BEYOND_SQL, "一", "1.5", "%00"])
def test_saving_a_section_that_does_not_exist(aoki: Visitor, section: int | str) -> None:
    """Refused in Japanese, whatever stands in the address."""
    assert refused(aoki.put("文章", None, section), 404, 422)


@pytest.mark.parametrize("section", [9, 0, -1, BEYOND_SQL, "一"])
@pytest.mark.parametrize("address", ["/api/plans/{}/sections/{}/versions/1", "/plans/{}/sections/{}.md"])
def test_reading_a_section_that_does_not_exist(aoki: Visitor, address: str, section: int | str) -> None:
    """Refused in Japanese, whatever stands in the address."""
    assert refused(aoki.http.get(address.format(aoki.plan.id, section)), 404, 422)


@pytest.mark.parametrize("plan", [0, -1, BEYOND_SQL, "一", "1.5", "%00", "..%2f1"])
@pytest.mark.parametrize("address", ["/plans/{}", "/api/plans/{}/facts", "/api/plans/{}/sections/1"])
def test_reading_a_plan_that_does_not_exist(aoki: Visitor, address: str, plan: int | str) -> None:
    """Refused in Japanese, whatever stands in the address."""
    assert refused(aoki.http.get(address.format(plan)), 404, 422)


@pytest.mark.parametrize("number", [0, 2, -1, BEYOND_SQL, "一"])
def test_reading_a_version_that_does_not_exist(aoki: Visitor, number: int | str) -> None:
    """Refused in Japanese, whatever stands in the address."""
    aoki.put("文章", None)
    assert refused(aoki.http.get(f"{aoki.address()}/versions/{number}"), 404, 422)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"text=a", id="a form"),
        pytest.param(b"\xff\xfe", id="not text"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b'{"based_on": 1}', id="no text"),
        pytest.param(b'{"text": 5, "based_on": 1}', id="a number as text"),
        pytest.param(b'{"text": "a", "based_on": "x"}', id="a word as version"),
        pytest.param(b'{"text": "\\ud800", "based_on": 1}', id="half a character"),
        pytest.param(b'{"text": "a", "based_on": ' + b"9" * 10_000 + b"}", id="a number of 10000 digits"),
        pytest.param(b"x" * 20_000_000, id="20 MB"),
        pytest.param(b'{"text": "' + b"x" * 20_000_000 + b'", "based_on": 1}', id="20 MB of text"),
    ],
)
def test_a_body_that_is_not_a_text_is_refused(server: Server, aoki: Visitor, body: bytes) -> None:
    """Refused in Japanese; what was there stays."""
    aoki.put("元の文章", None)
    answer = aoki.http.put(aoki.address(), content=body, headers={"Content-Type": "application/json"})
    assert refused(answer, 400, 413, 422)
    assert [version.text for version in server.versions(aoki.person)] == ["元の文章"]


def test_the_longest_text_is_kept_and_one_more_refused(server: Server, aoki: Visitor) -> None:
    """The limit is told with the text's own length."""
    assert aoki.put("あ" * LONGEST_TEXT, None).json()["number"] == 1
    answer = aoki.put("い" * (LONGEST_TEXT + 1), 1)
    assert refused(answer, 422)
    assert f"{LONGEST_TEXT + 1:,}字" in answer.json()["error"]
    assert [len(version.text) for version in server.versions(aoki.person)] == [LONGEST_TEXT]


@pytest.mark.parametrize(
    "text", ["", "　", "👩‍🌾葛󠄀城市\u200b", "<script>alert(1)</script>", "一行\r\n二行\t", "' OR 1=1 --", "{{ 7*7 }}"]
)
def test_what_a_person_wrote_comes_back_as_it_was(aoki: Visitor, text: str) -> None:
    """To the last character; also the page and the downloads live with it."""
    assert aoki.put(text, None).status_code == 200
    assert aoki.http.get(aoki.address()).json()["newest"]["text"] == text
    addresses = [f"/plans/{aoki.plan.id}{ending}" for ending in ("", "/sections/1.md", "/sections/1.docx")]
    assert [aoki.http.get(address).status_code for address in addresses] == [200, 200, 200]


@pytest.mark.parametrize("method", ["DELETE", "POST", "PATCH"])
def test_versions_cannot_be_deleted_or_changed(aoki: Visitor, method: str) -> None:
    """There is no such request."""
    aoki.put("文章", None)
    assert refused(aoki.http.request(method, aoki.address()), 405)
    assert refused(aoki.http.request(method, f"{aoki.address()}/versions/1"), 405)


# --- downloads and passages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ending", "media"), [("md", "text/markdown; charset=utf-8"), ("docx", DOCX)])
def test_a_download_has_the_right_type_and_name(aoki: Visitor, ending: str, media: str) -> None:
    """The file's name is the plan's, in Japanese."""
    aoki.put("1. みどり町の現状及び課題\n\n人口は〔要確認：人口〕である。\n", None)
    answer = aoki.http.get(f"/plans/{aoki.plan.id}/sections/1.{ending}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment; filename*=UTF-8''")
    assert unquote(disposition.split("''")[1]) == f"みどり町の計画_第1章.{ending}"


def test_the_downloads_hold_the_newest_text(aoki: Visitor) -> None:
    """Heading, text and open items, in both forms."""
    aoki.put("古い文章", None)
    aoki.put("1. みどり町の現状及び課題\n\n人口は〔要確認：人口〕である。\n・窓口の混雑\n", 1)
    markdown = aoki.http.get(f"/plans/{aoki.plan.id}/sections/1.md").text
    assert markdown == "# 1. みどり町の現状及び課題\n\n人口は〔要確認：人口〕である。\n\n- 窓口の混雑\n"
    word = Document(io.BytesIO(aoki.http.get(f"/plans/{aoki.plan.id}/sections/1.docx").content))
    assert [paragraph.text for paragraph in word.paragraphs] == [
        "1. みどり町の現状及び課題",
        "人口は〔要確認：人口〕である。",
        "窓口の混雑",
    ]


@pytest.mark.parametrize("ending", ["md", "docx"])
def test_a_section_without_text_has_no_download(aoki: Visitor, ending: str) -> None:
    """The page says how to begin."""
    answer = aoki.http.get(f"/plans/{aoki.plan.id}/sections/2.{ending}")
    assert refused(answer, 404)
    assert "第2章にはまだ文章がありません" in answer.text


@pytest.mark.parametrize("form", ["/passages/{}", "/api/passages/{}"])
def test_every_passage_can_be_read(aoki: Visitor, corpus: Corpus, form: str) -> None:
    """A passage is shown with its own text; its slash may be written either way."""
    wanted = corpus.passage["template:1/example"]
    for written in ("template:1/example", "template%3A1%2Fexample"):
        answer = aoki.http.get(form.format(written))
        assert answer.status_code == 200
        assert wanted.text in (answer.json()["text"] if "api" in form else answer.text)


@pytest.mark.parametrize(
    "odd",
    [
        "%2e%2e", "%2e%2e%2f%2e%2e%2fsecret", "..%2f..%2fsecret", "%00", "template:1%2Fexample%00", "unknown", "x" * 5000,
        "%ff", "<script>alert(1)</script>", "template:1", "%20", "％", "{{7*7}}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["/passages/{}", "/api/passages/{}"])
def test_a_passage_that_does_not_exist(server: Server, aoki: Visitor, form: str, odd: str) -> None:
    """404 in Japanese; the address is not looked up as a file and not shown as markup."""
    answer = aoki.http.get(form.format(odd))
    assert refused(answer, 404)
    assert (server.home / "secret").read_text().strip() not in answer.text
    if answer.headers["content-type"].startswith("text/html"):
        assert "<script>alert" not in answer.text


# --- every response --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/login", 200), ("/", 303), ("/plans/{}", 200), ("/plans/abc", 422), ("/plans/999999", 404), ("/nowhere", 404),
        ("/api/nowhere", 404), ("/api/plans/{}/facts", 200), ("/api/plans/999999/facts", 404), ("/healthz", 200),
        ("/static/plan.js", 200), ("/static/nothing.js", 404), ("/passages/unknown", 404), ("/plans/{}/sections/1.md", 200),
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
