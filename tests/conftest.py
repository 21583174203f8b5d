"""Shared fixtures. Everything real except the model: real Chroma, real SQLite, no network beyond this machine."""

import os
from datetime import date
from pathlib import Path

import pytest
import pytest_socket

from knowledge.corpus import Corpus, load_corpus
from knowledge.indexing import Index, build_index, open_index
from knowledge.retrieval import HybridRetriever

TODAY = date(2026, 11, 23)


def pytest_addoption(parser: pytest.Parser) -> None:
    """--screenshots FOLDER: the tests that look at pages keep photographs of them."""
    parser.addoption("--screenshots", default=None, metavar="FOLDER", help="keep photographs of every main view")


def pytest_runtest_setup() -> None:
    """No test may reach another host."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the machine that runs the tests do not count."""
    for name in [name for name in os.environ if name.startswith(("KANMIN_", "OPENAI_", "LANGSMITH_"))]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """The real corpus."""
    return load_corpus()


@pytest.fixture(scope="session")
def index_folder(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly built index of the real corpus."""
    folder = tmp_path_factory.mktemp("home") / "index"
    build_index(corpus, folder)
    return folder


@pytest.fixture(scope="session")
def index(corpus: Corpus, index_folder: Path) -> Index:
    """The open index."""
    return open_index(index_folder, corpus.hash)


@pytest.fixture(scope="session")
def retriever(index: Index) -> HybridRetriever:
    """The product's retriever over the real index."""
    return HybridRetriever(index)
