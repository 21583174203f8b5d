"""The chat: renders what the conversation yields, and nothing else. The one place that knows Chainlit's messages."""

import asyncio
import json
import logging
import secrets
from typing import Any

import chainlit as cl
from chainlit.types import ThreadDict

from assistant.app import KNOWLEDGE_AS_OF, Assistant, DraftKept, Outcome, PlanKept
from assistant.chat.datalayer import FolderStorage, History, async_url
from assistant.conversation import State
from assistant.errors import AssistantError, NotAllowed, SignInError
from assistant.events import Asked, MeasuresDecided, MeasuresProposed, Offered, Replied, Said
from assistant.measures import offers
from assistant.rendering import (
    decisions_as_markdown,
    draft_as_markdown,
    plan_as_markdown,
    proposals_as_markdown,
    question_as_markdown,
    reply_as_markdown,
)
from assistant.store.accounts import Person
from assistant.store.plans import Workspace

log = logging.getLogger(__name__)
AUTHOR = "assistant"
PLAN = "plan_id"
STARTERS = (
    ("計画づくりを始める", "計画づくりを始める"),
    ("章を選んで下書きする", "章を下書きする"),
    ("施策のおすすめを見る", "施策のおすすめを見る"),
    ("法令・手引について質問する", "法令・手引について質問する"),
    ("既存の計画を点検する", "既存の計画を点検する"),
)
ALWAYS = ("わからない", "あとで", "該当なし", "戻る", "やめる")
RESUME_DELAY = 1.0


def register(assistant: Assistant) -> None:
    """Hang the handlers into Chainlit. Called once, before Chainlit is mounted."""

    @cl.data_layer
    def history() -> History:
        return History(
            conninfo=async_url(assistant.settings.database_url),
            storage_provider=FolderStorage(assistant.settings.home / "elements"),
        )

    @cl.password_auth_callback
    async def sign_in(name: str, password: str) -> cl.User | None:
        try:
            person = await asyncio.to_thread(assistant.accounts.sign_in, name, password)
        except SignInError:
            return None
        return cl.User(identifier=person.name)

    @cl.set_starters
    async def starters(user: cl.User | None = None, language: str | None = None) -> list[cl.Starter]:
        return [cl.Starter(label=label, message=message) for label, message in STARTERS]

    @cl.on_window_message
    async def from_page(message: Any) -> None:
        await _told_by_page(assistant, message)

    @cl.on_message
    async def heard(message: cl.Message) -> None:
        await _hear(assistant, message.content)

    @cl.action_callback("say")
    async def pressed(action: cl.Action) -> None:
        asking = action.payload.get("asking")
        await _said(assistant, str(action.payload.get("text", ""))[:100], None if asking is None else str(asking))

    @cl.on_chat_resume
    async def resumed(thread: ThreadDict) -> None:
        await _resume(assistant, thread)


async def _told_by_page(assistant: Assistant, message: Any) -> None:
    """The page around the chat says which plan is open; believed only as far as the person may open it."""
    try:
        told = json.loads(message) if isinstance(message, str) else message
        plan_id = int(told["plan"])
        await asyncio.to_thread(lambda: assistant.plans.open(_person(assistant), plan_id))
    except (ValueError, TypeError, KeyError, NotAllowed):
        return
    cl.user_session.set(PLAN, plan_id)
    await _tell_page({"kind": "plan-known", "plan": plan_id})
    if isinstance(said := told.get("say"), str) and said.strip():
        await _said(assistant, said.strip()[:100])


async def _said(assistant: Assistant, text: str, pressed_under: str | None = None) -> None:
    """What a button says for the person stands in the chat as if they had typed it."""
    await cl.Message(content=text, type="user_message", author="user").send()
    await _hear(assistant, text, pressed_under)


