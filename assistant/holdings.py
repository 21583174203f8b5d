"""The knowledge in use: the product's sources and what users have added, opened, and renewed while the server runs."""

import logging
import secrets
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock, Thread

from assistant.answering.answerer import Answerer
from assistant.errors import InputError
from assistant.inquiry.dates import era_day
from assistant.models import Ledger, Reply, Turn, Value
from assistant.recommending import Recommendation, recommend
from assistant.settings import Settings
from knowledge.corpus import Corpus, load_corpus, source_hash
from knowledge.datafiles import SOURCES
from knowledge.errors import IndexMismatch, IndexMissing, KnowledgeError
from knowledge.importing.library import Import, Library
from knowledge.indexing import Index, build_index, open_index
from knowledge.retrieval import HybridRetriever

log = logging.getLogger(__name__)
Report = Callable[[str], None]
BUSY = "資料の入れ替えの途中です。終わってから、もう一度操作してください。何も変えていません。"


@dataclass(frozen=True)
class Knowledge:
    """The open index and what answers from it; needs no database."""

    index: Index
    retriever: HybridRetriever
    answerer: Answerer

    @property
    def corpus(self) -> Corpus:
        return self.index.corpus

    @property
    def as_of(self) -> str:
        """The day that the knowledge stands for, and until when the statutes were read, as a reader is told."""
        return f"{era_day(self.corpus.as_of)}（法令の条文は{self.corpus.statutes_as_of}まで確認）"

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Reply:
        """The answer to a question, or why there is none."""
        return self.answerer.answer(question, history)

    def recommend(self, ledger: Ledger) -> tuple[Recommendation, ...]:
        """Measures that fit the plan's situation."""
        return recommend(ledger, self.corpus)


def library_of(settings: Settings) -> Library:
    """The texts that users have brought."""
    return Library(settings.home / "knowledge")


def open_knowledge(settings: Settings, folder: Path | None = None) -> Knowledge:
    """Open the index of the sources in use.

    Args:
        folder: where the index lies, if not in its own place.

    Raises:
        IndexMissing, IndexMismatch: with the command that mends it.
    """
    index = open_index(folder or settings.index_folder, wanted_hash(settings))
    retriever = HybridRetriever(index)
    return Knowledge(index, retriever, Answerer(index.corpus, retriever, lambda: settings.day))


def wanted_hash(settings: Settings) -> str:
    """Identity of the sources and added texts as they lie in their folders."""
    return source_hash(SOURCES, library_of(settings).fingerprint())


def ensure_index(settings: Settings, report: Report) -> None:
    """Build the index when there is none, or when the sources have changed (an update of the product)."""
    try:
        open_index(settings.index_folder, wanted_hash(settings))
    except (IndexMissing, IndexMismatch):
        rebuild(settings, report)


def rebuild(settings: Settings, report: Report) -> float:
    """Build the index from the sources and added texts; returns the seconds that it took."""
    settings.home.mkdir(parents=True, exist_ok=True)
    return build_index(load_corpus(library=library_of(settings)), settings.index_folder, report)


def take_in(settings: Settings, new: Import, file: Path, report: Report) -> Import:
    """Keep a text that was read, and build the index with it; when anything fails, everything stays as it was.

    Returns:
        the text as kept: it says what differs from the edition that it replaced.
    """
    library = library_of(settings)
    before = library.snapshot(new.id)
    try:
        new = library.add(new, file)
        rebuild(settings, report)
    except BaseException:
        library.put_back(new.id, before)
        raise
    library.forget(before)
    return new


def take_out(settings: Settings, import_id: str, report: Report) -> None:
    """Remove an added text, and build the index without it; when anything fails, everything stays as it was.

    Raises:
        ImportRefused: if there is none of that id.
    """
    library = library_of(settings)
    before = library.snapshot(import_id)
    try:
        library.remove(import_id)
        rebuild(settings, report)
    except BaseException:
        if before is not None:
            library.put_back(import_id, before)
        raise
    library.forget(before)


class Renewal(Value):
    """A change of the knowledge, while it runs and after.

    Attributes:
        what: what is being done.
        steps: what has been begun, oldest first.
        outcome: what came of it; None while it runs.
        seconds: how long it took, or has been taking.
    """

    what: str
    steps: tuple[str, ...] = ()
    outcome: str | None = None
    failed: bool = False
    seconds: float = 0.0


