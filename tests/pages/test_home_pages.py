"""The list of plans: what a card tells, beginning a plan, plans that are put away."""

import re
from collections.abc import Iterator

import httpx
import pytest
from pages.forms import HOSTILE, Page
from pages.serving import Server, Visitor, signed_in

from assistant.models import Fact, Status
from assistant.store.access import Role
from assistant.store.accounts import Person
from assistant.store.plans import Plans

NAME = "みどり町官民データ活用推進計画"
ALONE = "単独の計画として作る"


class Newcomer:
    """Somebody who has just been let in."""

    def __init__(self, server: Server, person: Person, http: httpx.Client) -> None:
        self.person, self.http, self._server = person, http, server

    def begin(self, **typed: str) -> httpx.Response:
        """Send the form as the page has it, with what was typed into it."""
        form = Page(self.http.get("/").text).form("/plans")
        return self.http.post("/plans", data={**form, **typed})

    @property
    def plans(self) -> list[str]:
        return [plan.name for plan in Plans(self._server.engine).of(self.person)]


@pytest.fixture
def newcomer(server: Server) -> Iterator[Newcomer]:
    person = server.newcomer("新田")
    with signed_in(server, person) as client:
        yield Newcomer(server, person, client)


def test_who_has_no_plan_sees_the_form_first(newcomer: Newcomer) -> None:
    """No plan is made by looking; a sentence says what will happen."""
    page = Page(newcomer.http.get("/").text)
    assert "名前を付けて計画を作ると" in page.text
    assert page.form("/plans")["pattern"] == [""]
    assert page.without_label == []
    assert newcomer.plans == []


def test_a_plan_with_its_first_answers(server: Server, newcomer: Newcomer) -> None:
    """They are kept as facts, read as in the chat; the board comes next."""
    answer = newcomer.begin(
        name=f"  {NAME} ", municipality="長野県みどり町です", pattern=ALONE, first="2027", last="2029"
    )
    plan = server.workspace(newcomer.person)
    assert answer.headers["location"] == f"/plans/{plan.plan.id}?done=made"
    assert (plan.plan.name, plan.plan.role) == (NAME, Role.ADMIN)
    facts = plan.ledger().facts
    assert {key: fact.value for key, fact in facts.items()} == {
        "municipality": "みどり町",
        "plan_name": NAME,
        "pattern": ALONE,
        "period": "2027-2029",
    }
    board = newcomer.http.get(answer.headers["location"])
    assert "計画を作りました" in board.text
    assert "聞き取りを始める" in board.text


def test_everything_but_the_name_can_wait(server: Server, newcomer: Newcomer) -> None:
    """Also the name in the text."""
    form = Page(newcomer.http.get("/").text).form("/plans")
    del form["official"]
    newcomer.http.post("/plans", data={**form, "name": "テスト用"})
    assert newcomer.plans == ["テスト用"]
    assert server.workspace(newcomer.person).ledger().facts == {}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": " 　 "}, "計画の名前は1〜100字"),
        ({"name": "あ" * 101}, "計画の名前は1〜100字"),
        ({"municipality": "あおば県"}, "市・町・村・区のいずれかで終わる名前"),
        ({"municipality": "横浜市中区"}, "行政区"),
        ({"first": "2029", "last": "2027"}, "終わりが始まりより前です"),
        ({"first": "2027"}, "始まりと終わりの両方"),
        ({"last": "2027"}, "始まりと終わりの両方"),
        ({"first": "2020", "last": "2041"}, "長すぎます"),
        ({"first": "<b>", "last": "x"}, "読み取れませんでした"),
        ({"pattern": "<script>alert(1)</script>"}, "どれに当たるか教えてください"),
        ({"municipality": HOSTILE}, "市・町・村・区のいずれか"),
    ],
)
def test_what_cannot_be_read_comes_back(newcomer: Newcomer, typed: dict[str, str], told: str) -> None:
    """With the reason beside it and all that was typed; no plan is made."""
    sent = {"name": NAME, "municipality": "みどり町", **typed}
    answer = newcomer.begin(**sent)
    page = Page(answer.text)
    assert answer.status_code == 422
    assert told in page.text
    assert "まだ計画を作っていません" in page.text
    form = page.form("/plans")
    assert form["name"] == [sent["name"].strip(" 　")]
    assert form["municipality"] == [sent["municipality"]]
    assert "<script>alert" not in answer.text
    assert newcomer.plans == []


