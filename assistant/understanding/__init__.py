"""Read messages without a model: is it an answer, a command, a correction or a question, and what does it say? Rules only."""

from assistant.understanding.answers import read_answer
from assistant.understanding.clauses import named
from assistant.understanding.commands import Command, command, is_correction, is_question, section_named
from assistant.understanding.consent import consent
from assistant.understanding.corrections import read_correction, read_right_value
from assistant.understanding.messages import clean
from assistant.understanding.named import Reading, read_message, read_named
from assistant.understanding.periods import fiscal_year
from assistant.understanding.plausibility import check, doubt, newest_last
from assistant.understanding.plausibility import check as plausible
from assistant.understanding.problem import Problem
from assistant.understanding.states import state_of_mind

__all__ = [
    "Command",
    "Problem",
    "Reading",
    "check",
    "clean",
    "command",
    "consent",
    "doubt",
    "fiscal_year",
    "is_correction",
    "is_question",
    "named",
    "newest_last",
    "plausible",
    "read_answer",
    "read_correction",
    "read_message",
    "read_named",
    "read_right_value",
    "section_named",
    "state_of_mind",
]
