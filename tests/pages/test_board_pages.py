"""The board: sections, what comes next, the schedule and its changes, inquiries; what each role sees of it."""

import re
from datetime import date
from html import escape
from types import SimpleNamespace
from typing import cast

import httpx
import pytest
from fastapi import Request
from pages.forms import HOSTILE, Page
from pages.serving import Server, Visitor, signed_in

from assistant.drafting import draft_section
from assistant.interview import progress
from assistant.legend import legend_of
from assistant.models import Fact, FactValue, Ledger, Status
from assistant.pages.access import opened
from assistant.pages.plan_pages import plan_page
from assistant.schedule_steps import load_steps
from assistant.store.access import Role
from assistant.store.plans import Plans, Workspace
from assistant.store.schedules import StepChange
from knowledge.corpus import Corpus

OPTIONAL = [step.key for step in load_steps() if step.optional]
FIXED = [step.key for step in load_steps() if not step.optional]


def answered(key: str, value: FactValue) -> Fact:
    return Fact(key=key, status=Status.ANSWERED, value=value)


def begun(server: Server, visitor: Visitor, corpus: Corpus) -> Workspace:
    """A plan with some answers and a first section drafted from them."""
    workspace = server.workspace(visitor.person)
    facts = [answered("municipality", "みどり町"), answered("population", 31_800), answered("issues", ("人手不足",))]
    workspace.add_facts(facts)
    workspace.add_draft(draft_section(1, Ledger(facts={fact.key: fact for fact in facts}), corpus), None)
    return workspace


def board(visitor: Visitor) -> Page:
    return Page(visitor.http.get(f"/plans/{visitor.plan.id}").text)


def row(visitor: Visitor, step: str) -> str:
    """What the schedule says of a step."""
    return board(visitor).html.split(f'id="step-{step}"')[1].split("</tr>")[0]


def fault_at(html: str, field: str) -> str:
    """What is said to be wrong at the field; empty if nothing is."""
    tag = next(tag for tag in re.findall(r"<input[^>]*>", html) if f'name="{field}"' in tag and "aria-invalid" in tag)
    place = re.findall(r'aria-describedby="([^"]+)"', tag)[0]
    return re.findall(rf'id="{place}"[^>]*>([^<]*)<', html)[0]


def change(visitor: Visitor, step: str, **sent: str) -> httpx.Response:
    return visitor.http.post(f"/plans/{visitor.plan.id}/schedule/{step}", data=sent)


def test_a_new_plan(aoki: Visitor) -> None:
    """The interview comes first, every section is untouched, the schedule has no dates."""
    page = board(aoki)
    assert 'data-say="計画づくりを始める"' in page.html
    assert page.html.count('data-state="未着手"') == 7
    assert "公表の予定時期がまだ決まっていません" in page.text
    assert "公表の25週前" in page.text or "公表の26週前" in page.text
    assert "まだ照会していません" in page.text
    assert "今後の版で加わります" in page.text
    assert page.without_label == []


def test_the_first_steps_count_what_the_chat_will_ask(server: Server, aoki: Visitor) -> None:
    """What is known of the plan is asked neither for the first section nor for the whole."""
    for known in ([], [answered("municipality", "みどり町"), answered("period", "2027-2029")]):
        workspace = server.workspace(aoki.person)
        workspace.add_facts(known)
        ledger, page = workspace.ledger(), board(aoki)
        (first_done, of_first), (done, questions) = progress(1, ledger, ()), progress(range(1, 8), ledger, ())
        assert f"質問に{of_first - first_done}問ほど答えると、第1章の" in page.text
        assert f"{questions - done}問ほどに答えると" in page.text


