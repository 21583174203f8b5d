"""Shows what a conversation yields: messages, buttons, answers with their notes, and pages beside the chat."""

from typing import Any

import chainlit as cl

from assistant.app import (
    Assistant,
    Drafting,
    DraftingStopped,
    DraftKept,
    Outcome,
    PlanKept,
    RedraftOffered,
)
from assistant.chat.desk import action, clear_buttons, show_buttons, tell_page
from assistant.events import (
    Asked,
    MeasuresDecided,
    MeasuresProposed,
    Noted,
    Offered,
    Pointed,
    Replied,
    RevisionWanted,
    Said,
)
from assistant.measures import offers
from assistant.rendering import (
    decisions_as_markdown,
    draft_as_markdown,
    drafting_as_markdown,
    note_lines,
    noted_as_markdown,
    offered_redraft_as_markdown,
    plan_as_markdown,
    pointed_as_markdown,
    proposals_as_markdown,
    question_as_markdown,
    redraft_link,
    reply_as_markdown,
    revision_as_markdown,
    stopped_as_markdown,
)
from assistant.store.plans import Workspace

AUTHOR = "assistant"
ALWAYS = ("わからない", "該当なし", "あとで", "とばす", "戻る", "やめる")
ASKING, QUESTION = "asking", "question"  # what a message's metadata keeps
REPLY = "Reply"


async def say(text: str, **metadata: str) -> cl.Message:
    """A message of the assistant."""
    message = cl.Message(content=text, author=AUTHOR, metadata=metadata or None)
    await message.send()
    return message


def answers_to(asked: Asked) -> list[cl.Action]:
    """The buttons under a question."""
    return [action(text, asked.question.key) for text in (*asked.question.choices, *ALWAYS)]


class Screen:
    """Shows the outcomes of one message; what belongs together stands in one message."""

    def __init__(self, assistant: Assistant, workspace: Workspace) -> None:
        self._assistant = assistant
        self._plan = f"/plans/{workspace.plan.id}"
        self._told: list[str] = []
        self._running: cl.Message | None = None
        self._buttons = False

    async def show(self, outcome: Outcome) -> None:
        """Show an outcome, or hold it back for the message that it belongs to."""
        match outcome:
            case Said(text=text):
                self._told.append(text)
            case Noted() as noted:
                self._told.append(noted_as_markdown(noted, self._plan))
            case Drafting(section=section, done=done, total=total):
                await self._progress(drafting_as_markdown(section, done, total))
            case Asked() as asked:
                message = await self._say(question_as_markdown(asked), **{ASKING: asked.question.key})
                await self._offer(answers_to(asked), message)
            case Offered(text=text, choices=choices):
                await self._offer([action(choice) for choice in choices], await self._say(text))
            case Replied(question=question, reply=reply):
                await self.flush()
                await self._reply(question, reply)
            case _:
                await self._lead_on(outcome)

    async def _lead_on(self, outcome: Outcome) -> None:
        """What ends with a page that is worth opening."""
        plan = self._plan
        match outcome:
            case DraftKept(draft=draft):
                link = f"{plan}/sections/{draft.number}"
                await self._say(draft_as_markdown(draft, link))
                await tell_page({"kind": "page", "path": link})
            case RedraftOffered(section=section):
                await self._say(offered_redraft_as_markdown(section, plan))
                await tell_page({"kind": "page", "path": redraft_link(section, plan)})
            case DraftingStopped(kept=done, undone=undone):
                await self._say(stopped_as_markdown(done, undone, plan))
            case PlanKept(drafts=kept, left_alone=left_alone):
                await self._say(plan_as_markdown(tuple(one.draft for one in kept), left_alone, plan))
                await tell_page({"kind": "page", "path": plan})
            case RevisionWanted(section=section, how=how):
                await self._say(revision_as_markdown(section, how, plan))
                await tell_page({"kind": "page", "path": f"{plan}/sections/{section}/revise?how={how}"})
            case Pointed() as pointed:
                await self._say(pointed_as_markdown(pointed, plan))
                if pointed.go:
                    await tell_page({"kind": "page", "path": plan + pointed.go})
            case MeasuresProposed(measures=proposals):
                await self._say(proposals_as_markdown(proposals, plan))
            case MeasuresDecided(measures=measures):
                titles = {offer.id: offer.title for offer in offers(self._assistant.knowledge.corpus).values()}
                await self._say(decisions_as_markdown(measures, titles, plan))

    async def close(self) -> None:
        """Show what was held back; buttons that nobody needs any more go."""
        await self.flush()
        if not self._buttons:
            await clear_buttons()

    async def flush(self) -> None:
        """Show what was held back."""
        if self._running:
            await self._running.remove()
            self._running = None
        if self._told:
            text, self._told = "\n\n".join(self._told), []
            await say(text)

    async def _say(self, text: str, **metadata: str) -> cl.Message:
        """A message, with what was held back at its beginning."""
        self._told.append(text)
        text, self._told = "\n\n".join(self._told), []
        await self.flush()
        return await say(text, **metadata)

    async def _offer(self, buttons: list[cl.Action], message: cl.Message) -> None:
        self._buttons = True
        await show_buttons(buttons, message.id)

    async def _progress(self, text: str) -> None:
        if self._told:
            await self.flush()
        if self._running is None:
            self._running = await say(text)
        else:
            self._running.content = text
            await self._running.update()

    async def _reply(self, question: str, reply: Any) -> None:
        """An answer; its notes are folded below it, and there the person can say what they think of it."""
        message = cl.Message(
            content=reply_as_markdown(reply, self._assistant.knowledge.as_of),
            author=AUTHOR,
            metadata={QUESTION: question},
        )
        props = {"message": message.id, "notes": list(note_lines(reply))}
        await message.send()
        await cl.CustomElement(name=REPLY, props=props, display="inline").send(for_id=message.id)
