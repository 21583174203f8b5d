"""Versions of sections: all are kept, a stale save loses nothing, restoring makes a new one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from storing import DRAFT, history

from assistant.errors import Conflict, InputError, NotFound
from assistant.store.plans import Workspace
from assistant.store.versions import LONGEST_TEXT


def test_versions_are_numbered_and_all_are_kept(mine: Workspace) -> None:
    """Draft, edit, draft again: three versions, newest first, with author and origin."""
    assert mine.newest(1) is None
    mine.add_draft(DRAFT, None)
    mine.save_text(1, "直した文", 1)
    mine.add_draft(DRAFT, 2)
    assert history(mine.versions(1)) == [
        (3, DRAFT.text, "draft", "花子"),
        (2, "直した文", "edit", "花子"),
        (1, DRAFT.text, "draft", "花子"),
    ]
    newest = mine.newest(1)
    assert newest is not None
    assert newest.number == 3
    assert mine.versions(2) == []


def test_a_draft_keeps_its_trace_and_open_items(mine: Workspace) -> None:
    """An edit carries on the open items; what it rests on is no longer known to the code point."""
    kept = mine.add_draft(DRAFT, None)
    edited = mine.save_text(1, DRAFT.text + "追記", kept.number)
    assert (kept.trace, kept.open_items) == (DRAFT.trace, DRAFT.open_items)
    assert (edited.trace, edited.open_items) == ((), DRAFT.open_items)
    assert mine.versions(1) == [edited, kept]


@pytest.mark.parametrize("based_on", [None, 1, 3, 99, 0, -1])
def test_a_stale_save_is_refused_with_both_texts(mine: Workspace, shared: Workspace, based_on: int | None) -> None:
    """Neither text is lost, and the person is told who was faster."""
    mine.save_text(1, "最初の文", None)
    shared.save_text(1, "太郎の文", 1)
    with pytest.raises(Conflict) as refused:
        mine.save_text(1, "花子の文", based_on)
    conflict = refused.value
    assert (conflict.mine, conflict.theirs, conflict.version, conflict.author) == ("花子の文", "太郎の文", 2, "太郎")
    assert "太郎さんが先に保存しました（版2）" in str(conflict)
    assert history(mine.versions(1)) == [(2, "太郎の文", "edit", "太郎"), (1, "最初の文", "edit", "花子")]


def test_a_draft_never_goes_over_a_newer_text(mine: Workspace, shared: Workspace) -> None:
    """A draft begun before somebody else saved is refused like any stale save."""
    mine.add_draft(DRAFT, None)
    shared.save_text(1, "太郎の文", 1)
    with pytest.raises(Conflict) as refused:
        mine.add_draft(DRAFT, 1)
    assert (refused.value.mine, refused.value.theirs) == (DRAFT.text, "太郎の文")


def test_after_a_conflict_both_can_be_brought_together(mine: Workspace, shared: Workspace) -> None:
    """Saving on top of the version that the conflict names works."""
    shared.save_text(1, "太郎の文", None)
    with pytest.raises(Conflict) as refused:
        mine.save_text(1, "花子の文", None)
    mine.save_text(1, f"{refused.value.theirs}と{refused.value.mine}", refused.value.version)
    assert [version.text for version in mine.versions(1)] == ["太郎の文と花子の文", "太郎の文"]


@pytest.mark.parametrize("earlier", [0, 1, 3])
def test_of_two_who_save_at_once_one_wins_and_one_is_told(mine: Workspace, shared: Workspace, earlier: int) -> None:
    """The winner's text is the newest version, the loser gets both texts back, on every section at once."""
    based_on = None
    for number in range(1, earlier + 1):
        for section in range(1, 8):
            mine.save_text(section, f"版{number}", based_on)
        based_on = number
    barrier = Barrier(2)

    def save(workspace: Workspace, section: int, text: str) -> str | Conflict:
        barrier.wait(timeout=20)
        try:
            workspace.save_text(section, text, based_on)
        except Conflict as conflict:
            return conflict
        return text

    with ThreadPoolExecutor(2) as pool:
        for section in range(1, 8):
            both = [pool.submit(save, mine, section, "花子の文"), pool.submit(save, shared, section, "太郎の文")]
            results = [future.result() for future in both]
            lost = [result for result in results if isinstance(result, Conflict)]
            won = [result for result in results if isinstance(result, str)]
            assert (len(won), len(lost)) == (1, 1)
            assert {lost[0].mine, lost[0].theirs} == {"花子の文", "太郎の文"}
            assert lost[0].theirs == won[0]
            assert [v.text for v in mine.versions(section)] == [won[0], *(f"版{n}" for n in range(earlier, 0, -1))]


