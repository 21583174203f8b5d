"""Who may do what, at every door of the host: its routes are asked of the host itself, so that a later one is tried too."""

import re
from collections.abc import Iterator

import httpx
import pytest
from fastapi.routing import APIRoute
from pages.serving import ChatLine, Server, signed_in
from sqlalchemy import select

from assistant.models import Fact, Status
from assistant.pages import access
from assistant.pages.host import ROUTES as MODULES
from assistant.pages.host import create_host
from assistant.store.access import Permission, PlanInfo, Role
from assistant.store.accounts import Person
from assistant.store.administration import Administration
from assistant.store.plans import Plans, Workspace
from assistant.store.tables import Base

Route = tuple[str, str]
NOWHERE = 10**9
SAFE = ("GET", "HEAD")
# What may be asked without signing in.
PUBLIC = {("GET", "/login"), ("POST", "/login"), ("POST", "/logout"), ("GET", "/healthz")}
# What sends something but changes nothing of a plan: who may only read may do it. Each is named here on purpose.
FOR_READERS = {
    ("POST", "/api/plans/{plan_id}/sections/{section}/preview"),
    ("POST", "/api/plans/{plan_id}/sections/{section}/pasting"),
    ("POST", "/api/plans/{plan_id}/sections/{section}/fillings"),
}
# Something that exists for each place in an address.
PLACES = {
    "section": "1",
    "number": "1",
    "key": "population",
    "step": "council",
    "ending": "yaml",
    "passage_id": "general:1",
}
IN_JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


def declared() -> list[Route]:
    """Method and address of every route of the host."""
    host = create_host(None)  # type: ignore[arg-type]  # nothing is asked of it but its routes
    paths = host.openapi()["paths"]
    return sorted((method.upper(), path) for path, methods in paths.items() for method in methods)


def for_managers() -> set[Route]:
    """Routes that are declared for administrators of the plan."""

    def wants(dependant: object) -> bool:
        return any(one.call is access.managed or wants(one) for one in dependant.dependencies)  # type: ignore[attr-defined]

    routes = [route for module in MODULES for route in module.router.routes if isinstance(route, APIRoute)]
    return {(method, route.path_format) for route in routes if wants(route.dependant) for method in route.methods}


ROUTES = declared()
MANAGERS = for_managers()
OF_A_PLAN = [route for route in ROUTES if "{plan_id}" in route[1]]
CHANGING = [route for route in OF_A_PLAN if route[0] not in SAFE and route not in FOR_READERS]
OF_THE_SYSTEM = [route for route in ROUTES if route[1].startswith("/administration")]


def filled(path: str, plan: int) -> str:
    """The address with ids of things that exist in the plan."""
    places = {**PLACES, "plan_id": str(plan)}
    return re.sub(r"\{(\w+)\}", lambda place: places[place[1]], path)


def ask(client: httpx.Client, route: Route, plan: int) -> httpx.Response:
    """The request, with a body of the kind that the route takes."""
    method, path = route
    body = {"text": "よその文章", "based_on": 1, "value": "1", "name": "よその名前"}
    if method in SAFE:
        return client.request(method, filled(path, plan))
    if path.startswith("/api/"):
        return client.request(method, filled(path, plan), json=body)
    return client.request(method, filled(path, plan), data={key: str(value) for key, value in body.items()})


def told(answer: httpx.Response) -> str:
    """The words of a refusal."""
    return str(answer.json()["error"]) if answer.request.url.path.startswith("/api/") else answer.text


def everything(server: Server) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables of the product."""
    with server.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture(scope="module")
def workspace(server: Server) -> Workspace:
    """A plan with an answer, a text, an inquiry's worth of facts and a frozen state, and its administrator."""
    owner = server.newcomer("主")
    plan = server.plan(owner, "だれにも見せない計画")
    found = Plans(server.engine).open(owner, plan.id)
    found.add_facts((Fact(key="population", status=Status.ANSWERED, value=31_800, said="31,800人"),))
    found.save_text(1, "だれにも見せない文章", None)
    found.save_text(1, "だれにも見せない文章の続き", 1)
    found.freeze("課内案")
    return found


def someone(server: Server, workspace: Workspace, name: str, role: Role | None) -> Person:
    person = server.newcomer(name)
    workspace.give_role(person.name, role)
    return person


@pytest.fixture(scope="module")
def outsider(server: Server) -> Iterator[httpx.Client]:
    """Somebody with a plan of their own and no part in this one."""
    person = server.newcomer("部外者")
    server.plan(person)
    with signed_in(server, person) as client:
        yield client


@pytest.fixture(scope="module")
def viewer(server: Server, workspace: Workspace) -> Iterator[httpx.Client]:
    with signed_in(server, someone(server, workspace, "閲覧", Role.VIEWER)) as client:
        yield client


