"""What was asked back about answers: whether a doubtful one is so, and what is right where one was called wrong."""

from assistant.conversing.interviewing import Interviewing
from assistant.describing import describe
from assistant.events import Noted
from assistant.interview import question_for
from assistant.models import Fact
from assistant.understanding import Problem, consent, doubt, is_question, read_right_value

YES, NO = "はい", "いいえ"


class Settling(Interviewing):
    """The part of an exchange that settles what is uncertain about answers."""

    def _settle(self, message: str) -> bool:
        """Deal with a reply to what was asked back; False if the message is none, or another thing is to be done with it."""
        if self.state.doubted:
            return self._settle_doubt(message)
        return bool(self.state.correcting) and self._settle_correction(message)

    def _settle_doubt(self, message: str) -> bool:
        doubted = self.state.doubted
        meant = consent(message)
        if meant is None and is_question(message, answering=True):
            self._answer(message)
            self._doubt(list(doubted))
            return True
        self._move(doubted=())
        if meant == "yes":
            self._keep(list(doubted))
            self.events.append(Noted(facts=doubted, corrected=True))
            self._leave_settled(doubted)
        elif meant == "leave":
            self._leave_as_it_is(doubted[0].key)
        elif meant == "no":
            self._want_right_value(doubted[0].key, "記録は変えていません。")
        else:
            self._move(correcting=doubted[0].key)
            if not self._settle_correction(message):
                self._drop(doubted)
                return False
        return True

    def _drop(self, doubted: tuple[Fact, ...]) -> None:
        """Say that what was in doubt is not kept, as the person goes on with something else."""
        if doubted:
            self._say(f"確かめていた答え（{'、'.join(map(describe, doubted))}）は、記録していません。")

    def _settle_correction(self, message: str) -> bool:
        key = self.state.correcting
        assert key is not None
        if is_question(message, answering=True):
            return False
        self._move(correcting=None)
        if consent(message) == "leave":
            self._leave_as_it_is(key)
            return True
        read = read_right_value(question_for(key), message, self._ledger)
        if isinstance(read, Problem):
            return False
        self._take_corrected(read)
        return True

    def _take_corrected(self, fact: Fact) -> None:
        """Keep the right value, or ask once whether it is one."""
        if self._doubt([fact]):
            return
        self._keep([fact])
        self.events.append(Noted(facts=(fact,), corrected=True))
        self._leave_settled((fact,))

    def _want_right_value(self, key: str, before: str = "") -> None:
        """Ask what is right, and say what is kept now."""
        question = question_for(key)
        self._move(correcting=key)
        self._say(
            f"{before}いまの記録：{describe(self._ledger.get(key))}。"
            f"{question.label}の正しい答えを教えてください（例：{question.example}）。このままでよければ「そのまま」と答えてください。"
        )

    def _doubt(self, facts: list[Fact]) -> bool:
        """Ask once about those of the facts that differ much from what is kept; whether there are any."""
        found = [(fact, text) for fact in facts if (text := doubt(fact, self._ledger.get(fact.key)))]
        if not found:
            return False
        self._move(doubted=tuple(fact for fact, _ in found), correcting=None)
        self._offer("".join(text for _, text in found) + "これで合っていますか。まだ記録していません。", (YES, NO))
        return True

    def _leave_as_it_is(self, key: str) -> None:
        self._say(f"記録はそのままにしました：{describe(self._ledger.get(key))}")
        self._ask_again()

    def _leave_settled(self, facts: tuple[Fact, ...]) -> None:
        """Go on where the person was before the answer was asked back."""
        if any(fact.key == self.state.asking for fact in facts):
            self._go_on()
        else:
            self._ask_again()