def test_a_section_with_all_that_is_known_of_it(server: Server, aoki: Visitor, corpus: Corpus) -> None:
    """State in words, open items, changed answers with the way to take them in, who saved last, who has not replied."""
    workspace = begun(server, aoki, corpus)
    workspace.add_facts([answered("population", 31_500)])
    workspace.add_inquiry("福祉課", ["ageing_rate"], date(2026, 12, 7))
    page = board(aoki)
    assert "みどり町の現状及び課題" in page.text
    assert "下書き" in page.text
    assert f"{aoki.person.name}さんが" in page.text
    assert "下書きの後に変わった答え：人口" in page.text
    assert f"/plans/{aoki.plan.id}/sections/1/redraft" in page.html
    assert "要確認" in page.text
    assert "照会の回答待ち：福祉課" in page.text
    assert "回答待ち（残り1項目）" in page.text
    assert page.html.count("照会の回答待ち") == 1, "other sections do not need it"


def test_a_confirmed_section(server: Server, aoki: Visitor, corpus: Corpus) -> None:
    """Who confirmed it and when, until somebody saves again."""
    workspace = begun(server, aoki, corpus)
    workspace.confirm(1, 1)
    assert f"{aoki.person.name}さんが" in board(aoki).text
    assert 'data-state="確認済"' in board(aoki).html
    workspace.save_text(1, "書き直した", 1)
    assert 'data-state="編集済"' in board(aoki).html


def test_the_words_of_the_board_are_explained_on_it(aoki: Visitor) -> None:
    """States, gaps, inquiries."""
    shown = board(aoki).html.split('<details class="inline legend"')[1].split("</details>")[0]
    assert [entry.term for entry in legend_of("board") if f"<dt>{entry.term}</dt><dd>{entry.text}" not in shown] == []


@pytest.mark.parametrize(
    ("due", "told"),
    [(date(2026, 11, 20), "期限を過ぎています（残り1項目）"), (date(2026, 11, 23), "回答待ち（残り1項目）")],
)
def test_inquiries(server: Server, aoki: Visitor, due: date, told: str) -> None:
    """Late is what was due before today and is still missing; it comes first of what there is to do."""
    workspace = server.workspace(aoki.person)
    workspace.add_inquiry("住民課", ["population"], due)
    page = board(aoki)
    assert told in page.text
    assert ("住民課に、照会の回答を催促する" in page.text) == ("過ぎて" in told)
    workspace.add_facts([answered("population", 31_800)])
    assert "回答なし（項目はすべて埋まっています）" in board(aoki).text
    workspace.add_reply("住民課", {})
    page = board(aoki)
    assert "✓ 回答あり" in page.text
    assert "返ってきた照会票を確かめる" in page.text


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("令和9年3月", "2027-03", "令和9年3月"),
        (" 2027年３月３１日 ", "2027-03-31", "令和9年3月31日"),
        ("令和9年度", "2027年度", "令和9年度"),
    ],
)
def test_the_date_of_publication(server: Server, aoki: Visitor, typed: str, value: str, shown: str) -> None:
    """Kept as the answer of the interview; the schedule is counted back from it."""
    answer = aoki.http.post(f"/plans/{aoki.plan.id}/publication", data={"publication": typed})
    assert answer.headers["location"] == f"/plans/{aoki.plan.id}?done=publication#schedule"
    assert server.workspace(aoki.person).ledger().answer("publication") == value
    assert f"公表の予定： {shown}" in board(aoki).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "空の回答です"),
        ("来年の春", "決められません"),
        ("令和9年2月30日", "という日付はありません"),
        ("令和9年3月か4月", "一つ"),
        (HOSTILE, "読み取れませんでした"),
    ],
)
def test_a_date_that_cannot_be_read(server: Server, aoki: Visitor, typed: str, told: str) -> None:
    """The board comes back with the reason and what was typed."""
    answer = aoki.http.post(f"/plans/{aoki.plan.id}/publication", data={"publication": typed})
    page = Page(answer.text)
    assert answer.status_code == 422
    assert told in fault_at(answer.text, "publication")
    assert 'class="problems"' not in answer.text
    assert page.form(f"/plans/{aoki.plan.id}/publication#schedule")["publication"] == [typed]
    assert "<script>alert" not in answer.text
    assert server.workspace(aoki.person).ledger() == Ledger()


