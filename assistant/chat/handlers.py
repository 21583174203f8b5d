"""The chat: hangs our handlers into Chainlit. What they do is in the modules beside this one."""

import asyncio
from typing import Any

import chainlit as cl
from chainlit.server import sio
from chainlit.session import WebsocketSession
from chainlit.types import ThreadDict

from assistant.app import Assistant
from assistant.chat.datalayer import FolderStorage, History, async_url
from assistant.chat.desk import tell_page
from assistant.chat.hearing import hear, said
from assistant.chat.opinions import take_opinion
from assistant.chat.resuming import LONGEST_SAID, resume, thread_name, told_by_page
from assistant.errors import SignInError

STARTERS = (
    ("計画づくりを始める", "計画づくりを始める"),
    ("章を選んで下書きする", "章を下書きする"),
    ("施策のおすすめを見る", "施策のおすすめを見る"),
    ("法令・手引について質問する", "法令・手引について質問する"),
    ("既存の計画を点検する（準備中）", "既存の計画を点検する"),
)


def register(assistant: Assistant) -> None:
    """Hang the handlers into Chainlit. Called once, before Chainlit is mounted."""

    @cl.data_layer
    def history() -> History:
        return History(
            conninfo=async_url(assistant.settings.database_url),
            storage_provider=FolderStorage(assistant.settings.home / "elements"),
            named=lambda words: asyncio.to_thread(thread_name, assistant, words),
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

    @cl.on_chat_start
    async def started() -> None:
        await tell_page({"kind": "plan-wanted"})

    @cl.on_window_message
    async def from_page(message: Any) -> None:
        await told_by_page(assistant, message)

    @cl.on_message
    async def heard(message: cl.Message) -> None:
        await hear(assistant, message.content)

    @cl.action_callback("say")
    async def pressed(action: cl.Action) -> None:
        asking = action.payload.get("asking")
        text = str(action.payload.get("text", ""))[:LONGEST_SAID]
        await said(assistant, text, None if asking is None else str(asking))

    @cl.action_callback("opinion")
    async def opinion(action: cl.Action) -> dict[str, Any]:
        return await take_opinion(assistant, action.payload)

    @cl.on_chat_resume
    async def resumed(thread: ThreadDict) -> None:
        await resume(assistant, thread)

    async def stop(sid: str) -> None:
        """In the place of Chainlit's own, which says so in English; what was running tells what is kept."""
        session = WebsocketSession.get(sid)
        if session and session.current_task:
            session.current_task.cancel()

    sio.on("stop", stop)
