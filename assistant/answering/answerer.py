"""From a question to an answer, or to the plain word that the sources do not say."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from assistant.answering import composing
from assistant.answering.bearers import asked_about, binds, is_legal
from assistant.answering.choosing import Chooser
from assistant.answering.clauses import clauses, without_asides
from assistant.answering.composing import Composed
from assistant.answering.evidence import Judge, Judgement
from assistant.answering.followup import parts, resolve
from assistant.answering.nearest import Nearest
from assistant.answering.notes import notes_for
from assistant.answering.refusing import refusal, without_evidence
from assistant.answering.topics import Figures, NoteNames, RecordNames, asks_what_holds, folded, strength_said
from assistant.eras import passed_deadlines
from assistant.models import Answer, Reply, Turn
from knowledge.corpus import Corpus
from knowledge.models import CurrencyNote, Measure, PassageKind, Provision, Requirement
from knowledge.retrieval import Found, Retriever
from knowledge.tokens import normalise

LONGEST_QUESTION = 2_000
LONG_LINE = 30
MOST_BESIDE = 2
OWN_MATTER = 0.67  # similarity to known ways of asking below which a later sentence has no matter of its own
_ARTICLE = re.compile(r"(\d+)条(?:の(\d+))?(?:第?(\d+)項)?")
_ABOUT_PROVISION = re.compile(
    r"(条|項)(について|とは|には|の(内容|趣旨|意味|要旨)|は(何|どう|どんな|誰に|だれに)|って|を?教え|に何)"
)
_COMPARES = re.compile(r"違い(?!ない)|(?:何が|どう|どこが)違|比べ|比較|どちら(?!も)|どっち(?!も)")


class Answerer:
    """Answers questions by rules. Pure: the same question and date give the same answer.

    Args:
        today: the date that the answer is given on, asked for with each question.
    """

    def __init__(self, corpus: Corpus, retriever: Retriever, today: Callable[[], date]) -> None:
        self._corpus = corpus
        self._retriever = retriever
        self._today = today
        self._names = NoteNames(corpus.notes)
        self._records = RecordNames(corpus.requirements)
        self._figures = Figures(corpus.notes)
        self._judge = Judge(corpus, self._names)
        self._chooser = Chooser(corpus, self._names)
        self._nearest = Nearest(corpus, self._chooser)
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
        notes: list[CurrencyNote] = []
        refused: list[tuple[str, Judgement, Found]] = []
        for position, part in enumerate(asked):
            own, resolved, found = self._read(asked, position, history)
            requirement = self._chooser.requirement(resolved, found) if found.hits else None
            judgement = self._judge.judge(resolved, found, own)
            if not judgement.evident:
                refused.append((part, judgement, found))
                continue
            if own != part:
                refused = [one for one in refused if one[0] != asked[position - 1]]
            composed.append(self._compose(resolved, found, requirement))
            composed += self._beside(part, composed)
            composed += self._figures_beside(part, composed)
            composed, near = self._with_nearest(resolved, found, composed)
            composed += self._place_beside(resolved, found, composed)
            notes += near
        if not composed:
            return refusal([(judgement, found) for _, judgement, found in refused], self._corpus)
        if len(asked) > 1:
            composed, near = self._with_nearest(question, self._retriever.look_up(question), composed)
            notes += near
        return self._finish(question, composed, notes, [part for part, _, _ in refused])

    def _read(self, asked: Sequence[str], position: int, history: Sequence[Turn]) -> tuple[str, str, Found]:
        """A part of a message by itself, together with what it points back to, and what is found for that.

        A later sentence without a matter of its own (入ったなら日付が知りたい) is read as one with the sentence before.
        """
        part = asked[position]
        earlier = [*history, *(Turn(role="user", text=text) for text in asked[:position])]
        resolved = without_asides(resolve(part, earlier))
        found = self._retriever.look_up(resolved)
        if not position or found.similarity >= OWN_MATTER or self._judge.strange(part, found):
            return part, resolved, found
        both = without_asides(f"{asked[position - 1]} {part}")
        return both, both, self._retriever.look_up(both)

    def _with_nearest(
        self, question: str, found: Found, composed: list[Composed]
    ) -> tuple[list[Composed], tuple[CurrencyNote, ...]]:
        """The answer with what the nearest records add to it."""
        beside = self._nearest.beside(question, found, "".join(part.text for part in composed))
        if beside.sure and self._is_place(composed[0]):
            return [*beside.rules, *composed, *beside.cases], beside.notes
        return [*composed, *beside.rules, *beside.cases], beside.notes

    def _beside(self, question: str, composed: Sequence[Composed]) -> list[Composed]:
        """What a question asks besides the matter answered, where that is a matter of rules, too."""
        answered = {target for part in composed for target in part.targets[:1]}
        text = "".join(part.text for part in composed)
        more: list[Composed] = []
        for named in self._records.named(question) if is_legal(question) else ():
            if named.id not in answered and len(more) < MOST_BESIDE and named.statement not in text:
                more.append(composing.from_requirement(self._corpus, named, question))
                answered.add(named.id)
                text += more[-1].text
        if not composed[-1].targets[0].startswith("req:"):
            return more
        for clause in clauses(question):
            found = self._retriever.look_up(clause)
            other = self._chooser.asked_in(clause, found, text) if found.hits else None
            if other and other.id not in answered and len(more) < MOST_BESIDE:
                more.append(composing.from_requirement(self._corpus, other, clause))
                answered.add(other.id)
                text += more[-1].text
        return more

    def _figures_beside(self, question: str, composed: Sequence[Composed]) -> list[Composed]:
        """The numbers that a question asks for besides, unless the answer has them already."""
        text = "".join(part.text for part in composed)
        notes = [note for note in self._figures.asked_for(question) if note.text not in text]
        return [composing.from_figures(self._corpus, note, question) for note in notes[:MOST_BESIDE]]

    def _place_beside(self, question: str, found: Found, composed: Sequence[Composed]) -> list[Composed]:
        """The best place, where something else led the answer to a question that is not one of law."""
        place = self._chooser.passage(question, found)
        shown = {citation.id for part in composed for citation in part.citations}
        shown |= {target for part in composed for target in part.targets[:1]}
        return [] if is_legal(question) or place in shown else [self._from_passage(place, question)]

    def _is_place(self, part: Composed) -> bool:
        """Whether an answer is but a place of the guide."""
        lead = part.targets[0]
        return lead in self._corpus.passage and lead not in self._corpus.provision and lead not in self._corpus.imported

    def _compose(self, question: str, found: Found, requirement: Requirement | None) -> Composed:
        if _COMPARES.search(question) and (both := self._compared(question, found)):
            return both
        if measure := self._named_measure(question, found):
            return composing.from_measure(self._corpus, measure, question)
        if provision := self._named_provision(question):
            return composing.from_provision(self._corpus, provision)
        if is_legal(question) and (provision := self._chooser.provision_itself(question, requirement, found)):
            return composing.from_provision(self._corpus, provision)
        if note := self._chooser.note(question, requirement, found):
            if not strength_said(note) and (record := self._chooser.record_beside(question, requirement, note, found)):
                return composing.from_requirement(self._corpus, record, question, lead=note)
            return composing.from_note(self._corpus, note, question)
        figures = () if is_legal(question) or composing.asks_for_state(question) else self._figures.asked_for(question)
        if figures and not (requirement and requirement in self._records.named(question)):
            return composing.from_note(self._corpus, figures[0], question)
        if requirement:
            return composing.from_requirement(self._corpus, requirement, question)
        if provision := self._chooser.provision_on(question, found):
            return composing.from_provision(self._corpus, provision)
        return self._from_passage(self._chooser.passage(question, found), question)

    def _named_measure(self, question: str, found: Found) -> Measure | None:
        """The guide's measure that the question calls by its title, or whose KPIs or schedule it asks for."""
        plain = folded(question)
        named = [m for m in self._measures.values() if folded(m.title) in plain]
        if named and not composing.asks_for_state(question):
            return max(named, key=lambda measure: len(measure.title))
        if not composing.asks_for_plan(question) or (asks_what_holds(question) and self._names.named(question)):
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
        if first.kind not in kinds or (
            first.kind is PassageKind.LAW and len(_ARTICLE.findall(normalise(question))) < 2
        ):
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

    def _finish(self, question: str, composed: list[Composed], near: list[CurrencyNote], missing: list[str]) -> Answer:
        citations = list({(c.id, c.quote): c for part in composed for c in part.citations}.values())
        text = _joined(part.text for part in composed)
        if deadlines := passed_deadlines(text + "\n".join(c.quote for c in citations), self._today()):
            text += "\n（期限の読み替え）" + "".join(deadlines)
        if missing:
            text += f"\n\n{without_evidence(missing, self._corpus)}"
        strong = [part for part in composed if part.strength]
        group = asked_about(question)
        meant = [part for part in strong if group and part.bearer and binds(part.bearer, group)]
        first = (meant or strong or composed)[0]
        return Answer(
            answer=text,
            strength=first.strength,
            bearer=first.bearer,
            citations=tuple(citations),
            notes=tuple(
                notes_for(
                    self._corpus,
                    (target for part in composed for target in part.targets),
                    question,
                    citations,
                    self._names.named(question),
                    near,
                )
            ),
            unanswered=tuple(missing),
            next=first.next,
        )


def _joined(texts: Iterable[str]) -> str:
    """The parts one after the other; what one has said, another does not say again."""
    said: set[str] = set()
    parts = []
    for text in texts:
        lines = [line for line in text.split("\n") if len(line) < LONG_LINE or line not in said]
        said.update(lines)
        if any(len(line) >= LONG_LINE for line in lines) or len(lines) == len(text.split("\n")):
            parts.append("\n".join(lines))
    return "\n\n".join(parts)
