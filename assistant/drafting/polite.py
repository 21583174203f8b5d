"""Turn である調 into です・ます調 at the ends of sentences. Knows Japanese inflection (by Sudachi), no content."""

import re

from knowledge.tokens import morphemes

_SENTENCE_END = re.compile(r"([^。\n]+)。(?!）)")  # not （特別区を含む。）
_ASIDE = re.compile(r"（[^（）]*）$")
_GODAN = dict(zip("うくぐすつぬぶむる", "いきぎしちにびみり", strict=True))
_VERBAL = ("助動詞-レル", "助動詞-ラレル", "助動詞-セル", "助動詞-サセル")
_COPULA = (
    ("ではなかった", "ではありませんでした"),
    ("ではない", "ではありません"),
    ("であった", "でした"),
    ("である", "です"),
    ("だった", "でした"),
)


def polite(text: str) -> str:
    """The text with each sentence that ends in である調 ending in です・ます調; 体言止め stays.

    >>> polite("本町の人口は減少傾向にある。窓口の改善を図る。")
    '本町の人口は減少傾向にあります。窓口の改善を図ります。'
    """
    return _SENTENCE_END.sub(lambda sentence: _end(sentence[1]) + "。", text)


def _end(clause: str) -> str:
    if aside := _ASIDE.search(clause):
        return _end(clause[: aside.start()]) + aside[0]
    for plain, formal in _COPULA:
        if clause.endswith(plain):
            return clause.removesuffix(plain) + formal
    tail = clause[-24:]
    tokens = list(morphemes(tail))
    if not tokens:
        return clause
    head = clause[: -len(tail)] + "".join(token.surface() for token in tokens[:-1])
    last, before = tokens[-1], tokens[-2] if len(tokens) > 1 else None
    part, surface = last.part_of_speech(), last.surface()
    if _verb(last):
        return head + _masu(last) if part[5].startswith(("終止形", "連体形")) else clause
    if surface == "た" and before is not None and before.dictionary_form() == "ない":
        return _end(head.removesuffix("なかっ") + "ない").removesuffix("ません") + "ませんでした"
    if surface == "た" and before is not None and before.part_of_speech()[0] == "形容詞":
        return clause + "です"
    if part[0] == "助動詞" and surface in ("た", "だ") and before is not None and _verb(before):
        return head[: -len(before.surface())] + _masu(before).removesuffix("ます") + "ました"
    if surface == "ない":
        if before is not None and _verb(before):
            return head[: -len(before.surface())] + _masu(before).removesuffix("ます") + "ません"
        return head + "ありません"
    if part[0] in ("形容詞", "助動詞") and surface.endswith(("い", "べき")):
        return clause + "です"
    if surface == "だ":
        return head + "です"
    return clause


def _verb(token: object) -> bool:
    part = token.part_of_speech()  # type: ignore[attr-defined]  # a Sudachi morpheme
    return part[0] == "動詞" or (part[0] == "助動詞" and part[4] in _VERBAL)


def _masu(token: object) -> str:
    """The polite form of a verb, whatever form it stands in."""
    part = token.part_of_speech()  # type: ignore[attr-defined]
    plain: str = token.dictionary_form()  # type: ignore[attr-defined]
    if "一段" in part[4] or part[4] in _VERBAL:
        return plain.removesuffix("る") + "ます"
    if part[4].startswith("サ行変格"):
        if plain.endswith("ずる"):  # 講ずる, 準ずる
            return plain.removesuffix("ずる") + "じます"
        return plain.removesuffix("する") + "します"
    if part[4].startswith("カ行変格"):
        return plain.removesuffix("来る").removesuffix("くる") + ("来ます" if plain.endswith("来る") else "きます")
    return plain[:-1] + _GODAN.get(plain[-1], plain[-1]) + "ます"
