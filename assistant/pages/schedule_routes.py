"""日程: the date of publication, and what people change in the steps that are counted back from it."""

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.errors import InputError, NotFound
from assistant.interview import question_for
from assistant.models import Fact
from assistant.pages.access import Opened, Submission, Submitted
from assistant.pages.board_routes import PLANNED, Refused, board_page, to_board
from assistant.pages.board_views import schedule_with
from assistant.pages.sign_in_routes import assistant_of
from assistant.publication import PUBLICATION
from assistant.schedule_steps import StepTemplate, load_steps
from assistant.store.schedules import StepChange
from assistant.understanding import Problem, plausible, read_answer

router = APIRouter()
DAYS = ("begins", "ends")


class WrongDays(InputError):
    """The days of a step cannot be so; `fields` are those to look at."""

    def __init__(self, text: str, *fields: str) -> None:
        super().__init__(text)
        self.fields = fields


@router.post("/plans/{plan_id}/publication")
def plan_publication(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Keep when the plan is to be published, as an answer like any other."""
    text = sent.line("publication")
    ledger = workspace.ledger()
    read = read_answer(question_for(PUBLICATION), text)
    found = (plausible(read, ledger) or read) if isinstance(read, Fact) else read
    if isinstance(found, Problem):
        refused = Refused(PLANNED, {"publication": text}, {"publication": found.text})
        return board_page(request, workspace, status_code=422, refused=refused)
    workspace.add_facts([found])
    return to_board(workspace, "publication", "schedule")


@router.post("/plans/{plan_id}/schedule/{step}")
def change_step(request: Request, workspace: Opened, step: str, sent: Submitted) -> Response:
    """Mark a step as over, strike it out, fix its days, or take that back.

    Raises:
        NotFound: if there is no such step, or no such change.
    """
    template = next((one for one in load_steps() if one.key == step), None)
    if template is None:
        raise NotFound("この手順は日程にありません。画面を読み込み直してください。")
    changes = workspace.schedule_changes()
    try:
        change = _changed(changes.get(step, StepChange()), template, sent)
        schedule_with({**changes, step: change}, workspace.ledger(), assistant_of(request).today)
    except WrongDays as wrong:
        typed = {name: sent.line(name) for name in DAYS}
        refused = Refused(step, typed, dict.fromkeys(wrong.fields, str(wrong)))
        return board_page(request, workspace, status_code=422, refused=refused)
    except InputError as error:
        return board_page(request, workspace, status_code=422, problems=[str(error)])
    workspace.change_step(step, change)
    return to_board(workspace, "step", f"step-{step}")


def _changed(known: StepChange, step: StepTemplate, sent: Submission) -> StepChange:
    match sent.line("do"):
        case "done":
            return known.model_copy(update={"done": True})
        case "undone":
            return known.model_copy(update={"done": False})
        case "strike" if not step.optional:
            raise InputError(f"「{step.label}」は、日程から外せません。")
        case "strike":
            return known.model_copy(update={"struck": True})
        case "take-back":
            return known.model_copy(update={"struck": False})
        case "unfix":
            return known.model_copy(update={"begins": None, "ends": None})
        case "fix":
            begins, ends = (_day(name, sent.line(name)) for name in DAYS)
            if begins is None and ends is None:
                raise WrongDays("日付が空です。始める日か終わる日を選んでください。", *DAYS)
            if begins and ends and ends < begins:
                raise WrongDays("終わる日が、始める日より前になっています。日付を確かめてください。", "ends")
            return known.model_copy(update={"begins": begins, "ends": ends})
        case _:
            raise NotFound("この操作はありません。画面を読み込み直してください。")


def _day(field: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongDays(f"「{text[:20]}」を日付として読めません。日付を選び直してください。", field) from None
