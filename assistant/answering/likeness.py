"""Tell by its letters whether a question is more like those that the sources answer, or like those known to lie outside.

A naive Bayes model over pairs and triples of characters (and single kanji): everyday turns of phrase are told apart
even where each word occurs somewhere in the sources. Counted when the product starts; nothing is kept.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from knowledge.tokens import normalise

SMOOTHING = 0.5
FEWEST = 4  # very short questions give little evidence
_RUNS = re.compile(r"[0-9a-zぁ-んァ-ヶー一-龠々?]+")


class Likeness:
    """Compares a question with two collections of questions."""

    def __init__(self, inside: Sequence[str], outside: Sequence[str]) -> None:
        """Count both collections; neither may be empty."""
        within, without = _counted(inside), _counted(outside)
        total = len(inside) + len(outside)
        rare_in, rare_out = SMOOTHING * len(inside) / total, SMOOTHING * len(outside) / total
        self._odds = {
            gram: math.log((without[gram] + rare_out) / len(outside)) - math.log((within[gram] + rare_in) / len(inside))
            for gram in within.keys() | without.keys()
        }

    def outside(self, question: str) -> float:
        """Mean log odds of the question's characters: above 0 it is more like the questions outside."""
        grams = _grams(question)
        return sum(self._odds.get(gram, 0.0) for gram in grams) / max(FEWEST, len(grams))


def _counted(questions: Iterable[str]) -> Counter[str]:
    return Counter(gram for question in questions for gram in _grams(question))


def _grams(text: str) -> set[str]:
    found: set[str] = set()
    for run in _RUNS.findall(normalise(text)):
        for size in (2, 3):
            found.update(run[i : i + size] for i in range(len(run) - size + 1))
        found.update(character for character in run if "一" <= character <= "龠")
    return found
