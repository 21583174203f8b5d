"""The list of a person's chats, page by page as Chainlit's page asks for it."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pages.serving import Server, signed_in
from sqlalchemy import text

PAGE = 35


class Talker:
    """Somebody with a number of chats, all kept within two moments and named by their number."""

    def __init__(self, server: Server, http: httpx.Client) -> None:
        self._server = server
        self._http = http
        self._user = http.get("/chat/user").raise_for_status().json()

    def talk(self, count: int, moment: str | None = "2026-11-23T09:00:00Z") -> list[str]:
        """Begin chats, all at the same moment; their ids."""
        ids = [str(uuid.uuid4()) for _ in range(count)]
        rows = [
            {
                "id": one,
                "user": self._user["id"],
                "person": self._user["identifier"],
                "moment": moment,
                "name": f"会話{number}",
            }
            for number, one in enumerate(ids)
        ]
        statement = text(
            'INSERT INTO threads (id, "userId", "userIdentifier", "createdAt", name) '
            "VALUES (:id, :user, :person, :moment, :name)"
        )
        with self._server.engine.begin() as connection:
            for row in rows:
                connection.execute(statement, row)
        return ids

    def forget(self, thread: str) -> None:
        self._http.request("DELETE", "/chat/project/thread", json={"threadId": thread}).raise_for_status()

    def page(self, cursor: str | None = None, first: int = PAGE, **wanted: str) -> tuple[list[str], dict[str, Any]]:
        """The ids on a page, and what is said of the pages."""
        body = {"pagination": {"first": first, "cursor": cursor}, "filter": wanted}
        found = self._http.post("/chat/project/threads", json=body).raise_for_status().json()
        return [one["id"] for one in found["data"]], found["pageInfo"]

    def pages(self, first: int = PAGE, **wanted: str) -> list[list[str]]:
        """All pages, as somebody who scrolls down to the end sees them."""
        found, cursor = [], None
        while True:
            ids, told = self.page(cursor, first, **wanted)
            found.append(ids)
            if not told["hasNextPage"]:
                return found
            assert told["endCursor"] != cursor, json.dumps(told)
            cursor = told["endCursor"]


@pytest.fixture
def talker(server: Server) -> Iterator[Talker]:
    with signed_in(server, server.newcomer("千葉")) as http:
        yield Talker(server, http)


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, [0]), (1, [1]), (34, [34]), (35, [35]), (36, [35, 1]), (70, [35, 35]), (80, [35, 35, 10])]
)
def test_every_chat_is_listed_once(talker: Talker, count: int, sizes: list[int]) -> None:
    """Also those beyond the first page, and those that began at the same moment; no empty page comes last."""
    ids = talker.talk(count)
    found = talker.pages()
    assert [len(page) for page in found] == sizes
    assert sorted(one for page in found for one in page) == sorted(ids)


def test_newer_chats_come_first_over_the_pages(talker: Talker) -> None:
    """One without a moment, as an older release may have left it, comes last."""
    oldest, older, newer = talker.talk(2, None), talker.talk(3, "2026-11-22T09:00:00Z"), talker.talk(3)
    listed = [one for page in talker.pages(first=2) for one in page]
    assert [set(listed[:3]), set(listed[3:6]), set(listed[6:])] == [set(newer), set(older), set(oldest)]


def test_a_chat_begun_or_deleted_meanwhile_neither_hides_nor_repeats_another(talker: Talker) -> None:
    """The last one of the page may be gone when the next page is asked for."""
    talker.talk(4, "2026-11-22T09:00:00Z")
    listed = talker.pages()[0]
    first, told = talker.page(first=2)
    assert (first, told["hasNextPage"]) == (listed[:2], True)
    talker.talk(1)
    talker.forget(first[-1])
    assert talker.page(told["endCursor"], first=2)[0] == listed[2:]


@pytest.mark.parametrize(
    "cursor", ["", "nothing", "75ea20fc-aa19-46a8-8c33-3676fe3c698d", "' OR 1=1 --", "9999-12-31T00:00:00Z ~"]
)
def test_a_cursor_that_nobody_was_given_shows_one_s_own_chats(talker: Talker, cursor: str) -> None:
    """It names a place among one's own, whatever it says."""
    ids = talker.talk(3)
    assert set(talker.page(cursor)[0]) <= set(ids)


def test_another_person_s_cursor_leads_to_one_s_own_chats(server: Server, talker: Talker) -> None:
    """A cursor is a moment and not a key: nothing of the other's is shown."""
    ids = talker.talk(3, "2026-11-20T09:00:00Z")
    with signed_in(server, server.newcomer("土井")) as http:
        other = Talker(server, http)
        others = other.talk(3)
        cursor = other.page(first=2)[1]["endCursor"]
    found = talker.page(cursor)[0]
    assert set(found) == set(ids)
    assert not set(found) & set(others)


def test_a_search_goes_over_the_pages(talker: Talker) -> None:
    """The words stay the same from page to page."""
    talker.talk(12)
    found = talker.pages(first=2, search="会話1")
    assert [len(page) for page in found] == [2, 1]
