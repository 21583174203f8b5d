"""Propose measures from the municipality's situation: ranked, with why and why not. The person decides."""

import re
from collections.abc import Iterable, Sequence

from assistant.advice import Advice, load_advice
from assistant.drafting.issues import issues_answered, issues_of
from assistant.drafting.templates import is_small, theme_of
from assistant.interview import question_for
from assistant.measures import Offer, offers
from assistant.models import Ledger, NoteShown, Value
from knowledge.corpus import Corpus

SMALL_LIMIT, WHOLE_LIMIT = 5, 12
URGENT = 30.0
ISSUE, AGAIN, FIRST = 2.0, 0.3, (4.0, 3.0, 2.0)
CALLED_FOR, DUTY, START, GEOGRAPHY, BASIS = 3.0, 1.5, {"易": 1.0, "中": 0.4, "難": 0.0}, 1.0, 0.5
_NOT_YET = re.compile(
    r"未(?:着手|実施|導入|整備|公開|対応|策定)|(?:て|で)(?:は)?い?(?:ない|ません)|検討(?:中|して)|予定|これから"
)
_BASIS_END = re.compile(r"[（、]")
DONE, TOO_HEAVY, WRONG_SIZE, ELSEWHERE, SAME_PILLAR = -4.0, -1.0, -2.0, -2.5, -1.2


class Recommendation(Value):
    """A measure for this municipality.

    Attributes:
        measure: id of the record.
        score: the higher, the better it fits; only the order means something.
        why, why_not: sentences, the most telling first; each from an issue, a fact or a record.
        start: how hard a start is, with the reason.
        issues: the plan's issues that it answers.
    """

    measure: str
    title: str
    score: float
    why: tuple[str, ...]
    why_not: tuple[str, ...]
    national: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    notes: tuple[NoteShown, ...] = ()
    start: str = ""
    pillar: int
    field: str
    issues: tuple[str, ...] = ()
    kpis: tuple[str, ...] = ()
    since_2017: str = ""


def recommend(ledger: Ledger, corpus: Corpus, limit: int | None = None) -> tuple[Recommendation, ...]:
    """The measures that fit best, spread over the pillars; rejected and picked ones are not proposed again.

    Args:
        limit: how many; by default five for a small start, else twelve.
    """
    decided = {measure.base for measure in ledger.measures}
    taken = {other for measure in ledger.picked for other in overlapping(measure.base or "")}
    found = [
        _judge(offer, advice, ledger, corpus)
        for offer in offers(corpus).values()
        if offer.id not in decided | taken and (advice := load_advice().get(offer.id)) and _called_for(advice, ledger)
    ]
    wanted = limit if limit is not None else (SMALL_LIMIT if is_small(ledger) else WHOLE_LIMIT)
    return tuple(_spread(found, wanted, ledger))


def overlapping(measure: str) -> tuple[str, ...]:
    """The measures that are much the same."""
    advice = load_advice().get(measure)
    return advice.overlaps if advice else ()


def _called_for(advice: Advice, ledger: Ledger) -> bool:
    return all(ledger.answer(key) == value for key, value in advice.only_when.items())


def _judge(offer: Offer, advice: Advice, ledger: Ledger, corpus: Corpus) -> Recommendation:
    score = BASIS
    why: list[str] = []
    why_not: list[str] = []
    answered: list[str] = []
    for issue in issues_of(ledger):
        reason = advice.themes.get(theme_of(issue).key)
        if reason:
            answered.append(issue)
            why.append(f"「{issue}」という課題に対し、{reason.rstrip('。')}。")
    if advice.duty:
        score += DUTY
        why.append(f"法令上の義務に関わる施策です（根拠：{_BASIS_END.split(offer.source)[0]}）。")
    for key, value in advice.only_when.items():
        score += CALLED_FOR
        why.append(f"{question_for(key).label}が「{value}」であるためです。")
    for key, values in advice.urgent_when.items():
        if ledger.answer(key) in values:
            score += URGENT
            why.insert(
                0, f"{question_for(key).label}が「{ledger.answer(key)}」であり、義務を果たすために急ぐ施策です。"
            )
    score += START[advice.start]
    for points, reason, good in _circumstances(advice, ledger):
        score += points
        (why if good else why_not).append(reason)
    if not answered:
        why_not.append("挙げられた課題に直接こたえる施策ではありません。")
    why_not.append(advice.caution)
    return Recommendation(
        measure=offer.id,
        title=offer.title,
        score=round(score, 3),
        why=tuple(why or [advice.why]),
        why_not=tuple(why_not),
        national=tuple(f"national:{title}" for title in offer.national),
        cases=tuple(f"case:{number}" for number in offer.cases),
        notes=_notes(offer, corpus),
        start=f"{advice.start}：{advice.start_reason}",
        pillar=offer.pillar,
        field=offer.field,
        issues=tuple(answered),
        kpis=offer.kpis,
        since_2017=offer.since_2017,
    )


