"""Signing in and out. One sign-in serves the pages and the chat: both read Chainlit's signed cookie."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from assistant.app import Assistant
from assistant.errors import SignInError
from assistant.pages.sign_in_pace import Pace, TooManyTries
from assistant.store.accounts import LONGEST_NAME, LONGEST_PASSWORD, Person

log = logging.getLogger(__name__)
router = APIRouter()
HOME, SIGN_IN = "/", "/login"
LONGEST_ADDRESS = 2_000
EPOCH = "epoch"
_NOT_A_PAGE = ("/login", "/logout", "/api/", "/chat", "/static/", "/healthz")
CHANGED = "パスワードを変えたか、利用が止められたため、ログインし直しが必要になりました。"


class SignInNeeded(Exception):
    """Nobody is signed in; the host answers with the sign-in page."""


def assistant_of(request: Request) -> Assistant:
    """The assistant that the host was made with."""
    found: Assistant = request.app.state.assistant
    return found


async def person_of(assistant: Assistant, cookies: Mapping[str, str]) -> Person | None:
    """The person whose cookie it is; None if it is missing, expired or not ours, or no longer counts.

    It no longer counts when the account is gone or locked, or its password was changed after the cookie was made.
    """
    from chainlit.auth import get_token_from_cookies
    from chainlit.auth.jwt import decode_jwt
    from jwt import InvalidTokenError

    token = get_token_from_cookies(dict(cookies))
    try:
        user = decode_jwt(token) if token else None
    except InvalidTokenError:
        return None
    person = await asyncio.to_thread(assistant.accounts.find, user.identifier) if user else None
    return person if person and user and (user.metadata or {}).get(EPOCH, 0) == person.epoch else None


async def signed_in(request: Request) -> Person:
    """The person who sent the request.

    Raises:
        SignInNeeded: if the cookie is missing, expired or not ours, or no longer counts.
    """
    person = await person_of(assistant_of(request), request.cookies)
    if person is None:
        raise SignInNeeded
    return person


SignedIn = Annotated[Person, Depends(signed_in)]


def let_in(request: Request, response: Response, person: Person) -> Response:
    """The response with the cookie by which the person is known from here on."""
    from chainlit.auth import create_jwt, set_auth_cookie
    from chainlit.user import User

    set_auth_cookie(request, response, create_jwt(User(identifier=person.name, metadata={EPOCH: person.epoch})))
    return response


async def check_password(request: Request, name: str, password: str) -> Person:
    """The person, if the password is right and was not tried too often.

    Raises:
        SignInError: if the name is unknown or the password wrong, or the account is locked.
        TooManyTries: if one has to wait before the next try.
    """
    name = " ".join(name.split())[: LONGEST_NAME + 1]
    address = request.client.host if request.client else ""
    pace: Pace = request.app.state.pace
    try:
        pace.enter(name, address)
    except TooManyTries:
        log.warning("ログインの失敗が続いているため、しばらく止めました（利用者名 %r、アドレス %s）", name, address)
        raise
    person = await asyncio.to_thread(assistant_of(request).accounts.sign_in, name, password[: LONGEST_PASSWORD + 1])
    pace.succeeded(name, address)
    return person


def sign_in_address(request: Request) -> str:
    """The sign-in page that leads back to the page asked for, or, after a form, to the page it stood on."""
    if request.method in ("GET", "HEAD"):
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    else:
        came_from = urlsplit(request.headers.get("referer", ""))
        ours = came_from.netloc == request.headers.get("host")
        wanted = came_from.path + (f"?{came_from.query}" if came_from.query else "") if ours else HOME
    page = own_page(wanted)
    return SIGN_IN if page == HOME else f"{SIGN_IN}?next={quote(page, safe='/')}"


def own_page(wanted: str) -> str:
    """The address, if it is a page of this host; else the list of plans."""
    odd = not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted or not wanted.isprintable()
    if odd or len(wanted) > LONGEST_ADDRESS or wanted.startswith(_NOT_A_PAGE):
        return HOME
    return wanted


@router.get(SIGN_IN)
async def form(request: Request, next: str = HOME) -> Response:  # the name in the address
    """The sign-in page; who is signed in already goes on."""
    if await person_of(assistant_of(request), request.cookies):
        return RedirectResponse(own_page(next), 303)
    return _form(request, 200, next=own_page(next))


@router.post(SIGN_IN)
async def sign_in(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = HOME,  # the name in the form
) -> Response:
    """Check name and password; on success set the cookie and go to the page that was asked for."""
    wanted = own_page(next)
    try:
        person = await check_password(request, name, password)
    except TooManyTries as error:
        page = _form(request, 429, problem=str(error), name=name, next=wanted)
        page.headers["Retry-After"] = str(error.seconds)
        return page
    except SignInError as error:
        return _form(request, 401, problem=str(error), name=name, next=wanted)
    return let_in(request, RedirectResponse(wanted, 303), person)


@router.post("/logout")
async def sign_out(request: Request) -> Response:
    """Forget the cookie."""
    from chainlit.auth import clear_auth_cookie

    response = RedirectResponse(SIGN_IN, 303)
    clear_auth_cookie(request, response)
    return response


def _form(request: Request, status: int, **values: object) -> Response:
    stale = request.method == "GET" and "access_token" in request.cookies
    page: Response = request.app.state.views.page(
        request, "login.html", status_code=status, **{"problem": None, "name": "", "stale": stale, **values}
    )
    return page
