"""The store keeps everything a person wrote, tells nobody about other people's plans, and never loses a text."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.orm import Session

from assistant.errors import Conflict, InputError, NotAllowed, NotFound, SignInError
from assistant.models import Fact, FactValue, OpenItem, SectionDraft, SectionVersion, Status, Trace, TraceKind
from assistant.store.accounts import Accounts, Person
from assistant.store.database import open_database
from assistant.store.plans import LONGEST_TEXT, Plans, Workspace
from assistant.store.tables import Account, Base, FactRow, Membership

CHAINLIT = {"users", "threads", "steps", "elements", "feedbacks"}
PASSWORD = "みどり町の職員2026"


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


def answered(key: str, value: FactValue) -> Fact:
    return Fact(key=key, status=Status.ANSWERED, value=value, said=str(value))


def history(versions: list[SectionVersion]) -> list[tuple[int, str, str, str]]:
    return [(v.number, v.text, v.origin, v.author) for v in versions]


# --- accounts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "password", "message"),
    [
        ("花子", PASSWORD, "利用者「花子」はすでに登録されています。"),
        (" 花子　", PASSWORD, "利用者「花子」はすでに登録されています。"),
        ("", PASSWORD, "利用者名が空です。"),
        ("　", PASSWORD, "利用者名が空です。"),
        ("jiro", "1234567", "パスワードは8文字以上にしてください。"),
        ("jiro", "", "パスワードは8文字以上にしてください。"),
    ],
)
def test_an_account_that_will_not_do_is_refused(
    engine: Engine, accounts: Accounts, people: tuple[Person, Person], name: str, password: str, message: str
) -> None:
    """Refused with the reason, and nothing is kept."""
    with pytest.raises(SignInError) as refused:
        accounts.create(name, password)
    with Session(engine) as session:
        assert session.scalars(select(Account.name).order_by(Account.id)).all() == [person.name for person in people]
    assert str(refused.value) == message


@pytest.mark.parametrize(("name", "password"), [("花子", PASSWORD), (" 花子 ", PASSWORD)])
def test_the_right_password_opens(accounts: Accounts, hanako: Person, name: str, password: str) -> None:
    """Spaces around a name do not count."""
    assert accounts.sign_in(name, password) == hanako


@pytest.mark.parametrize(
    ("name", "password"),
    [("花子", PASSWORD + "x"), ("花子", ""), ("だれか", PASSWORD), ("' OR 1=1 --", PASSWORD)],
)
def test_a_wrong_password_and_an_unknown_name_are_told_alike(
    accounts: Accounts, hanako: Person, name: str, password: str
) -> None:
    """The message does not give away who has an account."""
    with pytest.raises(SignInError) as refused:
        accounts.sign_in(name, password)
    assert hanako.name == "花子"
    assert str(refused.value) == "利用者名かパスワードが違います。"


def test_a_password_is_kept_as_a_salted_argon2_hash(fresh: Engine) -> None:
    """The same password of two people is stored differently, and never in clear."""
    accounts = Accounts(fresh)
    accounts.create("hanako", PASSWORD)
    accounts.create("taro", PASSWORD)
    with Session(fresh) as session:
        hashes = session.scalars(select(Account.password_hash)).all()
    assert len(set(hashes)) == 2
    assert [kept for kept in hashes if not kept.startswith("$argon2id$") or PASSWORD in kept] == []


def test_a_person_is_found_by_name(accounts: Accounts, hanako: Person) -> None:
    """Nobody is found under another name."""
    assert (accounts.find("花子"), accounts.find("だれか")) == (hanako, None)


def test_the_first_administrator_is_made_once(fresh: Engine) -> None:
    """A made password works and is told once; later calls change nothing."""
    accounts = Accounts(fresh)
    made = accounts.ensure_admin(None)
    assert made
    assert (accounts.ensure_admin(None), accounts.ensure_admin("another-password")) == (None, None)
    assert accounts.sign_in("admin", made).is_admin
    with pytest.raises(SignInError):
        accounts.sign_in("admin", "another-password")


def test_a_given_password_of_the_administrator_is_not_told_back(fresh: Engine) -> None:
    """Who set it knows it."""
    accounts = Accounts(fresh)
    assert accounts.ensure_admin(PASSWORD) is None
    assert accounts.sign_in("admin", PASSWORD).is_admin


def test_no_administrator_is_made_where_people_have_accounts(accounts: Accounts, hanako: Person) -> None:
    """Somebody is there already."""
    assert not hanako.is_admin
    assert accounts.ensure_admin(PASSWORD) is None
    assert accounts.find("admin") is None


# --- whose plan it is ------------------------------------------------------------------------------------------------------


def test_a_person_sees_only_their_own_plans_newest_first(engine: Engine, hanako: Person, taro: Person) -> None:
    """The list of plans is one's own."""
    plans = Plans(engine)
    first, second, other = plans.create(hanako, "一"), plans.create(hanako, "二"), plans.create(taro, "三")
    assert plans.of(hanako)[:2] == [second, first]
    assert plans.of(taro)[0] == other
    assert other not in plans.of(hanako)
    assert {first.id, second.id} & {plan.id for plan in plans.of(taro)} == set()


