"""全体: how the whole plan stands, what comes next, and the schedule."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from assistant.interview import question_for
from assistant.legend import legend_of
from assistant.pages.access import Opened
from assistant.pages.board_views import board_of
from assistant.pages.plan_pages import plan_page
from assistant.pages.sign_in_routes import assistant_of
from assistant.publication import PUBLICATION
from assistant.store.plans import Workspace

router = APIRouter()
PLANNED = "planned"


class Refused(NamedTuple):
    """What a form of the schedule brought and could not be kept.

    Attributes:
        form: key of the step, or `PLANNED` for the planned date of publication.
        typed: what was typed, by field.
        faults: what is wrong, by field.
    """

    form: str
    typed: Mapping[str, str]
    faults: Mapping[str, str]


@router.get("/plans/{plan_id}")
def board(request: Request, workspace: Opened) -> Response:
    """The board of the plan."""
    return board_page(request, workspace)


@router.get("/api/plans/{plan_id}/pulse")
def pulse(workspace: Opened) -> dict[str, str]:
    """A sign that differs as soon as anybody has saved something."""
    return {"pulse": workspace.pulse()}


def board_page(
    request: Request,
    workspace: Workspace,
    *,
    status_code: int = 200,
    problems: Iterable[str] = (),
    refused: Refused | None = None,
) -> Response:
    """The board; after a mistake with what was typed, and what is wrong at which field."""
    assistant = assistant_of(request)
    return plan_page(
        request,
        workspace,
        "board.html",
        status_code=status_code,
        problems=problems,
        board=board_of(workspace, assistant.knowledge.corpus, assistant.today),
        publication=question_for(PUBLICATION),
        today=assistant.today,
        legend=legend_of("board"),
        refused=refused,
    )


def to_board(workspace: Workspace, done: str, place: str = "") -> Response:
    """Go on to the board, which says what was done."""
    return RedirectResponse(f"/plans/{workspace.plan.id}?done={done}{place and '#' + place}", 303)
