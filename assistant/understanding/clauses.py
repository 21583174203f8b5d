"""Where a message names facts, and what it says of each: names at word boundaries, clauses, sentences. Reads no values."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.eras import find_dates
from assistant.interview import Question, load_questions
from assistant.numerals import fold
from assistant.understanding.messages import aligned

# Too short to be shown as a name, but how people call the fact before は or a value.
_ALSO: dict[str, tuple[str, ...]] = {
    "it_staff": (
        "情報担当",
        "情報担当者",
        "情報担当職員",
        "情報担当の職員",
        "情報システム担当",
        "システム担当",
        "情シス",
    ),
    "lead_department": ("担当", "担当部署", "担当部課", "所管"),
    "publication": ("公表",),
    "plan_name": ("計画の名前",),
    "population": ("住民基本台帳人口",),
}
_OF_SOMETHING_ELSE = re.compile(
    r"(?:歳(?:以上|未満|以下)?|高齢者|年少|若者|男性?|女性?|外国人|子ども|こども|児童|地区|集落|校区|昼間|夜間|市街地|都心|中心部"
    r"|県|都|府|国|全国|日本|世界|他|周辺|近隣|近く|平均)[^、。\s]{0,3}の$|隣[^、。\s]{0,8}の$"
)
_OURS = re.compile(r"(?:[当本][市町村区]|うちの[市町村区]|この[市町村区]|さっき|先ほど|前|今)の$")
_LETTER = re.compile(r"[一-龠々ァ-ヴーA-Za-z0-9]")
_MAY_PRECEDE = re.compile(r"(?:[0-9一-十百千万][人名件戸%]|世帯|年度?末?|月末?|日|現在|時点|[当本][市町村区])$")
_MAY_FOLLOW = re.compile(
    r"(?:の?(?:人数|総数|名称|名前|正式名称|値|状況|数))?[ 　]*"
    r"(?:(?P<link>は|が|も|を|って|とは|について|に関して|につき|:|=|→|ですが)[、,]?|(?=[、, 　(約「]|およそ|[0-9▲△-]|令和|平成|[RH][0-9]|$|\n)"
    r"|(?=で(?:す|、|お願い|いき|始め|[。\s]|$)|に(?:し|する))"
    r"|(?=[一二三四五六七八九十百千万〇]+(?:人|名|世帯|件|割|%|$|[、。])))"
)
_SENTENCE = re.compile(r"[。\n;!?]+")
_OPENS, _CLOSES = "(「『", ")」』"
_NEW_TOPIC = re.compile(r"(?:で|であり|ですが|だが|、)\s*(?=[^0-9、。\s]{1,16}[はが])")
_MADE_THEN = re.compile(r"(?:令和|平成|R|H|20)[^、。]{1,14}に?(?:策定|改定|制定|作成)")
_CALLED = r"(?:の(?:正式)?名称|の名前|の正式な名称|として)?(?:は|が|:|としては|については|ですが)[、,\s　]*"
_LEAD_DATE = re.compile(r"[のはでに、,:\s]*(?:の|では|は|で)?[、,\s]*$")


@dataclass(frozen=True)
class Mention:
    """A place where a text names a fact.

    Attributes:
        start: offset of the name, or of a date that stands in front of it (令和8年の人口).
        name: offset of the name itself.
        after: offset of what is said of it, behind は, を and the like.
        end: where the next fact or sentence begins.
        link: は, が, を, : and so on; empty if the value follows at once.
    """

    question: Question
    start: int
    name: int
    after: int
    end: int
    link: str


def names_of(question: Question) -> tuple[str, ...]:
    """All words by which people call the fact, with the short ones that are not shown."""
    return (*question.names, *_ALSO.get(question.key, ()))


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, Question]]:
    owner: dict[str, Question] = {}
    for question in load_questions():
        for name in names_of(question):
            owner.setdefault(name, question)
    longest_first = sorted(owner, key=len, reverse=True)
    return re.compile("|".join(re.escape(name) for name in longest_first)), owner


def find_mentions(flat: str) -> list[Mention]:
    """The facts that the text (half-width) names, in order. Names inside longer words and of others' facts do not count."""
    pattern, owner = _names()
    stops = [*(found.start() for found in _SENTENCE.finditer(flat)), len(flat)]
    found: list[tuple[re.Match[str], re.Match[str]]] = []
    for match in pattern.finditer(flat):
        behind = _MAY_FOLLOW.match(flat, match.end())
        if behind and (_stands_alone(flat, match.start()) or _ends_a_plan_s_name(flat, match, behind.end())):
            found.append((match, behind))
    begins = [
        _lead(flat, match.start()) if owner[match[0]].kind in ("count", "percent") else match.start()
        for match, _ in found
    ]
    mentions = []
    for at, (match, behind) in enumerate(found):
        stop = stops[bisect_left(stops, match.end())]
        end = min(stop, begins[at + 1]) if at + 1 < len(found) else stop
        mentions.append(
            Mention(
                owner[match[0]], begins[at], match.start(), behind.end(), max(end, behind.end()), behind["link"] or ""
            )
        )
    return mentions


