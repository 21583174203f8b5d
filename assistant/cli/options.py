"""Options that several commands share."""

from datetime import date

import click


def day(text: str) -> date:
    """A date as the command line takes it."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"日付「{text}」を読めません。2026-11-23 の形で書いてください。") from error
