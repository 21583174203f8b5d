"""The composition root: from settings to a working assistant. Importing this does nothing."""

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, Coroutine
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from assistant.conversation import State, respond
from assistant.drafting import draft_section
from assistant.errors import Conflict, InputError, ModelError, NotPermitted
from assistant.events import DraftWanted, Event, FactsTaken, MeasuresDecided, Offered, Replied, RevisionWanted
from assistant.holdings import Holdings, Knowledge
from assistant.model import LanguageModel
from assistant.models import Answer, SectionDraft, SectionVersion, Value
from assistant.settings import Settings
from assistant.store.access import Permission
from assistant.store.accounts import Accounts
from assistant.store.plans import Plans, Workspace

log = logging.getLogger(__name__)
MOST_SHOWN = 50  # fresh drafts that people may be looking at


class DraftKept(Value):
    """A draft was kept as a version; it is read and edited in the editor."""

    draft: SectionDraft
    version: SectionVersion


class RedraftOffered(Value):
    """The section's text is a person's, or confirmed: nothing was kept; they decide paragraph by paragraph."""

    section: int


class PlanKept(Value):
    """Several sections were drafted; those whose text is a person's, or confirmed, were left alone."""

    drafts: tuple[DraftKept, ...]
    left_alone: tuple[int, ...] = ()


class Drafting(Value):
    """A section is being drafted; so many of the wanted ones are done."""

    section: int
    done: int
    total: int


class DraftingStopped(Value):
    """The person stopped the drafting: what was kept by then stays, the rest was not begun or is thrown away."""

    kept: tuple[int, ...]
    undone: tuple[int, ...]


class FreshDraft(Value):
    """A draft that is not kept, and the number of the newest fact that it knows."""

    draft: SectionDraft
    known: int


Outcome = Event | DraftKept | RedraftOffered | PlanKept | Drafting | DraftingStopped


def is_of_people(workspace: Workspace, section: int) -> bool:
    """Whether a person wrote, edited, restored or confirmed the section's text: no draft replaces it by itself."""
    newest = workspace.newest(section)
    return newest is not None and (newest.origin != "draft" or workspace.confirmation(section) is not None)