def test_another_person_s_plan_cannot_be_told_from_a_missing_one(engine: Engine, mine: Workspace, taro: Person) -> None:
    """The same error with the same text: a plan's existence is not given away."""
    messages = set()
    for plan_id in (mine.plan.id, 999_999, 0, -1):
        with pytest.raises(NotAllowed) as refused:
            Plans(engine).open(taro, plan_id)
        messages.add(str(refused.value))
    assert messages == {"この計画は見つからないか、あなたには権限がありません。"}


def test_an_invited_person_works_on_the_same_plan(mine: Workspace, shared: Workspace) -> None:
    """What one writes the other reads, under the writer's name."""
    mine.add_facts((answered("municipality", "みどり町"),))
    shared.save_text(1, "太郎の文", None)
    assert shared.ledger() == mine.ledger()
    assert history(mine.versions(1)) == [(1, "太郎の文", "edit", "太郎")]


def test_a_thread_belongs_to_one_person_and_one_plan(
    engine: Engine, mine: Workspace, shared: Workspace, hanako: Person, taro: Person
) -> None:
    """Another member of the plan, and the same person on another plan, are refused; the state stays as it was."""
    plans = Plans(engine)
    elsewhere = plans.open(hanako, plans.create(hanako, "別の計画").id)
    thread = f"thread-{mine.plan.id}"
    mine.keep_conversation(thread, {"asking": "population"})
    for workspace in (shared, elsewhere):
        with pytest.raises(NotAllowed):
            workspace.conversation(thread)
        with pytest.raises(NotAllowed):
            workspace.keep_conversation(thread, {"asking": "issues"})
    with pytest.raises(NotAllowed):
        plans.of_thread(taro, thread)
    assert mine.conversation(thread) == {"asking": "population"}
    assert plans.of_thread(hanako, thread) == mine.plan.id


def test_a_new_thread_is_empty_and_the_last_one_is_remembered(
    engine: Engine, mine: Workspace, shared: Workspace, hanako: Person
) -> None:
    """Each person comes back to their own latest thread."""
    one, two, other = (f"{mine.plan.id}-{name}" for name in ("one", "two", "taro"))
    assert mine.conversation(one) == {}
    assert Plans(engine).of_thread(hanako, one) is None
    assert mine.last_thread() is None
    mine.keep_conversation(one, {"section": 1})
    mine.keep_conversation(two, {})
    shared.keep_conversation(other, {})
    assert mine.last_thread() == two
    mine.keep_conversation(one, {"section": 2})
    assert (mine.last_thread(), shared.last_thread()) == (one, other)
    assert mine.conversation(one) == {"section": 2}


# --- facts -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fact",
    [
        answered("municipality", "みどり町"),
        Fact(
            key="population",
            status=Status.ANSWERED,
            value=32_000,
            as_of="令和8年4月1日",
            approximate=True,
            said="約3万2千人",
        ),
        answered("ageing_rate", 38.5),
        answered("ageing_rate", 40.0),
        answered("issues", ("若い世代の転出", "窓口の混雑")),
        answered("issues", ("😀𠮷野家", "'; DROP TABLE fact; --")),
        *(Fact(key="population", status=status, said="…") for status in Status if status is not Status.ANSWERED),
    ],
)
def test_a_fact_comes_back_as_it_was_said(mine: Workspace, fact: Fact) -> None:
    """Value, kind of number, date, approximation, words and status are kept."""
    mine.add_facts((fact,))
    kept = mine.ledger().get(fact.key)
    assert kept == fact
    assert type(kept.value) is type(fact.value)


