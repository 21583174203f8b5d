"""Read counts and percentages, each with the date that it stands for: one value, or a series of dated ones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.eras import WrittenDate, find_dates, without_dates
from assistant.interview import Question
from assistant.models import Dated, Fact, Status
from assistant.numerals import Quantity, find_quantities, fold
from assistant.understanding.plausibility import shown
from assistant.understanding.problem import Problem

_NEAR = 40
_MOST = 40
_UNITS: dict[str, tuple[str, ...]] = {
    "人": ("人", "名"),
    "世帯": ("世帯", "戸"),
    "件": ("件", "手続", "手続き", "種類", "項目", "つ", "個", "本", "データセット", "セット", "ファイル"),
    "%": ("%",),
}
_DIFFERENCE = re.compile(r"\s*の?(?:減|増|少な|多|下が|上が|マイナス|プラス)")
_BOUND = re.compile(r"\s*(?:以上|以下|未満|を(?:少し|やや|大きく)?(?:超|上回|下回|切|割))")
_RANGE = re.compile(r"[0-9人名件%千万]\s*(?:〜|~|-|–|—|から|or|か)\s*$")
_TAKEN_BACK = re.compile(r"(?:では?|じゃ)なく|間違|まちが|誤り|訂正|修正|変更|正しく?|に(?:直|改め|変え)")
_WRONG = re.compile(r"\s*\S{0,3}?(?:(?:では?|じゃ)(?:なく|ありません)|[はがも](?:間違|まちが|誤))")
_REPLACED = re.compile(r"\s*(?:から|を|→|⇒|より)")
_TOTAL = re.compile(r"(?<![集統推設])(?:合計|総数|総計|全部で|あわせて|合わせて|計)[、:はが\s]*$")
_PART = re.compile(r"(?:うち|内訳は?|その他|そのほか)[、:\s]*[^\s、。0-9]{0,6}$")
_OTHER_TOPIC = re.compile(
    r"(職員|議員|面積|予算|財政|児童|生徒|学生|学校|高齢者|子ども|こども|若者|出生|死亡|転出|転入|外国人|観光客|来庁者|会員|団体|事業所|農家"
    r"|予算|税収|手続|窓口|全国|県|隣[^、。0-9はが]{0,6})[^、。0-9はが]{0,8}[はがも:][、\s]*(?:約|およそ)?$"
)
_FOR_ALL = re.compile(r"(?:いずれも|どちらも|ともに|すべて|全て|以上)[、\s]*$")


@dataclass(frozen=True)
class Stated:
    """A value and its date, as they stand in a text."""

    quantity: Quantity
    date: WrittenDate | None


def read_figure(question: Question, said: str) -> Fact | Problem:
    """The figure that the text states. Of several dated values the newest is the value, the others are earlier ones."""
    text = fold(said)
    stated = stated_in(question, text)
    if _TAKEN_BACK.search(text):
        stated = _corrected(stated, text)
    stated = _meant(stated, text)
    fault = _unreadable(question, stated, text) or _contradictory(question, stated)
    if fault:
        return Problem(text=fault, key=question.key, said=said)
    ordered = sorted(stated, key=lambda s: str(s.date.last_day) if s.date else "")
    newest = ordered[-1]
    return Fact(
        key=question.key,
        status=Status.ANSWERED,
        value=_value(question, newest.quantity),
        as_of=newest.date.text if newest.date else None,
        approximate=newest.quantity.approximate,
        earlier=tuple(
            Dated(value=_value(question, s.quantity), as_of=s.date.text, approximate=s.quantity.approximate)
            for s in ordered[:-1]
            if s.date
        ),
        said=said,
    )


def stated_in(question: Question, text: str) -> list[Stated]:
    """All values of the folded text that can answer the question by their unit, in order, each with its date."""
    dates = find_dates(text)
    blanked = without_dates(text, dates)
    found = [q for q in find_quantities(blanked) if not _DIFFERENCE.match(blanked, q.span[1])]
    units = _UNITS.get(question.unit, (question.unit,))
    fitting = [q for q in found if q.unit in units] or [q for q in found if not q.unit]
    return _paired([q for q in fitting[:_MOST] if not _of_another(question, _before(blanked, q.span[0]))], dates, text)


def _before(text: str, place: int) -> str:
    return text[max(0, place - _NEAR) : place]


def _of_another(question: Question, before: str) -> bool:
    """Whether the text in front of a value says that it is another figure: 職員は250人 is not the population."""
    topic = _OTHER_TOPIC.search(before)
    return topic is not None and not any(topic[1] in name for name in question.names)


def _paired(quantities: Sequence[Quantity], dates: Sequence[WrittenDate], text: str) -> list[Stated]:
    """Each value with the date in parentheses behind it, else with the last date before it that is not another's."""
    behind: dict[int, WrittenDate] = {}
    for at, quantity in enumerate(quantities):
        following = quantities[at + 1].span[0] if at + 1 < len(quantities) else len(text)
        for date in dates:
            between = text[quantity.span[1] : date.span[0]]
            if quantity.span[1] <= date.span[0] < following and re.fullmatch(r"[^、。0-9]{0,6}\([^()]*", between):
                behind[at] = date
                break
    if not behind and quantities and len(quantities) == len(dates) and dates[0].span[0] > quantities[0].span[0]:
        behind = dict(enumerate(dates))  # 33,900人 令和3年、31,800人 令和8年
    taken = set(behind.values())
    stated = []
    for at, quantity in enumerate(quantities):
        before = [d for d in dates if d.span[1] <= quantity.span[0] and d not in taken]
        own = behind.get(at) or (before[-1] if before else None)
        taken |= {own} if own else set()
        stated.append(Stated(quantity, own))
    for_all = next((d for d in dates if _FOR_ALL.search(_before(text, d.span[0]))), None)
    return [Stated(s.quantity, s.date or for_all) for s in stated]


