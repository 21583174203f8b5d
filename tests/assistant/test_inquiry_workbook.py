"""A returned file is not trusted: whatever it is, it is read in time or refused with words that help."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from assistant.errors import InputError
from assistant.inquiry import workbook
from assistant.inquiry.collect import collect
from assistant.inquiry.sheet import write_sheets
from assistant.inquiry.workbook import shown_name
from assistant.models import Ledger

TODAY = date(2026, 11, 23)
NAME = "返送.xlsx"
SHEET, BOOK, TYPES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(scope="module")
def good() -> bytes:
    """住民課's sheet, with the population filled in."""
    book = openpyxl.load_workbook(io.BytesIO(write_sheets(Ledger(), ["住民課"], date(2026, 12, 11), TODAY)))
    book["住民課"]["G5"] = 31_800
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The file with one part changed (or added)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
        if part not in old.namelist():
            new.writestr(part, change(b""))
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def refused(data: bytes) -> str:
    """What is said of the file."""
    with pytest.raises(InputError) as error:
        collect(data, NAME, Ledger(), TODAY)
    assert str(error.value).startswith("「返送.xlsx」")
    assert "ください" in str(error.value)
    return str(error.value)


def outcome(data: bytes) -> object:
    """The values, what was read of rows that are problems, or that the file was refused."""
    try:
        collected = collect(data, NAME, Ledger(), TODAY)
    except InputError:
        return "refused"
    return [reply.value for reply in collected.replies] or [problem.read for problem in collected.problems]


def test_the_good_file_is_good(good: bytes) -> None:
    """Else the tests below show nothing."""
    assert [reply.value for reply in collect(good, NAME, Ledger(), TODAY).replies] == [31_800]
    assert [reply.value for reply in collect(changed(good, "x", bytes), NAME, Ledger(), TODAY).replies] == [31_800]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"", "ブック（.xlsx）ではありません"),
        ("項目,回答\n人口,31800\n".encode("cp932"), "ブック（.xlsx）ではありません"),
        (b"%PDF-1.7", "ブック（.xlsx）ではありません"),
        (b"\x00" * 1000, "ブック（.xlsx）ではありません"),
        (b"PK\x03\x04", "途中で切れているか"),
        (OLE + b"Workbook", "古い形式"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "パスワード"),
        (zipped(**{"word/document.xml": b"<x/>", TYPES: b"<x/>"}), "ブック（.xlsx）ではありません"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "ブック（.xlsx）ではありません"),
        (zipped(**{BOOK: b"<x/>"}), "ブック（.xlsx）ではありません"),
        (zipped(**{BOOK: b"<x/>", TYPES: b"<x/>"}), "壊れていて"),
        (zipped(**{BOOK: b"", TYPES: b""}), "壊れていて"),
    ],
    ids=["empty", "csv", "pdf", "zeros", "pk", "xls", "password", "docx", "ods", "no types", "no book", "blank parts"],
)
def test_files_that_are_something_else(data: bytes, part: str) -> None:
    """What the content is decides, not the name."""
    assert part in refused(data)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_file_that_was_cut_off(good: bytes, share: float) -> None:
    """Nothing of it is taken."""
    assert "途中で切れているか" in refused(good[: int(len(good) * share)])


@pytest.mark.parametrize("at", range(0, 4000, 250))
def test_a_file_with_a_broken_byte(good: bytes, at: int) -> None:
    """It is refused, or the byte did not matter."""
    data = bytearray(good)
    data[at] ^= 0xFF
    assert outcome(bytes(data)) in ([31_800], "refused")


