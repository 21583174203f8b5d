"""Server-rendered pages. Knows Jinja templates, nothing of plans."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from fastapi.templating import Jinja2Templates

from assistant.drafting.shown import show_fiscal_year
from assistant.inquiry.dates import with_weekday

TEMPLATES = Path(__file__).parent / "templates"
JAPAN = timezone(timedelta(hours=9))


class Views:
    """Renders a template as a response."""

    def __init__(self) -> None:
        self._templates = Jinja2Templates(directory=TEMPLATES)
        self._templates.env.filters |= {"moment": moment, "day": with_weekday, "fiscal": fiscal}

    def page(self, request: Request, template: str, *, status_code: int = 200, **values: object) -> HTMLResponse:
        """The page; values are escaped by the template engine."""
        return self._templates.TemplateResponse(request, template, dict(values), status_code=status_code)

    def fragment(self, template: str, **values: object) -> str:
        """A piece of a page that is already open; values are escaped by the template engine."""
        return self._templates.get_template(template).render(values)


def page_with_notices(
    request: Request,
    template: str,
    *,
    done: Mapping[str, str],
    problems: Iterable[str] = (),
    status_code: int = 200,
    **values: object,
) -> Response:
    """A page at whose top stands what went wrong, or what was just done.

    Args:
        done: sentences by the word in the address (`?done=`); on the answer to a form, which did not succeed, none stands.
    """
    told = done.get(request.query_params.get("done", "")) if request.method == "GET" else None
    view: Response = request.app.state.views.page(
        request, template, status_code=status_code, problems=tuple(problems), done=told, **values
    )
    return view


def moment(at: datetime) -> str:
    """A moment that the store keeps in UTC, as a clock in Japan showed it."""
    local = at.replace(tzinfo=UTC).astimezone(JAPAN)
    return f"{local.year}/{local.month}/{local.day} {local:%H:%M}"


def fiscal(year: str) -> str:
    """A fiscal year in its era; anything else as it is."""
    return show_fiscal_year(int(year)) if year.isdecimal() and len(year) == 4 else year
