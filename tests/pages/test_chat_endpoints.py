"""Chainlit's own requests, used by somebody who knows another person's ids."""

import itertools
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from pages.serving import ChatLine, Server, Visitor, signed_in

from assistant.store.accounts import Person

TRIES = 200


def element_request(line: ChatLine, element: str, thread: str, words: str, session: str = "") -> dict[str, Any]:
    """What Chainlit's page sends to change an element."""
    content = {
        "id": element, "threadId": thread, "forId": element, "type": "custom", "name": "Draft", "display": "inline",
        "props": {"text": words},
    }  # fmt: skip
    return {"sessionId": session or line.session, "element": content}


def stored(server: Server, element: str) -> dict[str, Any] | None:
    """The element's row."""
    found = server.rows('SELECT "threadId", props FROM elements WHERE id = :id', id=element)
    return found[0] if found else None


def messages(visitor: Visitor, line: ChatLine, at_least: int = 2) -> dict[str, tuple[str, str]]:
    """Ids of the messages kept of a chat's one exchange, each with the thread's name and its text."""
    for _ in range(TRIES):
        thread = visitor.http.get(f"/chat/project/thread/{line.thread}").json()
        found = {s["id"]: (thread["name"], s["output"]) for s in thread["steps"] if s["type"].endswith("_message")}
        if len(found) >= at_least:
            return found
    raise AssertionError("the exchange was not kept")


def settled(server: Server, line: ChatLine, client: httpx.Client) -> str:
    """Keep two elements of one's own, one after the other: what was sent before has been dealt with by then, too."""
    for own in (str(uuid.uuid4()), str(uuid.uuid4())):
        client.put("/chat/project/element", json=element_request(line, own, line.thread, "自分のもの"))
        for _ in range(TRIES):
            if stored(server, own):
                break
            client.get("/healthz")
        else:
            raise AssertionError(f"one's own element was not kept:\n{server.log[-2000:]}")
    return own


def test_a_person_reads_their_own_thread(aoki: Visitor, chat_of_aoki: ChatLine) -> None:
    """The refusals below are not for want of a right id."""
    answer = aoki.http.get(f"/chat/project/thread/{chat_of_aoki.thread}")
    assert answer.status_code == 200
    assert "青木だけの話です" in {text for _, text in messages(aoki, chat_of_aoki).values()}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/chat/project/thread/{}", None),
        ("GET", "/chat/project/share/{}", None),
        ("GET", "/chat/project/thread/{}/element/1", None),
        ("PUT", "/chat/project/thread", {"threadId": "{}", "name": "馬場のもの"}),
        ("PUT", "/chat/project/thread/share", {"threadId": "{}", "isShared": True}),
        ("DELETE", "/chat/project/thread", {"threadId": "{}"}),
    ],
)
def test_a_thread_of_somebody_else_is_refused(
    aoki: Visitor,
    baba: Visitor,
    nobody: httpx.Client,
    chat_of_aoki: ChatLine,
    method: str,
    path: str,
    body: dict[str, Any] | None,
) -> None:
    """Reading, renaming, sharing and deleting, with the right id, signed in as another or not at all."""
    sent = {key: chat_of_aoki.thread if value == "{}" else value for key, value in (body or {}).items()} or None
    before = messages(aoki, chat_of_aoki)
    for client in (baba.http, nobody):
        answer = client.request(method, path.format(chat_of_aoki.thread), json=sent)
        assert answer.status_code in (401, 404)
        assert "青木だけの話です" not in answer.text
    assert messages(aoki, chat_of_aoki) == before


def test_a_thread_that_does_not_exist(aoki: Visitor, chat_of_aoki: ChatLine) -> None:
    """A stale link is answered like a thread of somebody else, not with a failure."""
    assert aoki.http.get(f"/chat/project/thread/{uuid.uuid4()}").status_code in (401, 404)


def test_the_list_of_threads_is_one_s_own(aoki: Visitor, baba: Visitor, chat_of_aoki: ChatLine) -> None:
    """Also when the request asks for another person's."""
    owner = aoki.http.get("/chat/user").json()["id"]
    body = {"pagination": {"first": 50}, "filter": {"userId": owner}}
    assert chat_of_aoki.thread in aoki.http.post("/chat/project/threads", json=body).text
    assert chat_of_aoki.thread not in baba.http.post("/chat/project/threads", json=body).raise_for_status().text


def test_a_chat_cannot_be_opened_in_another_person_s_thread(
    baba: Visitor, nobody: httpx.Client, chat_of_aoki: ChatLine
) -> None:
    """The socket is refused, signed in as another or not at all."""
    for client in (baba.http, nobody):
        line = ChatLine(client, chat_of_aoki.thread)
        assert line.refusal
        assert "青木" not in line.refusal


def test_a_thread_cannot_be_opened_to_everybody(
    aoki: Visitor, baba: Visitor, nobody: httpx.Client, chat_of_aoki: ChatLine
) -> None:
    """Sharing is switched off in the chat's settings: not even the author's own request makes a thread public."""
    messages(aoki, chat_of_aoki)
    aoki.http.put("/chat/project/thread/share", json={"threadId": chat_of_aoki.thread, "isShared": True})
    for client in (baba.http, nobody):
        answer = client.get(f"/chat/project/share/{chat_of_aoki.thread}")
        assert "青木だけの話です" not in answer.text
        assert answer.status_code in (401, 403, 404)


