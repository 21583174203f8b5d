"""Passages of the sources, for the links of answers and pages."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.pages.passage_views import view_of
from assistant.pages.sign_in_routes import SignedIn, assistant_of

router = APIRouter()
LONGEST_QUOTE = 1_000


@router.get("/passages/{passage_id:path}")
def passage_page(request: Request, passage_id: str, _: SignedIn, quote: str = "", panel: str = "") -> Response:
    """A passage in its context by itself, for a link opened without the plan's page; or as the panel beside the chat."""
    shown = view_of(assistant_of(request).knowledge.corpus, passage_id, quote[:LONGEST_QUOTE])
    template = "passage_panel.html" if panel else "passage.html"
    view: Response = request.app.state.views.page(request, template, source=shown)
    return view
