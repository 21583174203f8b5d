"""A damaged guide is refused, and the message names the place."""

import re

import pytest

from knowledge.datafiles import SOURCES
from knowledge.errors import ParseError
from knowledge.parsing.guide import parse_guide

GUIDE = (SOURCES / "guide-2017-10.md").read_text(encoding="utf-8")


def without(part: str, times: int = 1) -> str:
    assert part in GUIDE
    return GUIDE.replace(part, "", times)


TABLET, LIBRARY = "タブレットを活用した窓口手続の電子化の取組", "図書館関連業務に係る電子化の取組"


@pytest.mark.parametrize(
    ("damaged", "named"),
    [
        (without("### 3. 市官民データ活用推進計画の位置付け\n"), "見出し「3. 市官民データ活用推進計画の位置付け」"),
        (without("## 7. 国の施策との整合\n"), "見出し「7. 国の施策との整合」"),
        (without("7. 国の施策との整合\t7\n"), "目次"),
        (without("# 目次\n").replace("\t", "  "), "目次"),
        (GUIDE.replace(f"{LIBRARY}\n\n電子行政\n", f"{LIBRARY}\n", 1), LIBRARY),
        (re.sub(r"<sup>7</sup> *個人情報の保護に関する法律では.*", "", GUIDE, count=1), "脚注7"),
        (re.sub(r"<sup>4</sup> 国の官民データ.*\n", "", GUIDE, count=1), "脚注4"),
        (without("<sup>6</sup>"), "脚注6"),
        (without("## &lt;KPI&gt;\n\n窓口における平均待ち時間の短縮\n"), f"{TABLET}」にKPI"),
        (without("平成〇年までに各種住民サービス窓口においてサービスを開始\n"), f"{TABLET}」にスケジュール"),
        (without("・「簡単ゆびナビ窓口システム（会津若松市）」（事例集 1-1）"), f"{TABLET}」に国の施策・事例"),
        (GUIDE.replace("（事例集 1-1）", "（事例集）", 1), "事例「・「簡単ゆびナビ窓口システム"),
        (without("## 4. 利用の機会等の格差の是正に係る取組（デジタルデバイド対策等）\n"), "柱を6つ期待しました"),
        (GUIDE.replace("## 【市町村の施策（記載例）】\n\n## 図書館関連業務", "## 図書館関連業務", 1), "図書館関連業務"),
        (without("#### <解説>\n", 2), "<解説>がありません"),
        ("", "目次"),
        ("# 別の文書\n\nこれは手引ではありません。\n", "目次"),
    ],
    ids=[
        "section heading", "general heading", "contents entry", "contents", "field tag", "text of footnote 7",
        "text of footnote 4", "citation of footnote 6", "KPI", "schedule", "only case", "case number", "pillar heading",
        "opening of a measure", "commentary", "empty file", "another document",
    ],
)  # fmt: skip
def test_a_damaged_guide_is_refused_by_name(damaged: str, named: str) -> None:
    """What is missing is named in Japanese, with the file; nothing is dropped silently."""
    assert damaged != GUIDE
    with pytest.raises(ParseError) as refused:
        parse_guide(damaged, "guide-2017-10.md")
    assert named in str(refused.value)
    assert "資料「guide-2017-10.md」を読み取れませんでした" in str(refused.value)
    assert refused.value.problems


def test_all_faults_of_the_measures_are_reported_together() -> None:
    """Two damaged measures give two problems in one error."""
    damaged = GUIDE.replace("・「簡単ゆびナビ窓口システム（会津若松市）」（事例集 1-1）", "")
    damaged = damaged.replace("図書館関連業務に係る電子化の取組\n\n電子行政\n", "図書館関連業務に係る電子化の取組\n")
    with pytest.raises(ParseError) as refused:
        parse_guide(damaged)
    assert len(refused.value.problems) >= 2
    assert "タブレットを活用した窓口手続" in str(refused.value)
    assert "図書館関連業務" in str(refused.value)
