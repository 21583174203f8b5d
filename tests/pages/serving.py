"""A real server for tests: the console script as a process of its own, on a free port, with its data in a folder."""

import itertools
import json
import os
import queue
import shutil
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from assistant.models import SectionVersion
from assistant.store.access import PlanInfo, Role
from assistant.store.accounts import Accounts, Person
from assistant.store.database import open_database
from assistant.store.plans import Plans, Workspace
from assistant.store.tables import Membership

KANMIN = Path(sys.executable).parent / "kanmin"
TODAY = "2026-11-23"
PASSWORD = "himitsu-2026"
STARTS_WITHIN = ANSWERS_WITHIN = 300.0  # generous: it costs nothing when all is well
PAGE_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}


class Server:
    """`kanmin serve`, started and killed like a server is, and the database that it works on."""

    def __init__(self, home: Path, index: Path) -> None:
        shutil.copytree(index, home / "index")
        self.home = home
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)

    def start(self) -> None:
        """Start, unless it runs already, and wait until it answers."""
        if self._process:
            assert self._process.poll() is None, f"it ended by itself, code {self._process.returncode}:\n{self.log}"
            return
        with (self.home / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [KANMIN, "serve"], cwd=self.home, env=self._environment(), stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + STARTS_WITHIN
        while not self._answers():
            try:
                code = self._process.wait(0.1)
            except subprocess.TimeoutExpired:
                assert time.monotonic() < deadline, f"no answer within {STARTS_WITHIN} s:\n{self.log}"
            else:
                raise AssertionError(f"the server ended with code {code}:\n{self.log}")

    def kill(self) -> None:
        """End it as a power cut would: no chance to tidy up."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def close(self) -> None:
        """Stop for good."""
        self.kill()
        self.engine.dispose()

    @property
    def log(self) -> str:
        """What the server has printed."""
        return (self.home / "server.log").read_text(encoding="utf-8")

    @cached_property
    def engine(self) -> Engine:
        """The server's database."""
        return open_database(f"sqlite:///{(self.home / 'kanmin.db').as_posix()}")

    @cached_property
    def accounts(self) -> Accounts:
        """The people who may sign in."""
        return Accounts(self.engine)

    def newcomer(self, name: str) -> Person:
        """A new account whose name begins so."""
        return self.accounts.create(f"{name}{next(self._numbers)}", PASSWORD)

    @cached_property
    def colleague(self) -> Person:
        """Somebody to share a plan with."""
        return self.newcomer("江口")

    @cached_property
    def administrator(self) -> Person:
        """An administrator of the system."""
        return self.accounts.create("管理 花子", PASSWORD, is_admin=True)

    def plan(self, person: Person, name: str = "みどり町の計画") -> PlanInfo:
        """A new plan of the person."""
        return Plans(self.engine).create(person, name)

    def join(self, person: Person, plan: PlanInfo) -> None:
        """Let the person work on the plan as well."""
        with Session(self.engine) as session:
            session.add(Membership(plan_id=plan.id, account_id=person.id, role=Role.EDITOR.value))
            session.commit()

    def workspace(self, person: Person) -> Workspace:
        """The newest plan of the person, as the store has it."""
        plans = Plans(self.engine)
        return plans.open(person, plans.of(person)[0].id)

    def versions(self, person: Person, section: int = 1) -> list[SectionVersion]:
        """The versions of a section of the person's plan, oldest first."""
        return self.workspace(person).versions(section)[::-1]

    def rows(self, query: str, **values: object) -> list[dict[str, Any]]:
        """Rows of the database, for what only Chainlit reads."""
        with self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(text(query), values).mappings()]

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KANMIN_", "CHAINLIT_"))}
        return {
            **kept,
            "KANMIN_HOME": str(self.home),
            "KANMIN_ADMIN_PASSWORD": PASSWORD,
            "KANMIN_PORT": str(self.port),
            "KANMIN_TODAY": TODAY,
        }

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz").is_success
        except httpx.TransportError:
            return False


