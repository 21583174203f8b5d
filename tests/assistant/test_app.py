"""The assembled product: what a person said is kept before anything is shown, and nothing is lost on the way."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from scripted import ScriptedModel

from assistant.app import Assistant, DraftKept, Outcome, PlanKept, build, open_knowledge
from assistant.errors import ModelError, NotAllowed
from assistant.events import Asked, FactsTaken, MeasuresDecided, Replied
from assistant.models import Answer, FactValue, SectionDraft
from assistant.rendering import plan_as_markdown
from assistant.settings import Settings
from assistant.store.accounts import Person
from assistant.store.plans import Workspace
from knowledge.errors import IndexMissing

TODAY = date(2026, 11, 23)
START = "計画づくりを始めたい"
ANSWERS: list[tuple[str, dict[str, FactValue | None], str | None]] = [
    ("みどり町です", {"municipality": "みどり町"}, "plan_name"),
    ("みどり町計画、担当課は企画課", {"plan_name": "みどり町計画", "lead_department": "企画課"}, "pattern"),
    ("単独", {"pattern": "単独の計画として作る"}, "scale"),
    ("スモールスタート", {"scale": "少数の施策から始める"}, "period"),
    ("令和9年度から3年間", {"period": "2027-2029"}, "comprehensive_plan"),
    ("該当なし", {"comprehensive_plan": None}, "it_plan"),
    ("該当なし", {"it_plan": None}, "prefectural_plan"),
    ("わからない", {"prefectural_plan": None}, "publication"),
    ("令和9年3月", {"publication": "2027-03"}, "issues"),
    ("若い世代の転出、窓口の混雑", {"issues": ("若い世代の転出", "窓口の混雑")}, "administrative_issues"),
    ("わからない", {"administrative_issues": None}, "past_efforts"),
    ("コンビニ交付を開始", {"past_efforts": ("コンビニ交付を開始",)}, "efforts_result"),
    ("便利になった", {"efforts_result": "便利になった"}, "project_team"),
    ("該当なし", {"project_team": None}, "it_staff"),
    ("2人", {"it_staff": 2}, "cloud"),
    ("移行の途中", {"cloud": "移行の途中"}, "security_policy"),
    ("公表済み", {"security_policy": "定めて公表している"}, "population"),
    ("人口3万2千人、高齢化率38.5%", {"population": 32_000, "ageing_rate": 38.5}, None),
]
ALL = (1, 2, 3, 4, 5, 6, 7)
EVERYTHING = "すべての章を下書き"


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
    [found] = [outcome for outcome in outcomes if isinstance(outcome, DraftKept)]
    return found


def plan_kept(outcomes: list[Outcome]) -> PlanKept:
    [found] = [outcome for outcome in outcomes if isinstance(outcome, PlanKept)]
    return found


# --- nothing said is lost --------------------------------------------------------------------------------------------------


async def test_every_message_s_facts_are_in_the_store_when_it_is_answered(
    assistant: Assistant, mine: Workspace
) -> None:
    """From the first to the last, whose answer is the whole plan kept in seven first versions."""
    assert asked(await say(assistant, mine, START)) == "municipality"
    for message, facts, key in ANSWERS:
        outcomes = await say(assistant, mine, message)
        assert {name: mine.ledger().get(name).value for name in facts} == facts
        assert set(facts) <= set(mine.ledger().facts)
        assert asked(outcomes) == key
        assert not [outcome for outcome in outcomes if isinstance(outcome, FactsTaken)]
    whole = plan_kept(outcomes)
    assert tuple(one.draft.number for one in whole.drafts) == ALL
    assert whole.left_alone == ()
    for one in whole.drafts:
        newest = mine.newest(one.draft.number)
        assert newest == one.version
        assert (newest.number, newest.origin, newest.text) == (1, "draft", one.draft.text)
        assert (newest.trace, newest.open_items) == (one.draft.trace, one.draft.open_items)
        assert mine.stale_keys(one.draft.number) == ()


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
    await say(assistant, mine, START, "みどり町", "みどり町計画")
    second = build(settings(home))
    try:
        person = second.accounts.sign_in("花子", "hanako-2026")
        workspace = second.plans.open(person, mine.plan.id)
        assert workspace.last_thread() == thread(mine)
        assert workspace.ledger() == mine.ledger()
        assert asked(await say(second, workspace, "単独")) == "scale"
        assert set(workspace.ledger().facts) == {"municipality", "plan_name", "pattern"}
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


SECTION_1 = "第1章を下書き"


async def test_a_person_s_text_is_kept_when_the_section_is_drafted_again(assistant: Assistant, mine: Workspace) -> None:
    """The draft becomes the newest version, the edit stays below it, and the person is told."""
    first = kept(await say(assistant, mine, SECTION_1, "みどり町", "やめる"))
    mine.save_text(1, "私が書いた文", first.version.number)
    again = kept(await say(assistant, mine, SECTION_1, "人口は3万人", "やめる"))
    assert (again.version.number, again.replaced_edit) == (3, True)
    assert [(v.number, v.origin) for v in mine.versions(1)] == [(3, "draft"), (2, "edit"), (1, "draft")]
    assert mine.versions(1)[1].text == "私が書いた文"
    assert "30,000人" in again.draft.text


async def test_a_whole_draft_leaves_alone_what_a_person_wrote(assistant: Assistant, mine: Workspace) -> None:
    """Edited and restored sections stay as they are; the others are drafted anew."""
    await say(assistant, mine, EVERYTHING, "みどり町", "やめる")
    mine.save_text(1, "私が書いた文", 1)
    mine.save_text(3, "別の文", 1)
    mine.restore(3, 1, 2)
    whole = plan_kept(await say(assistant, mine, EVERYTHING, "みどり町計画", "やめる"))
    assert whole.left_alone == (1, 3)
    assert [one.draft.number for one in whole.drafts] == [2, 4, 5, 6, 7]
    assert {section: version.number for section, version in mine.texts().items()} == {
        **dict.fromkeys(ALL, 2),
        3: 3,
    }
    assert mine.texts()[1].text == "私が書いた文"


async def test_a_plan_of_which_every_section_was_edited_is_left_alone(assistant: Assistant, mine: Workspace) -> None:
    """Nothing is drafted, and that is told without an error."""
    for section in ALL:
        mine.save_text(section, "文", None)
    whole = plan_kept(await say(assistant, mine, EVERYTHING, "やめる"))
    assert (whole.drafts, whole.left_alone) == ((), ALL)
    shown = plan_as_markdown((), whole.left_alone, "/plans/1")
    assert shown.startswith("第1章、第2章")
    assert "0つ" not in shown


async def test_a_text_saved_while_the_plan_is_being_drafted_is_not_written_over(
    assistant: Assistant, mine: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves section 2 between our look and our write: it is left alone, the rest is drafted."""
    add_draft = Workspace.add_draft

    def slower(self: Workspace, draft: SectionDraft, based_on: int | None, made_from: int | None = None) -> object:
        if draft.number == 2:
            self.save_text(2, "先に書いた文", None)
        return add_draft(self, draft, based_on, made_from)

    monkeypatch.setattr(Workspace, "add_draft", slower)
    whole = plan_kept(await say(assistant, mine, EVERYTHING, "やめる"))
    assert (whole.left_alone, len(whole.drafts)) == ((2,), 6)
    assert [version.text for version in mine.versions(2)] == ["先に書いた文"]


