"""Facts that a message states by name, several at once: 「人口3万2千人、高齢化率38.5%、情報化計画は令和3年策定」."""

import re
from collections.abc import Iterable

from assistant.eras import find_dates, without_dates
from assistant.interview import Question
from assistant.models import Fact, Ledger, Status, Value
from assistant.numerals import find_quantities
from assistant.understanding.choices import choice_in
from assistant.understanding.clauses import Mention, clauses, find_mentions
from assistant.understanding.figures import stated_in
from assistant.understanding.messages import aligned, clean
from assistant.understanding.plausibility import check
from assistant.understanding.problem import Problem
from assistant.understanding.states import state_of_mind
from assistant.understanding.titles import plain_title, plan_made_then
from assistant.understanding.values import read_value

_TELLS = ("は", ":", "=", "ですが")
_FORECAST = re.compile(r"見込|見通し|予測|将来|目標|推計では")
_BOUND = re.compile(r"\s*(?:以上|以下|未満|を(?:超|上回|下回|切|割))")
_AROUND_VALUES = re.compile(
    r"[ぁ-ん\s、。,:()〜~→⇒\-]|現在|時点|減少|増加|推移|以降|以前|前後|年前|国勢調査|国調|住民基本台帳|住基|末日?|約|今|計"
)
_YEARS = re.compile(r"[0-9一二三四五六七八九十]+\s*(?:[かカヶケヵ箇]年|年間)")
_TIME = re.compile(r"[0-9一二三四五六七八九十]|来年|今年|本年|年内|年度")
_FOR_ALL_AHEAD = re.compile(r"(?:の?(?:数字|データ|数値|状況|値))?(?:です|で|では|は)?[、,:。\n]")
_FOR_ALL_BEHIND = re.compile(r"(?:いずれも|どちらも|ともに|共に|すべて|全て|全部|どれも)[、\s]*$")
_POLITE = re.compile(
    r"^(?:以上(?:です)?|よろしく(?:お願い(?:いた)?し?ます)?|お願い(?:いた)?します|回答します|お答えします|次に|また|なお|[ぁ-ん]{1,6})$"
)


_Found = tuple[Fact | Problem, int, int]


class Reading(Value):
    """What a message says by name.

    Attributes:
        facts: in the order of the message; also 「高齢化率は分からない」, as a fact without a value.
        problems: what was named but cannot be taken: 高齢化率385％.
        unread: the clauses that belong to no fact, in order, in the person's words.
    """

    facts: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()


def read_named(questions: Iterable[Question], message: str) -> list[Fact]:
    """The facts with a value that the message states by name."""
    return [fact for fact in read_message(questions, message).facts if fact.status is Status.ANSWERED]


def read_message(questions: Iterable[Question], message: str, ledger: Ledger | None = None) -> Reading:
    """All facts that the message states by name, what of them cannot be taken, and what belongs to none of them.

    With a ledger, the facts are also checked against what is known already.
    """
    said = clean(message)
    flat = aligned(said)
    date, its_place = _date_for_all(flat)
    stated = stated_by_name(questions, said, flat, date)
    known = ledger or Ledger()
    facts: dict[str, Fact] = {}
    problems: list[Problem] = []
    for read, _, _ in stated:
        checked = read if isinstance(read, Problem) else check(read, known) or read
        if isinstance(checked, Problem):
            problems.append(checked)
        else:
            facts[checked.key] = checked
            known = known.with_fact(checked)
    covered = [(start, end) for _, start, end in stated]
    unread = _unread(said, flat, [*covered, its_place] if covered and its_place else covered)
    return Reading(facts=tuple(facts.values()), problems=tuple(problems), unread=unread)


def stated_by_name(
    questions: Iterable[Question], said: str, flat: str, date_for_all: str = ""
) -> list[tuple[Fact | Problem, int, int]]:
    """What the (cleaned) message says of each fact that it names, and from where to where; `flat` is its aligned form."""
    wanted = {question.key for question in questions}
    mentions = [mention for mention in find_mentions(flat) if mention.question.key in wanted]
    return [found for mention in mentions if (found := _read(mention, said, flat, date_for_all))]


def _read(mention: Mention, said: str, flat: str, date_for_all: str) -> _Found | None:
    """What is said of the fact; None if nothing is said of it."""
    parts = clauses(flat, mention.after, mention.end)
    if mention.question.kind == "choice":
        return _choice(mention, parts, said, flat)
    if not parts:
        return None
    question, (begin, end) = mention.question, parts[0]
    if mention.link and (status := state_of_mind(flat[begin:end])):
        return _found(Fact(key=question.key, status=status), mention.start, end, said)
    match question.kind:
        case "count" | "percent":
            return _figure(mention, parts, said, flat, date_for_all)
        case "period":
            return _dated(mention, parts, said, flat)
        case "date" if mention.link:
            return _dated(mention, parts[:1], said, flat)
        case "title" if mention.link in _TELLS:
            return _title(mention, said, flat, (begin, end))
        case "name" if mention.link in _TELLS:
            return _found(read_value(question, said[begin:end]), mention.start, end, said)
    return None


