"""Which records a question names, and how exactly. Particles, brackets and width do not count."""

import re
from collections.abc import Iterable, Sequence

from knowledge.models import CurrencyNote, Strength
from knowledge.tokens import normalise

EXACT_NAME = 5
_STRENGTHS = frozenset(strength.value for strength in Strength)
_PARTICLES = re.compile(r"[\s「」『』（）()、・のがはをで]")

_NOW = re.compile(
    r"いつの|どの版|何年版|書いていい|書いてよい|使っていい|使ってよい|載せていい|今も|今は|今の|いまも|いまは|いまの|現在|まだ|最新|変わ|廃止|続いて|どうなっ|なくなっ|古い|古く|当時"
    r"|このまま|そのまま|のままで?|丸写し|写し(?:た|て)|残し|直す|直し|書き換え|読み替え|置き換え|改め|改正|もう動|動いて|施行|始まっ|来年度?から|来春|引用|根拠に|通用|いける|通り(?:ます|ま)|合って|よね|でしたっけ|と習|と聞|という名|名前|名称|挙げて|今どき|いまどき"
)


def folded(text: str) -> str:
    """Text for comparing names: 個人情報保護法が改正 and 個人情報保護法の改正 are the same."""
    return _PARTICLES.sub("", normalise(text))


def named_topics(topics: Sequence[str], question: str) -> list[str]:
    """The topics that the question names. 義務 and the like are what is asked, not what it is asked about."""
    plain = normalise(question)
    return [topic for topic in topics if normalise(topic) in plain and topic not in _STRENGTHS]


class NoteNames:
    """Finds the currency notes whose matter a question calls by its name or old wording."""

    def __init__(self, notes: Iterable[CurrencyNote]) -> None:
        self._names = [
            (note, tuple(filter(None, (folded(name) for name in (*note.topics, *(w.old for w in note.wording))))))
            for note in notes
        ]

    def named(self, question: str) -> list[tuple[int, int, CurrencyNote]]:
        """For each such note the length of the longest name and how many are there; the most exact first."""
        plain = folded(question)
        found = []
        for note, names in self._names:
            lengths = [_weight(name) for name in names if name in plain]
            if lengths and max(lengths) >= EXACT_NAME:
                found.append((max(lengths), len(lengths), note))
        return sorted(found, key=lambda one: (-one[0], one[2].confidence.value, one[2].id))


def _weight(name: str) -> int:
    """Length of a name; an abbreviation in capitals says more than its letters."""
    return len(name) + (1 if name.isascii() else 0)


def strength_said(note: CurrencyNote) -> Strength | None:
    """The strength that a note states for something that binds nobody by law: 技術的助言. Others stand in records."""
    return Strength.ADVICE if Strength.ADVICE.value in note.text else None


def asks_what_holds(question: str) -> bool:
    """Whether the question is about what holds now, or whether an old wording may stay."""
    return bool(_NOW.search(normalise(question)))
