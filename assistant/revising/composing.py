"""Put the accepted proposals into a section's text, and keep its paragraphs apart."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from assistant.errors import InputError
from assistant.revising.proposals import Proposal
from assistant.revising.sentences import paragraphs

BREAK = "\n\n"


class _Piece(NamedTuple):
    """A paragraph of the composed text: with its white space, or with the proposal that it comes from or that strikes it."""

    text: str
    lead: str
    by: Proposal | None


def apply(current: str, proposals: Iterable[Proposal], accepted: Collection[str]) -> str:
    """The text with the accepted proposals in it; all else stays as it is.

    Raises:
        InputError: an id is none of the proposals', or the proposals were made for another text.
    """
    given = tuple(proposals)
    if set(accepted) - {one.id for one in given}:
        raise InputError("選ばれた提案が見つかりません。画面を読み込み直してください。")
    if any(current[one.start : one.end] != one.old for one in given):
        raise InputError("提案を作った後に文章が変わっています。もう一度、提案を作り直してください。")
    chosen = [one for one in given if one.id in accepted]
    return _composed(current, chosen) if chosen else current


def apart(text: str, separator: str, more: str) -> str:
    """Two pieces of a text with the white space between them, which is never less than a line end."""
    if not text:
        return more if "\n" in separator else separator + more
    return text + (separator if "\n" in separator else BREAK) + more


def _composed(current: str, chosen: Sequence[Proposal]) -> str:
    pieces, end = _pieces(current, chosen)
    text = ""
    separator = None
    for piece in pieces:
        if piece.by is not None and not piece.text:
            separator = piece.by.after
            continue
        before = piece.by.before if piece.by else piece.lead if separator is None else separator
        text = apart(text, before, piece.text)
        separator = piece.by.after if piece.by else None
    if separator is not None and "\n" not in separator.replace("\n", "", 1):
        end = separator  # more would be the gap to a paragraph that was not accepted
    return text + end


def _pieces(current: str, chosen: Sequence[Proposal]) -> tuple[list[_Piece], str]:
    """The paragraphs in order, those to be struck without words; and the white space behind the last."""
    inserted: dict[int, list[Proposal]] = defaultdict(list)
    replaced = {one.start: one for one in chosen if one.kind != "insert"}
    for one in chosen:
        if one.kind == "insert":
            inserted[one.start].append(one)
    pieces = [_Piece(one.new, "", one) for one in inserted.pop(0, ())]
    behind = 0
    for paragraph in paragraphs(current):
        by = replaced.get(paragraph.start)
        pieces.append(_Piece(by.new if by else paragraph.text, paragraph.lead, by))
        pieces += [_Piece(one.new, "", one) for one in inserted.pop(paragraph.end, ())]
        behind = paragraph.end
    return pieces, current[behind:]
