"""Drafting in the assembled product: what it keeps, and that no text which a person stands by is replaced."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from product import ALL, ANSWERS, EVERYTHING, START, kept, plan_kept, say
from scripted import ScriptedModel

from assistant.app import Assistant, DraftKept, RedraftOffered
from assistant.errors import ModelError
from assistant.models import Fact, SectionDraft, Status
from assistant.rendering import offered_redraft_as_markdown, plan_as_markdown, revision_as_markdown
from assistant.store.plans import Workspace

SECTION_1 = "第1章を下書き"


def edited(workspace: Workspace) -> None:
    workspace.save_text(1, "私が書いた文", 1)


def typed(workspace: Workspace) -> None:
    workspace.save_text(1, "書きかけの文", 1, running=True)


def restored(workspace: Workspace) -> None:
    workspace.add_draft(another_draft(workspace), 1)
    workspace.restore(1, 1, 2)


def confirmed(workspace: Workspace) -> None:
    workspace.confirm(1, 1)


def another_draft(workspace: Workspace) -> SectionDraft:
    return SectionDraft(number=1, title="現状", text=f"1. {workspace.plan.name}の現状")


@pytest.mark.parametrize("touch", [edited, typed, restored, confirmed])
async def test_no_draft_replaces_what_a_person_stands_by(
    assistant: Assistant, plan: Workspace, touch: Callable[[Workspace], None]
) -> None:
    """Asked for in the chat or by a button: nothing is kept, the person is led to the proposals."""
    await say(assistant, plan, SECTION_1, "みどり町", "やめる")
    touch(plan)
    before = plan.versions(1)
    outcomes = await say(assistant, plan, SECTION_1, "人口は3万人", "やめる")
    assert [one.section for one in outcomes if isinstance(one, RedraftOffered)] == [1]
    assert await assistant.draft(plan, 1) == RedraftOffered(section=1)
    assert plan.versions(1) == before
    assert "30,000人" in (await assistant.fresh_draft(plan, 1)).draft.text


async def test_an_untouched_draft_is_drafted_again(assistant: Assistant, plan: Workspace) -> None:
    """As the next version; also one whose confirmation was taken back, and one whose edit was undone by a redraft."""
    await say(assistant, plan, SECTION_1, "みどり町", "やめる")
    plan.confirm(1, 1)
    plan.withdraw_confirmation(1)
    again = kept(await say(assistant, plan, SECTION_1, "人口は3万人", "やめる"))
    assert (again.version.number, again.version.origin) == (2, "draft")
    assert "30,000人" in again.draft.text
    plan.save_text(1, "私が書いた文", 2)
    fresh = await assistant.fresh_draft(plan, 1)
    plan.add_redraft(fresh.draft, fresh.draft.text, 3, fresh.known)
    assert isinstance(await assistant.draft(plan, 1), DraftKept)


async def test_a_fresh_draft_is_the_same_until_an_answer_changes(assistant: Assistant, plan: Workspace) -> None:
    """What a person has looked at is what they accept, also where a model words it; and nothing is kept."""
    model = ScriptedModel(ModelError("遅い"), ModelError("遅い"))
    worded = replace(assistant, model=model, shown={})
    await say(assistant, plan, "人口は3万人です")
    first = await worded.fresh_draft(plan, 1)
    asked = len(model.seen)
    assert await worded.fresh_draft(plan, 1) is first
    assert len(model.seen) == asked
    plan.add_facts((Fact(key="population", status=Status.ANSWERED, value=29_000),))
    second = await worded.fresh_draft(plan, 1)
    assert ("29,000人" in second.draft.text, second.known > first.known) == (True, True)
    assert plan.versions(1) == []


@pytest.mark.parametrize("how", ["saved", "confirmed"])
async def test_a_text_that_a_person_takes_up_while_a_model_drafts_stays(
    assistant: Assistant, plan: Workspace, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Between the look at the text and the moment the draft is ready."""
    await assistant.draft(plan, 1)

    async def slow(model: object, draft: SectionDraft, ledger: object, budget: int) -> SectionDraft:
        if how == "saved":
            plan.save_text(1, "その間に書いた文", 1)
        else:
            plan.confirm(1, 1)
        return draft

    monkeypatch.setattr("assistant.wording.word_section", slow)
    assert await replace(assistant, model=ScriptedModel()).draft(plan, 1) == RedraftOffered(section=1)
    assert len(plan.versions(1)) == (2 if how == "saved" else 1)


