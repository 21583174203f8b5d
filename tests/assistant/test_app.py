"""The assembled product: what a person said is kept before anything is shown, and nothing is lost on the way."""

import shutil
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.app import Assistant, DraftKept, Outcome, build, open_knowledge, signing_secret
from assistant.conversation import Asked, FactsTaken, Replied
from assistant.errors import InputError, ModelError, NotAllowed
from assistant.models import Answer, FactValue
from assistant.settings import Settings
from assistant.store.accounts import Person
from assistant.store.plans import Workspace
from knowledge.errors import IndexMissing

TODAY = date(2026, 11, 23)
START = "計画づくりを始めたい"
ANSWERS: list[tuple[str, dict[str, FactValue | None], str | None]] = [
    ("みどり町です", {"municipality": "みどり町"}, "population"),
    ("人口3万2千人、高齢化率38.5%", {"population": 32_000, "ageing_rate": 38.5}, "population_trend"),
    ("減っている", {"population_trend": "減っている"}, "issues"),
    ("若い世代の転出、窓口の混雑", {"issues": ("若い世代の転出", "窓口の混雑")}, "administrative_issues"),
    ("わからない", {"administrative_issues": None}, "past_efforts"),
    ("コンビニ交付を開始", {"past_efforts": ("コンビニ交付を開始",)}, "efforts_result"),
    ("便利になった", {"efforts_result": "便利になった"}, "neighbours"),
    ("該当なし", {"neighbours": None}, None),
]


class ScriptedModel:
    """Says what it was given to say, in order; an unscripted call fails the test."""

    def __init__(self, *replies: str | ModelError) -> None:
        self.replies = [*replies]

    async def complete(self, prompt: str) -> str:
        assert self.replies, f"unscripted call: {prompt[:80]}"
        reply = self.replies.pop(0)
        if isinstance(reply, ModelError):
            raise reply
        return reply


