"""Hears what a person says in the chat, by typing or by a button, and sees it through to the end."""

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, Coroutine
from typing import Any

import chainlit as cl

from assistant.app import Assistant, Outcome
from assistant.chat.desk import begin_thread, desk, tell_page, workspace_here
from assistant.chat.showing import Screen, say
from assistant.conversation import State
from assistant.errors import AssistantError
from assistant.store.plans import Workspace

log = logging.getLogger(__name__)
STOPPED = "止めました。それまでに答えたことは保存されています。続けるときは、もう一度書いてください。"
OVER = "この質問はもう終わっています。直すときは「人口は31,800人の間違い」のように書いてください。"


async def said(assistant: Assistant, text: str, pressed_under: str | None = None) -> None:
    """What a button says for the person stands in the chat as if they had typed it, and can be stopped as well."""
    await begin_thread(text)
    await cl.Message(content=text, type="user_message", author="user").send()
    await stoppable(hear(assistant, text, pressed_under))


async def stoppable(work: Coroutine[Any, Any, None]) -> None:
    """Do the work as the task that the chat's stop button ends."""
    task = asyncio.create_task(work)
    cl.context.session.current_task = task
    await cl.context.emitter.task_start()
    try:
        await task
    finally:
        await cl.context.emitter.task_end()


async def hear(assistant: Assistant, text: str, pressed_under: str | None = None) -> None:
    """Hear a message, or a button pressed under a question (which must still be the open one)."""
    try:
        async with desk().line:  # two presses at once are heard one after the other
            workspace = await asyncio.to_thread(workspace_here, assistant)
            if pressed_under is not None and pressed_under != await _open_question(workspace):
                await say(OVER)
                return
            await _converse(assistant, workspace, text)
        await tell_page({"kind": "plan-known", "plan": workspace.plan.id, "name": workspace.plan.name})
        await tell_page({"kind": "changed"})
    except asyncio.CancelledError:
        await say(STOPPED)
    except AssistantError as error:
        await say(str(error))
    except Exception:
        number = secrets.token_hex(4)
        log.exception("チャットの処理に失敗しました（番号 %s）", number)
        await say(
            f"処理の途中で問題が起きました（番号 {number}）。それまでの答えは保存されています。"
            "もう一度試し、続くときは番号を管理者に知らせてください。"
        )


async def _converse(assistant: Assistant, workspace: Workspace, text: str) -> None:
    """Show each outcome as it comes. A stop that falls between two of them is handed on to what makes them."""
    stream: AsyncGenerator[Outcome] = assistant.hear(workspace, cl.context.session.thread_id, text)
    screen = Screen(assistant, workspace)
    stopped = False
    while True:
        try:
            outcome: Outcome = await (stream.athrow(asyncio.CancelledError()) if stopped else anext(stream))
        except StopAsyncIteration:
            break
        try:
            await screen.show(outcome)
            stopped = False
        except asyncio.CancelledError:
            stopped = True
    await screen.close()


async def _open_question(workspace: Workspace) -> str | None:
    state = await asyncio.to_thread(workspace.conversation, cl.context.session.thread_id)
    return State.model_validate(state).asking
