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
from knowledge.models import OutOfScope, Requirement
from knowledge.retrieval import Found
from knowledge.tokens import normalise

# Weights of a logistic regression over 1,100 questions in and 840 out of scope, each half judged by the other's.
COVERAGE, SIMILARITY, BOTH, UNKNOWN_WORDS = 0.74, 4.65, 3.81, 2.56
PLAN_NAMED, PLACE_SOUGHT, WISHED, OF_LAW, RULE_FOUND = 3.14, 4.36, 1.69, 1.56, 0.5
NOTE_NAMED, NOTE_SOUGHT, DETAIL_SOUGHT = 1.17, 5.19, 1.0
UNKNOWN_TERM, UNKNOWN_RULE, LIKE_OUTSIDE = 0.93, 2.82, 2.15
RECORD_NAMED = 3.0
MOST_TERMS = 2
NEAREST = 0.97
ENOUGH = 3.7
NEARLY_SAID = (0.9, 0.85)  # coverage and similarity from which a question is one that we know, whatever else it names

LONG_STEM = 4  # パブコメ条例: an ordinance on something that we know
LONGEST_LEAD = 2  # 「町」「当市」 before a name belong to it no more than an article would
_RULE = re.compile(r"[一-龠々ァ-ヶー]{3,}(?:計画|条例|手当|免許|資格|補助金|給付金|税|料金|比率|会議規則|(?<!方)法)")
_TERM = re.compile(r"[一-龠々]{3,}|[ァ-ヶー]{4,}|[a-z]{2,}")
_OKURIGANA = "すしさせそりみきけいえれまびめげくうちたわっ"
_TOWN = re.compile(
    r"(?<![一-龠ァ-ヶ])((?![近隣同類似他各両全当本某貴我])(?:[一-龠ァ-ヶ]{2,3}|[ぁ-ん]{2,4}(?<!の))[市区町村])(?=[とのがはで、や])"
)
_FIGURE = re.compile(r"数|率|件|額|実績|割合|何|どっち|どちら|比べ|並べ")
_PLAN = re.compile(r"計画|施策|手引|記載例|雛[形型]|ひな[形型]|見本|章|柱|kpi|指標|事例|条文|基本法|官民データ|何条")
_PLACE = re.compile(
    r"一節|くだり|言い回し|うたい|合言葉|って(何て)?呼|どこに(出て|あ|書|載)|載って|書いてあ|書かれて|出てくる|言って|言及|探して"
    r"|って話|という話|なかったっけ|気がする"
)
_WISH = re.compile(  # measures are asked for as something wished for or suffered from
    r"たい|て(?:ほ|欲)しい|てもら|られるよう|できるよう|できない?か|できません|れないか|れませんか|ようにする|取り?組|困って|困る|苦情|悩"
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
        listed = (word for subject in corpus.out_of_scope for group in subject.any_of for word in group)
        self._known = normalise("\n".join(_texts(corpus)))
        self._named = self._known + normalise("\n".join(listed))  # other plans' names, which a question may touch on
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

    def judge(self, question: str, found: Found, rule: Requirement | None, own: str | None = None) -> Judgement:
        """Whether to answer. `python -m evals` shows how many questions of either kind are judged wrongly.

        Args:
            rule: the requirement that would answer.
            own: the question without what it points back to: only this can name a matter beyond doubt.
        """
        coverage = max((hit.coverage for hit in found.hits[:3]), default=0.0)
        known = coverage >= NEARLY_SAID[0] and found.similarity >= NEARLY_SAID[1]
        matter = self._matter_named(own or question)
        if not (known or matter) and (outside := self.outside(question)):
            return Judgement(False, outside=outside)
        if not found.hits:
            return Judgement(False)
        if not _OF_A_PLAN.search(normalise(question)) and (missing := self._missing(question, found, matter)):
            return Judgement(False, missing=missing)
        named = RECORD_NAMED * bool(matter or self._figures.asked_for(question))
        return Judgement(self.familiarity(question, found, coverage, rule) + named >= ENOUGH)

    def _matter_named(self, question: str) -> list[str]:
        """What the records say that a question of rules, of what holds or of figures names beyond doubt. Such a question
        is about these, whatever work or office it tells of as background."""
        asked = is_legal(question) or asks_what_holds(question) or asks_for_figure(question)
        if not (asked or _LAW_CALLED.search(question)):
            return []
        requirements = [requirement.statement for requirement in self._records.named(question)]
        return requirements + [note.text for _, _, note in self._names.named(question)]

    def familiarity(self, question: str, found: Found, coverage: float, rule: Requirement | None) -> float:
        """How much of the question the sources and the known ways of asking deal with (log odds, without a base)."""
        folded = normalise(question)
        score = COVERAGE * coverage + SIMILARITY * found.similarity + BOTH * coverage * found.similarity
        score -= UNKNOWN_WORDS * found.unknown_share + LIKE_OUTSIDE * self._likeness.outside(question)
        score += PLAN_NAMED * bool(_PLAN.search(folded)) + PLACE_SOUGHT * bool(_PLACE.search(folded))
        score += WISHED * bool(_WISH.search(folded)) + OF_LAW * is_legal(question) + RULE_FOUND * bool(rule)
        if _DETAIL.search(folded) and not _OF_A_PLAN.search(folded):
            score -= DETAIL_SOUGHT
        if found.notes and found.notes[0].score >= NEAREST:
            score += NOTE_NAMED
        if self._names.named(question):
            score += NOTE_NAMED + NOTE_SOUGHT * asks_what_holds(question)
        score -= UNKNOWN_TERM * min(MOST_TERMS, len(self._unknown_terms(folded)))
        return score - UNKNOWN_RULE * len([*self._unknown_rules(folded), *self._unknown_towns(folded, found)])

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
        nearby = (ask for hit in found.hits[1:3] for ask in self._asks.get(hit.passage.id, ()))
        figures = [normalise(note.text) for note in self._figures.asked_for(question)]
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

    def _unknown_towns(self, folded: str, found: Found) -> list[str]:
        """Municipalities that the places found do not name, where their figures are asked for."""
        if not _FIGURE.search(folded):
            return []
        places = normalise("\n".join(f"{hit.passage.title} {hit.passage.text}" for hit in found.hits[:3]))
        return [town for town in _TOWN.findall(folded) if town not in places]

    def _unknown_rules(self, folded: str) -> list[str]:
        """Names of plans, laws, taxes and the like that occur nowhere in what we know."""
        return [
            name
            for name in _RULE.findall(folded)
            if not any(name[start:] in self._named for start in range(LONGEST_LEAD + 1))
            and not (len(stem := name.removesuffix("条例")) >= LONG_STEM and stem in self._named)
        ]


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
