"""What a planner should know of each measure before picking it (prompts/measure_advice.yaml)."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from pydantic import Field

from assistant.models import Value
from knowledge.datafiles import load_records
from prompts import FOLDER


class Range(Value):
    """Populations between which a measure makes sense; None is open."""

    min: int | None = None
    max: int | None = None


class Advice(Value):
    """For whom a measure is, how hard a start is, and why one would or would not take it."""

    measure: str
    start: Literal["易", "中", "難"]
    start_reason: str
    themes: dict[str, str] = Field(default={})
    done: tuple[str, ...] = ()
    geography: tuple[str, ...] = ()
    population: Range = Range()
    one_person_it: Literal["fits", "heavy"]
    duty: bool = False
    only_when: dict[str, str] = Field(default={})
    urgent_when: dict[str, tuple[str, ...]] = Field(default={})
    overlaps: tuple[str, ...] = ()
    why: str
    caution: str


@lru_cache(maxsize=1)
def load_advice() -> Mapping[str, Advice]:
    """The advice by id of the measure."""
    return {advice.measure: advice for advice in load_records(FOLDER / "measure_advice.yaml", Advice)}
