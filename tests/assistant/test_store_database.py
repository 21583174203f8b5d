"""The database: its tables, its migrations, and that opening it again keeps what is in it."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, func, inspect, select, text
from sqlalchemy.orm import Session
from storing import PASSWORD, answered

from assistant.models import Status
from assistant.store.accounts import Accounts
from assistant.store.database import MIGRATIONS, open_database
from assistant.store.plans import Plans
from assistant.store.tables import Base, FactRow, Membership

CHAINLIT = {"users", "threads", "steps", "elements", "feedbacks"}


def test_a_fresh_database_has_our_tables_and_chainlit_s(fresh: Engine) -> None:
    """Nothing is missing and nothing is left over."""
    assert set(inspect(fresh).get_table_names()) == {*Base.metadata.tables, *CHAINLIT, "alembic_version"}


def test_the_migrations_make_what_the_code_expects(fresh: Engine) -> None:
    """Alembic finds no difference between our tables in the database and in the code."""
    with fresh.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: kind != "table" or name in Base.metadata.tables,
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def test_opening_a_database_again_keeps_what_is_in_it(tmp_path: Path) -> None:
    """A restart loses nothing, and goes on with the numbering."""
    path = tmp_path / "folder" / "kanmin.db"
    for number in (1, 2, 3):
        engine = open_database(f"sqlite:///{path}")
        accounts, plans = Accounts(engine), Plans(engine)
        accounts.ensure_admin(PASSWORD)
        admin = accounts.find("admin")
        assert admin
        plan = (plans.of(admin) or [plans.create(admin, "計画")])[0]
        workspace = plans.open(admin, plan.id)
        workspace.add_facts((answered("population", 30_000 + number),))
        workspace.save_text(1, f"版{number}", number - 1 or None)
        assert [version.number for version in workspace.versions(1)] == list(range(number, 0, -1))
        assert workspace.ledger().get("population").value == 30_000 + number
        with Session(engine) as session:
            assert session.scalar(select(func.count(FactRow.id))) == number
        engine.dispose()


def test_a_database_that_refuses_dangling_rows(fresh: Engine) -> None:
    """Foreign keys are enforced: a membership of nobody cannot be kept."""
    with Session(fresh) as session:
        session.add(Membership(plan_id=1, account_id=1, role="editor"))
        with pytest.raises(Exception, match="FOREIGN KEY"):
            session.commit()


# --- from the first version of the product ----------------------------------------------------------------------------

OF_0001 = [
    "INSERT INTO account VALUES (1, '花子', 'x', 0, '2026-11-01 00:00:00')",
    "INSERT INTO plan VALUES (1, 'みどり町の計画', '2026-11-01 00:00:00')",
    "INSERT INTO membership VALUES (1, 1, 'editor')",
    """INSERT INTO fact VALUES (1, 1, 'population', '{"key": "population", "status": "answered", "value": 32000,
       "as_of": null, "approximate": true, "source": "", "department": "", "answered_by": "", "said": "約3万2千人"}',
       1, '2026-11-01 00:00:00')""",
    """INSERT INTO fact VALUES (2, 1, 'population_trend', '{"key": "population_trend", "status": "answered",
       "value": "減っている", "said": "減っている"}', 1, '2026-11-01 00:00:00')""",
    """INSERT INTO section_version VALUES (1, 1, 1, 1, 'draft', NULL, '1. 現状', '{"trace": [{"section": 1, "start": 0,
       "end": 2, "text": "1.", "kind": "fact", "ref": "municipality"}], "open_items": [{"kind": "unknown_fact",
       "section": 1, "key": "population", "text": "人口"}]}', 1, '2026-11-01 00:00:00')""",
    """INSERT INTO conversation VALUES ('t1', 1, 1, '{"section": 1, "asking": "population_trend", "trail": [],
       "put_off": [], "turns": []}', '2026-11-01 00:00:00')""",
]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database as the first version of the product left it."""
    path = tmp_path / "kanmin.db"
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in OF_0001:
            connection.execute(text(statement))
    engine.dispose()
    return path


def test_a_migration_keeps_what_was_written(old: Path) -> None:
    """Facts, versions with trace and gaps, and threads are read as before; the new tables are there."""
    engine = open_database(f"sqlite:///{old}")
    person = Accounts(engine).find("花子")
    assert person
    workspace = Plans(engine).open(person, 1)
    population = workspace.ledger().get("population")
    assert (population.status, population.value, population.approximate, population.said) == (
        Status.ANSWERED,
        32_000,
        True,
        "約3万2千人",
    )
    [version] = workspace.versions(1)
    assert (version.text, version.trace[0].ref, version.open_items[0].key) == ("1. 現状", "municipality", "population")
    assert (workspace.stale_keys(1), workspace.frozen(), workspace.inquiries()) == ((), [], [])
    assert workspace.conversation("t1")["asking"] == "population_trend"
    assert workspace.save_text(1, "直した文", 1).number == 2
    assert workspace.freeze("庁議版").versions == {1: 2}
    engine.dispose()
