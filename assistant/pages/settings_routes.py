"""設定: what a plan is called, who takes part in it, putting it away, and copying it."""

from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from assistant.errors import InputError, NotFound
from assistant.pages.access import Managed, SentByManager
from assistant.pages.board_routes import to_board
from assistant.pages.plan_pages import plan_page, to_page
from assistant.pages.sign_in_routes import assistant_of
from assistant.store.access import Role
from assistant.store.plans import Workspace

router = APIRouter()
MAY = {
    Role.ADMIN: "編集者ができることに加えて、計画の名前・参加する人・しまう／戻すを決められます。",
    Role.EDITOR: "聞き取りに答え、施策と文章を書き、照会し、版を固定し、出力できます。",
    Role.VIEWER: "すべてを読んで出力でき、チャットで質問できます。変えることはできません。",
}


@router.get("/plans/{plan_id}/settings")
def settings(request: Request, workspace: Managed) -> Response:
    """The settings of the plan."""
    return _page(request, workspace)


@router.post("/plans/{plan_id}/settings/name")
def rename(request: Request, workspace: Managed, sent: SentByManager) -> Response:
    """Call the plan something else."""
    try:
        workspace.rename(sent.line("name"))
    except InputError as error:
        return _page(request, workspace, 422, [str(error)], renamed=sent.line("name"))
    return to_page(workspace, "settings", "renamed")


@router.post("/plans/{plan_id}/settings/people")
def give_role(request: Request, workspace: Managed, sent: SentByManager) -> Response:
    """Let somebody take part, as something else, or no longer."""
    name, word = sent.line("name"), sent.line("role")
    role = next((one for one in Role if one.value == word), None)
    try:
        if not name:
            raise InputError("利用者名が空です。加える人の利用者名（ログインに使う名前）を書いてください。")
        if role is None and word != "none":
            raise InputError("役割が選ばれていません。管理者・編集者・閲覧者のどれかを選んでください。")
        workspace.give_role(name, role)
    except (InputError, NotFound) as error:
        return _page(request, workspace, 422, [str(error)], added=name)
    if name == workspace.person.name and role is None:
        return RedirectResponse("/?done=gone", 303)
    if name == workspace.person.name and role is not Role.ADMIN:
        return to_board(workspace, "people")
    return to_page(workspace, "settings", "people", "people")


@router.post("/plans/{plan_id}/settings/away")
def archive(workspace: Managed, sent: SentByManager) -> Response:
    """Put the plan away, or take it out again; back to the page that asked for it."""
    away = sent.line("away") == "yes"
    workspace.archive(away=away)
    done = "away" if away else "back"
    return (
        RedirectResponse(f"/?done={done}", 303) if sent.line("from") == "home" else to_page(workspace, "settings", done)
    )


@router.post("/plans/{plan_id}/settings/copy")
def copy(request: Request, workspace: Managed, sent: SentByManager) -> Response:
    """A new plan with the same answers and texts."""
    try:
        made = assistant_of(request).plans.copy(workspace.person, workspace.plan.id, sent.line("name"))
    except InputError as error:
        return _page(request, workspace, 422, [str(error)], copied=sent.line("name"))
    return RedirectResponse(f"/plans/{made.id}?done=copied", 303)


def _page(
    request: Request,
    workspace: Workspace,
    status_code: int = 200,
    problems: Iterable[str] = (),
    *,
    renamed: str | None = None,
    added: str = "",
    copied: str | None = None,
) -> Response:
    name = workspace.plan.name
    return plan_page(
        request,
        workspace,
        "settings.html",
        status_code=status_code,
        problems=problems,
        members=workspace.members(),
        roles=tuple((role.value, role.label, MAY[role]) for role in Role),
        renamed=name if renamed is None else renamed,
        added=added,
        copied=f"{name}の写し" if copied is None else copied,
    )
