"""What a person picks and rejects of the numbered proposals, and why."""

import pytest

from assistant.choosing import decided
from assistant.measures import key_of
from assistant.models import ChosenMeasure, Kpi, Ledger

PROPOSED = ("measure:a", "measure:b", "measure:c", "measure:d", "measure:e")


def choices(message: str, held: Ledger | None = None) -> dict[str, tuple[str, str]]:
    """Decision and reason by the letter of the measure."""
    return {
        str(measure.base)[-1]: (measure.decision, measure.reason) for measure in measures(message, held or Ledger())
    }


def measures(message: str, held: Ledger) -> tuple[ChosenMeasure, ...]:
    found = decided(message, PROPOSED, held)
    return found.measures if found else ()


P, R = "picked", "rejected"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("1と3を採用", {"a": P, "c": P}),
        ("１と３を採用します", {"a": P, "c": P}),
        ("1、2、4を載せてください", {"a": P, "b": P, "d": P}),
        ("1番と2番でお願いします", {"a": P, "b": P}),
        ("1・5を選びます", {"a": P, "e": P}),
        ("1, 2を採用", {"a": P, "b": P}),
        ("2を計画に入れる", {"b": P}),
        ("施策3を採用", {"c": P}),
        ("2は見送り", {"b": R}),
        ("2は不採用", {"b": R}),
        ("2は採用しない", {"b": R}),
        ("4と5はやめます", {"d": R, "e": R}),
        ("3を外して", {"c": R}),
        ("1と2を採用、3は見送り", {"a": P, "b": P, "c": R}),
        ("3は見送り、1と2は採用", {"a": P, "b": P, "c": R}),
        ("1を採用。2は見送り。3も採用", {"a": P, "b": R, "c": P}),
        ("1を採用\n2は見送り", {"a": P, "b": R}),
        ("1は採用しますが、2は見送ります", {"a": P, "b": R}),
        ("1を採用し、2は見送る", {"a": P, "b": R}),
        ("1は見送って、2を採用します", {"a": R, "b": P}),
        ("1を採用。やはり1は見送り", {"a": R}),
        ("2から4までを採用", {"b": P, "c": P, "d": P}),
        ("1〜3は見送り", {"a": R, "b": R, "c": R}),
        ("全部採用", dict.fromkeys("abcde", P)),
        ("すべて見送り", dict.fromkeys("abcde", R)),
        ("9を採用", {}),
        ("0を採用", {}),
        ("1と9を採用", {"a": P}),
        ("採用します", {}),
        ("1について教えて", {}),
        ("1は何をする施策ですか", {}),
        ("1を採用するとどうなりますか？", {}),
        ("2を進めている市はありますか", {}),
        ("1を採用した場合の費用は？", {}),
        ("10件ほど進めたい", {}),
        ("職員3人を採用", {}),
        ("令和9年度から進める", {}),
        ("3月に採用を始める", {}),
        ("2以外を採用", {}),
        ("", {}),
    ],
)
def test_numbers_are_picked_and_rejected(message: str, expected: dict[str, str]) -> None:
    """A number with a decision counts; a question, a count, a date or a number that was not proposed does not."""
    assert {letter: decision for letter, (decision, _) in choices(message).items()} == expected


@pytest.mark.parametrize(
    ("message", "unknown"),
    [("9を採用", (9,)), ("1と9を採用", (9,)), ("0と6は見送り", (0, 6)), ("1を採用", ())],
)
def test_numbers_that_were_not_proposed_are_told(message: str, unknown: tuple[int, ...]) -> None:
    found = decided(message, PROPOSED, Ledger())
    assert found is not None
    assert found.unknown == unknown


def test_a_message_about_something_else_decides_nothing() -> None:
    assert decided("人口は1,276人です", PROPOSED, Ledger()) is None
    assert decided("2人でお願いします", PROPOSED, Ledger(), asking=True) is None
    assert decided("2でお願いします", PROPOSED, Ledger(), asking=True) is None
    assert decided("2を採用", PROPOSED, Ledger(), asking=True) is not None


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("2は見送り。予算がない", "予算がない"),
        ("2は見送り、予算がないため", "予算がない"),
        ("2は見送り（予算がない）", "予算がない"),
        ("2は見送り。理由は予算がないから", "予算がない"),
        ("2は不採用：予算がない", "予算がない"),
        ("2は予算がないので見送り", "予算がない"),
        ("2は見送ります。予算がないので来年度に検討します。", "予算がない"),
        ("2は見送り", ""),
    ],
)
def test_the_reason_of_a_rejection_is_kept(message: str, reason: str) -> None:
    """Behind it, in parentheses, in the next sentence or before it."""
    decision, said = choices(message)["b"]
    assert decision == R
    assert reason in said
    assert bool(said) is bool(reason)


def test_a_sentence_behind_a_choice_is_no_reason() -> None:
    assert choices("1を採用。来年から始めたい") == {"a": (P, "")}


def test_each_rejection_has_its_own_reason() -> None:
    found = choices("1は見送り。予算がない。2は見送り。職員が足りない")
    assert found == {"a": (R, "予算がない"), "b": (R, "職員が足りない")}


def test_a_choice_keeps_what_was_filled_in() -> None:
    """Picked again, a measure has its key and its KPIs, and no reason against it any more."""
    known = ChosenMeasure(
        key="m7",
        base="measure:b",
        decision="rejected",
        reason="予算がない",
        kpis=(Kpi(name="件数"),),
        department="総務課",
    )
    (found,) = measures("2を採用", Ledger(measures=(known,)))
    assert found == known.model_copy(update={"decision": "picked", "reason": ""})
    (again,) = measures("2は見送り。人がいない", Ledger(measures=(found,)))
    assert (again.key, again.decision, again.reason, again.kpis) == ("m7", R, "人がいない", known.kpis)


def test_new_measures_get_keys_of_their_own() -> None:
    held = Ledger(measures=(ChosenMeasure(key="m2", base="measure:x"), ChosenMeasure(key="own", title="独自")))
    new = measures("1と3を採用、5は見送り", held)
    assert len({measure.key for measure in (*new, *held.measures)}) == 5
    assert [measure.key for measure in new] == [key_of(measure.base or "") for measure in new]


def test_two_people_who_pick_at_the_same_moment_take_nothing_from_each_other() -> None:
    """Neither has seen the other's choice; another measure has another key, and the same measure the same one."""
    ((mine,), (theirs,), (same,)) = (measures(said, Ledger()) for said in ("1を採用", "2を採用", "1を採用"))
    assert mine.key != theirs.key
    assert same.key == mine.key
