"""What happens next in a chat: a pure function of the state and the message. Renders nothing, stores nothing."""

from typing import Literal, Protocol

from assistant.drafting import show_value
from assistant.interview import Question, for_section, load_questions, next_question, progress, question_for
from assistant.models import Fact, Ledger, Reply, Status, Turn, Value
from assistant.understanding import (
    Problem,
    command,
    is_correction,
    is_question,
    named,
    read_answer,
    read_named,
    state_of_mind,
)
from knowledge.tokens import normalise

REMEMBERED = 12
FIRST_SECTION = 1
LONGEST_MESSAGE = 8_000


class State(Value):
    """Where a chat stands.

    Attributes:
        section: the section that is being asked about; none outside an interview.
        asking: key of the open question.
        trail: keys asked so far, for going back.
        put_off: keys to be asked later.
        turns: the last messages, so that a follow-up question is understood.
    """

    section: int | None = None
    asking: str | None = None
    trail: tuple[str, ...] = ()
    put_off: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()


class Said(Value):
    """Something plain to tell the person."""

    kind: Literal["said"] = "said"
    text: str


class Replied(Value):
    """A question was answered, or could not be."""

    kind: Literal["replied"] = "replied"
    question: str
    reply: Reply


class Asked(Value):
    """A question of the interview is open."""

    kind: Literal["asked"] = "asked"
    question: Question
    done: int
    total: int


class FactsTaken(Value):
    """The person stated facts; they must be kept before anything is shown."""

    kind: Literal["facts_taken"] = "facts_taken"
    facts: tuple[Fact, ...]


class DraftWanted(Value):
    """The section is to be drafted now."""

    kind: Literal["draft_wanted"] = "draft_wanted"
    section: int


Event = Said | Replied | Asked | FactsTaken | DraftWanted


class Answers(Protocol):
    """What the conversation needs of the answering side."""

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Reply: ...


def respond(state: State, message: str, ledger: Ledger, answers: Answers) -> tuple[State, list[Event]]:
    """The next state, and what is to be done and shown, in order."""
    message = message.strip()[:LONGEST_MESSAGE]
    talk = _Talk(state, ledger, answers)
    talk.hear(message)
    turns = (*talk.state.turns, Turn(role="user", text=message))[-REMEMBERED:]
    return talk.state.model_copy(update={"turns": turns}), talk.events


