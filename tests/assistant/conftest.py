"""The assembled product; and a database that the tests of the store share, two people in it, a plan of one of them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from product import settings
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from storing import PASSWORD

from assistant.app import Assistant, build
from assistant.store.accounts import Accounts, Person
from assistant.store.database import open_database
from assistant.store.plans import Plans, Workspace
from assistant.store.tables import Membership


def opened(path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Engine]:
    """A new database."""
    yield from opened(tmp_path / "kanmin.db")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database that tests share; each makes its own plan in it."""
    yield from opened(tmp_path_factory.mktemp("store") / "kanmin.db")


@pytest.fixture(scope="module")
def accounts(engine: Engine) -> Accounts:
    """The accounts of the shared database."""
    return Accounts(engine)


@pytest.fixture(scope="module")
def people(accounts: Accounts) -> tuple[Person, Person]:
    """Two people who share nothing."""
    return accounts.create("花子", PASSWORD), accounts.create("太郎", PASSWORD)


@pytest.fixture
def hanako(people: tuple[Person, Person]) -> Person:
    return people[0]


@pytest.fixture
def taro(people: tuple[Person, Person]) -> Person:
    return people[1]


@pytest.fixture
def mine(engine: Engine, hanako: Person) -> Workspace:
    """A new plan of Hanako's."""
    plans = Plans(engine)
    return plans.open(hanako, plans.create(hanako, "みどり町の計画").id)


@pytest.fixture
def shared(engine: Engine, mine: Workspace, taro: Person) -> Workspace:
    """The same plan as Taro, who has been let in, sees it."""
    with Session(engine) as session:
        session.add(Membership(plan_id=mine.plan.id, account_id=taro.id, role="editor"))
        session.commit()
    return Plans(engine).open(taro, mine.plan.id)


# --- the assembled product ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def home(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a built index."""
    folder = tmp_path_factory.mktemp("kanmin")
    shutil.copytree(index_folder, folder / "index")
    return folder


@pytest.fixture(scope="module")
def assistant(home: Path) -> Iterator[Assistant]:
    """The product without a model."""
    made = build(settings(home))
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def midori(assistant: Assistant) -> Person:
    """Somebody at the assembled product."""
    return assistant.accounts.create("みどり", PASSWORD)


@pytest.fixture
def plan(assistant: Assistant, midori: Person) -> Workspace:
    """A new plan of hers."""
    return assistant.plans.open(midori, assistant.plans.create(midori, "みどり町の計画").id)
