"""A list as a file that Excel opens by a double click: CSV in UTF-8 with its mark, no cell taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

_BEGINS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The list; a text that Excel would compute is led in by an apostrophe (OWASP, CSV injection)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    plain = cell.replace("\x00", "")
    return (
        f"'{plain}" if plain.lstrip(" 　").startswith(_BEGINS_FORMULA) or plain.startswith(_BEGINS_FORMULA) else plain
    )
