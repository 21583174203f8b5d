"""What users bring: statutes and lists are read, replaced and removed; what cannot be read changes nothing."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.corpus import Corpus, load_corpus
from knowledge.errors import ImportRefused
from knowledge.importing.clauses import article_number, law_number
from knowledge.importing.library import Library, read_import
from knowledge.importing.reading import LARGEST

DAY = date(2026, 11, 23)
TEXT = """町データ活用条例
第一条（目的）　この条例は、町のデータの活用について定める。
第二条　計画は、次に掲げる事項を定める。
一　目的
二　期間
２　町長は、計画を定めたときは、公表する。
第三条の二　この条例の施行に必要な事項は、規則で定める。
附　則
１　この条例は、公布の日から施行する。
"""
XML = """<?xml version="1.0" encoding="UTF-8"?>
<Law Era="Heisei" Lang="ja" LawType="Act" Num="103" Year="28"><LawNum>平成二十八年法律第百三号</LawNum><LawBody>
<LawTitle>官民データ活用推進基本法</LawTitle><MainProvision><Chapter Num="1"><ChapterTitle>第一章　総則</ChapterTitle>
<Article Num="9"><ArticleCaption>（計画）</ArticleCaption><ArticleTitle>第九条</ArticleTitle>
<Paragraph Num="1"><ParagraphNum/><ParagraphSentence><Sentence>一項の試験用の文。</Sentence></ParagraphSentence></Paragraph>
<Paragraph Num="3"><ParagraphNum>３</ParagraphNum><ParagraphSentence><Sentence>三項の試験用の文。</Sentence></ParagraphSentence>
<Item Num="1"><ItemTitle>一</ItemTitle><ItemSentence><Sentence>一号の試験用の文</Sentence></ItemSentence></Item></Paragraph>
</Article></Chapter></MainProvision></LawBody></Law>
"""


def taken(folder: Path, name: str, content: str | bytes, corpus: Corpus, kind: str = "law") -> dict[str, str]:
    """Texts of the passages read from a file of this content, by id."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    new = read_import(path, kind, corpus.laws, DAY)  # type: ignore[arg-type]
    return {passage.id: passage.text for passage in new.passages}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "shift_jis", "cp932", "euc_jp", "utf-16"])
def test_text_is_read_in_every_encoding_used_in_japan(tmp_path: Path, corpus: Corpus, encoding: str) -> None:
    """The same articles, paragraphs and items come out, whatever the encoding."""
    found = taken(tmp_path, "jorei.txt", TEXT.encode(encoding), corpus)
    key = "law-町データ活用条例"
    assert found[f"{key}:1"] == "この条例は、町のデータの活用について定める。"
    assert found[f"{key}:2-1"] == "計画は、次に掲げる事項を定める。\n一　目的\n二　期間"
    assert found[f"{key}:2-1-2"] == "二　期間"
    assert found[f"{key}:2-2"] == "町長は、計画を定めたときは、公表する。"
    assert found[f"{key}:3_2"] == "この条例の施行に必要な事項は、規則で定める。"
    assert found[f"{key}:suppl-1"] == "この条例は、公布の日から施行する。"


def test_e_gov_xml_gets_the_digest_s_ids(tmp_path: Path, corpus: Corpus) -> None:
    """The Basic Act is recognised by its number; paragraphs and items have ids such as act:9-3."""
    found = taken(tmp_path, "act.xml", XML, corpus)
    assert found["act:9-1"] == "一項の試験用の文。"
    assert found["act:9-3"] == "三項の試験用の文。\n一　一号の試験用の文"
    assert found["act:9-3-1"] == "一　一号の試験用の文"


