"""役に立った or 違う under an answer, kept for the administrator with the question and the answer as they were."""

import asyncio
from typing import Any

import chainlit as cl
from chainlit.data import get_data_layer

from assistant.app import Assistant
from assistant.chat.datalayer import History
from assistant.chat.desk import workspace_here
from assistant.chat.showing import QUESTION
from assistant.errors import AssistantError

GONE = "この回答は見つかりません。ページを読み込み直してから、もう一度押してください。"


async def take_opinion(assistant: Assistant, payload: dict[str, Any]) -> dict[str, Any]:
    """Keep what the person thinks of an answer of their own thread, or a comment on it; what the page is told.

    The page only names the answer's message; what was asked and answered is read from the thread.
    """
    history = get_data_layer()
    assert isinstance(history, History)
    try:
        workspace = await asyncio.to_thread(workspace_here, assistant)
        comment = str(payload.get("comment") or "")
        if (given := payload.get("opinion")) is not None:
            kept = await asyncio.to_thread(workspace.comment_feedback, int(given), comment)
            return {"opinion": given} if kept else {"problem": GONE}
        found = await history.answer(str(payload.get("message")), cl.context.session.thread_id)
        if found is None:
            return {"problem": GONE}
        answer, metadata = found
        question = str(metadata.get(QUESTION, ""))
        helpful = bool(payload.get("helpful"))
        number = await asyncio.to_thread(workspace.add_feedback, question, answer, helpful=helpful, comment=comment)
    except AssistantError as error:
        return {"problem": str(error)}
    except (TypeError, ValueError):
        return {"problem": GONE}
    return {"opinion": number}
