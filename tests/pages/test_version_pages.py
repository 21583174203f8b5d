"""版と出力: how far each section is, drafting anew, restoring, freezing, and the whole plan as files."""

import io
import json
import re
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from docx import Document
from pages.forms import HOSTILE, Page
from pages.serving import Server, Visitor

from assistant.models import ChosenMeasure, Fact, Status

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ANSWERS = {
    "municipality": "みどり町",
    "plan_name": "みどり町データ計画",
    "period": "2027-2029",
    "issues": ("窓口の混雑",),
}


def facts(**given: Any) -> list[Fact]:
    return [Fact(key=key, status=Status.ANSWERED, value=value) for key, value in given.items()]


@pytest.fixture
def town(server: Server, aoki: Visitor) -> Visitor:
    """青木's plan with some answers and all seven sections drafted."""
    workspace = server.workspace(aoki.person)
    workspace.add_facts(facts(**ANSWERS))
    workspace.add_measure(ChosenMeasure(key="m1", base="today:front-yard"))
    assert aoki.http.post(address(aoki, "/drafts")).headers["location"].endswith("/versions?done=drafted#sections")
    return aoki


def address(visitor: Visitor, rest: str = "/versions") -> str:
    return f"/plans/{visitor.plan.id}{rest}"


def page(visitor: Visitor, rest: str = "/versions") -> Page:
    answer = visitor.http.get(address(visitor, rest))
    assert answer.status_code == 200
    return Page(answer.text)


def post(visitor: Visitor, rest: str, **data: str) -> httpx.Response:
    return visitor.http.post(address(visitor, rest), data=data)


def section_of(found: Page, number: int) -> str:
    """What the page says about a section."""
    return found.html.split(f'id="section-{number}"')[1].split("</article>")[0]


def close_everything(server: Server, visitor: Visitor) -> None:
    """Texts without any gap in all sections."""
    workspace = server.workspace(visitor.person)
    for number in range(1, 8):
        newest = workspace.newest(number)
        workspace.save_text(number, f"{number}. 章の題名\n\n本文である。\n", newest.number if newest else None)


# --- how far each section is -----------------------------------------------------------------------------------------


def test_each_section_says_how_far_it_is(server: Server, town: Visitor) -> None:
    """Open items, requirements with strength and bearer and what to do, the versions; and on the plan's page too."""
    found = page(town)
    first = section_of(found, 1)
    assert "人口（住民課に確認）" in first
    assert re.search(r"要確認 [1-9]\d*件", first)
    for words in ("要件ごとの状況", "記載あり", "努力義務", "版1"):
        assert words in found.text
    plan = page(town, "")
    assert re.search(r"要確認 [1-9]", plan.text)
    items = town.http.get(f"/api/plans/{town.plan.id}/sections/6").json()["newest"]["open_items"]
    assert any("担当課" in item for item in items), "fields of measures are open items as well"


def test_closing_a_gap_by_hand_is_seen(server: Server, town: Visitor) -> None:
    """On the editor's answer, in the section's line, and for the measure that it belongs to."""
    newest = server.versions(town.person, 6)[-1]
    before = town.http.get(f"/api/plans/{town.plan.id}/sections/6").json()["newest"]["open_items"]
    saved = town.put(newest.text.replace("〔要確認：担当課〕", "住民課"), 1, 6).json()
    assert [item for item in before if item not in saved["open_items"]] == [i for i in before if i.endswith("の担当課")]
    assert f"要確認 {len(saved['open_items'])}件" in section_of(page(town), 6)


@pytest.mark.parametrize(
    ("changed", "section", "label"),
    [
        ({"population": 31800}, 1, "人口"),
        ({"plan_name": "みどり町DX計画"}, 2, "計画の名称"),
        ({"period": "2027-2030"}, 6, "計画期間"),
    ],
)
def test_a_changed_answer_marks_the_drafts_that_used_it(
    server: Server, town: Visitor, changed: dict[str, Any], section: int, label: str
) -> None:
    """On both pages and in the editor's answer, until the section is drafted anew or the answer is as it was."""
    assert "下書きの後に変わった答え" not in page(town).text
    server.workspace(town.person).add_facts(facts(**changed))
    marked = section_of(page(town), section)
    assert "下書きの後に変わった答え" in marked
    assert label in marked
    assert label in town.http.get(f"/api/plans/{town.plan.id}/sections/{section}").json()["stale"]
    badge = page(town, "").html.split(f'data-section="{section}"')[1].split("</button>")[0]
    assert "data-stale hidden" not in badge
    assert post(town, f"/sections/{section}/draft", based_on="1").headers["location"].endswith(f"#section-{section}")
    assert "下書きの後に変わった答え" not in section_of(page(town), section)
    assert [version.origin for version in server.versions(town.person, section)] == ["draft", "draft"]


