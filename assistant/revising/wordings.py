"""The rules of prompts/plain.yaml, and the stretches of a sentence that no rule may touch."""

import re
from collections import Counter
from functools import lru_cache

from assistant.models import Value
from knowledge.datafiles import SOURCES, load_records, load_yaml
from knowledge.models import CurrentName, Text
from knowledge.tokens import morphemes
from prompts import FOLDER

_OF_LAW = re.compile(r"第[0-9０-９一二三四五六七八九十百]+[条項号]|法律|政令|省令|条例")
_SHIELDED = re.compile(
    r"「[^」]*」|『[^』]*』|〔[^〕]*〕|[^、。]*(?:計画|戦略|方針|指針|要綱|規程|ビジョン|プラン)(?=[（(])|[0-9０-９]+[^、。ぁ-ん]*"
)
_NUMERAL = re.compile(r"[0-9０-９]+(?:[,.，．][0-9０-９]+)*")
_QUOTED = re.compile(r"「[^」]*」|『[^』]*』|〔[^〕]*〕")


class Phrase(Value):
    """A set phrase that can be said shorter.

    Attributes:
        polite: the end of the sentence must be made です・ます again.
    """

    pattern: Text
    to: str
    why: Text
    polite: bool = False


class PlainWords(Value):
    """Words of offices, and plain ones for them."""

    why: Text
    words: dict[Text, Text]


class Wordings(Value):
    """The data file."""

    shorten: tuple[Phrase, ...]
    verbs: dict[Text, Text]
    achieved: tuple[Text, ...]
    caused: tuple[Text, ...]
    joined: tuple[Text, ...]
    kept: tuple[Text, ...]
    plain: tuple[PlainWords, ...]
    longest: int


@lru_cache(maxsize=1)
def load_wordings() -> Wordings:
    """The wordings of prompts/plain.yaml."""
    return Wordings.model_validate(load_yaml(FOLDER / "plain.yaml"))


@lru_cache(maxsize=1)
def known_titles() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Titles of laws, and names of the State's plans and guidelines, as the knowledge files have them."""
    laws = tuple(str(law["title"]) for law in load_yaml(SOURCES / "law.yaml")["laws"])
    names = tuple(one.name for one in load_records(SOURCES / "names.yaml", CurrentName))
    return laws, names


def is_of_law(sentence: str) -> bool:
    """Whether it says what a law or an ordinance has: another word may say something else."""
    return bool(_OF_LAW.search(sentence)) or any(title in sentence for title in known_titles()[0])


def shielded(sentence: str) -> list[tuple[int, int]]:
    """Places of quotes, marks, figures, dates and names."""
    places = [found.span() for found in _SHIELDED.finditer(sentence)]
    for name in known_titles()[1]:
        places += [found.span() for found in re.finditer(re.escape(name), sentence)]
    return places


def fingerprint(text: str) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """What must be the same before and after: numerals, quotes and marks, titles."""
    titles = Counter({title: text.count(title) for both in known_titles() for title in both if title in text})
    return Counter(_NUMERAL.findall(text)), Counter(_QUOTED.findall(text)), titles


@lru_cache(maxsize=1000)
def names_an_act(noun: str) -> bool:
    """Whether する can stand behind the noun (検討, 実証実験)."""
    last = list(morphemes(noun))[-1:]
    return bool(last) and last[0].part_of_speech()[2] == "サ変可能"
