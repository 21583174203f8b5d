"""Days that pass while the product runs."""

from collections.abc import Iterator
from datetime import date

import pytest

from assistant import settings as clock


def days(monkeypatch: pytest.MonkeyPatch, *following: date) -> Iterator[date]:
    """The machine's calendar, turned on to the next of these days by each step."""

    class Calendar(date):
        at = following[0]

        @classmethod
        def today(cls) -> date:  # type: ignore[override]  # a plain day will do
            return cls.at

    monkeypatch.setattr(clock, "date", Calendar)
    for Calendar.at in following:
        yield Calendar.at
