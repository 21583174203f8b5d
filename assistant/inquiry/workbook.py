"""Open a workbook that came from outside, without trusting it. Knows cells, not what they mean."""

import io
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel

from assistant.errors import InputError

MOST_BYTES = 10_000_000
MOST_UNPACKED = 30_000_000
MOST_RATIO = 200
SMALL_PART = 1_000_000
MOST_PARTS = 1_000
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 1_000, 40, 100
SAVE_AGAIN = (
    "Excelで開き、「名前を付けて保存」で「Excel ブック（*.xlsx）」を選んで保存してから、もう一度取り込んでください。"
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
# Japanese Excel has date formats of its own that it does not write out; openpyxl takes them for plain numbers.
_JAPANESE_DATES = {
    **dict.fromkeys((27, 36, 50, 57), "ge.m.d"),
    **dict.fromkeys((28, 29, 51, 54, 58), "gggeymd"),
    **dict.fromkeys((34, 52, 55), "yyyymm"),
    **dict.fromkeys((35, 53, 56), "md"),
    30: "m/d/yy",
    31: "yyyymd",
}


@dataclass(frozen=True)
class Cell:
    """A cell as it stands in the file.

    Attributes:
        value: text, number, truth value, date or time; None if empty; a formula is not computed.
        kind: "f" formula, "e" error value, otherwise of no interest.
        format: the number format, e.g. 0.0%.
    """

    value: object
    kind: str = "n"
    format: str = "General"


EMPTY = Cell(None)


@dataclass(frozen=True)
class Sheet:
    """A worksheet: its title, and its rows of equal length from row 1 and column A."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


def shown_name(file: str) -> str:
    """A file's name as a message may show it."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", file)[-80:] or "（名前なし）"


def open_workbook(data: bytes, file: str) -> tuple[Sheet, ...]:
    """The worksheets of an XLSX file.

    Raises:
        InputError: if it is none, is protected by a password, holds macros, or is too large to be a reply.
    """
    name = f"「{shown_name(file)}」"
    _check_container(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what Excel adds and we do not read
            return _sheets(data)
    except Exception as error:  # a broken or hostile file makes openpyxl fail in ways that no list covers
        raise InputError(f"{name}は壊れていて読めません。{SAVE_AGAIN}") from error


def _check_container(data: bytes, name: str) -> None:
    if len(data) > MOST_BYTES:
        raise InputError(
            f"{name}は大きすぎます（{len(data) / 1e6:.1f}MB、上限{MOST_BYTES // 1_000_000}MB）。"
            "貼り付けた画像などを消して、照会票だけを取り込んでください。"
        )
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise InputError(
                f"{name}はパスワードで保護されています。Excelで開き、「ファイル」→「情報」→「ブックの保護」→"
                "「パスワードを使用して暗号化」でパスワードを消して保存してから、もう一度取り込んでください。"
            )
        raise InputError(f"{name}は古い形式（.xls など）のファイルです。{SAVE_AGAIN}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        what = "途中で切れているか、壊れています" if data.startswith(b"PK") else "Excel ブック（.xlsx）ではありません"
        raise InputError(f"{name}は{what}。照会票のファイルかどうかを確かめ、{SAVE_AGAIN}") from error


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise InputError(f"{name}はパスワードで保護されています。パスワードのない.xlsxファイルを取り込んでください。")
    unpacked = sum(part.file_size for part in parts)
    swollen = any(p.file_size > max(SMALL_PART, MOST_RATIO * p.compress_size) for p in parts)
    if unpacked > MOST_UNPACKED or swollen or len(parts) > MOST_PARTS:
        raise InputError(
            f"{name}は、展開すると大きくなりすぎるため（{unpacked / 1e6:.0f}MB、上限{MOST_UNPACKED // 1_000_000}MB）、"
            "開きませんでした。配った照会票に答えだけを書き写して、取り込んでください。"
        )
    if "[Content_Types].xml" not in names or not any(part.startswith("xl/") for part in names):
        raise InputError(f"{name}はExcel ブック（.xlsx）ではありません。照会票のファイルかどうかを確かめ、{SAVE_AGAIN}")
    if any(part.lower().endswith("vbaproject.bin") or part.startswith("xl/macrosheets/") for part in names):
        raise InputError(f"{name}にはマクロが含まれているため、開きませんでした。{SAVE_AGAIN}")
    for part in parts:
        content = archive.read(part)  # also checks that the part is whole
        if not part.filename.startswith("xl/media/") and _is_unsafe(content):
            raise InputError(f"{name}はExcelが作った形をしていないため、開きませんでした。{SAVE_AGAIN}")


def _is_unsafe(content: bytes) -> bool:
    """Whether the part declares entities (Office never does), or could hide that it does."""
    return b"<!DOCTYPE" in content or b"<!ENTITY" in content or content.startswith(_WIDE) or content[1:2] == b"\0"


def _sheets(data: bytes) -> tuple[Sheet, ...]:
    # Read-only: nothing but cells is parsed, and no merged range is laid out cell by cell.
    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        sheets = []
        for sheet in book.worksheets[:MOST_SHEETS]:
            rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)
            sheets.append(Sheet(sheet.title, tuple(tuple(_cell(cell, book.epoch) for cell in row) for row in rows)))
        return tuple(sheets)
    finally:
        book.close()


def _cell(cell: Any, epoch: datetime) -> Cell:
    if cell.value is None:
        return EMPTY
    kind, value, form = str(cell.data_type), cell.value, cell.number_format or "General"
    japanese = _JAPANESE_DATES.get(cell.style_array.numFmtId)
    if japanese and kind == "n":
        value, form = from_excel(value, epoch), japanese
    return Cell(value, kind, form)
