"""A real browser on a real server. Every test brings new people, and ends with a look at what the browser complained of."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.visiting import CHROMIUM, DESK, INSTALL, PATIENCE_MS, SWITCHES, Visit, sync_api
from pages.serving import Server

from assistant.store.accounts import Person


@pytest.fixture(scope="session")
def server(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product's server for all browser tests."""
    found = Server(tmp_path_factory.mktemp("browser"), index_folder)
    yield found
    found.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser; per module, because Playwright keeps an event loop running in this thread while it is open."""
    if sync_api is None or not CHROMIUM.exists():
        pytest.skip(INSTALL)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def visits(chromium: Any, server: Server) -> Iterator[Callable[..., Visit]]:
    """Makes visits: a person (a new one with a plan, if none is given) at a new browser."""
    sync_api.expect.set_options(timeout=PATIENCE_MS)
    server.start()
    made: list[Visit] = []

    def visit(person: Person | None = None, size: dict[str, int] = DESK) -> Visit:
        if person is None:
            person = server.newcomer("鈴木")
            server.plan(person)
        made.append(Visit(chromium, server, person, size))
        return made[-1]

    yield visit
    for one in made:
        one.context.close()
    assert [url for one in made for url in one.outside] == []
    assert [text for one in made for text in one.unexpected()] == []


@pytest.fixture
def visit(visits: Callable[..., Visit]) -> Visit:
    """A newcomer, signed in, at a desk."""
    found = visits()
    found.sign_in()
    return found
