"""No page waits for the database in the event loop: there it would stop the very task that holds the database's lock.

Every statement that reaches the database is looked at as it is sent, wherever it comes from: a route, what it depends
on, a page's template. The host runs in this process, as only there the thread of a statement can be seen.
"""

import asyncio
import inspect
import re
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import event

from assistant.app import Assistant, build
from assistant.models import ChosenMeasure, Fact, Status
from assistant.pages.host import ROUTES as MODULES
from assistant.pages.host import create_host
from assistant.settings import Settings
from assistant.store.accounts import Person
from assistant.store.plans import Workspace

PASSWORD = "himitsu-2026"
SECTION = "/plans/{plan_id}/sections/{section}"
PLACES = {"section": "1", "number": "1", "key": "population", "step": "council", "ending": "yaml"}
NOBODY = "999"  # no route of the administration shall lock out who asks
Route = tuple[str, str]
Form = dict[str, str]
# What the coroutine routes are asked, way by way through each of them: method, address, form, what comes of it.
ASKED: list[tuple[str, str, Form, int]] = [
    ("GET", "/login", {}, 303),
    ("POST", "/login", {"name": "花子", "password": PASSWORD}, 303),
    ("POST", "/login", {"name": "花子", "password": "wrong"}, 401),
    ("POST", "/logout", {}, 303),
    ("GET", "/account", {}, 200),
    ("POST", "/account/password", {"old": "wrong", "new": "x"}, 422),
    ("POST", "/account/password", {"old": PASSWORD, "new": "himitsu-2027", "again": "other"}, 422),
    ("POST", "/account/password", {"old": PASSWORD, "new": "x", "again": "x"}, 422),
    ("POST", SECTION + "/draft", {"based_on": "1"}, 303),  # a person's text: leads to the proposals
    ("POST", SECTION + "/draft", {"based_on": "99"}, 409),
    ("POST", "/plans/{plan_id}/sections/2/draft", {}, 303),
    ("POST", "/plans/{plan_id}/sections/8/draft", {}, 404),
    ("POST", "/plans/{plan_id}/drafts", {}, 303),
    ("GET", SECTION + "/redraft", {}, 200),
    ("GET", "/plans/{plan_id}/sections/3/redraft", {}, 404),
    ("POST", SECTION + "/redraft", {"do": "preview", "based_on": "1", "seen": "{seen}"}, 200),
    ("POST", SECTION + "/redraft", {"do": "apply", "based_on": "1", "seen": "{seen}"}, 303),
    ("POST", SECTION + "/redraft", {"do": "apply", "based_on": "99", "seen": "{seen}"}, 409),
    (
        "POST",
        SECTION + "/redraft",
        {"do": "apply", "based_on": "1", "seen": "{seen}", "offered": "x", "accept": "x"},
        409,
    ),
]


def declared() -> list[APIRoute]:
    """Every route of the pages."""
    return [route for module in MODULES for route in module.router.routes if isinstance(route, APIRoute)]


ROUTES = sorted((method, route.path_format) for route in declared() for method in route.methods)
COROUTINES = {
    (method, route.path_format)
    for route in declared()
    for method in route.methods
    if inspect.iscoroutinefunction(route.endpoint)
}


