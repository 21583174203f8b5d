"""Which records a question names, and how exactly. Particles, brackets and width do not count."""

import re
from collections.abc import Iterable, Sequence

from knowledge.models import CurrencyNote, Requirement, Strength
from knowledge.tokens import normalise

EXACT_NAME = 5
GAP = "…"
MORE_EXACT = 3  # a name of parts that are all there leaves less doubt than its letters
_STRENGTHS = frozenset(strength.value for strength in Strength)
_PARTICLES = re.compile(r"[\s「」『』（）()、・のがはをで]")

_NOW = re.compile(
    r"いつの|どの版|(?:今|いま)(?:は|って)?(?:なに|何|どう|どれ|どんな|どこ|いくつ)|何年版|書いていい|書いてよい|使っていい|使ってよい|載せていい|今も|今は|今の|いまも|いまは|いまの|現在|まだ|最新|変わ|廃止|続いて|どうなっ|なくなっ|古い|古く|当時"
    r"|このまま|そのまま|のままで?|丸写し|写し(?:た|て)|残し|直す|直し|書き換え|読み替え|置き換え|改め|改正|もう動|動いて|施行|始まっ|来年度?から|成立|できたそう|できたと|今日から|効いて|効きます|来春|引用|根拠に|通用|いける|通り(?:ます|ま)|合って|よね|でしたっけ|と習|と聞|という名|名前|名称|挙げて|今どき|いまどき"
)


_FIGURE = re.compile(
    r"何(?:%|パーセント|割|団体|自治体|市町村|件|枚|通|か所|箇所|万|人|字|台|カ所|ヶ所)|率(?:は|も|を|が|って|、|と|の|だけ|[?。]|$)|割合|実績|実数|いくつ(?!か)|数字|枚数|件数|団体数|達成"
    r"|(?:どこまで|どのくらい|どれくらい|どのぐらい|どれぐらい|どれだけ)|進み(?:具合|は|ぐあい)|進捗|増え|普及(?:は|し|の)|成果|結果|(?<![者世回件人点])数(?:は|を|って|も|と)"
)


def folded(text: str) -> str:
    """Text for comparing names: 個人情報保護法が改正 and 個人情報保護法の改正 are the same."""
    return _PARTICLES.sub("", normalise(text))


def occurs(name: str, plain: str) -> bool:
    """Whether a name is in a normalised text; of 「A…B」, whether both parts are, wherever they stand."""
    return all(normalise(part) in plain for part in name.split(GAP))


def named_topics(topics: Sequence[str], question: str) -> list[str]:
    """The topics that the question names. 義務 and the like are what is asked, not what it is asked about."""
    plain = normalise(question)
    return [topic for topic in topics if occurs(topic, plain) and topic not in _STRENGTHS]


class NoteNames:
    """Finds the currency notes whose matter a question calls by its name or old wording."""

    def __init__(self, notes: Iterable[CurrencyNote]) -> None:
        self._names = [
            (note, tuple(filter(any, (_parts(name) for name in (*note.topics, *(w.old for w in note.wording))))))
            for note in notes
        ]

    def named(self, question: str) -> list[tuple[int, int, CurrencyNote]]:
        """For each such note the length of the longest name and how many are there; the most exact first."""
        plain = folded(question)
        found = []
        for note, names in self._names:
            lengths = [
                sum(map(_weight, name)) + MORE_EXACT * (len(name) > 1)
                for name in names
                if all(part in plain for part in name)
            ]
            if lengths and max(lengths) >= EXACT_NAME:
                found.append((max(lengths), len(lengths), note))
        return sorted(found, key=lambda one: (-one[0], one[2].confidence.value, one[2].id))


class RecordNames:
    """Finds the requirements that a question names beyond doubt."""

    def __init__(self, requirements: Iterable[Requirement]) -> None:
        self._requirements = [requirement for requirement in requirements if requirement.names]

    def named(self, question: str) -> list[Requirement]:
        """These requirements, the most exactly named first."""
        plain = normalise(question)
        found = []
        for requirement in self._requirements:
            lengths = [len(name) for name in requirement.names if occurs(name, plain)]
            if lengths:
                found.append((max(lengths), requirement))
        return [requirement for _, requirement in sorted(found, key=lambda one: -one[0])]


class Figures:
    """The notes that hold numbers, by what these count."""

    def __init__(self, notes: Iterable[CurrencyNote]) -> None:
        self._notes = [note for note in notes if note.figures]

    def asked_for(self, question: str) -> list[CurrencyNote]:
        """The notes whose numbers the question asks for, the most exactly named first."""
        if not asks_for_figure(question):
            return []
        plain = normalise(question)
        found = []
        for note in self._notes:
            lengths = [len(name) for name in note.figures if occurs(name, plain)]
            if lengths:
                found.append((max(lengths), note))
        return [note for _, note in sorted(found, key=lambda one: -one[0])]


def _parts(name: str) -> tuple[str, ...]:
    return tuple(folded(part) for part in name.split(GAP))


def _weight(name: str) -> int:
    """Length of a name; an abbreviation in capitals says more than its letters, NISC more than CIO."""
    return len(name) + (min(2, len(name) // 2) if name.isascii() else 0)


def asks_for_figure(question: str) -> bool:
    """Whether a number, a rate or what has been reached is asked for."""
    return bool(_FIGURE.search(normalise(question)))


def strength_said(note: CurrencyNote) -> Strength | None:
    """The strength that a note states for something that binds nobody by law: 技術的助言. Others stand in records."""
    return Strength.ADVICE if Strength.ADVICE.value in note.text else None


def asks_what_holds(question: str) -> bool:
    """Whether the question is about what holds now, or whether an old wording may stay."""
    return bool(_NOW.search(normalise(question)))
