"""The newest texts of a whole plan in one look: the same as section by section."""

from storing import DRAFT, answered

from assistant.assembling import base_of
from assistant.store.plans import Workspace
from assistant.store.schedules import StepChange
from assistant.store.versions import SECTIONS


def test_a_plan_without_texts(mine: Workspace) -> None:
    """Nothing stands, nothing is confirmed."""
    assert mine.standing() == {}
    assert mine.confirmations({}) == {}
    assert mine.changed_uses([], mine.ledger()) == {}


def test_the_same_as_section_by_section(mine: Workspace, shared: Workspace) -> None:
    """A draft, an edited one, one restored to a draft, one that a person wrote, one edited upon a restored edit."""
    mine.add_facts([answered("municipality", "みどり町"), answered("population", 31_800)])
    for number in (1, 2, 3, 5):
        mine.add_draft(DRAFT.model_copy(update={"number": number}), None)
    shared.save_text(2, "直した", 1)
    shared.save_text(3, "直した", 1)
    mine.restore(3, 1, 2)
    mine.save_text(4, "一から書いた", None)
    mine.save_text(5, "書き換えた", 1)
    mine.add_draft(DRAFT.model_copy(update={"number": 5, "text": "二つ目の下書き"}), 2)
    mine.restore(5, 2, 3)
    mine.save_text(5, "もう一度直した", 4)

    found = mine.standing()
    assert list(found) == [1, 2, 3, 4, 5]
    for number, (newest, base) in found.items():
        versions = mine.versions(number)
        assert newest == versions[0]
        assert base == base_of(versions[0], versions)
    assert found[4][1] is None
    assert found[5][1] == mine.version(5, 1)


def test_confirmations_end_with_the_next_save(mine: Workspace) -> None:
    """As they do one by one."""
    for number in (1, 2, 3):
        mine.save_text(number, "文章", None)
        mine.confirm(number, 1)
    mine.save_text(2, "直した", 1)
    mine.withdraw_confirmation(3)
    stamps = {number: newest.stamp for number, (newest, _) in mine.standing().items()}
    found = mine.confirmations(stamps)
    assert found == {number: one for number in SECTIONS if (one := mine.confirmation(number))}
    assert list(found) == [1]


def test_changed_answers_of_all_sections(mine: Workspace) -> None:
    """Those that each text used, whenever it was drafted."""
    mine.add_facts([answered("population", 31_800)])
    mine.add_draft(DRAFT, None)
    mine.add_facts([answered("population", 31_500)])
    mine.add_draft(DRAFT.model_copy(update={"number": 2}), None)
    newest = [version for version, _ in mine.standing().values()]
    assert mine.changed_uses(newest, mine.ledger()) == {1: ("population",), 2: ()}
    assert mine.stale_keys(1) == ("population",)


def test_the_pulse_beats_for_everything_that_pages_show(mine: Workspace) -> None:
    """An answer, a text, a confirmation, a step, an inquiry, a reply, its end, a frozen version."""
    seen = [mine.pulse()]
    for act in (
        lambda: mine.add_facts([answered("population", 1)]),
        lambda: mine.save_text(1, "文章", None),
        lambda: mine.confirm(1, 1),
        lambda: mine.change_step("draft", StepChange(done=True)),
        lambda: mine.add_inquiry("税務課", ["population"], None),
        lambda: mine.add_reply("税務課", {}),
        lambda: mine.close_reply(mine.replies()[0].id),
        lambda: mine.freeze("庁議版"),
    ):
        act()
        seen.append(mine.pulse())
    assert len(set(seen)) == len(seen)
    assert mine.pulse() == seen[-1]
