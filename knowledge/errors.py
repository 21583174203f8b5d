"""What can go wrong with the knowledge, and what each error tells the person who meets it.

KnowledgeError
├── SourceError          a source file is missing, changed, or not in its declared form
│   └── ParseError       a place in a source is not what the parser expects (carries every such place)
├── IndexMissing         no index has been built yet
├── IndexMismatch        the index was built from other sources or with another embedder
└── ImportRefused        a file offered for import cannot be taken
"""

from collections.abc import Sequence


class KnowledgeError(Exception):
    """Base of all errors of this package; the message is Japanese and ready to be shown."""


class SourceError(KnowledgeError):
    """A source file is missing, was changed, or is not in its declared form."""


class ParseError(SourceError):
    """Places in a source that are not what the parser expects.

    Attributes:
        problems: one line each, with the line number in the source and what was expected there.
    """

    def __init__(self, source: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        listed = "\n".join(f"  - {problem}" for problem in problems)
        super().__init__(f"資料「{source}」を読み取れませんでした。\n{listed}")


class IndexMissing(KnowledgeError):
    """No index has been built yet."""


class IndexMismatch(KnowledgeError):
    """The index was built from other sources, or with another embedder, than those in use."""


class ImportRefused(KnowledgeError):
    """A file offered for import cannot be taken; the message says why and what to do."""
