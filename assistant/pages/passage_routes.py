"""Passages of the sources, for the links of answers and pages."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.errors import NotFound
from assistant.pages.sign_in_routes import SignedIn, assistant_of

router = APIRouter()


@router.get("/passages/{passage_id:path}")
def passage_page(request: Request, passage_id: str, _: SignedIn, panel: str = "") -> Response:
    """A passage by itself, for a link opened without the plan's page; or as the panel beside the chat."""
    template = "passage_panel.html" if panel else "passage.html"
    view: Response = request.app.state.views.page(request, template, **_passage(request, passage_id))
    return view


def _passage(request: Request, passage_id: str) -> dict[str, Any]:
    corpus = assistant_of(request).knowledge.corpus
    found = corpus.passage.get(passage_id)
    if found is None:
        raise NotFound(f"出典箇所「{passage_id}」は、いまの資料にありません。")
    notes = [
        {"text": note.text, "as_of": note.as_of, "confidence": note.confidence.label}
        for note in corpus.notes_on.get(passage_id, ())
    ]
    return {"id": found.id, "label": found.citation, "title": found.title, "text": found.text, "notes": notes}
