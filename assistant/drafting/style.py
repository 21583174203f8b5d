"""The plan's wording settings: eras, width of figures, 障害 or 障がい, である or です・ます. Knows no facts' meaning."""

import re

from assistant.drafting.polite import polite
from assistant.eras import find_era_years
from assistant.models import Ledger, Value

_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_HALF = str.maketrans("０１２３４５６７８９", "0123456789")
_PERSONS_DISABILITY = re.compile(
    r"(?<=身体)障害|(?<=知的)障害|(?<=精神)障害|(?<=発達)障害|(?<=視覚)障害|(?<=聴覚)障害|障害(?=者|児|の有無|のある|をお持ち|福祉)"
)


_NUMBERED_RULE = "(?:法律|政令|省令|条例|規則|規程|告示|訓令|要綱)第"  # 令和5年条例第12号 is a name
_MARK = re.compile(r"(?<=[0-9])[.,](?=[0-9])")


def _full_width(text: str) -> str:
    return _MARK.sub(lambda mark: {".": "．", ",": "，"}[mark[0]], text).translate(_FULL)


class Style(Value):
    """How a document is written. The defaults are the guide's."""

    western_years: bool = False
    digits: str | None = None
    softer_disability: bool = False
    polite: bool = False

    def write(self, text: str, *, own_words: bool = False, names_law: bool = False) -> str:
        """The text in this style.

        Args:
            own_words: a person wrote it: only the look of years and figures may change.
            names_law: the title of a law, a plan or a record: its wording is not ours to change.
        """
        if self.polite and not own_words and not names_law:
            text = polite(text)
        if self.softer_disability and not own_words and not names_law:
            text = _PERSONS_DISABILITY.sub("障がい", text)
        if self.western_years and not names_law:
            text = with_western_years(text)
        if self.digits:
            text = _full_width(text) if self.digits == "全角" else text.translate(_HALF)
        return text


def style_of(ledger: Ledger) -> Style:
    """The settings of the plan; the guide's style where nothing was chosen."""
    digits = ledger.answer("digits_style")
    return Style(
        western_years=ledger.answer("years_style") == "和暦（西暦）",
        digits=digits if isinstance(digits, str) else None,
        softer_disability=ledger.answer("disability_style") == "障がい",
        polite=ledger.answer("register_style") == "です・ます",
    )


def with_western_years(text: str) -> str:
    """Each year in an era with the western one behind it, e.g. 令和9年度（2027年度）.

    >>> with_western_years("令和8年4月1日現在")
    '令和8年（2026年）4月1日現在'
    """
    out, at = "", 0
    for found in find_era_years(text):
        unit = "年度" if found.fiscal else "年"
        end = text.index("年", found.end - len(found.text)) + len(unit)
        if re.match(rf"[（(]{found.year}|{_NUMBERED_RULE}", text[end:]):
            continue
        out += text[at:end] + f"（{found.year}{unit}）"
        at = end
    return out + text[at:]