def test_facts_are_only_ever_added_and_the_newest_holds(engine: Engine, mine: Workspace) -> None:
    """Earlier statements stay as rows; the ledger holds the last one of each key."""
    mine.add_facts((answered("population", 32_000), answered("municipality", "みどり町")))
    mine.add_facts((answered("population", 31_500),))
    mine.add_facts((Fact(key="population", status=Status.UNKNOWN, said="わからない"),))
    with Session(engine) as session:
        rows = session.scalars(
            select(FactRow).where(FactRow.plan_id == mine.plan.id, FactRow.key == "population").order_by(FactRow.id)
        ).all()
        assert [row.content["value"] for row in rows] == [32_000, 31_500, None]
    assert mine.ledger().get("population").status is Status.UNKNOWN
    assert mine.ledger().get("municipality").value == "みどり町"


def test_the_last_of_two_statements_in_one_message_holds(mine: Workspace) -> None:
    """As the person said them."""
    mine.add_facts((answered("population", 32_000), answered("population", 31_500)))
    assert mine.ledger().get("population").value == 31_500


def test_facts_of_one_plan_are_not_another_s(engine: Engine, mine: Workspace, hanako: Person) -> None:
    """Not even of the same person."""
    plans = Plans(engine)
    other = plans.open(hanako, plans.create(hanako, "別の計画").id)
    mine.add_facts((answered("population", 32_000),))
    assert other.ledger().facts == {}


# --- versions ----------------------------------------------------------------------------------------------------------------

DRAFT = SectionDraft(
    number=1,
    title="みどり町の現状及び課題",
    text="1. みどり町の現状及び課題\n\n人口は〔要確認：人口〕である。\n",
    trace=(Trace(section=1, start=3, end=7, text="みどり町", kind=TraceKind.FACT, ref="municipality"),),
    open_items=(OpenItem(kind="unknown_fact", section=1, key="population", text="人口（企画課に確認）"),),
)


def test_versions_are_numbered_and_all_are_kept(mine: Workspace) -> None:
    """Draft, edit, draft again: three versions, newest first, with author and origin."""
    assert mine.newest(1) is None
    mine.add_draft(DRAFT, None)
    mine.save_text(1, "直した文", 1)
    mine.add_draft(DRAFT, 2)
    assert history(mine.versions(1)) == [
        (3, DRAFT.text, "draft", "花子"),
        (2, "直した文", "edit", "花子"),
        (1, DRAFT.text, "draft", "花子"),
    ]
    newest = mine.newest(1)
    assert newest is not None
    assert newest.number == 3
    assert mine.versions(2) == []


def test_a_draft_keeps_its_trace_and_open_items(mine: Workspace) -> None:
    """An edit carries on the open items; what it rests on is no longer known to the code point."""
    kept = mine.add_draft(DRAFT, None)
    edited = mine.save_text(1, DRAFT.text + "追記", kept.number)
    assert (kept.trace, kept.open_items) == (DRAFT.trace, DRAFT.open_items)
    assert (edited.trace, edited.open_items) == ((), DRAFT.open_items)
    assert mine.versions(1) == [edited, kept]


@pytest.mark.parametrize("based_on", [None, 1, 3, 99, 0, -1])
def test_a_stale_save_is_refused_with_both_texts(mine: Workspace, shared: Workspace, based_on: int | None) -> None:
    """Neither text is lost, and the person is told who was faster."""
    mine.save_text(1, "最初の文", None)
    shared.save_text(1, "太郎の文", 1)
    with pytest.raises(Conflict) as refused:
        mine.save_text(1, "花子の文", based_on)
    conflict = refused.value
    assert (conflict.mine, conflict.theirs, conflict.version, conflict.author) == ("花子の文", "太郎の文", 2, "太郎")
    assert "太郎さんが先に保存しました（版2）" in str(conflict)
    assert history(mine.versions(1)) == [(2, "太郎の文", "edit", "太郎"), (1, "最初の文", "edit", "花子")]


