"""Nothing that a person wrote is lost in any output, however little it fits the layout."""

import html
import io
import re
from collections.abc import Callable

import pytest
from docx import Document as open_document
from docx.oxml.ns import qn

from assistant.export.comparison import comparison_as_docx
from assistant.export.document import Document
from assistant.export.docx import as_docx, plan_as_docx
from assistant.export.html import plan_as_html
from assistant.export.markdown import as_markdown, plan_as_markdown

TEXTS = {
    "headings": "3. 題\n3. また題\n（1）見出し\n（1）\n◎ 施策【分野】\n◎ 施策\n◎\n（2）文である。\n１０．番号",
    "bullets": "・\n・一\n・・二\n　・三\n・四\n五",
    "rows": "| 甲 | 乙 |\n| 丙 |\n\n| 丁 | 戊 | 己 |\n|庚|\n|\n||\n| 辛\n壬 |\n| 癸\n子",
    "wide rows": "｜丑｜寅｜\n｜卯\n| 辰｜巳 |\n午｜未",
    "no tables": "◎ 申【酉】\n\n文\n\n| 項目 | 内容 |\n| 担当課 | 戌 |",
    "odd measure": (
        "● 亥\n| 担当課 | 甲 | 乙 | 丙 |\n| 丁 |\n| KPI | 現状値 |\n| 戊 | 己 | 庚 |\n\n| 辛 |\n\n| 年度 | 取組 | 壬 |\n"
        "| 令和9年度 | 癸 | 子 | 丑 |\n| 寅 |\n\n| 卯 | 辰 |\n| 巳 | 午 |"
    ),
    "changed headers": "○ 甲【乙】\n| 項目 | 説明 |\n| 丙 | 丁 |\n\n| KPI | いま |\n| 戊 | 己 |\n\n| 年度 | 内容 |\n| R9年度 | 庚 |",
    "kpi headers twice": "○ 甲【乙】\n| KPI | 現状値 |\n| 丙 | 丁 |\n\n| KPI | 目標値 |\n| 戊 | 己 |",
    "two schedules": "○ 甲【乙】\n| 年度 | 取組 |\n| 令和9年度 | 丙 |\n\n| 年度 | 丁 |\n| 令和10年度 | 戊 |",
    "marks": "〔要確認：甲〕〔要確認：乙\n〔要確認：丙〔丁〕〕\n| 〔要確認：戊〕 | <己> |",
    "markdown": "# 甲\n---\n* 乙\n1) 丙 *丁* `戊` [己](庚) ~~辛~~ \\ & &amp; <b>",
}


def letters(text: str) -> str:
    """What is neither space nor layout."""
    return re.sub(r"[\s|｜・\u00a0]", "", text)


def words(text: str) -> list[str]:
    """What a person wrote, cell by cell and line by line."""
    return [word for word in (letters(piece) for piece in re.split(r"[|｜\n]", text)) if word]


def of_markdown(markdown: str) -> str:
    return letters(re.sub(r"\\([^\w\s])", r"\1", markdown.replace("<br>", "")))


def of_html(page: str) -> str:
    body = page[page.index("<main>") :]
    return letters(html.unescape(re.sub(r"</?(?:p|h\d|ul|li|t\w+|main|mark|br|col\w*|body|html)\b[^>]*>", "", body)))


def of_docx(content: bytes) -> str:
    document = open_document(io.BytesIO(content))
    return letters("".join(t.text or "" for t in document.element.body.iter(qn("w:t"))))


def plan(text: str) -> Document:
    return Document(title="計画", sections=((3, "題", text),), parts=(("資料", text),))


OUTPUTS: dict[str, Callable[[str], str]] = {
    "section md": lambda text: of_markdown(as_markdown(text)),
    "section docx": lambda text: of_docx(as_docx(text)),
    "plan md": lambda text: of_markdown(plan_as_markdown(plan(text))),
    "plan html": lambda text: of_html(plan_as_html(plan(text))),
    "plan docx": lambda text: of_docx(plan_as_docx(plan(text))),
    "new version": lambda text: of_docx(comparison_as_docx([(3, "題", text)], [])),
    "old version": lambda text: of_docx(comparison_as_docx([(3, "題", "別の文")], [(3, "題", text)], abridge=True)),
}


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("name", TEXTS)
def test_every_word_comes_out(name: str, output: str) -> None:
    """Each at least as often as it was written; only 項目 and 内容 above a measure's items are layout."""
    text = TEXTS[name]
    out = OUTPUTS[output](text)
    missing = [
        word
        for word in words(text)
        if out.count(word) < words(text).count(word) and word not in ("項目", "内容", "年度", "KPI", "---")
    ]
    assert missing == []
