"""A fact in one line, as people say it."""

from assistant.drafting.shown import show_dated, show_value
from assistant.interview import question_for
from assistant.models import Fact, Status

_WORDS = {
    Status.UNKNOWN: "わからない",
    Status.DECLINED: "答えない",
    Status.NOT_APPLICABLE: "該当なし",
    Status.ABSENT: "未回答",
}


def describe(fact: Fact) -> str:
    """A fact in one line with its older values, e.g. 人口 31,800人（令和8年4月1日現在）、以前は令和3年4月1日の33,900人."""
    question = question_for(fact.key)
    earlier = "、".join(show_dated(dated, question) for dated in fact.earlier)
    value = _WORDS.get(fact.status) or show_value(fact, question)
    return f"{question.label} {value}" + (f"、以前は{earlier}" if earlier else "")
