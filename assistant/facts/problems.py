"""What is wrong in a facts file: the field, the value, and what would be right."""

from dataclasses import dataclass

from assistant.errors import InputError


@dataclass(frozen=True)
class FactsProblem:
    """One mistake.

    Attributes:
        field: its path in the file, e.g. facts.ageing_rate or measures[0].kpis[1].year.
        expected: what would be right, in Japanese.
    """

    field: str
    value: object
    expected: str

    @property
    def text(self) -> str:
        shown = str(self.value)
        return f"{self.field}（値：{shown if len(shown) <= 60 else shown[:60] + '…'}）：{self.expected.rstrip('。')}。"


class FactsFileRefused(InputError):
    """The file has mistakes; nothing of it is taken."""

    def __init__(self, problems: list[FactsProblem]) -> None:
        listed = "\n".join(f"  - {problem.text}" for problem in problems)
        super().__init__(
            f"事実ファイルに{len(problems)}件の誤りがあります。直してから、もう一度実行してください。\n{listed}"
        )
        self.problems = problems
