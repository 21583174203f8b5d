"""Choose the record that answers a question: a requirement, a provision, or the note on what has changed."""

import re
from collections import Counter
from collections.abc import Sequence

from assistant.answering.bearers import Group, asked_about, binds, is_legal
from assistant.answering.topics import NoteNames, RecordNames, asks_what_holds, named_topics, strength_said
from knowledge.corpus import Corpus
from knowledge.models import CurrencyNote, PassageKind, Provision, Requirement, Strength
from knowledge.retrieval import Found, Match
from knowledge.tokens import normalise

CLOSE = 0.92
CLOSE_AGAINST_MEASURE = 1.2
ASKED_SO = 0.85  # nearness to a way of asking for a record below which its topics alone speak for it
TOPIC, LATE, MOST_FOR_TOPICS, NO_TOPIC = 0.3, 0.25, 0.8, 0.2
LONG_TOPIC = 4
FIRST_SOURCE, SHARED_SOURCE = 0.15, 0.08
CLOSEST, AGREED = 0.97, 0.15  # the nearest way of asking and the best place speak for the same record
OTHERS, PREFECTURE = 0.2, 0.5
BY_ITS_ARTICLE, KNOWN_TO_BE_OTHERS = 0.4, 0.6
BY_ITS_NAME, BESIDE_ANOTHER = 0.8, 0.2
SAME_BEARER, OTHER_BEARER = 0.2, 0.6
FAMILIAR = 0.7
MORE_EXACT = 4
BY_ITS_FULL_NAME = 7
SHORT_NAME = 5
SAME_FIGURE, ON_TARGET = 3, 2
NOT_ON_PILLARS = 1.0
AS_GOOD_AS_THE_BEST = 0.7
NEAREST_NOTE, ALIKE, SURE, SAYS_AS_MUCH = 0.98, 0.75, 6.0, 0.8

_OTHERS = re.compile(r"県|都道府県|国|政府|省|大臣|議会|指定都市|政令市|事業者|企業|会社|民間")
_PREFECTURE = re.compile(
    r"^(?:都道府)?県(?:の場合|は|も|だと|では|なら)|都道府県(?:の場合|は|も|だと|では|なら|の計画)"
)
_ASKS_STRENGTH = re.compile(
    r"義務|違反|違法|法に触れ|法律に触れ|法に反|法令|反して|抵触|まずい|縛|しば|拘束|従わ|従う|強制|法的|法律|必ず|全部や"
)
_OPTIONAL = re.compile(
    r"任意|自由|自主的|参考に(?:する|して|すれば)|参考程度|義務では?な|必須では?な|お願い|頼んで(?:い)?る|頼んどる|[てで]も?(?:構わ|かまわ|差し支え)|なくても?(?:も)?(?:法律上|法的に)?(?:は)?(?:いい|よい|問題|構わ|かまわ|済)"
    r"|(?:法的|法律的|法律上|法律)(?:に|には|は)?(?:は)?問題(?:は|が)?な"
)
_ADVICE_NAMED = re.compile(r"ガイドライン|指針|助言|推進計画|ガイドブック")
_ASKS_PROVISION = re.compile(
    r"何条|どの条|条文(?:は|で|って|が|に|の)|(?:誰|だれ)の(?:役目|役割|仕事|義務|責任)|(?:誰|だれ)がする"
)
_NO_LAWS = frozenset(("general", "template", "case", "footnote", "today", "national", "measure"))
_ASKS_BASIS = re.compile(r"根拠|条例で|法律で|義務|違反|どの法律")
_ELSEWHERE = re.compile(  # that the State is bound is known; it is asked what municipalities have to do
    r"条(?:の)?以外|別の法律|法律(?:って|が|は|も)?(?:別に|ほかに|他に)|(?:ほか|他)の法律|国(?:の仕事|の話|の役目|の義務|だけ|のみ|あて|宛て?)[^。?]*(?:市|町|村|自治体|うち)(?:に|は|も|で)(?![^。?]*あて)"
)
_PILLARS = re.compile(r"(?<!電)柱")
_TARGET = re.compile(r"目標|期限|までに")
_FIGURE = re.compile(r"[0-9][0-9,.]*(?:万|億|千)?(?:年度?末?|人|団体|%|割|件|条|か所|章)?")
_OWN_RULE = re.compile(
    r"(?:条例|要綱|規程|規則|要領)(?:が|を|で|に|も|には|では)?[^。?]{0,12}(?:ある|あり|あって|持って|定めて|定められ|決めて|決まって|なって|制定し|設けて)"
    r"|(?:ある|定める|決めた|定めた)[^。?]{0,6}(?:条例|要綱|規程|規則)"
)
_BY_RULE = re.compile(r"(?:条例|要綱|規程|規則)(?:や(?:条例|規則))?(?:だけ)?(?:に基づ|で(?:決め|決ま|定め))")
_RULE = re.compile(r"条例|要綱|規程|規則|要領")