async def _hear(assistant: Assistant, text: str, pressed_under: str | None = None) -> None:
    """Hear a message, or a button pressed under a question (which must still be the open one)."""
    try:
        workspace = await asyncio.to_thread(_workspace, assistant)
        if pressed_under is not None and pressed_under != await _open_question(workspace):
            await _say("この質問はもう終わっています。直すときは「人口は31,800人の間違い」のように書いてください。")
            return
        for outcome in await assistant.converse(workspace, cl.context.session.thread_id, text):
            await _render(assistant, workspace, outcome)
        await _tell_page({"kind": "changed"})
    except AssistantError as error:
        await _say(str(error))
    except Exception:
        number = secrets.token_hex(4)
        log.exception("チャットの処理に失敗しました（番号 %s）", number)
        await _say(
            f"処理の途中で問題が起きました（番号 {number}）。それまでの答えは保存されています。"
            "もう一度試し、続くときは番号を管理者に知らせてください。"
        )


async def _open_question(workspace: Workspace) -> str | None:
    state = await asyncio.to_thread(workspace.conversation, cl.context.session.thread_id)
    return State.model_validate(state).asking


async def _render(assistant: Assistant, workspace: Workspace, outcome: Outcome) -> None:
    plan = f"/plans/{workspace.plan.id}"
    match outcome:
        case Said(text=text):
            await _say(text)
        case Replied(reply=reply):
            await _say(reply_as_markdown(reply, KNOWLEDGE_AS_OF))
        case Asked() as asked:
            await _say(question_as_markdown(asked), _buttons(asked))
        case DraftKept(draft=draft, version=version, replaced_edit=replaced):
            link = f"{plan}/sections/{draft.number}"
            note = f"\n\n前の文章は版{version.number - 1}として残っています。" if replaced else ""
            await _say(draft_as_markdown(draft, link) + note)
            await _tell_page({"kind": "page", "path": link})
        case PlanKept(drafts=kept, left_alone=left_alone):
            await _say(plan_as_markdown(tuple(one.draft for one in kept), left_alone, plan))
            await _tell_page({"kind": "page", "path": plan})
        case Offered(text=text, choices=choices):
            await _say(text, [cl.Action(name="say", payload={"text": choice}, label=choice) for choice in choices])
        case MeasuresProposed(measures=proposals):
            await _say(proposals_as_markdown(proposals, plan))
        case MeasuresDecided(measures=measures):
            titles = {offer.id: offer.title for offer in offers(assistant.knowledge.corpus).values()}
            await _say(decisions_as_markdown(measures, titles, plan))


async def _tell_page(told: dict[str, Any]) -> None:
    """Tell the page around the chat."""
    await cl.send_window_message(json.dumps(told))


async def _say(text: str, actions: list[cl.Action] | None = None) -> None:
    await cl.Message(content=text, author=AUTHOR, actions=actions or []).send()


def _buttons(asked: Asked) -> list[cl.Action]:
    key = asked.question.key
    return [
        cl.Action(name="say", payload={"text": text, "asking": key}, label=text)
        for text in (*asked.question.choices, *ALWAYS)
    ]


async def _resume(assistant: Assistant, thread: ThreadDict) -> None:
    """Bring back the open question's buttons, which Chainlit does not restore."""
    try:
        workspace = await asyncio.to_thread(_workspace, assistant)
    except NotAllowed:
        return
    cl.user_session.set(PLAN, workspace.plan.id)
    state = State.model_validate(await asyncio.to_thread(workspace.conversation, thread["id"]))
    said = [step for step in thread["steps"] if step["type"] == "assistant_message"]
    if state.asking is None or not said:
        return
    from assistant.interview import question_for

    asked = Asked(question=question_for(state.asking), done=0, total=1)
    last = str(said[-1]["id"])

    async def later() -> None:
        await asyncio.sleep(RESUME_DELAY)
        for button in _buttons(asked):
            await button.send(for_id=last)

    cl.user_session.set("buttons", asyncio.create_task(later()))


def _person(assistant: Assistant) -> Person:
    user = cl.context.session.user
    person = assistant.accounts.find(user.identifier) if user else None
    if person is None:
        raise NotAllowed("ログインし直してください。")
    return person


def _workspace(assistant: Assistant) -> Workspace:
    """The plan of this thread; for a new thread the plan that the page has open, or the person's newest."""
    person = _person(assistant)
    plan_id = assistant.plans.of_thread(person, cl.context.session.thread_id) or cl.user_session.get(PLAN)
    if plan_id is None:
        plans = assistant.plans.of(person)
        plan_id = plans[0].id if plans else assistant.plans.create(person, "新しい計画").id
    return assistant.plans.open(person, int(plan_id))
