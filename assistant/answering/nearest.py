"""What the records say that have most of a question's words, whatever was chosen to answer it.

The lead of an answer is chosen by how staff are known to ask; a question put in other words may miss it. The records
nearest by their whole text stand beside the lead, so that what has changed since the guide is said all the same.
"""

import re
from dataclasses import dataclass

from assistant.answering import composing
from assistant.answering.bearers import Group, asked_about, binds, is_legal
from assistant.answering.choosing import Chooser
from assistant.answering.composing import Composed
from assistant.answering.evidence import of_rules
from knowledge.corpus import Corpus
from knowledge.models import CurrencyNote, Requirement
from knowledge.retrieval import Found

MOST, NEARLY_AS_NEAR, AS_NEAR = 3, 0.75, 0.9
SPOKEN = 7.0  # BM25 from which a note is on the matter of a question that does not sound like one of rules
WORDS, COSINE, MANY_WORDS = 4.5, 0.3, 9.0  # with many of the question's words in it, a record need not be like it

_WHEN = re.compile(r"いつ(?![でも]も|まで)|何年から|何月から")


@dataclass(frozen=True)
class Beside:
    """What is said besides the lead: at most one rule and one case, and notes.

    Attributes:
        sure: whether the rule has so many of the question's words that it goes before a place of the guide.
    """

    rules: tuple[Composed, ...] = ()
    cases: tuple[Composed, ...] = ()
    notes: tuple[CurrencyNote, ...] = ()
    sure: bool = False


class Nearest:
    """Finds what the records nearest to a question add to its answer."""

    def __init__(self, corpus: Corpus, chooser: Chooser) -> None:
        self._corpus = corpus
        self._chooser = chooser
        self._cases = {case.id: case for case in corpus.guide.cases}

    def beside(self, question: str, found: Found, said: str) -> Beside:
        """What the nearest records say that the answer (`said`) does not say yet."""
        if not found.records:
            return Beside()
        names = self._names(question, found, said)
        notes = tuple(self._corpus.note[name] for name in names if name in self._corpus.note)
        if not of_rules(question, found):
            return Beside(notes=notes if found.records[0].words >= SPOKEN or _WHEN.search(question) else ())
        best, scores = found.records[0], {match.record: match.score for match in found.records}
        least = NEARLY_AS_NEAR if best.record in names else AS_NEAR  # the best is said already: another must be as good
        sought = [name for name in names if scores[name] >= least * best.score]
        rules = [name for name in sought if self._is_rule(name, asked_about(question))][:1]
        cases = [name for name in names if name == best.record and name in self._cases]
        if not rules and notes and is_legal(question):
            record = self._chooser.record_of(notes[0], found)
            rules = [record.id] if record and record.statement not in said else []
        return Beside(
            rules=tuple(self._rule(name, question) for name in rules),
            cases=tuple(composing.from_case(self._corpus, self._cases[name]) for name in cases),
            notes=notes,
            sure=is_legal(question) or any(near.record in rules and near.words >= MANY_WORDS for near in found.records),
        )

    def _names(self, question: str, found: Found, said: str) -> list[str]:
        best = found.records[0].score
        covered = self._covered(question, said)
        near = [
            match.record
            for match in found.records
            if match.score >= NEARLY_AS_NEAR * best
            and match.words >= (WORDS if match.cosine >= COSINE else MANY_WORDS)
            and match.record not in covered
        ]
        return [name for name in near if not all(line in said for line in self._corpus.said[name].split("\n"))][:MOST]

    def _covered(self, question: str, said: str) -> set[str]:
        """The provisions that the requirements said already rest on, but for those that bind others who are asked about."""
        group = asked_about(question)

        def binds_others(source: str, requirement: Requirement) -> bool:
            provision = self._corpus.provision.get(source)
            return bool(group and provision and binds(provision.bearer, group) and not binds(requirement.bearer, group))

        stated = (requirement for requirement in self._corpus.requirements if requirement.statement in said)
        return {source for one in stated for source in one.sources if not binds_others(source, one)}

    def _is_rule(self, name: str, group: Group | None) -> bool:
        """Whether this is a requirement or provision, and one on those who are asked about, if these are not municipalities."""
        rule = self._corpus.requirement.get(name) or self._corpus.provision.get(name)
        return rule is not None and (group in (None, Group.MUNICIPALITY) or binds(rule.bearer, group))

    def _rule(self, name: str, question: str) -> Composed:
        if requirement := self._corpus.requirement.get(name):
            return composing.from_requirement(self._corpus, requirement, question)
        return composing.from_provision(self._corpus, self._corpus.provision[name])
