"""The chat over its socket: which plan it is about, what roles may say, threads by plan, and opinions on answers."""

import json
import time
import uuid
from typing import Any

import httpx
import pytest
from pages.serving import ChatLine, Server, Visitor, signed_in
from sqlalchemy.orm import Session

from assistant.store.access import Role
from assistant.store.plans import Plans
from assistant.store.tables import Membership

QUESTION = "計画は議会の議決が必要ですか"
WITHIN = 20.0


def press(client: httpx.Client, line: ChatLine, name: str, payload: dict[str, Any]) -> Any:
    """Press a button as the chat's page does; what it is told."""
    body = {"sessionId": line.session, "action": {"id": "1", "name": name, "payload": payload, "label": ""}}
    return client.post("/chat/project/action", json=body).raise_for_status().json()["response"]


def said_after(line: ChatLine, words: str) -> list[dict[str, Any]]:
    """The assistant's messages, with ids and metadata, until the message is dealt with."""
    line.emit("client_message", {"message": _message(words), "fileReferences": []})
    found: list[dict[str, Any]] = []
    over = False
    while not (over and line.thread):  # the thread may be told of after the end
        name, *values = line.event()
        if name == "first_interaction":
            line.thread = values[0]["thread_id"]
        if name == "new_message" and values[0]["type"] == "assistant_message":
            found.append(values[0])
        over = over or (name == "task_end" and bool(found))
    return found


def _message(words: str) -> dict[str, Any]:
    now = "2026-11-23T00:00:00Z"
    return {"id": str(uuid.uuid4()), "name": "user", "type": "user_message", "output": words, "createdAt": now}


def told(line: ChatLine, plan: int, **more: object) -> dict[str, Any]:
    """What the chat tells the page that says which plan it shows."""
    line.emit("window_message", json.dumps({"plan": plan, **more}))
    while True:
        name, *values = line.event()
        if name == "window_message":
            found: dict[str, Any] = json.loads(values[0])
            if found["kind"] == "plan-known":
                return found


def threads(client: httpx.Client, plan: int | None = None) -> dict[str, str]:
    """Names of the threads in the list, by id."""
    headers = {} if plan is None else {"X-Kanmin-Plan": str(plan)}
    body = {"pagination": {"first": 50}, "filter": {}}
    found = client.post("/chat/project/threads", json=body, headers=headers).raise_for_status().json()["data"]
    return {thread["id"]: thread["name"] for thread in found}


def within(found: Any) -> Any:
    """What the function finds, as soon as it finds something: Chainlit keeps messages a moment later."""
    end = time.monotonic() + WITHIN
    while time.monotonic() < end:
        if value := found():
            return value
    raise AssertionError("nothing was found in time")


# --- which plan -------------------------------------------------------------------------------------------------------


def test_somebody_without_a_plan_is_told_to_make_one(server: Server) -> None:
    """No plan is made by asking."""
    person = server.newcomer("無計画")
    with signed_in(server, person) as client:
        line = ChatLine(client)
        [words] = line.say("計画づくりを始める")
        line.close()
    assert "計画の一覧](/)で計画を作って" in words
    assert Plans(server.engine).of(person) == []


def test_a_thread_stays_with_its_plan(server: Server, aoki: Visitor) -> None:
    """Opened beside another plan, it says whose it is, and writes to its own."""
    other = server.plan(aoki.person, "あおば市の計画")
    line = ChatLine(aoki.http)
    assert told(line, aoki.plan.id)["name"] == aoki.plan.name
    line.say("第1章を下書き")
    line.close()
    again = ChatLine(aoki.http, line.thread)
    assert told(again, other.id) == {"kind": "plan-known", "plan": other.id, "name": aoki.plan.name}
    again.say("みどり町")
    again.close()
    plans = Plans(server.engine)
    assert plans.open(aoki.person, aoki.plan.id).ledger().answer("municipality") == "みどり町"
    assert plans.open(aoki.person, other.id).ledger().facts == {}


def test_a_button_of_the_page_speaks_only_in_a_thread_of_its_plan(server: Server, aoki: Visitor) -> None:
    """What the page of one plan says is not heard in a thread of another."""
    other = server.plan(aoki.person, "あおば市の計画")
    line = ChatLine(aoki.http)
    told(line, aoki.plan.id)
    line.say(QUESTION)
    told(line, other.id, say="計画づくりを始める")
    line.close()
    plans = Plans(server.engine)
    for plan in (aoki.plan.id, other.id):
        workspace = plans.open(aoki.person, plan)
        thread = workspace.last_thread()
        assert thread is None or workspace.conversation(thread)["asking"] is None


