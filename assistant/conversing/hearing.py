"""What people state: answers to the open question, facts in passing, corrections."""

from collections.abc import Sequence

from assistant.conversing.interviewing import Interviewing
from assistant.events import Noted
from assistant.interview import Question, load_questions
from assistant.models import Fact
from assistant.understanding import Problem, Reading, check, is_question, read_answer, read_correction, read_message


class Hearing(Interviewing):
    """The part of an exchange that takes down what a person states."""

    def _hear_freely(self, message: str) -> None:
        """A message outside an interview: facts, or a question."""
        reading = self._stated(message)
        if reading is None:
            self._answer(message)
            return
        self._take_checked(list(reading.facts), reading.problems)

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
            self._take_checked(list(beside.facts), beside.problems)
            self._ask_again()
            return
        if question.kind in ("text", "items"):
            beside = Reading()
        own = read_message([question], message) if beside.facts or beside.problems else Reading()
        read = own.facts[0] if own.facts else read_answer(question, message)
        if isinstance(read, Fact) and (fault := check(read, self._ledger)):
            read = fault
        if isinstance(read, Problem):
            self._take_checked(list(beside.facts), (*beside.problems, read))
            self._ask_again()
            return
        self._take_checked([read, *beside.facts], beside.problems)
        self._go_on()

    def _correct(self, message: str) -> bool:
        """Take a correction of something said before; False if it names no fact or no value can be read."""
        read = read_correction(load_questions(), message, self._ledger)
        if read is None:
            return False
        if isinstance(read, Problem) or (fault := check(read, self._ledger)):
            self._say(read.text if isinstance(read, Problem) else fault.text if fault else "")
            self._ask_again()
            return True
        self._keep([read])
        self.events.append(Noted(facts=(read,), corrected=True))
        if read.key == self.state.asking:
            self._go_on()
        else:
            self._ask_again()
        return True

    def _take_checked(self, facts: list[Fact], problems: Sequence[Problem] = ()) -> None:
        """Keep the plausible facts and say which; ask back about the others, and about the problems."""
        taken, faults, known = [], [], self._ledger
        for fact in facts:
            if fault := check(fact, known):
                faults.append(fault)
            else:
                taken.append(fact)
                known = known.with_fact(fact)
        if taken:
            self._keep(taken)
            self.events.append(Noted(facts=tuple(taken)))
        for problem in (*faults, *problems):
            self._say(problem.text)
