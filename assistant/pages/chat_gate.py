"""What a chat gets past: only the cookie of a person who is signed in. Chainlit alone would know cookies by their date."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.store.accounts import Person

Find = Callable[[Mapping[str, str]], Awaitable[Person | None]]
CHAT, LINE = "/chat", "/chat/ws"
NOT_SIGNED_IN = 1008  # the close code of a line that breaks a rule (RFC 6455, 7.4.1)
_CREDENTIALS = (b"cookie", b"authorization")


class ChatGate:
    """Keeps requests of the chat from Chainlit, or takes their credentials off, when these no longer count.

    The chat's line stays open for hours: each packet that comes in over it is checked anew, so that a person whose
    account is locked, or whose password is changed, is cut off wherever they are.
    """

    def __init__(self, app: ASGIApp, find: Find) -> None:
        self._app, self._find = app, find

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is of no chat, or of a person who is signed in."""
        path = scope.get("path", "")
        if scope["type"] not in ("http", "websocket") or not (path == CHAT or path.startswith(CHAT + "/")):
            await self._app(scope, receive, send)
            return
        cookies = HTTPConnection(scope).cookies
        known = await self._find(cookies) is not None
        if path.startswith(LINE) and not known:
            await _refuse(scope, receive, send)
        elif scope["type"] == "websocket":
            line = _Line(cookies, self._find, receive, send)
            await self._app(scope, line.receive, line.send)
        else:
            await self._app(scope if known else _without_credentials(scope), receive, send)


class _Line:
    """An open line, which closes at the first packet of somebody who is no longer signed in."""

    def __init__(self, cookies: Mapping[str, str], find: Find, receive: Receive, send: Send) -> None:
        self._cookies, self._find, self._receive, self._send = cookies, find, receive, send
        self._closed = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.receive" or await self._find(self._cookies):
            return message
        await self.send({"type": "websocket.close", "code": NOT_SIGNED_IN})
        self._closed = True
        return {"type": "websocket.disconnect", "code": NOT_SIGNED_IN}

    async def send(self, message: MutableMapping[str, object]) -> None:
        if not self._closed:  # Chainlit may still have something to say
            await self._send(message)


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": NOT_SIGNED_IN})
    else:
        await PlainTextResponse("ログインし直してください。", 401)(scope, receive, send)


def _without_credentials(scope: Scope) -> Scope:
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() not in _CREDENTIALS]}
