"""A server for the HTTP tests, and two people who know nothing of each other."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pages.measuring import begin
from pages.serving import ANSWERS_WITHIN, ChatLine, Server, Visitor, signed_in
from pages.towns import draft_everything

from assistant.store.accounts import Person


@pytest.fixture(scope="session")
def server(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product's server, one for all tests here."""
    found = Server(tmp_path_factory.mktemp("pages"), index_folder)
    found.start()
    yield found
    found.close()


Guest = tuple[Person, httpx.Client]


def _guest(server: Server, name: str) -> Iterator[Guest]:
    person = server.newcomer(name)
    with signed_in(server, person) as client:
        yield person, client


@pytest.fixture(scope="session")
def _aoki(server: Server) -> Iterator[Guest]:
    yield from _guest(server, "青木")


@pytest.fixture(scope="session")
def _baba(server: Server) -> Iterator[Guest]:
    yield from _guest(server, "馬場")


@pytest.fixture
def aoki(server: Server, _aoki: Guest) -> Visitor:
    """Somebody with a fresh plan."""
    return Visitor(_aoki[0], server.plan(_aoki[0]), _aoki[1])


@pytest.fixture
def baba(server: Server, _baba: Guest) -> Visitor:
    """Somebody of another town, with a fresh plan."""
    return Visitor(_baba[0], server.plan(_baba[0]), _baba[1])


@pytest.fixture
def town(server: Server, aoki: Visitor) -> Visitor:
    """青木's plan with some answers and all seven sections drafted."""
    return draft_everything(server, aoki)


@pytest.fixture
def begun_town(server: Server, aoki: Visitor) -> Visitor:
    """青木's plan with a period and two issues."""
    return begin(server, aoki)


@pytest.fixture
def nobody(server: Server) -> Iterator[httpx.Client]:
    """A client that has not signed in."""
    with httpx.Client(base_url=server.url, timeout=ANSWERS_WITHIN) as client:
        yield client


@pytest.fixture
def chat_of_aoki(aoki: Visitor) -> Iterator[ChatLine]:
    """A chat in which 青木 has said something."""
    line = ChatLine(aoki.http)
    line.say("青木だけの話です")
    yield line
    line.close()


@pytest.fixture
def chat_of_baba(baba: Visitor) -> Iterator[ChatLine]:
    """A chat in which 馬場 has said something."""
    line = ChatLine(baba.http)
    line.say("馬場だけの話です")
    yield line
    line.close()