def test_a_changed_measure_marks_section_6(server: Server, town: Visitor) -> None:
    """By its title."""
    server.workspace(town.person).add_measure(ChosenMeasure(key="m1", base="today:front-yard", department="住民課"))
    assert "施策「フロントヤード改革" in section_of(page(town), 6)


def test_drafting_anew_keeps_what_a_person_wrote(server: Server, town: Visitor) -> None:
    """It says so before, and the edited text can be read and brought back."""
    town.put("1. 手で書いた章\n", 1)
    assert "人が直した文章は版2として残り" in page(town).text
    post(town, "/sections/1/draft", based_on="2")
    assert [version.origin for version in server.versions(town.person)] == ["draft", "edit", "draft"]
    assert "手で書いた章" in page(town, "/sections/1/versions/2").text


def test_only_missing_sections_are_drafted_together(server: Server, aoki: Visitor) -> None:
    """A section that has a text is left as it is; without any answer a draft is full of gaps, but it is one."""
    aoki.put("1. 手で書いた章\n", None)
    post(aoki, "/drafts")
    post(aoki, "/drafts")
    assert [len(server.versions(aoki.person, number)) for number in range(1, 8)] == [1] * 7
    assert server.versions(aoki.person)[0].text == "1. 手で書いた章\n"


@pytest.mark.parametrize("based_on", ["", "1", "3", "x", "-1", "9" * 30])
@pytest.mark.parametrize("action", ["draft", "restore"])
def test_what_a_colleague_saved_meanwhile_is_not_replaced(
    server: Server, town: Visitor, action: str, based_on: str
) -> None:
    """409 with who saved; nothing is written, and the page shows the state as it is now."""
    server.join(server.colleague, town.plan)
    server.workspace(server.colleague).save_text(1, "江口の文章", 1)
    answer = post(town, f"/sections/1/{action}", based_on=based_on, number="1")
    assert answer.status_code == 409
    assert f"{server.colleague.name}さんが保存しました（版2）" in answer.text
    assert [version.text for version in server.versions(town.person)][1:] == ["江口の文章"]
    again = Page(answer.text).form(address(town, f"/sections/1/{action}"))
    assert town.http.post(address(town, f"/sections/1/{action}"), data=again).status_code == 303
    assert len(server.versions(town.person)) == 3


# --- versions --------------------------------------------------------------------------------------------------------


def test_restoring_makes_a_new_version(server: Server, town: Visitor) -> None:
    """The earlier text is the newest one again, with its open items; nothing is gone."""
    first = server.versions(town.person)[0]
    town.put("1. 短い章\n", 1)
    answer = post(town, "/sections/1/restore", number="1", based_on="2")
    assert answer.headers["location"].endswith("/versions?done=restored#section-1")
    versions = server.versions(town.person)
    assert [version.origin for version in versions] == ["draft", "edit", "restore"]
    assert versions[2].text == first.text
    assert "復元（版1から）" in page(town).text
    shown = town.http.get(f"/api/plans/{town.plan.id}/sections/1").json()["newest"]["open_items"]
    assert len(shown) == len(first.open_items)


@pytest.mark.parametrize("number", ["", "0", "2", "-1", "x", "9" * 30])
def test_restoring_a_version_that_does_not_exist(server: Server, town: Visitor, number: str) -> None:
    """404; nothing is written."""
    assert post(town, "/sections/1/restore", number=number, based_on="1").status_code == 404
    assert len(server.versions(town.person)) == 1


@pytest.mark.parametrize("section", ["0", "8", "-1", "9" * 30, "x"])
@pytest.mark.parametrize("action", ["draft", "restore", "versions/1"])
def test_a_section_that_does_not_exist(town: Visitor, section: str, action: str) -> None:
    """Refused in Japanese."""
    method = "GET" if action == "versions/1" else "POST"
    answer = town.http.request(
        method, address(town, f"/sections/{section}/{action}"), data={"number": "1"} if method == "POST" else None
    )
    assert answer.status_code in (404, 422)


def test_an_earlier_version_is_text(town: Visitor) -> None:
    """As it was written, never as markup."""
    town.put(f"1. {HOSTILE}\n\n本文", 1)
    found = page(town, "/sections/1/versions/2")
    assert "<script>alert" not in found.html
    assert HOSTILE in "".join(found.words)
    assert "いまの版" in found.text
    assert "この版に戻す" in page(town, "/sections/1/versions/1").text


