"""Read numbers as Japanese people write them: 約3万2千人, 38.5％, 三万二千, ３２，０００. Knows nothing of facts."""

import re
import unicodedata
from dataclasses import dataclass

from kanjize import kanji2number

_DIGIT = r"[0-9,.〇一二三四五六七八九十百千万億]"
_NUMBER = re.compile(
    rf"(約|およそ|ほぼ)?\s*({_DIGIT}*[0-9〇一二三四五六七八九十百千万億])\s*(人|名|%|パーセント|割(?:[1-9一二三四五六七八九]分)?|世帯|件)?\s*(程度|くらい|ぐらい|ほど|弱|強)?"
)
_DATE = re.compile(
    r"(?:(?:令和|平成|昭和)(?:元|[0-9一二三四五六七八九十]+)|[12][0-9]{3})年度?(?:[0-9]{1,2}月(?:[0-9]{1,2}日|末)?)?(?:末)?(?:現在|時点)?"
)


@dataclass(frozen=True)
class Quantity:
    """A number found in a text.

    Attributes:
        value: whole numbers as int, others as float.
        unit: 人, % and so on; empty if none was written.
        approximate: 約, 程度 and the like were written.
        span: offsets in the folded text.
    """

    value: int | float
    unit: str
    approximate: bool
    span: tuple[int, int]


def fold(text: str) -> str:
    """Full-width digits, letters and signs as half-width ones."""
    return unicodedata.normalize("NFKC", text)


def find_date(text: str) -> tuple[str, str]:
    """The first date in the text (as written, without 現在), and the text without it."""
    folded = fold(text)
    found = _DATE.search(folded)
    if not found:
        return "", folded
    return re.sub(r"(現在|時点)$", "", found[0]), folded[: found.start()] + " " + folded[found.end() :]


def find_quantities(text: str) -> list[Quantity]:
    """All numbers in the text, in order; words such as 一つ or 十分 are no numbers.

    >>> [(q.value, q.unit, q.approximate) for q in find_quantities("約3万2千人、38.5％")]
    [(32000, '人', True), (38.5, '%', False)]
    """
    folded = fold(text)
    found = []
    for match in _NUMBER.finditer(folded):
        value = _value(match[2])
        kanji_only = not re.search(r"[0-9]", match[2])
        if value is None or (kanji_only and not match[3] and len(match[2]) < 3):
            continue
        unit = "%" if match[3] == "パーセント" else match[3] or ""
        if unit.startswith("割"):
            value, unit = value * 10 + (_value(unit[1]) or 0 if len(unit) > 1 else 0), "%"
        approximate = bool(match[1] or match[4])
        found.append(Quantity(value, unit, approximate, match.span()))
    return found


def _value(written: str) -> int | float | None:
    plain = written.replace(",", "")
    if re.fullmatch(r"[0-9]+\.[0-9]+", plain):
        return float(plain)
    try:
        return int(kanji2number(plain))
    except ValueError:
        return None
