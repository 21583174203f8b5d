"""Corrections of what was said before: 「さっきの人口は31,800人の間違い」「担当課は総務課に変更」."""

import re
from collections.abc import Iterable

from assistant.eras import find_dates
from assistant.interview import Question, question_for
from assistant.models import Dated, Fact, Ledger, Status
from assistant.numerals import find_quantities, fold
from assistant.understanding.choices import choice_in
from assistant.understanding.clauses import Mention, find_mentions
from assistant.understanding.commands import is_correction
from assistant.understanding.figures import stated_in
from assistant.understanding.messages import aligned, clean
from assistant.understanding.periods import read_period
from assistant.understanding.plausibility import LARGEST_JUMP, check, newest_last
from assistant.understanding.problem import Problem
from assistant.understanding.titles import plain_title
from assistant.understanding.values import read_value

_CHANGED = re.compile(
    r"(?:(?:へ|に)(?:訂正|修正|変更|直|改め|変え|して)|(?:の|が)(?:間違い|間違え|まちがい|誤り|正しい)|が正解|です|でした|だ(?=[。\s]*$))"
)
_REPLACED = re.compile(
    r"^.*(?:では?なく|じゃなく)(?:て)?[、\s]*|^.*?(?:から|を|→)[、\s]*(?=.+(?:へ|に)(?:訂正|修正|変更|直|改め|変え))",
    re.DOTALL,
)
_ADMITS = re.compile(r"間違|まちが|誤り|訂正|修正|変更|直[しす]|正し[いく]|[0-9]")
_WRONG = re.compile(r"(?:の)?(?:間違い|間違え|まちがい|誤り)")
_CONTRAST = re.compile(
    r"^(?:いえ|いや|すみません|訂正)?[、,:\s]*(?P<wrong>[^、。]{1,40}?)(?:では?なく|じゃなく)(?:て)?[、\s]*(?P<right>[^、。]{1,60})"
)


def read_correction(questions: Iterable[Question], message: str, ledger: Ledger) -> Fact | Problem | None:
    """The corrected fact: the new value replaces the newest one (or the one of the same date), earlier ones stay.

    None if the message corrects nothing, or a text that has to be rewritten as a whole.
    """
    said = clean(message)
    flat = aligned(said)
    if not is_correction(said):
        return None
    wanted = {question.key for question in questions}
    mentions = [mention for mention in find_mentions(flat) if mention.question.key in wanted]
    for mention in mentions:
        if mention.question.kind in ("items", "text"):
            return None
        read = _checked(_read(mention, said, flat, ledger), ledger, said)
        return None if isinstance(read, Problem) and not _ADMITS.search(flat) else read
    return _checked(_without_name(wanted, said, ledger), ledger, said)


def _checked(read: Fact | Problem | None, ledger: Ledger, said: str) -> Fact | Problem | None:
    if isinstance(read, Fact):
        return check(read, ledger) or read.model_copy(update={"said": said})
    return read


def _read(mention: Mention, said: str, flat: str, ledger: Ledger) -> Fact | Problem | None:
    question = mention.question
    last = len(flat) if mention.end >= len(flat.rstrip("。 \n")) else mention.end
    text = said[mention.after : last]
    match question.kind:
        case "count" | "percent":
            return _figure(question, said[mention.start : mention.name] + text, ledger)
        case "period":
            known = ledger.answer(question.key)
            return read_period(question, text, known if isinstance(known, str) else None)
        case "choice":
            choice = choice_in(question, _new_part(text))
            return _answered(question, choice) if choice else _asked(question)
        case "date":
            return read_value(question, text)
    return _words(question, _new_part(text), ledger)


def _figure(question: Question, text: str, ledger: Ledger) -> Fact | Problem | None:
    old = ledger.get(question.key)
    if not find_quantities(text) or not stated_in(question, aligned(text)):
        return _asked(question)
    read = read_value(question, text)
    if isinstance(read, Problem) or read.status is not Status.ANSWERED:
        return read
    if old.status is not Status.ANSWERED or read.earlier or not isinstance(old.value, int | float):
        return read
    if read.value == old.value and _WRONG.search(text):
        return _asked(question)
    return _merged(old, read)


