"""What two people do in the same moment: one looks, the other saves, and only then the first one writes."""

from collections.abc import Callable
from typing import Any

import pytest

from assistant.errors import Conflict
from assistant.store.plans import Workspace

Deed = Callable[[], object]


def after_its_look(monkeypatch: pytest.MonkeyPatch, workspace: Workspace, look: str, deed: Deed) -> None:
    """Let something happen when the workspace has looked what is there, and before it writes."""
    seen = getattr(workspace, look)
    left = [deed]

    def looked(*args: Any) -> Any:
        found = seen(*args)
        if left:
            left.pop()()
        return found

    monkeypatch.setattr(workspace, look, looked)


def type_on(workspace: Workspace, *texts: str) -> None:
    """Save each text as the editor does while somebody types."""
    for text in texts:
        newest = workspace.newest(1)
        workspace.save_text(1, text, newest.stamp if newest else None, running=True)


def test_typing_on_does_not_slip_under_somebody_else_s_save(
    monkeypatch: pytest.MonkeyPatch, mine: Workspace, shared: Workspace
) -> None:
    """What was typed is refused with both texts; it neither lands in an older version nor is taken for the newest."""
    type_on(mine, "花子")
    after_its_look(monkeypatch, mine, "newest", lambda: shared.save_text(1, "花子と太郎", 1))
    with pytest.raises(Conflict) as conflict:
        mine.save_text(1, "花子が続けた", 1, running=True)
    assert (conflict.value.mine, conflict.value.theirs) == ("花子が続けた", "花子と太郎")
    assert [version.text for version in mine.versions(1)] == ["花子と太郎", "花子"]


def test_a_save_does_not_pass_over_what_was_just_typed(
    monkeypatch: pytest.MonkeyPatch, mine: Workspace, shared: Workspace
) -> None:
    """The running version has gone on under other stamps: whoever saves on the old one is told, and it goes on further."""
    type_on(mine, "花子")
    after_its_look(monkeypatch, shared, "_newest_row", lambda: type_on(mine, "花子が", "花子が続けた"))
    with pytest.raises(Conflict):
        shared.restore(1, 1, 1)
    type_on(mine, "花子が続けて書いた")
    [version] = mine.versions(1)
    assert (version.text, version.stamp, version.number) == ("花子が続けて書いた", 4, 1)


def test_nobody_types_on_a_version_that_another_one_follows(mine: Workspace, shared: Workspace) -> None:
    """It is ended by the next one, so that its text is what the next one was made from."""
    type_on(mine, "花子")
    shared.save_text(1, "花子と太郎", 1)
    assert [version.running for version in mine.versions(1)] == [False, False]


def test_a_text_is_not_confirmed_that_was_saved_meanwhile(
    monkeypatch: pytest.MonkeyPatch, mine: Workspace, shared: Workspace
) -> None:
    """It is told, and the newer text stands unconfirmed."""
    mine.save_text(1, "読んだ文", None)
    after_its_look(monkeypatch, mine, "newest", lambda: shared.save_text(1, "読んでいない文", 1))
    with pytest.raises(Conflict):
        mine.confirm(1, 1)
    assert mine.confirmation(1) is None
