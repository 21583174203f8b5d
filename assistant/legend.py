"""What signs and words mean that the product's pages and the office's papers use, said where they stand (prompts/legend.yaml)."""

from functools import lru_cache
from typing import Literal

from assistant.models import Value
from knowledge.datafiles import load_records
from knowledge.models import Text
from prompts import FOLDER

Place = Literal["board", "measures", "appendix"]


class LegendEntry(Value):
    """A sign or a word, and what it means.

    Attributes:
        source: id of the record that the explanation rests on; None for what is the product's own.
    """

    term: Text
    text: Text
    places: tuple[Place, ...]
    source: Text | None = None

    @property
    def is_sign(self) -> bool:
        """Whether it is a single sign, which nobody could guess."""
        return len(self.term) == 1 and not self.term.isalpha()


@lru_cache(maxsize=1)
def load_legend() -> tuple[LegendEntry, ...]:
    """All entries, in the order of the file."""
    return load_records(FOLDER / "legend.yaml", LegendEntry)


def legend_of(place: Place) -> tuple[LegendEntry, ...]:
    """What is explained at a place."""
    return tuple(entry for entry in load_legend() if place in entry.places)
