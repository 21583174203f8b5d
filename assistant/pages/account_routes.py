"""アカウント: the person's own password, plans and roles."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from assistant.errors import SignInError
from assistant.pages.access import SentByPerson
from assistant.pages.administration_pages import office_page
from assistant.pages.sign_in_pace import TooManyTries
from assistant.pages.sign_in_routes import SignedIn, assistant_of, check_password, let_in
from assistant.store.accounts import SHORTEST_PASSWORD, Person

router = APIRouter()
WRONG = "いまのパスワードが違います。パスワードは変わっていません。"
DIFFERENT = "新しいパスワードの二つの欄が同じではありません。パスワードは変わっていません。"
SAME = "新しいパスワードが、いまのパスワードと同じです。別のものにしてください。"


@router.get("/account")
async def account(request: Request, person: SignedIn) -> Response:
    """The person's account."""
    return await _page(request, person)


@router.post("/account/password")
async def change_password(request: Request, person: SignedIn, sent: SentByPerson) -> Response:
    """The person's own new password; this browser stays signed in, all others have to sign in again."""
    old, new = sent.raw("old"), sent.raw("new")
    try:
        await check_password(request, person.name, old)
    except TooManyTries as error:
        return await _page(request, person, 429, str(error))
    except SignInError:
        return await _page(request, person, 422, WRONG)
    if new != sent.raw("again"):
        return await _page(request, person, 422, DIFFERENT)
    if new == old:
        return await _page(request, person, 422, SAME)
    try:
        person = await asyncio.to_thread(assistant_of(request).accounts.change_password, person, old, new)
    except SignInError as error:
        return await _page(request, person, 422, f"{error}パスワードは変わっていません。")
    return let_in(request, RedirectResponse("/account?done=own-password", 303), person)


async def _page(request: Request, person: Person, status: int = 200, problem: str | None = None) -> Response:
    plans = await asyncio.to_thread(assistant_of(request).plans.of, person)
    return office_page(
        request,
        person,
        "account.html",
        status_code=status,
        problems=[problem] if problem else (),
        plans=plans,
        shortest_password=SHORTEST_PASSWORD,
    )
