"""Read a text as the value of one question, whatever it asks for."""

from assistant.interview import Question
from assistant.models import Fact, Ledger, Status
from assistant.understanding.choices import read_choice
from assistant.understanding.clauses import without_name
from assistant.understanding.figures import read_figure
from assistant.understanding.messages import clean
from assistant.understanding.municipalities import find_municipality
from assistant.understanding.periods import read_date, read_period
from assistant.understanding.plausibility import check
from assistant.understanding.problem import Problem
from assistant.understanding.states import state_of_mind
from assistant.understanding.texts import read_items, read_text
from assistant.understanding.titles import read_title


def read_value(question: Question, text: str) -> Fact | Problem:
    """What the text says, all of which belongs to the question: a value in its canonical form, or another state."""
    said = clean(text)
    if not said:
        return Problem(text="空の回答です。分からないときは「わからない」と答えてください。", key=question.key)
    if question.kind != "choice" and (status := state_of_mind(without_name(question, said))):
        return Fact(key=question.key, status=status, said=said)
    read = _read(question, said)
    return read if isinstance(read, Problem) else check(read, Ledger()) or read


def _read(question: Question, said: str) -> Fact | Problem:
    match question.kind:
        case "count" | "percent":
            return read_figure(question, said)
        case "choice":
            return read_choice(question, said)
        case "period":
            return read_period(question, said)
        case "date":
            return read_date(question, said)
        case "title":
            return read_title(question, said)
        case "items":
            return read_items(question, said)
        case "text":
            return read_text(question, said)
        case "name":
            name, fault = find_municipality(said)
            if fault:
                return Problem(text=fault, key=question.key, said=said)
            return Fact(key=question.key, status=Status.ANSWERED, value=name, said=said)
