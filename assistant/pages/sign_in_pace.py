"""How fast passwords may be tried. Kept in memory: a restart forgets it, and nobody is shut out for long."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from assistant.errors import AssistantError

FORGET_AFTER_S = 15 * 60
MOST_KEPT = 10_000
Key = tuple[str, str]


class TooManyTries(AssistantError):
    """Somebody has to wait before the next try.

    Attributes:
        seconds: how long, rounded up.
    """

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"パスワードの間違いが続いたため、ログインを少しの間止めています。あと{seconds}秒待ってから、もう一度試してください。"
            "パスワードを忘れたときは、システムの管理者に新しいパスワードを頼んでください。"
        )
        self.seconds = seconds


class Rule(NamedTuple):
    """So many tries are free; after each further one there is a wait, twice as long as the last, up to a limit.

    The free tries come back one by one, all of them within a quarter of an hour.
    """

    free: int
    first_s: float
    longest_s: float

    def wait(self, tries: float) -> float:
        """Seconds to wait after so many tries."""
        beyond = math.ceil(tries) - self.free
        return 0.0 if beyond < 0 else min(self.longest_s, self.first_s * 2.0 ** min(beyond, 30))

    def left(self, tries: float, seconds: float) -> float:
        """How many tries still count when so many seconds have passed."""
        return max(0.0, tries - seconds * self.free / FORGET_AFTER_S)


BOTH = Rule(free=5, first_s=10, longest_s=60)
ADDRESS = Rule(free=60, first_s=5, longest_s=60)  # a whole office may come through one address
NAME = Rule(free=20, first_s=5, longest_s=60)


@dataclass
class _Tries:
    count: float = 0.0
    last: float = 0.0
    until: float = 0.0


class Pace:
    """Counts the tries by name, by address, and by both together.

    Where a person has signed in before (since the server started), tries for their name from elsewhere do not count
    against them: nobody shuts a colleague out by trying that colleague's name. All waits are at most a minute.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tries: OrderedDict[Key, _Tries] = OrderedDict()  # whoever tried last comes last
        self._known: set[Key] = set()

    def enter(self, name: str, address: str) -> None:
        """Before a password is checked: the try counts as a wrong one until `succeeded` is told.

        Raises:
            TooManyTries: if one has to wait; a try that is refused does not count.
        """
        now, rules = self._clock(), self._rules(name, address)
        left = max((self._tries[key].until - now for key in rules if key in self._tries), default=0.0)
        if left > 0:
            raise TooManyTries(math.ceil(left))
        self._make_room()
        for key, rule in rules.items():
            tries = self._tries.setdefault(key, _Tries())
            tries.count = rule.left(tries.count, now - tries.last) + 1
            tries.last, tries.until = now, now + rule.wait(tries.count)
            self._tries.move_to_end(key)

    def succeeded(self, name: str, address: str) -> None:
        """The password was right."""
        if len(self._known) >= MOST_KEPT:
            self._known.clear()
        self._known.add((name, address))
        self._tries.pop((name, address), None)
        for key in ((name, ""), ("", address)):
            if tries := self._tries.get(key):
                tries.count, tries.until = tries.count - 1, 0.0

    def _rules(self, name: str, address: str) -> dict[Key, Rule]:
        rules = {(name, address): BOTH, ("", address): ADDRESS}
        return rules if (name, address) in self._known else {**rules, (name, ""): NAME}

    def _make_room(self) -> None:
        while len(self._tries) >= MOST_KEPT:
            self._tries.popitem(last=False)
