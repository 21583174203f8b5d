"""Understand a question from the turns before it, and tell the parts of a double question apart."""

import re
from collections.abc import Sequence

from assistant.models import Turn
from knowledge.tokens import normalise, words

_POINTS_BACK = re.compile(
    r"^(?:(?:あと|それと|で|また|ちなみに)、?)?(それ|これ|あれ|その|あの|この場合|では|じゃあ|だったら|ちなみに|逆に|ほかに|他に)|(それ|あれ|そっち|その場合|同じ)(は|も|って|を|の|に|で)"
)
_ABOUT_ANOTHER = re.compile(r"(の場合は|だとどう|のときは|なら)[?？。]*$|^[^、。]{1,8}(は|も)[?？]$")
_GOES_ON = re.compile(r"^[^、。]{1,12}も(?:知りたい|教えて|聞きたい|説明|お願い|欲しい|ほしい)")
_ASKS = re.compile(r"([?？]|か[。]?|教えて(?:ください|ほしい)?[。]?|知りたい(?:です)?[。]?)$")
_SENTENCES = re.compile(r"[^。？?\n]+[。？?]?")
SHORT = 14


def resolve(question: str, history: Sequence[Turn]) -> str:
    """The question with what it points back to.

    A short question, or one with それ, その, では and the like, is read together with the last question that
    stood by itself, its own words last: they are what is asked now.
    """
    asked = [turn.text for turn in history if turn.role == "user"]
    if not asked or not _depends(question):
        return question
    earlier = next((text for text in reversed(asked) if not _depends(text)), asked[-1])
    return f"{earlier} {question}"


def _depends(question: str) -> bool:
    text = normalise(question).strip()
    if _POINTS_BACK.search(text) or _ABOUT_ANOTHER.search(text) or _GOES_ON.search(text):
        return len(text) <= 40
    return len(text) <= SHORT and len(words(text)) <= 1


def parts(question: str) -> list[str]:
    """The questions in a message, each with the statements before it; the whole message if there is but one."""
    found: list[str] = []
    context = ""
    for sentence in (match[0].strip() for match in _SENTENCES.finditer(question)):
        if not sentence:
            continue
        if _ASKS.search(sentence):
            found.append(context + sentence)
            context = ""
        else:
            context += sentence
    if context and found:
        found[-1] += context
    return found if len(found) > 1 else [question]
