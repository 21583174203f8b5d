"""The measures that a plan can take: those of the guide as they are done today, today's own, and a person's own."""

import secrets
from collections.abc import Iterator, Mapping
from hashlib import sha256

from pydantic import Field

from assistant.models import ChosenMeasure, Ledger, Value
from knowledge.corpus import Corpus
from knowledge.models import Confidence

OWN_MARK = "●"
FIELDS = ("電子行政", "健康・医療・介護", "観光", "農林水産", "インフラ・防災・減災等", "移動", "その他")


class Offer(Value):
    """A measure as it is offered today.

    Attributes:
        id: `measure:…` (the guide's) or `today:…`.
        title: today's title.
        mark: ◎ with the State's measures, ○ from local cases, ● neither.
        body: である調, about any municipality; 本市 stands for it.
        kpis: names of indicators, without targets.
        since_2017: what has overtaken the guide's measure and what to do instead; empty if it still holds.
    """

    id: str
    title: str
    pillar: int
    field: str
    mark: str
    body: str
    kpis: tuple[str, ...]
    national: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    status: str = "current"
    since_2017: str = ""
    confidence: Confidence
    source: str
    old_title: str = Field(default="", description="the guide's title, where it differs")


_OFFERS: dict[str, Mapping[str, Offer]] = {}


def offers(corpus: Corpus) -> Mapping[str, Offer]:
    """All measures on offer by id: the guide's 44, then today's. Made once for a corpus."""
    if corpus.hash not in _OFFERS:
        _OFFERS.clear()
        _OFFERS[corpus.hash] = {offer.id: offer for offer in (*_of_the_guide(corpus), *_of_today(corpus))}
    return _OFFERS[corpus.hash]


def _of_the_guide(corpus: Corpus) -> Iterator[Offer]:
    today = {record.measure: record for record in corpus.measures_today}
    for measure in corpus.guide.measures:
        now = today[measure.title]
        yield Offer(
            id=measure.id,
            title=now.title or measure.title,
            pillar=measure.pillar,
            field=measure.field,
            mark=measure.mark,
            body=now.body or "".join(measure.body),
            kpis=now.kpis or measure.kpis,
            national=measure.national,
            cases=measure.cases,
            status=now.status,
            since_2017="" if now.status == "current" else now.summary,
            confidence=now.confidence,
            source=now.source,
            old_title=measure.title if now.title and now.title != measure.title else "",
        )


def _of_today(corpus: Corpus) -> Iterator[Offer]:
    for new in corpus.new_measures:
        yield Offer(
            id=new.id,
            title=new.title,
            pillar=new.pillar,
            field=new.field,
            mark=OWN_MARK,
            body=new.body,
            kpis=new.kpis,
            confidence=new.confidence,
            source=new.source,
        )


def find_offer(corpus: Corpus, wanted: str) -> Offer | None:
    """The measure with this id or title (today's, or the guide's of 2017)."""
    all_offers = offers(corpus)
    if wanted in all_offers:
        return all_offers[wanted]
    return next((offer for offer in all_offers.values() if wanted in (offer.title, offer.old_title)), None)


def completed(ledger: Ledger, corpus: Corpus) -> Ledger:
    """The ledger whose measures carry what they take from their records: title, pillar, field."""
    known = offers(corpus)
    return ledger.model_copy(update={"measures": tuple(_complete(measure, known) for measure in ledger.measures)})


def _complete(measure: ChosenMeasure, known: Mapping[str, Offer]) -> ChosenMeasure:
    offer = known.get(measure.base or "")
    if offer is None:
        return measure.model_copy(update={"pillar": measure.pillar or 6, "field": measure.field or "その他"})
    return measure.model_copy(
        update={
            "title": measure.title or offer.title,
            "pillar": measure.pillar or offer.pillar,
            "field": measure.field or offer.field,
        }
    )


def mark_of(measure: ChosenMeasure, corpus: Corpus) -> str:
    """◎, ○ or ●, as the guide marks its measures."""
    offer = offers(corpus).get(measure.base or "")
    return offer.mark if offer else OWN_MARK


def key_of(base: str) -> str:
    """The key in a plan of a record's measure (by its id): the same for everybody who picks it at the same moment."""
    return "m" + sha256(base.encode()).hexdigest()[:8]


def own_key() -> str:
    """A key for a person's own measure, which nobody else can get at the same moment."""
    return f"own{secrets.token_hex(4)}"
