"""Choose what to quote. A quote is always a literal part of its passage."""

import re
from collections.abc import Iterable

from assistant.models import Citation
from knowledge.models import Passage, PassageKind
from knowledge.tokens import words

SHORT, LONG = 60, 240
AIMED = 0.4
_AIM = re.compile(r"目標|いつまで|何割まで|どこまで|何%|何％|つもり|期限")
_AIMS = re.compile(r"[0-9].*(まで|目標|目指|達成)|(まで|目標).*[0-9]")
_SENTENCE = re.compile(r"[^。\n]+(?:。[）」』]?|$|(?=\n))")


def cite(passage: Passage, wanted: str) -> Citation:
    """A citation with the stretch of the passage that says most of what is wanted.

    The law digest is quoted from its beginning, where the rule stands; a measure without the title it repeats.
    """
    if passage.kind is PassageKind.LAW:
        quote = opening(passage.text)
    else:
        body = passage.text.removeprefix(f"{passage.title}\n")
        quote = best_stretch(body, wanted)
    return Citation(id=passage.id, label=passage.citation, quote=quote)


def cite_part(passage: Passage, part: str) -> Citation:
    """A citation of a part that is known to stand in the passage.

    Raises:
        ValueError: if it does not.
    """
    if part not in passage.text:
        raise ValueError(f"「{part[:30]}」は {passage.id} の文章ではありません")
    return Citation(id=passage.id, label=passage.citation, quote=part)


def opening(text: str) -> str:
    """The first sentences, as many as a quote holds."""
    end = 0
    for sentence in _SENTENCE.finditer(text):
        if end and sentence.end() > LONG:
            break
        end = sentence.end()
    return text[:end].strip()


def best_stretch(text: str, wanted: str) -> str:
    """The sentence closest to what is wanted; a short one goes on into the next."""
    sentences = [(m.start(), m.end()) for m in _SENTENCE.finditer(text) if m[0].strip()]
    if not sentences:
        return text
    target = set(words(wanted))
    aimed = bool(_AIM.search(wanted))
    scored = [
        (_overlap(text[start:end], target) + (AIMED if aimed and _AIMS.search(text[start:end]) else 0.0), -i)
        for i, (start, end) in enumerate(sentences)
    ]
    best = -max(scored)[1]
    start, end = sentences[best]
    while end - start < SHORT and best + 1 < len(sentences) and sentences[best + 1][1] - start <= LONG:
        best += 1
        end = sentences[best][1]
    return text[start:end].strip()


def _overlap(sentence: str, target: set[str]) -> float:
    there = set(words(sentence))
    return len(there & target) / (3 + len(there)) ** 0.5 if there else 0.0


def bullets(items: Iterable[str]) -> str:
    """Lines of a list in an answer."""
    return "\n".join(f"・{item}" for item in items)
