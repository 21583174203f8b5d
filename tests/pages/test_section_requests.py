"""The editor's requests over HTTP: saving, reading, and everything that is refused."""

import pytest
from pages.answers import BEYOND_SQL, refused
from pages.serving import Server, Visitor

from assistant.store.versions import LONGEST_TEXT


def page_of(visitor: Visitor, ending: str = "") -> str:
    """Where people read the section, or something of it."""
    return f"/plans/{visitor.plan.id}/sections/1{ending}"


def test_saving_makes_versions_and_keeps_the_earlier_ones(server: Server, aoki: Visitor) -> None:
    """Every save is a version with its author; each can still be read."""
    assert aoki.put("一つ目", None).json()["number"] == 1
    assert aoki.put("二つ目", 1).json()["number"] == 2
    shown = aoki.http.get(aoki.address()).json()
    name = aoki.person.name
    assert (shown["number"], shown["origin"], shown["author"], shown["text"]) == (2, "編集", name, "二つ目")
    kept = [(one.number, one.origin, one.author, one.text) for one in server.versions(aoki.person)]
    assert kept == [(1, "edit", name, "一つ目"), (2, "edit", name, "二つ目")]
    assert "一つ目" in aoki.http.get(page_of(aoki, "/versions/1")).text


@pytest.mark.parametrize("stale", [None, 1, 99])
@pytest.mark.parametrize("running", [False, True])
@pytest.mark.parametrize("by", ["oneself", "a colleague"])
def test_what_is_kept_already_is_no_conflict(
    server: Server, aoki: Visitor, by: str, running: bool, stale: int | None
) -> None:
    """Who sends the very text that is kept, upon whichever stamp, is told that it is; no version is made."""
    aoki.put("元の文章", None)
    server.join(server.colleague, aoki.plan)
    person = aoki.person if by == "oneself" else server.colleague
    server.workspace(person).save_text(1, "同じ文章", 1)
    sent = {"text": "同じ文章", "based_on": stale, "running": running}
    answer = aoki.http.put(aoki.address(), json=sent)
    assert answer.status_code == 200
    assert (answer.json()["saved"]["number"], answer.json()["saved"]["stamp"]) == (2, 2)
    assert answer.json()["author"] == person.name
    assert [version.text for version in server.versions(aoki.person)] == ["元の文章", "同じ文章"]


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
@pytest.mark.parametrize(
    "address", ["/api/plans/{}/sections/{}", "/plans/{}/sections/{}/versions/1", "/plans/{}/sections/{}.md"]
)
def test_reading_a_section_that_does_not_exist(aoki: Visitor, address: str, section: int | str) -> None:
    """Refused in Japanese, whatever stands in the address."""
    assert refused(aoki.http.get(address.format(aoki.plan.id, section)), 404, 422)


@pytest.mark.parametrize("plan", [0, -1, BEYOND_SQL, "一", "1.5", "%00", "..%2f1"])
@pytest.mark.parametrize("address", ["/plans/{}", "/api/plans/{}/pulse", "/api/plans/{}/sections/1"])
def test_reading_a_plan_that_does_not_exist(aoki: Visitor, address: str, plan: int | str) -> None:
    """Refused in Japanese, whatever stands in the address."""
    assert refused(aoki.http.get(address.format(plan)), 404, 422)


@pytest.mark.parametrize("number", [0, 2, -1, BEYOND_SQL, "一"])
def test_reading_a_version_that_does_not_exist(aoki: Visitor, number: int | str) -> None:
    """Refused in Japanese, whatever stands in the address."""
    aoki.put("文章", None)
    assert refused(aoki.http.get(page_of(aoki, f"/versions/{number}")), 404, 422)


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
    assert aoki.http.get(aoki.address()).json()["text"] == text
    addresses = [f"/plans/{aoki.plan.id}{ending}" for ending in ("/sections/1", "/sections/1.md", "/sections/1.docx")]
    assert [aoki.http.get(address).status_code for address in addresses] == [200, 200, 200]


@pytest.mark.parametrize("method", ["DELETE", "POST", "PATCH"])
def test_versions_cannot_be_deleted_or_changed(aoki: Visitor, method: str) -> None:
    """There is no such request."""
    aoki.put("文章", None)
    assert refused(aoki.http.request(method, aoki.address()), 405)
    assert refused(aoki.http.request(method, page_of(aoki, "/versions/1")), 405)
