"""What to do next in a plan, decided from how it stands, each with the reason in a sentence. Pure; knows no pages but their names."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

from assistant.inquiry.dates import with_weekday
from assistant.models import Value
from assistant.progress import StateWord

START, FIRST = "計画づくりを始める", "第1章を下書き"
Way = Literal["page", "say", "send"]


class NextStep(Value):
    """A thing to do.

    Attributes:
        title: what to do, as the words of a button.
        reason: why this, why now.
        way: `page`: go to a page of the plan; `say`: say it in the chat; `send`: a request that changes the plan.
        target: the page behind the plan's address, or the words for the chat.
    """

    key: str
    title: str
    reason: str
    way: Way
    target: str


class Overdue(Value):
    """A department that has not replied in time."""

    department: str
    due: date


class SectionStanding(Value):
    """A section as far as it matters for what comes next.

    Attributes:
        stale: answers that its text used have changed.
    """

    number: int
    title: str
    state: StateWord
    open_items: int = 0
    stale: bool = False

    @property
    def written(self) -> bool:
        """Whether there is a text."""
        return self.state in ("下書き", "編集済", "確認済")


class Standing(Value):
    """A plan as far as it matters for what comes next.

    Attributes:
        begun: something was answered beyond what is asked when a plan is made.
        left: questions of the chat that nobody has answered in any way, of `questions`.
        first_left: those of them that the first section needs.
        picked: measures of the plan; `incomplete`: titles of those that still lack something.
        to_ask: departments that should be asked what the planners do not know, and have not been.
        replies: returned sheets that nobody has looked at.
        frozen: name of the frozen version that has the texts as they stand; empty if none has.
        dated: the date of publication is known.
        late: name of the first step of the schedule that should be over; empty if none.
    """

    begun: bool = False
    left: int = 0
    questions: int = 0
    first_left: int = 0
    picked: int = 0
    incomplete: tuple[str, ...] = ()
    to_ask: tuple[str, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    replies: int = 0
    sections: tuple[SectionStanding, ...] = ()
    frozen: str = ""
    dated: bool = False
    late: str = ""


def next_steps(plan: Standing) -> tuple[NextStep, ...]:
    """What there is to do, the most urgent first; never empty."""
    return tuple(_due(plan))


def _due(plan: Standing) -> Iterator[NextStep]:
    yield from _replies(plan)
    written = [section for section in plan.sections if section.written]
    if not written:
        yield from _interview(plan)
    yield from _measures(plan)
    yield from _drafts(plan)
    yield from _inquiries(plan)
    yield from _contents(plan)
    if written:
        yield from _interview(plan)
    yield from _texts(written)
    yield from _ending(plan, written)
    yield from _dates(plan)


def _replies(plan: Standing) -> Iterator[NextStep]:
    if plan.replies:
        yield NextStep(
            key="replies",
            title="返ってきた照会票を確かめる",
            reason=f"照会票が{plan.replies}件返っています。確かめて取り込むと、答えに加わります。",
            way="page",
            target="/inquiry#replies",
        )
    if plan.overdue:
        first = min(plan.overdue, key=lambda one: one.due)
        others = f"ほかに{len(plan.overdue) - 1}か所も、期限を過ぎています。" if len(plan.overdue) > 1 else ""
        yield NextStep(
            key="overdue",
            title=f"{first.department}に、照会の回答を催促する",
            reason=f"回答期限の{with_weekday(first.due)}を過ぎています。{others}",
            way="page",
            target="/inquiry#departments",
        )


def _interview(plan: Standing) -> Iterator[NextStep]:
    if not plan.left:
        return
    if not plan.begun:
        if plan.first_left:
            yield NextStep(
                key="first",
                title="まず第1章を下書きする",
                reason=f"チャットの質問に{plan.first_left}問ほど答えると、第1章の下書きができます。"
                "分からない質問は、とばせます。答えは、ほかの章でも使います。",
                way="say",
                target=FIRST,
            )
        yield NextStep(
            key="begin",
            title="計画全体の聞き取りを始める",
            reason=f"{plan.left}問ほどに答えると、その答えから{len(plan.sections)}つの章をすべて下書きできます。",
            way="say",
            target=START,
        )
        return
    yield NextStep(
        key="interview",
        title="聞き取りを続ける",
        reason=f"{plan.questions}問のうち、残りは{plan.left}問です。前回の続きから、チャットで聞きます。",
        way="say",
        target=START,
    )


def _measures(plan: Standing) -> Iterator[NextStep]:
    if plan.begun and not plan.picked:
        yield NextStep(
            key="pick",
            title="施策を選ぶ",
            reason="計画に載せる施策がまだありません。答えた課題に合うものから、理由を添えておすすめします。",
            way="page",
            target="/measures",
        )


def _drafts(plan: Standing) -> Iterator[NextStep]:
    missing = [section.number for section in plan.sections if not section.written]
    if not plan.begun or not missing or 2 * plan.left > plan.questions:
        return
    every = len(missing) == len(plan.sections)
    names = f"{len(missing)}つの章" if every else "、".join(f"第{number}章" for number in missing)
    gaps = "答えのまだないところは〔要確認〕になります。" if plan.left else "聞き取りは終わっています。"
    yield NextStep(
        key="draft",
        title="まだ文章のない章を下書きする",
        reason=f"いまの答えから、{names}を下書きします。{gaps}",
        way="send",
        target="/drafts",
    )


def _inquiries(plan: Standing) -> Iterator[NextStep]:
    if plan.to_ask:
        named = "、".join(plan.to_ask[:3]) + ("など" if len(plan.to_ask) > 3 else "")
        yield NextStep(
            key="ask",
            title="分からないことを、担当課に照会する",
            reason=f"「わからない」とした項目は、{named}が知っていそうです。照会票と依頼文を作れます。",
            way="page",
            target="/inquiry#departments",
        )


def _contents(plan: Standing) -> Iterator[NextStep]:
    if plan.incomplete:
        more = f"など{len(plan.incomplete)}件" if len(plan.incomplete) > 1 else ""
        yield NextStep(
            key="fill",
            title="施策の内容を書く",
            reason=f"「{plan.incomplete[0]}」{more}に、まだ書いていない項目（目標や担当課など）があります。",
            way="page",
            target="/measures",
        )


def _texts(written: list[SectionStanding]) -> Iterator[NextStep]:
    stale = [section.number for section in written if section.stale]
    if stale:
        others = f"（ほかに{len(stale) - 1}つの章でも）" if len(stale) > 1 else ""
        yield NextStep(
            key="stale",
            title=f"第{stale[0]}章に、変わった答えを取り込む",
            reason=f"文章に使った答えが変わりました{others}。変わるところを、段落ごとに選べます。",
            way="page",
            target=f"/sections/{stale[0]}/redraft",
        )
    gaps = [section for section in written if section.open_items]
    if gaps:
        total, first = sum(section.open_items for section in gaps), gaps[0]
        places = f"第{first.number}章など{len(gaps)}つの章に、合わせて" if len(gaps) > 1 else f"第{first.number}章に、"
        yield NextStep(
            key="close",
            title=f"第{first.number}章の要確認を埋める",
            reason=f"{places}{total}件の〔要確認〕が残っています。残っている間は、公表用に出力できません。",
            way="page",
            target=f"/sections/{first.number}",
        )
    ready = [section for section in written if section.state != "確認済" and not (section.open_items or section.stale)]
    if ready:
        first = ready[0]
        yield NextStep(
            key="confirm",
            title=f"第{first.number}章を読んで、確認済にする",
            reason=f"「{first.title}」に、埋めるところは残っていません。読んで直し、よければ確認済にします。",
            way="page",
            target=f"/sections/{first.number}",
        )


def _ending(plan: Standing, written: list[SectionStanding]) -> Iterator[NextStep]:
    if not written or len(written) < len(plan.sections):
        return
    if all(section.state == "確認済" for section in plan.sections) and not plan.frozen:
        yield NextStep(
            key="freeze",
            title="庁議に諮る版を固定する",
            reason="すべての章が確認済です。名前を付けて固定すると、後で直しても、諮った文章が残ります。",
            way="page",
            target="/versions#frozen",
        )
    frozen = f"「{plan.frozen}」として固定した文章" if plan.frozen else "いまの文章"
    yield NextStep(
        key="export",
        title="Wordに出力する",
        reason=f"{len(plan.sections)}つの章がそろっています。{frozen}を、庁内検討用か公表用のWordにできます。",
        way="page",
        target="/versions#export",
    )


def _dates(plan: Standing) -> Iterator[NextStep]:
    if plan.late:
        yield NextStep(
            key="late",
            title="日程を見直す",
            reason=f"「{plan.late}」の終わる日を過ぎています。済んでいれば「済み」に、遅れていれば日付を直します。",
            way="page",
            target="#schedule",
        )
    if not plan.dated:
        yield NextStep(
            key="date",
            title="公表の予定時期を決める",
            reason="決めると、庁内照会や庁議などの日程を、公表から逆算して示します。",
            way="page",
            target="#schedule",
        )
    if not plan.left and plan.dated and not plan.late and all(section.written for section in plan.sections):
        yield NextStep(
            key="read",
            title="要件の一覧を確かめる",
            reason="法令と手引が求めることのうち、どれが書けているかを、章ごとに一覧で確かめられます。",
            way="page",
            target="/versions",
        )
