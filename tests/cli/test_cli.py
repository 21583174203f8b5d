"""`kanmin` as scripts meet it: exit codes, one JSON document on standard output, errors in Japanese beside it.

All calls are made first; the tests then read what came out. Those in PROCESSES run the installed command, as many at
once as there are processors; the others enter at the same `main`, which spares the seconds that each start takes.
"""

import json
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from calling import JAPANESE, Desk, Done, call

from knowledge.corpus import Corpus
from knowledge.models import PassageKind, Strength

QUESTION = "計画の策定は義務ですか"
LINE_SEPARATOR = "\u2028"
LINES = [
    json.dumps({"text": QUESTION}, ensure_ascii=False),
    "これは JSON ではない",
    '{"text": ""}',
    '{"txt": "名前の違う項目"}',
    "[]",
    json.dumps(
        {
            "text": "都道府県の場合は？",
            "history": [{"role": "user", "text": QUESTION}, {"role": "assistant", "text": "努力義務です。"}],
        }
    ),
    '{"text": "固定資産税の税率は？"}',
    '{"text": "' + "あ" * 20_001 + '"}',
    json.dumps({"text": QUESTION}, ensure_ascii=False),
]

ANSWERED = {
    "ask": call("ask", QUESTION, "--json"),
    "no evidence": call("ask", "固定資産税の税率は？", "--json"),
    "ask batch": call("ask", "--batch", "FOLDER/lines.jsonl", code=1),
    "search": call("search", "コンビニ交付", "-k", "3", "--kind", "measure", "--json"),
    "search batch": call("search", "-k", "1", "--batch", "-", stdin='{"text": "議会"}\n\n{"text": "公表"}\n'.encode()),
    "separator": call("search", "-k", "1", "--batch", "FOLDER/separator.jsonl"),
    "stats": call("knowledge", "stats", "--json"),
    "measures": call("knowledge", "list", "measures", "--json"),
    "requirements": call("knowledge", "list", "requirements", "--json"),
    "notes": call("knowledge", "list", "notes", "--json"),
    "text": call("ask", QUESTION),
}
REFUSED = {
    "no index": (call("ask", QUESTION, "--json", code=1, KANMIN_HOME="nowhere"), "kanmin knowledge build"),
    "no index and a wrong call": (call("ask", code=2, KANMIN_HOME="nowhere"), "どちらか一つ"),
    "empty text": (call("ask", " ", "--json", code=1), "文章が空です"),
    "no such file": (call("ask", "--batch", "nowhere.jsonl", code=1), "「nowhere.jsonl」がありません"),
    "not utf-8": (call("ask", "--batch", "FOLDER/sjis.jsonl", code=1), "UTF-8 ではありません"),
    "text and batch": (call("ask", "x", "--batch", "FOLDER/lines.jsonl", code=2), "どちらか一つ"),
    "two texts": (call("ask", "a", "b", code=2), "引数が多すぎる"),
    "no command": (call(code=2), "コマンド"),
    "unknown command": (call("aks", code=2), "コマンド 'aks' はありません"),
    "unknown option": (call("ask", "x", "--jsn", code=2), "「--jsn」というオプションはありません"),
    "unknown kind": (call("search", "x", "--kind", "laws", code=2), "「kind」の値を使えません"),
    "k too small": (call("search", "x", "-k", "0", code=2), "「k」の値を使えません"),
    "unknown list": (call("knowledge", "list", "laws", code=2), "の値を使えません"),
    "no list": (call("knowledge", "list", code=2), "指定が必要です"),
    "bad date": (call("--today", "2026-02-30", "ask", "x", code=2), "日付「2026-02-30」を読めません"),
    "bad setting": (call("ask", "x", code=1, KANMIN_PORT="abc"), "KANMIN_PORT の値「abc」は使えません"),
}
CALLS = ANSWERED | {name: made for name, (made, _) in REFUSED.items()}
PROCESSES = ("ask", "ask batch", "search batch", "notes", "no index", "unknown command")


