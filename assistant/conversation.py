"""What happens next in a chat: a pure function of the state and the message. Renders nothing, stores nothing."""

from collections.abc import Sequence
from typing import Any, Protocol

from pydantic import model_validator

from assistant.choosing import Decided, decided
from assistant.drafting.shown import show_dated, show_value
from assistant.events import (
    Asked,
    DraftWanted,
    Event,
    FactsTaken,
    MeasuresDecided,
    MeasuresProposed,
    Offered,
    Replied,
    Said,
)
from assistant.interview import Question, load_questions, next_question, progress, question_for
from assistant.models import Fact, Ledger, Reply, Status, Turn, Value
from assistant.recommending import Recommendation
from assistant.understanding import (
    Problem,
    Reading,
    check,
    command,
    is_correction,
    is_question,
    read_answer,
    read_correction,
    read_message,
    section_named,
    state_of_mind,
)
from knowledge.tokens import normalise

REMEMBERED = 12
LONGEST_MESSAGE = 8_000
ALL_SECTIONS = (1, 2, 3, 4, 5, 6, 7)
EVERYTHING = "すべての章を下書き"
MEASURES = "施策のおすすめを見る"


class State(Value):
    """Where a chat stands.

    Attributes:
        sections: the sections that are being asked about; none outside an interview.
        asking: key of the open question.
        trail: keys asked so far, for going back.
        put_off: keys to be asked later.
        proposed: ids of the measures proposed last, in the order shown.
        turns: the last messages, so that a follow-up question is understood.
    """

    sections: tuple[int, ...] = ()
    asking: str | None = None
    trail: tuple[str, ...] = ()
    put_off: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _of_earlier_versions(cls, kept: Any) -> Any:
        """Threads kept when an interview was about one section only, or asked what is no question any more."""
        if not isinstance(kept, dict):
            return kept
        kept = dict(kept)
        if "section" in kept:
            section = kept.pop("section")
            kept["sections"] = (section,) if section else ()
        keys = {question.key for question in load_questions()}
        kept["asking"] = kept.get("asking") if kept.get("asking") in keys else None
        return kept | {name: [key for key in kept.get(name, ()) if key in keys] for name in ("trail", "put_off")}


class Knows(Protocol):
    """What the conversation needs of the answering and recommending side."""

    def answer(self, question: str, history: tuple[Turn, ...] = ()) -> Reply: ...

    def recommend(self, ledger: Ledger) -> tuple[Recommendation, ...]: ...


def respond(state: State, message: str, ledger: Ledger, knows: Knows) -> tuple[State, list[Event]]:
    """The next state, and what is to be done and shown, in order."""
    message = message.strip()[:LONGEST_MESSAGE]
    talk = _Talk(state, ledger, knows)
    talk.hear(message)
    turns = (*talk.state.turns, Turn(role="user", text=message))[-REMEMBERED:]
    return talk.state.model_copy(update={"turns": turns}), talk.events


