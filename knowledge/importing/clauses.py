"""A statute cut into articles, paragraphs and items, and its passages. Knows ids, no file format."""

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256

from kanjize import kanji2number

from knowledge.models import Law, Passage, PassageKind, Record, Text

_KANJI = "〇一二三四五六七八九十百千"
_LONGEST_NAME = 225  # bytes; a folder's name has 255 at most
_NUMBER = re.compile(rf"[{_KANJI}]+|[0-9０-９]+")


class Clause(Record):
    """A piece of a statute's text.

    Attributes:
        article: e-Gov's number, e.g. 9 or 244_6; "suppl" for the supplementary provisions.
        paragraph: number; empty for a whole article.
        item: number; empty for a whole paragraph.
        caption: the article's heading without brackets.
    """

    article: Text
    paragraph: str = ""
    item: str = ""
    caption: str = ""
    text: Text


class Statute(Record):
    """A statute as read from a file."""

    title: Text
    number: str = ""
    law_id: str = ""
    edition: str = ""
    clauses: tuple[Clause, ...]


def arabic(text: str) -> int:
    """A number in kanji or digits.

    >>> arabic("二百四十四"), arabic("１２")
    (244, 12)
    """
    return int(kanji2number(text)) if text[0] in _KANJI else int(text)


def article_number(written: str) -> str:
    """Kanji article numbers as e-Gov numbers.

    >>> article_number("第二百四十四条の六")
    '244_6'
    """
    return "_".join(str(arabic(number)) for number in _NUMBER.findall(written))


def law_number(written: str) -> str:
    """法令番号 with digits, for comparison.

    >>> law_number("平成二十八年法律第百三号")
    '平成28年法律第103号'
    """
    return _NUMBER.sub(lambda found: str(arabic(found[0])), written.replace("元年", "一年"))


def known_law(statute: Statute, laws: Iterable[Law]) -> Law | None:
    """The law of the digest that the statute is, by e-Gov's id, number or title."""
    for law in laws:
        if statute.law_id and statute.law_id == law.law_id:
            return law
        if statute.number and law_number(statute.number) == law_number(law.number):
            return law
        if statute.title == law.title:
            return law
    return None


def key_of(statute: Statute, laws: Iterable[Law]) -> str:
    """The prefix of the statute's passage ids: the digest's, or one made of its id or number."""
    if law := known_law(statute, laws):
        return law.key
    if statute.law_id:
        return f"law-{statute.law_id.lower()}"
    name = re.sub(r"[^\w]", "", statute.title)
    if len(name.encode()) > _LONGEST_NAME:
        name = f"{name[:50]}-{sha256(name.encode()).hexdigest()[:8]}"
    return f"law-{name}"


def statute_passages(statute: Statute, laws: Sequence[Law]) -> list[Passage]:
    """Passages for articles, paragraphs and items, each under the one it belongs to."""
    key = key_of(statute, laws)
    law = known_law(statute, laws)
    name = law.short if law else statute.title
    passages = []
    for clause in statute.clauses:
        numbers = [clause.article, *filter(None, (clause.paragraph, clause.item))]
        parent = f"{key}:{'-'.join(numbers[:-1])}" if len(numbers) > 1 else None
        passages.append(
            Passage(
                id=f"{key}:{'-'.join(numbers)}",
                kind=PassageKind.LAW,
                citation=f"{name}{label(clause)}",
                title=f"{statute.title} {label(clause)} {clause.caption}".strip(),
                text=clause.text,
                parent=parent,
            )
        )
    return passages


def joined_passages(passages: Iterable[Passage]) -> tuple[tuple[Passage, ...], list[str]]:
    """The passages with those of one id made into one, and the citations of those."""
    found: dict[str, Passage] = {}
    joined: list[str] = []
    for passage in passages:
        if before := found.get(passage.id):
            passage = before.model_copy(update={"text": f"{before.text}\n{passage.text}"})
            joined.append(passage.citation)
        found[passage.id] = passage
    return tuple(found.values()), list(dict.fromkeys(joined))


def label(clause: Clause) -> str:
    """How a person cites the clause, e.g. 第244条の6第1項."""
    if clause.article == "suppl":
        where = "附則"
    else:
        head, *rest = clause.article.removeprefix("suppl_").split("_")
        where = f"第{head}条" + "".join(f"の{number}" for number in rest)
        if clause.article.startswith("suppl_"):
            where = f"附則{where}"
    if clause.paragraph:
        where += f"第{clause.paragraph}項"
    if clause.item:
        head, *rest = clause.item.split("_")
        where += f"第{head}号" + "".join(f"の{number}" for number in rest)
    return where