def test_a_step_is_over_and_is_not(server: Server, aoki: Visitor) -> None:
    """What was fixed stays fixed."""
    workspace = server.workspace(aoki.person)
    workspace.add_facts([answered("publication", "2027-03-31")])
    assert change(aoki, "draft", do="fix", begins="2026-12-01", ends="2026-12-18").status_code == 303
    answer = change(aoki, "draft", do="done")
    assert answer.headers["location"] == f"/plans/{aoki.plan.id}?done=step#step-draft"
    fixed = StepChange(done=True, begins=date(2026, 12, 1), ends=date(2026, 12, 18))
    assert workspace.schedule_changes() == {"draft": fixed}
    page = board(aoki)
    assert "✓ 済み" in page.text
    assert "令和8年12月1日（火） 〜12月18日（金）" in page.text
    change(aoki, "draft", do="undone")
    change(aoki, "draft", do="unfix")
    assert workspace.schedule_changes() == {"draft": StepChange()}


def test_the_schedule_shows_work_that_the_records_show(server: Server, aoki: Visitor, corpus: Corpus) -> None:
    """With its ground and the way there; that a step is over, a person says."""
    workspace = begun(server, aoki, corpus)
    assert "記録を見る" in row(aoki, "draft")
    assert "記録を見る" not in row(aoki, "inquiry")
    workspace.add_inquiry("福祉課", ["ageing_rate"], date(2026, 12, 7))
    assert "▶ 進行中" in row(aoki, "inquiry")
    assert "1部署に照会" in row(aoki, "inquiry")
    assert "1部署の回答待ちです。" in row(aoki, "inquiry")
    workspace.add_facts([answered("ageing_rate", 38.5)])
    assert "✓ 記録では済み" in row(aoki, "inquiry")
    assert f'href="/plans/{aoki.plan.id}/inquiry#departments"' in row(aoki, "inquiry")
    assert 'value="done"' in row(aoki, "inquiry")
    change(aoki, "inquiry", do="done")
    assert "✓ 済み" in row(aoki, "inquiry")
    assert "記録" not in row(aoki, "inquiry")


@pytest.mark.parametrize("step", OPTIONAL)
def test_a_step_is_struck_out_and_taken_back(server: Server, aoki: Visitor, step: str) -> None:
    """It stays to be seen, struck through."""
    change(aoki, step, do="strike")
    assert "外した手順" in board(aoki).text
    assert "<s>" in board(aoki).html
    change(aoki, step, do="take-back")
    assert "外した手順" not in board(aoki).text
    assert server.workspace(aoki.person).schedule_changes() == {step: StepChange()}


@pytest.mark.parametrize("step", FIXED)
def test_what_every_plan_needs_cannot_be_struck_out(server: Server, aoki: Visitor, step: str) -> None:
    """Refused in words."""
    answer = change(aoki, step, do="strike")
    assert answer.status_code == 422
    assert "外せません" in answer.text
    assert server.workspace(aoki.person).schedule_changes() == {}


