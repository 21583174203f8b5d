"""Shared fixtures. Everything real except the model: real Chroma, real SQLite, no network beyond this machine."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
import pytest_socket
from argon2 import PasswordHasher, profiles

from assistant.store import accounts
from knowledge.corpus import Corpus, load_corpus
from knowledge.indexing import Index, build_index, open_index
from knowledge.retrieval import HybridRetriever

TODAY = date(2026, 11, 23)
LONGEST = ("test_whole_day", "test_chat.py", "test_first_day", "test_knowledge_pages", "tests/browser/", "tests/pages/")


def pytest_addoption(parser: pytest.Parser) -> None:
    """--screenshots FOLDER: the tests that look at pages keep photographs of them."""
    parser.addoption("--screenshots", default=None, metavar="FOLDER", help="keep photographs of every main view")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that at the end no process works on alone."""
    items.sort(key=lambda item: next((at for at, name in enumerate(LONGEST) if name in item.nodeid), len(LONGEST)))


def pytest_runtest_setup() -> None:
    """No test may reach another host."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the machine that runs the tests do not count."""
    for name in [name for name in os.environ if name.startswith(("KANMIN_", "OPENAI_", "LANGSMITH_"))]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Argon2 at its least cost: made to be slow, it would take a good part of all the time. A hash carries its own cost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "PasswordHasher", partial(PasswordHasher.from_parameters, profiles.CHEAPEST))
        yield


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The real corpus."""
    return load_corpus()


@pytest.fixture(scope="session")
def index_folder(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly built index of the real corpus, built once for all processes of the run; each has a copy of its own."""
    base = tmp_path_factory.getbasetemp()
    built = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "built"
    with built.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not built.exists():
            build_index(corpus, built)
    return shutil.copytree(built, tmp_path_factory.mktemp("home") / "index")


@pytest.fixture(scope="session")
def index(corpus: Corpus, index_folder: Path) -> Index:
    """The open index."""
    return open_index(index_folder, corpus.hash)


@pytest.fixture(scope="session")
def retriever(index: Index) -> HybridRetriever:
    """The product's retriever over the real index."""
    return HybridRetriever(index)
