"""Read e-Gov law XML (法令標準XML). Entities and document types, which e-Gov never writes, are refused unread."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from knowledge.errors import ImportRefused
from knowledge.importing.clauses import Clause, Statute

if TYPE_CHECKING:
    from ja_law_parser.model import Article, Law, Paragraph

_ERAS = {"Meiji": "1", "Taisho": "2", "Showa": "3", "Heisei": "4", "Reiwa": "5"}
_TYPES = {"Act": "AC"}


def read_law_xml(data: bytes, name: str) -> Statute:
    """The statute in the file.

    Raises:
        ImportRefused: if it is not well-formed, declares entities, or is not an e-Gov law.
    """
    upper = data.upper()
    if b"<!DOCTYPE" in upper or b"<!ENTITY" in upper or b"\x00" in data:
        raise ImportRefused(
            f"「{name}」には文書型や実体の宣言（DOCTYPE・ENTITY）があり、安全のため読みません。e-Gov から取り直してください。"
        )
    from ja_law_parser.parser import LawParser
    from lxml.etree import XMLSyntaxError
    from pydantic import ValidationError
    from pydantic_xml import ParsingError

    try:
        law = LawParser().parse_from(data)
    except XMLSyntaxError as error:
        raise ImportRefused(
            f"「{name}」は途中で切れているか壊れた XML です（{error.lineno}行目）。e-Gov から取り直してください。"
        ) from error
    except (ValidationError, ParsingError) as error:
        raise ImportRefused(
            f"「{name}」は e-Gov の法令XML（法令標準XML）ではないようです。e-Gov 法令検索の「XML」で取り直してください。"
        ) from error
    clauses = tuple(_clauses(law))
    if not clauses:
        raise ImportRefused(f"「{name}」に条文が見当たりません。e-Gov の法令XMLかどうか確かめてください。")
    return Statute(title=law.law_body.law_title.text, number=law.law_num, law_id=_law_id(law), clauses=clauses)


def _law_id(law: "Law") -> str:
    """e-Gov's id, as it is built from era, year, type and number; empty for types whose code we do not know."""
    era, kind = _ERAS.get(str(law.era)), _TYPES.get(str(law.law_type))
    if not era or not kind:
        return ""
    return f"{era}{int(law.year):02}{kind}{int(law.num):010}"


def _clauses(law: "Law") -> Iterator[Clause]:
    body = law.law_body
    for article in _articles(body.main_provision):
        yield from _article(article, "")
    for position, provision in enumerate(body.suppl_provisions or []):
        if position or getattr(provision, "amend_law_num", None):
            continue  # those of amending laws are no provisions of this one
        for article in _articles(provision):
            yield from _article(article, "suppl_")
        for paragraph in getattr(provision, "paragraphs", None) or []:
            yield from _paragraph(paragraph, "suppl", "")


def _articles(part: Any) -> Iterator["Article"]:
    for name in ("parts", "chapters", "sections", "subsections", "divisions"):
        for inner in getattr(part, name, None) or []:
            yield from _articles(inner)
    yield from getattr(part, "articles", None) or []


def _article(article: "Article", prefix: str) -> Iterator[Clause]:
    number = f"{prefix}{article.num}"
    caption = article.article_caption.text.strip("（）") if article.article_caption else ""
    paragraphs = list(article.paragraphs or [])
    pieces = [list(_paragraph(paragraph, number, caption)) for paragraph in paragraphs]
    if len(paragraphs) == 1:
        whole, *items = pieces[0]
        yield whole.model_copy(update={"paragraph": ""})
        yield from (item.model_copy(update={"paragraph": ""}) for item in items)
        return
    texts = [clauses[0].text for clauses in pieces if clauses]
    if texts:
        yield Clause(article=number, caption=caption, text="\n".join(texts))
    for clauses in pieces:
        yield from clauses


def _paragraph(paragraph: "Paragraph", article: str, caption: str) -> Iterator[Clause]:
    number = str(paragraph.num)
    own = "".join(paragraph.paragraph_sentence.texts()) if paragraph.paragraph_sentence else ""
    items = [(str(item.num), _item(item)) for item in paragraph.items or []]
    lines = [own, *(text for _, text in items)]
    text = "\n".join(line for line in lines if line)
    if not text:
        return
    yield Clause(article=article, paragraph=number, caption=caption, text=text)
    for item_number, item_text in items:
        if item_text:
            yield Clause(article=article, paragraph=number, item=item_number, caption=caption, text=item_text)


def _item(item: Any) -> str:
    title = item.item_title.text if item.item_title else ""
    body = "".join(item.item_sentence.texts()) if item.item_sentence else ""
    subitems = [" ".join(subitem.texts()) for subitem in item.subitems or []]
    return "\n".join([f"{title}　{body}".strip("　"), *subitems]).strip()
