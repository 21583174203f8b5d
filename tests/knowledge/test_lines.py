"""The conversion's leftovers go, the guide's words stay."""

import pytest

from knowledge.parsing.lines import Line, clean, close_up, read_lines


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("平成 29 年 10 月", "平成29年10月"),
        ("「IT 革命」が産業革命に", "「IT革命」が産業革命に"),
        ("Evidence  Based   Policy Making", "Evidence Based Policy Making"),
        ("（IoT：Internet of Things）", "（IoT：Internet of Things）"),
        ("Fukuoka City Wi-Fi ～新たな時代の都市インフラ～", "Fukuoka City Wi-Fi～新たな時代の都市インフラ～"),
        ("JIS 規格（JIS X 8341-3 : 2016）", "JIS規格（JIS X 8341-3 : 2016）"),
        ("平成 β 年", "平成β年"),
        ("全角　空白\tとタブ", "全角空白とタブ"),
        ("  前後の空白  ", "前後の空白"),
        ("", ""),
    ],
)
def test_close_up(written: str, read: str) -> None:
    """White space beside a Japanese character goes; one space between Latin words stays."""
    assert close_up(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("## &lt;KPI&gt;", "## <KPI>"),
        ("<p>電子行政</p>", "電子行政"),
        ('<div style="border: 1px solid black;">観光</div>', "観光"),
        ("<p><b>IoT を活用した 地域観光の推進</b></p>", "IoTを活用した地域観光の推進"),
        ("<図 国及び市町村官民データ活用推進計画の関係>", "<図国及び市町村官民データ活用推進計画の関係>"),
        ("<KPI>", "<KPI>"),
        ("基本法<sup>1</sup>においては", "基本法においては"),
        (r"標準例<sup>\*</sup>の提示", "標準例*の提示"),
        ("「**手続における取組**」", "「手続における取組」"),
        ("「**「**官民データの取組**」**、", "「官民データの取組」、"),
        (r"平成 $\beta$ 年に", "平成β年に"),
        (r"平成 $\alpha$ 年までに", "平成α年までに"),
        ("平成 $α$ 年までに", "平成α年までに"),
        ("Q&amp;A", "Q&A"),
        ("**", ""),
    ],
)
def test_clean(written: str, read: str) -> None:
    """Tags, entities, emphasis, formulas and footnote numbers go; <KPI> and <図 …> are text."""
    assert clean(written) == read


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("### (記載例)", [("heading", "(記載例)")]),
        ("## **3. 題名**", [("heading", "3.題名")]),
        ("- 次の取組", [("bullet", "次の取組")]),
        ("  - 入れ子の項目", [("bullet", "入れ子の項目")]),
        ("- ・「図書館（姫路市）」（事例集 3-6）", [("bullet", "・「図書館（姫路市）」（事例集3-6）")]),
        ("ふつうの文。", [("text", "ふつうの文。")]),
        ("---", []),
        ("----\t--", []),
        ("", []),
        (" \n\n ", []),
        ("一行目\n\n二行目", [("text", "一行目"), ("text", "二行目")]),
        ("**題名****電子行政**", [("text", "題名"), ("text", "電子行政")]),
        ("<p>題名</p>\t<p>移動</p>", [("text", "題名"), ("text", "移動")]),
        (
            "整備・ **インフラ・防災・減災等**  \n確保の推進",
            [("text", "整備・インフラ・防災・減災等"), ("text", "確保の推進")],
        ),
    ],
)
def test_read_lines(written: str, lines: list[tuple[str, str]]) -> None:
    """A line has its kind; rules and empty lines go; cells and bold runs become lines of their own."""
    assert [(line.kind, line.text) for line in read_lines(written)] == lines


def test_lines_know_their_number_in_the_source() -> None:
    """Numbers count from 1 and include the lines that are left out."""
    assert [(line.number, line.text) for line in read_lines("一\n\n---\n二\n")] == [(1, "一"), (4, "二")]


@pytest.mark.parametrize(
    ("written", "cites", "defines", "text"),
    [
        ("基本法<sup>1</sup>では、条例<sup>2</sup>を", (1, 2), None, "基本法では、条例を"),
        ("<sup>7</sup> 個人情報の保護に関する法律では、", (), 7, "個人情報の保護に関する法律では、"),
        ("電子行政<sup>4</sup>", (4,), None, "電子行政"),
        (r"標準例<sup>\*</sup>", (), None, "標準例*"),
    ],
)
def test_footnotes_of_a_line(written: str, cites: tuple[int, ...], defines: int | None, text: str) -> None:
    """A raised number at the start of a line defines a footnote, elsewhere it cites one."""
    (line,) = read_lines(written)
    assert (line.cites, line.defines, line.text) == (cites, defines, text)


@pytest.mark.parametrize(
    ("written", "contents"),
    [
        ("1. 市の現状及び課題\t9", True),
        ("参考1. 官民データ活用推進基本法\t", True),
        ("1. 市の現状及び課題", False),
        ("<p>題名</p>\t<p>移動</p>", False),
    ],
)
def test_entries_of_the_contents_are_recognised(written: str, contents: bool) -> None:
    """A line that ends in a tab and a page number belongs to the table of contents."""
    assert {line.contents for line in read_lines(written)} == {contents}


@pytest.mark.parametrize(
    ("written", "pieces"),
    [
        ("<p>巡回頻度の向上 道路等年間修繕件数</p>", ("巡回頻度の向上", "道路等年間修繕件数")),
        ("<p>Wi-Fi 環境を整備</p>", ("Wi-Fi環境を整備",)),
        ("巡回頻度の向上 道路等年間修繕件数", ("巡回頻度の向上道路等年間修繕件数",)),
    ],
)
def test_pieces_of_a_line(written: str, pieces: tuple[str, ...]) -> None:
    """White space between Japanese words parts items in a table cell, and nowhere else."""
    assert [line.pieces for line in read_lines(written)] == [pieces]


def test_a_cell_with_many_spaces_is_several_lines() -> None:
    """A gap of four spaces or more inside a cell ends a line."""
    lines = read_lines("<p>&lt;KPI&gt;        ルールを整備</p>")
    assert [(line.text, line.cell) for line in lines] == [("<KPI>", True), ("ルールを整備", True)]
    assert all(isinstance(line, Line) for line in lines)
