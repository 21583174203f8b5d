"""A text is stale when what it was drafted from has changed; a plan can be frozen under a name as it stands."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine
from storing import DRAFT, answered

from assistant.errors import InputError, NotFound
from assistant.models import ChosenMeasure, Dated, Fact, SectionDraft, Status
from assistant.store.accounts import Person
from assistant.store.plans import Plans, Workspace

MEASURE = ChosenMeasure(key="m1", base="today:front-yard", department="市民課")
SECTION_6 = SectionDraft(
    number=6, title="施策", text="6. 施策\n", uses=("measures", "measure:m1.kpis", "measure:m1.department", "period")
)


@pytest.fixture
def drafted(mine: Workspace) -> Workspace:
    """Sections 1 and 6, drafted from some facts and a measure."""
    mine.add_facts((answered("municipality", "みどり町"), answered("population", 32_000, as_of="令和8年4月1日")))
    mine.add_measure(MEASURE)
    mine.add_draft(DRAFT, None)
    mine.add_draft(SECTION_6, None)
    return mine


def fact(**details: object) -> Callable[[Workspace], None]:
    changed = answered("population", 32_000, as_of="令和8年4月1日").model_copy(update=details)
    return lambda workspace: workspace.add_facts((changed,))


def measure(**details: object) -> Callable[[Workspace], None]:
    return lambda workspace: workspace.add_measure(MEASURE.model_copy(update=details))


def there_and_back(workspace: Workspace) -> None:
    fact(value=31_000)(workspace)
    fact()(workspace)


@pytest.mark.parametrize(
    ("change", "in_1", "in_6"),
    [
        (fact(value=31_800), ("population",), ()),
        (fact(as_of="令和8年10月1日"), ("population",), ()),
        (fact(approximate=True), ("population",), ()),
        (fact(earlier=(Dated(value=33_900, as_of="令和3年"),)), ("population",), ()),
        (fact(status=Status.UNKNOWN, value=None, as_of=None), ("population",), ()),
        (fact(), (), ()),
        (fact(said="人口は3万2千人"), (), ()),
        (fact(department="住民課", answered_by="山田", source="住民基本台帳"), (), ()),
        (there_and_back, (), ()),
        (lambda w: w.add_facts((answered("ageing_rate", 38.5),)), (), ()),
        (lambda w: w.add_facts((answered("period", "2027-2029"),)), (), ("period",)),
        (lambda w: w.add_facts((Fact(key="period", status=Status.UNKNOWN),)), (), ("period",)),
        (measure(situation="窓口が混む"), (), ("measure:m1",)),
        (measure(), (), ()),
        (measure(decision="rejected", reason="予算がない"), (), ("measures", "measure:m1")),
        (lambda w: w.add_measure(ChosenMeasure(key="m2", base="today:local-procedures")), (), ("measures",)),
        (lambda w: w.add_measure(ChosenMeasure(key="m2", base="x", decision="rejected")), (), ()),
    ],
)
def test_what_makes_a_text_stale(
    drafted: Workspace, change: Callable[[Workspace], None], in_1: tuple[str, ...], in_6: tuple[str, ...]
) -> None:
    """A changed value that the text used; not what it did not use, the same said otherwise, or changed back."""
    change(drafted)
    assert (drafted.stale_keys(1), drafted.stale_keys(6)) == (in_1, in_6)


def test_an_edit_stays_as_stale_as_the_draft_behind_it(drafted: Workspace) -> None:
    """Until the section is drafted anew; an older version restored is stale again."""
    fact(value=31_800)(drafted)
    drafted.save_text(1, "直した文", 1)
    assert drafted.stale_keys(1) == ("population",)
    drafted.add_draft(DRAFT, 2)
    assert drafted.stale_keys(1) == ()
    drafted.restore(1, 1, 3)
    assert drafted.stale_keys(1) == ("population",)


def test_a_draft_is_stale_from_the_facts_it_knew_not_from_when_it_was_kept(mine: Workspace) -> None:
    """A fact that came in while the draft was being written makes it stale."""
    mine.add_facts((answered("population", 32_000),))
    known = mine.newest_fact()
    mine.add_facts((answered("population", 31_800),))
    mine.add_draft(DRAFT, None, known)
    assert mine.stale_keys(1) == ("population",)


def test_a_text_that_a_person_wrote_alone_is_never_stale(mine: Workspace) -> None:
    """Nobody knows what it rests on; nor is a section that is not there."""
    mine.save_text(1, "文", None)
    mine.add_facts((answered("population", 32_000),))
    assert (mine.stale_keys(1), mine.stale_keys(2)) == ((), ())


# --- frozen -----------------------------------------------------------------------------------------------------------


def test_a_frozen_plan_keeps_its_texts(drafted: Workspace, shared: Workspace) -> None:
    """Whatever is written later; under its name, author and time."""
    frozen = shared.freeze(" 庁議版　")
    drafted.save_text(1, "直した文", 1)
    assert (frozen.name, frozen.author, frozen.versions) == ("庁議版", "太郎", {1: 1, 6: 1})
    assert drafted.frozen() == [frozen]
    assert {section: version.text for section, version in drafted.texts(frozen.id).items()} == {
        1: DRAFT.text,
        6: SECTION_6.text,
    }
    assert drafted.texts()[1].text == "直した文"
    assert [plan.name for plan in (drafted.freeze("決裁版"), *drafted.frozen())] == ["決裁版", "決裁版", "庁議版"]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("", "1〜40字"),
        (" \u3000\n", "1〜40字"),
        ("版" * 41, "1〜40字"),
        ("庁議版", "「庁議版」という版はもうあります"),
        ("　庁議版 ", "「庁議版」という版はもうあります"),
    ],
    ids=["empty", "blank", "long", "taken", "taken but for spaces"],
)
def test_a_name_that_will_not_do_is_refused(drafted: Workspace, name: str, part: str) -> None:
    """The message says what would; nothing is frozen."""
    drafted.freeze("庁議版")
    with pytest.raises(InputError, match=part):
        drafted.freeze(name)
    assert len(drafted.frozen()) == 1


@pytest.mark.parametrize("name", ["版" * 40, "パブコメ版", "'; DROP TABLE plan; --", "😀版"])
def test_a_name_that_will_do(drafted: Workspace, name: str) -> None:
    """Up to forty characters, whatever they are."""
    assert drafted.freeze(name).name == name


def test_a_plan_without_a_text_cannot_be_frozen(mine: Workspace) -> None:
    """There is nothing to keep."""
    with pytest.raises(InputError, match="まだ文章がないため"):
        mine.freeze("庁議版")


def test_another_plan_may_use_the_same_name(drafted: Workspace, engine: Engine, hanako: Person) -> None:
    """Names are the plan's own."""
    plans = Plans(engine)
    other = plans.open(hanako, plans.create(hanako, "別の計画").id)
    other.save_text(1, "文", None)
    assert other.freeze("庁議版").id != drafted.freeze("庁議版").id


@pytest.mark.parametrize("frozen_id", [0, -1, 10_000_000])
def test_a_frozen_plan_that_there_is_not(drafted: Workspace, frozen_id: int) -> None:
    """Not found, rather than the plan as it stands."""
    with pytest.raises(NotFound):
        drafted.texts(frozen_id)