@pytest.mark.parametrize(
    ("name", "kept"), [("庁議版", "庁議版"), ("  庁議 版 ", "庁議 版"), ("あ" * 40, "あ" * 40), (HOSTILE, HOSTILE)]
)
def test_the_plan_is_frozen_under_a_name(server: Server, town: Visitor, name: str, kept: str) -> None:
    """It keeps each section's version, also when the sections are changed afterwards."""
    assert post(town, "/frozen", name=name).headers["location"].endswith("/versions?done=frozen#frozen")
    town.put("1. 後で直した章\n", 1)
    (frozen,) = server.workspace(town.person).frozen()
    assert (frozen.name, frozen.versions) == (kept, dict.fromkeys(range(1, 8), 1))
    found = page(town)
    assert kept in "".join(found.words)
    assert "<script>alert" not in found.html


@pytest.mark.parametrize(
    ("name", "told"), [("", "1〜40字"), ("　", "1〜40字"), ("あ" * 41, "1〜40字"), ("庁議版", "もうあります")]
)
def test_a_name_that_cannot_be_given(server: Server, town: Visitor, name: str, told: str) -> None:
    """It comes back in its field."""
    post(town, "/frozen", name="庁議版")
    answer = post(town, "/frozen", name=name)
    assert answer.status_code == 422
    assert told in answer.text
    assert Page(answer.text).form(address(town, "/frozen"))["name"] == [name.strip()]
    assert len(server.workspace(town.person).frozen()) == 1


def test_nothing_to_freeze(aoki: Visitor) -> None:
    """A plan without text."""
    answer = post(aoki, "/frozen", name="庁議版")
    assert answer.status_code == 422
    assert "まだ文章がない" in answer.text


# --- files -----------------------------------------------------------------------------------------------------------


def export(visitor: Visitor, **query: str) -> httpx.Response:
    return visitor.http.get(address(visitor, "/export"), params=query)


def words_of(answer: httpx.Response) -> str:
    """All words of a file, whatever its kind."""
    if answer.headers["content-type"] == DOCX:
        document = Document(io.BytesIO(answer.content))
        cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
        head = (p.text for section in document.sections for p in section.header.paragraphs)
        return "\n".join([*(p.text for p in document.paragraphs), *cells, *head])
    return answer.text


@pytest.mark.parametrize("format", ["docx", "html", "md", "json"])
def test_the_whole_plan_for_the_office(town: Visitor, format: str) -> None:
    """The kept texts, not a new draft, with open items, requirements and sources behind them."""
    town.put("1. 手で直した章\n\n手で直した本文である。〔要確認：人口〕\n", 1)
    answer = export(town, format=format)
    assert answer.status_code == 200
    name = unquote(answer.headers["content-disposition"].split("''")[1])
    assert name == f"みどり町データ計画_庁内検討用_作業中.{format}"
    words = words_of(answer)
    for expected in ("手で直した本文である。", "みどり町データ計画", "人口（住民課に確認）"):
        assert expected in words
    if format != "json":
        assert "庁内検討用" in words
        assert "要件ごとの状況" in words


@pytest.mark.parametrize("format", ["docx", "html", "md", "json"])
def test_nothing_with_gaps_is_published_by_mistake(town: Visitor, format: str) -> None:
    """Refused with what is left, and how to get it as 案; then it says 案 and has nothing of the office's."""
    answer = export(town, format=format, edition="public")
    assert answer.status_code == 422
    found = Page(answer.text)
    for expected in ("公表用は出せません", "第1章 人口（住民課に確認）", "「案として出す」"):
        assert expected in found.text
    assert "--allow-open" not in found.text
    assert found.form(address(town, "/export"))["edition"] == ["public"]
    draft = export(town, format=format, edition="public", as_draft="1")
    assert draft.status_code == 200
    words = words_of(draft)
    for internal in ("庁内検討用", "住民課に確認", "要件ごとの状況"):
        assert internal not in words
    if format == "json":
        content = json.loads(draft.content)
        assert (content["trace"], content["open_items"]) == ([], [])
    else:
        assert "案" in words.split("1. みどり町")[0]


def test_a_plan_without_gaps_is_published(server: Server, town: Visitor) -> None:
    """And is no 案."""
    close_everything(server, town)
    answer = export(town, format="md", edition="public")
    assert answer.status_code == 200
    assert "本文である。" in answer.text
    assert "案" not in answer.text.split("本文である。")[0].replace("みどり町データ計画", "")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("7. 章の題名\n\n〔要確認：議会の日程〕\n", "第7章　議会の日程"),
        (None, "計画の名称"),
    ],
    ids=["a mark that a person wrote", "a plan without a name"],
)
def test_gaps_outside_the_drafts_count(server: Server, town: Visitor, spoil: str | None, told: str) -> None:
    """A mark is a gap wherever it stands."""
    close_everything(server, town)
    if spoil:
        town.put(spoil, 2, 7)
    else:
        server.workspace(town.person).add_facts([Fact(key="plan_name", status=Status.UNKNOWN)])
    answer = export(town, format="md", edition="public")
    assert answer.status_code == 422
    assert told in answer.text
    assert "案" in export(town, format="md", edition="public", as_draft="1").text


