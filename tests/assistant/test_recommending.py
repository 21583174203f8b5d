"""Measures are proposed from the municipality's situation, spread over the pillars, with why and why not."""

import re
from itertools import pairwise

import pytest
from ledgers import LEDGERS, SMALL, WHOLE, Given, changed, fishing_city, ledger, plain_town, village, ward

from assistant.advice import load_advice
from assistant.measures import offers
from assistant.models import ChosenMeasure
from assistant.recommending import overlapping, recommend
from knowledge.corpus import Corpus

FRESH = {name: held.model_copy(update={"measures": ()}) for name, held in LEDGERS.items()}


def proposed(corpus: Corpus, **facts: Given) -> list[str]:
    return [one.measure for one in recommend(ledger(**facts), corpus)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"issues": ("シカによる食害",)}, "measure:IoTを活用した鳥獣被害対策"),
        ({"issues": ("赤潮",), "geography": "沿岸・島しょ"}, "measure:ICTを活用した次世代水産業の推進"),
        ({"issues": ("窓口の混雑",)}, "today:front-yard"),
        ({"issues": ("スマートフォンが使えない高齢者",)}, "today:digital-divide"),
        ({"issues": ("観光客の減少",)}, "measure:IoTを活用した地域観光の推進"),
        ({"issues": ("救急搬送に時間がかかる",)}, "measure:救急搬送時における医療機関の受け入れ状況の見える化"),
        ({"administrative_issues": ("職員の残業",)}, "today:generative-ai"),
        ({"administrative_issues": ("情報担当が一人",), "it_staff": 1}, "today:digital-talent"),
        ({"issues": ("ホームページが見にくい",)}, "today:opendata-dataset"),
        (
            {"cloud": "移行を延期した業務がある", "issues": ("システムの経費",), "scale": WHOLE},
            "today:special-migration",
        ),
    ],
)
def test_an_issue_calls_for_its_measure(facts: dict[str, Given], expected: str, corpus: Corpus) -> None:
    """Among the five of a small start, or the twelve of a whole plan."""
    assert expected in proposed(corpus, **facts)


@pytest.mark.parametrize("name", FRESH)
def test_how_many_and_how_spread(name: str, corpus: Corpus) -> None:
    """Three to five for a small start, over three pillars or more; more of them for a whole plan, over all pillars."""
    found = recommend(FRESH[name], corpus)
    small = FRESH[name].answer("scale") != WHOLE
    assert len(found) in (range(3, 6) if small else range(8, 13))
    assert len({one.pillar for one in found}) >= (3 if small else 5)
    assert len({one.measure for one in found}) == len(found)


@pytest.mark.parametrize("limit", [1, 3, 12, 100])
def test_a_limit_holds(limit: int, corpus: Corpus) -> None:
    found = recommend(FRESH["village"], corpus, limit)
    assert len(found) == limit if limit < 40 else len(found) > 30
    assert [one.measure for one in found][:3] == [one.measure for one in recommend(FRESH["village"], corpus)][
        : min(limit, 3)
    ]


@pytest.mark.parametrize("name", FRESH)
def test_each_proposal_is_explained(name: str, corpus: Corpus) -> None:
    """Why and why not in whole sentences, how hard a start is, the records behind it, what overtook 2017's measure."""
    for one in recommend(FRESH[name], corpus):
        offer = offers(corpus)[one.measure]
        assert (one.title, one.pillar, one.field, one.kpis) == (offer.title, offer.pillar, offer.field, offer.kpis)
        assert one.why
        assert one.why_not
        reasons = [reason for reason in (*one.why, *one.why_not) if name != "hostile"]
        assert [reason for reason in reasons if not re.fullmatch(r"[^\n]+。", reason)] == []
        assert one.start.startswith(f"{load_advice()[one.measure].start}：")
        assert one.since_2017 == offer.since_2017
        assert set(one.national) <= set(corpus.passage)
        assert set(one.cases) <= set(corpus.passage)
        assert {note.id for note in one.notes} <= {note.id for note in corpus.notes}


@pytest.mark.parametrize("name", FRESH)
def test_proposals_are_the_same_each_time(name: str, corpus: Corpus) -> None:
    assert recommend(FRESH[name], corpus) == recommend(FRESH[name], corpus)


def test_two_municipalities_get_different_proposals(corpus: Corpus) -> None:
    """The village, the town, the city and the ward have less than half in common."""
    found = [{one.measure for one in recommend(FRESH[name], corpus, 5)} for name in ("village", "plain town", "ward")]
    assert all(len(one & other) <= 2 for one, other in pairwise(found))


def test_the_issues_that_it_answers_are_named(corpus: Corpus) -> None:
    """In the plan's words; a measure that answers none says so."""
    for one in recommend(FRESH["fishing city"], corpus):
        assert all(any(f"「{issue}」" in why for why in one.why) for issue in one.issues)
        assert bool(one.issues) != any("直接こたえる" in reason for reason in one.why_not)