@pytest.mark.parametrize(
    ("name", "content", "kind", "says"),
    [
        ("missing.txt", None, "law", "ありません"),
        ("empty.txt", b"", "law", "空のファイル"),
        ("plan.docx", b"PK\x03\x04", "law", "種類"),
        ("zip.txt", b"PK\x03\x04 data", "law", "圧縮形式"),
        ("report.txt", b"%PDF-1.7", "law", "PDF"),
        ("big.txt", b"a" * (LARGEST + 1), "law", "大きすぎます"),
        ("noise.txt", bytes(range(128, 256)) * 8, "law", "noise.txt"),
        ("english.txt", b"no Japanese at all", "law", "日本語"),
        ("plain.txt", "条のない文章です。".encode(), "law", "第一条"),
        ("cut.xml", XML[:400].encode(), "law", "途中で切れている"),
        ("other.xml", b"<html><body>x</body></html>", "law", "e-Gov"),
        ("bomb.xml", b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><Law>&b;</Law>', "law", "安全のため"),
        ("wide.xml", '<!DOCTYPE x [<!ENTITY a "aa">]><Law/>'.encode("utf-16"), "law", "安全のため"),
        ("list.xml", XML.encode(), "national", "--kind law"),
        ("nohead.txt", "見出しのない文章です。\n二行目です。".encode(), "national", "見出し"),
    ],
)
def test_what_cannot_be_read_is_refused_in_plain_words(
    tmp_path: Path, corpus: Corpus, name: str, content: bytes | None, kind: str, says: str
) -> None:
    """The message names the file and says what to do; nothing is kept."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ImportRefused, match=says) as refused:
        read_import(path, kind, corpus.laws, DAY)  # type: ignore[arg-type]
    assert name in str(refused.value)


def test_a_list_is_cut_at_its_headings(tmp_path: Path, corpus: Corpus) -> None:
    """Markdown headings and ■ lines; the citation names list and heading, the first passage has the list's own."""
    path = tmp_path / "list.md"
    path.write_text("# 一覧\n## オンライン化\n本文一。\n■標準化\n本文二。\n", encoding="utf-8")
    new = read_import(path, "national", corpus.laws, DAY, "国の施策一覧2026")
    assert [(p.title, p.text) for p in new.passages] == [
        ("オンライン化", "一覧\nオンライン化\n本文一。"),
        ("オンライン化＞標準化", "オンライン化\n標準化\n本文二。"),
    ]
    assert new.passages[0].citation == "国の施策一覧2026『オンライン化』"


def test_a_newer_edition_replaces_the_older_and_says_what_changed(tmp_path: Path, corpus: Corpus) -> None:
    """The statute's text takes the digest's place, a newer one the older's; removing it brings the digest back."""
    library = Library(tmp_path / "library")
    path = tmp_path / "act.xml"
    path.write_text(XML, encoding="utf-8")
    first = library.add(read_import(path, "law", corpus.laws, DAY), path)
    assert first.changed == ""
    assert load_corpus(library=library).passage["act:9-3"].text.startswith("三項の試験用の文。")
    path.write_text(XML.replace("一項の試験用", "一項の新しい"), encoding="utf-8")
    second = library.add(read_import(path, "law", corpus.laws, DAY), path)
    assert second.changed == "前の版との違い：変わった1件（基本法第9条第1項）"
    assert [found.id for found in library.all()] == ["act"]
    assert (tmp_path / "library" / "act" / "original.xml").read_text(encoding="utf-8") == path.read_text(
        encoding="utf-8"
    )
    library.remove("act")
    assert load_corpus(library=library).passage["act:9-3"] == corpus.passage["act:9-3"]


def test_an_import_changes_the_corpus_hash(tmp_path: Path, corpus: Corpus) -> None:
    """So that an index without it is refused."""
    library = Library(tmp_path / "library")
    path = tmp_path / "act.xml"
    path.write_text(XML, encoding="utf-8")
    library.add(read_import(path, "law", corpus.laws, DAY), path)
    assert load_corpus(library=library).hash != corpus.hash


def test_only_what_was_brought_can_be_removed(tmp_path: Path) -> None:
    """Another id is refused, with what there is."""
    with pytest.raises(ImportRefused, match="「nothing」はありません（いまあるもの：なし）"):
        Library(tmp_path / "library").remove("nothing")


@pytest.mark.parametrize(
    ("written", "number"), [("第九条", "9"), ("第十二条の二", "12_2"), ("第百条", "100"), ("第２４４条の６", "244_6")]
)
def test_article_numbers(written: str, number: str) -> None:
    """Kanji and full-width article numbers become e-Gov numbers."""
    assert article_number(written) == number


def test_law_numbers_compare_across_ways_of_writing() -> None:
    """平成二十八年法律第百三号 and 平成28年法律第103号 are the same."""
    assert law_number("平成二十八年法律第百三号") == law_number("平成28年法律第103号")
