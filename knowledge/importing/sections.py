"""Cut a list, a case collection or a guide in plain text or Markdown into titled passages."""

import re
from hashlib import sha256

from knowledge.errors import ImportRefused
from knowledge.models import Passage, PassageKind

LONGEST = 1_500
KINDS = {"national": PassageKind.NATIONAL, "cases": PassageKind.CASE, "guide": PassageKind.GENERAL}
_HEADING = re.compile(
    r"^(?:#{1,6}\s+(?P<md>.+)|(?P<plain>(?:第[0-9０-９一二三四五六七八九十]+[章節]|[0-9０-９]{1,2}(?:[.．-][0-9０-９]{1,2})*[.．]?[\s　]"
    r"|[■◆●【・]).{1,80}))$"
)
_CASE_NUMBER = re.compile(r"(\d{1,2}-\d{1,2})")


def section_passages(text: str, kind: str, title: str, name: str) -> list[Passage]:
    """Passages below headings (Markdown's, 第1章, 1., ■, 【…】 or ・), long ones cut at paragraphs.

    Raises:
        ImportRefused: if no heading is recognised, so that nothing could be cited.
    """
    sections: list[tuple[str, list[str]]] = []
    for raw in text.splitlines():
        line = raw.strip().replace("**", "")
        if not line:
            continue
        if found := _HEADING.match(line):
            sections.append(((found["md"] or found["plain"]).strip(" 　■◆●・"), []))
        elif sections:
            sections[-1][1].append(re.sub(r"^[-*]\s+", "", line))
    filled = [(heading, lines) for heading, lines in sections if lines]
    if not filled:
        raise ImportRefused(
            f"「{name}」に見出しと本文の組を見付けられませんでした。見出しの行を「# 見出し」のように書いてください。"
        )
    passages: dict[str, Passage] = {}
    for heading, lines in filled:
        for part, body in enumerate(_parts(lines)):
            passage = _passage(kind, title, heading, part, body)
            passages.setdefault(passage.id, passage)
    return list(passages.values())


def _passage(kind: str, title: str, heading: str, part: int, body: str) -> Passage:
    number = _CASE_NUMBER.search(heading) if kind == "cases" else None
    name = number[1] if number else heading
    suffix = f"/{part + 1}" if part else ""
    mark = sha256(title.encode()).hexdigest()[:6]
    return Passage(
        id=f"{kind}-{mark}:{name}{suffix}",
        kind=KINDS[kind],
        citation=f"{title}『{heading}』",
        title=heading,
        text=f"{heading}\n{body}",
    )


def _parts(lines: list[str]) -> list[str]:
    parts, size = [[]], 0  # type: list[list[str]], int
    for line in lines:
        if parts[-1] and size + len(line) > LONGEST:
            parts.append([])
            size = 0
        parts[-1].append(line)
        size += len(line)
    return ["\n".join(part) for part in parts]
