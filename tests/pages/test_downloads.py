"""A section's downloads and the passages of the sources, over HTTP."""

import io
from urllib.parse import unquote

import pytest
from docx import Document
from pages.answers import refused
from pages.serving import Server, Visitor

from knowledge.corpus import Corpus

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(("ending", "media"), [("md", "text/markdown; charset=utf-8"), ("docx", DOCX)])
def test_a_download_has_the_right_type_and_name(aoki: Visitor, ending: str, media: str) -> None:
    """The file's name is the plan's, in Japanese."""
    aoki.put("1. みどり町の現状及び課題\n\n人口は〔要確認：人口〕である。\n", None)
    answer = aoki.http.get(f"/plans/{aoki.plan.id}/sections/1.{ending}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment; filename*=UTF-8''")
    assert unquote(disposition.split("''")[1]) == f"みどり町の計画_第1章.{ending}"


def test_the_downloads_hold_the_newest_text(aoki: Visitor) -> None:
    """Heading, text and open items, in both forms."""
    aoki.put("古い文章", None)
    aoki.put("1. みどり町の現状及び課題\n\n人口は〔要確認：人口〕である。\n・窓口の混雑\n", 1)
    markdown = aoki.http.get(f"/plans/{aoki.plan.id}/sections/1.md").text
    assert markdown == "# 1. みどり町の現状及び課題\n\n人口は〔要確認：人口〕である。\n\n- 窓口の混雑\n"
    word = Document(io.BytesIO(aoki.http.get(f"/plans/{aoki.plan.id}/sections/1.docx").content))
    assert [paragraph.text for paragraph in word.paragraphs] == [
        "1. みどり町の現状及び課題",
        "人口は〔要確認：人口〕である。",
        "窓口の混雑",
    ]


@pytest.mark.parametrize("ending", ["md", "docx"])
def test_a_section_without_text_has_no_download(aoki: Visitor, ending: str) -> None:
    """The page says how to begin."""
    answer = aoki.http.get(f"/plans/{aoki.plan.id}/sections/2.{ending}")
    assert refused(answer, 404)
    assert "第2章にはまだ文章がありません" in answer.text


def test_every_passage_can_be_read(aoki: Visitor, corpus: Corpus) -> None:
    """A passage is shown with its own text; its slash may be written either way."""
    wanted = corpus.passage["template:1/example"]
    for written in ("template:1/example", "template%3A1%2Fexample"):
        answer = aoki.http.get(f"/passages/{written}")
        assert answer.status_code == 200
        assert wanted.text in answer.text


@pytest.mark.parametrize(
    "odd",
    [
        "%2e%2e", "%2e%2e%2f%2e%2e%2fsecret", "..%2f..%2fsecret", "%00", "template:1%2Fexample%00", "unknown", "x" * 5000,
        "%ff", "<script>alert(1)</script>", "template:1", "%20", "％", "{{7*7}}",
    ],
)  # fmt: skip
def test_a_passage_that_does_not_exist(server: Server, aoki: Visitor, odd: str) -> None:
    """404 in Japanese; the address is not looked up as a file and not shown as markup."""
    answer = aoki.http.get(f"/passages/{odd}")
    assert refused(answer, 404)
    assert (server.home / "secret").read_text().strip() not in answer.text
    assert "<script>alert" not in answer.text
