"""What stands around a section's text in the editor: how it stands, its gaps, what it rests on, its earlier versions."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import quote

from fastapi import Request

from assistant.assembling import MarkPlace, base_of, places_of
from assistant.filling import PERSONS_OWN
from assistant.interview import load_questions
from assistant.models import Ledger, OpenItem, SectionVersion, Status
from assistant.pages.fact_form import STATES, Entry, Row, rows_of
from assistant.pages.ground_views import sources_of
from assistant.pages.section_states import ORIGINS, SectionState, section_state
from assistant.pages.sign_in_routes import assistant_of
from assistant.pages.version_history import Sitting, sittings
from assistant.store.plans import Workspace

FIGURES = ("kpis[", "schedule[")
MOST_LINES = 6


class Gap(NamedTuple):
    """An open item with the way to close it.

    Attributes:
        marks: how often it is marked in the text.
        row: the question to answer on the spot.
        known: the answer is there already, and only has to be written in.
        href: where else it is closed: a measure's form, or the list of answers.
        own: a person marked it, there is no question behind it.
    """

    item: OpenItem
    marks: int
    row: Row | None
    known: bool
    href: str
    own: bool


class Shown(NamedTuple):
    """A section with everything around it."""

    state: SectionState
    gaps: tuple[Gap, ...]
    history: tuple[Sitting, ...]
    data: dict[str, Any]


def shown(
    request: Request,
    workspace: Workspace,
    section: int,
    typed: dict[str, Entry] | None = None,
    faults: dict[str, str] | None = None,
) -> Shown:
    """The section as it stands.

    Args:
        typed: what was typed as answers to gaps, and `faults` what is wrong with it.

    Raises:
        NotFound: if there is no such section.
    """
    corpus = assistant_of(request).knowledge.corpus
    ledger = workspace.ledger()
    state = section_state(workspace, section, ledger, corpus)
    version = state.version
    plan = f"/plans/{workspace.plan.id}"
    text = version.text if version else ""
    base = base_of(version, state.versions) if version else None
    places = places_of(text, section, base)
    data = {
        **(line_of(version) if version else {"stamp": None, "number": 0, "running": False, "author": "", "at": ""}),
        "section": section,
        "state": state.state,
        "text": text,
        "person": workspace.person.id,
        "name": workspace.person.name,
        "editable": workspace.plan.editable,
        "places": [{"start": place.start, "end": place.end, "key": place.item.key} for place in places],
        "grounds": [
            {"start": one.start, "end": one.end, "sources": [source._asdict() for source in one.sources]}
            for one in sources_of(text, base, ledger, corpus, workspace.stated(), plan)
        ],
    }
    gaps = gaps_of(state.open_items, places, ledger, plan, typed, faults)
    return Shown(state, gaps, sittings(state.versions)[:MOST_LINES], data)


def panels(request: Request, workspace: Workspace, section: int) -> dict[str, Any]:
    """What the editor's page takes in after a save: the data, and the panels as pieces of a page."""
    found = shown(request, workspace, section)
    values = {"plan": workspace.plan, "section": found.state, "gaps": found.gaps, "history": found.history}
    views = request.app.state.views
    pieces = {
        name: views.fragment(f"section_{name}.html", **values, states=STATES, origins=ORIGINS)
        for name in ("standing", "gaps", "history")
    }
    return {**found.data, "panels": pieces}


def line_of(version: SectionVersion) -> dict[str, Any]:
    """A version in a line."""
    return {
        "number": version.number,
        "stamp": version.stamp,
        "running": version.running,
        "origin": ORIGINS[version.origin],
        "author": version.author,
        "at": version.created_at.isoformat(timespec="minutes") + "Z",
    }


def gaps_of(
    items: Iterable[OpenItem],
    places: Iterable[MarkPlace],
    ledger: Ledger,
    plan: str,
    typed: dict[str, Entry] | None = None,
    faults: dict[str, str] | None = None,
) -> tuple[Gap, ...]:
    """The open items with the ways to close them."""
    rows = {row.question.key: row for row in rows_of(ledger, typed, faults)}
    marked = [place.item.key for place in places]
    return tuple(
        Gap(
            item=item,
            marks=marked.count(item.key),
            row=rows.get(item.key) if item.kind != "unset_measure_field" else None,
            known=ledger.get(item.key).status is Status.ANSWERED,
            href=_elsewhere(item, plan),
            own=item.key.startswith(PERSONS_OWN),
        )
        for item in items
    )


def _elsewhere(item: OpenItem, plan: str) -> str:
    if item.key == "measures":
        return f"{plan}/measures"
    if item.kind != "unset_measure_field":
        return f"{plan}/facts#{quote(item.key)}" if any(q.key == item.key for q in load_questions()) else ""
    key, _, field = item.key.removeprefix("measure:").partition(".")
    place = field
    for beginning, prefix in zip(FIGURES, ("kpi-", "step-"), strict=True):
        if field.startswith(beginning):
            number, _, part = field.removeprefix(beginning).partition("]")
            place = f"{prefix}{number}-{part.lstrip('.') or 'text'}"
    return f"{plan}/measures/form?key={quote(key, safe='')}#{quote(place)}"
