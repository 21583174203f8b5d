"""Which paragraphs of two versions answer to each other, and what changed within them. Pure; knows no file format."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter
from typing import Literal

from assistant.export.blocks import level_of, lines_of
from assistant.export.document import SectionText
from assistant.models import Value

ALIKE = 0.35  # share of letter pairs in common from which a paragraph counts as the other one reworded
_MOST_PAIRS = 100_000  # paragraphs of one version times those of the other; beyond it nothing is called reworded
_MOST_TOKENS = 400_000  # the same for the words of two paragraphs; beyond it their middle counts as changed
_MOST_EQUAL = 25_000  # pairs of equal words in them; there are as many only where a few words come again and again
_TOKEN = re.compile(
    r"〔[^〔〕]*〕|[0-9０-９]+(?:[,.，．][0-9０-９]+)*|[〇一二三四五六七八九十百千万億兆]{2,}"
    r"|[A-Za-zＡ-Ｚａ-ｚ]+|[ァ-ヶーｦ-ﾟ]+|.",
    re.DOTALL,
)
_FILLER = re.compile(r".|[ぁ-ん、。]{2}", re.DOTALL)

Kind = Literal["same", "changed", "added", "removed", "skipped"]


class Span(Value):
    """A stretch of a paragraph."""

    text: str
    changed: bool


class Pair(Value):
    """A paragraph and what it was; one side is empty if it was added or removed, both if unchanged ones are skipped."""

    kind: Kind
    level: int = 0
    new: tuple[Span, ...] = ()
    old: tuple[Span, ...] = ()


class ComparedSection(Value):
    """A section in both versions."""

    number: int
    pairs: tuple[Pair, ...]

    @property
    def unchanged(self) -> bool:
        """Whether the section reads the same in both."""
        return all(pair.kind == "same" for pair in self.pairs)

    @property
    def abridged(self) -> "ComparedSection":
        """The section with its unchanged stretches skipped, save the headings that lead to a change."""
        return self.model_copy(update={"pairs": tuple(_abridged(self.pairs))})


class _Unit(Value):
    text: str
    level: int


def compare(
    new: Iterable[tuple[int, str, str] | SectionText], old: Iterable[tuple[int, str, str] | SectionText]
) -> tuple[ComparedSection, ...]:
    """Two versions section by section, in the order of their numbers; each version is (number, title, text)…"""
    units = [{number: _units(number, title, text) for number, title, text in version} for version in (new, old)]
    return tuple(
        ComparedSection(number=number, pairs=tuple(_pairs(units[0].get(number, []), units[1].get(number, []))))
        for number in sorted(units[0].keys() | units[1].keys())
    )


def changes(new: str, old: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """What changed between two wordings of a paragraph, for the new one and for the old one."""
    words = [_TOKEN.findall(text) for text in (new, old)]
    start = _common(*words)
    end = _common(words[0][start:][::-1], words[1][start:][::-1])
    middle = [tokens[start : len(tokens) - end] for tokens in words]
    pieces = [
        (False, "".join(words[0][:start]), "".join(words[1][:start])),
        *_pieces(middle[0], middle[1]),
        (False, "".join(words[0][len(words[0]) - end :]), "".join(words[1][len(words[1]) - end :])),
    ]
    return _spans((changed, text) for changed, text, _ in pieces), _spans(
        (changed, text) for changed, _, text in pieces
    )


# --- paragraphs ----------------------------------------------------------------------------------------------------


def _units(number: int, title: str, text: str) -> list[_Unit]:
    lines = lines_of(text)
    units = [_Unit(text=line, level=level_of(line, first=at == 0)) for at, line in enumerate(lines)]
    if not units or units[0].level != 1:
        units.insert(0, _Unit(text=f"{number}. {title}", level=1))
    return units


def _pairs(new: list[_Unit], old: list[_Unit]) -> list[Pair]:
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, [unit.text for unit in old], [unit.text for unit in new], autojunk=False)
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            pairs += [
                Pair(kind="same", level=unit.level, new=_plain(unit.text), old=_plain(unit.text))
                for unit in new[new_start:new_end]
            ]
        else:
            pairs += _replaced(new[new_start:new_end], old[old_start:old_end])
    return pairs


def _replaced(new: list[_Unit], old: list[_Unit]) -> list[Pair]:
    """Reworded paragraphs opposite each other, the others alone, in the order of both versions."""
    pairs: list[Pair] = []
    done_new = done_old = 0
    for at_new, at_old in [*_partners(new, old), (len(new), len(old))]:
        pairs += [Pair(kind="removed", level=u.level, old=_whole(u.text)) for u in old[done_old:at_old]]
        pairs += [Pair(kind="added", level=u.level, new=_whole(u.text)) for u in new[done_new:at_new]]
        if at_new < len(new):
            spans = changes(new[at_new].text, old[at_old].text)
            pairs.append(Pair(kind="changed", level=new[at_new].level, new=spans[0], old=spans[1]))
        done_new, done_old = at_new + 1, at_old + 1
    return pairs


def _partners(new: list[_Unit], old: list[_Unit]) -> list[tuple[int, int]]:
    """Places of the paragraphs that answer to each other: the order-keeping choice that is most alike in sum."""
    if len(new) * len(old) > _MOST_PAIRS:
        return []
    letters = [[letter_pairs(unit.text) for unit in units] for units in (new, old)]
    alike = [[_alike(new[i], old[j], letters[0][i], letters[1][j]) for j in range(len(old))] for i in range(len(new))]
    best = [[0.0] * (len(old) + 1) for _ in range(len(new) + 1)]
    for i in reversed(range(len(new))):
        for j in reversed(range(len(old))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], alike[i][j] and alike[i][j] + best[i + 1][j + 1])
    partners = []
    i = j = 0
    while i < len(new) and j < len(old):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            partners.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return partners


def _alike(new: _Unit, old: _Unit, new_pairs: Counter[str], old_pairs: Counter[str]) -> float:
    """From ALIKE to 1, or 0; two headings of a section are always alike, a heading and a paragraph never."""
    if new.level == old.level == 1:
        return 1.0
    total = len(new.text) + len(old.text)
    if new.level != old.level or 2 * min(len(new.text), len(old.text)) < ALIKE * total:
        return 0.0  # too unlike in length to have so many in common
    share = likeness(new_pairs, old_pairs)
    return share if share >= ALIKE else 0.0


def likeness(new_pairs: Counter[str], old_pairs: Counter[str]) -> float:
    """Share of letter pairs that two texts have in common, 0 to 1."""
    return 2 * (new_pairs & old_pairs).total() / (new_pairs.total() + old_pairs.total())


def letter_pairs(text: str) -> Counter[str]:
    """The pairs of neighbouring letters of a text, by which `likeness` compares."""
    return Counter(text[at : at + 2] for at in range(max(1, len(text) - 1)))


def _abridged(pairs: Sequence[Pair]) -> list[Pair]:
    shown = [pair.kind != "same" or pair.level == 1 for pair in pairs]
    above = 0  # a heading of this level or a deeper one is not above the next change
    for at in reversed(range(len(pairs))):
        level = pairs[at].level
        if pairs[at].kind != "same":
            above = level or 4
        elif 0 < level < above:
            shown[at] = True
            above = level
    kept: list[Pair] = []
    for is_shown, group in groupby(zip(shown, pairs, strict=True), itemgetter(0)):
        kept += [pair for _, pair in group] if is_shown else [Pair(kind="skipped")]
    return kept


# --- words ---------------------------------------------------------------------------------------------------------


def _common(one: list[str], other: list[str]) -> int:
    """How many tokens two lists have in common at their beginning."""
    count = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        count += 1
    return count


def _pieces(new: list[str], old: list[str]) -> list[tuple[bool, str, str]]:
    """(changed?, new text, old text) in order; what little stays the same between two changes counts as changed."""
    counts = Counter(new), Counter(old)
    equal = sum(count * counts[1][token] for token, count in counts[0].items())
    if len(new) * len(old) > _MOST_TOKENS or equal > _MOST_EQUAL:
        return [(True, "".join(new), "".join(old))]
    pieces = [
        (tag != "equal", "".join(new[new_start:new_end]), "".join(old[old_start:old_end]))
        for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    ]
    return [
        (changed or (0 < at < len(pieces) - 1 and bool(_FILLER.fullmatch(mine))), mine, yours)
        for at, (changed, mine, yours) in enumerate(pieces)
    ]


def _spans(pieces: Iterable[tuple[bool, str]]) -> tuple[Span, ...]:
    """Spans without empty ones; neighbours of one kind are one."""
    written = [(changed, text) for changed, text in pieces if text]
    return tuple(
        Span(text="".join(text for _, text in group), changed=changed)
        for changed, group in groupby(written, lambda piece: piece[0])
    )


def _plain(text: str) -> tuple[Span, ...]:
    return (Span(text=text, changed=False),)


def _whole(text: str) -> tuple[Span, ...]:
    return (Span(text=text, changed=True),)
