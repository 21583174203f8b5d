"""Lists, case collections and guides: all of their text is kept, each passage says what it belongs to, ids stay."""

import re
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from knowledge.errors import ImportRefused
from knowledge.importing.library import Import, ImportKind, Library, read_import
from knowledge.importing.sections import section_passages
from knowledge.models import Passage

DAY = date(2026, 11, 23)
MEASURES = "# 国の施策\n\n" + "".join(
    f"## 施策{n}番\n\n### 概要\n\n{n}番の概要です。\n\n### 予算\n\n{n}番は{n}億円です。\n\n" for n in range(1, 31)
)
BULLETS = "# 補助\n## 対象\n対象は次のとおり。\n・人口5万人未満\n・離島\n補助率は2分の1\n"
SHAPES = {
    "the same headings below every measure": MEASURES,
    "marks in place of headings": re.sub(r"^#+ (?=施策)", "■", MEASURES, flags=re.M).replace("### ", "●"),
    "bullets in a section": BULLETS,
    "words before the first heading": "令和8年度 一覧\n（案）\n\n■標準化\n本文\n",
    "headings without a body": "# 一覧\n## 甲\n## 乙\n本文\n### 丙\n## 丁\n■戊\n",
    "chapters": "第1章　総則\n第1節　目的\n本文\n第2節　対象\n第2章　雑則\n本文\n",
    "a table of contents": "手引\n1. 目的\n2. 対象\n1. 目的\n目的の文\n2. 対象\n対象の文\n",
    "ministries, measures and labels": "■甲省\n1. 標準化\n本文\n2. 公開\n本文\n■乙省\n1. 標準化\n【概要】\n本文\n【予算】\n3億円\n",
    "a numbered list": "## 手順\n次の順に行う。\n1. 申請\n2. 審査\n3. 通知\n費用は無料です。\n",
    "long lines": "# 長い\n" + "".join(f"{n}行目" + "あ" * 700 + "\n" for n in range(9)) + "# 長い\n短い\n",
    "marks without words": "# \n■\n## ■\n## 見出し\n- \n・\n本文\n",
    "a heading like a numbered one": "■概要\n一\n■概要\n二\n■概要（2）\n三\n■概要/2\n四\n" + "ああ\n" * 900,
}
FLAT = "".join(f"## 施策{n}番\n文\n## 概要\n{n}番の概要\n■KPI\n{n}件\n" for n in range(1, 4))
LINES = ("# 題{}", "## 節{}", "## 概要", "■標{}", "【概要】", "・点{}", "1. 番{}", "第1章　章{}", "文{}")


def taken(folder: Path, text: str, kind: ImportKind = "national", title: str = "施策一覧") -> Import:
    """The text as it would be taken in."""
    path = folder / "list.md"
    path.write_text(text, encoding="utf-8")
    return read_import(path, kind, (), DAY, title)


def squeezed(text: str) -> str:
    """Letters and digits only: marks and white space do not count."""
    return re.sub(r"\W|_", "", text)


def lost(text: str, passages: tuple[Passage, ...]) -> list[str]:
    """Lines of the text that are in no passage."""
    kept = [squeezed(passage.text) for passage in passages]
    return [line for line in text.splitlines() if not any(squeezed(line) in one for one in kept)]


@pytest.mark.parametrize("kind", ["national", "cases", "guide"])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_line_is_in_some_passage(tmp_path: Path, shape: str, kind: ImportKind) -> None:
    """Whatever the shape of the text; and no id is given twice."""
    new = taken(tmp_path, SHAPES[shape], kind)
    assert lost(SHAPES[shape], new.passages) == []
    assert len({passage.id for passage in new.passages}) == len(new.passages)


def test_no_text_of_a_few_lines_loses_any() -> None:
    """Every order of headings, marks, bullets and sentences is either kept whole or refused."""
    kept = 0
    for kinds in product(LINES, repeat=4):
        text = "\n".join(line.format(f"{place}番") for place, line in enumerate(kinds))
        try:
            passages = section_passages(text, "national", "施策一覧", "list.md").passages
        except ImportRefused:
            continue
        kept += 1
        assert lost(text, passages) == [], text
        assert len({passage.id for passage in passages}) == len(passages), text
    assert kept > len(LINES) ** 4 / 2


@pytest.mark.parametrize("shape", ["the same headings below every measure", "marks in place of headings"])
def test_the_same_heading_below_every_measure_says_which_measure(tmp_path: Path, shape: str) -> None:
    """Id, citation, title and text name the measure; none of the thirty is lost."""
    new = taken(tmp_path, SHAPES[shape])
    found = {passage.title: passage for passage in new.passages}
    for n in range(1, 31):
        passage = found[f"施策{n}番＞概要"]
        assert passage.citation == f"施策一覧『施策{n}番＞概要』"
        assert passage.id.endswith(f":施策{n}番＞概要")
        assert passage.text.endswith(f"施策{n}番\n概要\n{n}番の概要です。")
    assert "見出し" in new.recognised
    assert "出典箇所60件" in new.recognised


