"""Texts that are saved while they are typed: stamps grow, versions do not multiply, nobody else's words are touched."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, update
from sqlalchemy.orm import Session
from storing import DRAFT, history

from assistant.errors import Conflict, InputError
from assistant.store.plans import Workspace
from assistant.store.tables import VersionRow
from assistant.store.versions import LONGEST_TEXT, TYPING


def type_on(workspace: Workspace, *texts: str) -> None:
    """Save each text as the editor does while somebody types."""
    for text in texts:
        newest = workspace.newest(1)
        workspace.save_text(1, text, newest.stamp if newest else None, running=True)


def make_older(engine: Engine, workspace: Workspace, by: timedelta) -> None:
    """Let time pass."""
    newest = workspace.newest(1)
    assert newest
    with Session(engine) as session:
        session.execute(
            update(VersionRow).where(VersionRow.plan_id == workspace.plan.id).values(created_at=newest.created_at - by)
        )
        session.commit()


def test_what_one_person_types_is_one_version(mine: Workspace) -> None:
    """With the last text; its stamp tells of every save."""
    type_on(mine, "あ", "あい", "あいう")
    [version] = mine.versions(1)
    assert (version.number, version.stamp, version.text, version.running) == (1, 3, "あいう", True)


def test_a_save_by_hand_ends_the_running_version(mine: Workspace) -> None:
    """What is typed behind it is a version of its own."""
    type_on(mine, "あ")
    saved = mine.save_text(1, "あい", 1)
    assert (saved.number, saved.stamp, saved.running) == (1, 2, False)
    type_on(mine, "あいう")
    assert history(mine.versions(1)) == [(2, "あいう", "edit", "花子"), (1, "あい", "edit", "花子")]


def test_another_person_s_typing_is_another_version(mine: Workspace, shared: Workspace) -> None:
    """Also where it goes on from the first one's."""
    type_on(mine, "花子の文")
    type_on(shared, "花子の文と太郎の文")
    type_on(mine, "三人目の文")
    assert [version.text for version in mine.versions(1)] == ["三人目の文", "花子の文と太郎の文", "花子の文"]


@pytest.mark.parametrize(("later", "versions"), [(TYPING - timedelta(minutes=1), 1), (TYPING, 2)])
def test_after_a_quarter_of_an_hour_a_new_version_begins(
    engine: Engine, mine: Workspace, later: timedelta, versions: int
) -> None:
    """So that one can go back by small steps."""
    type_on(mine, "あ")
    make_older(engine, mine, later)
    type_on(mine, "あい")
    assert len(mine.versions(1)) == versions


@pytest.mark.parametrize("settle", ["confirm", "freeze"])
def test_a_version_that_somebody_relies_on_is_not_typed_on(mine: Workspace, settle: str) -> None:
    """Neither a confirmed text nor a frozen one changes any more."""
    type_on(mine, "あ")
    if settle == "confirm":
        mine.confirm(1, 1)
    else:
        frozen = mine.freeze("庁議版")
    type_on(mine, "あい")
    assert [version.text for version in mine.versions(1)] == ["あい", "あ"]
    if settle == "freeze":
        assert mine.texts(frozen.id)[1].text == "あ"


def test_a_draft_is_not_typed_on(mine: Workspace) -> None:
    """What the machine wrote stays readable below what a person made of it."""
    mine.add_draft(DRAFT, None)
    type_on(mine, "直した文", "もっと直した文")
    assert history(mine.versions(1)) == [
        (2, "もっと直した文", "edit", "花子"),
        (1, DRAFT.text, "draft", "花子"),
    ]
    assert mine.versions(1)[0].uses == DRAFT.uses


@pytest.mark.parametrize("based_on", [None, 0, 1, 3, 99])
def test_typing_on_an_older_stamp_is_a_conflict(mine: Workspace, based_on: int | None) -> None:
    """A second window of the same person loses nothing either."""
    type_on(mine, "あ", "あい")
    with pytest.raises(Conflict) as refused:
        mine.save_text(1, "ほかの窓の文", based_on, running=True)
    assert (refused.value.mine, refused.value.theirs, refused.value.stamp) == ("ほかの窓の文", "あい", 2)
    assert [version.text for version in mine.versions(1)] == ["あい"]


def test_a_conflict_names_the_stamp_that_takes_both_into_account(mine: Workspace, shared: Workspace) -> None:
    """Saving on it works."""
    type_on(mine, "あ", "あい")
    with pytest.raises(Conflict) as refused:
        shared.save_text(1, "太郎の文", 1)
    saved = shared.save_text(1, "あいと太郎の文", refused.value.stamp)
    assert (saved.number, saved.stamp) == (2, 3)


def test_a_running_text_that_is_too_long_is_refused(mine: Workspace) -> None:
    """The last one that was not stays."""
    type_on(mine, "あ")
    with pytest.raises(InputError):
        type_on(mine, "あ" * (LONGEST_TEXT + 1))
    assert mine.versions(1)[0].text == "あ"


def test_every_save_is_news_to_others(mine: Workspace, shared: Workspace) -> None:
    """Answers, typing, confirmations and frozen versions; looking is none."""
    seen = [shared.pulse()]
    type_on(mine, "あ")
    seen.append(shared.pulse())
    type_on(mine, "あい")
    seen.append(shared.pulse())
    mine.confirm(1, 2)
    seen.append(shared.pulse())
    mine.freeze("庁議版")
    seen.append(shared.pulse())
    assert len(set(seen)) == len(seen)
    assert shared.pulse() == mine.pulse() == seen[-1]
