"""A plan as one HTML file: structure that a screen reader understands, nothing from outside, every text escaped."""

import re
from html.parser import HTMLParser

import pytest

from assistant.export.document import Document
from assistant.export.html import plan_as_html

VOID = {"meta", "col", "br"}
TEXT = """6. 施策〔要確認：題名〕

（1）柱

◎ 施策【観光】

| 項目 | 内容 |
| 現状と課題 | 〔要確認：現状と課題〕 |
| 担当課 | 住民課 |

| KPI | 現状値 | 目標値 |
| 率 | 12％ | 50％ |

| 年度 | 取組 |
| 令和9年度 | 一行目
二行目 |

| 役割 | 担当 |
| CIO | 副町長 |
| 事務局 | 総務課 |

・一
・二
"""


class Reader(HTMLParser):
    """Notes every element with its attributes, and refuses tags that do not close each other in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append((self._open[-1] if self._open else "", data.strip()))

    def texts(self, tag: str) -> list[str]:
        return [text for inside, text in self.words if inside == tag]


def document(**changes: object) -> Document:
    values: dict[str, object] = {
        "title": "みどり町計画",
        "municipality": "みどり町",
        "period": "令和9年度～令和11年度",
        "stamp": "案",
        "sections": [(6, "施策", TEXT)],
    }
    return Document.model_validate(values | changes)


@pytest.fixture(scope="module")
def page() -> Reader:
    return Reader(plan_as_html(document(parts=[("用語集", "（1）国の用語")])))


def test_it_is_japanese_and_has_a_title(page: Reader) -> None:
    """For browsers, readers and printers."""
    assert page.elements[0] == ("html", {"lang": "ja"})
    assert page.texts("title") == ["みどり町計画"]


def test_headings_follow_the_plan(page: Reader) -> None:
    """h1 for sections, h2 for their parts, h3 for measures."""
    headings = [(tag, text) for tag, text in page.words if re.fullmatch("h[1-6]", tag)]
    assert headings == [
        ("h1", "みどり町計画"),
        ("h1", "6. 施策"),
        ("h2", "（1）柱"),
        ("h3", "◎ 施策【観光】"),
        ("h1", "資料編"),
        ("h2", "用語集"),
        ("h3", "（1）国の用語"),
    ]


def test_the_table_of_contents_leads_to_every_heading(page: Reader) -> None:
    """Each link has its target, in order."""
    links = [attributes["href"] for tag, attributes in page.elements if tag == "a"]
    targets = [
        f"#{attributes['id']}"
        for tag, attributes in page.elements
        if re.fullmatch("h[1-3]", tag) and attributes.get("id")
    ]
    assert links == targets
    assert page.texts("a") == [
        "6. 施策〔要確認：題名〕",
        "（1）柱",
        "◎ 施策【観光】",
        "資料編",
        "用語集",
        "（1）国の用語",
    ]


def test_header_cells_say_what_they_head(page: Reader) -> None:
    """Rows of a measure are headed at the left, its KPIs and every other table at the top."""
    headers = [attributes["scope"] for tag, attributes in page.elements if tag == "th"]
    assert headers == ["row", "row", *["col"] * 3, "row", *["col"] * 2, "row", *["col"] * 2]
    assert page.texts("th") == [
        *("現状と課題", "担当課", "KPI", "現状値", "目標値", "率", "年度", "取組", "令和9年度", "役割", "担当"),
    ]


def test_a_measure_is_one_table_on_one_grid(page: Reader) -> None:
    """Every row spans all its columns."""
    html = plan_as_html(document())
    table = html[html.index('<table class="measure"') : html.index("</table>")]
    columns = table.count("<col ")
    spans = [
        sum(int(span or 1) for span in re.findall(r'<t[hd](?: scope="\w+")?(?: colspan="(\d+)")?>', row))
        for row in table.split("<tr")[1:]
    ]
    assert spans == [columns] * 7


@pytest.mark.parametrize(("edition", "marked"), [("internal", 2), ("public", 0)])
def test_open_items_are_marked_in_the_office_only(edition: str, marked: int) -> None:
    """With an element of their own, which the style gives a border and an underline; the words stay in both."""
    html = plan_as_html(document(edition=edition))
    assert html.count("<mark>") == marked
    assert html.count("〔要確認：現状と課題〕") == 1
    style = html[html.index("mark {") :].split("}", 1)[0]
    assert "border: 1px solid" in style
    assert "underline" in style


@pytest.mark.parametrize(("edition", "marks"), [("internal", ["庁内検討用", "案"]), ("public", ["案"])])
def test_the_front_says_what_it_is(edition: str, marks: list[str]) -> None:
    """Stamp and edition."""
    assert Reader(plan_as_html(document(edition=edition))).texts("span") == marks


def test_notices_stand_at_the_front() -> None:
    """Escaped, before the table of contents."""
    html = plan_as_html(document(notices=["章：<第2章>"]))
    assert html.index("この資料の状態") < html.index("&lt;第2章&gt;") < html.index('id="contents"')
    assert "この資料の状態" not in plan_as_html(document())


def test_nothing_is_fetched_from_outside() -> None:
    """No script, no image, no sheet, no font; the policy forbids what might be slipped in."""
    html = plan_as_html(document())
    page = Reader(html)
    assert {tag for tag, _ in page.elements} & {"script", "link", "img", "iframe", "object"} == set()
    assert re.findall(r"url\(|@import|https?:", html) == []
    policies = [a["content"] for tag, a in page.elements if tag == "meta" and a.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_it_prints_on_a4() -> None:
    """Page size, and no page break behind a heading or inside a row."""
    html = plan_as_html(document())
    assert "@page { size: A4;" in html
    assert re.search(r"h1, h2, h3 \{[^}]*break-after: avoid", html)
    assert re.search(r"tr \{[^}]*break-inside: avoid", html)


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style></title>", "&lt;b&gt;"]
)
def test_every_text_is_escaped(hostile: str) -> None:
    """Wherever a person's words go, they come out as words."""
    text = f"{hostile}\n（1）{hostile}\n・{hostile}\n| {hostile} | b |\n| {hostile} | d |\n◎ {hostile}【{hostile}】\n| 担当課 | {hostile} |"
    fields = dict.fromkeys(("title", "subtitle", "municipality", "period", "stamp"), hostile)
    page = Reader(plan_as_html(document(**fields, sections=[(1, hostile, text)], parts=[(hostile, "一")])))
    assert {tag for tag, _ in page.elements} & {"script", "img", "b"} == set()
    assert sum(hostile in word for _, word in page.words) == 18


def test_a_broken_line_in_a_cell_stays_broken() -> None:
    """As it was typed."""
    assert "一行目<br>二行目" in plan_as_html(document())