def clauses(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Offsets of the clauses between two places: parted by commas outside parentheses, and where a new topic begins."""
    parts, depth, begin = [], 0, start
    new_topics = {found.start(): found.end() for found in _NEW_TOPIC.finditer(flat, start, end)}
    for at in range(start, end):
        sign = flat[at]
        depth = max(0, depth + (sign in _OPENS) - (sign in _CLOSES))
        if depth:
            continue
        in_figure = sign == "," and flat[at - 1 : at].isdigit() and flat[at + 1 : at + 2].isdigit()
        if (sign in "、," and not in_figure) or sign in "。\n;!?":
            parts.append((begin, at))
            begin = at + 1
        elif at in new_topics and at > begin and re.search(r"[人名件戸帯%課室度月]$", flat[begin:at]):
            parts.append((begin, at))
            begin = new_topics[at]
    return [(b, e) for b, e in [*parts, (begin, end)] if flat[b:e].strip(" 　、。,;!?\n")]


def without_name(question: Question, text: str) -> str:
    """Without 「総合計画の名称は」 in front, unless nothing would be left."""
    flat = aligned(text)
    for name in sorted(names_of(question), key=len, reverse=True):
        found = re.match(rf"(?:主な|現在の|今の)?{re.escape(aligned(name))}{_CALLED}", flat)
        if found and flat[found.end() :].strip(" 　。"):
            return text[found.end() :]
    return text


def named(questions: Sequence[Question], message: str) -> Question | None:
    """The question whose fact the message names, if it names one: by the longest name."""
    folded = fold(message)
    found = [(len(name), q) for q in questions for name in q.names if name in folded]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _stands_alone(flat: str, start: int) -> bool:
    before = flat[max(0, start - 24) : start]
    if _OURS.search(before):
        return True
    if _OF_SOMETHING_ELSE.search(before):
        return False
    return not before or not _LETTER.fullmatch(before[-1]) or bool(_MAY_PRECEDE.search(before))


def _ends_a_plan_s_name(flat: str, name: re.Match[str], after: int) -> bool:
    """みどり町|情報化計画は令和3年に策定: here the name is the end of a longer one."""
    before = flat[max(0, name.start() - 20) : name.start()]
    return (
        name[0].endswith("計画")
        and bool(_MADE_THEN.match(flat, after))
        and not re.search(r"[県都府国][^、。はの]*$", before)
    )


def _lead(flat: str, start: int) -> int:
    """Where the date in front of a figure's name begins (令和8年の人口), if there is one, else the name's own place."""
    window = max(0, start - 40)
    for date in reversed(find_dates(flat[window:start])):
        begin, end = window + date.span[0], window + date.span[1]
        between = _LEAD_DATE.fullmatch(flat, end, start)
        opens = begin == 0 or flat[begin - 1] in "。\n;"
        if between and ("、" not in between[0] or opens or re.search(r"(?:現在|時点)$", flat[begin:end])):
            return begin
    return start
