"""What is to be asked of which department: open and outdated facts, and what the measures still lack."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from pydantic import Field

from assistant.drafting.shown import show_fiscal_year, show_period, show_value
from assistant.inquiry.fields import FieldPath, kpi_of, label_of, unset_fields
from assistant.inquiry.merging import day_of
from assistant.interview import Question, applicable, load_questions
from assistant.models import ChosenMeasure, Fact, Ledger, Status, Value

PLANNERS = "企画課"
_SEVERAL = re.compile(r"[・、,，/／]")
_OPEN = (Status.UNKNOWN, Status.ABSENT)
_FIGURES = ("count", "percent")


class Item(Value):
    """One line of an inquiry.

    Attributes:
        key: of the fact, or the path of a measure's field.
        last: the last known value, as a plan shows it; empty if there is none.
        also: other departments that may know.
        outdated: there is a value, but it is more than a year old.
    """

    key: str
    label: str
    text: str
    why: str
    example: str
    department: str
    also: tuple[str, ...] = ()
    last: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    outdated: bool = False


class Assigned(Value):
    """What people chose instead of the usual.

    Attributes:
        departments: whom to ask, by the item's key.
        anew: keys of facts to ask although they are answered.
        only: if given, the keys that are left in; the others are not asked.
    """

    departments: Mapping[str, str] = Field(default_factory=dict)
    anew: frozenset[str] = frozenset()
    only: frozenset[str] | None = None


AS_USUAL = Assigned()


def departments(ledger: Ledger, today: date, assigned: Assigned = AS_USUAL) -> tuple[str, ...]:
    """The departments that are to be asked something, in the order of the interview and of the measures."""
    return tuple(dict.fromkeys(item.department for item in all_items(ledger, today, assigned)))


def items_for(ledger: Ledger, department: str, today: date, assigned: Assigned = AS_USUAL) -> tuple[Item, ...]:
    """What is to be asked of the department; empty if nothing is."""
    return tuple(item for item in all_items(ledger, today, assigned) if item.department == department)


def all_items(ledger: Ledger, today: date, assigned: Assigned = AS_USUAL) -> Iterator[Item]:
    """Everything that is to be asked. The measures must carry their titles (`measures.completed`)."""
    for item in _usual_items(ledger, today, assigned.anew):
        if assigned.only is not None and item.key not in assigned.only:
            continue
        chosen = assigned.departments.get(item.key)
        moved = chosen and chosen != item.department
        yield item.model_copy(update={"department": chosen, "also": ()}) if moved else item


def _usual_items(ledger: Ledger, today: date, anew: Collection[str]) -> Iterator[Item]:
    for question in load_questions():
        fact = ledger.get(question.key)
        if question.ask == "never" or not applicable(question, ledger):
            continue
        if fact.status in _OPEN or question.key in anew or is_outdated(fact, question, today):
            yield _of_question(question, fact)
    for measure in ledger.picked:
        for path in unset_fields(measure):
            yield _of_field(path, measure, ledger)


def is_outdated(fact: Fact, question: Question, today: date) -> bool:
    """Whether the fact is a figure whose date lies a year or more back, so that there is a newer one."""
    if fact.status is not Status.ANSWERED or question.kind not in _FIGURES or not fact.as_of:
        return False
    day = day_of(fact.as_of)
    return day > date.min and (today - day).days >= 365


def _asked(departments: str) -> tuple[str, tuple[str, ...]]:
    """The department that is asked, and the others named with it."""
    first, *others = [name.strip() for name in _SEVERAL.split(departments) if name.strip()] or [PLANNERS]
    return first, tuple(others)


def _of_question(question: Question, fact: Fact) -> Item:
    department, also = _asked(question.department)
    answered = fact.status is Status.ANSWERED
    return Item(
        key=question.key,
        label=question.label,
        text=question.text,
        why=question.why,
        example=question.example,
        department=department,
        also=also,
        last=show_value(fact, question) if answered else "",
        unit=question.unit,
        choices=question.choices,
        outdated=answered,
    )


def _of_field(path: FieldPath, measure: ChosenMeasure, ledger: Ledger) -> Item:
    department, also = _asked(measure.department)
    kpi = kpi_of(path, measure)
    text, why, example = _ASKED[path.part]
    period = ledger.answer("period")
    if path.part in ("target", "schedule") and isinstance(period, str):
        text += f"計画期間は{show_period(period)}です。"
    if path.part == "target" and kpi and kpi.year:
        text += f"目標年度は{show_fiscal_year(kpi.year)}です。"
    return Item(
        key=str(path),
        label=label_of(path, measure),
        text=text,
        why=why,
        example=example,
        department=department,
        also=also,
        unit=kpi.unit if kpi and path.part in ("current", "target") else "",
    )


_ASKED = {
    "situation": (
        "この施策に関わる現状と課題を、2〜3文で書いてください。",
        "施策の表の「現状と課題」に使います。",
        "申請の多くを窓口で受け付けており、入力し直す作業に時間がかかっている",
    ),
    "body": (
        "この施策で何をするかを、2〜4文で書いてください。",
        "施策の表の「取組の内容」に使います。",
        "利用の多い申請から順に、電子申請で受け付けられるようにする",
    ),
    "department": (
        "この施策を担当する課はどこですか。",
        "施策の表の「担当課」に使います。",
        "住民課",
    ),
    "schedule": (
        "年度ごとに何をするかを、1行に1年度ずつ書いてください。",
        "施策の表のスケジュールに使います。",
        "令和9年度：対象の手続を選ぶ\n令和10年度：受付を始める",
    ),
    "name": (
        "進み具合を測る指標（KPI）の名称を書いてください。単位も「単位」の欄に書いてください。",
        "施策の表の「KPI」に使います。",
        "オンラインで申請できる手続の数",
    ),
    "current": (
        "この指標の今の値を書いてください。いつの値かを「基準日」の欄に書いてください。",
        "施策の表の「現状値」に使います。",
        "12（基準日の欄に「令和8年4月1日」）",
    ),
    "target": (
        "この指標の目標値を書いてください。目標とする年度を「基準日」の欄に書いてください。",
        "施策の表の「目標値」「目標年度」に使います。目標は担当する課で決めていただく値です。",
        "20（基準日の欄に「令和11年度」）",
    ),
    "year": (
        "この指標の目標は、何年度までのものですか。",
        "施策の表の「目標年度」に使います。",
        "令和11年度",
    ),
    "source": (
        "この指標の今の値は、どの資料によるものですか。",
        "施策の表の「出典」に使います。",
        "庁内調べ（令和8年4月1日現在）",
    ),
}
