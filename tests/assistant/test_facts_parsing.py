"""The file itself: what is no facts file is refused in plain Japanese, whatever it is; encodings of Japan are read."""

import io
import json
import time
import zipfile
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.facts.parsing import LARGEST, parse
from assistant.facts.reading import read_facts_file
from knowledge.corpus import Corpus

GOOD = "facts:\n  municipality: みどり町\n  issues: [窓口の混雑]\n"


def document() -> bytes:
    """The beginning of what Word writes."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return found.getvalue()


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "は空です"),
        (b" \n\n\t\n", "は空です"),
        ("みどり町の計画\n".encode(), "facts: と measures: の二つの項目"),
        (b"- a\n- b\n", "facts: と measures: の二つの項目"),
        (b"42\n", "facts: と measures: の二つの項目"),
        (b"facts:\n  population: 1\n  population: 2\n", "3行目が YAML として読めません：「population」が二つあります"),
        (b"facts: {}\nfacts: {}\n", "2行目が YAML として読めません：「facts」が二つあります"),
        (b"facts:\n  a: &x 1\n  b: *x\n", "3行目が YAML として読めません：別名（*）は使えません"),
        (b"*x\n", "別名（*）は使えません"),
        (b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\n", "別名（*）は使えません"),
        (b"facts: {a: [}\n", "1行目が YAML として読めません：字下げ"),
        (b"facts:\n\tpopulation: 1\n", "2行目が YAML として読めません：行の始めのタブ"),
        (b"facts:\n population: 1\n  ageing_rate: 3\n", "3行目が YAML として読めません：字下げ"),
        (b'facts:\n  municipality: "x\n', "YAML として読めません"),
        (b"facts: {}\n---\nfacts: {}\n", "文書が二つあります"),
        (b"facts: !!python/object:os.system x\n", "「!」で始まる型の指定は使えません"),
        (b"facts:\n  ? [a]\n  : b\n", "2行目が YAML として読めません：項目の名前は文字に"),
        (b"? {a: b}\n: c\n", "項目の名前は文字に"),
        (b"facts:\n  population: 3\x00\n", "使えない文字"),
        (b"a: " + b"[" * 5_000 + b"]" * 5_000, "入れ子が深すぎる"),
        (b"a: " + b"{a: " * 3_000 + b"}" * 3_000, "入れ子が深すぎる"),
        (document(), "facts.yaml"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "facts.yaml"),
        (b"%PDF-1.7\n" + bytes(range(128, 256)) * 40, "facts.yaml"),
    ],
    ids=range(24),
)
def test_what_is_no_facts_file_is_refused(data: bytes, part: str) -> None:
    """In Japanese, with the file's name and the line; quickly."""
    begun = time.perf_counter()
    with pytest.raises(InputError) as refused:
        parse("facts.yaml", data)
    assert "facts.yaml" in str(refused.value)
    assert part in str(refused.value)
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b'{"facts": {"population": 1, "population": 2}}', "「population」が二つあります"),
        (b'{"facts": {"population": 1},\n}', "2行目が JSON として読めません"),
        (b"facts: {}\n", "1行目が JSON として読めません"),
        (b"[1]", "facts: と measures: の二つの項目"),
        (b'{"facts": {"population": ' + b"9" * 5_000 + b"}}", "値が壊れています"),
        (b"[" * 100_000 + b"]" * 100_000, "入れ子が深すぎる"),
    ],
    ids=range(6),
)
def test_what_is_no_json_is_refused(data: bytes, part: str) -> None:
    """As for YAML."""
    with pytest.raises(InputError, match=part):
        parse("facts.json", data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "iso2022_jp"])
def test_encodings_of_japan_are_read_or_clearly_refused(encoding: str) -> None:
    """Never read as other characters than were written."""
    text = GOOD + "  past_efforts: [令和三年に情報化計画を策定した, 証明書のコンビニ交付を始めた]\n"
    if encoding == "iso2022_jp":
        with pytest.raises(InputError, match="使えない文字"):
            parse("facts.yaml", text.encode(encoding))
    else:
        assert parse("facts.yaml", text.encode(encoding)) == parse("facts.yaml", text.encode())


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(ending: str) -> None:
    """A file saved on Windows says the same."""
    assert parse("a.yaml", GOOD.replace("\n", ending).encode()) == parse("a.yaml", GOOD.encode())


def test_yaml_and_json_say_the_same() -> None:
    """The same contents in both forms."""
    content = parse("a.yaml", GOOD.encode())
    assert parse("a.json", json.dumps(content).encode()) == content
    assert parse("A.JSON", json.dumps(content, ensure_ascii=False).encode("utf-8-sig")) == content


@pytest.mark.parametrize("text", ["yes", "no", "on", "2027-03-31", "010", "0x10", "1:30", "1_000", "12.5", ".5"])
def test_only_plain_numbers_and_words_are_guessed(text: str) -> None:
    """No octal, hexadecimal, base sixty or date: what looks like one stays a text."""
    value = parse("a.yaml", f"facts: {text}".encode())["facts"]
    expected = {"yes": True, "no": False, "on": True, "1_000": 1000, "12.5": 12.5, ".5": 0.5}
    assert value == expected.get(text, text)


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("facts.docx", document(), "「facts.docx」は事実ファイルとして読めません。YAML（.yaml）か JSON（.json）"),
        ("facts.txt", GOOD.encode(), "「facts.txt」は事実ファイルとして読めません"),
        ("facts", GOOD.encode(), "事実ファイルとして読めません"),
        ("large.yaml", b"# " + b"x" * LARGEST, "大きすぎます（2.0 MB、上限 2 MB）"),
        ("three.json", b" " * (3 * 1024 * 1024), "大きすぎます（3.0 MB、上限 2 MB）"),
        ("renamed.yaml", document(), "renamed.yaml"),
        ("none.yaml", None, "「none.yaml」がありません"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused(
    corpus: Corpus, tmp_path: Path, name: str, data: bytes | None, part: str
) -> None:
    """By its kind, its size, or because it is not there."""
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError) as refused:
        read_facts_file(path, corpus)
    assert part in str(refused.value)


@pytest.mark.parametrize("name", ["a.yaml", "a.YML", "a.json", "事実 ファイル.yaml"])
def test_names_that_will_do(corpus: Corpus, tmp_path: Path, name: str) -> None:
    """Whatever the case of the suffix."""
    path = tmp_path / name
    content = json.dumps({"facts": {"municipality": "みどり町"}}) if name.endswith("json") else GOOD
    path.write_text(content, encoding="utf-8")
    assert read_facts_file(path, corpus).answer("municipality") == "みどり町"


def test_a_folder_is_no_file(corpus: Corpus, tmp_path: Path) -> None:
    """It is told like a missing file."""
    folder = tmp_path / "a.yaml"
    folder.mkdir()
    with pytest.raises(InputError, match="がありません"):
        read_facts_file(folder, corpus)