class _Talk:
    """One exchange: collects events while the state moves on."""

    def __init__(self, state: State, ledger: Ledger, answers: Answers) -> None:
        self.state = state
        self.events: list[Event] = []
        self._ledger = ledger
        self._answers = answers

    def hear(self, message: str) -> None:
        if not message:
            self._say("メッセージが空です。質問か、聞き取りへの答えを書いてください。")
            return
        match command(message):
            case "check":
                self._say(
                    "既存の計画の点検は、まだできません（今後の版で、Word や PDF の計画を読み取って点検できるようにします）。"
                    "いまは、章ごとの書き方や法令の要件についての質問にお答えできます。"
                )
                self._ask_again()
            case "start" | "draft":
                self._begin()
            case "stop" if self.state.section is not None:
                self._finish(early=True)
            case "back" if self.state.section is not None:
                self._go_back()
            case "later" if self.state.section is not None:
                self._put_off()
            case _:
                self._hear_words(message)

    def _hear_words(self, message: str) -> None:
        if normalise(message) in {"法令・手引について質問する", "質問する", "質問したい"}:
            self._say(
                "手引や法令について、ふだんの言葉で質問してください。例：「計画は議会の議決が必要ですか」「コンビニ交付のKPIの例は？」"
            )
            return
        asking = self.state.asking
        if is_correction(message) and self._correct(message):
            return
        if asking is None:
            facts = [] if is_question(message, answering=False) else read_named(load_questions(), message)
            if facts:
                self._take(facts)
                self._say(f"記録しました：{self._listed(facts)}")
            else:
                self._answer(message)
            return
        question = question_for(asking)
        if state_of_mind(message) is None and is_question(message, answering=True):
            self._answer(message)
            self._ask_again()
            return
        self._hear_answer(question, message)

    def _hear_answer(self, question: Question, message: str) -> None:
        read = read_answer(question, message)
        others = [
            fact
            for fact in read_named(load_questions(), message)
            if fact.key != question.key and question.kind in ("count", "percent", "choice")
        ]
        if isinstance(read, Problem):
            if others:
                self._take(others)
                self._say(f"記録しました：{self._listed(others)}")
            self._say(read.text)
            self._ask_again()
            return
        if question.kind in ("count", "percent") and read.status is Status.ANSWERED and others:
            own = [fact for fact in read_named([question], message) if fact.key == question.key]
            read = own[0] if own else read
        self._take([read, *others])
        if others or (read.status is Status.ANSWERED and question.kind in ("count", "percent", "choice", "name")):
            self._say(f"記録しました：{self._listed([read, *others])}")
        self._go_on()

    def _correct(self, message: str) -> bool:
        """Take a correction of something said before; False if it names no fact or no value can be read."""
        question = named(load_questions(), message)
        if question is None or question.kind in ("items", "text"):
            return False
        read = read_answer(question, message)
        if isinstance(read, Problem) or read.status is not Status.ANSWERED:
            return False
        self._take([read])
        self._say(f"直しました：{self._listed([read])}")
        if question.key == self.state.asking:
            self._go_on()
        else:
            self._ask_again()
        return True

    def _begin(self) -> None:
        section = self.state.section or FIRST_SECTION
        self.state = self.state.model_copy(update={"section": section, "put_off": (), "trail": ()})
        done, total = progress(section, self._ledger, ())
        if done:
            self._say(f"第{section}章の聞き取りの続きです（{done}／{total}問は回答済み）。")
        else:
            self._say(
                f"第{section}章「市の現状及び課題」の下書きのために、{total}つだけ質問します。"
                "分からないものは「わからない」、あとで答えるなら「あとで」で構いません。途中でやめても下書きはできます。"
            )
        self._go_on()

    def _go_on(self) -> None:
        """Ask the next question, or draft when there is none."""
        section = self.state.section
        if section is None:
            return
        following = next_question(section, self._ledger, self.state.put_off)
        if following is None:
            self._finish(early=False)
            return
        self.state = self.state.model_copy(
            update={"asking": following.key, "trail": (*self.state.trail, following.key)}
        )
        self._ask(following)

    def _ask(self, question: Question) -> None:
        done, total = progress(self.state.section or FIRST_SECTION, self._ledger, self.state.put_off)
        self.events.append(Asked(question=question, done=done, total=total))

    def _ask_again(self) -> None:
        if self.state.asking:
            self._ask(question_for(self.state.asking))

    def _go_back(self) -> None:
        trail = self.state.trail[:-1]
        if not trail:
            keys = [q.key for q in for_section(self.state.section or FIRST_SECTION)]
            position = keys.index(self.state.asking) if self.state.asking in keys else 0
            trail = tuple(keys[: max(1, position)])
        key = trail[-1]
        put_off = tuple(name for name in self.state.put_off if name != key)
        self.state = self.state.model_copy(update={"trail": trail, "asking": key, "put_off": put_off})
        self._say(f"一つ前に戻りました。いまの記録：{self._listed([self._ledger.get(key)])}")
        self._ask(question_for(key))

    def _put_off(self) -> None:
        if self.state.asking:
            self.state = self.state.model_copy(update={"put_off": (*self.state.put_off, self.state.asking)})
        self._go_on()

    def _finish(self, *, early: bool) -> None:
        section = self.state.section or FIRST_SECTION
        self.state = self.state.model_copy(update={"section": None, "asking": None, "trail": (), "put_off": ()})
        if early:
            self._say("聞き取りをここまでにして、いまある答えで下書きします。")
        self.events.append(DraftWanted(section=section))

    def _take(self, facts: list[Fact]) -> None:
        for fact in facts:
            self._ledger = self._ledger.with_fact(fact)
        self.events.append(FactsTaken(facts=tuple(facts)))

    def _answer(self, message: str) -> None:
        self.events.append(Replied(question=message, reply=self._answers.answer(message, self.state.turns)))

    def _say(self, text: str) -> None:
        self.events.append(Said(text=text))

    @staticmethod
    def _listed(facts: list[Fact]) -> str:
        return "、".join(describe(fact) for fact in facts)


def describe(fact: Fact) -> str:
    """A fact in one line, e.g. 人口 約32,000人."""
    question = question_for(fact.key)
    words = {
        Status.UNKNOWN: "わからない",
        Status.DECLINED: "答えない",
        Status.NOT_APPLICABLE: "該当なし",
        Status.ABSENT: "未回答",
    }
    return f"{question.label} {words.get(fact.status) or show_value(fact, question)}"