def has_own_rule(question: str) -> bool:
    """Whether the question says that a local ordinance or the like settles the matter."""
    return bool(_OWN_RULE.search(normalise(question)))


def _article_named(passage_id: str, question: str) -> bool:
    """Whether the question names the article, of the Basic Act or of another law, that the passage is on."""
    law, _, article = passage_id.partition(":")
    number = article.split("-")[0].replace("_", "条の")
    if not number[:1].isdigit() or not law.isascii() or law in _NO_LAWS:
        return False
    return bool(re.search(rf"(?<![0-9]){number}{'' if '条' in number else '条'}(?!の)", normalise(question)))


class Chooser:
    """Chooses among the records that retrieval brought up."""

    def __init__(self, corpus: Corpus, names: NoteNames) -> None:
        self._corpus = corpus
        self._names = names
        self._records = RecordNames(corpus.requirements)
        self._topic_records = Counter(topic for r in corpus.requirements for topic in set(r.topics))

    def requirement(self, question: str, found: Found) -> Requirement | None:
        """The catalogue record that answers, if one is close enough.

        A record gains by how close the nearest way of asking for it is, by topics that the question names (a topic
        of few records tells more), and by resting on the best passage. Staff of a municipality who name nobody ask
        about municipalities: records that bind only others count for less.
        """
        top = found.hits[0].passage
        if top.id in self._corpus.imported and top.id not in self._corpus.provision and found.similarity < FAMILIAR:
            return None  # a text that users brought speaks to the question; no way of asking we know is near it
        group = asked_about(question)
        named = self._records.named(question)
        ranked = sorted(
            ((self._closeness(question, match, top.id, group, named), match.requirement) for match in found.matches),
            reverse=True,
        )
        if not ranked or ranked[0][0] < CLOSE:
            return None
        requirement = self._corpus.requirement[ranked[0][1]]
        if group and group is not Group.MUNICIPALITY:
            provision = self._corpus.provision.get(top.id)
            answers_itself = provision is not None and binds(provision.bearer, group)
            if not binds(requirement.bearer, group) or (answers_itself and top.id not in requirement.sources):
                return None
        if self._of_duty(requirement.strength, normalise(question)):
            requirement = self._duty_beside(requirement, ranked) or requirement
        elsewhere = top.id in self._corpus.provision and top.id not in requirement.sources
        if elsewhere and not self._is_said_to_lack(requirement, found) and _ASKS_PROVISION.search(question):
            return None
        about_measure = top.kind in (PassageKind.MEASURE, PassageKind.CASE, PassageKind.NATIONAL)
        if about_measure and top.id not in requirement.sources:
            by_topics_alone = asks_what_holds(question) and self._match_of(found, requirement) < ASKED_SO
            enough = CLOSE if _ASKS_BASIS.search(question) else CLOSE_AGAINST_MEASURE
            if ranked[0][0] < enough or by_topics_alone:
                return None  # 「パターン1」 is also the name of a variant of a measure
        if (
            top.id not in requirement.sources
            and not is_legal(question)
            and self._match_of(found, requirement) < ASKED_SO
        ):
            return (
                None  # 「ごみの問い合わせが多い」 has a word of the rule on contacts, and is answered by another place
            )
        return requirement

    @staticmethod
    def _is_said_to_lack(requirement: Requirement, found: Found) -> bool:
        """Whether the nearest record says that there is no such rule: who asks for its article must hear that."""
        nearest = bool(found.records) and found.records[0].record == requirement.id
        return nearest and requirement.strength is Strength.NONE_FOUND

    @staticmethod
    def _match_of(found: Found, requirement: Requirement) -> float:
        return next((match.score for match in found.matches if match.requirement == requirement.id), 0.0)

    @staticmethod
    def _of_duty(strength: Strength | None, plain: str) -> bool:
        """Whether a question answered by something that does not bind is about what must be done: it asks whether it may
        be left undone, or, where no advice is named, how strongly advice binds."""
        if _OPTIONAL.search(plain):
            return strength in (Strength.ADVICE, Strength.GUIDE)
        asked = _ASKS_STRENGTH.search(plain) and not _ADVICE_NAMED.search(plain)
        return strength is Strength.ADVICE and bool(asked)

    def _duty_beside(self, weaker: Requirement, ranked: list[tuple[float, str]]) -> Requirement | None:
        """The duty on the same matter: who asks whether something is optional must hear of it first."""
        near = (self._corpus.requirement[name] for score, name in ranked if score >= CLOSE)
        return next((r for r in near if r.strength is Strength.DUTY and set(r.sources) & set(weaker.sources)), None)

    def provision_on(self, question: str, found: Found) -> Provision | None:
        """The best provision that binds those whom the question is about, when they are not municipalities."""
        group = asked_about(question)
        if group is None or group is Group.MUNICIPALITY:
            return None
        ids = [hit.passage.id for hit in found.hits]
        ids += [match.record for match in found.records if match.score >= AS_GOOD_AS_THE_BEST * found.records[0].score]
        provisions = (self._corpus.provision.get(one) for one in ids)
        return next((p for p in provisions if p and binds(p.bearer, group)), None)

    def provision_itself(self, question: str, requirement: Requirement | None, found: Found) -> Provision | None:
        """The provision that is the best place and has most of the question's words, where it is stricter or milder than
        the requirement that would answer for it."""
        if requirement is None or not found.records or found.records[0].record != found.hits[0].passage.id:
            return None
        provision = self._corpus.provision.get(found.records[0].record)
        if provision is None or provision.strength in (None, requirement.strength):
            return None
        if requirement in self._records.named(question):
            return None
        return provision if binds(provision.bearer, asked_about(question) or Group.MUNICIPALITY) else None

    def passage(self, question: str, found: Found) -> str:
        """Id of the best place; asked about municipalities, never a provision that binds only others."""
        ids = [hit.passage.id for hit in found.hits]
        if asked_about(question) is not Group.MUNICIPALITY:
            return ids[0]
        provisions = self._corpus.provision
        others = {
            i
            for i in ids
            if i in provisions and provisions[i].strength and not binds(provisions[i].bearer, Group.MUNICIPALITY)
        }
        return next((i for i in ids if i not in others), ids[0])

    def note(self, question: str, requirement: Requirement | None, found: Found) -> CurrencyNote | None:
        """The currency note that should lead the answer: on what the question names, by its name or old wording, more
        exactly than the catalogue does, when the question is about what holds now (or about the strength of
        something called by its full name)."""
        plain = normalise(question)
        if nearest := self._nearest_note(found, requirement):
            return nearest
        settled = requirement is not None and found.hits[0].passage.id in requirement.sources[:3]
        rival = max((len(t) for t in named_topics(requirement.topics, question)), default=0) if requirement else 0
        figures = {figure for figure in _FIGURE.findall(plain) if len(figure) > 1}
        candidates = [
            (
                length + self._speaks_to(note, plain, figures),
                bool(requirement and requirement.id in note.applies_to),
                -i,
                note,
            )
            for i, (length, _, note) in enumerate(self._names.named(question))
        ]
        top = found.hits[0].passage
        for length, _, _, note in sorted(candidates, key=lambda one: one[:3], reverse=True):
            if length < rival + (MORE_EXACT if settled else 1):
                break
            beside = not {top.id, requirement.id if requirement else top.id} & set(note.applies_to)
            if settled and beside and length < rival + 2 * MORE_EXACT:
                continue
            if top.kind is PassageKind.MEASURE and length <= SHORT_NAME and top.id not in note.applies_to:
                continue  # 「パターン2」: the measure found has a variant of that name
            if asks_what_holds(question) or (
                length >= BY_ITS_FULL_NAME and strength_said(note) and _ASKS_STRENGTH.search(plain)
            ):
                return note
        return None

    def _nearest_note(self, found: Found, requirement: Requirement | None) -> CurrencyNote | None:
        """The note that staff are known to ask about in the very words of the question, nearer than anything else."""
        nearest = next(iter(found.notes), None)
        if nearest is None or nearest.score < NEAREST_NOTE or found.similarity < ALIKE:
            return None
        texts = {match.record: match.score for match in found.records}
        sure = bool(found.records) and found.records[0].words >= SURE
        rival = max(
            SAYS_AS_MUCH * max(texts.values(), default=0.0), texts.get(requirement.id, 0.0) if requirement else 0.0
        )
        if sure and texts.get(nearest.note, 0.0) < rival:
            return None
        if requirement is not None and self._match_of(found, requirement) > nearest.score:
            return None
        return self._corpus.note[nearest.note]

    def asked_in(self, clause: str, found: Found, answered: str) -> Requirement | None:
        """The record that a clause asks for by a topic of this record alone, unless the answer speaks of it already."""
        requirement = self.requirement(clause, found)
        if requirement is None or found.matches[0].requirement != requirement.id:
            return None
        own = [t for t in named_topics(requirement.topics, clause) if self._topic_records[t] == 1]
        return requirement if own and not all(topic in answered for topic in own) else None

    def record_beside(
        self, question: str, requirement: Requirement | None, note: CurrencyNote, found: Found
    ) -> Requirement | None:
        """The catalogue record that follows a leading note and says whom it binds and how strongly: the one found, or
        the one on the same law as the note."""
        own = self.record_of(note, found)
        if not requirement or not self.goes_with(question, requirement, note):
            return own
        return max(filter(None, (requirement, own)), key=lambda record: self._nearness(found, record))

    def record_of(self, note: CurrencyNote, found: Found) -> Requirement | None:
        """The record on the law that the note is on, where that binds municipalities."""
        on = [self._corpus.requirement[i] for i in note.applies_to if i in self._corpus.requirement]
        laws = set(note.applies_to) & self._corpus.provision.keys()
        own = [r for r in on if laws & set(r.sources[:2]) and binds(r.bearer, Group.MUNICIPALITY)]
        return max(own, key=lambda record: self._nearness(found, record), default=None)

    def _nearness(self, found: Found, record: Requirement) -> float:
        """How near a record is by its ways of asking and by its text together (0-2)."""
        by_text = next((match.score for match in found.records if match.record == record.id), 0.0)
        return self._match_of(found, record) + by_text

    @staticmethod
    def goes_with(question: str, requirement: Requirement, note: CurrencyNote) -> bool:
        """Whether the requirement should follow a leading note: the note is on it, or its strength was asked for."""
        return requirement.id in note.applies_to or bool(_ASKS_STRENGTH.search(normalise(question)))

    def _speaks_to(self, note: CurrencyNote, plain: str, figures: set[str]) -> int:
        """How much nearer a note is whose claim has the question's figures, or that is on a target when one is asked."""
        same = any(figure in normalise(note.claim) for figure in figures)
        on_target = note.kind == "deadline" and bool(_TARGET.search(plain))
        return SAME_FIGURE * same + ON_TARGET * on_target

    def _closeness(
        self, question: str, match: Match, top: str, group: Group | None, named: Sequence[Requirement]
    ) -> float:
        requirement = self._corpus.requirement[match.requirement]
        score = match.score + self._for_topics(requirement, question)
        if match.score >= CLOSEST and top in requirement.sources:
            score += AGREED
        if top in requirement.sources[:3]:
            score += FIRST_SOURCE if top == requirement.sources[0] else SHARED_SOURCE
        if requirement in named:
            score += BY_ITS_NAME if requirement is named[0] else BESIDE_ANOTHER
        state_only = not binds(requirement.bearer, Group.MUNICIPALITY)
        if state_only and _ELSEWHERE.search(normalise(question)):
            score -= KNOWN_TO_BE_OTHERS
        elif any(_article_named(source, question) for source in requirement.sources[:2]):
            score += BY_ITS_ARTICLE
        if _PILLARS.search(question) and not any(_PILLARS.search(topic) for topic in requirement.topics):
            score -= NOT_ON_PILLARS  # whatever else is asked of the pillars, they are the guide's
        if group and group is not Group.MUNICIPALITY:
            return score + (SAME_BEARER if binds(requirement.bearer, group) else -OTHER_BEARER)
        if state_only:
            if "都道府県" in requirement.bearer and _PREFECTURE.search(question):
                score += PREFECTURE
            elif group is Group.MUNICIPALITY or not _OTHERS.search(question):
                score -= OTHERS
        return score

    def _for_topics(self, requirement: Requirement, question: str) -> float:
        """What the topics are worth: long ones of few records most, and those named last, where Japanese puts what
        the question is about; a record none of whose topics is named loses."""
        folded = normalise(question)
        if _OWN_RULE.search(folded) or _BY_RULE.search(folded):
            folded = _RULE.sub("", folded)  # a rule that is there is not what is asked for
        worth = 0.0
        for topic in named_topics(requirement.topics, folded):
            late = folded.rfind(normalise(topic)) / len(folded)
            worth += (TOPIC * (2 if len(topic) >= LONG_TOPIC else 1) + LATE * late) / self._topic_records[topic]
        return min(MOST_FOR_TOPICS, worth) if worth else -NO_TOPIC
