"""Which units of two texts answer to each other: the equal ones, and among the rest those that were reworded.

Takes time in proportion to the texts, however often the same line stands in them.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from assistant.export.alignment import ALIKE, letter_pairs, likeness

_ALL_PAIRS = 400  # units of one side times those of the other, up to which each is compared with each
_COMMON = 12  # letter pairs that stand in more units than this tell nothing about which units belong together
_CANDIDATES = 4

Pairs = list[tuple[int, int]]


class Unit(NamedTuple):
    """What is paired; only units of the same sort can be each other's rewording.

    Attributes:
        alone: the only one of its sort in a text (the section's heading), so that it always has a partner.
    """

    text: str
    sort: Hashable = ""
    alone: bool = False


def paired(old: Sequence[Unit], new: Sequence[Unit]) -> Pairs:
    """Places of the units that are equal or reworded, rising on both sides."""
    found: Pairs = []
    done_old = done_new = 0
    for at_old, at_new in [*equal(old, new), (len(old), len(new))]:
        found += [(done_old + i, done_new + j) for i, j in _reworded(old[done_old:at_old], new[done_new:at_new])]
        found.append((at_old, at_new))
        done_old, done_new = at_old + 1, at_new + 1
    return found[:-1]


# --- equal ones ----------------------------------------------------------------------------------------------------


def equal(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """Places of equal units, rising on both sides; units that stand only once hold the others in place."""
    found: Pairs = []
    open_ranges = [(0, len(old), 0, len(new))]
    while open_ranges:
        a, b, c, d = open_ranges.pop()
        while a < b and c < d and old[a] == new[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        if a == b or c == d:
            continue
        anchors = _anchors(old, new, (a, b, c, d))
        if not anchors:
            found += _in_order(old, new, (a, b, c, d))
            continue
        found += anchors
        edges = [(a - 1, c - 1), *anchors, (b, d)]
        open_ranges += [(i + 1, k, j + 1, m) for (i, j), (k, m) in pairwise(edges)]
    return sorted(found)


_Range = tuple[int, int, int, int]


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], places: _Range) -> Pairs:
    """The longest rising run of units that stand once on either side."""
    a, b, c, d = places
    once_old = _places_of_single(old, a, b)
    once_new = _places_of_single(new, c, d)
    return _rising([(i, once_new[unit]) for unit, i in once_old.items() if unit in once_new])


def _places_of_single(units: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    places: dict[Hashable, int] = {}
    twice = set()
    for at in range(start, end):
        if units[at] in places:
            twice.add(units[at])
        places[units[at]] = at
    return {unit: at for unit, at in places.items() if unit not in twice}


def _in_order(old: Sequence[Hashable], new: Sequence[Hashable], places: _Range) -> Pairs:
    """Repeated units: the first with the first, the second with the second, as far as the pairs rise."""
    a, b, c, d = places
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at in range(d - 1, c - 1, -1):
        waiting[new[at]].append(at)
    return _rising([(at, waiting[old[at]].pop()) for at in range(a, b) if waiting.get(old[at])])


def _rising(pairs: Pairs) -> Pairs:
    """The longest run of pairs that rises on both sides; the pairs come in order of their first place."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            last.append(at)
        else:
            ends[length], last[length] = place, at
    chain: Pairs = []
    at = last[-1] if last else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


# --- reworded ones -------------------------------------------------------------------------------------------------


def _reworded(old: Sequence[Unit], new: Sequence[Unit]) -> Pairs:
    """The rising run of pairs that is most alike in sum."""
    if not old or not new:
        return []
    letters = [[letter_pairs(unit.text) for unit in units] for units in (old, new)]
    weighed = []
    for i, j in _candidates(letters[0], letters[1]):
        share = _share(old[i], new[j], letters[0][i], letters[1][j])
        if share:
            weighed.append((i, j, share))
    return _heaviest(weighed, len(new))


def _candidates(old: Sequence[Counter[str]], new: Sequence[Counter[str]]) -> Iterator[tuple[int, int]]:
    """Pairs that may be alike: all of few, or those with rare letter pairs in common and those at like places."""
    if len(old) * len(new) <= _ALL_PAIRS:
        yield from ((i, j) for i in range(len(old)) for j in range(len(new)))
        return
    holders: dict[str, list[int]] = defaultdict(list)
    for j, letters in enumerate(new):
        for pair in letters:
            if len(holders[pair]) <= _COMMON:
                holders[pair].append(j)
    for i, letters in enumerate(old):
        votes: Counter[int] = Counter()
        for pair in letters:
            if len(held := holders.get(pair, ())) <= _COMMON:
                votes.update(held)
        like_place = i * len(new) // len(old)
        near = range(max(0, like_place - 1), min(len(new), like_place + 2))
        yield from ((i, j) for j in sorted({*near, *(j for j, _ in votes.most_common(_CANDIDATES))}))


def _share(old: Unit, new: Unit, old_letters: Counter[str], new_letters: Counter[str]) -> float:
    """From ALIKE to 1, or 0."""
    if old.sort != new.sort:
        return 0.0
    if old.alone and new.alone:
        return 1.0
    if 2 * min(len(old.text), len(new.text)) < ALIKE * (len(old.text) + len(new.text)):
        return 0.0  # too unlike in length to have so many in common
    share = likeness(new_letters, old_letters)
    return share if share >= ALIKE else 0.0


def _heaviest(weighed: Sequence[tuple[int, int, float]], width: int) -> Pairs:
    """The run rising on both sides whose weights sum up to most; a tree of running maxima keeps it quick.

    Args:
        weighed: (old place, new place, weight), in order of the old places.
        width: how many new places there are.
    """
    tree: list[tuple[float, int]] = [(0.0, -1)] * (width + 1)
    before: list[int] = []
    best = (0.0, -1)
    for _, group in groupby(enumerate(weighed), lambda entry: entry[1][0]):
        sums = []
        for at, (_, place, weight) in group:
            total, last = _most_up_to(tree, place)
            before.append(last)
            sums.append((total + weight, at, place))
        for total, at, place in sums:
            best = max(best, (total, at))
            _raise(tree, place + 1, (total, at))
    chain: Pairs = []
    at = best[1]
    while at >= 0:
        chain.append(weighed[at][:2])
        at = before[at]
    return chain[::-1]


def _most_up_to(tree: Sequence[tuple[float, int]], place: int) -> tuple[float, int]:
    """The greatest sum that ends before a place."""
    most = (0.0, -1)
    while place > 0:
        most = max(most, tree[place])
        place -= place & -place
    return most


def _raise(tree: list[tuple[float, int]], place: int, entry: tuple[float, int]) -> None:
    while place < len(tree):
        tree[place] = max(tree[place], entry)
        place += place & -place
