"""The assembled product: what a person said is kept before anything is shown, and nothing is lost on the way."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from calendars import days
from product import ALL, ANSWERS, START, TODAY, asked, converse, plan_kept, say, settings, thread
from scripted import ScriptedModel
from storing import PASSWORD

from assistant.app import Assistant, build
from assistant.errors import ModelError, NotAllowed
from assistant.events import FactsTaken, MeasuresDecided, Replied
from assistant.holdings import open_knowledge
from assistant.models import Answer
from assistant.store.accounts import Person
from assistant.store.plans import Workspace
from knowledge.errors import IndexMissing

# --- nothing said is lost --------------------------------------------------------------------------------------------------


async def test_every_message_s_facts_are_in_the_store_when_it_is_answered(
    assistant: Assistant, plan: Workspace
) -> None:
    """From the first to the last, whose answer is the whole plan kept in seven first versions."""
    assert asked(await say(assistant, plan, START)) == "municipality"
    for message, facts, key in ANSWERS:
        outcomes = await say(assistant, plan, message)
        assert {name: plan.ledger().get(name).value for name in facts} == facts
        assert set(facts) <= set(plan.ledger().facts)
        assert asked(outcomes) == key
        assert not [outcome for outcome in outcomes if isinstance(outcome, FactsTaken)]
    whole = plan_kept(outcomes)
    assert tuple(one.draft.number for one in whole.drafts) == ALL
    assert whole.left_alone == ()
    for one in whole.drafts:
        newest = plan.newest(one.draft.number)
        assert newest == one.version
        assert (newest.number, newest.origin, newest.text) == (1, "draft", one.draft.text)
        assert (newest.trace, newest.open_items) == (one.draft.trace, one.draft.open_items)
        assert plan.stale_keys(one.draft.number) == ()


@pytest.mark.parametrize("said", range(len(ANSWERS)))
async def test_an_interview_goes_on_from_the_store_at_any_point(
    assistant: Assistant, midori: Person, plan: Workspace, said: int
) -> None:
    """Nothing is held in memory between two messages: the plan opened anew goes on with the same question."""
    message, facts, key = ANSWERS[said]
    await say(assistant, plan, START, *(earlier for earlier, _, _ in ANSWERS[:said]))
    anew = assistant.plans.open(midori, plan.plan.id)
    assert asked(await say(assistant, anew, message)) == key
    assert set(facts) <= set(anew.ledger().facts)


async def test_a_second_product_on_the_same_data_loses_nothing(
    assistant: Assistant, home: Path, plan: Workspace
) -> None:
    """Built anew from the same folder: accounts, plan, facts, open question and the thread are there."""
    await say(assistant, plan, START, "みどり町", "みどり町計画")
    second = build(settings(home))
    try:
        person = second.accounts.sign_in("みどり", PASSWORD)
        workspace = second.plans.open(person, plan.plan.id)
        assert workspace.last_thread() == thread(plan)
        assert workspace.ledger() == plan.ledger()
        assert asked(await say(second, workspace, "単独")) == "scale"
        assert set(workspace.ledger().facts) == {"municipality", "plan_name", "pattern"}
    finally:
        second.engine.dispose()


async def test_a_thread_of_another_plan_is_refused_before_anything_is_kept(
    assistant: Assistant, plan: Workspace, midori: Person
) -> None:
    """A message to the wrong plan changes neither."""
    await say(assistant, plan, START)
    other = assistant.plans.open(midori, assistant.plans.create(midori, "別の計画").id)
    with pytest.raises(NotAllowed):
        await converse(assistant, other, thread(plan), "みどり町")
    assert (other.ledger().facts, plan.ledger().facts) == ({}, {})


async def test_decided_measures_are_in_the_store_when_they_are_shown(assistant: Assistant, plan: Workspace) -> None:
    """Picked and rejected, with the reason; the section that lists the measures is stale from then on."""
    await say(assistant, plan, START, *(message for message, _, _ in ANSWERS))
    await say(assistant, plan, "施策のおすすめを見る")
    [decided] = await say(assistant, plan, "1を採用、2は見送り。予算がない")
    assert isinstance(decided, MeasuresDecided)
    assert plan.ledger().measures == decided.measures
    assert [(m.decision, m.reason) for m in decided.measures] == [("picked", ""), ("rejected", "予算がない")]
    assert plan.stale_keys(6)


# --- questions, with and without a model ------------------------------------------------------------------------------------------


async def test_a_question_is_answered_without_a_model(assistant: Assistant, plan: Workspace) -> None:
    """By the rules, with citations, and nothing is taken for a fact."""
    [replied] = await say(assistant, plan, "計画の策定は義務ですか")
    assert isinstance(replied, Replied)
    assert isinstance(replied.reply, Answer)
    assert (replied.reply.strength, replied.reply.worded_by) == ("努力義務", "rules")
    assert plan.ledger().facts == {}


@pytest.mark.parametrize(
    ("reply", "worded_by"),
    [
        ("市町村の計画の策定は、努力義務です。", "model"),
        ("市町村の計画の策定は、罰則のある義務です。", "rules"),
        (ModelError("言語モデルが60秒以内に答えませんでした"), "rules"),
    ],
    ids=["good", "invented", "slow"],
)
async def test_a_model_words_an_answer_or_the_rules_do(
    assistant: Assistant, plan: Workspace, reply: str | ModelError, worded_by: str
) -> None:
    """The person gets an answer either way."""
    [replied] = await say(replace(assistant, model=ScriptedModel(reply)), plan, "計画の策定は義務ですか")
    assert isinstance(replied, Replied)
    assert isinstance(replied.reply, Answer)
    assert replied.reply.worded_by == worded_by
    assert replied.reply.citations


async def test_what_the_sources_do_not_say_is_not_asked_of_a_model(assistant: Assistant, plan: Workspace) -> None:
    """An unscripted call would fail: no model fills a gap."""
    [replied] = await say(replace(assistant, model=ScriptedModel()), plan, "固定資産税の税率は？")
    assert isinstance(replied, Replied)
    assert replied.reply.outcome == "no_evidence"


@pytest.mark.parametrize("name", ["nosuch:model", "openai:gpt-4o"], ids=["unknown", "no key"])
def test_a_model_that_cannot_be_used_does_not_stop_the_product(home: Path, name: str) -> None:
    """It starts without one."""
    made = build(settings(home, model=name))
    made.engine.dispose()
    assert made.model is None


def test_today_is_the_day_of_the_request(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server started on one day asks the calendar again on the next, unless the date is fixed."""
    started = replace(assistant, settings=assistant.settings.model_copy(update={"today": None}))
    for day in days(monkeypatch, date(2026, 11, 1), date(2026, 12, 1)):
        assert (started.today, assistant.today) == (day, TODAY)


def test_without_an_index_the_command_is_told(tmp_path: Path) -> None:
    """The message names what to run."""
    with pytest.raises(IndexMissing, match="kanmin knowledge build"):
        open_knowledge(settings(tmp_path))
