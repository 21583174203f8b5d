"""「もっと短く」 and 「やさしく」 as far as rules go: set phrases said shorter, words of offices said plainly.

Headings, tables, names, quotes, figures, marks and sentences about the law stay as they are.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from assistant.drafting.polite import polite
from assistant.models import Value
from assistant.revising.sentences import Sentence, sentences
from assistant.revising.wordings import fingerprint, is_of_law, load_wordings, names_an_act, shielded

_MOST_STEPS = 50  # in a sentence; the rules never need as many, and must not go round in circles
_ENDS = ("。", "！", "？")
_AND = "及び|並びに|又は|若しくは|および|または|[・やを]"
_CLAUSE = rf"(?:^|[ぁ-ん]、)(?:(?!{_AND})[^、。])*"  # no row of nouns, and no object yet
_NOUNS = "[一-龠々ァ-ヶー]"
_ASIDE = re.compile(rf"({_NOUNS}{{2,}}|[A-Za-z]{{2,}})（([^（）「」〔〕0-9０-９]{{2,40}})）")

SHORT_LIMIT = (
    "これ以上短くするには、どの内容を残すかを選ぶ必要があります。言語モデルなしではできません。"
    "残したい段落を選び、ほかを削ってください。"
)
PLAIN_LIMIT = (
    "文の組み立てを変えたり、事柄を説明し直したりするには、意味を読み取る必要があります。言語モデルなしではできません。"
)
NOTHING = "決まった言い換えで直せるところはありませんでした。"


class Change(Value):
    """What was said otherwise; `sentence` is where, as it was."""

    before: str
    after: str
    why: str
    sentence: str


class Revised(Value):
    """A revised text.

    Attributes:
        limits: in Japanese: what needs a language model or a person.
        reports: in Japanese: what to look at, unchanged here (long sentences).
    """

    text: str
    changes: tuple[Change, ...]
    limits: str
    reports: tuple[str, ...] = ()


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    to: str | Callable[[re.Match[str]], str | None]
    why: str
    polite: bool = False


def shorten(text: str) -> Revised:
    """The text with set phrases said shorter, repeated connectives and repeated explanations left out."""
    return _revised(text, _short_rules(), SHORT_LIMIT, _without_repetition)


def plain(text: str) -> Revised:
    """The text with plain words for those of offices; long sentences are reported."""
    revised = _revised(text, _plain_rules(), PLAIN_LIMIT)
    longest = load_wordings().longest
    reports = tuple(
        f"{len(one.text)}字の文があります。二つに分けることを考えてください。「{one.text[:30]}…」"
        for one in sentences(revised.text)
        if _is_prose(one) and len(one.text) > longest
    )
    return revised.model_copy(update={"reports": reports})


_Whole = Callable[[list[Sentence], list[str]], list[Change]]


def _revised(text: str, rules: Iterable[_Rule], limits: str, whole: _Whole | None = None) -> Revised:
    units = list(sentences(text))
    rules = tuple(rules)
    changes: list[Change] = []
    words = []
    for unit in units:
        said, made = _reworded(unit.text, rules) if _may_change(unit) else (unit.text, [])
        words.append(said)
        changes += made
    changes += whole(units, words) if whole else []
    revised = "".join(said + unit.tail for said, unit in zip(words, units, strict=True))
    return Revised(text=revised, changes=tuple(changes), limits=limits if changes else NOTHING + limits)


def _is_prose(unit: Sentence) -> bool:
    """Whether it is a whole sentence; an item or a line that is a mere name is not."""
    return unit.kind in ("sentence", "item") and unit.text.endswith(_ENDS)


def _may_change(unit: Sentence) -> bool:
    return _is_prose(unit) and not is_of_law(unit.text)


def _reworded(sentence: str, rules: Iterable[_Rule]) -> tuple[str, list[Change]]:
    """The sentence by the rules; as it was if that would cost a figure, a quote, a mark or a title."""
    said, made = sentence, []
    for _ in range(_MOST_STEPS):
        step = next((step for rule in rules if (step := _step(said, rule))), None)
        if step is None:
            break
        said = step[0]
        made.append(step[1].model_copy(update={"sentence": sentence}))
    return (said, made) if fingerprint(said) == fingerprint(sentence) else (sentence, [])


def _step(sentence: str, rule: _Rule) -> tuple[str, Change] | None:
    """The sentence with the rule's first place that is not shielded reworded."""
    places = shielded(sentence)
    for found in rule.pattern.finditer(sentence):
        start, end = found.span("all") if "all" in rule.pattern.groupindex else found.span()
        if any(start < until and begin < end for begin, until in places):
            continue
        to = rule.to(found) if callable(rule.to) else found.expand(rule.to)
        if to is None:
            continue
        said = sentence[:start] + to + sentence[end:]
        change = Change(before=sentence[start:end], after=to, why=rule.why, sentence=sentence)
        return (polite(said) if rule.polite else said), change
    return None