@pytest.mark.parametrize("section", [0, 8, -1, 100])
def test_a_section_that_no_plan_has_is_refused(mine: Workspace, section: int) -> None:
    """A plan has sections 1 to 7."""
    with pytest.raises(NotFound, match=f"第{section}章はありません"):
        mine.save_text(section, "文", None)
    with pytest.raises(NotFound, match=f"第{section}章はありません"):
        mine.versions(section)


@pytest.mark.parametrize("section", range(1, 8))
def test_each_of_the_seven_sections_can_be_kept(mine: Workspace, section: int) -> None:
    """Sections do not share their numbering."""
    assert mine.save_text(section, "文", None).number == 1


@pytest.mark.parametrize(
    "text", ["", "\n", "a\r\nb\tc", "😀𠮷野家", "'; DROP TABLE plan; --", "\x00終", "あ" * LONGEST_TEXT]
)
def test_a_text_comes_back_as_it_was_written(mine: Workspace, text: str) -> None:
    """To the last character, up to the longest."""
    mine.save_text(1, text, None)
    newest = mine.newest(1)
    assert newest is not None
    assert newest.text == text


def test_a_text_beyond_the_longest_is_refused(mine: Workspace) -> None:
    """Refused with its length and the limit; nothing is cut off and kept."""
    with pytest.raises(InputError, match="200,001字、上限200,000字"):
        mine.save_text(1, "あ" * (LONGEST_TEXT + 1), None)
    assert mine.versions(1) == []


# --- restoring --------------------------------------------------------------------------------------------------------


def test_restoring_makes_a_new_version(mine: Workspace, shared: Workspace) -> None:
    """The old text is the newest one again, by whoever restored it; nothing in between is lost."""
    mine.add_draft(DRAFT, None)
    mine.save_text(1, "直した文", 1)
    restored = shared.restore(1, 1, 2)
    assert history(mine.versions(1)) == [
        (3, DRAFT.text, "restore", "太郎"),
        (2, "直した文", "edit", "花子"),
        (1, DRAFT.text, "draft", "花子"),
    ]
    assert (restored.restored, restored.uses, restored.open_items) == (1, DRAFT.uses, DRAFT.open_items)
    assert restored.made_from == mine.version(1, 1).made_from


@pytest.mark.parametrize(("number", "based_on"), [(1, 1), (1, None), (2, 1), (2, 3)])
def test_restoring_over_a_newer_text_is_a_conflict(mine: Workspace, number: int, based_on: int | None) -> None:
    """With both texts, and nothing is kept."""
    mine.save_text(1, "最初の文", None)
    mine.save_text(1, "次の文", 1)
    with pytest.raises(Conflict) as refused:
        mine.restore(1, number, based_on)
    assert (refused.value.mine, refused.value.theirs) == (mine.version(1, number).text, "次の文")
    assert len(mine.versions(1)) == 2


@pytest.mark.parametrize("number", [0, -1, 3, 2**40])
def test_a_version_that_there_is_not_cannot_be_restored(mine: Workspace, number: int) -> None:
    """The message names it."""
    mine.save_text(1, "文", None)
    with pytest.raises(NotFound, match=f"第1章に版{number}はありません"):
        mine.restore(1, number, 1)
    assert len(mine.versions(1)) == 1
