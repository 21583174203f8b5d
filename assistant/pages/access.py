"""The plan of an address as the signed-in person may use it, and what a form brings. Nothing is read before it is known who asks."""

import asyncio
import unicodedata
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Annotated, NamedTuple

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from assistant.pages.sign_in_routes import SignedIn, assistant_of
from assistant.store.access import Permission
from assistant.store.accounts import Person
from assistant.store.administration import Administration
from assistant.store.plans import Workspace

MOST_FILES, MOST_FIELDS = 50, 3_000
LARGEST_FIELD = 20 * 1024 * 1024


SAFE = frozenset({"GET", "HEAD"})


async def opened(request: Request, plan_id: int, person: SignedIn) -> Workspace:
    """The plan of the address: to be read, or, by a request that changes something, to be edited.

    Raises:
        NotAllowed: if the person has no part in the plan.
        NotPermitted: if the request changes something and the person may only read.
    """
    needed = Permission.READ if request.method in SAFE else Permission.EDIT
    return await _open(request, plan_id, person, needed)


async def read(request: Request, plan_id: int, person: SignedIn) -> Workspace:
    """The plan of the address, for a request that sends something but changes nothing of the plan."""
    return await _open(request, plan_id, person, Permission.READ)


async def managed(request: Request, plan_id: int, person: SignedIn) -> Workspace:
    """The plan of the address, for what only its administrators may do."""
    return await _open(request, plan_id, person, Permission.MANAGE)


async def _open(request: Request, plan_id: int, person: Person, needed: Permission) -> Workspace:
    workspace = await asyncio.to_thread(assistant_of(request).plans.open, person, plan_id, needed)
    if not request.url.path.startswith("/api/"):
        # Before anything is read for the page: what is saved while it is being made is news to it, never overlooked.
        request.state.pulse = await asyncio.to_thread(workspace.pulse)
    return workspace


async def administering(request: Request, person: SignedIn) -> Administration:
    """The system, for its administrators.

    Raises:
        NotPermitted: if the person is none.
    """
    assistant = assistant_of(request)
    return Administration(assistant.engine, assistant.accounts, person)


Administering = Annotated[Administration, Depends(administering)]
Opened = Annotated[Workspace, Depends(opened)]
Read = Annotated[Workspace, Depends(read)]
Managed = Annotated[Workspace, Depends(managed)]


class Upload(NamedTuple):
    """A file that was sent."""

    name: str
    data: bytes


class Submission:
    """What a form brought: texts without control characters, files with something in them."""

    def __init__(self, fields: Mapping[str, Sequence[str]], files: Mapping[str, Sequence[Upload]]) -> None:
        self._fields, self._files = fields, files

    def __contains__(self, name: str) -> bool:
        """Whether the form had the field."""
        return name in self._fields

    def text(self, name: str) -> str:
        """The field's text, trimmed, lines parted by newlines; empty if it is missing."""
        return next(iter(self.all(name)), "")

    def raw(self, name: str) -> str:
        """The field's text as the person typed it, blanks at its ends included; lines parted by newlines."""
        return next(iter(self._fields.get(name, ())), "").replace("\r\n", "\n").replace("\r", "\n")

    def line(self, name: str) -> str:
        """The field's text on one line."""
        return " ".join(self.text(name).split())

    def all(self, name: str) -> tuple[str, ...]:
        """The texts of all fields of that name."""
        return tuple(_clean(text) for text in self._fields.get(name, ()))

    def number(self, name: str) -> int | None:
        """The field's whole number; None if it is empty or no number that a plan could have."""
        text = self.line(name)
        return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else None

    def names(self, beginning: str) -> tuple[str, ...]:
        """The names of the fields that begin so."""
        return tuple(name for name in self._fields if name.startswith(beginning))

    def files(self, name: str) -> tuple[Upload, ...]:
        """The files of the field; one that was not chosen is left out."""
        return tuple(self._files.get(name, ()))


async def submitted(request: Request, _: Opened) -> Submission:
    """The form of the request, read only after the person has been let into the plan to edit it."""
    return await read_form(request)


async def sent_by_manager(request: Request, _: Managed) -> Submission:
    """The form of the request, read only after the person has been let in as an administrator of the plan."""
    return await read_form(request)


async def sent_by_person(request: Request, _: SignedIn) -> Submission:
    """The form of a request that belongs to no plan, read only after it is known who asks."""
    return await read_form(request)


async def sent_by_administrator(request: Request, _: Administering) -> Submission:
    """The form of the request, read only after the person has been let in as an administrator of the system."""
    return await read_form(request)


async def read_form(request: Request) -> Submission:
    """The form of a request whose sender has been checked.

    Raises:
        HTTPException: if it cannot be taken apart.
    """
    async with request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD) as form:
        fields: dict[str, list[str]] = {}
        files: dict[str, list[Upload]] = {}
        for name, value in form.multi_items():
            if not isinstance(value, UploadFile):
                fields.setdefault(name, []).append(value)
            elif value.filename or value.size:
                files.setdefault(name, []).append(Upload(value.filename or "", await value.read()))
    return Submission(fields, files)


Submitted = Annotated[Submission, Depends(submitted)]
SentByManager = Annotated[Submission, Depends(sent_by_manager)]
SentByPerson = Annotated[Submission, Depends(sent_by_person)]
SentByAdministrator = Annotated[Submission, Depends(sent_by_administrator)]


def fingerprint(*seen: object) -> str:
    """A short sign of what a form showed, to notice that somebody else has changed it since."""
    return sha256("\x1f".join(map(repr, seen)).encode()).hexdigest()[:16]


def _clean(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()