def test_threads_are_listed_by_plan_and_named_by_subject_and_plan(server: Server, aoki: Visitor) -> None:
    """Beside a plan's page those of that plan; without a page all of one's own."""
    other = server.plan(aoki.person, "あおば市の計画")
    made = {}
    for plan, words in ((aoki.plan, "計画づくりを始める"), (other, QUESTION)):
        line = ChatLine(aoki.http)
        told(line, plan.id)
        line.say(words)
        line.close()
        made[plan.id] = line.thread
    mine = within(lambda: made[aoki.plan.id] in (found := threads(aoki.http, aoki.plan.id)) and found)
    assert mine == {made[aoki.plan.id]: f"聞き取り｜{aoki.plan.name}"}
    theirs = within(lambda: made[other.id] in (found := threads(aoki.http, other.id)) and found)
    assert theirs == {made[other.id]: f"{QUESTION}｜あおば市の計画"}
    assert set(made.values()) <= set(threads(aoki.http))


def test_a_thread_that_a_button_of_the_page_begins_is_kept(server: Server, aoki: Visitor) -> None:
    """With what the button said for the person, under a name of its own."""
    line = ChatLine(aoki.http)
    line.emit("window_message", json.dumps({"plan": aoki.plan.id, "say": "第1章を下書き"}))
    while not line.thread:
        name, *values = line.event()
        line.thread = values[0]["thread_id"] if name == "first_interaction" else ""
    assert within(lambda: threads(aoki.http, aoki.plan.id)) == {line.thread: f"第1章の下書き｜{aoki.plan.name}"}
    wanted = "SELECT type FROM steps WHERE \"threadId\" = :thread AND output = '第1章を下書き'"
    assert within(lambda: server.rows(wanted, thread=line.thread)) == [{"type": "user_message"}]
    line.close()


def test_stop_where_nothing_runs_says_nothing(aoki: Visitor) -> None:
    """Chainlit's own word for it is English."""
    line = ChatLine(aoki.http)
    line.say(QUESTION)
    line.emit("stop")
    assert [words for words in line.say(QUESTION) if "stopped" in words] == []
    line.close()


def test_another_person_s_plan_lists_nothing(aoki: Visitor, baba: Visitor, chat_of_aoki: ChatLine) -> None:
    """The header of the request opens no door."""
    assert threads(baba.http, aoki.plan.id) == {}


def test_a_thread_that_was_deleted_is_not_opened_again(server: Server, aoki: Visitor) -> None:
    """The plan's page begins with another one; what was answered stays."""
    line = ChatLine(aoki.http)
    told(line, aoki.plan.id)
    line.say("第1章を下書き")
    line.say("みどり町")
    line.close()
    workspace = Plans(server.engine).open(aoki.person, aoki.plan.id)
    assert workspace.last_thread() == line.thread
    aoki.http.request("DELETE", "/chat/project/thread", json={"threadId": line.thread}).raise_for_status()
    assert workspace.last_thread() is None
    assert workspace.ledger().answer("municipality") == "みどり町"


def test_a_thread_comes_back_with_its_buttons(server: Server, aoki: Visitor) -> None:
    """In a new session: the open question's choices, under the message that asked it, which is not asked twice."""
    line = ChatLine(aoki.http)
    told(line, aoki.plan.id)
    line.say("計画づくりを始める")
    line.say("みどり町")
    asked = said_after(line, "わからない")[-1]
    line.close()
    within(lambda: server.rows("SELECT id FROM steps WHERE id = :id", id=asked["id"]))
    again = ChatLine(aoki.http, line.thread)
    labels: list[str] = []
    while not labels or labels[-1] != "やめる":
        name, *values = again.event()
        assert not (name == "new_message" and values[0]["type"] == "assistant_message")
        if name == "action":
            assert values[0]["forId"] == asked["id"]
            labels.append(values[0]["label"])
    again.close()
    assert labels == [
        "単独の計画として作る", "既存の計画に組み込む", "わからない", "該当なし", "あとで", "とばす", "戻る", "やめる",
    ]  # fmt: skip


# --- roles ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["計画づくりを始める", "人口は31,800人です", "すべての章を下書き", "第1章をもっと短く"]
)
def test_a_viewer_changes_nothing_by_talking(server: Server, aoki: Visitor, baba: Visitor, words: str) -> None:
    """They are told what their role is and whom to ask; questions are answered."""
    with Session(server.engine) as session:
        session.add(Membership(plan_id=aoki.plan.id, account_id=baba.person.id, role=Role.VIEWER.value))
        session.commit()
    line = ChatLine(baba.http)
    told(line, aoki.plan.id)
    [refused] = line.say(words)
    assert "閲覧者" in refused
    assert "編集者" in refused
    assert any("根拠" in text for text in line.say(QUESTION))
    line.close()
    workspace = Plans(server.engine).open(aoki.person, aoki.plan.id)
    assert (workspace.ledger().facts, workspace.newest(1)) == ({}, None)


