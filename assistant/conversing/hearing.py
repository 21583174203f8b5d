"""What people state: answers to the open question, facts in passing, corrections."""

from collections.abc import Sequence

from assistant.conversing.settling import Settling
from assistant.events import Noted
from assistant.interview import Question, load_questions
from assistant.models import Fact
from assistant.understanding import (
    Problem,
    Reading,
    check,
    doubt,
    is_question,
    read_answer,
    read_correction,
    read_message,
)


class Hearing(Settling):
    """The part of an exchange that takes down what a person states."""

    def _hear_freely(self, message: str) -> bool:
        """A message outside an interview: facts, or a question; whether something was asked back."""
        reading = self._stated(message)
        if reading is None:
            self._answer(message)
            return False
        return self._take_checked(list(reading.facts), reading.problems)

    def _stated(self, message: str) -> Reading | None:
        """The facts of a message that is no question; None if it states none."""
        asks = is_question(message, answering=False)
        reading = None if asks else read_message(load_questions(), message, self._ledger)
        return reading if reading and (reading.facts or reading.problems) else None

    def _hear_answer(self, question: Question, message: str) -> None:
        """An answer to the open question, perhaps with other facts in the same breath."""
        others = [q for q in load_questions() if q.key != question.key]
        beside = read_message(others, message, self._ledger)
        if (beside.facts or beside.problems) and not beside.unread:
            if not self._take_checked(list(beside.facts), beside.problems):
                self._ask_again()
            return
        if question.kind in ("text", "items"):
            beside = Reading()
        own = read_message([question], message) if beside.facts or beside.problems else Reading()
        read = own.facts[0] if own.facts else read_answer(question, message)
        if isinstance(read, Fact) and (fault := check(read, self._ledger)):
            read = fault
        if isinstance(read, Problem):
            if not self._take_checked(list(beside.facts), (*beside.problems, read)):
                self._ask_again()
            return
        if not self._take_checked([read, *beside.facts], beside.problems):
            self._go_on()

    def _correct(self, message: str) -> bool:
        """Take a correction of something said before; False if it names no fact or no value can be read."""
        read = read_correction(load_questions(), message, self._ledger)
        if read is None:
            return False
        if isinstance(read, Problem) and read.no_value:
            self._want_right_value(read.key)
        elif isinstance(read, Problem) or (fault := check(read, self._ledger)):
            problem = read if isinstance(read, Problem) else fault
            assert problem is not None
            self._say(problem.text)
            self._await_right_value([problem])
            self._ask_again()
        else:
            self._take_corrected(read)
        return True

    def _take_checked(self, facts: list[Fact], problems: Sequence[Problem] = ()) -> bool:
        """Keep the plausible facts and say which; ask back about the others, and about the problems.

        Returns:
            whether the person is asked if a fact is so; the open question waits for the reply.
        """
        taken, doubted, faults, known = [], [], [], self._ledger
        for fact in facts:
            if fault := check(fact, known):
                faults.append(fault)
            elif doubt(fact, known.get(fact.key)):
                doubted.append(fact)
            else:
                taken.append(fact)
                known = known.with_fact(fact)
        if taken:
            self._keep(taken)
            self.events.append(Noted(facts=tuple(taken)))
        for problem in (*faults, *problems):
            self._say(problem.text)
        self._await_right_value((*faults, *problems))
        return self._doubt(doubted)

    def _await_right_value(self, problems: Sequence[Problem]) -> None:
        """A bare value that follows belongs to the one answer that was asked back, if no question is open."""
        keys = {problem.key for problem in problems if problem.key}
        if self.state.asking is None and len(keys) == 1:
            self._move(correcting=keys.pop())
