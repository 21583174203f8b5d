"""Read a statute from Markdown or plain text: 第九条, ２, 一 at the beginnings of lines."""

import re
from collections.abc import Iterator

from knowledge.errors import ImportRefused
from knowledge.importing.clauses import Clause, Statute, arabic, article_number

_KANJI = "〇一二三四五六七八九十百千"
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_FIELD = re.compile(r'^\s*(title|identifier|law_num|enforced_at):\s*"?([^"\n]*)"?\s*$', re.MULTILINE)
_IDENTIFIER = re.compile(r"[0-9A-Za-z]{1,40}")  # e-Gov's have 15; others are as if there were none: it names a folder
_ARTICLE = re.compile(
    rf"^(第[{_KANJI}0-9０-９]+条(?:の[{_KANJI}0-9０-９]+)*)(?:[（(]([^）)]*)[）)])?[\s　]*(.*)$", re.DOTALL
)
_CAPTION = re.compile(r"^[（(]([^）)]{1,40})[）)]$")
_PARAGRAPH = re.compile(r"^([0-9０-９]{1,2})[\s　]+(.+)$", re.DOTALL)
_ITEM = re.compile(rf"^([{_KANJI}]+(?:の[{_KANJI}]+)*)[\s　]+(.+)$", re.DOTALL)
_HEADING = re.compile(rf"^第[{_KANJI}0-9０-９]+[編章節款]")
_SUPPLEMENT = re.compile(r"^附[\s　]*則")


def read_law_text(text: str, name: str, title: str) -> Statute:
    """The statute in the text; `title` is used when the text names none.

    Raises:
        ImportRefused: if no article is recognised.
    """
    front = _FRONT.match(text)
    fields = dict(_FIELD.findall(front[1])) if front else {}
    body = text[front.end() :] if front else text
    clauses = tuple(_Reader().read(body))
    if not any(clause.article[0].isdigit() for clause in clauses):
        raise ImportRefused(
            f"「{name}」に条（第一条 …）を見付けられませんでした。法律の条文なら行の始めに「第一条」のように書かれているか、"
            "法律以外なら --kind を確かめてください。"
        )
    identifier = fields.get("identifier", "").strip()
    return Statute(
        title=fields.get("title") or _title(body) or title,
        number=fields.get("law_num", ""),
        law_id=identifier if _IDENTIFIER.fullmatch(identifier) else "",
        edition=f"{fields['enforced_at']}施行版" if fields.get("enforced_at") else "",
        clauses=clauses,
    )


def _title(body: str) -> str:
    for line in body.splitlines():
        plain = _plain(line)
        if plain and not _HEADING.match(plain) and not _ARTICLE.match(plain):
            return re.sub(r"[（(].*$", "", plain).strip()
        if plain:
            return ""
    return ""


def _plain(line: str) -> str:
    return re.sub(r"^(?:#+|[-*])\s+", "", line.strip()).replace("**", "").strip()


class _Reader:
    """Walks over the lines and collects articles, paragraphs and items."""

    def __init__(self) -> None:
        self._articles: list[tuple[str, str, list[tuple[str, list[str], list[tuple[str, str]]]]]] = []
        self._supplements = 0
        self._caption = ""

    def read(self, body: str) -> Iterator[Clause]:
        for raw in body.splitlines():
            line = _plain(raw)
            if line and not self._take(line):
                self._go_on(line)
        for number, caption, paragraphs in self._articles:
            yield from _clauses(number, caption, paragraphs)

    def _take(self, line: str) -> bool:
        if _SUPPLEMENT.match(line):
            self._supplements += 1
            if self._supplements == 1:
                self._articles.append(("suppl", "", []))
            return True
        if self._supplements > 1 or _HEADING.match(line):
            return True  # supplementary provisions of amending laws, and headings, are no text of this law
        if found := _CAPTION.match(line):
            self._caption = found[1]
            return True
        if found := _ARTICLE.match(line):
            prefix = "suppl_" if self._supplements else ""
            self._articles.append((prefix + article_number(found[1]), found[2] or self._caption, []))
            self._caption = ""
            if found[3]:
                self._articles[-1][2].append(("1", [found[3]], []))
            return True
        if not self._articles:
            return True  # title, number and contents before the first article
        paragraphs = self._articles[-1][2]
        if found := _PARAGRAPH.match(line):
            paragraphs.append((str(int(found[1])), [found[2]], []))
            return True
        if paragraphs and (found := _ITEM.match(line)):
            number = "_".join(str(arabic(part)) for part in found[1].split("の"))
            paragraphs[-1][2].append((number, line))
            return True
        return False

    def _go_on(self, line: str) -> None:
        """A line that opens nothing belongs to what is open."""
        paragraphs = self._articles[-1][2]
        if not paragraphs:
            paragraphs.append(("1", [line], []))
        elif paragraphs[-1][2]:
            number, text = paragraphs[-1][2][-1]
            paragraphs[-1][2][-1] = (number, f"{text}\n{line}")
        else:
            paragraphs[-1][1].append(line)


def _clauses(
    article: str, caption: str, paragraphs: list[tuple[str, list[str], list[tuple[str, str]]]]
) -> Iterator[Clause]:
    several = len(paragraphs) > 1
    texts = ["\n".join([*own, *(text for _, text in items)]) for _, own, items in paragraphs]
    if several and article != "suppl":
        yield Clause(article=article, caption=caption, text="\n".join(texts))
    for (number, _, items), text in zip(paragraphs, texts, strict=True):
        paragraph = number if several or article == "suppl" else ""
        yield Clause(article=article, paragraph=paragraph, caption=caption, text=text)
        for item, item_text in items:
            yield Clause(article=article, paragraph=paragraph, item=item, caption=caption, text=item_text)