def _corrected(stated: list[Stated], text: str) -> list[Stated]:
    """Without the values that the text calls wrong: 33,900ではなく, 33,900を…に訂正, 33,900の間違いで…."""
    right = [s for s in stated if not _WRONG.match(text, s.quantity.span[1])]
    if len(right) > 1:
        right = [s for s in right if not _REPLACED.match(text, s.quantity.span[1])] or right
    if len(right) > 1 and (mark := re.search(r"間違|まちが|誤り|訂正|正しくは", text)):
        right = [s for s in right if s.quantity.span[0] > mark.start()] or right
    return right


def _meant(stated: list[Stated], text: str) -> list[Stated]:
    """Of several values without dates the total, or what is not a part of it: 5人（うち兼務2人）."""
    if len(stated) > 1 and not all(s.date for s in stated):
        totals = [s for s in stated if _TOTAL.search(_before(text, s.quantity.span[0]))]
        stated = totals if len(totals) == 1 else [s for s in stated if not _is_part(s.quantity, text)] or stated
    said: dict[tuple[float, str], Stated] = {}
    for s in stated:
        same = said.get((s.quantity.value, ""))
        said.setdefault((s.quantity.value, s.date.text if s.date else ""), s)
        if same and s.date:
            del said[s.quantity.value, ""]
    return list(said.values())


def _is_part(quantity: Quantity, text: str) -> bool:
    before = text[: quantity.span[0]]
    return before.count("(") > before.count(")") or bool(_PART.search(before[-_NEAR:]))


def _unreadable(question: Question, stated: list[Stated], text: str) -> str:
    """Why the values are no figures; empty if they are."""
    if not stated:
        what = "割合" if question.kind == "percent" else "数字"
        return f"{what}を読み取れませんでした。「{question.example}」のように答えてください。"
    for s in stated:
        start, end = s.quantity.span
        if len(stated) == 1 and _RANGE.search(_before(text, start)) and not _TAKEN_BACK.search(text):
            return f"{question.label}の数字に幅があります。一つの数で教えてください（例：{question.example}）。"
        if bound := _BOUND.match(text, end):
            written = text[start : bound.end()].strip()
            return f"「{written}」だけでは数を決められません。おおよそでよければ「約{text[start:end].strip()}」のように教えてください。"
    only = stated[0].quantity
    if question.kind == "percent" and len(stated) == 1 and not only.unit and 0 < only.value < 1:
        return f"{question.label}が{shown(only.value)}と書かれています。「{shown(only.value * 100)}％」のように、％で教えてください。"
    return ""


def _contradictory(question: Question, stated: list[Stated]) -> str:
    """Why the values do not go together; empty if they do."""
    listed = "、".join(_listed(question, s) for s in stated)
    if len(stated) > 1 and not all(s.date for s in stated):
        return (
            f"{question.label}の数字が{len(stated)}つあります（{listed}）。今の値を一つだけ書くか、"
            "「令和3年4月1日は…、令和8年4月1日は…」のように、それぞれいつの数字かを書いてください。"
        )
    dates = [s.date for s in stated if s.date]
    for date in dates:
        if date.last_day is None:
            return f"「{date.text}」という日付はありません。いつの数字か、もう一度教えてください。"
        if date.contradicts:
            return f"「{date.text}」は、元号と西暦が合いません。いつの数字か、もう一度教えてください。"
    if len({date.last_day for date in dates}) < len(dates):
        return f"同じ時点の{question.label}が二つあります（{listed}）。どちらが正しいか教えてください。"
    return ""


def _value(question: Question, quantity: Quantity) -> int | float:
    """Counts as int, unless they have a fraction, which is asked back; percentages as float."""
    if question.kind == "percent":
        return float(quantity.value)
    return int(quantity.value) if quantity.value == int(quantity.value) else quantity.value


def _listed(question: Question, stated: Stated) -> str:
    date = f"{stated.date.text} " if stated.date else ""
    return f"{date}{shown(stated.quantity.value)}{'％' if question.unit == '%' else question.unit}"
