"""A new draft under a person's choice from it, and what people confirm."""

import pytest
from storing import DRAFT, answered, history

from assistant.assembling import base_of
from assistant.errors import Conflict, InputError, NotFound, NotPermitted
from assistant.store.access import Role
from assistant.store.accounts import Person
from assistant.store.plans import Plans, Workspace
from assistant.store.versions import LONGEST_TEXT

FRESH = DRAFT.model_copy(update={"text": "1. みどり町の現状及び課題\n\n人口は32,000人である。\n", "open_items": ()})
CHOSEN = "1. みどり町の現状及び課題\n\n人口は32,000人である。\n\n町長の考え。\n"


def test_a_person_s_choice_stands_on_the_draft_it_was_made_from(mine: Workspace) -> None:
    """Two versions in one step: the draft with its trace, and the text that goes back to it."""
    mine.add_draft(DRAFT, None)
    mine.save_text(1, "直した文", 1)
    mine.add_facts((answered("population", 32_000),))
    known = mine.newest_fact()
    kept = mine.add_redraft(FRESH, CHOSEN, 2, known)
    assert history(mine.versions(1)) == [
        (4, CHOSEN, "edit", "花子"),
        (3, FRESH.text, "draft", "花子"),
        (2, "直した文", "edit", "花子"),
        (1, DRAFT.text, "draft", "花子"),
    ]
    base = base_of(kept, mine.versions(1))
    assert base
    assert (base.number, base.trace, base.made_from) == (3, FRESH.trace, known)
    assert (kept.stamp, kept.made_from, kept.uses, kept.trace) == (4, known, FRESH.uses, ())
    assert mine.stale_keys(1) == ()


def test_a_draft_taken_as_it_is_is_one_version(mine: Workspace) -> None:
    """And the machine's: it may be drafted again."""
    mine.save_text(1, "直した文", None)
    kept = mine.add_redraft(FRESH, FRESH.text, 1)
    assert (kept.number, kept.origin) == (2, "draft")


@pytest.mark.parametrize("based_on", [None, 1, 3])
def test_a_text_saved_meanwhile_stays_and_neither_is_kept(
    mine: Workspace, shared: Workspace, based_on: int | None
) -> None:
    """All or nothing: no draft is left behind either."""
    mine.save_text(1, "最初の文", None)
    shared.save_text(1, "太郎の文", 1)
    with pytest.raises(Conflict) as refused:
        mine.add_redraft(FRESH, CHOSEN, based_on)
    assert (refused.value.mine, refused.value.theirs) == (CHOSEN, "太郎の文")
    assert [version.text for version in mine.versions(1)] == ["太郎の文", "最初の文"]


def test_a_choice_that_is_too_long_is_refused_with_its_draft(mine: Workspace) -> None:
    """Nothing is kept."""
    with pytest.raises(InputError, match="長すぎます"):
        mine.add_redraft(FRESH, "あ" * (LONGEST_TEXT + 1), None)
    assert mine.versions(1) == []


# --- confirmations ----------------------------------------------------------------------------------------------------


def test_a_confirmation_holds_until_the_next_save(mine: Workspace, shared: Workspace) -> None:
    """By name and time; also an automatic save ends it, and another section's does not."""
    mine.add_draft(DRAFT, None)
    confirmed = shared.confirm(1, 1)
    assert (confirmed.section, confirmed.author) == (1, "太郎")
    mine.save_text(2, "別の章", None)
    assert mine.confirmation(1) == confirmed
    assert mine.confirmations({1: 1, 2: 1}) == {1: confirmed}
    mine.save_text(1, "直した文", 1, running=True)
    assert (mine.confirmation(1), mine.confirmations({1: 2, 2: 1})) == (None, {})
    assert mine.confirmed_versions(1) == {1: confirmed}


def test_a_confirmation_can_be_taken_back_and_given_again(mine: Workspace, shared: Workspace) -> None:
    """The newest word counts."""
    mine.add_draft(DRAFT, None)
    shared.confirm(1, 1)
    mine.withdraw_confirmation(1)
    assert (mine.confirmation(1), mine.confirmed_versions(1)) == (None, {})
    assert mine.confirm(1, 1).author == "花子"
    assert mine.confirmed_versions(1)[1].author == "花子"


def test_taking_back_what_nobody_gave_does_nothing(mine: Workspace) -> None:
    """With and without a text."""
    mine.withdraw_confirmation(1)
    mine.add_draft(DRAFT, None)
    mine.withdraw_confirmation(1)
    assert mine.confirmation(1) is None


@pytest.mark.parametrize("stamp", [None, 0, 1, 3])
def test_only_what_was_read_is_confirmed(mine: Workspace, shared: Workspace, stamp: int | None) -> None:
    """Somebody who has seen an older text is told of the newer one."""
    mine.add_draft(DRAFT, None)
    shared.save_text(1, "太郎の文", 1)
    with pytest.raises(Conflict) as refused:
        mine.confirm(1, stamp)
    assert (refused.value.theirs, refused.value.stamp) == ("太郎の文", 2)
    assert mine.confirmation(1) is None


def test_a_section_without_text_cannot_be_confirmed(mine: Workspace) -> None:
    """Nor one that no plan has."""
    for section in (1, 8):
        with pytest.raises(NotFound):
            mine.confirm(section, None)


def test_a_restored_version_is_not_confirmed_because_it_once_was(mine: Workspace) -> None:
    """It is a new version."""
    mine.add_draft(DRAFT, None)
    mine.confirm(1, 1)
    mine.save_text(1, "直した文", 1)
    mine.restore(1, 1, 2)
    assert mine.confirmation(1) is None


def test_a_frozen_plan_remembers_which_answers_held(mine: Workspace) -> None:
    """So that its title and period come out as they were."""
    mine.add_facts((answered("plan_name", "みどり町データ計画"),))
    mine.add_draft(DRAFT, None)
    frozen = mine.freeze("庁議版")
    mine.add_facts((answered("plan_name", "みどり町DX計画"),))
    assert mine.ledger(frozen.newest_fact).answer("plan_name") == "みどり町データ計画"
    assert mine.frozen_plan(frozen.id) == frozen


def test_a_viewer_neither_redrafts_nor_confirms(mine: Workspace, shared: Workspace, taro: Person) -> None:
    """Nothing is kept."""
    mine.add_draft(DRAFT, None)
    mine.give_role(taro.name, Role.VIEWER)
    reading = Plans(mine._engine).open(taro, mine.plan.id)
    for refused in (lambda: reading.add_redraft(FRESH, CHOSEN, 1), lambda: reading.confirm(1, 1)):
        with pytest.raises(NotPermitted):
            refused()
    assert (len(mine.versions(1)), mine.confirmation(1)) == (1, None)