def _choice(mention: Mention, parts: list[tuple[int, int]], said: str, flat: str) -> _Found | None:
    question = mention.question
    if mention.link in _TELLS and parts:
        begin, end = parts[0]
        choice = choice_in(question, flat[begin:end]) or choice_in(question, flat[mention.name : end])
        return _found(_answered(question, choice), mention.start, end, said) if choice else None
    name = choice_in(question, flat[mention.name : mention.after])  # スモールスタートで is a name and a choice
    return _found(_answered(question, name), mention.start, mention.after, said) if name and not mention.link else None


def _figure(mention: Mention, parts: list[tuple[int, int]], said: str, flat: str, date_for_all: str) -> _Found | None:
    """A figure: from the first clause that holds one, on through clauses that hold nothing but further dated values."""
    question = mention.question
    begin, end = -1, -1
    for b, e in parts:
        clause = flat[b:e]
        has_value = bool(stated_in(question, clause))
        if begin < 0 and (has_value or (_is_value_only(clause) and find_dates(clause))):
            begin, end = b, e
        elif begin >= 0 and (has_value or find_dates(clause)) and _is_value_only(clause):
            end = e
        elif begin >= 0 or clause.strip():
            break
    if begin < 0 or not stated_in(question, flat[begin:end]) or _FORECAST.search(flat[mention.start : end]):
        return None
    if not mention.link and any(
        _BOUND.match(flat, begin + s.quantity.span[1]) for s in stated_in(question, flat[begin:end])
    ):
        return None  # 人口10万人以上の市 says nothing of ours
    text = f"{said[mention.start : mention.name]}{said[begin:end]}"
    if date_for_all and not find_dates(text):
        text = f"{date_for_all} {text}"
    return _found(read_value(question, text), mention.start, end, said)


def _is_value_only(clause: str) -> bool:
    """Whether nothing but dates, values and the words between them stands in the clause."""
    rest = without_dates(clause, find_dates(clause))
    for quantity in reversed(find_quantities(rest)):
        rest = rest[: quantity.span[0]] + rest[quantity.span[1] :]
    return not _AROUND_VALUES.sub("", rest)


def _dated(mention: Mention, parts: list[tuple[int, int]], said: str, flat: str) -> _Found | None:
    """A period or a date, from the first clause on through those that go on with dates and numbers of years."""
    begin, end = parts[0]
    for b, e in parts[1:]:
        if not (find_dates(flat[b:e]) or _YEARS.search(flat[b:e])):
            break
        end = e
    read = read_value(mention.question, said[begin:end])
    return _found(read, mention.start, end, said) if isinstance(read, Fact) or _TIME.search(flat[begin:end]) else None


def _title(mention: Mention, said: str, flat: str, place: tuple[int, int]) -> _Found | None:
    begin, end = place
    question = mention.question
    start = _name_begins(flat, mention.name) if question.key in ("it_plan", "comprehensive_plan") else mention.name
    called = re.sub(r"[はが:=、,\s]+$", "", said[start : mention.after])
    made_then = plan_made_then(called, said[begin:end]) if called.endswith("計画") else None
    title = made_then or plain_title(question, said[begin:end])
    return _found(_answered(question, title), start, end, said) if title else None


def _name_begins(flat: str, place: int) -> int:
    """Where the proper name begins whose last word stands at the place: 第3次みどり町|情報化計画."""
    found = re.search(r"[一-龠々ァ-ヴーA-Za-z0-9ぁ-ん]*[一-龠々ァ-ヴーA-Za-z0-9]$", flat[max(0, place - 20) : place])
    return place - len(re.sub(r"^.*[はがをの]", "", found[0])) if found else place


def _answered(question: Question, value: str) -> Fact:
    return Fact(key=question.key, status=Status.ANSWERED, value=value)


def _found(read: Fact | Problem, start: int, end: int, said: str) -> _Found:
    return read.model_copy(update={"said": said[start:end].strip(" 　、。")}), start, end


def _date_for_all(flat: str) -> tuple[str, tuple[int, int] | None]:
    """The date for all figures, and its place: 「令和8年4月1日現在、…」 or 「…（いずれも令和8年4月1日現在）」."""
    for date in find_dates(flat):
        start, end = date.span
        if _FOR_ALL_BEHIND.search(flat[max(0, start - 12) : start]):
            return date.text, date.span
        ahead = _FOR_ALL_AHEAD.match(flat, end)
        if ahead and not flat[:start].strip() and re.search(r"現在|時点|末$|日$", flat[start:end]):
            return date.text, (start, ahead.end())
    return "", None


def _unread(said: str, flat: str, covered: list[tuple[int, int]]) -> tuple[str, ...]:
    """The clauses outside what was read."""
    unread = []
    for begin, end in clauses(flat, 0, len(flat)):
        if any(start < end and begin < stop for start, stop in covered):
            continue
        clause = said[begin:end].strip(" 　、。,\n")
        if clause and not _POLITE.match(clause):
            unread.append(clause)
    return tuple(unread)