@dataclass(frozen=True)
class Assistant:
    """Everything that the pages and the chat work with."""

    settings: Settings
    holdings: Holdings
    engine: Engine
    accounts: Accounts
    plans: Plans
    model: LanguageModel | None
    shown: dict[tuple[int, int, int, str], FreshDraft] = field(default_factory=dict, compare=False, repr=False)

    @property
    def today(self) -> date:
        """The day on which it is asked for: a server runs for months."""
        return self.settings.day

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge in use; a renewal puts another one in its place while people work."""
        return self.holdings.knowledge

    async def hear(self, workspace: Workspace, thread_id: str, message: str) -> AsyncGenerator[Outcome]:
        """Hear a message: what it states is kept before anything is returned to be shown.

        Cancelling it stops a long drafting after the section at hand; what came of it is told by the last outcome.

        The database is used from a worker thread: waiting for its lock in the event loop would stop the very
        task that holds the lock.
        """
        for event in await asyncio.to_thread(self._hear, workspace, thread_id, message):
            match event:
                case DraftWanted(sections=sections):
                    async for outcome in self._draft_wanted(workspace, sections):
                        yield outcome
                case RevisionWanted(section=section) if await asyncio.to_thread(workspace.newest, section) is None:
                    choice = f"第{section}章を下書き"
                    yield Offered(
                        text=f"第{section}章には、まだ文章がありません。先に下書きしてください。", choices=(choice,)
                    )
                case Replied(reply=Answer() as answer, question=question) if self.model:
                    yield event.model_copy(update={"reply": await self._word(answer, question)})
                case _:
                    yield event

    def _hear(self, workspace: Workspace, thread_id: str, message: str) -> list[Event]:
        state = State.model_validate(workspace.conversation(thread_id))
        state, events = respond(state, message, workspace.ledger(), self.knowledge, _refusal(workspace))
        for event in events:
            match event:
                case FactsTaken(facts=facts):
                    workspace.add_facts(facts)
                case MeasuresDecided(measures=measures):
                    for measure in measures:
                        workspace.add_measure(measure)
        workspace.keep_conversation(thread_id, state.model_dump(mode="json"))
        return [event for event in events if not isinstance(event, FactsTaken)]

    async def _draft_wanted(self, workspace: Workspace, sections: tuple[int, ...]) -> AsyncGenerator[Outcome]:
        """Section after section: one alone is drafted or offered, of several the people's own are left alone."""
        outcomes: list[DraftKept | RedraftOffered] = []
        stamps = {section: await asyncio.to_thread(_stamp, workspace, section) for section in sections}
        try:
            for section in sections:
                yield Drafting(section=section, done=len(outcomes), total=len(sections))
                outcomes.append(await self.draft(workspace, section))
        except asyncio.CancelledError:  # the person pressed stop: they are told what was kept
            kept = [one for one in sections if await asyncio.to_thread(_stamp, workspace, one) != stamps[one]]
            dealt = {one.section for one in outcomes if isinstance(one, RedraftOffered)} | set(kept)
            undone = tuple(one for one in sections if one not in dealt)
            yield DraftingStopped(kept=tuple(kept), undone=undone)
            return
        if len(sections) == 1:
            yield outcomes[0]
            return
        yield PlanKept(
            drafts=tuple(one for one in outcomes if isinstance(one, DraftKept)),
            left_alone=tuple(one.section for one in outcomes if isinstance(one, RedraftOffered)),
        )

    async def draft(self, workspace: Workspace, section: int) -> DraftKept | RedraftOffered:
        """Draft a section from the ledger and keep it as the next version; older versions stay.

        A text that a person wrote, edited, restored or confirmed stays as it is, also if it comes in meanwhile.
        """
        seen = await asyncio.to_thread(workspace.newest, section)
        if await asyncio.to_thread(is_of_people, workspace, section):
            return RedraftOffered(section=section)
        fresh = await self._fresh(workspace, section, await asyncio.to_thread(workspace.newest_fact))
        if await asyncio.to_thread(is_of_people, workspace, section):  # a model takes its time
            return RedraftOffered(section=section)
        try:
            based_on = seen.stamp if seen else None
            version = await _to_end(asyncio.to_thread(workspace.add_draft, fresh.draft, based_on, fresh.known))
        except Conflict:
            return RedraftOffered(section=section)
        return DraftKept(draft=fresh.draft, version=version)

    async def fresh_draft(self, workspace: Workspace, section: int) -> FreshDraft:
        """A draft from the ledger as it is, not kept; the same one for as long as ledger and knowledge stay.

        A model would word it otherwise each time, and what a person has looked at must be what they accept.
        """
        known = await asyncio.to_thread(workspace.newest_fact)
        key = (workspace.plan.id, section, known, self.knowledge.corpus.hash)
        if key not in self.shown:
            while len(self.shown) >= MOST_SHOWN:
                del self.shown[next(iter(self.shown))]
            self.shown[key] = await self._fresh(workspace, section, known)
        return self.shown[key]

    async def _fresh(self, workspace: Workspace, section: int, known: int) -> FreshDraft:
        from assistant.wording import word_section

        ledger = await asyncio.to_thread(workspace.ledger, known)
        draft = draft_section(section, ledger, self.knowledge.corpus)
        if self.model:
            draft = await word_section(self.model, draft, ledger, self.settings.model_budget)
        return FreshDraft(draft=draft, known=known)

    async def _word(self, answer: Answer, question: str) -> Answer:
        from assistant.wording import word_answer

        assert self.model is not None
        return await word_answer(
            self.model, answer, question, self.knowledge.corpus, self.today, self.settings.model_budget
        )


def _refusal(workspace: Workspace) -> str | None:
    """What a person is told who may not change the plan; None for one who may."""
    try:
        workspace.require(Permission.EDIT)
    except NotPermitted as error:
        return str(error)
    return None


def _stamp(workspace: Workspace, section: int) -> int | None:
    newest = workspace.newest(section)
    return newest.stamp if newest else None


async def _to_end(work: Coroutine[Any, Any, SectionVersion]) -> SectionVersion:
    """The result; if the task is cancelled meanwhile, only after the work has come to its end."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def build(settings: Settings) -> Assistant:
    """The assistant, with its database brought up to date."""
    from assistant.store.database import open_database

    settings.home.mkdir(parents=True, exist_ok=True)
    engine = open_database(settings.database_url)
    return Assistant(
        settings=settings,
        holdings=Holdings(settings),
        engine=engine,
        accounts=Accounts(engine),
        plans=Plans(engine),
        model=_model(settings),
    )


def open_plans(settings: Settings) -> Plans:
    """The plans of the database, for the command line; needs no index."""
    from assistant.store.database import open_database

    settings.home.mkdir(parents=True, exist_ok=True)
    return Plans(open_database(settings.database_url))


def _model(settings: Settings) -> LanguageModel | None:
    """The configured model; None, with a word in the log, when it cannot be used."""
    if not settings.model:
        return None
    from assistant.model import connect

    key = settings.model_key.get_secret_value() if settings.model_key else None
    try:
        return connect(settings.model, settings.model_url, key, settings.model_timeout)
    except ModelError as error:
        log.warning("モデルなしで動かします：%s", error)
        return None


def signing_secret(home: Path) -> str:
    """The secret that signs sign-in cookies; made once and kept readable for its owner only.

    Raises:
        InputError: if the file is there but too short to be safe.
    """
    path = home / "secret"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    secret = path.read_text(encoding="utf-8").strip()
    if len(secret) < 32:
        raise InputError(
            f"署名用の鍵（{path}）が壊れています。ファイルを消すと作り直します（全員がログインし直しになります）。"
        )
    return secret
