"""Decide whether the sources have anything to say about a question. Refusing wrongly is as bad as inventing."""

import re
from dataclasses import dataclass

from knowledge.models import OutOfScope
from knowledge.retrieval import Found
from knowledge.tokens import normalise

ENOUGH = 0.81
UNKNOWN_NAME = 0.74
LONGEST_LEAD = 2  # 「町」「当市」 before a name belong to it no more than an article would
_NAMED = re.compile(r"[一-龠々ァ-ヶー]{3,}(?:計画|条例|手当|免許|資格|補助金|給付金|税|料金|比率|会議規則|(?<!方)法)")


@dataclass(frozen=True)
class Judgement:
    """Whether there is evidence; if not, what the question is about and where to look."""

    evident: bool
    subject: str | None = None
    where: str | None = None


class Judge:
    """Judges questions by the list of subjects outside the sources, and by how familiar their words are."""

    def __init__(self, out_of_scope: tuple[OutOfScope, ...], known_text: str) -> None:
        self._subjects = [
            (subject, [normalise(w) for w in subject.unless], [[normalise(w) for w in g] for g in subject.any_of])
            for subject in out_of_scope
        ]
        listed = (word for subject in out_of_scope for group in subject.any_of for word in group)
        self._known = normalise(known_text + "\n".join(listed))

    def judge(self, question: str, found: Found) -> Judgement:
        """Whether to answer.

        The weights come from a logistic regression over the questions of evals/sets, in and out of scope; the
        threshold lets about two in a hundred answerable questions go unanswered. `python -m evals` shows both.
        """
        if outside := self.outside(question):
            return Judgement(False, outside.subject, outside.where)
        if not found.hits:
            return Judgement(False)
        coverage = max(hit.coverage for hit in found.hits[:3])
        familiarity = coverage + 0.45 * found.similarity + 0.32 * (found.known_share - found.unknown_share)
        familiarity -= UNKNOWN_NAME * len(self._unknown_names(question))
        return Judgement(familiarity >= ENOUGH)

    def outside(self, question: str) -> OutOfScope | None:
        """The subject outside the sources that the question is about, if it is about one."""
        folded = normalise(question)
        for subject, unless, groups in self._subjects:
            if any(word in folded for word in unless):
                continue
            if all(any(word in folded for word in group) for group in groups):
                return subject
        return None

    def _unknown_names(self, question: str) -> list[str]:
        """Names of plans, laws, taxes and the like that occur nowhere in what we know."""
        return [
            name
            for name in _NAMED.findall(normalise(question))
            if not any(name[start:] in self._known for start in range(LONGEST_LEAD + 1))
        ]
