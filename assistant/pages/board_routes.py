"""全体: how the seven sections of a plan stand."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.pages.access import Opened
from assistant.pages.plan_pages import plan_page
from assistant.pages.section_states import states_of
from assistant.pages.sign_in_routes import assistant_of

router = APIRouter()


@router.get("/plans/{plan_id}")
def board(request: Request, workspace: Opened) -> Response:
    """The board of the plan."""
    ledger = workspace.ledger()
    sections = states_of(workspace, ledger, assistant_of(request).knowledge.corpus)
    return plan_page(request, workspace, "board.html", sections=sections)


@router.get("/api/plans/{plan_id}/pulse")
def pulse(workspace: Opened) -> dict[str, str]:
    """A sign that differs as soon as anybody has saved something."""
    return {"pulse": workspace.pulse()}