# --- what was decided, what exists ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("decision", ["picked", "rejected"])
def test_what_was_decided_is_not_proposed_again(decision: str, corpus: Corpus) -> None:
    """Neither picked nor rejected; nor what is much the same as a picked one."""
    first = recommend(FRESH["village"], corpus)
    decided = tuple(
        ChosenMeasure.model_validate({"key": f"m{at}", "base": one.measure, "decision": decision})
        for at, one in enumerate(first)
    )
    again = {one.measure for one in recommend(FRESH["village"].model_copy(update={"measures": decided}), corpus, 100)}
    assert again.isdisjoint(one.measure for one in first)
    if decision == "picked":
        assert again.isdisjoint(other for one in first for other in overlapping(one.measure))


def test_much_the_same_is_not_proposed_twice(corpus: Corpus) -> None:
    found = [one.measure for one in recommend(FRESH["ward"], corpus, 100)]
    assert not {(one, other) for one in found for other in overlapping(one) if other in found}


@pytest.mark.parametrize(
    ("facts", "measure"),
    [
        ({"issues": ("窓口の混雑",), "existing_services": ("書かない窓口",)}, "today:front-yard"),
        ({"past_efforts": ("令和5年に生成AIを導入",), "issues": ("職員の残業",)}, "today:generative-ai"),
        (
            {"existing_services": ("コンビニ交付",), "issues": ("マイナンバーカードの普及",)},
            "measure:コンビニ交付サービスの導入及び発行証明書類の拡大",
        ),
    ],
)
def test_what_exists_comes_later_and_says_so(facts: dict[str, Given], measure: str, corpus: Corpus) -> None:
    """A service that runs is not urged on the town, if it is proposed at all; one that is only considered does not run."""
    planned = {key: value if key == "issues" else (f"{value[0]}を検討中",) for key, value in facts.items()}  # type: ignore[index]
    running, considered = (recommend(ledger(**given), corpus, 100) for given in (facts, planned))
    rank = [one.measure for one in considered].index(measure)
    assert not any("すでに取り組んでいる" in reason for reason in considered[rank].why_not)
    for at, one in enumerate(running):
        if one.measure == measure:
            assert at > rank
            assert any("すでに取り組んでいる" in reason for reason in one.why_not)


@pytest.mark.parametrize(
    "given",
    ["書かない窓口は未導入", "書かない窓口は導入していない", "書かない窓口を検討中", "書かない窓口の導入はこれから"],
)
def test_what_a_town_says_it_has_not_does_not_exist(given: str, corpus: Corpus) -> None:
    found = recommend(ledger(issues=("窓口の混雑",), existing_services=(given,)), corpus)
    front = next(one for one in found if one.measure == "today:front-yard")
    assert not any("すでに" in reason for reason in front.why_not)


# --- size, geography, staff -----------------------------------------------------------------------------------------------------


def test_geography_speaks_for_and_against(corpus: Corpus) -> None:
    """The sea is no matter for a mountain village."""
    fishing = "measure:ICTを活用した次世代水産業の推進"
    coast = recommend(ledger(geography="沿岸・島しょ"), corpus, 100)
    hills = recommend(ledger(geography="山間・中山間"), corpus, 100)
    ranks = [[one.measure for one in found].index(fishing) for found in (coast, hills)]
    assert ranks[0] < ranks[1]
    assert any("山間・中山間" in reason for reason in hills[ranks[1]].why_not)


def test_one_person_it_weighs_on_heavy_measures(corpus: Corpus) -> None:
    """Each proposal says whether one person can start it."""
    for one in recommend(ledger(it_staff=1), corpus, 100):
        heavy = load_advice()[one.measure].one_person_it == "heavy"
        assert any("1人では負担" in reason for reason in one.why_not) is heavy
        assert any("1人でも" in reason for reason in one.why) is not heavy
    assert not any("1人" in reason for one in recommend(ledger(it_staff=5), corpus, 100) for reason in one.why)


@pytest.mark.parametrize(
    "cloud", ["標準準拠システムへ移行済み", "移行の途中", "移行を延期した業務がある", "まだ移行していない", None]
)
def test_a_measure_for_one_situation_is_proposed_in_it_alone(cloud: str | None, corpus: Corpus) -> None:
    """特定移行支援システム only where the move was put off."""
    found = recommend(ledger(**({"cloud": cloud} if cloud else {})), corpus, 100)
    for one in found:
        assert all(cloud == value for key, value in load_advice()[one.measure].only_when.items() if key == "cloud")
    assert ("today:special-migration" in {one.measure for one in found}) is (cloud == "移行を延期した業務がある")


def test_only_duties_of_municipalities_are_called_duties(corpus: Corpus) -> None:
    """The records of today's measures say what is one."""
    duties = {new.id for new in corpus.new_measures if new.strength == "義務"}
    called = {base for base, advice in load_advice().items() if advice.duty and base.startswith("today:")}
    assert called <= duties
    for one in recommend(fishing_city(), corpus, 100):
        assert any("法令上の義務" in reason for reason in one.why) is load_advice()[one.measure].duty


@pytest.mark.parametrize("held", [village(), fishing_city(), ward(), plain_town()])
def test_scores_only_order(held: object, corpus: Corpus) -> None:
    """More issues that nothing else answers, earlier place: what answers an issue stands before what answers none."""
    found = recommend(changed(held, scale=SMALL), corpus, 20)  # type: ignore[arg-type]
    answering = [bool(one.issues) for one in found if not load_advice()[one.measure].urgent_when]
    assert answering[0]
    assert answering.index(False) > 1 if False in answering else True