def test_a_missing_section_is_a_gap(aoki: Visitor) -> None:
    """A plan of one section is not published as the whole."""
    aoki.put("1. 章の題名\n\n本文である。\n", None)
    answer = export(aoki, format="md", edition="public")
    assert answer.status_code == 422
    assert "第2章の文章がありません" in answer.text


def test_a_frozen_version_comes_out_as_it_was(server: Server, town: Visitor) -> None:
    """Whatever was written since."""
    town.put("1. 庁議にかけた章\n\n庁議の本文。\n", 1)
    post(town, "/frozen", name="庁議版")
    town.put("1. 後で直した章\n\n後の本文。\n", 2)
    (frozen,) = server.workspace(town.person).frozen()
    before, now = export(town, format="md", version=str(frozen.id)), export(town, format="md")
    assert "庁議の本文。" in before.text
    assert "後の本文。" not in before.text
    assert "後の本文。" in now.text
    assert unquote(before.headers["content-disposition"]).endswith("_庁内検討用_庁議版.md")


def test_two_versions_side_by_side(server: Server, town: Visitor) -> None:
    """New and old under their names; what changed is in both columns."""
    town.put("1. 章\n\n庁議の本文である。\n", 1)
    post(town, "/frozen", name="庁議版")
    town.put("1. 章\n\n決裁の本文である。\n", 2)
    (frozen,) = server.workspace(town.person).frozen()
    answer = town.http.get(address(town, "/comparison"), params={"new": "now", "old": str(frozen.id), "abridged": "1"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, DOCX)
    assert unquote(answer.headers["content-disposition"]).endswith("新旧対照表_作業中と庁議版.docx")
    words = words_of(answer)
    for expected in ("新（作業中）", "旧（庁議版）", "庁議の本文である。", "決裁の本文である。"):
        assert expected in words


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/export", {"format": "exe"}, 422),
        ("/export", {"edition": "secret"}, 422),
        ("/export", {"version": "999"}, 404),
        ("/export", {"version": HOSTILE}, 404),
        ("/export", {"version": "-1"}, 404),
        ("/comparison", {}, 422),
        ("/comparison", {"new": "now", "old": "now"}, 422),
        ("/comparison", {"new": "1", "old": "1"}, 422),
        ("/comparison", {"new": "now", "old": "999"}, 404),
    ],
)
def test_what_cannot_be_put_out(town: Visitor, path: str, query: dict[str, str], status: int) -> None:
    """Refused in Japanese."""
    answer = town.http.get(address(town, path), params=query)
    assert answer.status_code == status
    assert "<script>alert" not in answer.text


def test_a_plan_without_text_has_no_file(aoki: Visitor) -> None:
    """The page says how to begin."""
    answer = export(aoki)
    assert answer.status_code == 422
    assert "まだ文章がないため" in answer.text


def test_the_frozen_version_of_another_plan_does_not_exist(server: Server, town: Visitor, baba: Visitor) -> None:
    """Its number is of no use."""
    post(town, "/frozen", name="庁議版")
    (frozen,) = server.workspace(town.person).frozen()
    baba.put("1. 馬場の章\n", None)
    assert export(baba, version=str(frozen.id)).status_code == 404
    assert baba.http.get(address(baba, "/comparison"), params={"old": str(frozen.id)}).status_code == 404


@pytest.mark.parametrize("name", ['計画/..\\"<>|?*:\r\n', "計画%0d%0aX: y", "👩‍🌾の計画"])
def test_a_plan_s_name_makes_no_odd_file(server: Server, name: str) -> None:
    """No line of its own in the header, no folder in the name."""
    from pages.serving import signed_in

    person = server.newcomer("戸田")
    plan = server.plan(person, name)
    server.workspace(person).save_text(1, "1. 章\n", None)
    with signed_in(server, person) as client:
        for rest in ("/sections/1.md", "/export?format=md", "/facts.yaml"):
            answer = client.get(f"/plans/{plan.id}{rest}")
            assert answer.status_code == 200
            assert "x" not in answer.headers
            assert not set('/\\"<>|?*:') & set(unquote(answer.headers["content-disposition"].split("''")[1]))


def test_every_control_has_a_label(town: Visitor) -> None:
    """Also those for files."""
    post(town, "/frozen", name="庁議版")
    for rest in ("/versions", "/sections/1/versions/1"):
        assert page(town, rest).without_label == []