@pytest.fixture(scope="module")
def home(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a built index."""
    folder = tmp_path_factory.mktemp("kanmin")
    shutil.copytree(index_folder, folder / "index")
    return folder


def settings(home: Path, **values: object) -> Settings:
    return Settings(home=home, today=TODAY, **values)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def assistant(home: Path) -> Iterator[Assistant]:
    """The product without a model."""
    made = build(settings(home))
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def hanako(assistant: Assistant) -> Person:
    return assistant.accounts.create("花子", "hanako-2026")


@pytest.fixture
def mine(assistant: Assistant, hanako: Person) -> Workspace:
    """A new plan."""
    return assistant.plans.open(hanako, assistant.plans.create(hanako, "みどり町の計画").id)


def thread(workspace: Workspace) -> str:
    return f"thread-{workspace.plan.id}"


async def say(assistant: Assistant, workspace: Workspace, *messages: str) -> list[Outcome]:
    """The outcomes of the last message."""
    outcomes: list[Outcome] = []
    for message in messages:
        outcomes = await assistant.converse(workspace, thread(workspace), message)
    return outcomes


def asked(outcomes: list[Outcome]) -> str | None:
    return outcomes[-1].question.key if isinstance(outcomes[-1], Asked) else None


def kept(outcomes: list[Outcome]) -> DraftKept:
    assert isinstance(outcomes[-1], DraftKept)
    return outcomes[-1]


# --- nothing said is lost --------------------------------------------------------------------------------------------------


async def test_every_message_s_facts_are_in_the_store_when_it_is_answered(
    assistant: Assistant, mine: Workspace
) -> None:
    """From the first to the last, whose answer is the draft kept as version 1."""
    assert asked(await say(assistant, mine, START)) == "municipality"
    for message, facts, key in ANSWERS:
        outcomes = await say(assistant, mine, message)
        assert {name: mine.ledger().get(name).value for name in facts} == facts
        assert set(facts) <= set(mine.ledger().facts)
        assert asked(outcomes) == key
        assert not [outcome for outcome in outcomes if isinstance(outcome, FactsTaken)]
    newest = mine.newest(1)
    assert newest is not None
    assert (newest.number, newest.origin, newest.text) == (1, "draft", kept(outcomes).draft.text)
    assert kept(outcomes).replaced_edit is False


@pytest.mark.parametrize("said", range(len(ANSWERS)))
async def test_an_interview_goes_on_from_the_store_at_any_point(
    assistant: Assistant, hanako: Person, mine: Workspace, said: int
) -> None:
    """Nothing is held in memory between two messages: the plan opened anew goes on with the same question."""
    message, facts, key = ANSWERS[said]
    await say(assistant, mine, START, *(earlier for earlier, _, _ in ANSWERS[:said]))
    anew = assistant.plans.open(hanako, mine.plan.id)
    assert asked(await say(assistant, anew, message)) == key
    assert set(facts) <= set(anew.ledger().facts)


async def test_a_second_product_on_the_same_data_loses_nothing(
    assistant: Assistant, home: Path, mine: Workspace
) -> None:
    """Built anew from the same folder: accounts, plan, facts, open question and the thread are there."""
    await say(assistant, mine, START, "みどり町", "3万2千人")
    second = build(settings(home))
    try:
        person = second.accounts.sign_in("花子", "hanako-2026")
        workspace = second.plans.open(person, mine.plan.id)
        assert workspace.last_thread() == thread(mine)
        assert workspace.ledger() == mine.ledger()
        assert asked(await say(second, workspace, "減っている")) == "ageing_rate"
        assert set(workspace.ledger().facts) == {"municipality", "population", "population_trend"}
    finally:
        second.engine.dispose()


async def test_a_thread_of_another_plan_is_refused_before_anything_is_kept(
    assistant: Assistant, mine: Workspace, hanako: Person
) -> None:
    """A message to the wrong plan changes neither."""
    await say(assistant, mine, START)
    other = assistant.plans.open(hanako, assistant.plans.create(hanako, "別の計画").id)
    with pytest.raises(NotAllowed):
        await assistant.converse(other, thread(mine), "みどり町")
    assert (other.ledger().facts, mine.ledger().facts) == ({}, {})


# --- drafts -----------------------------------------------------------------------------------------------------------------


async def test_a_person_s_text_is_kept_when_the_section_is_drafted_again(assistant: Assistant, mine: Workspace) -> None:
    """The draft becomes the newest version, the edit stays below it, and the person is told."""
    first = kept(await say(assistant, mine, START, "みどり町", "やめる"))
    mine.save_text(1, "私が書いた文", first.version.number)
    again = kept(await say(assistant, mine, "聞き取りを続けたい", "3万人", "やめる"))
    assert (again.version.number, again.replaced_edit) == (3, True)
    assert [(v.number, v.origin) for v in mine.versions(1)] == [(3, "draft"), (2, "edit"), (1, "draft")]
    assert mine.versions(1)[1].text == "私が書いた文"
    assert "30,000人" in again.draft.text


async def test_a_draft_can_be_made_of_nothing(assistant: Assistant, mine: Workspace) -> None:
    """A section of open places; none is invented."""
    draft = (await assistant.draft(mine, 1)).draft
    assert "〔要確認：人口〕" in draft.text
    assert draft.open_items


# --- questions, with and without a model ------------------------------------------------------------------------------------------


async def test_a_question_is_answered_without_a_model(assistant: Assistant, mine: Workspace) -> None:
    """By the rules, with citations, and nothing is taken for a fact."""
    [replied] = await say(assistant, mine, "計画の策定は義務ですか")
    assert isinstance(replied, Replied)
    assert isinstance(replied.reply, Answer)
    assert (replied.reply.strength, replied.reply.worded_by) == ("努力義務", "rules")
    assert mine.ledger().facts == {}


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
    assistant: Assistant, mine: Workspace, reply: str | ModelError, worded_by: str
) -> None:
    """The person gets an answer either way."""
    [replied] = await say(replace(assistant, model=ScriptedModel(reply)), mine, "計画の策定は義務ですか")
    assert isinstance(replied, Replied)
    assert isinstance(replied.reply, Answer)
    assert replied.reply.worded_by == worded_by
    assert replied.reply.citations


async def test_what_the_sources_do_not_say_is_not_asked_of_a_model(assistant: Assistant, mine: Workspace) -> None:
    """An unscripted call would fail: no model fills a gap."""
    [replied] = await say(replace(assistant, model=ScriptedModel()), mine, "固定資産税の税率は？")
    assert isinstance(replied, Replied)
    assert replied.reply.outcome == "no_evidence"


async def test_a_failing_model_costs_no_draft(assistant: Assistant, mine: Workspace) -> None:
    """The rules' draft is kept."""
    await say(assistant, mine, START, "みどり町")
    alone = (await assistant.draft(mine, 1)).draft
    failing = replace(assistant, model=ScriptedModel(ModelError("遅い")))
    assert (await failing.draft(mine, 1)).draft == alone
    assert len(mine.versions(1)) == 2


@pytest.mark.parametrize("name", ["nosuch:model", "openai:gpt-4o"], ids=["unknown", "no key"])
def test_a_model_that_cannot_be_used_does_not_stop_the_product(home: Path, name: str) -> None:
    """It starts without one."""
    made = build(settings(home, model=name))
    made.engine.dispose()
    assert made.model is None


def test_without_an_index_the_command_is_told(tmp_path: Path) -> None:
    """The message names what to run."""
    with pytest.raises(IndexMissing, match="kanmin knowledge build"):
        open_knowledge(settings(tmp_path))


# --- the secret ----------------------------------------------------------------------------------------------------------------


def test_the_signing_secret_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    """Long, the same at every start, another one elsewhere, readable by nobody else."""
    home = tmp_path / "new" / "home"
    secret = signing_secret(home)
    assert len(secret) >= 48
    assert signing_secret(home) == secret
    assert signing_secret(tmp_path / "other") != secret
    assert stat.S_IMODE((home / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "\n", "short", "x" * 31, f"  {'x' * 31}\n"])
def test_a_secret_that_is_too_short_is_refused(tmp_path: Path, content: str) -> None:
    """The message names the file and how to mend it; the file stays as it is."""
    (tmp_path / "secret").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="ファイルを消すと作り直します") as refused:
        signing_secret(tmp_path)
    assert str(tmp_path / "secret") in str(refused.value)
    assert (tmp_path / "secret").read_text(encoding="utf-8") == content
