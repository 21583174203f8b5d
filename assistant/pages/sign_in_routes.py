"""Signing in and out. One sign-in serves the pages and the chat: both read Chainlit's signed cookie."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from assistant.app import Assistant
from assistant.errors import SignInError
from assistant.store.accounts import Person

router = APIRouter()


class SignInNeeded(Exception):
    """Nobody is signed in; the host answers with the sign-in page."""


def assistant_of(request: Request) -> Assistant:
    """The assistant that the host was made with."""
    found: Assistant = request.app.state.assistant
    return found


async def signed_in(request: Request) -> Person:
    """The person who sent the request.

    Raises:
        SignInNeeded: if the cookie is missing, expired or not ours, or the account is gone.
    """
    from chainlit.auth import get_token_from_cookies
    from chainlit.auth.jwt import decode_jwt
    from jwt import InvalidTokenError

    token = get_token_from_cookies(dict(request.cookies))
    try:
        user = decode_jwt(token) if token else None
    except InvalidTokenError as error:
        raise SignInNeeded from error
    person = await asyncio.to_thread(assistant_of(request).accounts.find, user.identifier) if user else None
    if person is None:
        raise SignInNeeded
    return person


SignedIn = Annotated[Person, Depends(signed_in)]


@router.get("/login")
async def form(request: Request) -> Response:
    """The sign-in page."""
    response: Response = request.app.state.views.page(request, "login.html", problem=None, name="")
    return response


@router.post("/login")
async def sign_in(
    request: Request, name: Annotated[str, Form()] = "", password: Annotated[str, Form()] = ""
) -> Response:
    """Check name and password; on success set the cookie and go to the plan."""
    from chainlit.auth import create_jwt, set_auth_cookie
    from chainlit.user import User

    try:
        person = await asyncio.to_thread(assistant_of(request).accounts.sign_in, name, password)
    except SignInError as error:
        page: Response = request.app.state.views.page(
            request, "login.html", status_code=401, problem=str(error), name=name
        )
        return page
    response = RedirectResponse("/", 303)
    set_auth_cookie(request, response, create_jwt(User(identifier=person.name)))
    return response


@router.post("/logout")
async def sign_out(request: Request) -> Response:
    """Forget the cookie."""
    from chainlit.auth import clear_auth_cookie

    response = RedirectResponse("/login", 303)
    clear_auth_cookie(request, response)
    return response
