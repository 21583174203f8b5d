"""What no request gets past: another site's form, and a body that is too large. Knows no plans and no people."""

from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 30 * 1024 * 1024
_READ_ON = 5  # times the limit: read and thrown away, so that the browser hears the answer and not a broken line
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FOREIGN = (
    "別のサイトから送られた操作のため、受け付けませんでした。この製品の画面を開き直して、もう一度操作してください。"
)
TOO_LARGE = f"送られた内容が大きすぎます（上限{LARGEST_BODY // 1024 // 1024}MB）。何も保存していません。ファイルを小さくして、もう一度試してください。"


class Gate:
    """Refuses requests before anything of them is read.

    A request that changes something must come from a page of this host. The cookie is SameSite=Lax, which browsers
    do not hold against other hosts of the same site; so the browser's own word is asked: Sec-Fetch-Site, or Origin
    where the page is not served over HTTPS. Programs that send neither have no cookie that a site could misuse.
    """

    def __init__(self, app: ASGIApp, refuse: Callable[[Request, int, str], Response]) -> None:
        self._app, self._refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        if request.method not in _SAFE and is_foreign(request):
            await self._refuse(request, 403, FOREIGN)(scope, receive, send)
        elif _told_length(request) > LARGEST_BODY:
            await _throw_away(receive)
            await self._refuse(request, 413, TOO_LARGE)(scope, receive, send)
        else:
            await self._app(scope, _counted(receive), send)


def is_foreign(request: Request) -> bool:
    """Whether the browser says that another site's page made the request."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()


def _told_length(request: Request) -> int:
    told = request.headers.get("content-length", "")
    return int(told) if told.isdecimal() else 0


def _counted(receive: Receive) -> Receive:
    """The request's body, which ends with an error where it grows too large without having said so."""
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > LARGEST_BODY:
            raise HTTPException(413, TOO_LARGE)
        return message

    return counted


async def _throw_away(receive: Receive) -> None:
    read = 0
    while read < _READ_ON * LARGEST_BODY:
        message = await receive()
        read += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return