def test_a_draft_never_goes_over_a_newer_text(mine: Workspace, shared: Workspace) -> None:
    """A draft begun before somebody else saved is refused like any stale save."""
    mine.add_draft(DRAFT, None)
    shared.save_text(1, "太郎の文", 1)
    with pytest.raises(Conflict) as refused:
        mine.add_draft(DRAFT, 1)
    assert (refused.value.mine, refused.value.theirs) == (DRAFT.text, "太郎の文")


def test_after_a_conflict_both_can_be_brought_together(mine: Workspace, shared: Workspace) -> None:
    """Saving on top of the version that the conflict names works."""
    shared.save_text(1, "太郎の文", None)
    with pytest.raises(Conflict) as refused:
        mine.save_text(1, "花子の文", None)
    mine.save_text(1, f"{refused.value.theirs}と{refused.value.mine}", refused.value.version)
    assert [version.text for version in mine.versions(1)] == ["太郎の文と花子の文", "太郎の文"]


@pytest.mark.parametrize("earlier", [0, 1, 3])
def test_of_two_who_save_at_once_one_wins_and_one_is_told(mine: Workspace, shared: Workspace, earlier: int) -> None:
    """The winner's text is the newest version, the loser gets both texts back, on every section at once."""
    based_on = None
    for number in range(1, earlier + 1):
        for section in range(1, 8):
            mine.save_text(section, f"版{number}", based_on)
        based_on = number
    barrier = Barrier(2)

    def save(workspace: Workspace, section: int, text: str) -> str | Conflict:
        barrier.wait(timeout=20)
        try:
            workspace.save_text(section, text, based_on)
        except Conflict as conflict:
            return conflict
        return text

    with ThreadPoolExecutor(2) as pool:
        for section in range(1, 8):
            both = [pool.submit(save, mine, section, "花子の文"), pool.submit(save, shared, section, "太郎の文")]
            results = [future.result() for future in both]
            lost = [result for result in results if isinstance(result, Conflict)]
            won = [result for result in results if isinstance(result, str)]
            assert (len(won), len(lost)) == (1, 1)
            assert {lost[0].mine, lost[0].theirs} == {"花子の文", "太郎の文"}
            assert lost[0].theirs == won[0]
            assert [v.text for v in mine.versions(section)] == [won[0], *(f"版{n}" for n in range(earlier, 0, -1))]


@pytest.mark.parametrize("section", [0, 8, -1, 100])
def test_a_section_that_no_plan_has_is_refused(mine: Workspace, section: int) -> None:
    """A plan has sections 1 to 7."""
    with pytest.raises(NotFound, match=f"第{section}章はありません"):
        mine.save_text(section, "文", None)
    with pytest.raises(NotFound, match=f"第{section}章はありません"):
        mine.versions(section)


@pytest.mark.parametrize("section", range(1, 8))
def test_each_of_the_seven_sections_can_be_kept(mine: Workspace, section: int) -> None:
    """Sections do not share their numbering."""
    assert mine.save_text(section, "文", None).number == 1


@pytest.mark.parametrize(
    "text", ["", "\n", "a\r\nb\tc", "😀𠮷野家", "'; DROP TABLE plan; --", "\x00終", "あ" * LONGEST_TEXT]
)
def test_a_text_comes_back_as_it_was_written(mine: Workspace, text: str) -> None:
    """To the last character, up to the longest."""
    mine.save_text(1, text, None)
    newest = mine.newest(1)
    assert newest is not None
    assert newest.text == text


def test_a_text_beyond_the_longest_is_refused(mine: Workspace) -> None:
    """Refused with its length and the limit; nothing is cut off and kept."""
    with pytest.raises(InputError, match="200,001字、上限200,000字"):
        mine.save_text(1, "あ" * (LONGEST_TEXT + 1), None)
    assert mine.versions(1) == []


# --- the database ----------------------------------------------------------------------------------------------------------


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
