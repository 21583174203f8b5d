"""Throw out what has no ground: figures, dates, articles, law titles and strength words that no source or fact has.

This guards what a language model wrote. It cannot tell a true sentence from a false one; it makes sure that nothing
which a council would check was made up.
"""

import re
from collections.abc import Iterable

from kanjize import kanji2number

from assistant.numerals import fold

_FIGURE = re.compile(
    r"(第)?([0-9][0-9,.]*|[〇一二三四五六七八九十百千]+)(条の[0-9]+|[年月日条項号章人件団体世帯割％%万億円歳か箇台通課]{0,2})"
)
_LAW = re.compile(r"[一-龠ァ-ヶーA-Za-z]+(?:法律|条例|(?<![方手用作技])法)(?![人的案則定令])")
_STRENGTH = (
    "努力義務",
    "義務",
    "責務",
    "必須",
    "罰則",
    "禁止",
    "違法",
    "違反",
    "しなければならない",
    "しなければなりません",
)
_PLACEHOLDER = re.compile(r"〔要確認：[^〕]*〕")
_UNITLESS_KANJI = re.compile(r"^[〇一二三四五六七八九十百千]+$")


def ungrounded(text: str, grounds: Iterable[str]) -> list[str]:
    """What in the text no ground has, in order; empty when all is well.

    Args:
        text: what a model wrote.
        grounds: passages, facts and the rule-made result it was to be worded from.
    """
    ground = fold("\n".join(grounds))
    checked = _PLACEHOLDER.sub("", fold(text))
    known = {_figure(match) for match in _FIGURE.finditer(ground)}
    missing = [
        match[0] for match in _FIGURE.finditer(checked) if not _only_words(match) and _figure(match) not in known
    ]
    missing += [law for law in _LAW.findall(checked) if not _stands_in(law, ground)]
    missing += [word for word in _strength_words(checked) if word not in _strength_words(ground)]
    missing += foreign_characters(text)
    return list(dict.fromkeys(missing))


def foreign_characters(text: str) -> list[str]:
    """Characters that no Japanese office document has (a model slipping into Chinese, for one)."""
    return [character for character in dict.fromkeys(text) if not _japanese(character)]


def _japanese(character: str) -> bool:
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _figure(match: re.Match[str]) -> tuple[str, float, str]:
    plain = match[2].replace(",", "").rstrip(".")
    value = float(kanji2number(plain)) if _UNITLESS_KANJI.match(plain) else float(plain or 0)
    return (match[1] or "", value, match[3].replace("％", "%")[:1])


def _only_words(match: re.Match[str]) -> bool:
    """一つ, 十分, 一方 and the like are words, not figures."""
    return bool(_UNITLESS_KANJI.match(match[2])) and not match[1] and not match[3]


def _stands_in(law: str, ground: str) -> bool:
    return any(law[start:] in ground for start in range(max(1, len(law) - 3)))


def _strength_words(text: str) -> set[str]:
    found = set()
    for word in _STRENGTH:
        if word in text:
            found.add(word)
            text = text.replace(word, "")
    return found
