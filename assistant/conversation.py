"""What happens next in a chat: a pure function of the state and the message. Renders nothing, stores nothing."""

from assistant.choosing import decided
from assistant.conversing.hearing import Hearing
from assistant.conversing.interviewing import EVERYTHING, MEASURES, open_question
from assistant.conversing.requests import Requests
from assistant.conversing.state import REMEMBERED, Knows, State
from assistant.events import Event, Said
from assistant.interview import question_for
from assistant.models import SECTIONS, Ledger, Turn
from assistant.understanding import Command, command, is_correction, is_question, state_of_mind
from knowledge.tokens import normalise

__all__ = ["EVERYTHING", "LONGEST_MESSAGE", "MEASURES", "REMEMBERED", "State", "open_question", "respond"]

LONGEST_MESSAGE = 8_000
_ABOUT_QUESTIONS = {"法令・手引について質問する", "質問する", "質問したい"}
_FOR_READERS: frozenset[Command] = frozenset({"recommend", "check", "import", "export", "inquiry", "show"})


def respond(
    state: State, message: str, ledger: Ledger, knows: Knows, refusal: str | None = None
) -> tuple[State, list[Event]]:
    """The next state, and what is to be done and shown, in order.

    Args:
        refusal: what to say to a person who may not change the plan; None for one who may.
    """
    message = message.strip()[:LONGEST_MESSAGE]
    talk = _Talk(state.model_copy(update={"offered": ()}), ledger, knows)
    if not message:
        talk.events.append(Said(text="メッセージが空です。質問か、聞き取りへの答えを書いてください。"))
    elif refusal is None:
        talk.hear(message)
    else:
        talk.hear_reader(message, refusal)
    turns = (*talk.state.turns, Turn(role="user", text=message))[-REMEMBERED:]
    return talk.state.model_copy(update={"turns": turns}), talk.events


class _Talk(Hearing, Requests):
    """Finds out what kind of message it is, and lets the part that is for it do the rest."""

    def hear(self, message: str) -> None:
        wanted = command(message)
        if wanted in (None, "stop") and self._settle(message):
            return
        self._drop(self.state.doubted)
        self._move(doubted=())
        match wanted:
            case "start":
                self._begin(self.state.sections or tuple(SECTIONS))
            case "draft":
                self._draft(message)
            case "stop" if self.state.sections:
                self._finish(early=True)
            case "back" if self.state.sections:
                self._go_back()
            case "later" if self.state.sections:
                self._put_off()
            case "skip" if self.state.sections:
                self._skip()
            case "short" | "plain":
                self._revise(wanted, message)
            case _ if not self._lead(wanted, message):
                self._hear_words(message)

    def hear_reader(self, message: str, refusal: str) -> None:
        """Somebody who may only read: questions, recommendations and the way to pages; the rest is refused whole."""
        answers = self.state.asking is not None and not is_question(message, answering=True)
        self._move(sections=(), asking=None, trail=(), put_off=(), skipped=(), returned=False)
        self._move(correcting=None, doubted=())
        wanted = command(message)
        if wanted in _FOR_READERS and self._lead(wanted, message):
            return
        changes = wanted is not None and wanted not in _FOR_READERS
        if answers or changes or self._would_change(message):
            self._say(f"{refusal}質問と、施策のおすすめを見ることはできます。")
        else:
            self._answer(message)

    def _would_change(self, message: str) -> bool:
        if is_question(message, answering=False):
            return False
        chosen = decided(message, self.state.proposed, self._ledger, asking=False)
        return bool(chosen or is_correction(message) or self._stated(message))

    def _lead(self, wanted: Command | None, message: str) -> bool:
        """Show or open what changes nothing; False if the message wants something else."""
        match wanted:
            case "recommend":
                self._propose()
                return True
            case "show":
                if not self._show(message):
                    return False
            case "export":
                self._export()
            case "inquiry":
                self._inquire()
            case "check":
                self._check()
            case "import":
                self._import()
            case _:
                return False
        self._ask_again()
        return True

    def _hear_words(self, message: str) -> None:
        if normalise(message) in _ABOUT_QUESTIONS:
            self._say(
                "手引や法令について、ふだんの言葉で質問してください。例：「計画は議会の議決が必要ですか」「コンビニ交付のKPIの例は？」"
            )
            self._ask_again()
            return
        asking = self.state.asking is not None
        if chosen := decided(message, self.state.proposed, self._ledger, asking=asking):
            self._decide(chosen)
            self._ask_again()
            return
        if is_correction(message) and self._correct(message):
            return
        if self.state.asking is None:
            if not self._hear_freely(message):
                self._go_on()
            return
        if state_of_mind(message) is None and is_question(message, answering=True):
            self._answer(message)
            self._ask_again()
            return
        self._hear_answer(question_for(self.state.asking), message)
