"""Read a message as the answer to the question that is open."""

from assistant.interview import Question, load_questions
from assistant.models import Fact, Status
from assistant.understanding.messages import aligned, clean
from assistant.understanding.named import stated_by_name
from assistant.understanding.problem import Problem
from assistant.understanding.values import read_value

_KEPT_WHOLE = ("text", "items")


def read_answer(question: Question, message: str) -> Fact | Problem:
    """What the message says as an answer to the question: a value in its canonical form, or one of the other states.

    What the message states of other facts by name is left aside.
    """
    said = clean(message)
    if question.kind in _KEPT_WHOLE:
        return read_value(question, said)
    others = stated_by_name([q for q in load_questions() if q.key != question.key], said, aligned(said))
    rest = said
    for _, start, end in reversed(others):
        rest = f"{rest[:start]}、{rest[end:]}"
    rest = rest.strip(" 　、。,\n")
    if others and not rest:
        return _beside(question, said, [read for read, _, _ in others])
    return read_value(question, rest).model_copy(update={"said": said})


def _beside(question: Question, said: str, others: list[Fact | Problem]) -> Fact | Problem:
    """A figure in the same breath as another one (人口3万2千人のうち38.5％); nothing else is said of two facts at once."""
    taken = [other.value for other in others if isinstance(other, Fact)]
    if question.kind in ("count", "percent"):
        read = read_value(question, said)
        if isinstance(read, Fact) and read.status is Status.ANSWERED and read.value not in taken:
            return read
    return Problem(
        text=f"{question.label}の答えは読み取れませんでした。「{question.example}」のように答えてください。",
        key=question.key,
        said=said,
    )
