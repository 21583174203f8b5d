"""The composition root: from settings to a working assistant. Importing this does nothing."""

import asyncio
import logging
import secrets
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine

from assistant.answering.answerer import Answerer
from assistant.conversation import State, respond
from assistant.drafting import draft_section
from assistant.errors import Conflict, InputError, ModelError
from assistant.events import DraftWanted, Event, FactsTaken, MeasuresDecided, Replied
from assistant.model import LanguageModel
from assistant.models import Answer, Ledger, Reply, SectionDraft, SectionVersion, Turn, Value
from assistant.recommending import Recommendation, recommend
from assistant.settings import Settings
from assistant.store.accounts import Accounts
from assistant.store.plans import Plans, Workspace
from knowledge.corpus import Corpus, load_corpus, source_hash
from knowledge.datafiles import SOURCES
from knowledge.errors import IndexMismatch, IndexMissing
from knowledge.importing.library import Library
from knowledge.indexing import Index, build_index, open_index
from knowledge.retrieval import HybridRetriever

log = logging.getLogger(__name__)
KNOWLEDGE_AS_OF = "令和8年11月23日（法令の条文は令和8年7月上旬まで確認）"


class DraftKept(Value):
    """A draft was kept as a version; it is read and edited in the editor."""

    draft: SectionDraft
    version: SectionVersion
    replaced_edit: bool


class PlanKept(Value):
    """Several sections were drafted; those that a person has edited were left alone."""

    drafts: tuple[DraftKept, ...]
    left_alone: tuple[int, ...] = ()


Outcome = Event | DraftKept | PlanKept


@dataclass(frozen=True)
class Knowledge:
    """The open index and what answers from it; needs no database."""

    index: Index
    retriever: HybridRetriever
    answerer: Answerer

    @property
    def corpus(self) -> Corpus:
        return self.index.corpus

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Reply:
        """The answer to a question, or why there is none."""
        return self.answerer.answer(question, history)

    def recommend(self, ledger: Ledger) -> tuple[Recommendation, ...]:
        """Measures that fit the plan's situation."""
        return recommend(ledger, self.corpus)


def library_of(settings: Settings) -> Library:
    """The texts that users have brought."""
    return Library(settings.home / "knowledge")


def open_knowledge(settings: Settings) -> Knowledge:
    """Open the index of the sources in use.

    Raises:
        IndexMissing, IndexMismatch: with the command that mends it.
    """
    index = open_index(settings.index_folder, source_hash(SOURCES, library_of(settings).fingerprint()))
    retriever = HybridRetriever(index)
    return Knowledge(index, retriever, Answerer(index.corpus, retriever, settings.day))


def ensure_index(settings: Settings) -> None:
    """Build the index when there is none, or when the sources have changed (an update of the product)."""
    try:
        open_index(settings.index_folder, source_hash(SOURCES, library_of(settings).fingerprint()))
    except (IndexMissing, IndexMismatch):
        settings.home.mkdir(parents=True, exist_ok=True)
        build_index(
            load_corpus(library=library_of(settings)),
            settings.index_folder,
            report=lambda step: print(f"  {step} …", flush=True),
        )


@dataclass(frozen=True)
class Assistant:
    """Everything that the pages and the chat work with."""

    settings: Settings
    knowledge: Knowledge
    engine: Engine
    accounts: Accounts
    plans: Plans
    model: LanguageModel | None

    @cached_property
    def today(self) -> date:
        return self.settings.day

    async def converse(self, workspace: Workspace, thread_id: str, message: str) -> list[Outcome]:
        """Hear a message: what it states is kept before anything is returned to be shown.

        The database is used from a worker thread: waiting for its lock in the event loop would stop the very
        task that holds the lock.
        """
        events = await asyncio.to_thread(self._hear, workspace, thread_id, message)
        outcomes: list[Outcome] = []
        for event in events:
            match event:
                case DraftWanted(sections=sections):
                    outcomes.append(await self._draft_wanted(workspace, sections))
                case Replied(reply=Answer() as answer, question=question) if self.model:
                    outcomes.append(event.model_copy(update={"reply": await self._word(answer, question)}))
                case _:
                    outcomes.append(event)
        return outcomes

    def _hear(self, workspace: Workspace, thread_id: str, message: str) -> list[Event]:
        state = State.model_validate(workspace.conversation(thread_id))
        state, events = respond(state, message, workspace.ledger(), self.knowledge)
        for event in events:
            match event:
                case FactsTaken(facts=facts):
                    workspace.add_facts(facts)
                case MeasuresDecided(measures=measures):
                    for measure in measures:
                        workspace.add_measure(measure)
        workspace.keep_conversation(thread_id, state.model_dump(mode="json"))
        return [event for event in events if not isinstance(event, FactsTaken)]

    async def _draft_wanted(self, workspace: Workspace, sections: tuple[int, ...]) -> Outcome:
        """One section is drafted anew even if a person has edited it; of several, edited ones are left alone."""
        if len(sections) == 1:
            return await self.draft(workspace, sections[0])
        newest = {section: await asyncio.to_thread(workspace.newest, section) for section in sections}
        edited = tuple(section for section, version in newest.items() if version and version.origin != "draft")
        drafts: list[DraftKept] = []
        for section in (section for section in sections if section not in edited):
            try:
                drafts.append(await self.draft(workspace, section))
            except Conflict:  # somebody has just saved a text of their own
                edited = (*edited, section)
        return PlanKept(drafts=tuple(drafts), left_alone=tuple(sorted(edited)))

    async def draft(self, workspace: Workspace, section: int) -> DraftKept:
        """Draft a section from the ledger and keep it as the next version; older versions stay."""
        from assistant.wording import word_section

        known = await asyncio.to_thread(workspace.newest_fact)
        ledger = await asyncio.to_thread(workspace.ledger, known)
        draft = draft_section(section, ledger, self.knowledge.corpus)
        if self.model:
            draft = await word_section(self.model, draft, ledger, self.settings.model_budget)
        newest = await asyncio.to_thread(workspace.newest, section)
        version = await asyncio.to_thread(workspace.add_draft, draft, newest.stamp if newest else None, known)
        return DraftKept(draft=draft, version=version, replaced_edit=bool(newest and newest.origin != "draft"))

    async def _word(self, answer: Answer, question: str) -> Answer:
        from assistant.wording import word_answer

        assert self.model is not None
        return await word_answer(
            self.model, answer, question, self.knowledge.corpus, self.today, self.settings.model_budget
        )


def build(settings: Settings) -> Assistant:
    """The assistant, with its database brought up to date."""
    from assistant.store.database import open_database

    settings.home.mkdir(parents=True, exist_ok=True)
    engine = open_database(settings.database_url)
    return Assistant(
        settings=settings,
        knowledge=open_knowledge(settings),
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
