"""Put the conversion's broken lines together again. Knows sentences, nothing of the guide's structure."""

import re
from collections.abc import Iterable, Sequence

from knowledge.parsing.lines import Line

_SENTENCE_END = re.compile(r"[。．）)」』＞>：:]$")
_UNFINISHED_ITEM = re.compile(r"[、をのにと・]$")
_CONTINUES_ITEM = re.compile(r"^(?:[のをにはがとで][ァ-ヶ一-龠]|のうち)")


def join_paragraphs(lines: Iterable[Line]) -> tuple[str, ...]:
    """Paragraphs of running text: a line that does not end a sentence goes on in the next one.

    Page breaks of the original cut sentences in two; a bullet always starts anew.
    """
    paragraphs: list[str] = []
    for line in lines:
        if paragraphs and line.kind != "bullet" and not _SENTENCE_END.search(paragraphs[-1]):
            paragraphs[-1] += line.text
        else:
            paragraphs.append(line.text)
    return tuple(paragraphs)


def join_items(lines: Sequence[Line]) -> tuple[str, ...]:
    """Items of a list of KPIs or schedule lines: one a line, unless a line plainly goes on in the next.

    A cell of an HTML table holds several items in one line; they are the line's pieces.
    """
    items: list[str] = []
    for text in (piece for line in lines for piece in line.pieces):
        if items and (_UNFINISHED_ITEM.search(items[-1]) or _CONTINUES_ITEM.match(text)):
            items[-1] += text
        else:
            items.append(text)
    return tuple(items)
