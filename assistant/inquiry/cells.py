"""What a cell says, whatever way somebody filled it in. Knows no questions and no facts."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from assistant.eras import WrittenDate
from assistant.inquiry.dates import era_day, era_month, read_date
from assistant.inquiry.workbook import Cell
from assistant.models import Value

LONGEST = 4_000
_LARGEST = 1e15  # beyond, Excel itself no longer keeps every digit
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DITTO = re.compile(r"(?:同上|同左|同じ|上に同じ|〃|々|”|\"|″)")
_DASHES = re.compile(r"[-‐‑‒–—―−ー－─/／×✕]+")


class Trouble(Value):
    """What stands in a cell and cannot be taken, and what would be right."""

    read: str
    text: str


def text_in(cell: Cell) -> str | Trouble:
    """The cell as text, empty if nothing stands in it: 0.385 shown as a percentage is 38.5%, a date is in its era."""
    value = cell.value
    if cell.kind == "f":
        shown = value if isinstance(value, str) else str(getattr(value, "text", "計算式"))
        return Trouble(
            read=shown[:60],
            text="計算式は計算しません。計算した結果の値を直接入力してください（コピーして「値の貼り付け」）。",
        )
    if cell.kind == "e":
        return Trouble(read=str(value), text="エラーの値です。正しい値を入力してください。")
    match value:
        case None:
            return ""
        case bool():
            return Trouble(read=str(value).upper(), text="TRUE・FALSEではなく、言葉か数で答えてください。")
        case int() | float():
            return _number(value, cell.format)
        case datetime() | date():
            day = value.date() if isinstance(value, datetime) else value
            return era_day(day) if _has_day(cell.format) else era_month(day)
        case time() | timedelta():
            return Trouble(read=str(value), text="時刻として入力されています。文字か数で入力してください。")
        case _:
            return _text(str(value))


def date_in(cell: Cell) -> WrittenDate | Trouble | None:
    """The cell as a date; None if nothing stands in it."""
    text = text_in(cell)
    if not text or isinstance(text, Trouble):
        return text or None
    return read_date(text) or Trouble(
        read=text[:60], text="日付を読み取れません。「令和8年4月1日」「令和7年度」のように、一つだけ書いてください。"
    )


def line_in(cell: Cell) -> str | Trouble:
    """The cell as one line, for a source or a name."""
    text = text_in(cell)
    if isinstance(text, Trouble):
        return text
    if text and (_DITTO.fullmatch(text) or _DASHES.fullmatch(text)):
        return "" if _DASHES.fullmatch(text) else ditto(text)
    return re.sub(r"\s*\n\s*", "、", text)


def is_ditto(text: str) -> bool:
    """Whether the text points to another cell: 同上, 〃."""
    return bool(_DITTO.fullmatch(text))


def ditto(text: str) -> Trouble:
    """A reply must not depend on the row above, which may have moved."""
    return Trouble(read=text, text="「同上」「〃」は使えません。行ごとに書いてください。")


def is_dash(text: str) -> bool:
    """Whether the text is but a line, which may mean unknown, none or nothing."""
    return bool(_DASHES.fullmatch(text))


def printable(text: str) -> str:
    """The text without what no XML may hold."""
    return _UNPRINTABLE.sub("", text)


def _number(value: int | float, number_format: str) -> str | Trouble:
    if abs(value) > _LARGEST or not isfinite(value):
        return Trouble(read=str(value)[:30], text="数として扱えない値です。正しい値を入力してください。")
    if "%" in _QUOTED.sub("", number_format):
        return f"{_plain(round(Decimal(repr(value)) * 100, 8))}%"
    return _plain(Decimal(repr(value)))


def _plain(number: Decimal) -> str:
    """Without exponent and closing zeros."""
    text = f"{round(number, 8):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _has_day(number_format: str) -> bool:
    """Whether a date format shows the day; 2026年4月 is stored as the first of April."""
    codes = _QUOTED.sub("", number_format).lower().split(";")[0]
    return "d" in codes or not re.search(r"[ym]", codes)


def _text(value: str) -> str | Trouble:
    text = printable(re.sub(r"_x000D_|\r\n?", "\n", value)).replace("\n\n", "\n").strip()
    if len(text) > LONGEST:
        return Trouble(
            read=f"{text[:30]}…", text=f"長すぎます（{len(text):,}字、上限{LONGEST:,}字）。要点だけを書いてください。"
        )
    return text
