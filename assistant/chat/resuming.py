"""Which plan a chat is about, and how a thread comes back: its open question, its buttons, its progress."""

import asyncio
import json
from typing import Any

import chainlit as cl
from chainlit.types import ThreadDict

from assistant.app import Assistant
from assistant.chat.desk import PLAN, action, desk, person_here, show_buttons, tell_page, workspace_here
from assistant.chat.hearing import said
from assistant.chat.showing import ASKING, answers_to, say
from assistant.conversation import State, open_question
from assistant.errors import AssistantError, NotAllowed
from assistant.events import Asked
from assistant.rendering import question_as_markdown
from assistant.store.plans import Workspace
from assistant.understanding import command, section_named

RESUME_DELAY = 1.0  # Chainlit's page throws away what arrives before it has laid out a thread
LONGEST_SAID, LONGEST_SUBJECT = 100, 24
_SUBJECTS = {
    "start": "聞き取り",
    "recommend": "施策のおすすめ",
    "export": "出力",
    "inquiry": "照会",
    "check": "計画の点検",
    "import": "Wordの取り込み",
}


async def told_by_page(assistant: Assistant, message: Any) -> None:
    """The page around the chat says which plan is open; believed only as far as the person may open it."""
    try:
        told = json.loads(message) if isinstance(message, str) else message
        plan_id = int(told["plan"])
        shown = await asyncio.to_thread(lambda: assistant.plans.open(person_here(assistant), plan_id))
    except (ValueError, TypeError, KeyError, NotAllowed):
        return
    cl.user_session.set(PLAN, plan_id)
    try:
        mine = await asyncio.to_thread(workspace_here, assistant)
    except AssistantError as error:
        await say(str(error))
        return
    await tell_page({"kind": "plan-known", "plan": plan_id, "name": mine.plan.name})
    if mine.plan.id != plan_id:
        await _tell_of_other(mine, shown)
    elif isinstance(words := told.get("say"), str) and words.strip():
        await said(assistant, words.strip()[:LONGEST_SAID])


async def _tell_of_other(mine: Workspace, shown: Workspace) -> None:
    """The thread is about another plan than the page: said once."""
    held = desk()
    if shown.plan.id in held.told_of_other:
        return
    held.told_of_other.add(shown.plan.id)
    await asyncio.sleep(RESUME_DELAY)
    await say(
        f"この会話は計画「{mine.plan.name}」のものです（いま開いている画面は「{shown.plan.name}」）。"
        f"続けて書いたことは「{mine.plan.name}」に記録されます。"
        f"[「{mine.plan.name}」の画面を開く](/plans/{mine.plan.id})か、左上の「新しいチャット」で、いまの画面の計画について始めてください。"
    )


async def resume(assistant: Assistant, thread: ThreadDict) -> None:
    """Bring back the open question with its buttons, which Chainlit does not restore."""
    try:
        workspace = await asyncio.to_thread(workspace_here, assistant)
    except AssistantError:
        return  # said at the next message
    state = State.model_validate(await asyncio.to_thread(workspace.conversation, thread["id"]))
    asked = open_question(state, await asyncio.to_thread(workspace.ledger)) if workspace.plan.editable else None
    last = next((step for step in reversed(thread["steps"]) if step["type"] == "assistant_message"), None)

    async def later() -> None:
        await asyncio.sleep(RESUME_DELAY)
        await tell_page({"kind": "plan-wanted"})
        if asked and not state.doubted:
            await _ask(asked, last)
        elif last and state.offered:
            await show_buttons([action(choice) for choice in state.offered], str(last["id"]))

    cl.user_session.set("buttons", asyncio.create_task(later()))


async def _ask(asked: Asked, last: Any) -> None:
    """Buttons under the question where it still stands last; otherwise it is asked anew."""
    key = asked.question.key
    metadata = (last or {}).get("metadata") or {}
    if last and metadata.get(ASKING) == key:
        await show_buttons(answers_to(asked), str(last["id"]))
        return
    message = await say(question_as_markdown(asked), **{ASKING: key})
    await show_buttons(answers_to(asked), message.id)


def thread_name(assistant: Assistant, words: str) -> str:
    """What a thread is called that begins with these words: its subject and its plan."""
    wanted = command(words)
    section = section_named(words) if wanted == "draft" else None
    subject = f"第{section}章の下書き" if section else _SUBJECTS.get(wanted or "", " ".join(words.split()))
    if len(subject) > LONGEST_SUBJECT:
        subject = subject[: LONGEST_SUBJECT - 1] + "…"
    try:
        return f"{subject}｜{workspace_here(assistant).plan.name}"
    except AssistantError:
        return subject
