"""施策: the cards of the plan: what they say, their order, and decisions that are taken back."""

import pytest
from pages.forms import Page
from pages.measuring import BASE, FILLED, KEY, decide, form_of, measures, page, save
from pages.serving import Server, Visitor

from assistant.conversation import State
from assistant.drafting import draft_section
from assistant.models import ChosenMeasure, Kpi
from knowledge.corpus import Corpus


@pytest.mark.parametrize("decision", ["picked", "rejected"])
def test_a_decision_is_taken_back_and_nothing_is_lost(server: Server, begun_town: Visitor, decision: str) -> None:
    """The measure is out of the plan and can be picked anew, from the proposals or the list, as it was written."""
    written = ChosenMeasure(key=KEY, base=BASE, decision="picked", kpis=(Kpi(name="待ち時間"),), reason="")
    workspace = server.workspace(begun_town.person)
    workspace.add_measure(written.model_copy(update={"decision": decision}))
    location = decide(begun_town, key=KEY, decision="withdrawn").headers["location"]
    assert measures(server, begun_town) == ()
    shown = Page(begun_town.http.get(location).text)
    assert "外した施策（1）" in shown.text
    assert "いまの操作を取り消す" in shown.text
    assert f'name="base" value="{BASE}"' in shown.html
    decide(begun_town, base=BASE, decision="picked")
    assert measures(server, begun_town) == (written,)
    decide(begun_town, key=KEY, decision="withdrawn")
    workspace.add_measure(ChosenMeasure(key=KEY, base=BASE))
    assert measures(server, begun_town) == (written,), "picked in the chat, where nothing is written"
    assert "done=unchanged" in decide(begun_town, base="today:generative-ai", decision="withdrawn").headers["location"]


def test_the_order_of_measures_holds_also_in_section_6(server: Server, begun_town: Visitor, corpus: Corpus) -> None:
    """Moved within its pillar; what others pick meanwhile comes behind; a draft follows and an older one is outdated."""
    workspace = server.workspace(begun_town.person)
    for number, pillar in ((1, 1), (2, 5), (3, 1), (4, 1)):
        workspace.add_measure(ChosenMeasure(key=f"own{number}", title=f"施策{number}号", pillar=pillar))
    workspace.add_draft(draft_section(6, workspace.ledger(), corpus), None)
    assert workspace.stale_keys(6) == ()
    for key, way in (("own4", "up"), ("own4", "up"), ("own4", "up"), ("own2", "down")):
        address = f"/plans/{begun_town.plan.id}/measures/move"
        assert begun_town.http.post(address, data={"key": key, "way": way}).status_code == 303
    assert [one.key for one in measures(server, begun_town)] == ["own4", "own2", "own1", "own3"]
    workspace.add_measure(ChosenMeasure(key="own5", title="施策5号", pillar=1))
    text = draft_section(6, workspace.ledger(), corpus).text
    places = [text.index(f"施策{number}号【") for number in (4, 1, 3, 5, 2)]
    assert places == sorted(places)
    assert "measures" in workspace.stale_keys(6)
    assert "第6章の下書きの後に、施策が変わっています" in page(begun_town).text
    html = page(begun_town).html
    assert html.index("measure-own4") < html.index("measure-own1") < html.index("measure-own3")


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, 404),
        ({"key": "own9", "way": "up"}, 404),
        ({"key": KEY, "way": "aside"}, 422),
        ({"key": KEY, "way": "up"}, 303),
    ],
)
def test_a_move_that_cannot_be_made(server: Server, begun_town: Visitor, fields: dict[str, str], status: int) -> None:
    """Refused, or at the end of the list no change."""
    decide(begun_town, base=BASE, decision="picked")
    before = server.workspace(begun_town.person).newest_fact()
    assert begun_town.http.post(f"/plans/{begun_town.plan.id}/measures/move", data=fields).status_code == status
    assert server.workspace(begun_town.person).newest_fact() == before


def test_a_card_says_all_that_the_plan_will_say(server: Server, begun_town: Visitor) -> None:
    """KPIs with unit and years, what is done in each year of the period, and what is missing."""
    decide(begun_town, base=BASE, decision="picked")
    save(
        begun_town,
        form_of(begun_town, KEY),
        **{**FILLED, "step-0-text": "対象の選定\n準備", "kpi-0-source": "", "issue": "窓口の混雑"},
    )
    text = page(begun_town).text
    for words in ("1,200件（令和7年度）", "38.5件", "対象の選定、準備", "令和10年度", "対応する課題：窓口の混雑"):
        assert words in text
    assert "未記入：「書かない窓口の数」の出典" in text or "出典" in text.split("未記入：")[1][:60]


def test_the_numbers_are_those_of_the_chat(server: Server, begun_town: Visitor) -> None:
    """What the chat proposed keeps its numbers on the page while measures are picked one by one."""
    proposed = [one.split('"')[0] for one in page(begun_town).html.split('data-fold="')[1:]]
    workspace = server.workspace(begun_town.person)
    workspace.keep_conversation("thread-of-aoki", State(proposed=tuple(proposed[::-1])).model_dump(mode="json"))
    decide(begun_town, base=proposed[-1], decision="picked")
    html = page(begun_town).html
    numbers = [int(one.split("<")[0]) for one in html.split('<span class="number">')[1:]]
    left = [one.split('"')[0] for one in html.split('data-fold="')[1:] if ":" in one.split('"')[0]]
    assert numbers == [proposed[::-1].index(one) + 1 for one in left if one in proposed]
    assert numbers
    assert "番号は、チャットのおすすめと同じです" in html