class Holdings:
    """The knowledge that a server answers from. One change at a time; questions are answered all the while.

    The server reads a copy of the index of its own: what is built in the index's place, here or by the command line,
    does not pull the files from under it. A renewal opens a copy of the new index and puts it in place of the old
    one, which stays until the next renewal for those who are still reading.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.home / "serving"
        self._changing = Lock()
        self._began = 0.0
        self._last: Renewal | None = None
        self._copies: list[Path] = []
        self.knowledge = self._open()

    @property
    def library(self) -> Library:
        """The texts that users have brought."""
        return library_of(self._settings)

    @property
    def today(self) -> date:
        """The date that a text added today bears."""
        return self._settings.day

    @property
    def current(self) -> bool:
        """Whether the open knowledge is that of the sources and added texts as they lie in their folders."""
        return self.knowledge.corpus.hash == wanted_hash(self._settings)

    @property
    def renewal(self) -> Renewal | None:
        """The change that runs, or the last one since the server started."""
        last = self._last
        if last and last.outcome is None:
            return last.model_copy(update={"seconds": time.monotonic() - self._began})
        return last

    def begin_adding(self, new: Import, file: Path, done: Callable[[], None]) -> None:
        """Take a text in, in the background; `done` is called when it is in use.

        Raises:
            InputError: if another change is under way.
        """

        def change(report: Report) -> str:
            kept = take_in(self._settings, new, file, report)
            return f"「{kept.title}」を取り込みました。{kept.recognised}{kept.changed}"

        self._begin(f"「{new.title}」の取り込み", change, done)

    def begin_removing(self, old: Import, done: Callable[[], None]) -> None:
        """Take a text out, in the background; `done` is called when it is out of use.

        Raises:
            InputError: if another change is under way.
        """

        def change(report: Report) -> str:
            take_out(self._settings, old.id, report)
            return f"「{old.title}」を外しました。"

        self._begin(f"「{old.title}」の取り外し", change, done)

    def begin_rebuilding(self, done: Callable[[], None]) -> None:
        """Build the index anew, in the background; `done` is called when it is in use.

        Raises:
            InputError: if another change is under way.
        """

        def change(report: Report) -> str:
            rebuild(self._settings, report)
            return "検索用の索引を作り直しました。"

        self._begin("索引の作り直し", change, done)

    def forget_old_copies(self) -> None:
        """Remove what servers before this one left; only for the one server that uses the folder."""
        for found in self._folder.glob("*"):
            if found not in self._copies:
                shutil.rmtree(found, ignore_errors=True)

    def _begin(self, what: str, change: Callable[[Report], str], done: Callable[[], None]) -> None:
        if not self._changing.acquire(blocking=False):
            raise InputError(BUSY)
        self._began = time.monotonic()
        self._last = Renewal(what=what)
        Thread(target=self._run, args=(self._last, change, done), name="renewal", daemon=True).start()

    def _run(self, renewal: Renewal, change: Callable[[Report], str], done: Callable[[], None]) -> None:
        def report(step: str) -> None:
            nonlocal renewal
            renewal = renewal.model_copy(update={"steps": (*renewal.steps, step)})
            self._last = renewal

        outcome, failed = "", True
        try:
            report("資料を読み取っています")
            outcome = change(report)
            report("新しい資料に切り替えています")
            self.knowledge = self._open()
            failed = False
            done()
        except KnowledgeError as error:
            outcome = f"{error}\n前の資料のまま動いています。"
        except Exception:  # the edge of a thread: nobody else would hear of it
            number = secrets.token_hex(4)
            log.exception("%sに失敗しました（番号 %s）", renewal.what, number)
            outcome = (
                f"途中で問題が起きました（番号 {number}）。前の資料のまま動いています。"
                "もう一度試し、続くときは番号を開発元に知らせてください。"
            )
        finally:
            took = time.monotonic() - self._began
            self._last = renewal.model_copy(update={"outcome": outcome, "failed": failed, "seconds": took})
            self._changing.release()

    def _open(self) -> Knowledge:
        copy = self._folder / secrets.token_hex(6)
        if not (self._settings.index_folder / "index.json").exists():
            return open_knowledge(self._settings)  # says what is missing
        shutil.copytree(self._settings.index_folder, copy)
        try:
            knowledge = open_knowledge(self._settings, copy)
        except BaseException:
            shutil.rmtree(copy, ignore_errors=True)
            raise
        self._copies.append(copy)
        while len(self._copies) > 2:
            shutil.rmtree(self._copies.pop(0), ignore_errors=True)
        return knowledge
