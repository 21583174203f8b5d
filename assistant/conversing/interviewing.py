"""The interview: which question is open, going back, putting off, skipping, and what comes at the end."""

from assistant.conversing.state import State
from assistant.conversing.talk import Talk
from assistant.describing import describe
from assistant.events import Asked, DraftWanted
from assistant.interview import load_questions, next_question, place_of, progress, question_for, questions_of
from assistant.models import SECTIONS, Ledger, Status
from assistant.progress import answers_of
from assistant.understanding import section_named

EVERYTHING = "すべての章を下書き"
MEASURES = "施策のおすすめを見る"
_WHOLE = ("すべて", "全部", "全て", "全体", "全章", "計画を")


def open_question(state: State, ledger: Ledger) -> Asked | None:
    """The question that is open, with how far the interview is; None outside an interview."""
    if state.asking is None:
        return None
    done, total = place_of(state.asking, state.sections or tuple(SECTIONS), ledger, state.set_aside)
    return Asked(question=question_for(state.asking), done=done, total=total)


class Interviewing(Talk):
    """The part of an exchange that asks."""

    def _draft(self, message: str) -> None:
        """「第3章を下書き」 asks what that section lacks; without a number the person chooses."""
        section = section_named(message)
        if section is not None:
            self._begin((section,))
        elif any(word in message for word in _WHOLE):
            self._begin(tuple(SECTIONS))
        else:
            choices = tuple(f"第{number}章を下書き" for number in SECTIONS)
            self._offer("どの章を下書きしますか。", (*choices, EVERYTHING))

    def _begin(self, sections: tuple[int, ...]) -> None:
        self._move(sections=sections, put_off=(), skipped=(), returned=False, trail=())
        done, total = progress(sections, self._ledger, ())
        named = "計画の全部の章" if len(sections) > 1 else f"第{sections[0]}章"
        if done and done < total:
            self._say(f"{named}の聞き取りの続きです（{self._so_far(sections)}、残り{total - done}問）。")
        elif done < total:
            self._say(
                f"{named}の下書きのために、{total}問ほど質問します。{self._besides(sections)}"
                "分からないものは「わからない」、この聞き取りの最後に答えるなら「あとで」、今回は答えないなら「とばす」で構いません。"
                "途中でやめても下書きはでき、ほかの課に聞くことは照会票にできます。"
            )
        self._go_on()

    def _so_far(self, sections: tuple[int, ...]) -> str:
        answers = answers_of(sections, self._ledger, chat=True)
        unknown = f"、わからない{answers.unknown}問" if answers.unknown else ""
        return f"チャットで聞く{answers.questions}問のうち、回答{answers.answered}問{unknown}"

    def _besides(self, sections: tuple[int, ...]) -> str:
        """What the form asks for and the chat does not, so that nobody wonders at another number there."""
        asked, all_of_them = (len(questions_of(sections, self._ledger, chat=chat)) for chat in (True, False))
        if all_of_them == asked:
            return ""
        return f"（ほかに聞き取りの画面で書く項目が{all_of_them - asked}つあり、画面では合わせて{all_of_them}項目と数えます。）"

    def _go_on(self) -> None:
        """Ask the next question, come back to what was put off, or draft when nothing is left."""
        if not self.state.sections:
            return
        following = next_question(self.state.sections, self._ledger, self.state.set_aside)
        if following is None and (waiting := self._still_wanted()):
            self._say(f"あとで答えることにした{len(waiting)}問に戻ります。")
            self._move(put_off=(), returned=True)
            following = next_question(self.state.sections, self._ledger, self.state.set_aside)
        if following is None:
            self._finish(early=False)
            return
        self._move(asking=following.key, trail=(*self.state.trail, following.key))
        self._ask_again()

    def _still_wanted(self) -> tuple[str, ...]:
        """What was put off and is still a question after the answers since."""
        wanted = []
        for key in self.state.put_off:
            aside = {*self.state.set_aside} - {key}
            found = next_question(self.state.sections, self._ledger, aside)
            if found is not None and found.key == key:
                wanted.append(key)
        return tuple(wanted)

    def _ask_again(self) -> None:
        if asked := open_question(self.state, self._ledger):
            self.events.append(asked)

    def _go_back(self) -> None:
        trail = self.state.trail[:-1] or self._answered_before()
        if not trail:
            self._say("これが最初の質問です。")
            self._ask_again()
            return
        key = trail[-1]
        self._move(
            trail=trail,
            asking=key,
            put_off=tuple(name for name in self.state.put_off if name != key),
            skipped=tuple(name for name in self.state.skipped if name != key),
        )
        self._say(f"一つ前に戻りました。いまの記録：{describe(self._ledger.get(key))}")
        self._ask_again()

    def _answered_before(self) -> tuple[str, ...]:
        """The last question before the open one that was dealt with in an earlier round."""
        keys = [question.key for question in load_questions()]
        before = keys[: keys.index(self.state.asking)] if self.state.asking in keys else []
        return tuple(key for key in before if self._ledger.get(key).status is not Status.ABSENT)[-1:]

    def _put_off(self) -> None:
        """The open question comes again at the end of this round; put off a second time, it is skipped."""
        if self.state.returned:
            self._skip()
            return
        if self.state.asking:
            self._move(put_off=(*self.state.put_off, self.state.asking))
        self._go_on()

    def _skip(self) -> None:
        """The open question is not asked again in this round."""
        if self.state.asking:
            self._move(skipped=(*self.state.skipped, self.state.asking))
        self._go_on()

    def _finish(self, *, early: bool) -> None:
        sections = self.state.sections
        self._move(sections=(), asking=None, trail=(), put_off=(), skipped=(), returned=False)
        if early:
            self._say("聞き取りをここまでにして、いまある答えで下書きします。")
        self.events.append(DraftWanted(sections=sections))
        if len(sections) > 1 and not self._ledger.picked:
            self._offer("次は施策を選びます。まちの課題に合う施策を、理由とともにおすすめします。", (MEASURES,))