# --- rules ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _short_rules() -> tuple[_Rule, ...]:
    data = load_wordings()
    verbs = "|".join(sorted((re.escape(verb) for verb in data.verbs), key=len, reverse=True))
    acts = rf"(?:^|[ぁ-ん]、|{_CLAUSE}[にでて])(?P<all>(?P<noun>{_NOUNS}{{2,}})を(?P<verb>{verbs}))"
    forms = {"図る": "する", "図り、": "し、", "図って": "して", "図った": "した", "図ります": "します"}
    goals = "|".join((*data.achieved, *data.caused))
    achieved = rf"{_CLAUSE}(?<!ため)(?<![へでとら])(?P<all>の(?P<noun>{goals})を(?P<verb>{'|'.join(forms)}))"

    def done(found: re.Match[str]) -> str | None:
        return found["noun"] + data.verbs[found["verb"]] if names_an_act(found["noun"]) else None

    def reached(found: re.Match[str]) -> str:
        form = forms[found["verb"]]
        if found["noun"] in data.caused:
            form = {"する": "させる", "し、": "させ、", "して": "させて", "した": "させた", "します": "させます"}[form]
        return f"を{found['noun']}{form}"

    return (
        *(_Rule(re.compile(one.pattern), one.to, one.why, one.polite) for one in data.shorten),
        _Rule(re.compile(acts), done, "「〜を行う」は「〜する」で足ります"),
        _Rule(re.compile(achieved), reached, "「〜を図る」は短く言えます"),
    )


@lru_cache(maxsize=1)
def _plain_rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(re.compile(re.escape(word)), to.replace("\\", r"\\"), group.why)
        for group in load_wordings().plain
        for word, to in group.words.items()
    )


# --- repetition ----------------------------------------------------------------------------------------------------


def _without_repetition(units: list[Sentence], words: list[str]) -> list[Change]:
    """Leave out, in place, what an earlier sentence said: the same connective, or the same explanation of a term."""
    data = load_wordings()
    changes = []
    explained: set[str] = set()
    before, paragraph = "", -1
    for at, unit in enumerate(units):
        joined = next((word for word in data.joined if words[at].startswith(word)), "")
        if joined and joined == before and unit.paragraph == paragraph and _may_change(unit):
            changes.append(Change(before=joined, after="", why="同じ接続の言葉が続いています", sentence=unit.text))
            words[at] = words[at].removeprefix(joined)
        before, paragraph = joined, unit.paragraph
        for found in reversed(list(_ASIDE.finditer(words[at]))):
            said = found[0]
            if said in explained and _may_change(unit) and _is_dispensable(found, words[at], data.kept):
                changes.append(Change(before=said, after=found[1], why="前に説明した言葉です", sentence=unit.text))
                words[at] = words[at][: found.start()] + found[1] + words[at][found.end() :]
        explained |= {found[0] for found in _ASIDE.finditer(unit.text)} if _is_prose(unit) else set()
    return changes


def _is_dispensable(aside: re.Match[str], sentence: str, kept: Iterable[str]) -> bool:
    """Whether an explanation may go: it limits nothing, and is not part of a quote or a name."""
    start, end = aside.span()
    return not any(word in aside[2] for word in kept) and not any(
        start < until and begin < end for begin, until in shielded(sentence)
    )