class _Talk:
    """One exchange: collects events while the state moves on."""

    def __init__(self, state: State, ledger: Ledger, knows: Knows) -> None:
        self.state = state
        self.events: list[Event] = []
        self._ledger = ledger
        self._knows = knows

    # --- what kind of message is it -------------------------------------------------------------------------------

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
            case "start":
                self._begin(self.state.sections or ALL_SECTIONS)
            case "draft":
                self._draft(message)
            case "recommend":
                self._propose()
            case "stop" if self.state.sections:
                self._finish(early=True)
            case "back" if self.state.sections:
                self._go_back()
            case "later" if self.state.sections:
                self._put_off()
            case _:
                self._hear_words(message)

    def _hear_words(self, message: str) -> None:
        if normalise(message) in {"法令・手引について質問する", "質問する", "質問したい"}:
            self._say(
                "手引や法令について、ふだんの言葉で質問してください。例：「計画は議会の議決が必要ですか」「コンビニ交付のKPIの例は？」"
            )
            self._ask_again()
            return
        asking = self.state.asking is not None
        if chosen := decided(message, self.state.proposed, self._ledger, asking=asking):
            self._decide(chosen)
            return
        if is_correction(message) and self._correct(message):
            return
        if self.state.asking is None:
            self._hear_freely(message)
            self._go_on()
            return
        question = question_for(self.state.asking)
        if state_of_mind(message) is None and is_question(message, answering=True):
            self._answer(message)
            self._ask_again()
            return
        self._hear_answer(question, message)

    def _hear_freely(self, message: str) -> None:
        """A message outside an interview: facts, or a question."""
        asks = is_question(message, answering=False)
        reading = None if asks else read_message(load_questions(), message, self._ledger)
        if reading is None or not (reading.facts or reading.problems):
            self._answer(message)
            return
        self._take_checked(list(reading.facts), reading.problems)

    # --- answers and corrections ----------------------------------------------------------------------------------

    def _hear_answer(self, question: Question, message: str) -> None:
        """An answer to the open question, perhaps with other facts in the same breath."""
        others = [q for q in load_questions() if q.key != question.key]
        beside = read_message(others, message, self._ledger)
        if (beside.facts or beside.problems) and not beside.unread:
            self._take_checked(list(beside.facts), beside.problems)
            self._ask_again()
            return
        if free := question.kind in ("text", "items"):
            beside = Reading()
        own = read_message([question], message) if beside.facts or beside.problems else Reading()
        read = own.facts[0] if own.facts else read_answer(question, message)
        if isinstance(read, Fact) and (fault := self._fault(read)):
            read = fault
        if isinstance(read, Problem):
            self._take_checked(list(beside.facts), (*beside.problems, read))
            self._ask_again()
            return
        self._take_checked([read, *beside.facts], beside.problems, quiet=free)
        self._go_on()

    def _fault(self, fact: Fact) -> Problem | None:
        return check(fact, self._ledger)

    def _correct(self, message: str) -> bool:
        """Take a correction of something said before; False if it names no fact or no value can be read."""
        read = read_correction(load_questions(), message, self._ledger)
        if read is None:
            return False
        if isinstance(read, Problem) or (fault := self._fault(read)):
            self._say(read.text if isinstance(read, Problem) else fault.text if fault else "")
            self._ask_again()
            return True
        self._keep([read])
        self._say(f"直しました：{describe(read)}")
        if read.key == self.state.asking:
            self._go_on()
        else:
            self._ask_again()
        return True

    def _take_checked(self, facts: list[Fact], problems: Sequence[Problem] = (), *, quiet: bool = False) -> None:
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
        if taken and not (quiet or all(fact.status is not Status.ANSWERED for fact in taken)):
            self._say(f"記録しました：{'、'.join(describe(fact) for fact in taken)}")
        for problem in (*faults, *problems):
            self._say(problem.text)

    def _keep(self, facts: list[Fact]) -> None:
        for fact in facts:
            self._ledger = self._ledger.with_fact(fact)
        self.events.append(FactsTaken(facts=tuple(facts)))

    # --- interview ------------------------------------------------------------------------------------------------

    def _draft(self, message: str) -> None:
        """「第3章を下書き」 asks what that section lacks; without a number the person chooses."""
        section = section_named(message)
        if section is not None:
            self._begin((section,))
        elif any(word in message for word in ("すべて", "全部", "全て", "全体", "全章", "計画を")):
            self._begin(ALL_SECTIONS)
        else:
            choices = tuple(f"第{number}章を下書き" for number in ALL_SECTIONS)
            self.events.append(Offered(text="どの章を下書きしますか。", choices=(*choices, EVERYTHING)))

    def _begin(self, sections: tuple[int, ...]) -> None:
        self.state = self.state.model_copy(update={"sections": sections, "put_off": (), "trail": ()})
        done, total = progress(sections, self._ledger, ())
        named = "計画の全部の章" if len(sections) > 1 else f"第{sections[0]}章"
        if done and done < total:
            self._say(f"{named}の聞き取りの続きです（{done}／{total}問は回答済み）。")
        elif done < total:
            self._say(
                f"{named}の下書きのために、{total}問ほど質問します。"
                "分からないものは「わからない」、あとで答えるなら「あとで」で構いません。"
                "途中でやめても下書きはでき、ほかの課に聞くことは照会票にできます。"
            )
        self._go_on()

    def _go_on(self) -> None:
        """Ask the next question, or draft when there is none."""
        if not self.state.sections:
            return
        following = next_question(self.state.sections, self._ledger, self.state.put_off)
        if following is None:
            self._finish(early=False)
            return
        self.state = self.state.model_copy(
            update={"asking": following.key, "trail": (*self.state.trail, following.key)}
        )
        self._ask(following)

    def _ask(self, question: Question) -> None:
        done, total = progress(self.state.sections or ALL_SECTIONS, self._ledger, self.state.put_off)
        self.events.append(Asked(question=question, done=done, total=total))

    def _ask_again(self) -> None:
        if self.state.asking:
            self._ask(question_for(self.state.asking))

    def _go_back(self) -> None:
        trail = self.state.trail[:-1] or self._answered_before()
        if not trail:
            self._say("これが最初の質問です。")
            self._ask_again()
            return
        key = trail[-1]
        put_off = tuple(name for name in self.state.put_off if name != key)
        self.state = self.state.model_copy(update={"trail": trail, "asking": key, "put_off": put_off})
        self._say(f"一つ前に戻りました。いまの記録：{describe(self._ledger.get(key))}")
        self._ask(question_for(key))

    def _answered_before(self) -> tuple[str, ...]:
        """The last question before the open one that was dealt with in an earlier round."""
        keys = [question.key for question in load_questions()]
        before = keys[: keys.index(self.state.asking)] if self.state.asking in keys else []
        return tuple(key for key in before if self._ledger.get(key).status is not Status.ABSENT)[-1:]

    def _put_off(self) -> None:
        if self.state.asking:
            self.state = self.state.model_copy(update={"put_off": (*self.state.put_off, self.state.asking)})
        self._go_on()

    def _finish(self, *, early: bool) -> None:
        sections = self.state.sections
        self.state = self.state.model_copy(update={"sections": (), "asking": None, "trail": (), "put_off": ()})
        if early:
            self._say("聞き取りをここまでにして、いまある答えで下書きします。")
        self.events.append(DraftWanted(sections=sections))
        if len(sections) > 1 and not self._ledger.picked:
            self.events.append(
                Offered(
                    text="次は施策を選びます。まちの課題に合う施策を、理由とともにおすすめします。",
                    choices=(MEASURES,),
                )
            )

    # --- measures -------------------------------------------------------------------------------------------------

    def _propose(self) -> None:
        found = self._knows.recommend(self._ledger)
        self.state = self.state.model_copy(update={"proposed": tuple(one.measure for one in found)})
        self.events.append(MeasuresProposed(measures=found))

    def _decide(self, chosen: Decided) -> None:
        for measure in chosen.measures:
            self._ledger = self._ledger.with_measure(measure)
        if chosen.measures:
            self.events.append(MeasuresDecided(measures=chosen.measures))
        if chosen.unknown:
            self._say(_no_such_number(chosen.unknown, len(self.state.proposed)))
        self._ask_again()

    # --- talk -----------------------------------------------------------------------------------------------------

    def _answer(self, message: str) -> None:
        self.events.append(Replied(question=message, reply=self._knows.answer(message, self.state.turns)))

    def _say(self, text: str) -> None:
        self.events.append(Said(text=text))


def _no_such_number(numbers: Sequence[int], proposed: int) -> str:
    if not proposed:
        return f"まだ施策をおすすめしていません。先に「{MEASURES}」と書いてください。"
    listed = "、".join(str(number) for number in numbers)
    return f"{listed}番の施策はありません。おすすめした施策の番号（1〜{proposed}）で答えてください。"


def describe(fact: Fact) -> str:
    """A fact in one line with its older values, e.g. 人口 31,800人（令和8年4月1日現在）、以前は令和3年4月1日の33,900人."""
    question = question_for(fact.key)
    words = {
        Status.UNKNOWN: "わからない",
        Status.DECLINED: "答えない",
        Status.NOT_APPLICABLE: "該当なし",
        Status.ABSENT: "未回答",
    }
    earlier = "、".join(show_dated(dated, question) for dated in fact.earlier)
    value = words.get(fact.status) or show_value(fact, question)
    return f"{question.label} {value}" + (f"、以前は{earlier}" if earlier else "")
