"""Throw out what has no ground: figures, dates, articles, law titles and strength words that no source or fact has.

This guards what a language model wrote. It cannot tell a true sentence from a false one; it makes sure that nothing
which a council would check was made up.
"""

import re
from collections.abc import Iterable

from kanjize import kanji2number

from assistant.numerals import fold
from knowledge.tokens import words

_FIGURE = re.compile(
    r"(第|令和|平成|昭和)?([0-9][0-9,.]*|[〇一二三四五六七八九十百千]+)(条の[0-9]+|[年月日条項号章人件団体世帯割％%万億円歳か箇台通課]{0,2})"
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
    "なければならない",
    "なければなりません",
)
_DENIAL = re.compile(r"[^。、]{0,4}(?:では|は|が|も)?(?:ありません|ない|なく|見当たりません|見当たらない)")
_JOINING = frozenset(
    words(
        "進める 図る 取り組む 行う 求める 踏まえる 基づく 対する 通じる 向ける 続く 示す 必要 重要 取組 今後 一方 特に さらに 具体"
    )
)
_PLACEHOLDER = re.compile(r"〔要確認:[^〕]*〕")
_UNITLESS_KANJI = re.compile(r"^[〇一二三四五六七八九十百千]+$")


def ungrounded(text: str, grounds: Iterable[str]) -> list[str]:
    """What in the text no ground has, in order; empty when all is well.

    Args:
        text: what a model wrote.
        grounds: passages, facts and the rule-made result it was to be worded from.
    """
    ground = fold("\n".join(grounds))
    marks = set(_PLACEHOLDER.findall(ground))
    checked = _PLACEHOLDER.sub(lambda mark: "" if mark[0] in marks else mark[0], fold(text))
    known = {_figure(match) for match in _FIGURE.finditer(ground)}
    missing = [
        match[0] for match in _FIGURE.finditer(checked) if not _only_words(match) and _figure(match) not in known
    ]
    missing += [law for law in _LAW.findall(checked) if not _stands_in(law, ground)]
    claims = _strength_claims(ground)
    missing += [word + ("の否定" if denied else "") for word, denied in sorted(_strength_claims(checked) - claims)]
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


def _strength_claims(text: str) -> set[tuple[str, bool]]:
    """Each word of strength, and whether it is denied (義務ではない is not 義務)."""
    found = set()
    for word in _STRENGTH:
        for match in re.finditer(re.escape(word), text):
            found.add((word, bool(_DENIAL.match(text[match.end() : match.end() + 12]))))
        text = text.replace(word, "　" * len(word))
    return found


def new_words(text: str, grounds: Iterable[str]) -> list[str]:
    """Content words that no ground has, but for those that only join sentences; in order."""
    known = {*words("\n".join(grounds)), *_JOINING}
    return [word for word in dict.fromkeys(words(text)) if word not in known]
