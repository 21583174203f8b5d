"""The chat's line: what comes in over it is checked packet by packet."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from assistant.pages.chat_gate import NOT_SIGNED_IN, ChatGate
from assistant.store.accounts import Person

HANAKO = Person(id=1, name="花子", is_admin=False)
COOKIE = (b"cookie", b"access_token=hers")


class Talk:
    """A program behind the gate, what it was given and what it sent; the person may be signed out on the way."""

    def __init__(self, scope: dict[str, Any], packets: int, ends_before: int | None) -> None:
        self.scope = {"path": "/chat/ws/socket.io/", "headers": [COOKIE], **scope}
        self.heard: list[str] = []
        self.headers: list[bytes] = []
        self.sent: list[dict[str, Any]] = []
        self.reached = False
        self._ends_before = ends_before
        self._packets = [{"type": "websocket.receive", "text": str(number)} for number in range(packets)]

    async def find(self, cookies: Mapping[str, str]) -> Person | None:
        ended = self._ends_before is not None and len(self.heard) >= self._ends_before
        return HANAKO if cookies.get("access_token") == "hers" and not ended else None

    async def behind(self, scope: Any, receive: Any, send: Any) -> None:
        self.reached = True
        self.headers = [name for name, _ in scope["headers"]]
        await send({"type": "websocket.accept"})
        while scope["type"] == "websocket" and (message := await receive())["type"] == "websocket.receive":
            self.heard.append(message["text"])
        await send({"type": "websocket.send", "text": "something still to say"})

    async def receive(self) -> dict[str, Any]:
        return self._packets.pop(0) if self._packets else {"type": "websocket.disconnect", "code": 1000}

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    def run(self) -> "Talk":
        asyncio.run(ChatGate(self.behind, self.find)(self.scope, self.receive, self.send))
        return self


def test_a_person_who_is_signed_in_is_heard() -> None:
    """Every packet, and the program may answer."""
    talk = Talk({"type": "websocket"}, packets=3, ends_before=None).run()
    assert talk.heard == ["0", "1", "2"]
    assert [message["type"] for message in talk.sent] == ["websocket.accept", "websocket.send"]


@pytest.mark.parametrize("heard", [0, 1, 2])
def test_the_line_closes_at_the_first_packet_after_the_end(heard: int) -> None:
    """What was said before is heard; the program is told that the line is gone, and says nothing any more."""
    talk = Talk({"type": "websocket"}, packets=3, ends_before=heard)
    if heard == 0:
        talk.run()
        assert (talk.reached, talk.sent) == (False, [{"type": "websocket.close", "code": NOT_SIGNED_IN}])
        return
    talk.run()
    assert talk.heard == [str(number) for number in range(heard)]
    assert talk.sent[-1] == {"type": "websocket.close", "code": NOT_SIGNED_IN}


@pytest.mark.parametrize("kind", ["websocket", "http"])
def test_without_a_cookie_no_line_is_opened(kind: str) -> None:
    """The program behind is not reached at all."""
    talk = Talk({"type": kind, "headers": []}, packets=1, ends_before=None).run()
    assert not talk.reached
    assert talk.sent[0] == (
        {"type": "websocket.close", "code": NOT_SIGNED_IN}
        if kind == "websocket"
        else {"type": "http.response.start", "status": 401, "headers": talk.sent[0]["headers"]}
    )


@pytest.mark.parametrize(
    ("path", "cookie", "passed"),
    [
        ("/chat", COOKIE, [b"cookie"]),
        ("/chat/user", COOKIE, [b"cookie"]),
        ("/chat/user", (b"cookie", b"access_token=stale"), []),
        ("/chat/user", (b"authorization", b"Bearer hers"), []),
        ("/chat", (b"cookie", b"access_token=stale"), []),
        ("/chatter", (b"cookie", b"access_token=stale"), [b"cookie"]),
        ("/plans/1", (b"cookie", b"access_token=stale"), [b"cookie"]),
    ],
)
def test_requests_of_the_chat_carry_only_what_counts(
    path: str, cookie: tuple[bytes, bytes], passed: list[bytes]
) -> None:
    """Everything else is none of the gate's business."""
    talk = Talk({"type": "http", "path": path, "headers": [cookie]}, packets=0, ends_before=None).run()
    assert (talk.reached, talk.headers) == (True, passed)
