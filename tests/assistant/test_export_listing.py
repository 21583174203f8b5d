"""A list for Excel: its mark, its line ends, and nothing in it that Excel would compute."""

import csv
import io

import pytest

from assistant.export.listing import as_csv

DANGEROUS = [
    "=1+1",
    "+81-3",
    "-1",
    "@SUM(A1)",
    "\tx",
    "\rx",
    " =1",
    "　=1",
    "＝１",
    "＋１",
    "－１",
    "＠A",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_excel_would_compute_is_a_text(text: str) -> None:
    """An apostrophe in front, nothing else changed."""
    assert rows(as_csv(["題"], [[text]]))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", ["", "計画", "1+1=2", "a,b", 'かぎ"かっこ"', "二行\nの文", "②", "👩‍🌾", "'もと"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    """Also with commas, quotes and line breaks in them."""
    assert rows(as_csv(["題", "次"], [[text, "x"]]))[1] == [text, "x"]


def test_the_file_is_what_excel_expects() -> None:
    """UTF-8 with the mark, lines ended as Windows does."""
    assert as_csv(["題", "数"], [["あ", "1"]]) == "\ufeff題,数\r\nあ,1\r\n".encode()


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