def _circumstances(advice: Advice, ledger: Ledger) -> Iterable[tuple[float, str, bool]]:
    """Points and reasons from size, geography, staff and what exists: (points, sentence, speaks for it)."""
    existing = _existing(ledger)
    done = [word for word in advice.done if any(word in item for item in existing)]
    if done:
        yield (
            DONE,
            f"「{done[0]}」は、すでに取り組んでいると答えています。広げる段階かどうかを確かめてください。",
            False,
        )
    population = ledger.answer("population")
    if isinstance(population, int | float):
        low, high = advice.population.min, advice.population.max
        if low and population < low:
            yield WRONG_SIZE, f"人口{population:,}人の規模では、費用に見合う効果が出にくいことがあります。", False
        if high and population > high:
            yield WRONG_SIZE, f"人口{population:,}人の規模では、より大きな仕組みが要ることがあります。", False
    geography = ledger.answer("geography")
    if advice.geography and geography:
        fits = geography in advice.geography
        text = f"地勢（{geography}）に{'合う施策です' if fits else '合わないことがあります'}。"
        yield (GEOGRAPHY if fits else ELSEWHERE), text, fits
    if ledger.answer("it_staff") == 1:
        if advice.one_person_it == "heavy":
            yield TOO_HEAVY, "情報担当が1人では負担が重く、庁内の協力や共同での実施が前提になります。", False
        else:
            yield BASIS, "情報担当が1人でも始められます。", True


def _existing(ledger: Ledger) -> list[str]:
    """What the municipality says it has; what it says it has not does not count."""
    items: list[str] = []
    for key in ("past_efforts", "existing_services"):
        value = ledger.answer(key)
        items += [item for item in (value if isinstance(value, tuple) else ()) if not _NOT_YET.search(item)]
    return items


def weight_of(issue: str, measure: str) -> float:
    """What the measure's answer to the issue is worth: most for those that answer such issues best."""
    first = theme_of(issue).first
    return ISSUE + (FIRST[min(first.index(measure), len(FIRST) - 1)] if measure in first else 0.0)


def _spread(found: Sequence[Recommendation], limit: int, ledger: Ledger) -> Iterable[Recommendation]:
    """The best first; what answers an issue that is not answered yet comes earlier, a pillar's next one later."""
    used: dict[int, int] = {}
    for measure in ledger.picked:
        used[measure.pillar or 6] = used.get(measure.pillar or 6, 0) + 1
    left = list(found)
    covered = {issue for measure in ledger.picked for issue in issues_answered(measure, ledger)}

    def gain(one: Recommendation) -> float:
        issues = sum(weight_of(issue, one.measure) * (AGAIN if issue in covered else 1.0) for issue in one.issues)
        return one.score + issues + SAME_PILLAR * used.get(one.pillar, 0)

    for _ in range(limit):
        if not left:
            return
        best = max(left, key=gain)
        best = best.model_copy(update={"score": round(gain(best), 3)})
        used[best.pillar] = used.get(best.pillar, 0) + 1
        covered.update(best.issues)
        left = [one for one in left if one.measure != best.measure and one.measure not in overlapping(best.measure)]
        yield best


def _notes(offer: Offer, corpus: Corpus) -> tuple[NoteShown, ...]:
    targets = (offer.id, *(f"national:{title}" for title in offer.national))
    notes = dict.fromkeys(note for target in targets for note in corpus.notes_on.get(target, ()))
    return tuple(NoteShown(id=note.id, text=note.text, as_of=note.as_of, confidence=note.confidence) for note in notes)
