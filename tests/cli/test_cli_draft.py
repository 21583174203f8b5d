"""`kanmin draft` as scripts meet it: sections, editions, kinds of files, exit codes, errors in Japanese."""

import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from calling import JAPANESE, Call, Desk, Done, call
from docx import Document
from jsonschema import Draft202012Validator

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
VILLAGE = "mountain-village.yaml"
SPAN = {"section", "start", "end", "text", "kind", "ref"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A folder with facts files. Neither an index nor a database is needed."""
    folder = tmp_path_factory.mktemp("draft")
    for path in EXAMPLES:
        shutil.copy(path, folder)
    (folder / "nothing.yaml").write_text("facts: {}\n", encoding="utf-8")
    (folder / "broken.yaml").write_text("facts:\n  ageing_rate: 385\n", encoding="utf-8")
    return Desk(folder)


def good(desk: Desk, *args: str) -> Done:
    done = desk.enter(call("draft", *args))
    assert (done.code, done.err) == (0, ""), done.err
    return done


@pytest.mark.parametrize(
    ("made", "part"),
    [
        (call("draft", code=2), "--facts FILE を指定"),
        (call("draft", "--facts", VILLAGE, code=2), "--out PATH か --json"),
        (call("draft", "--facts", VILLAGE, "--out", "a.pdf", code=2), ".md・.docx・.json・.html"),
        (call("draft", "--facts", VILLAGE, "--out", "plan", code=2), "「plan」の種類では書き出せません"),
        (call("draft", "--facts", VILLAGE, "--out", "no/such/a.md", code=1), "フォルダーかファイルがありません"),
        (call("draft", "--facts", VILLAGE, "--section", "8", "--json", code=2), "の値を使えません"),
        (call("draft", "--facts", VILLAGE, "--section", "一", "--json", code=2), "の値を使えません"),
        (call("draft", "--facts", VILLAGE, "--edition", "final", "--json", code=2), "の値を使えません"),
        (call("draft", "--facts", "nowhere.yaml", "--json", code=1), "「nowhere.yaml」がありません"),
        (call("draft", "--facts", "broken.yaml", "--json", code=1), "facts.ageing_rate（値：385）"),
        (call("draft", "--facts", VILLAGE, VILLAGE, "--json", code=2), "引数が多すぎる"),
        (
            call("draft", "--facts", "special-ward.yaml", "--edition", "public", "--out", "refused.docx", code=1),
            "件残っているため、公表用は作れません",
        ),
        (
            call("draft", "--facts", "nothing.yaml", "--edition", "public", "--json", code=1),
            "「案」と示して出すときは --allow-open",
        ),
    ],
)
def test_errors_are_told_in_japanese_beside_the_output(desk: Desk, made: Call, part: str) -> None:
    """Nothing is printed and no file is left behind; never a traceback."""
    before = sorted(desk.folder.iterdir())
    done = desk.enter(made)
    assert (done.code, done.out) == (made.code, "")
    assert part in done.err
    assert JAPANESE.search(done.err)
    assert "Traceback" not in done.err
    assert sorted(desk.folder.iterdir()) == before


# --- data -------------------------------------------------------------------------------------------------------------


def check(data: dict[str, Any]) -> None:
    """The form that the contract promises: every span stands where it says."""
    assert {"sections", "open_items", "trace"} <= set(data)
    text = {section["number"]: section["text"] for section in data["sections"]}
    assert [s for s in data["trace"] if set(s) != SPAN] == []
    assert [s for s in data["trace"] if text[s["section"]][s["start"] : s["end"]] != s["text"]] == []
    assert {span["kind"] for span in data["trace"]} <= {"fact", "record", "computation", "open"}
    assert [s for part in data["parts"] for s in part["trace"] if set(s) != SPAN] == []
    assert [item for item in data["open_items"] if set(item) != {"kind", "section", "key", "text"}] == []


@pytest.mark.parametrize("name", [*(path.name for path in EXAMPLES), "nothing.yaml"])
def test_the_whole_plan_as_data(desk: Desk, name: str) -> None:
    """Seven sections in the published form, on the screen and in a file alike."""
    data = good(desk, "--facts", name, "--json").data
    assert [section["number"] for section in data["sections"]] == [1, 2, 3, 4, 5, 6, 7]
    check(data)
    schema = good(desk, "--schema").data
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(data)] == []
    good(desk, "--facts", name, "--out", "whole.JSON")
    assert json.loads((desk.folder / "whole.JSON").read_text(encoding="utf-8")) == data


@pytest.mark.parametrize(
    ("wanted", "numbers"), [(("3",), [3]), (("6", "1"), [1, 6]), (("2", "2"), [2]), (tuple("7654321"), [*range(1, 8)])]
)
def test_some_sections_as_data(desk: Desk, wanted: tuple[str, ...], numbers: list[int]) -> None:
    """Each once and in order; the same text as in the whole plan."""
    options = [part for number in wanted for part in ("--section", number)]
    data = good(desk, "--facts", VILLAGE, *options, "--json").data
    assert [section["number"] for section in data["sections"]] == numbers
    check(data)
    whole = {section["number"]: section for section in good(desk, "--facts", VILLAGE, "--json").data["sections"]}
    assert data["sections"] == [whole[number] for number in numbers]
    assert {item["section"] for item in data["open_items"]} <= set(numbers)


# --- files ------------------------------------------------------------------------------------------------------------


def words(path: Path) -> str:
    """All text of a written file."""
    if path.suffix == ".docx":
        document = Document(io.BytesIO(path.read_bytes()))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", [".md", ".docx", ".html"])
@pytest.mark.parametrize("name", [path.name for path in EXAMPLES])
def test_the_plan_is_written_as_a_document(desk: Desk, name: str, suffix: str) -> None:
    """What is open is told on the screen."""
    path = desk.folder / f"{Path(name).stem}{suffix}"
    done = good(desk, "--facts", name, "--out", path.name)
    data = good(desk, "--facts", name, "--json").data
    assert done.out.startswith(f"「{path.name}」を書き出しました（7章、要確認 {len(data['open_items'])}件）。")
    assert [item["text"] for item in data["open_items"] if item["text"] not in done.out] == []
    text = words(path)
    assert data["title"] in text
    assert [section["title"] for section in data["sections"] if section["title"] not in text] == []
    assert "出典と効力" in text


@pytest.mark.parametrize("suffix", [".md", ".docx", ".html"])
def test_the_public_edition_shows_nothing_of_the_office_s_own(desk: Desk, suffix: str) -> None:
    """With gaps it is stamped 案; neither list of gaps nor sources."""
    path = desk.folder / f"public{suffix}"
    good(desk, "--facts", VILLAGE, "--edition", "public", "--allow-open", "--out", path.name)
    text = words(path)
    assert "案" in text
    assert "要確認事項の一覧" not in text
    assert "出典と効力" not in text


def test_the_public_edition_as_data_holds_no_grounds(desk: Desk) -> None:
    """The same texts in the same form; neither what they rest on nor whom to ask, on the screen and in a file alike."""
    folded = (desk.folder / VILLAGE).read_text(encoding="utf-8")
    chapters = "  pattern: 既存の計画に組み込む\n  host_chapters: [1章＝第2章 現状と課題]\n"
    folded = re.sub(r"^  (pattern|host_chapters):.*\n", "", folded, flags=re.MULTILINE)
    (desk.folder / "folded.yaml").write_text(folded.replace("facts:\n", f"facts:\n{chapters}", 1), encoding="utf-8")
    inside = good(desk, "--facts", "folded.yaml", "--json").data
    assert "host_chapters" in {item["key"] for item in inside["open_items"]}
    public = ("--facts", "folded.yaml", "--edition", "public", "--allow-open")
    data = good(desk, *public, "--json", "--out", "public.json").data
    assert (data["trace"], data["open_items"]) == ([], [])
    assert [part["trace"] for part in data["parts"]] == [[] for _ in inside["parts"]]
    assert [section["text"] for section in data["sections"]] == [section["text"] for section in inside["sections"]]
    assert [part["text"] for part in data["parts"]] == [part["text"] for part in inside["parts"]]
    assert list(Draft202012Validator(good(desk, "--schema").data).iter_errors(data)) == []
    assert json.loads((desk.folder / "public.json").read_text(encoding="utf-8")) == data


def test_a_plan_without_gaps_needs_no_permission(desk: Desk) -> None:
    """The public edition is written at once, without the stamp."""
    village = (desk.folder / VILLAGE).read_text(encoding="utf-8")
    full = village.replace("facts:\n", "facts:\n  confirm_priority_plan: 令和8年7月21日閣議決定\n", 1)
    (desk.folder / "full.yaml").write_text(full, encoding="utf-8")
    assert good(desk, "--facts", "full.yaml", "--json").data["open_items"] == []
    good(desk, "--facts", "full.yaml", "--edition", "public", "--out", "full.md")
    text = words(desk.folder / "full.md")
    assert "〔要確認" not in text
    assert "案" not in text.splitlines()[0]


def test_data_and_document_in_one_call(desk: Desk) -> None:
    """The screen holds nothing but JSON then."""
    done = good(desk, "--facts", VILLAGE, "--section", "2", "--out", "both.md", "--json")
    assert [section["number"] for section in done.data["sections"]] == [2]
    assert done.data["sections"][0]["title"] in words(desk.folder / "both.md")


def test_the_installed_command_drafts(desk: Desk) -> None:
    """In a process of its own, with the same result."""
    done = desk.run(call("draft", "--facts", VILLAGE, "--section", "1", "--json"))
    assert (done.code, done.err) == (0, "")
    assert done.data == good(desk, "--facts", VILLAGE, "--section", "1", "--json").data
