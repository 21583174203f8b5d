"""Texts for the tests of revising: sections of towns that do not exist, and made-up ones of all kinds of paragraphs."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from random import Random

from assistant.drafting import draft_section
from assistant.facts.reading import read_facts_file
from assistant.models import SectionDraft
from assistant.revising.sentences import paragraphs, sentences
from knowledge.corpus import Corpus

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.yaml"))
SECTIONS = range(1, 8)
PARAGRAPHS = (
    "（１）地域の現状",
    "（２）課題",
    "本町の人口は100人である。",
    "本町の人口は120人である。役場は狭い。",
    "窓口の混雑が課題である。待ち時間が長い。",
    "職員が記した文章である。「はい。」と答えた。",
    "・甲\n・乙",
    "・甲\n・丙\n・丁",
    "| a | b |\n| c | d |",
    "| a | b |\n| c | e |",
    "| KPI | 現状値 |\n| 数 | 3 |",
    "◎ 窓口改革【電子行政】",
)
ODD = "あ。「」（）\n・| \r　1.◎【】！〔要確認：人口〕３アA"


@lru_cache(maxsize=1)
def drafts(corpus: Corpus) -> tuple[SectionDraft, ...]:
    """Every section of every example."""
    ledgers = [read_facts_file(path, corpus) for path in EXAMPLES]
    return tuple(draft_section(number, ledger, corpus) for ledger in ledgers for number in SECTIONS)


def made_up(chance: Random, kinds: Sequence[str] = PARAGRAPHS, most: int = 8) -> str:
    """A section of a few paragraphs, some of them more than once."""
    text = ""
    for _ in range(chance.randrange(most + 1)):
        text += ("" if not text else chance.choice(["\n\n", "\n\n", "\n"])) + chance.choice(kinds)
    return text and text + chance.choice(["", "\n"])


def odd(chance: Random) -> str:
    """Whatever a person may type."""
    return "".join(chance.choice(ODD) for _ in range(chance.randrange(40)))


def paragraphs_of(text: str) -> list[str]:
    return [one.text for one in paragraphs(text)]


def sentences_of(text: str) -> set[str]:
    return {one.text for one in sentences(text) if one.text}
