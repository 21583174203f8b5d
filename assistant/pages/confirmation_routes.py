"""確認済: a person has read a section's newest text and stands by it, or takes that back."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from assistant.errors import Conflict
from assistant.pages.access import Opened, Submitted
from assistant.pages.plan_pages import to_page
from assistant.pages.section_panels import panels
from assistant.pages.section_routes import section_page

router = APIRouter()
MOVED = "あなたが読んだ後に{author}さんが第{section}章を保存しました（版{version}）。下の文章は新しくなっています。読み直してから、もう一度「確認済にする」を押してください。"


class Confirmed(BaseModel):
    """Which text was read, and whether it is confirmed."""

    stamp: int | None = None
    confirmed: bool


@router.post("/plans/{plan_id}/sections/{section}/confirmation")
def confirm_page(request: Request, workspace: Opened, sent: Submitted, section: int) -> Response:
    """Confirm the section, or take the confirmation back, as the page's own form does.

    Raises:
        NotFound: if the section has no text.
    """
    if sent.line("confirmed") == "no":
        workspace.withdraw_confirmation(section)
        return to_page(workspace, f"sections/{section}", "unconfirmed")
    try:
        workspace.confirm(section, sent.number("stamp"))
    except Conflict as conflict:
        words = MOVED.format(author=conflict.author, section=section, version=conflict.version)
        return section_page(request, workspace, section, 409, (words,))
    return to_page(workspace, f"sections/{section}", "confirmed")


@router.put("/api/plans/{plan_id}/sections/{section}/confirmation")
def confirm(request: Request, workspace: Opened, section: int, body: Confirmed) -> dict[str, Any]:
    """Confirm the section as it was read, or take the confirmation back; 409 when somebody has saved since."""
    if body.confirmed:
        workspace.confirm(section, body.stamp)
    else:
        workspace.withdraw_confirmation(section)
    return panels(request, workspace, section)