class Visitor(NamedTuple):
    """A signed-in person with a plan that nobody else may see."""

    person: Person
    plan: PlanInfo
    http: httpx.Client

    def put(self, text: str, based_on: int | None, section: int | str = 1) -> httpx.Response:
        """Save a text as the editor does."""
        return self.http.put(self.address(section), json={"text": text, "based_on": based_on})

    def address(self, section: int | str = 1) -> str:
        """Where the editor reads and saves a section of the person's plan."""
        return f"/api/plans/{self.plan.id}/sections/{section}"


class ChatLine:
    """A person's chat as Chainlit's page opens it, over plain HTTP (Engine.IO 4, long polling)."""

    def __init__(self, client: httpx.Client, thread: str = "") -> None:
        self.session = str(uuid.uuid4())
        self.thread = thread
        self._client = client
        self._sid = ""
        self._packets: queue.SimpleQueue[str | Exception] = queue.SimpleQueue()
        first = client.get(self._address)
        self.refusal = first.text if first.status_code == 401 else None
        if self.refusal is not None:
            return
        self._sid = json.loads(first.raise_for_status().text.split("\x1e")[0][1:])["sid"]
        opening = {"sessionId": self.session, "clientType": "webapp", "threadId": thread}
        self._post("40" + json.dumps(opening))
        threading.Thread(target=self._listen, daemon=True).start()
        answer = self._next()
        self.refusal = answer[2:] if answer.startswith("44") else None
        if self.refusal is None:
            self.emit("connection_successful")

    def say(self, words: str, step: str = "") -> list[str]:
        """Send a message and wait until it is dealt with; what the assistant said to it."""
        message = {"id": step or str(uuid.uuid4()), "name": "user", "type": "user_message", "output": words}
        self.emit("client_message", {"message": {**message, "createdAt": f"{TODAY}T00:00:00Z"}, "fileReferences": []})
        said: list[str] = []
        over = False
        while True:
            name, *values = self.event()
            if name == "first_interaction":
                self.thread = values[0]["thread_id"]
            if name == "new_message" and values[0]["type"] == "assistant_message":
                said.append(values[0]["output"])
            over = over or (name == "task_end" and bool(said))
            if over and self.thread:
                return said

    def emit(self, name: str, *values: object) -> None:
        """Send an event."""
        self._post("42" + json.dumps([name, *values]))

    def event(self) -> list[Any]:
        """The next event from the server, which does not let one wait for ever."""
        while True:
            packet = self._next()
            if packet.startswith("42"):
                found: list[Any] = json.loads(packet[2:])
                return found

    def close(self) -> None:
        """Hang up."""
        self._post("1")

    def _next(self) -> str:
        packet = self._packets.get(timeout=ANSWERS_WITHIN)
        if isinstance(packet, Exception):
            raise packet
        return packet

    def _listen(self) -> None:
        """Keep polling, as a browser does; a line on which nobody listens is cut by the server after 45 s."""
        while True:
            try:
                packets = self._client.get(self._address).raise_for_status().text.split("\x1e")
                if "2" in packets:
                    self._post("3")
            except Exception as error:  # told to whoever reads next; a line that a test left open ends with its sockets
                self._packets.put(error)
                return
            for packet in packets:
                if packet not in ("2", "6"):
                    self._packets.put(packet)

    def _post(self, packet: str) -> None:
        self._client.post(self._address, content=packet.encode()).raise_for_status()

    @property
    def _address(self) -> str:
        return "/chat/ws/socket.io/?EIO=4&transport=polling" + (f"&sid={self._sid}" if self._sid else "")


@contextmanager
def signed_in(server: Server, person: Person) -> Iterator[httpx.Client]:
    """A client that carries the person's cookie; a line for each request, as the server hangs up after a failure."""
    with httpx.Client(base_url=server.url, timeout=ANSWERS_WITHIN, headers={"Connection": "close"}) as client:
        answer = client.post("/login", data={"name": person.name, "password": PASSWORD})
        assert answer.headers["location"] == "/"
        yield client


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