def test_a_card_tells_how_far_a_plan_is(server: Server, aoki: Visitor) -> None:
    """Name, role, percent with what is counted, seven states, who saved last."""
    workspace = server.workspace(aoki.person)
    workspace.add_facts([Fact(key="municipality", status=Status.ANSWERED, value="みどり町")])
    workspace.save_text(2, "目的です。", None)
    workspace.confirm(2, 1)
    page = Page(aoki.http.get("/").text)
    card = re.search(
        rf'<li class="plan-card">(?:(?!</li>).)*/plans/{aoki.plan.id}".*?<div class="plan-foot">.*?</div>',
        page.html,
        re.S,
    )
    assert card
    words = Page(card[0]).text
    assert "管理者" in words
    assert re.search(r"進み具合 \d+％ \d+％", words)
    assert "確認：1/7" in words
    assert "第1章 未着手" in words
    assert "第2章 確認済" in words
    assert f"最後の保存：{aoki.person.name}さん" in words


def test_only_one_s_own_plans_are_listed(aoki: Visitor, baba: Visitor) -> None:
    """Nobody else's name or number."""
    assert f"/plans/{baba.plan.id}" not in aoki.http.get("/").text
    assert f"/plans/{aoki.plan.id}" in aoki.http.get("/").text


def test_putting_away_and_taking_back(server: Server, aoki: Visitor) -> None:
    """It moves to the folded list, can be read, and comes back."""
    away = f"/plans/{aoki.plan.id}/settings/away"
    answer = aoki.http.post(away, data={"away": "yes", "from": "home"})
    assert answer.headers["location"] == "/?done=away"
    page = aoki.http.get("/?done=away")
    assert "計画をしまいました" in page.text
    assert f'<h2><a href="/plans/{aoki.plan.id}">' not in page.text
    assert "しまった計画" in page.text
    assert "読むことだけができます" in aoki.http.get(f"/plans/{aoki.plan.id}").text
    assert aoki.put("書き足す", None).status_code == 403
    assert aoki.http.post(away, data={"away": "no", "from": "home"}).headers["location"] == "/?done=back"
    assert server.workspace(aoki.person).plan.archived_at is None
    assert aoki.put("書き足す", None).status_code == 200


@pytest.mark.parametrize("role", [Role.EDITOR, Role.VIEWER])
def test_only_administrators_of_a_plan_see_its_settings(server: Server, aoki: Visitor, role: Role) -> None:
    """Others get no buttons, and are refused where they send them themselves."""
    guest = server.newcomer("参加")
    server.workspace(aoki.person).give_role(guest.name, role)
    with signed_in(server, guest) as client:
        shown = client.get("/").text
        assert f"/plans/{aoki.plan.id}" in shown
        assert f"/plans/{aoki.plan.id}/settings" not in shown
        assert client.post(f"/plans/{aoki.plan.id}/settings/away", data={"away": "yes"}).status_code == 403
    assert server.workspace(aoki.person).plan.archived_at is None


def test_ways_to_administration_and_account(server: Server, newcomer: Newcomer) -> None:
    """The administration only for those who administer the system."""
    assert 'href="/account"' in newcomer.http.get("/").text
    assert 'href="/administration"' not in newcomer.http.get("/").text
    with signed_in(server, server.administrator) as client:
        assert 'href="/administration"' in client.get("/").text
