"""The settings of a plan: its name, its people, putting it away, copying it. Only for its administrators."""

from typing import Any

import httpx
import pytest
from pages.forms import HOSTILE, Page
from pages.serving import Server, Visitor, signed_in

from assistant.models import Fact, Status
from assistant.store.access import Role
from assistant.store.plans import Plans

CHANGES = ("name", "people", "away", "copy")


def send(visitor: Visitor, what: str, **sent: str) -> httpx.Response:
    return visitor.http.post(f"/plans/{visitor.plan.id}/settings/{what}", data=sent)


def people(server: Server, visitor: Visitor) -> dict[str, Role]:
    return {member.name: member.role for member in server.workspace(visitor.person).members()}


def test_the_page(aoki: Visitor) -> None:
    """Every control is named; the navigation leads here."""
    page = Page(aoki.http.get(f"/plans/{aoki.plan.id}/settings").text)
    assert page.without_label == []
    assert f"{aoki.person.name} （あなた）" in page.text or f"{aoki.person.name}（あなた）" in page.text
    assert f'href="/plans/{aoki.plan.id}/settings" aria-current="page"' in page.html


def test_renaming(server: Server, aoki: Visitor) -> None:
    """Spaces are folded; everybody sees it at once."""
    assert send(aoki, "name", name=" あおば市  データ計画 ").headers["location"].endswith("/settings?done=renamed")
    assert server.workspace(aoki.person).plan.name == "あおば市 データ計画"


@pytest.mark.parametrize("name", ["", " 　", "あ" * 101])
def test_a_name_that_is_none(server: Server, aoki: Visitor, name: str) -> None:
    """Refused; the plan keeps its name, the form what was typed."""
    answer = send(aoki, "name", name=name)
    assert answer.status_code == 422
    assert "1〜100字" in answer.text
    assert Page(answer.text).form(f"/plans/{aoki.plan.id}/settings/name#called")["name"] == [name.strip(" 　")]
    assert server.workspace(aoki.person).plan.name == aoki.plan.name


def test_a_name_is_not_taken_for_markup(aoki: Visitor) -> None:
    """Wherever it is shown."""
    send(aoki, "name", name=HOSTILE)
    for path in ("/", f"/plans/{aoki.plan.id}", f"/plans/{aoki.plan.id}/settings"):
        assert "<script>alert" not in aoki.http.get(path).text


@pytest.mark.parametrize("role", list(Role))
def test_people_come_change_and_go(server: Server, aoki: Visitor, role: Role) -> None:
    """By the name with which they sign in."""
    guest = server.newcomer("参加")
    assert send(aoki, "people", name=f" {guest.name} ", role=role.value).status_code == 303
    assert people(server, aoki)[guest.name] is role
    send(aoki, "people", name=guest.name, role="viewer")
    assert people(server, aoki)[guest.name] is Role.VIEWER
    send(aoki, "people", name=guest.name, role="none")
    assert guest.name not in people(server, aoki)
    assert Plans(server.engine).of(guest) == []


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"name": "いない人", "role": "editor"}, "「いない人」は登録されていません"),
        ({"name": "", "role": "editor"}, "利用者名が空です"),
        ({"name": "だれか"}, "役割が選ばれていません"),
        ({"name": "だれか", "role": "king"}, "役割が選ばれていません"),
        ({"name": HOSTILE, "role": "editor"}, "登録されていません"),
    ],
)
def test_somebody_who_cannot_be_let_in(server: Server, aoki: Visitor, sent: dict[str, str], told: str) -> None:
    """Refused in words, with what was typed."""
    answer = send(aoki, "people", **sent)
    assert answer.status_code == 422
    assert told in Page(answer.text).text
    assert "<script>alert" not in answer.text
    assert people(server, aoki) == {aoki.person.name: Role.ADMIN}


@pytest.mark.parametrize("role", ["editor", "viewer", "none"])
def test_the_last_administrator_cannot_go(server: Server, aoki: Visitor, role: str) -> None:
    """Nor become less."""
    answer = send(aoki, "people", name=aoki.person.name, role=role)
    assert answer.status_code == 422
    assert "先に、別の人を管理者にしてください" in answer.text
    assert people(server, aoki) == {aoki.person.name: Role.ADMIN}


@pytest.mark.parametrize(("role", "place"), [("editor", "/plans/{}?done=people"), ("none", "/?done=gone")])
def test_who_gives_up_the_settings_is_led_to_what_is_left(server: Server, aoki: Visitor, role: str, place: str) -> None:
    """The settings would be refused."""
    send(aoki, "people", name=server.colleague.name, role="admin")
    answer = send(aoki, "people", name=aoki.person.name, role=role)
    assert answer.headers["location"] == place.format(aoki.plan.id)
    assert aoki.http.get(answer.headers["location"]).status_code == 200


def test_a_copy(server: Server, aoki: Visitor) -> None:
    """Answers and texts with their history come along, people do not; the two go their own ways."""
    workspace = server.workspace(aoki.person)
    workspace.give_role(server.colleague.name, Role.EDITOR)
    workspace.add_facts([Fact(key="municipality", status=Status.ANSWERED, value="みどり町")])
    workspace.save_text(1, "一つ目", None)
    workspace.save_text(1, "二つ目", 1)
    answer = send(aoki, "copy", name="次の期の計画")
    copied = server.workspace(aoki.person)
    assert answer.headers["location"] == f"/plans/{copied.plan.id}?done=copied"
    assert (copied.plan.name, copied.plan.role) == ("次の期の計画", Role.ADMIN)
    assert [version.text for version in copied.versions(1)] == ["二つ目", "一つ目"]
    assert copied.ledger() == workspace.ledger()
    assert [member.name for member in copied.members()] == [aoki.person.name]
    copied.save_text(1, "写しだけ", 2)
    assert workspace.newest(1).text == "二つ目"  # type: ignore[union-attr]


def test_a_copy_needs_a_name(server: Server, aoki: Visitor) -> None:
    """Refused in words; no plan is made."""
    before = len(Plans(server.engine).of(aoki.person))
    answer = send(aoki, "copy", name="")
    assert answer.status_code == 422
    assert len(Plans(server.engine).of(aoki.person)) == before


def test_a_plan_that_is_put_away_can_be_copied_and_taken_back(server: Server, aoki: Visitor) -> None:
    """An old plan is where the next one begins."""
    assert send(aoki, "away", away="yes").headers["location"].endswith("/settings?done=away")
    assert "一覧に戻す" in aoki.http.get(f"/plans/{aoki.plan.id}/settings").text
    assert send(aoki, "copy", name="次の計画").status_code == 303
    assert server.workspace(aoki.person).plan.archived_at is None
    send(aoki, "away", away="no")
    assert Plans(server.engine).open(aoki.person, aoki.plan.id).plan.archived_at is None


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
def test_only_for_administrators_of_the_plan(server: Server, aoki: Visitor, role: Role) -> None:
    """Neither the page nor any change; nothing is kept."""
    guest = server.newcomer("参加")
    server.workspace(aoki.person).give_role(guest.name, role)
    before: Any = (people(server, aoki), server.workspace(aoki.person).plan)
    with signed_in(server, guest) as client:
        assert client.get(f"/plans/{aoki.plan.id}/settings").status_code == 403
        sent = {"name": guest.name, "role": "admin", "away": "yes"}
        for what in CHANGES:
            assert client.post(f"/plans/{aoki.plan.id}/settings/{what}", data=sent).status_code == 403
        assert [plan.id for plan in Plans(server.engine).of(guest)] == [aoki.plan.id]
    assert (people(server, aoki), server.workspace(aoki.person).plan) == before
