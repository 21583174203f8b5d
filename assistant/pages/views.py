"""Server-rendered pages. Knows Jinja templates, nothing of plans."""

from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

TEMPLATES = Path(__file__).parent / "templates"


class Views:
    """Renders a template as a response."""

    def __init__(self) -> None:
        self._templates = Jinja2Templates(directory=TEMPLATES)

    def page(self, request: Request, template: str, *, status_code: int = 200, **values: object) -> HTMLResponse:
        """The page; values are escaped by the template engine."""
        return self._templates.TemplateResponse(request, template, dict(values), status_code=status_code)
