"""Asking departments over HTTP as the pages do: what is noted, sent back filled in, and taken over."""

import io
from collections.abc import Mapping
from typing import Any

import httpx
from openpyxl import load_workbook
from pages.forms import Page
from pages.serving import Server, Visitor

from assistant.inquiry.table import ANSWER, ANSWERED_BY, AS_OF, COLUMNS, KEY, SOURCE
from assistant.models import Ledger

DUE = "2026-12-11"
Given = Mapping[str, str | tuple[str, str, str, str]]


def address(visitor: Visitor, rest: str = "") -> str:
    """Where the inquiries of the plan are."""
    return f"/plans/{visitor.plan.id}/inquiry{rest}"


def page(visitor: Visitor) -> Page:
    """The page of the inquiries."""
    answer = visitor.http.get(address(visitor))
    assert answer.status_code == 200
    return Page(answer.text)


def ledger(server: Server, visitor: Visitor) -> Ledger:
    """What the plan knows."""
    return server.workspace(visitor.person).ledger()


def ask(visitor: Visitor, department: str = "住民課", due: str = DUE) -> httpx.Response:
    """Note that the department is asked everything it knows."""
    return visitor.http.post(address(visitor), data={"department": department, "due": due})


def filled(sheet: bytes, answers: Given) -> bytes:
    """The sheet as a department sends it back: answer, and for some of them date, source and name."""
    book = load_workbook(io.BytesIO(sheet))
    for tab in book.worksheets:
        key_column = next(cell.column for row in tab.iter_rows() for cell in row if cell.value == KEY)
        for row in range(1, tab.max_row + 1):
            given = answers.get(str(tab.cell(row, key_column).value))
            if given is None:
                continue
            values = (given,) if isinstance(given, str) else given
            for name, value in zip((ANSWER, AS_OF, SOURCE, ANSWERED_BY), values, strict=False):
                tab.cell(row, COLUMNS.index(name) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(visitor: Visitor, department: str = "住民課") -> bytes:
    """The sheet of a department that is asked now."""
    ask(visitor, department)
    answer = visitor.http.get(address(visitor, "/sheet"), params={"department": department})
    assert answer.status_code == 200
    return answer.content


def send(visitor: Visitor, *files: tuple[str, bytes]) -> httpx.Response:
    """Bring returned sheets in."""
    return visitor.http.post(address(visitor, "/replies"), files=[("file", file) for file in files])


def accept(visitor: Visitor, form: Mapping[str, Any] | None = None) -> httpx.Response:
    """Take over what is ticked on the page, or what the form says."""
    return visitor.http.post(address(visitor, "/accept"), data=form or page(visitor).form(address(visitor, "/accept")))
