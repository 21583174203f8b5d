"""Read numbers as Japanese people write them: 約3万2千人, 38.5％, 三万二千, ３２，０００. Knows nothing of facts."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from kanjize import kanji2number

KANJI_DIGITS = "〇一二三四五六七八九十百千万億"
# A number starts and ends with a digit, so that a long row of commas costs no more than its length.
_NUMBER = re.compile(
    rf"""
    (?:(?P<before>約|およそ|おおよそ|おおむね|概ね|だいたい|大体|推計|ほぼ|[数何幾])\s*)?
    (?P<sign>(?<![0-9人年月日%])[-−▲△]|マイナス)?
    (?P<number>[〇一二三四五六七八九十百]+[・点][〇一二三四五六七八九]+(?=%|パーセント)
      |[0-9{KANJI_DIGITS}](?:[0-9,.{KANJI_DIGITS}]*[0-9{KANJI_DIGITS}])?
      |(?<!ひとり)(?<!人)ひとり(?!ひとり|親|暮)|ふたり)
    \s*
    (?P<unit>人(?!当|あた|暮|親|ひとり|一人|台|規模)|名|%(?!ポイント|台)|パーセント(?!ポイント)|割(?:[1-9一二三四五六七八九]分)?
      |世帯|戸|手続き?|データセット|種類|項目|件|つ(?!目)|[歳円年月日]|[かカヶケヵ箇]+[年月所国])?\s*
    (?P<after>程度|くらい|ぐらい|ほど|前後|足らず|近く|余り|あまり|ちょっと|弱|強|超)?
    """,
    re.VERBOSE,
)
_LETTERS = re.compile(r"[一-龠々ァ-ヴa-zA-Z%㎡]+")
_VAGUE = ("数", "何", "幾")
_BY_MOUTH = {"ひとり": 1, "ふたり": 2}
_POWERS = {"": 1, "十": 10, "百": 100, "千": 1_000, "万": 10_000, "億": 100_000_000}
_LONGEST = 24


@dataclass(frozen=True)
class Quantity:
    """A number found in a text.

    Attributes:
        value: whole numbers as int, others as float; below zero after a minus sign, ▲ or マイナス.
        unit: 人, % and so on; any other word that stands right behind the number; empty if there is none.
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


def find_quantities(text: str) -> list[Quantity]:
    """All numbers in the text, in order; words such as 十分, 三重県 or 数百人 are no numbers.

    >>> [(q.value, q.unit, q.approximate) for q in find_quantities("約3万2千人、38.5％")]
    [(32000, '人', True), (38.5, '%', False)]
    """
    folded = fold(text)
    return [q for match in _NUMBER.finditer(folded) if (q := _quantity(match, folded)) is not None]


def number(written: str) -> int | float | None:
    """The value of digits as they are written (half-width or kanji, with separators and 万 or 億); None if it has none."""
    if len(written) > _LONGEST:
        return None
    if written in _BY_MOUTH:
        return _BY_MOUTH[written]
    if "," in written and not re.search(r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9,])", written):
        return None
    plain = written.replace(",", "")
    if kanji := re.fullmatch(r"([〇一二三四五六七八九十百]+)[・点]([〇一二三四五六七八九]+)", plain):
        whole = number(kanji[1])
        return (
            None
            if whole is None
            else float(f"{whole}.{''.join(str('〇一二三四五六七八九'.index(d)) for d in kanji[2])}")
        )
    if decimal := re.fullmatch(r"([0-9]+\.[0-9]+)([十百千万億]?)", plain):
        value = Decimal(decimal[1]) * _POWERS[decimal[2]]
        return float(value) if not decimal[2] or value != int(value) else int(value)
    if "." in plain:
        return None
    try:
        return int(kanji2number(plain))
    except ValueError:
        return None


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    written, unit, after = match["number"], match["unit"] or "", match["after"]
    value = number(written)
    kanji_only = not re.search(r"[0-9]", written)
    if value is None or match["before"] in _VAGUE:
        return None
    if kanji_only and not unit and written not in _BY_MOUTH and len(written) < 3:
        return None
    if written in _BY_MOUTH:
        unit = "人"
    elif unit == "パーセント":
        unit = "%"
    elif unit.startswith("割"):
        value, unit = value * 10 + (number(unit[1]) or 0 if len(unit) > 1 else 0), "%"
    elif not unit and not after and (letters := _LETTERS.match(text, match.end("number"))):
        unit = letters[0]
    if match["sign"]:
        value = -value
    start = next(match.start(part) for part in ("before", "sign", "number") if match[part])
    end = max(match.end(part) for part in ("number", "unit", "after"))
    return Quantity(value, unit, bool(match["before"] or after), (start, end))
