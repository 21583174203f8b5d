"""From a question to an answer, or to the plain word that the sources do not say."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from assistant.answering import composing
from assistant.answering.composing import Composed
from assistant.answering.evidence import Judge
from assistant.answering.followup import parts, resolve
from assistant.answering.notes import notes_for
from assistant.eras import passed_deadlines
from assistant.models import Answer, NoEvidence, Reply, Turn
from knowledge.corpus import Corpus
from knowledge.models import CurrencyNote, Measure, PassageKind, Provision, Requirement, Strength
from knowledge.retrieval import Found, Match, Retriever
from knowledge.tokens import normalise

CLOSE = 0.92
CLOSE_AGAINST_MEASURE = 1.2
TOPIC, LATE, MOST_FOR_TOPICS, NO_TOPIC = 0.3, 0.25, 0.8, 0.2
LONG_TOPIC = 4
FIRST_SOURCE, SHARED_SOURCE = 0.15, 0.08
OTHERS, PREFECTURE = 0.2, 0.5
FAMILIAR = 0.7
EXACT_NAME, MORE_EXACT = 5, 4
LONGEST_QUESTION = 2_000
_STRENGTHS = frozenset(strength.value for strength in Strength)
_NOW = re.compile(
    r"いつの|どの版|何年版|書いていい|書いてよい|使っていい|使ってよい|載せていい|今も|今は|今の|いまも|いまは|いまの|現在|まだ|最新|変わ|廃止|続いて|どうなっ|なくなっ|古い|当時"
)
_OTHERS = re.compile(r"県|都道府県|国|政府|省|大臣|議会|指定都市|政令市|事業者|企業")
_ARTICLE = re.compile(r"(\d+)条(?:の(\d+))?(?:第?(\d+)項)?")
_ABOUT_PROVISION = re.compile(
    r"(条|項)(について|とは|には|の(内容|趣旨|意味|要旨)|は(何|どう|どんな)|って|を?教え|に何)"
)
_PREFECTURE = re.compile(
    r"^(?:都道府)?県(?:の場合|は|も|だと|では|なら)|都道府県(?:の場合|は|も|だと|では|なら|の計画)"
)
_MUNICIPAL = re.compile(r"市町村|地方公共団体|執行機関")
_COMPARES = re.compile(r"違い|違う|比べ|比較|どちら|どっち")


class Answerer:
    """Answers questions by rules. Pure: the same question and date give the same answer."""

    def __init__(self, corpus: Corpus, retriever: Retriever, today: date) -> None:
        self._corpus = corpus
        self._retriever = retriever
        self._today = today
        self._judge = Judge(corpus.out_of_scope, _known_text(corpus))
        self._topic_records = Counter(topic for r in corpus.requirements for topic in set(r.topics))
        self._measures = {measure.id: measure for measure in corpus.guide.measures}
        self._national = {measure.id: measure for measure in corpus.guide.national}
        self._cases = {case.id: case for case in corpus.guide.cases}
        self._new_measures = {measure.id: measure for measure in corpus.new_measures}

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Reply:
        """An answer with citations and currency notes, or `NoEvidence` with where to look.

        A message of two questions is answered in parts; what cannot be answered is named.
        """
        question = question.strip()[:LONGEST_QUESTION]
        asked = parts(question)
        composed: list[Composed] = []
        missing: list[str] = []
        outside: list[tuple[str, str]] = []
        for position, part in enumerate(asked):
            earlier = [*history, *(Turn(role="user", text=text) for text in asked[:position])]
            resolved = resolve(part, earlier)
            found = self._retriever.look_up(resolved)
            judgement = self._judge.judge(resolved, found)
            if judgement.evident:
                composed.append(self._compose(resolved, found))
            else:
                missing.append(part)
                if judgement.subject and judgement.where:
                    outside.append((judgement.subject, judgement.where))
        if not composed:
            return self._refusal(outside)
        return self._finish(question, composed, missing)

    def _compose(self, question: str, found: Found) -> Composed:
        top = found.hits[0].passage
        if _COMPARES.search(question) and (both := self._compared(question, found)):
            return both
        if measure := self._named_measure(question, found):
            return composing.from_measure(self._corpus, measure, question)
        if provision := self._named_provision(question):
            return composing.from_provision(self._corpus, provision)
        requirement = self._requirement(question, found)
        settled = requirement is not None and found.hits[0].passage.id in requirement.sources[:3]
        if _NOW.search(question) and (note := self._note(question, requirement, MORE_EXACT if settled else 1)):
            return composing.from_note(self._corpus, note, question)
        if requirement:
            return composing.from_requirement(self._corpus, requirement, question)
        return self._from_passage(top.id, question)

    def _named_measure(self, question: str, found: Found) -> Measure | None:
        """The guide's measure that the question calls by its title, or whose KPIs or schedule it asks for."""
        plain = _folded(question)
        named = [m for m in self._measures.values() if _folded(m.title) in plain]
        if named and not composing.asks_for_state(question):
            return max(named, key=lambda measure: len(measure.title))
        if not composing.asks_for_plan(question):
            return None
        top = found.hits[0].passage.id
        if top in self._measures:
            return self._measures[top]
        if top in self._national or top in self._cases:
            for measure in self._measures.values():
                number = top.removeprefix("case:")
                if number in measure.cases or top.removeprefix("national:") in measure.national:
                    return measure
        return None

    def _named_provision(self, question: str) -> Provision | None:
        """The provision of the digest that the question calls by its number, of the Basic Act unless it names another
        law; None when the question asks for more than that provision."""
        named = _ARTICLE.search(normalise(question))
        if named is None or not _ABOUT_PROVISION.search(question):
            return None
        key = next((law.key for law in self._corpus.laws if law.title in question or law.short in question), "act")
        article = "_".join(filter(None, (named[1], named[2])))
        wanted = f"{key}:{article}" + (f"-{named[3]}" if named[3] else "")
        return self._corpus.provision.get(wanted)

    def _compared(self, question: str, found: Found) -> Composed | None:
        """Two records side by side, where two of one kind are named."""
        kinds = (PassageKind.MEASURE, PassageKind.NATIONAL, PassageKind.CASE, PassageKind.LAW)
        first = found.hits[0].passage
        if first.kind not in kinds:
            return None
        second = next((hit.passage for hit in found.hits[1:4] if hit.passage.kind is first.kind), None)
        if second is None:
            return None
        one, other = self._from_passage(first.id, question), self._from_passage(second.id, question)
        return Composed(
            text=f"【{first.title}】\n{one.text}\n\n【{second.title}】\n{other.text}",
            citations=[*one.citations, *other.citations],
            targets=[*one.targets, *other.targets],
            strength=one.strength if one.strength is other.strength else None,
            bearer=one.bearer if one.bearer == other.bearer else None,
            next=one.next,
        )

    def _requirement(self, question: str, found: Found) -> Requirement | None:
        """The catalogue record that answers, if one is close enough.

        A record gains by how close the nearest way of asking for it is, by topics that the question names (a topic
        of few records tells more), and by resting on the best passage. Staff of a municipality who name nobody ask
        about municipalities: records that bind only others count for less.
        """
        top = found.hits[0].passage
        if top.id in self._corpus.imported and top.id not in self._corpus.provision and found.similarity < FAMILIAR:
            return None  # a text that users brought speaks to the question; no way of asking we know is near it
        ranked = sorted(
            ((self._closeness(question, match, top.id), match.requirement) for match in found.matches), reverse=True
        )
        if not ranked or ranked[0][0] < CLOSE:
            return None
        requirement = self._corpus.requirement[ranked[0][1]]
        about_measure = top.kind in (PassageKind.MEASURE, PassageKind.CASE, PassageKind.NATIONAL)
        if about_measure and top.id not in requirement.sources and ranked[0][0] < CLOSE_AGAINST_MEASURE:
            return None
        return requirement

    def _closeness(self, question: str, match: Match, top: str) -> float:
        requirement = self._corpus.requirement[match.requirement]
        score = match.score + self._for_topics(requirement, question)
        if top in requirement.sources[:3]:
            score += FIRST_SOURCE if top == requirement.sources[0] else SHARED_SOURCE
        if not _MUNICIPAL.search(requirement.bearer):
            if "都道府県" in requirement.bearer and _PREFECTURE.search(question):
                score += PREFECTURE
            elif not _OTHERS.search(question):
                score -= OTHERS
        return score

    def _for_topics(self, requirement: Requirement, question: str) -> float:
        """What the topics are worth: long ones of few records most, and those named last, where Japanese puts what
        the question is about; a record none of whose topics is named loses."""
        folded = normalise(question)
        worth = 0.0
        for topic in _named_topics(requirement.topics, question):
            late = folded.rfind(normalise(topic)) / len(folded)
            worth += (TOPIC * (2 if len(topic) >= LONG_TOPIC else 1) + LATE * late) / self._topic_records[topic]
        return min(MOST_FOR_TOPICS, worth) if worth else -NO_TOPIC

    def _note(self, question: str, requirement: Requirement | None, more: int) -> CurrencyNote | None:
        """The currency note on what the question names, if it does so by `more` characters than the catalogue."""
        rival = max((len(t) for t in _named_topics(requirement.topics, question)), default=0) if requirement else 0
        best: tuple[int, CurrencyNote] | None = None
        for note in self._corpus.notes:
            longest = max((len(topic) for topic in _named_topics(note.topics, question)), default=0)
            if longest >= EXACT_NAME and longest >= rival + more and (best is None or longest > best[0]):
                best = (longest, note)
        return best[1] if best else None

    def _from_passage(self, passage_id: str, question: str) -> Composed:
        corpus = self._corpus
        if measure := self._measures.get(passage_id):
            return composing.from_measure(corpus, measure, question)
        if national := self._national.get(passage_id):
            return composing.from_national(corpus, national, question)
        if case := self._cases.get(passage_id):
            return composing.from_case(corpus, case)
        if new := self._new_measures.get(passage_id):
            return composing.from_new_measure(corpus, new, question)
        if provision := corpus.provision.get(passage_id):
            return composing.from_provision(corpus, provision)
        if passage_id in corpus.imported:
            return composing.from_import(corpus.passage[passage_id], question)
        return composing.from_text(corpus.passage[passage_id], question)

    def _finish(self, question: str, composed: list[Composed], missing: list[str]) -> Answer:
        citations = list({(c.id, c.quote): c for part in composed for c in part.citations}.values())
        text = "\n\n".join(part.text for part in composed)
        if deadlines := passed_deadlines(text + "\n".join(c.quote for c in citations), self._today):
            text += "\n（期限の読み替え）" + "".join(deadlines)
        if missing:
            text += "\n\n次の点は、手引と法律の要旨には見当たりませんでした：" + "、".join(
                f"「{part}」" for part in missing
            )
        first = composed[0]
        return Answer(
            answer=text,
            strength=first.strength,
            bearer=first.bearer,
            citations=tuple(citations),
            notes=tuple(notes_for(self._corpus, (t for part in composed for t in part.targets), question, citations)),
            unanswered=tuple(missing),
            next=first.next,
        )

    def _refusal(self, outside: list[tuple[str, str]]) -> NoEvidence:
        looked = (
            "市町村官民データ活用推進計画策定の手引（2017年10月版）の総論・雛型・施策例・国の施策・事例と、法律の要旨"
        )
        if outside:
            subject, where = outside[0]
            return NoEvidence(
                answer=f"手引には見当たりません。「{subject}」は、この製品の資料（{looked}）の範囲の外です。",
                next=f"{where}で確かめてください。",
            )
        return NoEvidence(
            answer=f"手引には見当たりません。{looked}を探しましたが、根拠になる記述がありませんでした。",
            next="言い方を変えて尋ねるか、e-Gov法令検索、所管省庁のページ、庁内の例規集で確かめてください。",
        )


def _named_topics(topics: Sequence[str], question: str) -> list[str]:
    """The topics that the question names. 義務 and the like are what is asked, not what it is asked about."""
    folded = normalise(question)
    return [topic for topic in topics if normalise(topic) in folded and topic not in _STRENGTHS]


def _folded(text: str) -> str:
    """Text for comparing titles: width, case and brackets do not count."""
    return re.sub(r"[\s「」『』（）()、・]", "", normalise(text))


def _known_text(corpus: Corpus) -> str:
    pieces = [f"{passage.title} {passage.text}" for passage in corpus.passages]
    pieces += [word for alias in corpus.aliases for word in (*alias.say, *alias.means)]
    pieces += [text for r in corpus.requirements for text in (r.title, r.statement, r.next, *r.asks)]
    pieces += [text for phrasing in corpus.phrasings for text in phrasing.asks]
    pieces += [note.text for note in corpus.notes]
    return "\n".join(pieces)
