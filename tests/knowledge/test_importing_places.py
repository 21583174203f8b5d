"""Where imports lie: one folder each, directly in the library's; no name leads out of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from knowledge.corpus import Corpus
from knowledge.errors import ImportRefused
from knowledge.importing.library import Import, Library, read_import

DAY = date(2026, 11, 23)
LAW = '---\ntitle: "町の規程"\nidentifier: {}\n---\n第一条　この規程は、町の台帳について定める。\n'
NAMES = [
    "",
    ".",
    "..",
    "../victim",
    "x/../../victim",
    "x/../../../victim",
    "{outside}",
    "kept/..",
    "kept/",
    "./kept",
    ".x",
]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with one text, beside folders that are none of its business."""
    for name in ("victim", "home/victim", "home/library/x"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "record.json").write_text("precious", encoding="utf-8")
    (tmp_path / "home/library/x/record.json").unlink()
    (tmp_path / "home/library/x").rmdir()
    held = Library(tmp_path / "home" / "library")
    held.add(imported(tmp_path, '"428"').model_copy(update={"id": "kept"}), tmp_path / "rules.md")
    return held


def imported(folder: Path, identifier: str, corpus: Corpus | None = None) -> Import:
    """A statute whose own text says this identifier."""
    path = folder / "rules.md"
    path.write_text(LAW.format(identifier), encoding="utf-8")
    return read_import(path, "law", corpus.laws if corpus else (), DAY)


def files(folder: Path) -> dict[str, bytes]:
    """Every file below, with what is in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "identifier",
    [
        "x/../../../victim",
        "../victim",
        "/tmp/victim",
        '"x/../../victim"',
        "..",
        ".",
        "'428AC1'",
        "４２８",
        "a" * 300,
        "a b",
    ],
)
def test_an_identifier_that_is_none_is_as_if_there_were_none(library: Library, tmp_path: Path, identifier: str) -> None:
    """The statute is kept under its title, and nothing outside its folder changes."""
    new = imported(tmp_path, identifier)
    before = files(tmp_path)
    assert new.id == "law-町の規程"
    library.add(new, tmp_path / "rules.md")
    after = files(tmp_path)
    assert {name for name in after if name not in before} == {
        "home/library/law-町の規程/record.json",
        "home/library/law-町の規程/original.md",
    }
    assert {name: after.get(name) for name in before} == before


@pytest.mark.parametrize(
    ("written", "key"), [("428AC1000000103", "act"), ('"428AC1000000103"  ', "act"), ("999X1", "law-999x1")]
)
def test_an_identifier_of_e_gov_names_the_statute(tmp_path: Path, corpus: Corpus, written: str, key: str) -> None:
    """The digest's key where the digest has the statute."""
    assert imported(tmp_path, written, corpus).id == key


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("deed", ["add", "remove", "snapshot", "put_back"])
def test_no_name_leads_out_of_the_library(library: Library, tmp_path: Path, deed: str, name: str) -> None:
    """Whatever is asked of the library, it is refused before anything is touched."""
    wanted = name.replace("{outside}", str(tmp_path / "victim"))
    new = imported(tmp_path, "428").model_copy(update={"id": wanted})
    before = files(tmp_path)
    deeds: dict[str, Callable[[], object]] = {
        "add": lambda: library.add(new, tmp_path / "rules.md"),
        "remove": lambda: library.remove(wanted),
        "snapshot": lambda: library.snapshot(wanted),
        "put_back": lambda: library.put_back(wanted, None),
    }
    with pytest.raises(ImportRefused, match="使えません"):
        deeds[deed]()
    assert files(tmp_path) == before


@pytest.mark.parametrize("length", [10, 60, 400])
def test_a_long_title_still_names_a_folder(tmp_path: Path, length: int) -> None:
    """Two long titles that begin alike stay two texts."""
    library = Library(tmp_path / "library")
    path = tmp_path / "rules.txt"
    for end in ("規則", "条例"):
        path.write_text("町" * length + f"{end}\n第一条　文です。\n", encoding="utf-8")
        library.add(read_import(path, "law", (), DAY), path)
    assert len(library.all()) == 2


def test_articles_of_the_same_number_are_joined_and_the_report_says_so(tmp_path: Path) -> None:
    """A line that only begins like an article does not take the article's place."""
    path = tmp_path / "rules.txt"
    path.write_text("町の条例\n第一条　目的の文。\n第二条　計画は、\n第一条　の目的による。\n", encoding="utf-8")
    new = read_import(path, "law", (), DAY)
    assert {passage.id: passage.text for passage in new.passages}["law-町の条例:1"] == "目的の文。\nの目的による。"
    assert "同じ番号の1件（町の条例第1条）は、一つにまとめました。" in new.recognised
