"""計画の一覧: the person's plans, how far each is, and beginning another one."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from assistant.pages.access import SentByPerson
from assistant.pages.board_views import plan_card
from assistant.pages.plan_form import NewPlan, load_choices, read_new_plan, years_on_offer
from assistant.pages.plan_pages import DONE
from assistant.pages.sign_in_routes import SignedIn, assistant_of
from assistant.store.accounts import Person

router = APIRouter()


@router.get("/")
def home(request: Request, person: SignedIn) -> Response:
    """The person's plans."""
    return _page(request, person, NewPlan())


@router.post("/plans")
def create(request: Request, person: SignedIn, sent: SentByPerson) -> Response:
    """Begin a plan; where something cannot be read nothing is made, and the form comes back as it was typed."""
    typed = NewPlan.of(sent)
    read = read_new_plan(typed)
    if read.problems:
        return _page(request, person, typed, 422, read.problems)
    plans = assistant_of(request).plans
    workspace = plans.open(person, plans.create(person, read.name).id)
    if read.facts:
        workspace.add_facts(read.facts)
    return RedirectResponse(f"/plans/{workspace.plan.id}?done=made", 303)


def _page(
    request: Request, person: Person, typed: NewPlan, status_code: int = 200, problems: dict[str, str] | None = None
) -> Response:
    assistant = assistant_of(request)
    plans = assistant.plans.of(person)
    shown: Response = request.app.state.views.page(
        request,
        "home.html",
        status_code=status_code,
        person=person,
        cards=[(plan, plan_card(assistant.plans.open(person, plan.id))) for plan in plans if not plan.archived_at],
        away=[plan for plan in plans if plan.archived_at],
        typed=typed,
        problems=problems or {},
        patterns=load_choices("pattern"),
        years=years_on_offer(assistant.today),
        done=DONE.get(request.query_params.get("done", "")),
    )
    return shown
