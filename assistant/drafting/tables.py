"""Tables in a section's text: one line a row, cells between bars."""

from collections.abc import Callable, Iterable, Sequence

from assistant.drafting.phrases import Slot, word
from assistant.drafting.writer import Writer, laid_out

Cell = str | Slot | Callable[[], None]


def write_table(writer: Writer, head: Iterable[str], rows: Iterable[Sequence[Cell]]) -> None:
    """A table with its header (names of phrases) and its rows."""
    write_row(writer, [word(name) for name in head])
    for row in rows:
        write_row(writer, row)


def write_row(writer: Writer, cells: Sequence[Cell]) -> None:
    """One row; a cell is a word of the program, a traced value, or a function that writes traced pieces."""
    if writer.text and not writer.text.endswith("\n"):
        writer.text += "\n"
    writer.text += "|"
    for cell in cells:
        writer.text += " "
        match cell:
            case str():
                writer.text += laid_out(cell)
            case Slot(text=None, ref=ref):
                writer.fact(ref)
            case Slot(text=text, kind=kind, ref=ref, kept=kept):
                writer.span(text or "", [(kind, ref)], kept=kept)
            case _:
                cell()
        writer.text += " |"
    writer.text += "\n"