@pytest.mark.parametrize(
    "text", [FLAT, FLAT.replace("## 施策", "■施策").replace("## ", "【").replace("概要\n■KPI", "概要\n●KPI")]
)
def test_the_same_heading_without_levels_says_what_it_follows(tmp_path: Path, text: str) -> None:
    """What it belongs to the text does not show; so no more is said than where it stands."""
    found = {passage.title: passage for passage in taken(tmp_path, text).passages}
    for n in range(1, 4):
        title = next(title for title in found if title.endswith(f"概要（「施策{n}番」の後）"))
        assert f"{n}番の概要" in found[title].text
        assert found[title].citation == f"施策一覧『{title.split('（')[0]}』（「施策{n}番」の後）"


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("## 対象\n次のとおり。\n・甲\n・乙\n率は半分\n", [("対象", "対象\n次のとおり。\n・甲\n・乙\n率は半分")]),
        ("・甲\n甲の文\n・乙\n乙の文\n", [("甲", "甲\n甲の文"), ("乙", "乙\n乙の文")]),
        ("・甲\n甲の文\n・乙\n・丙\n文\n", [("甲", "甲\n甲の文\n・乙\n・丙\n文")]),
        ("題名\n■甲\n文\n", [("施策一覧", "題名"), ("甲", "甲\n文")]),
        ("# 題名\n## 甲\n文\n## 乙\n文\n", [("甲", "題名\n甲\n文"), ("乙", "乙\n文")]),
        ("# 題名\n# 目次\n甲…1\n## 甲\n文\n", [("施策一覧", "題名"), ("目次", "目次\n甲…1"), ("甲", "甲\n文")]),
        ("# 題名\n前文\n## 甲\n文\n", [("題名", "題名\n前文"), ("甲", "甲\n文")]),
        ("■甲\n文\n■乙\n■丙\n文\n", [("甲", "甲\n文\n■乙"), ("丙", "丙\n文")]),
        ("■甲\n文\n■甲\n他\n", [("甲", "甲\n文"), ("甲", "甲\n他")]),
        ("第1章　総則\n1. 目的\n文\n", [("第1章　総則＞1. 目的", "第1章　総則\n1. 目的\n文")]),
        ("【前書き】\n文\n■甲\n文\n", [("【前書き】", "【前書き】\n文"), ("甲", "甲\n文")]),
        (
            "■甲省\n1. 標準\n文\n2. 公開\n文\n",
            [("甲省＞1. 標準", "甲省\n1. 標準\n文"), ("甲省＞2. 公開", "甲省\n2. 公開\n文")],
        ),
        ("## 手順\n1. 申請\n2. 通知\n無料\n", [("手順", "手順\n1. 申請\n2. 通知\n無料")]),
        (
            "## 手順\n1. 申請\n窓口へ\n2. 通知\n無料\n",
            [("手順＞1. 申請", "手順\n1. 申請\n窓口へ"), ("手順＞2. 通知", "手順\n2. 通知\n無料")],
        ),
    ],
)
def test_what_is_a_heading_and_what_belongs_to_it(tmp_path: Path, text: str, sections: list[tuple[str, str]]) -> None:
    """Bullets and lists are text of their section; a heading without a body stays where it stands."""
    assert [(passage.title, passage.text) for passage in taken(tmp_path, text).passages] == sections


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "■甲\n文\n■乙\n■丙\n文\n",
            ["見出し2件、出典箇所2件", "本文のない見出し1件（乙）は、前の箇所の本文に入れました"],
        ),
        (
            "■甲\n文\n■甲\n文\n",
            ["見出し2件、出典箇所2件", "同じ名前の見出し1件には、前の見出しの名前か番号を添えました"],
        ),
        ("題名\n■甲\n文\n", ["見出し1件、出典箇所2件", "最初の見出しより前の1行は、資料の冒頭として入れました"]),
        ("■甲\n文\n", ["見出し1件、出典箇所1件を読み取りました。"]),
    ],
)
def test_the_report_says_what_was_joined(tmp_path: Path, text: str, says: list[str]) -> None:
    """Nothing is joined or numbered without a word; where nothing was, nothing is said of it."""
    told = taken(tmp_path, text).recognised
    assert all(words in told for words in says), told
    assert told.count("。") == len(says)


@pytest.mark.parametrize("text", ["・甲\n・乙\n率は半分\n", "# 甲\n", "■甲\n■乙\n", "文\n# 甲\n"])
def test_a_text_without_heading_and_body_is_refused(tmp_path: Path, text: str) -> None:
    """A list of words, or headings alone, can be cited by nothing."""
    with pytest.raises(ImportRefused, match="見出しと本文の組"):
        taken(tmp_path, text)


def test_a_case_is_named_by_its_number(tmp_path: Path) -> None:
    """Also what stands below its headings, and a second case of the same number."""
    text = "# 事例集\n## 3-6 甲町の公開\n文\n### 効果\n半減\n## 3-6 乙町の公開\n文\n"
    ids = [passage.id.split(":")[1] for passage in taken(tmp_path, text, "cases").passages]
    assert ids == ["3-6", "3-6＞効果", "3-6（2）"]


@pytest.mark.parametrize("shape", SHAPES)
def test_ids_stay_when_the_file_is_taken_in_again(tmp_path: Path, shape: str) -> None:
    """The earlier import is replaced, and nothing is said to have changed."""
    library = Library(tmp_path / "library")
    path = tmp_path / "list.md"
    first = library.add(taken(tmp_path, SHAPES[shape]), path)
    second = library.add(taken(tmp_path, SHAPES[shape]), path)
    assert second.changed == "前の版から変わったところはありません。"
    assert library.all() == (second,)
    assert second.passages == first.passages


def test_a_newer_edition_says_which_of_the_same_headings_changed(tmp_path: Path) -> None:
    """A change below one measure, and a measure that is put in between, touch no other."""
    library = Library(tmp_path / "library")
    path = tmp_path / "list.md"
    library.add(taken(tmp_path, MEASURES), path)
    newer = MEASURES.replace("7番は7億円", "7番は8億円").replace(
        "## 施策9番", "## 新施策\n\n### 概要\n\n文\n\n## 施策9番"
    )
    changed = library.add(taken(tmp_path, newer), path).changed
    assert (
        changed == "前の版との違い：変わった1件（施策一覧『施策7番＞予算』）、加わった1件（施策一覧『新施策＞概要』）"
    )
    assert len(library.all()) == 1
