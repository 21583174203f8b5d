"""仕上がり: a section's text as the export lays it out, to look at and to paste into a word processor."""

import re

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from assistant.errors import NotFound
from assistant.export.blocks import Block, lines_of
from assistant.export.document import section_blocks
from assistant.export.html import blocks_as_html
from assistant.models import SECTIONS
from assistant.pages.access import Read
from assistant.pages.section_states import titles_of
from assistant.pages.sign_in_routes import assistant_of
from assistant.store.plans import Workspace
from assistant.store.versions import LONGEST_SENT

router = APIRouter()
# A word processor takes the look of what is pasted from the elements themselves, not from a style sheet.
_LOOKS = {
    "table": 'border="1" cellspacing="0" cellpadding="4" style="border-collapse:collapse;width:100%"',
    "td": 'style="border:1px solid #000;padding:2pt 5pt;vertical-align:top"',
    "th": 'style="border:1px solid #000;padding:2pt 5pt;vertical-align:top;background:#eee;text-align:left"',
    "mark": 'style="background:#ff0"',
}
_TAG = re.compile(r"<(table|td|th|mark)\b")
_PLACES = re.compile(r' (?:id|aria-labelledby|class)="[^"]*"')


class Text(BaseModel):
    """A text as it stands in the editor."""

    text: str = Field(max_length=LONGEST_SENT)


@router.post("/api/plans/{plan_id}/sections/{section}/preview")
def preview(request: Request, workspace: Read, section: int, body: Text) -> dict[str, str]:
    """The text as a piece of a page; nothing is kept.

    Raises:
        NotFound: if there is no such section.
    """
    return {"html": blocks_as_html(_blocks(request, workspace, section, body.text), below=1)}


@router.post("/api/plans/{plan_id}/sections/{section}/pasting")
def pasting(request: Request, workspace: Read, section: int, body: Text) -> dict[str, str]:
    """The text for the clipboard: with headings and tables, and as plain lines; nothing is kept.

    Raises:
        NotFound: if there is no such section.
    """
    blocks = _blocks(request, workspace, section, body.text)
    html = _PLACES.sub("", blocks_as_html(blocks)) if body.text.strip() else ""
    html = _TAG.sub(lambda tag: f"<{tag[1]} {_LOOKS[tag[1]]}", html)
    return {"html": html, "plain": "\n".join(line.replace("｜", "\t") for line in lines_of(body.text))}


def _blocks(request: Request, workspace: Workspace, section: int, text: str) -> tuple[Block, ...]:
    if section not in SECTIONS:
        raise NotFound(f"第{section}章はありません。章は1〜7です。")
    if not text.strip():
        return ()
    title = titles_of(workspace.ledger(), assistant_of(request).knowledge.corpus)[section]
    return section_blocks(section, title, text)