def test_a_file_that_is_too_large(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is unpacked."""
    monkeypatch.setattr(workbook, "MOST_BYTES", len(good) - 1)
    assert "大きすぎます" in refused(good)


@pytest.mark.parametrize(
    "bomb",
    [
        {"xl/bomb.xml": b"0" * 31_000_000},
        {"xl/bomb.xml": b"0" * 5_000_000},
        {f"xl/{n}.bin": bytes(range(256)) * 4_000 for n in range(40)},
        {f"xl/{n}.xml": b"" for n in range(1_100)},
    ],
    ids=["sum", "ratio", "many", "parts"],
)
def test_a_zip_bomb_is_not_unpacked(bomb: dict[str, bytes]) -> None:
    """Neither one that is large, nor one that swells, nor one of many parts."""
    assert "展開すると大きくなりすぎる" in refused(zipped(**{TYPES: b"<x/>", BOOK: b"<x/>", **bomb}))


def test_a_size_that_is_a_lie(good: bytes) -> None:
    """A part that holds more than it says is broken."""
    data = changed(good, "xl/bomb.xml", lambda _: b"0" * 900_000)
    honest, lie = (900_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert data.count(honest) == 2
    assert "壊れています" in refused(data.replace(honest, lie))


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("part", [SHEET, BOOK, TYPES, "xl/styles.xml", "docProps/core.xml"])
def test_declared_entities_are_refused(good: bytes, part: str) -> None:
    """Office never writes any."""
    assert "Excelが作った形" in refused(changed(good, part, lambda xml: ENTITIES + xml))


def test_entities_cannot_hide_in_another_encoding(good: bytes) -> None:
    """Office writes UTF-8 only."""
    hidden = changed(good, SHEET, lambda xml: (ENTITIES + xml).decode().encode("utf-16"))
    assert "Excelが作った形" in refused(hidden)


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(good: bytes, part: str) -> None:
    """They are not run anyway, but a reply has none."""
    assert "マクロ" in refused(changed(good, part, lambda _: b"x"))


def test_a_zip_with_a_password() -> None:
    """Such a file cannot be read."""
    data = bytearray(zipped(**{TYPES: b"<x/>", BOOK: b"<x/>"}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    assert "パスワード" in refused(bytes(data))


def cell(place: str, content: str) -> Callable[[bytes], bytes]:
    """A change that puts one more row behind the others."""
    row = "".join(c for c in place if c.isdigit())
    return lambda xml: xml.replace(b"</sheetData>", f'<row r="{row}">{content}</row></sheetData>'.encode())


@pytest.mark.parametrize(
    "change",
    [
        cell("XFD1048576", '<c r="XFD1048576"><v>1</v></c>'),
        cell("A900000", '<c r="A900000" t="inlineStr"><is><t>x</t></is></c>'),
        lambda xml: xml.replace(
            b"<mergeCells", b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><mergeCells'
        ),
        lambda xml: xml.replace(b"</sheetData>", b'</sheetData><extLst><ext uri="{x}"/></extLst>'),
        lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', xml),
    ],
    ids=["last cell", "far row", "merged", "extension", "dimension"],
)
def test_sheets_that_are_made_to_hang(good: bytes, change: Callable[[bytes], bytes]) -> None:
    """Read to the end, and what counts is found."""
    collected = collect(changed(good, SHEET, change), NAME, Ledger(), TODAY)
    assert [reply.value for reply in collected.replies] == [31_800]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1e999", ["inf"]),
        ("-1e400", ["-inf"]),
        ("nan", "refused"),
        ("9" * 400, ["9" * 30]),
        ("9" * 5000, "refused"),
        ("0x10", "refused"),
    ],
    ids=["infinite", "minus infinite", "nan", "long", "too long", "hexadecimal"],
)
def test_numbers_that_are_none(good: bytes, value: str, expected: object) -> None:
    """A problem of the row, or a broken file; never a crash."""
    data = changed(good, SHEET, lambda xml: xml.replace(b"<v>31800</v>", f"<v>{value}</v>".encode()))
    assert outcome(data) == expected


def test_external_links_are_left_alone(good: bytes) -> None:
    """The link is not followed, the formula not computed, its cached value not taken."""
    data = changed(good, SHEET, lambda xml: xml.replace(b"<v>31800</v>", b"<f>[1]Sheet1!A1</f><v>31800</v>"))
    collected = collect(changed(data, "xl/externalLinks/externalLink1.xml", lambda _: b"<x/>"), NAME, Ledger(), TODAY)
    assert collected.replies == ()
    assert [problem.read for problem in collected.problems] == ["=[1]Sheet1!A1"]


@pytest.mark.parametrize(
    ("number_format", "as_of"),
    [
        (57, "令和8年4月1日"),
        (58, "令和8年4月1日"),
        (31, "令和8年4月1日"),
        (30, "令和8年4月1日"),
        (55, "令和8年4月"),
        (14, "令和8年4月1日"),
    ],
)
def test_dates_in_the_formats_of_japanese_excel(good: bytes, number_format: int, as_of: str) -> None:
    """Formats 27-36 and 50-58 are built in and not written out; they are dates all the same."""
    book = openpyxl.load_workbook(io.BytesIO(good))
    book["住民課"]["I5"] = 46_113
    book["住民課"]["I5"].number_format = "0.0000"  # format 164 of this file, until it is replaced
    out = io.BytesIO()
    book.save(out)

    def renumber(xml: bytes) -> bytes:
        assert b'<numFmt numFmtId="164" formatCode="0.0000"/>' in xml.replace(b" />", b"/>")
        return xml.replace(b'numFmtId="164" ', f'numFmtId="{number_format}" '.encode()).replace(
            f'<numFmt numFmtId="{number_format}" formatCode="0.0000"'.encode(), b'<numFmt numFmtId="199" formatCode="x"'
        )

    collected = collect(changed(out.getvalue(), "xl/styles.xml", renumber), NAME, Ledger(), TODAY)
    assert [reply.as_of for reply in collected.replies] == [as_of]


def test_furigana_is_no_part_of_the_text(good: bytes) -> None:
    """Japanese Excel keeps how a word was typed beside the word."""
    typed = b'<c r="K5" t="inlineStr"><is><t>\xe5\xb1\xb1\xe7\x94\xb0</t><rPh sb="0" eb="2"><t>\xe3\x83\xa4\xe3\x83\x9e</t></rPh></is></c>'
    data = changed(good, SHEET, lambda xml: xml.replace(_cell_of(xml, b"K5"), typed))
    assert collect(data, NAME, Ledger(), TODAY).replies[0].answered_by == "山田"


def _cell_of(xml: bytes, place: bytes) -> bytes:
    start = xml.index(b'<c r="' + place + b'"')
    end = min(at for mark in (b"/>", b"</c>") if (at := xml.find(mark, start)) > 0)
    return xml[start : end + (2 if xml[end : end + 2] == b"/>" else 4)]


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        ("返送.xlsx", "返送.xlsx"),
        ("a\nb\x00.xlsx", "ab.xlsx"),
        ("gpj.\u202exlsx", "gpj.xlsx"),
        ("", "（名前なし）"),
        ("あ" * 300 + ".xlsx", "あ" * 75 + ".xlsx"),
    ],
)
def test_names_in_messages(file: str, shown: str) -> None:
    """Short, in one line, in the order in which it is read."""
    assert shown_name(file) == shown