@pytest.mark.parametrize(
    ("correction", "stale"),
    [
        ("人口は3万人に訂正します", {1}),
        ("担当課は総務課に変更してください", {4}),
        ("計画の名称は「みどり町データ計画」に変更", {2, 3}),
    ],
)
async def test_a_changed_answer_marks_the_drafts_that_used_it(
    assistant: Assistant, mine: Workspace, correction: str, stale: set[int]
) -> None:
    """Those sections and no others; drafted anew, none is stale."""
    await say(assistant, mine, START, *(message for message, _, _ in ANSWERS))
    await say(assistant, mine, correction)
    assert {section for section in ALL if mine.stale_keys(section)} >= stale
    assert 5 not in {section for section in ALL if mine.stale_keys(section)}
    await say(assistant, mine, EVERYTHING)
    assert [section for section in ALL if mine.stale_keys(section)] == []


async def test_decided_measures_are_in_the_store_when_they_are_shown(assistant: Assistant, mine: Workspace) -> None:
    """Picked and rejected, with the reason; the section that lists the measures is stale from then on."""
    await say(assistant, mine, START, *(message for message, _, _ in ANSWERS))
    await say(assistant, mine, "施策のおすすめを見る")
    [decided] = await say(assistant, mine, "1を採用、2は見送り。予算がない")
    assert isinstance(decided, MeasuresDecided)
    assert mine.ledger().measures == decided.measures
    assert [(m.decision, m.reason) for m in decided.measures] == [("picked", ""), ("rejected", "予算がない")]
    assert mine.stale_keys(6)


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
    await say(assistant, mine, "人口は3万人です")
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
