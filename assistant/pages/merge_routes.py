"""Two people's texts of a section put together: a proposal, from which the person makes the next version."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from assistant.errors import NotFound
from assistant.export.alignment import changes
from assistant.models import SECTIONS
from assistant.pages.access import Opened
from assistant.revising.differences import differences, summary
from assistant.revising.merging import Choice, Part, merge
from assistant.store.versions import LONGEST_SENT

router = APIRouter()


class Mine(BaseModel):
    """A person's text, the one that they began with, and what they chose where both changed the same paragraph."""

    base: str = Field(max_length=LONGEST_SENT)
    mine: str = Field(max_length=LONGEST_SENT)
    choices: dict[str, Choice] = {}


@router.post("/api/plans/{plan_id}/sections/{section}/merge")
def merged(workspace: Opened, section: int, body: Mine) -> dict[str, Any]:
    """The person's text and the newest one, part by part: what only one side changed is taken; nothing is kept.

    Raises:
        NotFound: if there is no such section, or it has no text.
    """
    newest = workspace.newest(section)
    if section not in SECTIONS or newest is None:
        raise NotFound(f"第{section}章にはまだ文章がありません。")
    found = merge(body.base, body.mine, newest.text)
    return {
        "conflicts": [_conflict(part) for part in found.conflicts],
        "text": found.text(body.choices),
        "theirs": newest.text,
        "stamp": newest.stamp,
        "author": newest.author,
        "number": newest.number,
        "changed": {
            "mine": summary(differences(body.base, body.mine)).text,
            "theirs": summary(differences(body.base, newest.text)).text,
        },
    }


def _conflict(part: Part) -> dict[str, Any]:
    """Both texts of a paragraph, and where they differ from each other."""
    mine, theirs = changes(part.mine, part.theirs)
    return {
        **part.model_dump(include={"id", "mine", "theirs"}),
        "mine_spans": [span.model_dump() for span in mine],
        "theirs_spans": [span.model_dump() for span in theirs],
    }
