"""Decide whether the sources have anything to say about a question. Refusing wrongly is as bad as inventing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.answering.bearers import is_legal
from assistant.answering.focus import Focus, unheld_focus
from assistant.answering.likeness import Likeness
from assistant.answering.topics import Figures, NoteNames, RecordNames, asks_for_figure, asks_what_holds
from assistant.answering.values import Kind, missing_value
from knowledge.corpus import Corpus
from knowledge.models import OutOfScope
from knowledge.retrieval import Found
from knowledge.tokens import normalise

# Weights of a logistic regression over 1,690 questions in and 664 out of scope; judged set by set with the weights of the
# other sets, it refuses 11 of the former and answers 40 of the latter. Of what is required no sign decides alone: a
# question of a record's matter that also sounds like the work of another office is answered.
COVERAGE, BOTH, LIKE_OUTSIDE, PLAN_NAMED, PLACE_SOUGHT, DETAIL_SOUGHT = 4.42, 4.41, 4.67, 2.86, 0.88, 0.81
NOTE_SOUGHT, MATTER_NAMED, UNKNOWN_TERM = 4.39, 0.5, 1.45
ANOTHER_NAMED = 3.0  # set by hand: such names are in 2 of 1,541 questions in scope and 36 of 580 out of it
HOLDS_NOW, FIGURE_ASKED, OF_RULES = 1.62, 1.03, -1.96
RECORD_WORDS, FEW_WORDS, MOST_WORDS = 0.6, 4.0, 12.0  # for each point of BM25 between the two
RECORD_SHARE, MOST_SHARE = 14.01, 0.3  # a short question is soon in a record
OUTSIDE, VALUE_MISSING, FOCUS_MISSING = 4.11, 4.04, 4.5
ENOUGH = 0.25
MOST_TERMS, MOST_RECORDS, STRANGE = 2, 2, 0.3
NEAREST = 0.97
WORD_FOR_WORD, NEARLY_SO, NEARLY_SAID = 0.98, 0.9, 0.7  # cosine to a known way of asking, and what it is worth
SPOKEN, ALIKE = 9.0, 0.45  # BM25 and cosine from which a question is one of a record's matter, however it is put
NEAR = 8.0  # BM25; of 114 questions of rules out of scope 5 % are as near to a record, of those in scope 75 %

_TERM = re.compile(r"[一-龠々]{3,}|[ァ-ヶー]{4,}|[a-z]{2,}")
_LAW_OR_PLAN = re.compile(
    r"[一-龠々ァ-ヶー]+(?:(?<![方手技用療作製文書魔習])法(?![律人令的定務制案一-龠])|計画(?![一-龠]))"
)
_BESIDE_IT = re.compile(  # how our plan goes with another is dealt with, whatever the other is
    r"との(?:関係|関連|整合|調和|違い|つながり|連携|すみ分け|重複)|と(?:一体|統合|合わせ|併せ|一緒|兼ね)|を兼ね|に(?:組み込|盛り込|含め|位置付け|位置づけ)"
)
_OKURIGANA = "すしさせそりみきけいえれまびめげくうちたわっ"
_PLAN = re.compile(r"計画|施策|手引|記載例|雛[形型]|ひな[形型]|見本|章|柱|kpi|指標|事例|条文|基本法|官民データ|何条")
_PLACE = re.compile(
    r"一節|くだり|言い回し|うたい|合言葉|って(何て)?呼|どこに(出て|あ|書|載)|載って|書いてあ|書かれて|出てくる|言って|言及|探して"
    r"|って話|という話|なかったっけ|気がする"
)
_LAW_CALLED = re.compile("(?:保護|手続|標準化|基本|自治)法")
_DETAIL = re.compile(  # figures, forms and steps of the daily work, of which the sources say little
    r"いくら|計算|必要な(?:もの|書類|免許|資格)|手順|仕方|やり方|速度|額[はを?]|相場|上限|おすすめ|人数|者数|[料費][はを?]|減免|限度|割合|何%|書類|何人|何割"
)
_OF_A_PLAN = re.compile("目標|指標|kpi|記載例|例文|測る|測って|数えて")  # about what the guide's examples aim at


@dataclass(frozen=True)
class Judgement:
    """Whether there is evidence; if not, why not.

    Attributes:
        outside: the subject outside the sources that the question is about.
        missing: the kind of value or thing asked for that the places found do not hold.
    """

    evident: bool
    outside: OutOfScope | None = None
    missing: Kind | Focus | None = None


class Judge:
    """Judges a question by the subjects known to lie outside the sources, by the kind of value that it asks for, and by
    how familiar its words are."""

    def __init__(self, corpus: Corpus, names: NoteNames) -> None:
        self._corpus = corpus
        self._names = names
        self._records = RecordNames(corpus.requirements)
        self._figures = Figures(corpus.notes)
        self._subjects = [
            (subject, [normalise(w) for w in subject.unless], [[normalise(w) for w in g] for g in subject.any_of])
            for subject in corpus.out_of_scope
        ]
        self._known = normalise("\n".join(_texts(corpus)))
        self._asks: dict[str, list[str]] = {}
        for phrasing in corpus.phrasings:
            self._asks.setdefault(phrasing.passage, []).extend(phrasing.asks)
        for provision in corpus.provisions:
            self._asks.setdefault(provision.id, []).extend(provision.asks)
        for measure in corpus.new_measures:
            self._asks.setdefault(measure.id, []).extend(measure.asks)
        asked = [ask for asks in self._asks.values() for ask in asks]
        asked += [ask for requirement in corpus.requirements for ask in requirement.asks]
        asked += [ask for note in corpus.notes for ask in note.asks]
        self._likeness = Likeness(asked, [text for subject in corpus.out_of_scope for text in subject.examples])

    def judge(self, question: str, found: Found, own: str | None = None) -> Judgement:
        """Whether to answer. `python -m evals` shows how many questions of either kind are judged wrongly.

        Args:
            own: the question without what it points back to: only this can name a matter beyond doubt.
        """
        if not found.hits or not (found.hits[0].coverage or any(near.words for near in found.records[:1])):
            return Judgement(False, outside=self.outside(question))
        if found.similarity >= WORD_FOR_WORD:
            return Judgement(True)
        named = self._matter_named(own or question, found)
        matter = named + [self._corpus.said[near.record] for near in found.records[:1] if near.words >= NEAR]
        outside, missing = None if named else self.outside(question), None
        if not _OF_A_PLAN.search(normalise(question)):
            missing = self._missing(question, found, matter)
        near = any(record.words >= NEAR for record in found.records[:1])
        if missing and not is_legal(question) and not near:
            return Judgement(False, outside, missing)
        score = self.familiarity(question, found) + MATTER_NAMED * bool(matter)
        if of_rules(question, found):
            score += OF_RULES
            if found.records and not missing:
                score += RECORD_WORDS * max(0.0, min(found.records[0].words, MOST_WORDS) - FEW_WORDS)
        score -= OUTSIDE * bool(outside) + VALUE_MISSING * isinstance(missing, Kind)
        score -= FOCUS_MISSING * isinstance(missing, Focus)
        return Judgement(True) if score >= ENOUGH else Judgement(False, outside, missing)

    def strange(self, question: str, found: Found) -> bool:
        """Whether the question is of something else altogether: outside the sources, or in words that they do not have."""
        return found.unknown_share >= STRANGE or self.outside(question) is not None

    def _matter_named(self, question: str, found: Found) -> list[str]:
        """What the records say that a question of rules, of what holds or of figures names beyond doubt. Such a question
        is about these, whatever work or office it tells of as background."""
        if not (of_rules(question, found) or _LAW_CALLED.search(question)):
            return []
        requirements = [requirement.statement for requirement in self._records.named(question)]
        requirements += [note.text for _, _, note in self._names.named(question)]
        return requirements

    def familiarity(self, question: str, found: Found) -> float:
        """How much of the question the sources and the known ways of asking deal with (log odds, without a base)."""
        folded = normalise(question)
        coverage = max((hit.coverage for hit in found.hits[:3]), default=0.0)
        score = COVERAGE * coverage + BOTH * coverage * found.similarity
        score += NEARLY_SAID * (found.similarity >= NEARLY_SO)
        score -= LIKE_OUTSIDE * self._likeness.outside(question)
        score += PLAN_NAMED * bool(_PLAN.search(folded)) + PLACE_SOUGHT * bool(_PLACE.search(folded))
        score += HOLDS_NOW * asks_what_holds(question) + FIGURE_ASKED * asks_for_figure(question)
        score += NOTE_SOUGHT * bool(asks_what_holds(question) and self._names.named(question))
        score -= RECORD_SHARE * max((min(near.share, MOST_SHARE) for near in found.records[:1]), default=0.0)
        if _DETAIL.search(folded) and not _OF_A_PLAN.search(folded):
            score -= DETAIL_SOUGHT
        if not _BESIDE_IT.search(folded):
            score -= ANOTHER_NAMED * any(name not in self._known for name in _LAW_OR_PLAN.findall(folded))
        return score - UNKNOWN_TERM * min(MOST_TERMS, len(self._unknown_terms(folded)))

    def outside(self, question: str) -> OutOfScope | None:
        """The subject outside the sources that the question is about, if it is about one."""
        folded = normalise(question)
        for subject, unless, groups in self._subjects:
            if any(word in folded for word in unless):
                continue
            if groups and all(any(word in folded for word in group) for group in groups):
                return subject
        return None

    def _missing(self, question: str, found: Found, matter: Sequence[str]) -> Kind | Focus | None:
        """What is asked for that neither the places found, nor the records resting on them or named, hold."""
        corpus, texts = self._corpus, list(matter)
        asks = list(self._asks.get(found.hits[0].passage.id, ()))
        if found.notes and found.notes[0].score >= NEAREST:
            note = corpus.note[found.notes[0].note]
            texts.append(note.text)
            asks += note.asks
        for hit in found.hits[:3]:
            texts += [hit.passage.title, hit.passage.text]
            texts += [note.text for note in corpus.notes_on.get(hit.passage.id, ())]
        for match in found.matches[:2]:
            requirement = corpus.requirement[match.requirement]
            texts += [requirement.title, requirement.statement]
            texts += [note.text for note in corpus.notes_on.get(requirement.id, ())]
            asks += requirement.asks
        texts += [corpus.said[match.record] for match in found.records[:MOST_RECORDS]]
        nearby = (ask for hit in found.hits[1:3] for ask in self._asks.get(hit.passage.id, ()))
        figures = [normalise(note.text) for note in self._figures.asked_for(question)]
        figures += [normalise(corpus.said[near.record]) for near in found.records[:1] if near.words >= NEAR]
        value = missing_value(question, texts, asks)
        if value and not any(value.held.search(figure) for figure in figures):
            return value
        return None if matter else unheld_focus(question, [*texts, *asks, *nearby])

    def _unknown_terms(self, folded: str) -> list[str]:
        """Compounds and loanwords that occur nowhere in what we know: 検針票, 債務負担行為."""
        terms = []
        for match in _TERM.finditer(folded):
            term = match[0]
            if term[-1] >= "一" and folded[match.end() : match.end() + 1] in _OKURIGANA:
                term = term[:-1]  # the stem of a verb: 出来上(がる), 毎年直(す)
            if (len(term) >= 3 or term.isascii()) and term not in self._known:
                terms.append(term)
        return terms


def of_rules(question: str, found: Found) -> bool:
    """Whether the question is of what is required, of what holds today, or of a figure: by its turns of phrase, or
    because a record has most of its words."""
    if is_legal(question) or asks_what_holds(question) or asks_for_figure(question):
        return True
    return any(near.words >= SPOKEN and near.cosine >= ALIKE for near in found.records[:1])


def _texts(corpus: Corpus) -> Iterable[str]:
    for passage in corpus.passages:
        yield f"{passage.title} {passage.text}"
    for alias in corpus.aliases:
        yield from (*alias.say, *alias.means)
    for requirement in corpus.requirements:
        yield from (requirement.title, requirement.statement, requirement.next, *requirement.asks)
    for phrasing in corpus.phrasings:
        yield from phrasing.asks
    for note in corpus.notes:
        yield from (note.text, *note.topics, *note.asks)
    for law in corpus.laws:
        yield from (law.title, law.short)
    for provision in corpus.provisions:
        yield from provision.asks
    for measure in corpus.new_measures:
        yield from measure.asks