@pytest.fixture(scope="module")
def editor(server: Server, workspace: Workspace) -> Iterator[httpx.Client]:
    with signed_in(server, someone(server, workspace, "編集", Role.EDITOR)) as client:
        yield client


@pytest.fixture
def plan(workspace: Workspace) -> PlanInfo:
    return workspace.plan


# --- the tables of this file ----------------------------------------------------------------------------------------------


def test_the_routes_are_those_of_the_host() -> None:
    """Every module's routes are among them, the tables are not empty, and name nothing that is gone."""
    routes = [route for module in MODULES for route in module.router.routes if isinstance(route, APIRoute)]
    modules = {(method, route.path_format) for route in routes for method in route.methods}
    assert set(ROUTES) >= modules | FOR_READERS | PUBLIC | MANAGERS
    assert len(CHANGING) > 20
    assert len(OF_THE_SYSTEM) > 10
    assert {route for route in OF_A_PLAN if "/settings" in route[1]} <= MANAGERS
    assert {place for _, path in ROUTES for place in re.findall(r"\{(\w+)", path)} <= {*PLACES, "plan_id"}


# --- nobody ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in PUBLIC], ids=" ".join)
def test_nobody_is_led_to_the_sign_in(server: Server, nobody: httpx.Client, plan: PlanInfo, route: Route) -> None:
    """Pages by a redirect, requests of scripts by 401; nothing is shown or stored."""
    before = everything(server)
    answer = ask(nobody, route, plan.id)
    if route[1].startswith("/api/"):
        assert (answer.status_code, bool(IN_JAPANESE.search(told(answer)))) == (401, True)
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].split("?")[0] == "/login"
    assert "だれにも見せない" not in answer.text
    assert everything(server) == before


# --- people without a part in the plan ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", OF_A_PLAN, ids=" ".join)
def test_without_a_role_the_plan_does_not_exist(
    server: Server, outsider: httpx.Client, plan: PlanInfo, route: Route
) -> None:
    """With the right ids the answer is that for a plan that nobody has; nothing is shown or stored."""
    before = everything(server)
    answer, nowhere = ask(outsider, route, plan.id), ask(outsider, route, NOWHERE)
    assert answer.status_code == 404
    assert (answer.status_code, answer.text) == (nowhere.status_code, nowhere.text)
    assert "だれにも見せない" not in answer.text
    assert everything(server) == before


# --- people who may read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", CHANGING, ids=" ".join)
def test_who_may_read_changes_nothing(server: Server, viewer: httpx.Client, plan: PlanInfo, route: Route) -> None:
    """403 with whom to ask; nothing is stored."""
    before = everything(server)
    answer = ask(viewer, route, plan.id)
    assert answer.status_code == 403
    assert "に頼んでください。何も変えていません。" in told(answer)
    assert everything(server) == before


@pytest.mark.parametrize("route", sorted(FOR_READERS), ids=" ".join)
def test_what_readers_may_send_changes_nothing(
    server: Server, viewer: httpx.Client, plan: PlanInfo, route: Route
) -> None:
    """It is let through, and yet nothing is stored."""
    before = everything(server)
    assert ask(viewer, route, plan.id).status_code not in (401, 403, 404)
    assert everything(server) == before


@pytest.mark.parametrize(
    "route", [route for route in OF_A_PLAN if route[0] in SAFE and route not in MANAGERS], ids=" ".join
)
def test_reading_changes_nothing(server: Server, viewer: httpx.Client, plan: PlanInfo, route: Route) -> None:
    """A page that is only looked at stores nothing, and who may read is not refused."""
    before = everything(server)
    assert ask(viewer, route, plan.id).status_code not in (401, 403, 500)
    assert everything(server) == before


# --- what only administrators of the plan may do --------------------------------------------------------------------------------


@pytest.mark.parametrize("route", sorted(MANAGERS), ids=" ".join)
@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_managing_is_for_administrators_of_the_plan(
    server: Server, request: pytest.FixtureRequest, plan: PlanInfo, role: str, route: Route
) -> None:
    """403 with whom to ask; nothing is stored."""
    client = request.getfixturevalue(role)
    before = everything(server)
    answer = ask(client, route, plan.id)
    assert answer.status_code == 403
    assert "管理者に頼んでください" in told(answer)
    assert everything(server) == before


@pytest.mark.parametrize("route", [route for route in CHANGING if route not in MANAGERS], ids=" ".join)
def test_a_plan_that_is_put_away_is_changed_by_nobody(
    server: Server, editor: httpx.Client, workspace: Workspace, route: Route
) -> None:
    """Also not by those who might: it says that it was put away."""
    workspace.archive(away=True)
    try:
        before = everything(server)
        answer = ask(editor, route, workspace.plan.id)
        assert answer.status_code == 403
        assert "しまった計画" in told(answer)
        assert everything(server) == before
    finally:
        workspace.archive(away=False)