# --- opinions ---------------------------------------------------------------------------------------------------------


def opinions(server: Server, plan: int) -> list[dict[str, Any]]:
    return server.rows("SELECT * FROM feedback WHERE plan_id = :plan ORDER BY id", plan=plan)


def test_an_opinion_is_kept_with_question_and_answer(server: Server, aoki: Visitor) -> None:
    """As they stood in the chat; a comment comes to it afterwards, also in a thread that was opened again."""
    line = ChatLine(aoki.http)
    told(line, aoki.plan.id)
    answer = said_after(line, QUESTION)[-1]
    given = within(
        lambda: press(aoki.http, line, "opinion", {"message": answer["id"], "helpful": False}).get("opinion")
    )
    line.close()
    again = ChatLine(aoki.http, line.thread)
    assert press(aoki.http, again, "opinion", {"opinion": given, "comment": "条文が違う"}) == {"opinion": given}
    again.close()
    [kept] = opinions(server, aoki.plan.id)
    assert (kept["question"], kept["answer"], bool(kept["helpful"]), kept["comment"]) == (
        QUESTION,
        answer["output"],
        False,
        "条文が違う",
    )


@pytest.mark.parametrize(
    "payload",
    [
        {"message": "11111111-1111-4111-8111-111111111111", "helpful": True},
        {"message": None, "helpful": True},
        {"opinion": 999_999, "comment": "あ"},
        {"opinion": "1 OR 1=1", "comment": "あ"},
        {"opinion": [], "comment": "あ"},
        {},
    ],
)
def test_an_opinion_on_nothing_is_refused(server: Server, aoki: Visitor, payload: dict[str, Any]) -> None:
    """Words say so, nothing is kept."""
    line = ChatLine(aoki.http)
    told(line, aoki.plan.id)
    line.say(QUESTION)
    assert "読み込み直して" in press(aoki.http, line, "opinion", payload)["problem"]
    line.close()
    assert opinions(server, aoki.plan.id) == []


def test_an_opinion_on_another_person_s_answer_is_refused(server: Server, aoki: Visitor, baba: Visitor) -> None:
    """With the right id in hand, and for a comment as well."""
    line = ChatLine(aoki.http)
    told(line, aoki.plan.id)
    answer = said_after(line, QUESTION)[-1]
    given = within(lambda: press(aoki.http, line, "opinion", {"message": answer["id"], "helpful": True}).get("opinion"))
    line.close()
    theirs = ChatLine(baba.http)
    theirs.say(QUESTION)
    for payload in ({"message": answer["id"], "helpful": False}, {"opinion": given, "comment": "馬場が書いた"}):
        assert "problem" in press(baba.http, theirs, "opinion", payload)
    theirs.close()
    assert [row["comment"] for row in opinions(server, aoki.plan.id)] == [""]
    assert opinions(server, baba.plan.id) == []


def test_chainlit_s_own_thumbs_keep_nothing(server: Server, aoki: Visitor, chat_of_aoki: ChatLine) -> None:
    """There is one place for opinions."""
    body = {"feedback": {"forId": "x", "value": 1, "threadId": chat_of_aoki.thread}, "sessionId": chat_of_aoki.session}
    assert not aoki.http.put("/chat/feedback", json=body).is_success
    assert server.rows("SELECT * FROM feedbacks") == []


# --- the line ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://keikaku.city.local:8000", "Host": "keikaku.city.local:8000"}, 200),
        ({"Origin": "https://keikaku.example.jp", "Host": "127.0.0.1", "X-Forwarded-Host": "keikaku.example.jp"}, 200),
        ({"Origin": "http://other.city.local:8000", "Host": "keikaku.city.local:8000"}, 400),
        ({"Origin": "http://keikaku.city.local", "Host": "keikaku.city.local:8000"}, 400),
        ({"Origin": "null"}, 400),
    ],
)
def test_only_pages_of_this_host_open_a_line(aoki: Visitor, headers: dict[str, str], status: int) -> None:
    """By whatever name the intranet knows the host; a page of a neighbouring host is refused."""
    answer = aoki.http.get("/chat/ws/socket.io/?EIO=4&transport=polling", headers=headers)
    assert answer.status_code == status


def test_no_other_site_is_let_in_by_the_browser(aoki: Visitor) -> None:
    """No page of another host may read what Chainlit answers."""
    answer = aoki.http.get("/chat/user", headers={"Origin": "http://localhost"})
    assert "access-control-allow-origin" not in answer.headers
