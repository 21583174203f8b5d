"""Who sits at a chat, on which plan, and what stands before them: all that a session holds between two messages."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from weakref import WeakKeyDictionary

import chainlit as cl
from chainlit.session import BaseSession

from assistant.app import Assistant
from assistant.errors import NotAllowed
from assistant.store.accounts import Person
from assistant.store.plans import Workspace

PLAN = "plan_id"
NO_PLAN = (
    "まだ計画がありません。[計画の一覧](/)で計画を作ってから、もう一度開いてください。"
    "ほかの人の計画に加わるときは、その計画の管理者に頼んでください。"
)
SIGN_IN = "ログインの期限が切れたか、利用者が止められています。ページを読み込み直して、ログインし直してください。"


@dataclass
class Desk:
    """What one session shows, and the line in which its messages wait for each other."""

    buttons: list[cl.Action] = field(default_factory=list)
    line: asyncio.Lock = field(default_factory=asyncio.Lock)
    told_of_other: set[int] = field(default_factory=set)


_DESKS: WeakKeyDictionary[BaseSession, Desk] = WeakKeyDictionary()


def desk() -> Desk:
    """The desk of the session at hand."""
    return _DESKS.setdefault(cl.context.session, Desk())


def person_here(assistant: Assistant) -> Person:
    """The person at the chat; asked anew at each message, as an account may have been locked since.

    Raises:
        NotAllowed: if nobody is signed in any more.
    """
    user = cl.context.session.user
    person = assistant.accounts.find(user.identifier) if user else None
    if person is None:
        raise NotAllowed(SIGN_IN)
    return person


def workspace_here(assistant: Assistant) -> Workspace:
    """The plan of this thread; for a new thread the plan that the page has open, or the person's newest.

    Raises:
        NotAllowed: if the person has no plan, or no part in this one any more.
    """
    person = person_here(assistant)
    plan_id = assistant.plans.of_thread(person, cl.context.session.thread_id) or cl.user_session.get(PLAN)
    if plan_id is None:
        plans = [plan for plan in assistant.plans.of(person) if plan.archived_at is None]
        if not plans:
            raise NotAllowed(NO_PLAN)
        plan_id = plans[0].id
    return assistant.plans.open(person, int(plan_id))


async def tell_page(told: dict[str, Any]) -> None:
    """Tell the page around the chat."""
    await cl.send_window_message(json.dumps(told))


async def begin_thread(text: str) -> None:
    """What a button of the page says may be the first thing said: Chainlit keeps a thread only from then on."""
    session = cl.context.session
    if not session.has_first_interaction:
        session.has_first_interaction = True
        await cl.context.emitter.init_thread(text)


def action(text: str, asking: str | None = None) -> cl.Action:
    """A button that says its label; it has the same id each time, so that a chat that comes back shows it once."""
    thread = cl.context.session.thread_id
    payload = {"text": text} if asking is None else {"text": text, "asking": asking}
    return cl.Action(name="say", payload=payload, label=text, id=str(uuid5(NAMESPACE_URL, f"{thread}/{asking}/{text}")))


async def clear_buttons() -> None:
    """Take away the buttons of earlier messages."""
    held = desk()
    for button in held.buttons:
        await button.remove()
    held.buttons = []


async def show_buttons(buttons: list[cl.Action], message_id: str) -> None:
    """Put buttons under a message, in the place of all others."""
    await clear_buttons()
    for button in buttons:
        await button.remove()  # a browser that has come back may still show it
        await button.send(for_id=message_id)
    desk().buttons = buttons