# --- administration of the system -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", OF_THE_SYSTEM, ids=" ".join)
def test_the_system_is_for_its_administrators(
    server: Server, editor: httpx.Client, plan: PlanInfo, route: Route
) -> None:
    """Administrators of plans are none of the system; 403 in Japanese, and nothing is stored."""
    before = everything(server)
    answer = ask(editor, route, plan.id)
    assert answer.status_code == 403
    assert "システムの管理者だけが使えます" in told(answer)
    assert everything(server) == before


def test_an_administrator_of_the_system_does_not_read_plans(server: Server, plan: PlanInfo) -> None:
    """Roles are given, not had; and the record says that one was given."""
    with signed_in(server, server.administrator) as client:
        assert {ask(client, route, plan.id).status_code for route in OF_A_PLAN if route[0] == "GET"} == {404}


# --- the chat -------------------------------------------------------------------------------------------------------------------


def test_the_chat_believes_nobody_about_a_plan(server: Server, outsider: httpx.Client, plan: PlanInfo) -> None:
    """A page that names another one's plan is not answered, what it wants said is not said, nothing is stored there."""
    before = everything(server)
    line = ChatLine(outsider)
    line.emit("window_message", f'{{"plan": {plan.id}, "say": "人口は99,999人です"}}')
    said = line.say("人口は88,888人です")
    line.close()
    after = everything(server)
    assert [words for words in said if "99,999" in words or "だれにも見せない" in words] == []
    assert [row for row in after["conversation"] if row[1] == plan.id] == [
        row for row in before["conversation"] if row[1] == plan.id
    ]
    assert [row for row in after["fact"] if row[1] == plan.id] == [row for row in before["fact"] if row[1] == plan.id]
    assert "人口は99,999人です" not in str(server.rows("SELECT output FROM steps"))


@pytest.mark.parametrize(
    "words", ["人口は99,999人です", "計画づくりを始める", "第1章を下書きする", "すべての章を下書き", "1番を採用"]
)
def test_who_may_read_changes_nothing_by_talking(
    server: Server, viewer: httpx.Client, plan: PlanInfo, words: str
) -> None:
    """Whatever is said: no fact, no text, no measure; the answer is a sentence."""
    before = everything(server)
    line = ChatLine(viewer)
    line.emit("window_message", f'{{"plan": {plan.id}}}')
    said = line.say(words)
    line.close()
    after = everything(server)
    assert IN_JAPANESE.search(said[-1])
    assert {name for name in after if after[name] != before[name]} <= {"conversation"}


def test_a_press_under_a_question_that_was_not_asked(server: Server, editor: httpx.Client, plan: PlanInfo) -> None:
    """The key of a question in one's own hands is no question: nothing is recorded."""
    line = ChatLine(editor)
    line.emit("window_message", f'{{"plan": {plan.id}}}')
    line.say("計画の策定は義務ですか")
    before = everything(server)["fact"]
    press = {"id": "1", "name": "say", "forId": "", "payload": {"text": "99,999人", "asking": "population"}}
    editor.post("/chat/project/action", json={"sessionId": line.session, "action": press})
    line.say("手引について質問です。計画の期間は何年ですか")
    line.close()
    assert everything(server)["fact"] == before


def test_a_person_who_was_taken_out_of_a_plan_is_no_longer_heard(server: Server, workspace: Workspace) -> None:
    """Also in a chat that was open before."""
    person = someone(server, workspace, "元編集", Role.EDITOR)
    with signed_in(server, person) as client:
        line = ChatLine(client)
        line.emit("window_message", f'{{"plan": {workspace.plan.id}}}')
        line.say("人口は31,801人です")
        workspace.give_role(person.name, None)
        before = everything(server)
        said = line.say("人口は99,999人です")
        line.close()
    after = everything(server)
    assert [words for words in said if "99,999" in words] == []
    assert after["fact"] == before["fact"]


def test_the_door_of_the_store_is_the_same(server: Server, workspace: Workspace) -> None:
    """Who is locked out has no way in, whatever their role; the roles stay for when they are let in again."""
    person = someone(server, workspace, "停止", Role.ADMIN)
    administration = Administration(server.engine, server.accounts, server.administrator)
    administration.set_disabled(person.id, disabled=True)
    assert server.accounts.find(person.name) is None
    administration.set_disabled(person.id, disabled=False)
    assert Plans(server.engine).open(person, workspace.plan.id, Permission.MANAGE).plan.role is Role.ADMIN