class Watched:
    """A host, somebody who is signed in to it, and the statements that were sent to the database in its event loop."""

    def __init__(self, assistant: Assistant, person: Person, client: TestClient) -> None:
        self.assistant, self.person, self.client = assistant, person, client
        self.statements = 0
        self.in_loop: list[str] = []
        event.listen(assistant.engine, "before_cursor_execute", self._sent)

    def workspace(self) -> Workspace:
        """A plan of the person, with an answer, a measure, and a person's text in section 1."""
        plan = self.assistant.plans.create(self.person, "みどり町の計画")
        found = self.assistant.plans.open(self.person, plan.id)
        found.add_facts([Fact(key="municipality", status=Status.ANSWERED, value="みどり町")])
        found.add_measure(ChosenMeasure(key="m1", base="today:front-yard"))
        found.save_text(1, "1. 現状\n\n手で書いた文章である。\n", None)
        return found

    def ask(self, method: str, path: str, plan: int, form: Form | None = None) -> Response:
        """The answer; the statements counted are its own."""
        places = {**PLACES, "plan_id": str(plan)}
        if path.startswith("/administration"):
            places["number"] = NOBODY
        address = re.sub(r"\{(\w+)(?::path)?\}", lambda place: places.get(place[1], "1"), path)
        self.statements, self.in_loop = 0, []
        return self.client.request(method, address, data=form)

    def _sent(self, _: object, __: object, statement: str, *___: object) -> None:
        self.statements += 1
        try:
            asyncio.get_running_loop()
        except RuntimeError:  # a worker thread, in which waiting harms nobody
            return
        self.in_loop.append(statement)


@pytest.fixture(scope="module")
def watched(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """The host on a fresh database, and 花子 signed in, as an administrator of the system."""
    home = tmp_path_factory.mktemp("loop")
    shutil.copytree(index_folder, home / "index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHAINLIT_APP_ROOT", str(home))
        patch.setenv("CHAINLIT_AUTH_SECRET", "s" * 48)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what chainlit's own libraries still use
            import chainlit.auth
            import chainlit.user  # noqa: F401  # before the host does
        assistant = build(Settings(home=home))
        person = assistant.accounts.create("花子", PASSWORD, is_admin=True)
        with TestClient(create_host(assistant), follow_redirects=False) as client:
            assert client.post("/login", data={"name": person.name, "password": PASSWORD}).status_code == 303
            yield Watched(assistant, person, client)
        assistant.engine.dispose()


@pytest.fixture
def cookies(watched: Watched) -> Iterator[None]:
    """Who signs out is signed in again for the next test."""
    kept = dict(watched.client.cookies)
    yield
    watched.client.cookies.clear()
    watched.client.cookies.update(kept)


def test_the_watch_sees_a_statement_in_the_event_loop(watched: Watched) -> None:
    """A coroutine that reads by itself is found out; one that leaves it to a worker thread is not."""
    workspace = watched.workspace()
    watched.in_loop = []

    async def by_itself() -> None:
        workspace.newest(1)

    async def in_a_thread() -> None:
        await asyncio.to_thread(workspace.newest, 1)

    asyncio.run(in_a_thread())
    assert watched.in_loop == []
    asyncio.run(by_itself())
    assert watched.in_loop


def test_every_way_through_a_coroutine_route_is_asked() -> None:
    """A coroutine route that is written later has to be put into the table; most routes are none."""
    known = {(method, re.sub("sections/[0-9]", "sections/{section}", path)) for method, path, _, _ in ASKED}
    assert known == COROUTINES
    assert len(ROUTES) > 5 * len(COROUTINES)


@pytest.mark.parametrize(("method", "path", "form", "status"), ASKED)
@pytest.mark.usefixtures("cookies")
def test_a_coroutine_route_leaves_the_database_to_a_worker_thread(
    watched: Watched, method: str, path: str, form: Form, status: int
) -> None:
    """Whatever comes of the request."""
    workspace = watched.workspace()
    shown = watched.ask("GET", SECTION + "/redraft", workspace.plan.id).text
    seen = re.search(r'name="seen" value="(\w+)"', shown)
    assert seen
    answer = watched.ask(
        method, path, workspace.plan.id, {key: value.format(seen=seen[1]) for key, value in form.items()}
    )
    assert answer.status_code == status
    assert watched.in_loop == []
    assert watched.statements > 0 or path == "/logout"


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.usefixtures("cookies")
def test_no_route_waits_for_the_database_in_the_event_loop(watched: Watched, method: str, path: str) -> None:
    """Nor does what it depends on, also where the plan is somebody else's or there is none."""
    for plan in (watched.workspace().plan.id, 10**9):
        assert watched.ask(method, path, plan, {"name": "何か"}).status_code < 500
        assert watched.in_loop == []
