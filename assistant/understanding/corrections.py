"""Corrections of what was said before: 「さっきの人口は31,800人の間違い」「担当課は総務課に変更」."""

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.eras import find_dates
from assistant.interview import Question, load_questions, question_for
from assistant.models import Dated, Fact, Ledger, Status
from assistant.numerals import find_quantities, fold
from assistant.understanding.answers import read_answer
from assistant.understanding.choices import choice_in
from assistant.understanding.clauses import Mention, find_mentions, names_of
from assistant.understanding.commands import CALLED_WRONG, is_correction
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
_BEFORE = (
    r"(?:(?:すみません|すいません|ごめんなさい|あ|あの|えっと)[、,。\s]*)?"
    r"(?:(?:さっき|先ほど|前|この前|いま|今)に?(?:の|答えた|書いた|入れた|言った)?|(?:答えた|書いた|入れた|記録した))?"
)
_OF_NAME = r"(?:の(?:値|数|数字|答え|回答|記録|ところ))?(?:[がはをもの]|って)?[、,\s]*"
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
    if wrong := _called_wrong(flat, wanted):
        return _asked(wrong)
    mentions = [mention for mention in find_mentions(flat) if mention.question.key in wanted]
    for mention in mentions:
        if mention.question.kind in ("items", "text"):
            return None
        read = _checked(_read(mention, said, flat, ledger), ledger, said)
        return None if isinstance(read, Problem) and not _ADMITS.search(flat) else read
    return _checked(_without_name(wanted, said, ledger), ledger, said)


def read_right_value(question: Question, message: str, ledger: Ledger) -> Fact | Problem:
    """The value that a person gives when asked for the right one; of a figure, earlier values stay as in a correction."""
    said = clean(message)
    read = read_answer(question, said)
    if isinstance(read, Fact) and question.kind in ("count", "percent"):
        read = _beside_earlier(ledger.get(question.key), read)
    return _checked(read, ledger, said) or read


def _called_wrong(flat: str, wanted: set[str]) -> Question | None:
    """The question whose answer the whole message calls wrong without saying what is right: 高齢化率が違った."""
    found = _without_value().fullmatch(flat.strip())
    question = _owner_of()[found["name"]] if found else None
    return question if question and question.key in wanted else None


@lru_cache(maxsize=1)
def _owner_of() -> dict[str, Question]:
    owner: dict[str, Question] = {}
    for question in load_questions():
        for name in names_of(question):
            owner.setdefault(aligned(name), question)
    return owner


@lru_cache(maxsize=1)
def _without_value() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_owner_of(), key=len, reverse=True))
    return re.compile(rf"{_BEFORE}(?P<name>{names}){_OF_NAME}{CALLED_WRONG}", re.DOTALL)


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
    if isinstance(read, Fact) and read.value == old.value and not read.earlier and _WRONG.search(text):
        return _asked(question)
    return _beside_earlier(old, read) if isinstance(read, Fact) else read


def _beside_earlier(old: Fact, read: Fact) -> Fact:
    """The figure that was read, with the earlier values that are kept, unless it brings a series of its own."""
    if read.status is not Status.ANSWERED or read.earlier or old.status is not Status.ANSWERED:
        return read
    return _merged(old, read) if isinstance(old.value, int | float) else read


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
    text = f"{question.label}の正しい答えを教えてください（例：{question.example}）。"
    return Problem(text=text, key=question.key, no_value=True)