async def test_a_whole_draft_leaves_alone_what_a_person_wrote(assistant: Assistant, plan: Workspace) -> None:
    """Edited, restored and confirmed sections stay as they are; the others are drafted anew."""
    await say(assistant, plan, EVERYTHING, "みどり町", "やめる")
    plan.save_text(1, "私が書いた文", 1)
    plan.save_text(3, "別の文", 1)
    plan.restore(3, 1, 2)
    plan.confirm(5, 1)
    whole = plan_kept(await say(assistant, plan, EVERYTHING, "みどり町計画", "やめる"))
    assert whole.left_alone == (1, 3, 5)
    assert [one.draft.number for one in whole.drafts] == [2, 4, 6, 7]
    numbers = {section: version.number for section, version in plan.texts().items()}
    assert numbers == {**dict.fromkeys(ALL, 2), 3: 3, 5: 1}
    assert plan.texts()[1].text == "私が書いた文"


async def test_a_plan_of_which_every_section_was_edited_is_left_alone(assistant: Assistant, plan: Workspace) -> None:
    """Nothing is drafted, and that is told without an error."""
    for section in ALL:
        plan.save_text(section, "文", None)
    whole = plan_kept(await say(assistant, plan, EVERYTHING, "やめる"))
    assert (whole.drafts, whole.left_alone) == ((), ALL)
    shown = plan_as_markdown((), whole.left_alone, "/plans/1")
    assert shown.startswith("[第1章](/plans/1/sections/1/redraft)、[第2章](/plans/1/sections/2/redraft)")
    assert "0つ" not in shown


async def test_a_text_saved_while_the_plan_is_being_drafted_is_not_written_over(
    assistant: Assistant, plan: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves section 2 between our look and our write: it is left alone, the rest is drafted."""
    add_draft = Workspace.add_draft

    def slower(self: Workspace, draft: SectionDraft, based_on: int | None, made_from: int | None = None) -> object:
        if draft.number == 2:
            self.save_text(2, "先に書いた文", None)
        return add_draft(self, draft, based_on, made_from)

    monkeypatch.setattr(Workspace, "add_draft", slower)
    whole = plan_kept(await say(assistant, plan, EVERYTHING, "やめる"))
    assert (whole.left_alone, len(whole.drafts)) == ((2,), 6)
    assert [version.text for version in plan.versions(2)] == ["先に書いた文"]


@pytest.mark.parametrize(
    ("correction", "stale"),
    [
        ("人口は3万人に訂正します", {1}),
        ("担当課は総務課に変更してください", {4}),
        ("計画の名称は「みどり町データ計画」に変更", {2, 3}),
    ],
)
async def test_a_changed_answer_marks_the_drafts_that_used_it(
    assistant: Assistant, plan: Workspace, correction: str, stale: set[int]
) -> None:
    """Those sections and no others; drafted anew, none is stale."""
    await say(assistant, plan, START, *(message for message, _, _ in ANSWERS))
    await say(assistant, plan, correction)
    assert {section for section in ALL if plan.stale_keys(section)} >= stale
    assert 5 not in {section for section in ALL if plan.stale_keys(section)}
    await say(assistant, plan, EVERYTHING)
    assert [section for section in ALL if plan.stale_keys(section)] == []


async def test_a_draft_can_be_made_of_nothing(assistant: Assistant, plan: Workspace) -> None:
    """A section of open places; none is invented."""
    made = await assistant.draft(plan, 1)
    assert isinstance(made, DraftKept)
    assert "〔要確認：人口〕" in made.draft.text
    assert made.draft.open_items


async def test_a_failing_model_costs_no_draft(assistant: Assistant, plan: Workspace) -> None:
    """The rules' draft is kept."""
    await say(assistant, plan, "人口は3万人です")
    alone = await assistant.draft(plan, 1)
    failing = replace(assistant, model=ScriptedModel(ModelError("遅い")))
    again = await failing.draft(plan, 1)
    assert isinstance(alone, DraftKept)
    assert isinstance(again, DraftKept)
    assert again.draft == alone.draft
    assert len(plan.versions(1)) == 2


@pytest.mark.parametrize(
    ("shown", "link"),
    [
        (offered_redraft_as_markdown(3, "/plans/7"), "(/plans/7/sections/3/redraft)"),
        (revision_as_markdown(3, "short", "/plans/7"), "(/plans/7/sections/3/revise?how=short)"),
        (revision_as_markdown(3, "plain", "/plans/7"), "(/plans/7/sections/3/revise?how=plain)"),
    ],
)
def test_what_is_left_alone_comes_with_the_way_to_decide(shown: str, link: str) -> None:
    """Which section, that nothing was changed, and where the proposals are."""
    assert "第3章" in shown
    assert link in shown
    assert "置き換えていません" in shown or "いまの文章は変わりません" in shown
