"""The FastAPI host: sign-in, the pages of a plan, their requests and files. The chat is mounted beside it."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from assistant.app import Assistant
from assistant.errors import AssistantError, Conflict, InputError, NotAllowed, NotFound, NotPermitted, SignInError
from assistant.pages import (
    account_routes,
    administration_feedback_routes,
    administration_knowledge_routes,
    administration_routes,
    board_routes,
    comparison_routes,
    confirmation_routes,
    export_routes,
    fact_routes,
    gap_routes,
    home_routes,
    inquiry_asking_routes,
    inquiry_routes,
    measure_routes,
    merge_routes,
    passage_routes,
    preview_routes,
    redraft_routes,
    revision_routes,
    schedule_routes,
    section_routes,
    settings_routes,
    sign_in_routes,
    version_routes,
)
from assistant.pages.chat_gate import ChatGate
from assistant.pages.gate import TOO_LARGE, Gate
from assistant.pages.sign_in_pace import Pace
from assistant.pages.views import Views

log = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:; "
    "frame-ancestors 'self'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
ROUTES = (
    sign_in_routes,
    account_routes,
    administration_feedback_routes,
    administration_knowledge_routes,
    administration_routes,
    home_routes,
    board_routes,
    schedule_routes,
    settings_routes,
    export_routes,  # before the sections: /sections/1.md is no page of a section
    section_routes,
    gap_routes,
    confirmation_routes,
    merge_routes,
    preview_routes,
    measure_routes,
    fact_routes,
    inquiry_asking_routes,
    inquiry_routes,
    version_routes,
    comparison_routes,
    redraft_routes,
    revision_routes,
    passage_routes,
)
HIDDEN = frozenset({"/chat/docs", "/chat/redoc", "/chat/openapi.json", "/chat/docs/oauth2-redirect"})
CHAT_LOGIN = "/chat/login"  # Chainlit's own way in, which knows no pace; there is one sign-in
_STATUS: dict[type[AssistantError], int] = {
    NotAllowed: 404,  # the same as for a plan that does not exist: its existence is not given away
    NotFound: 404,
    NotPermitted: 403,
    InputError: 422,
    SignInError: 401,
    Conflict: 409,
}
_UNREADABLE = "送られた内容を読み取れませんでした。ページを読み込み直して、もう一度試してください。"
_HEADINGS = {
    403: "この操作は許されていません",
    404: "見つかりませんでした",
    405: "この操作はできません",
    500: "問題が起きました",
}
_TEXTS = {400: _UNREADABLE, 404: "このページは見つかりません。", 413: TOO_LARGE}


def create_host(assistant: Assistant) -> FastAPI:
    """The host with its own routes; the chat is mounted afterwards (its routes come last)."""
    app = FastAPI(title="官民データ計画アシスタント", docs_url=None, redoc_url=None, openapi_url=None)
    views = Views()
    app.state.assistant = assistant
    app.state.views = views
    app.state.pace = Pace()
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for module in ROUTES:
        app.include_router(module.router)
    app.add_middleware(ChatGate, find=partial(sign_in_routes.person_of, assistant))
    app.add_middleware(Gate, refuse=lambda request, status, text: _problem(request, views, status, text))

    @app.middleware("http")
    async def headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        if request.url.path == CHAT_LOGIN and request.method == "GET":
            return _guarded(RedirectResponse(sign_in_routes.SIGN_IN, 303))
        if request.url.path in (*HIDDEN, CHAT_LOGIN):
            return _guarded(_problem(request, views, 404, "このページは見つかりません。"))
        return _guarded(await call_next(request))

    @app.get("/healthz")
    async def healthy() -> dict[str, str]:
        return {"status": "ok"}

    @app.exception_handler(sign_in_routes.SignInNeeded)
    async def to_sign_in(request: Request, _: Exception) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"error": "ログインの期限が切れました。ログインし直してください。"}, 401)
        return RedirectResponse(sign_in_routes.sign_in_address(request), 303)

    @app.exception_handler(AssistantError)
    async def known_error(request: Request, error: Exception) -> Response:
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
        return _problem(request, views, status, str(error), error if isinstance(error, Conflict) else None)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return _problem(request, views, status, _TEXTS.get(status, "この操作はできません。"))

    @app.exception_handler(RequestValidationError)
    async def bad_request(request: Request, _: Exception) -> Response:
        return _problem(request, views, 422, _UNREADABLE)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        number = secrets.token_hex(4)
        log.error("処理に失敗しました（番号 %s）", number, exc_info=error)
        text = f"サーバーで問題が起きました（番号 {number}）。保存済みの内容は失われていません。続くときは番号を管理者に知らせてください。"
        return _guarded(_problem(request, views, 500, text))

    return app


def _guarded(response: Response) -> Response:
    """The response with the headers that every page carries."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _problem(request: Request, views: Views, status: int, text: str, conflict: Conflict | None = None) -> Response:
    if request.url.path.startswith("/api/"):
        content: dict[str, object] = {"error": text}
        if conflict:
            content |= {
                "mine": conflict.mine,
                "theirs": conflict.theirs,
                "version": conflict.version,
                "stamp": conflict.stamp,
                "author": conflict.author,
            }
        return JSONResponse(content, status)
    return views.page(
        request,
        "problem.html",
        status_code=status,
        heading=_HEADINGS.get(status, "この操作はできませんでした"),
        text=text,
        sent=request.method == "POST" and status >= 500,
    )