def _merged(old: Fact, new: Fact) -> Fact:
    """The old series with the new value in place of the one of its date, or of the newest."""
    assert isinstance(old.value, int | float)
    assert isinstance(new.value, int | float)
    value = Dated(value=new.value, as_of=new.as_of or old.as_of or "", approximate=new.approximate)
    at = next((at for at, dated in enumerate(old.earlier) if _same_time(new.as_of, dated.as_of)), None)
    if at is not None:
        earlier = (*old.earlier[:at], value.model_copy(update={"as_of": old.earlier[at].as_of}), *old.earlier[at + 1 :])
        return old.model_copy(update={"earlier": earlier})
    if _same_time(new.as_of, old.as_of):
        value = value.model_copy(update={"as_of": old.as_of})
    series = newest_last([*old.earlier, value]) or [*old.earlier, value]
    newest = series[-1]
    return new.model_copy(
        update={
            "value": newest.value,
            "as_of": newest.as_of or None,
            "approximate": newest.approximate,
            "earlier": tuple(series[:-1]),
        }
    )


def _same_time(said: str | None, known: str | None) -> bool:
    """Whether both dates are the same, or one only names the year of the other: 令和3年 and 令和3年4月1日."""
    one, other = (next(iter(find_dates(text or "", bare=True)), None) for text in (said, known))
    if one is None or other is None:
        return False
    only_year = (one.month is None or other.month is None) and not (one.fiscal or other.fiscal)
    return one.last_day == other.last_day or (only_year and one.year == other.year)


def _words(question: Question, text: str, ledger: Ledger) -> Fact | Problem | None:
    """A title or a name, if what stands there looks like one."""
    if question.kind == "title":
        title = plain_title(question, text)
        read: Fact | Problem = _answered(question, title) if title else _asked(question)
    else:
        read = read_value(question, text)
    if isinstance(read, Fact) and read.value == ledger.answer(question.key):
        return _asked(question)
    return read


def _new_part(text: str) -> str:
    """What stands in place of the old: 総務課 of 「企画課から総務課に変更」."""
    new = _REPLACED.sub("", text.strip())
    found = list(_CHANGED.finditer(new))
    return new[: found[0].start()].strip(" 　、。「」") if found else new.strip(" 　、。")


def _without_name(wanted: set[str], said: str, ledger: Ledger) -> Fact | Problem | None:
    """The fact that an unnamed correction can only mean: by its old value, or by its unit and size."""
    known = {key: fact for key, fact in ledger.facts.items() if key in wanted and fact.status is Status.ANSWERED}
    contrast = _CONTRAST.search(said)
    if contrast:
        numbers = find_quantities(contrast["wrong"])
        old = numbers[-1].value if numbers else contrast["wrong"].strip(" 　「」")
        keys = [key for key, fact in known.items() if fact.value == old]
        text = contrast["right"]
    else:
        keys = [key for key, fact in known.items() if _fits(question_for(key), fact, said)]
        text = said
    if len(keys) != 1:
        return None
    question = question_for(keys[0])
    if question.kind in ("count", "percent"):
        return _figure(question, text, ledger)
    return _words(question, _new_part(text), ledger) if question.kind in ("title", "name") else None


def _fits(question: Question, fact: Fact, said: str) -> bool:
    """Whether the message holds one figure, in the fact's unit and of its size."""
    if not isinstance(fact.value, int | float):
        return False
    stated = stated_in(question, fold(said))
    return (
        len(stated) == 1
        and bool(stated[0].quantity.unit)
        and 1 / LARGEST_JUMP <= stated[0].quantity.value / fact.value <= LARGEST_JUMP
    )


def _answered(question: Question, value: str) -> Fact:
    return Fact(key=question.key, status=Status.ANSWERED, value=value)


def _asked(question: Question) -> Problem:
    return Problem(text=f"{question.label}の正しい答えを教えてください（例：{question.example}）。", key=question.key)