@pytest.mark.parametrize(
    ("sent", "field", "told"),
    [
        ({}, "begins", "日付が空です"),
        ({}, "ends", "日付が空です"),
        ({"begins": "2026-12-31", "ends": "2026-12-01"}, "ends", "始める日より前"),
        ({"begins": "明日"}, "begins", "「明日」を日付として読めません"),
        ({"begins": "2026-12-01", "ends": "<script>alert(1)"}, "ends", "読めません"),
    ],
)
def test_a_date_of_a_step_that_cannot_be(
    server: Server, aoki: Visitor, sent: dict[str, str], field: str, told: str
) -> None:
    """Told at its field, with what was typed still there; nothing is kept, and nothing stands at the top."""
    answer = change(aoki, "council", do="fix", **sent)
    assert answer.status_code == 422
    assert told in fault_at(answer.text, field)
    form = answer.text.split('id="days-council"')[1].split("</form>")[0]
    for name, value in sent.items():
        assert f'name="{name}" value="{escape(value)}"' in form
    assert re.search(r'id="change-council" open', answer.text)
    assert 'class="problems"' not in answer.text
    assert "<script>alert" not in answer.text
    assert server.workspace(aoki.person).schedule_changes() == {}


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        ({"do": "burn"}, 404, "この操作はありません"),
        ({}, 404, "この操作はありません"),
    ],
)
def test_a_change_that_makes_no_sense(
    server: Server, aoki: Visitor, sent: dict[str, str], status: int, told: str
) -> None:
    """Refused in words; nothing is kept."""
    answer = change(aoki, "council", **sent)
    assert answer.status_code == status
    assert told in answer.text
    assert "<script>alert" not in answer.text
    assert server.workspace(aoki.person).schedule_changes() == {}


def test_a_step_that_does_not_exist(server: Server, aoki: Visitor) -> None:
    """Nor does a change that an older data file left behind break the board."""
    assert change(aoki, "unknown", do="done").status_code == 404
    server.workspace(aoki.person).change_step("unknown", StepChange(done=True))
    assert "公表までの日程" in board(aoki).text


def test_a_viewer_sees_all_and_can_press_nothing(server: Server, aoki: Visitor, corpus: Corpus) -> None:
    """No form, no word for the chat; what is sent all the same is refused, and nothing is kept."""
    workspace = begun(server, aoki, corpus)
    guest = server.newcomer("閲覧")
    workspace.give_role(guest.name, Role.VIEWER)
    with signed_in(server, guest) as client:
        page = Page(client.get(f"/plans/{aoki.plan.id}").text)
        assert "みどり町の現状及び課題" in page.text
        assert "庁内照会" in page.text
        assert [action for action in page.forms if action != "/logout"] == []
        assert "data-say" not in page.html
        for path, sent in (("publication", {"publication": "令和9年3月"}), ("schedule/draft", {"do": "done"})):
            assert client.post(f"/plans/{aoki.plan.id}/{path}", data=sent).status_code == 403
    assert workspace.ledger().answer("publication") is None
    assert workspace.schedule_changes() == {}


def test_the_board_of_a_long_plan(server: Server, aoki: Visitor, corpus: Corpus) -> None:
    """Seven drafts and a hundred versions upon them."""
    workspace = server.workspace(aoki.person)
    workspace.add_facts([answered("municipality", "みどり町"), answered("publication", "2027-03")])
    ledger = workspace.ledger()
    for number in range(1, 8):
        stamp = workspace.add_draft(draft_section(number, ledger, corpus), None).stamp
        for turn in range(15):
            stamp = workspace.save_text(number, f"{workspace.newest(number).text}\n追加{turn}。", stamp).stamp  # type: ignore[union-attr]
    assert "編集済" in board(aoki).text


async def test_what_is_saved_while_a_page_is_being_made_is_news_to_it(server: Server, aoki: Visitor) -> None:
    """Its pulse is that of the moment before anything was read, so that the next beat brings in what it may lack."""
    office = SimpleNamespace(plans=Plans(server.engine))
    views = SimpleNamespace(page=lambda *_, **values: values)
    app = SimpleNamespace(state=SimpleNamespace(assistant=office, views=views))
    path = f"/plans/{aoki.plan.id}/sections/1"
    request = Request({"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "app": app})
    workspace = await opened(request, aoki.plan.id, aoki.person)
    before = workspace.pulse()
    server.workspace(aoki.person).save_text(1, "その間に保存された文章", None)
    shown = cast("dict[str, object]", plan_page(request, workspace, "section.html"))
    assert shown["pulse"] == before
    assert workspace.pulse() != before
