"""計画の一覧: the person's plans, and beginning another one."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from assistant.pages.access import SentByPerson
from assistant.pages.sign_in_routes import SignedIn, assistant_of

router = APIRouter()


@router.get("/")
async def home(request: Request, person: SignedIn) -> Response:
    """The person's plans."""
    plans = await asyncio.to_thread(assistant_of(request).plans.of, person)
    view: Response = request.app.state.views.page(request, "home.html", person=person, plans=plans)
    return view


@router.post("/plans")
def create(request: Request, person: SignedIn, sent: SentByPerson) -> Response:
    """Begin a plan.

    Raises:
        InputError: if it cannot be called so.
    """
    plan = assistant_of(request).plans.create(person, sent.line("name"))
    return RedirectResponse(f"/plans/{plan.id}", 303)