@pytest.mark.parametrize("claimed", ["their thread", "my thread", "no thread"])
def test_an_element_of_somebody_else_cannot_be_overwritten(
    server: Server, aoki: Visitor, baba: Visitor, chat_of_aoki: ChatLine, chat_of_baba: ChatLine, claimed: str
) -> None:
    """Whatever thread the request claims (reproduced in Chainlit 2.12 without our guard)."""
    element = settled(server, chat_of_aoki, aoki.http)
    before = stored(server, element)
    thread = {"their thread": chat_of_aoki.thread, "my thread": chat_of_baba.thread, "no thread": ""}[claimed]
    baba.http.put("/chat/project/element", json=element_request(chat_of_baba, element, thread, "馬場が書いた"))
    settled(server, chat_of_baba, baba.http)
    assert stored(server, element) == before


@pytest.mark.parametrize("claimed", ["their thread", "my thread", "no thread"])
def test_an_element_of_somebody_else_cannot_be_deleted(
    server: Server, aoki: Visitor, baba: Visitor, chat_of_aoki: ChatLine, chat_of_baba: ChatLine, claimed: str
) -> None:
    """Whatever thread the request claims; it is refused, not a failure of the server."""
    element = settled(server, chat_of_aoki, aoki.http)
    thread = {"their thread": chat_of_aoki.thread, "my thread": chat_of_baba.thread, "no thread": ""}[claimed]
    body = element_request(chat_of_baba, element, thread, "")
    answer = baba.http.request("DELETE", "/chat/project/element", json=body)
    settled(server, chat_of_baba, baba.http)
    assert stored(server, element)
    assert answer.status_code in (401, 403, 404)


def test_no_element_can_be_planted_in_another_person_s_thread(
    server: Server, aoki: Visitor, baba: Visitor, chat_of_aoki: ChatLine, chat_of_baba: ChatLine
) -> None:
    """A new element that claims another person's thread is not kept."""
    planted = str(uuid.uuid4())
    baba.http.put("/chat/project/element", json=element_request(chat_of_baba, planted, chat_of_aoki.thread, "馬場"))
    settled(server, chat_of_baba, baba.http)
    assert stored(server, planted) is None


def test_another_person_s_session_cannot_be_used(
    server: Server, aoki: Visitor, baba: Visitor, chat_of_aoki: ChatLine
) -> None:
    """With the session's id in hand, elements and buttons are refused."""
    element = settled(server, chat_of_aoki, aoki.http)
    before = stored(server, element)
    body = element_request(chat_of_aoki, element, chat_of_aoki.thread, "馬場が書いた")
    press = {"sessionId": chat_of_aoki.session, "action": {"id": "1", "name": "say", "payload": {"text": "やめる"}}}
    assert baba.http.put("/chat/project/element", json=body).status_code == 401
    assert baba.http.post("/chat/project/action", json=press).status_code == 401
    assert stored(server, element) == before


def test_a_message_of_somebody_else_cannot_be_overwritten(
    server: Server, aoki: Visitor, baba: Visitor, chat_of_aoki: ChatLine, chat_of_baba: ChatLine
) -> None:
    """A message sent under the id of another person's message changes nothing of theirs."""
    before = messages(aoki, chat_of_aoki)
    chat_of_baba.say("馬場が書いた", step=next(iter(before)))
    settled(server, chat_of_baba, baba.http)
    assert messages(aoki, chat_of_aoki, at_least=0) == before


def test_a_press_without_a_plan_of_one_s_own_touches_nobody_s(
    server: Server, aoki: Visitor, baba: Visitor, chat_of_baba: ChatLine
) -> None:
    """The chat believes the page about the open plan only as far as the person may open it."""
    chat_of_baba.emit("window_message", f'{{"plan": {aoki.plan.id}}}')
    chat_of_baba.say("計画づくりを始める")
    chat_of_baba.say("みどり町")
    assert server.workspace(aoki.person).ledger().facts == {}
    assert server.workspace(baba.person).ledger().get("municipality").value == "みどり町"


def test_people_who_chat_at_once_lose_no_answer(server: Server) -> None:
    """Everybody's answers are kept, and nobody is told of a problem."""
    people = [server.newcomer("同時") for _ in range(4)]
    for person in people:
        server.plan(person)

    def chat(person: Person) -> list[str]:
        with signed_in(server, person) as client:
            line = ChatLine(client)
            said = [
                words
                for message in ("計画づくりを始める", "みどり町", "みどり町データ計画")
                for words in line.say(message)
            ]
            line.close()
            return said

    with ThreadPoolExecutor(len(people)) as pool:
        said = list(pool.map(chat, people))
    assert [words for words in itertools.chain(*said) if "問題が起きました" in words] == []
    kept = [server.workspace(person).ledger() for person in people]
    assert [ledger.get("municipality").value for ledger in kept] == ["みどり町"] * len(people)
    assert [ledger.get("plan_name").value for ledger in kept] == ["みどり町データ計画"] * len(people)
