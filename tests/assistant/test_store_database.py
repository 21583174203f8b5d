"""The database: its tables, its migrations, and that opening it again keeps what is in it."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, func, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from storing import PASSWORD, answered

from assistant.models import Status
from assistant.store.access import Permission
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


def left_at(path: Path, revision: str, *statements: str) -> Path:
    """A database as an earlier version of the product left it."""
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", MIGRATIONS.as_posix())
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
    return path


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A database as the first version of the product left it."""
    return left_at(tmp_path / "kanmin.db", "0001", *OF_0001)


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


# --- from the version that knew whole plans, but no roles --------------------------------------------------------------

OF_0002 = [
    *OF_0001,
    "INSERT INTO account VALUES (2, '太郎', 'x', 1, '2026-11-01 00:00:00')",
    "INSERT INTO membership VALUES (1, 2, 'editor')",
    """INSERT INTO section_version VALUES (2, 1, 1, 2, 'edit', 1, '1. 直した現状', '{"made_from": 2}', 2,
       '2026-11-02 00:00:00')""",
    """INSERT INTO section_version VALUES (3, 1, 3, 1, 'draft', NULL, '3. 位置付け', '{}', 1,
       '2026-11-02 00:00:00')""",
    """INSERT INTO frozen_plan VALUES (1, 1, '庁議版', '{"versions": {"1": 1, "3": 1}}', 1, '2026-11-03 00:00:00')""",
    """INSERT INTO inquiry VALUES (1, 1, '住民課', '{"keys": ["population"], "due": "2026-12-11"}', 1,
       '2026-11-03 00:00:00')""",
    """INSERT INTO inquiry_reply VALUES (1, 1, '住民課', '{"replies": []}', NULL, 1, '2026-11-04 00:00:00')""",
]


def test_the_migration_to_roles_keeps_everything_and_locks_nobody_out(tmp_path: Path) -> None:
    """Whoever took part can do everything as before; texts have stamps; frozen plans, inquiries, replies are there."""
    engine = open_database(f"sqlite:///{left_at(tmp_path / 'kanmin.db', '0002', *OF_0002)}")
    accounts, plans = Accounts(engine), Plans(engine)
    hanako, taro = accounts.find("花子"), accounts.find("太郎")
    assert hanako
    assert taro
    assert (hanako.is_admin, taro.is_admin) == (False, True)
    for person in (hanako, taro):
        assert plans.open(person, 1, Permission.MANAGE).plan.archived_at is None
    mine = plans.open(hanako, 1)
    assert [(v.number, v.stamp, v.running, v.author) for v in mine.versions(1)] == [
        (2, 2, False, "太郎"),
        (1, 1, False, "花子"),
    ]
    [frozen] = mine.frozen()
    assert (frozen.name, frozen.versions, frozen.newest_fact) == ("庁議版", {1: 1, 3: 1}, None)
    assert mine.frozen_whole(frozen.id) is None
    assert mine.texts(frozen.id)[1].text == "1. 現状"
    assert [one.department for one in mine.inquiries()] == ["住民課"]
    assert [one.accepted_at for one in mine.replies()] == [None]
    assert (mine.confirmation(1), mine.schedule_changes()) == (None, {})
    assert mine.save_text(1, "1. また直した現状", 2, running=True).stamp == 3
    assert mine.confirm(3, 1).author == "花子"
    engine.dispose()


def test_two_versions_cannot_have_the_same_stamp(tmp_path: Path) -> None:
    """The database itself refuses what two people save at the same moment."""
    engine = open_database(f"sqlite:///{left_at(tmp_path / 'kanmin.db', '0002', *OF_0002)}")
    with Session(engine) as session, pytest.raises(IntegrityError):
        session.execute(text("UPDATE section_version SET stamp = 1 WHERE id = 2"))
    engine.dispose()
