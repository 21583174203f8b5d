"""Stopping a long drafting: what was kept stays, the rest is not begun, nothing is half written."""

import asyncio
import time
from collections.abc import Callable

import pytest
from product import ALL, START, say, thread

from assistant.app import Assistant, Drafting, DraftingStopped, Outcome
from assistant.store.plans import Workspace
from assistant.store.versions import Versions

LAST = "やめる"


async def stopped_at(
    assistant: Assistant, plan: Workspace, wanted: Callable[[Outcome], bool], after: float = 0
) -> list[Outcome]:
    """The outcomes of ending the interview, where the person presses stop at an outcome (or a little later)."""
    outcomes: list[Outcome] = []

    async def listen() -> None:
        async for outcome in assistant.hear(plan, thread(plan), LAST):
            outcomes.append(outcome)
            if wanted(outcome):
                asyncio.get_running_loop().call_later(after, task.cancel)

    await say(assistant, plan, START, "みどり町")
    task = asyncio.create_task(listen())
    await asyncio.wait([task])
    return outcomes


def at_section(number: int) -> Callable[[Outcome], bool]:
    return lambda outcome: isinstance(outcome, Drafting) and outcome.section == number


@pytest.mark.parametrize("section", [1, 3, 7])
async def test_what_was_kept_stays_and_the_rest_is_not_begun(
    assistant: Assistant, plan: Workspace, section: int
) -> None:
    """The person is told which; what is told is what the store has."""
    outcomes = await stopped_at(assistant, plan, at_section(section))
    [told] = [outcome for outcome in outcomes if isinstance(outcome, DraftingStopped)]
    kept = tuple(number for number in ALL if plan.newest(number))
    assert (told.kept, told.undone) == (kept, ALL[len(kept) :])
    assert kept == ALL[: section - 1]
    assert [outcome.section for outcome in outcomes if isinstance(outcome, Drafting)] == list(ALL[:section])


async def test_a_section_that_is_being_kept_is_kept_and_told(
    assistant: Assistant, plan: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stop falls into the writing itself: it comes to its end first."""
    keep = Versions.add_draft

    def slowly(self: Versions, *args: object, **kwargs: object) -> object:
        time.sleep(0.3)  # in a thread of its own, while the stop comes in
        return keep(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Versions, "add_draft", slowly)
    outcomes = await stopped_at(assistant, plan, at_section(1), after=0.15)
    [told] = [outcome for outcome in outcomes if isinstance(outcome, DraftingStopped)]
    assert told.kept == tuple(number for number in ALL if plan.newest(number))


async def test_after_a_stop_the_rest_can_be_drafted(assistant: Assistant, plan: Workspace) -> None:
    """The answers are all there; what was kept is drafted as a further version, the rest as a first one."""
    await stopped_at(assistant, plan, at_section(3))
    await say(assistant, plan, "すべての章を下書き", LAST)
    assert [plan.newest(number) is not None for number in ALL] == [True] * 7
    assert plan.ledger().answer("municipality") == "みどり町"


async def test_progress_is_told_section_by_section(assistant: Assistant, plan: Workspace) -> None:
    """How many of how many."""
    outcomes = await stopped_at(assistant, plan, lambda _: False)
    told = [(one.section, one.done, one.total) for one in outcomes if isinstance(one, Drafting)]
    assert told == [(number, number - 1, 7) for number in ALL]
