"""出力: the whole plan and single sections as files, in two editions, and two versions of it side by side."""

import io
import json
from urllib.parse import unquote

import httpx
import pytest
from docx import Document
from pages.forms import HOSTILE, Page
from pages.serving import Server, Visitor, signed_in
from pages.towns import address, close_everything, facts, post

from assistant.models import Fact, Status

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


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


@pytest.mark.parametrize("format", ["docx", "html", "md"])
def test_the_office_s_edition_says_which_sections_somebody_stands_by(
    server: Server, town: Visitor, format: str
) -> None:
    """As they stand, and as they were frozen, also if the text was saved since."""
    close_everything(server, town)
    workspace = server.workspace(town.person)
    stamps = {number: newest.stamp for number, newest in workspace.texts().items()}
    for number in (1, 2, 3, 4, 5, 6):
        workspace.confirm(number, stamps[number])
    frozen = workspace.freeze("課内案")
    town.put("1. 章の題名\n\n直した。\n", stamps[1])
    assert "確認済）がまだの章：第1章、第7章" in words_of(export(town, format=format))
    assert "確認済）がまだの章：第7章" in words_of(export(town, format=format, version=str(frozen.id)))


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


def test_a_frozen_version_has_the_title_and_period_of_then(server: Server, town: Visitor) -> None:
    """Answers that changed since do not reach back; the plan as it stands has them."""
    post(town, "/frozen", name="庁議版")
    server.workspace(town.person).add_facts(facts(plan_name="みどり町DX計画", period="2028-2032"))
    (frozen,) = server.workspace(town.person).frozen()
    before, now = export(town, format="md", version=str(frozen.id)), export(town, format="md")
    assert unquote(before.headers["content-disposition"]).endswith("みどり町データ計画_庁内検討用_庁議版.md")
    assert unquote(now.headers["content-disposition"]).endswith("みどり町DX計画_庁内検討用_作業中.md")
    heads = [answer.text.split("1. みどり町")[0] for answer in (before, now)]
    assert ["令和9年度" in head for head in heads] == [True, False]
    assert ["令和10年度" in head for head in heads] == [False, True]


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
    person = server.newcomer("戸田")
    plan = server.plan(person, name)
    server.workspace(person).save_text(1, "1. 章\n", None)
    with signed_in(server, person) as client:
        for rest in ("/sections/1.md", "/export?format=md", "/facts.yaml"):
            answer = client.get(f"/plans/{plan.id}{rest}")
            assert answer.status_code == 200
            assert "x" not in answer.headers
            assert not set('/\\"<>|?*:') & set(unquote(answer.headers["content-disposition"].split("''")[1]))