@pytest.fixture(scope="session")
def ran(index_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    """What every call of the tables left."""
    folder = tmp_path_factory.mktemp("cli")
    shutil.copytree(index_folder, folder / "home" / "index")
    (folder / "lines.jsonl").write_text("\n".join(LINES) + "\n", encoding="utf-8")
    (folder / "separator.jsonl").write_text(f'{{"text": "計画の{LINE_SEPARATOR}公表"}}\n', encoding="utf-8")
    (folder / "sjis.jsonl").write_bytes('{"text": "計画"}\n'.encode("cp932"))
    desk = Desk(folder)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        processes = dict(zip(PROCESSES, pool.map(desk.run, (CALLS[name] for name in PROCESSES)), strict=True))
    return processes | {name: desk.enter(made) for name, made in CALLS.items() if name not in PROCESSES}


# --- what holds for every call ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", CALLS)
def test_exit_codes(ran: dict[str, Done], name: str) -> None:
    """0 done, 1 cannot be met, 2 wrongly called; never a traceback."""
    assert ran[name].code == CALLS[name].code, ran[name].err
    assert "Traceback" not in ran[name].err + ran[name].out


@pytest.mark.parametrize("name", [name for name in ANSWERED if name != "text"])
def test_standard_output_holds_nothing_but_json(ran: dict[str, Done], name: str) -> None:
    """One document, or one line for each line of a batch; Japanese is written as Japanese."""
    done = ran[name]
    assert done.lines if "batch" in name or name == "separator" else done.data
    assert "\\u" not in done.out.replace("\\u2028", "")
    assert done.err == ""


@pytest.mark.parametrize(("name", "part"), [(name, part) for name, (_, part) in REFUSED.items()])
def test_errors_are_told_in_japanese_beside_the_output(ran: dict[str, Done], name: str, part: str) -> None:
    """What is wrong, and what to do; nothing on standard output."""
    assert part in ran[name].err
    assert JAPANESE.search(ran[name].err)
    assert ran[name].out == ""


# --- ask -----------------------------------------------------------------------------------------------------------------------

ANSWER = {"outcome", "answer", "strength", "bearer", "citations", "notes", "unanswered"}


@pytest.mark.parametrize("name", ["ask", "no evidence"])
def test_the_form_of_an_answer(ran: dict[str, Done], name: str) -> None:
    """All parts of the contract, in their types."""
    reply = ran[name].data
    assert set(reply) >= ANSWER
    assert isinstance(reply["answer"], str)
    assert reply["strength"] in {None, *(strength.value for strength in Strength)}
    assert [c for c in reply["citations"] if set(c) != {"id", "label", "quote"}] == []
    assert [n for n in reply["notes"] if set(n) != {"id", "text", "as_of", "confidence"}] == []
    assert isinstance(reply["unanswered"], list)


def test_an_answer(ran: dict[str, Done], corpus: Corpus) -> None:
    """With strength, bearer and literal quotes."""
    reply = ran["ask"].data
    assert (reply["outcome"], reply["strength"]) == ("answered", "努力義務")
    assert "市町村" in reply["bearer"]
    assert reply["citations"]
    assert [c for c in reply["citations"] if c["quote"] not in corpus.passage[c["id"]].text] == []


def test_no_evidence_is_a_result(ran: dict[str, Done]) -> None:
    """Exit code 0, no citation, no strength."""
    reply = ran["no evidence"].data
    assert (reply["outcome"], reply["strength"], reply["citations"]) == ("no_evidence", None, [])


def test_an_answer_for_people(ran: dict[str, Done]) -> None:
    """Without --json the same answer as text."""
    text = ran["text"].out
    reply = ran["ask"].data
    assert text.startswith("［努力義務］")
    assert [part for part in (reply["answer"], reply["citations"][0]["quote"]) if part not in text] == []


# --- batches -------------------------------------------------------------------------------------------------------------------


def test_a_batch_answers_line_by_line_in_order(ran: dict[str, Done]) -> None:
    """A bad line yields an error in its place; the rest goes on."""
    kinds = [line.get("outcome", "error") for line in ran["ask batch"].lines]
    assert kinds == ["answered", "error", "error", "error", "error", "answered", "no_evidence", "error", "answered"]


@pytest.mark.parametrize(
    ("number", "part"),
    [
        (1, "の形の JSON ではありません：これは"),
        (2, "文章が空です"),
        (3, "の形の JSON"),
        (4, "の形の JSON"),
        (7, "長すぎます（20,001字"),
    ],
)
def test_a_bad_line_is_told_in_its_place(ran: dict[str, Done], number: int, part: str) -> None:
    """Only `error`, in Japanese, with the beginning of the line."""
    line = ran["ask batch"].lines[number]
    assert set(line) == {"error"}
    assert part in line["error"]
    assert len(line["error"]) < 200


def test_lines_of_a_batch_are_independent(ran: dict[str, Done]) -> None:
    """The same question has the same answer wherever it stands, and as a call of its own."""
    lines = ran["ask batch"].lines
    assert lines[0] == lines[8] == ran["ask"].data


def test_history_carries_the_earlier_turns(ran: dict[str, Done]) -> None:
    """都道府県の場合は？ after the question on the plan is about the prefectures' duty."""
    reply = ran["ask batch"].lines[5]
    assert "act:9-1" in [citation["id"] for citation in reply["citations"]]
    assert "都道府県" in reply["bearer"]


def test_a_batch_from_standard_input(ran: dict[str, Done]) -> None:
    """Empty lines are passed over."""
    assert [(line["query"], len(line["hits"])) for line in ran["search batch"].lines] == [("議会", 1), ("公表", 1)]


def test_a_line_ends_where_json_lines_end(ran: dict[str, Done]) -> None:
    """A line separator within a text (as JSON allows) does not cut the line in two."""
    [line] = ran["separator"].lines
    assert line["query"] == f"計画の{LINE_SEPARATOR}公表"


# --- search and knowledge --------------------------------------------------------------------------------------------------------


def test_the_form_of_hits(ran: dict[str, Done], corpus: Corpus) -> None:
    """As many as wanted, of the kind that was wanted, best first, in the source's own words."""
    found = ran["search"].data
    assert found["query"] == "コンビニ交付"
    assert len(found["hits"]) == 3
    for hit in found["hits"]:
        assert set(hit) >= {"id", "kind", "citation", "text", "score"}
        passage = corpus.passage[hit["id"]]
        assert (hit["kind"], hit["citation"], hit["text"]) == ("measure", passage.citation, passage.text)
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert found["hits"][0]["id"] == "measure:コンビニ交付サービスの導入及び発行証明書類の拡大"


def test_statistics(ran: dict[str, Done], corpus: Corpus) -> None:
    """Counts by kind, identity of corpus and embedding, seconds."""
    stats = ran["stats"].data
    counts = {
        "measures": 44,
        "national": 33,
        "cases": 21,
        "requirements": len(corpus.requirements),
        "notes": len(corpus.notes),
    }
    assert {name: stats[name] for name in counts} == counts
    assert sum(stats["passages"].values()) == len(corpus.passages)
    assert set(stats["passages"]) <= {*(kind.value for kind in PassageKind), "today"}
    assert stats["corpus_hash"] == corpus.hash
    assert re.fullmatch(r"[a-z0-9-]+", stats["embedding"])
    assert stats["seconds"] > 0


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("measures", {"id", "title", "kpis", "schedule", "national", "cases", "citation"}),
        ("requirements", {"id", "title", "bearer", "strength", "statement", "sources"}),
        ("notes", {"id", "text", "as_of", "confidence"}),
    ],
)
def test_lists_of_records(ran: dict[str, Done], corpus: Corpus, name: str, keys: set[str]) -> None:
    """All records of the kind, each with its id and its fields."""
    records = {"measures": corpus.guide.measures, "requirements": corpus.requirements, "notes": corpus.notes}[name]
    listed = ran[name].data
    assert [record["id"] for record in listed] == [record.id for record in records]
    assert [record["id"] for record in listed if not set(record) >= keys] == []
