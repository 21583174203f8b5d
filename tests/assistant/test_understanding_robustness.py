"""Whatever is typed or pasted: control characters, odd widths, long rows of the same sign."""

import pytest

from assistant.interview import load_questions, question_for
from assistant.models import Fact, Ledger, Status
from assistant.numerals import fold
from assistant.understanding import (
    Problem,
    clean,
    command,
    is_correction,
    is_question,
    read_answer,
    read_correction,
    read_message,
    state_of_mind,
)
from assistant.understanding.messages import aligned

QUESTIONS = load_questions()
KINDS = (
    "municipality",
    "population",
    "ageing_rate",
    "period",
    "publication",
    "comprehensive_plan",
    "issues",
    "cloud",
    "contact",
)
LONG = 8_000
SECONDS = 5  # each of these takes well under half a second; a search that goes wild takes minutes


@pytest.mark.parametrize(
    ("said", "cleaned"),
    [
        ("みどり町\x00です", "みどり町です"),
        ("\ufeff人口\u200bは3万人\x07", "人口は3万人"),
        ("一行目\r\n二行目\r三行目", "一行目\n二行目\n三行目"),
        ("人口\t3万人", "人口 3万人"),
        ("ﾐﾄﾞﾘ町", "ミドリ町"),
        ("か\u3099い", "がい"),
        (" \u3000\n ", ""),
    ],
)
def test_clean(said: str, cleaned: str) -> None:
    """Control and invisible characters go, marks are composed, half-width kana become wide; lines stay."""
    assert clean(said) == cleaned


@pytest.mark.parametrize("said", ["①人口３万㈱", "ｶﾞは㌫", "か\u3099①\ufdfa", "𠮷野家😀Ⅲ", "％：（）〜～"])
def test_aligned_keeps_every_offset(said: str) -> None:
    """So that what is found in the half-width form is found at the same place in the person's words."""
    text = clean(said)
    assert len(aligned(text)) == len(fold(aligned(text))) == len(text)


@pytest.mark.parametrize(
    ("key", "said", "value"),
    [
        ("population", "人\x00口は３\u200b万人\x0b", 30_000),
        ("period", "令和９年度～\u200b令和１１年度\x00", "2027-2029"),
        ("comprehensive_plan", "みどり町\x00総合計画\x1f", "みどり町総合計画"),
        ("issues", "窓口の混雑\x00、空き家\x07", ("窓口の混雑", "空き家")),
        ("scale", "ｽﾓｰﾙｽﾀｰﾄで", "少数の施策から始める"),
    ],
)
def test_control_characters_do_not_reach_a_fact(key: str, said: str, value: object) -> None:
    """Nor its words."""
    read = read_answer(question_for(key), said)
    assert isinstance(read, Fact), read
    assert read.value == value
    assert not set("\x00\x07\x0b\x1f\u200b") & set(read.said)


@pytest.mark.parametrize(
    "piece",
    [
        "あ", "1", ",", "1,", "1-", "〇", "一", "。", "、", "(", "「", "です", "ね", "まだ", "はい、", "人口 ", "人口は3万人、", "で人口は",
        "人口は1人を2人に訂正", "1人ではなく", "令和8年", "R8.4.1 ", "令和9年度から", "2021年(R3)", "3年", "計画", "公表して", "定めて",
        "A計画、令和4年3月に策定", "ひとり", "①", "\x00", "\ufdfa", "現在は", "確認",
    ],
)  # fmt: skip
def test_a_long_message_is_read(piece: str) -> None:
    """8,000 characters, whatever they are: no rule searches without end (the run would not end), and none fails."""
    message = (piece * LONG)[:LONG]
    ledger = Ledger().with_fact(Fact(key="population", status=Status.ANSWERED, value=33_900))
    command(message)
    is_question(message, answering=True)
    is_correction(message)
    state_of_mind(message)
    read_message(QUESTIONS, message)
    read_correction(QUESTIONS, message, ledger)
    for key in KINDS:
        assert isinstance(read_answer(question_for(key), message), Fact | Problem)


@pytest.mark.parametrize("key", [question.key for question in QUESTIONS])
def test_a_canonical_value_is_an_answer_that_means_itself(key: str) -> None:
    """What is kept may be said again: a facts file says the same as the chat."""
    question = question_for(key)
    said = read_answer(question, question.example)
    assert isinstance(said, Fact)
    again = read_answer(question, "\n".join(said.value) if isinstance(said.value, tuple) else str(said.value))
    assert isinstance(again, Fact)
    assert again.value == said.value
