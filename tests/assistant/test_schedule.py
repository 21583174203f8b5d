"""The way to publication: counted back, kept off days off, corrected by hand, and honest about being late."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from ledgers import U, ledger

from assistant.errors import InputError
from assistant.publication import Planned, on_day, planned_publication
from assistant.schedule import Fixed, Schedule, ScheduledStep, schedule_of
from assistant.schedule_steps import Sign, load_steps
from knowledge.corpus import Corpus

EARLY = date(2026, 1, 5)
TODAY = date(2026, 11, 23)
MARCH = Planned(first=date(2027, 3, 1), last=date(2027, 3, 31), precision="month", shown="令和9年3月")


def step(schedule: Schedule, key: str) -> ScheduledStep:
    return next(one for one in schedule.steps if one.key == key)


def weekdays(steps: Sequence[ScheduledStep]) -> set[int]:
    return {day.weekday() for one in steps for day in (one.begins, one.ends) if day}


# --- the date of publication -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "first", "last", "precision"),
    [
        ("2027-03", date(2027, 3, 1), date(2027, 3, 31), "month"),
        ("2027-05", date(2027, 5, 3), date(2027, 5, 31), "month"),
        ("2026-05", date(2026, 5, 1), date(2026, 5, 29), "month"),
        ("2027-03-25", date(2027, 3, 25), date(2027, 3, 25), "day"),
        ("2026年度", date(2027, 3, 1), date(2027, 3, 31), "year"),
    ],
)
def test_a_date_is_as_exact_as_it_was_told(value: str, first: date, last: date, precision: str) -> None:
    """A month runs from its first working day to its last; a fiscal year is its last month."""
    planned = planned_publication(ledger(publication=value))
    assert planned is not None
    assert (planned.first, planned.last, planned.precision) == (first, last, precision)


@pytest.mark.parametrize("known", [ledger(), ledger(publication=U), ledger(publication="そのうち")])
def test_no_date_is_no_date(known: object) -> None:
    """Not asked, not known, not a date."""
    assert planned_publication(known) is None  # type: ignore[arg-type]


# --- counting back ---------------------------------------------------------------------------------------------------


def test_the_steps_stand_in_order_and_do_not_overlap() -> None:
    """What the data file has fits together for whatever day of publication: nothing to warn of but days off."""
    for offset in range(14):
        schedule = schedule_of(date(2027, 3, 1) + timedelta(days=offset), today=EARLY)
        assert [text for text in schedule.warnings if "曜日です" not in text] == []
        begins = [one.begins for one in schedule.steps]
        assert all(begins)
        assert begins == sorted(begins, key=str)


@pytest.mark.parametrize("offset", range(7))
def test_no_step_begins_or_ends_on_a_day_off(offset: int) -> None:
    """Save the publication, whose day a person chose."""
    steps = schedule_of(date(2027, 3, 1) + timedelta(days=offset), today=EARLY).steps
    assert weekdays([one for one in steps if one.key != "publication"]) <= set(range(5))


@pytest.mark.parametrize("offset", range(7))
def test_the_days_for_comments_never_become_fewer(offset: int) -> None:
    """An end on a day off moves to Monday."""
    days = next(one.days for one in load_steps() if one.key == "public_comment")
    one = step(schedule_of(date(2027, 3, 1) + timedelta(days=offset), today=EARLY), "public_comment")
    assert one.begins
    assert one.ends
    assert (one.ends - one.begins).days + 1 >= days


def test_a_month_is_counted_back_from_its_beginning_and_on_from_its_end() -> None:
    """All is ready when the month begins; what comes after follows the month."""
    schedule = schedule_of(MARCH, today=EARLY)
    assert step(schedule, "approval").begins == date(2027, 2, 8)
    assert (step(schedule, "publication").begins, step(schedule, "publication").ends) == (MARCH.first, MARCH.last)
    assert step(schedule, "notice").begins == date(2027, 4, 7)
    assert "月の初めに公表できるように" in schedule.message


@pytest.mark.parametrize(
    ("publication", "warned"),
    [(date(2027, 3, 14), ("「公表」の令和9年3月14日（日）は日曜日です。",)), (date(2027, 3, 15), ())],
)
def test_a_publication_on_a_day_off_stays_and_is_pointed_out(publication: date, warned: tuple[str, ...]) -> None:
    """The day is the person's; only Saturdays and Sundays are known."""
    schedule = schedule_of(publication, today=EARLY)
    assert step(schedule, "publication").begins == publication
    assert schedule.warnings == warned


# --- being late ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "state", "over"),
    [
        (date(2026, 10, 2), "ahead", 0),
        (date(2026, 10, 5), "running", 0),
        (date(2026, 11, 6), "running", 0),
        (date(2026, 11, 7), "over", 1),
        (date(2026, 11, 23), "over", 17),
    ],
)
def test_a_step_says_how_many_days_it_is_late(today: date, state: str, over: int) -> None:
    """素案のとりまとめ from 5 October to 6 November."""
    one = step(schedule_of(MARCH, today=today), "draft")
    assert (one.begins, one.ends) == (date(2026, 10, 5), date(2026, 11, 6))
    assert (one.state, one.over_days) == (state, over)


def test_a_step_that_is_done_is_not_late() -> None:
    """Whatever the day."""
    one = step(schedule_of(MARCH, today=TODAY, done=["draft"]), "draft")
    assert (one.state, one.over_days) == ("done", 0)


def test_a_plan_that_cannot_be_in_time_is_told_so() -> None:
    """With the earliest date that the steps allow; struck out or done, they take no time."""
    late = schedule_of(MARCH, today=TODAY)
    assert "間に合いません" in late.message
    assert late.earliest == date(2027, 5, 17)
    done = ["inquiry", "draft", "section_meeting"]
    assert "間に合いません" not in schedule_of(MARCH, today=TODAY, done=done).message


def test_a_step_that_is_under_way_in_time_does_not_raise_an_alarm() -> None:
    """In the middle of the first step, all else ahead."""
    schedule = schedule_of(date(2027, 3, 1), today=date(2026, 9, 20))
    assert step(schedule, "inquiry").state == "running"
    assert schedule.message == ""


def test_a_publication_in_the_past_is_to_be_decided_anew() -> None:
    """Unless it has happened."""
    assert "過ぎています" in schedule_of(date(2026, 11, 20), today=TODAY).message
    assert schedule_of(date(2026, 11, 20), today=TODAY, done=["publication"]).message == ""


def test_without_a_date_the_steps_have_none_and_the_message_says_why() -> None:
    """The steps still say how long before publication they begin."""
    schedule = schedule_of(None, today=TODAY)
    assert {(one.begins, one.ends, one.state) for one in schedule.steps} == {(None, None, "undated")}
    assert schedule.steps[0].before == "公表の25週前から28日間"
    assert schedule.message == (
        "公表の予定時期がまだ決まっていません。決めると、そこから逆算した日程を示します。"
        "今日から始めると、公表は早くて令和9年5月17日（月）ごろになります。"
    )


# --- changed by people -----------------------------------------------------------------------------------------------


def test_steps_that_are_struck_out_are_gone_and_listed() -> None:
    """And those around them are still in order with each other."""
    schedule = schedule_of(MARCH, today=EARLY, struck=["council", "public_comment"])
    assert [one.key for one in schedule.struck] == ["council", "public_comment"]
    assert {"council", "public_comment"}.isdisjoint(one.key for one in schedule.steps)
    assert schedule.warnings == ()


@pytest.mark.parametrize(
    ("fixed", "begins", "ends"),
    [
        (Fixed(begins=date(2026, 12, 1)), date(2026, 12, 1), date(2026, 12, 30)),
        (Fixed(ends=date(2027, 1, 8)), date(2026, 12, 10), date(2027, 1, 8)),
        (Fixed(begins=date(2026, 12, 12), ends=date(2026, 12, 13)), date(2026, 12, 12), date(2026, 12, 13)),
        (Fixed(), date(2026, 12, 7), date(2027, 1, 5)),
    ],
)
def test_dates_fixed_by_hand_stay(fixed: Fixed, begins: date, ends: date) -> None:
    """Also on days off; what is left out follows from the length."""
    one = step(schedule_of(MARCH, today=EARLY, fixed={"public_comment": fixed}), "public_comment")
    assert (one.begins, one.ends) == (begins, ends)
    assert one.fixed == bool(fixed.begins or fixed.ends)


def test_fixed_dates_that_break_the_order_are_pointed_out() -> None:
    """Over steps that were struck out, too."""
    fixed = {"draft": Fixed(begins=date(2026, 12, 1), ends=date(2026, 12, 18))}
    schedule = schedule_of(MARCH, today=EARLY, fixed=fixed, struck=["section_meeting", "council"])
    assert schedule.warnings == (
        "「パブリックコメント」が始まる日（令和8年12月7日（月））に、"
        "前の手順の「素案のとりまとめ」が終わっていません（令和8年12月18日（金）まで）。",
    )


def test_a_publication_fixed_by_hand_moves_the_others_and_must_fit_the_answer() -> None:
    """It is counted back from the fixed day; the text of the plan names the other one."""
    schedule = schedule_of(MARCH, today=EARLY, fixed={"publication": Fixed(begins=date(2027, 4, 5))})
    assert step(schedule, "approval").begins == date(2027, 3, 15)
    assert [text for text in schedule.warnings if "令和9年3月" in text and "違います" in text]
    assert schedule_of(MARCH, today=EARLY, fixed={"publication": Fixed(begins=date(2027, 3, 5))}).warnings == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"struck": ["publication"]}, "「公表」は、日程から外せません"),
        ({"struck": ["party"]}, "「party」という手順はありません"),
        ({"done": ["party"]}, "「party」という手順はありません"),
        ({"fixed": {"party": Fixed(begins=EARLY)}}, "「party」という手順はありません"),
        ({"fixed": {"draft": Fixed(begins=TODAY, ends=EARLY)}}, "始める日より前"),
    ],
)
def test_what_cannot_be_is_refused_in_words(given: dict[str, object], said: str) -> None:
    """Unknown steps, the publication struck out, an end before the beginning."""
    with pytest.raises(InputError, match=said):
        schedule_of(MARCH, today=TODAY, **given)  # type: ignore[arg-type]


# --- what the plan's records show ------------------------------------------------------------------------------------

BEGUN = Sign(state="begun", ground="3部署に照会。", place="/inquiry#departments")
COMPLETE = BEGUN.model_copy(update={"state": "complete"})


@pytest.mark.parametrize(
    ("today", "sign", "done", "state", "over"),
    [
        pytest.param(date(2026, 9, 1), BEGUN, False, "running", 0, id="begun early"),
        pytest.param(date(2026, 10, 20), BEGUN, False, "running", 0, id="in its days"),
        pytest.param(date(2026, 11, 7), BEGUN, False, "over", 1, id="begun, and late all the same"),
        pytest.param(date(2026, 11, 7), COMPLETE, False, "complete", 0, id="nothing of it is left"),
        pytest.param(date(2026, 9, 1), COMPLETE, True, "done", 0, id="a person has said so"),
    ],
)
def test_what_the_records_show_counts_until_a_person_says_more(
    today: date, sign: Sign, done: bool, state: str, over: int
) -> None:
    """素案のとりまとめ from 5 October to 6 November; the sign is kept, so that its ground can be shown."""
    schedule = schedule_of(MARCH, today=today, done=["draft"] if done else [], signs={"draft": sign})
    one = step(schedule, "draft")
    assert (one.state, one.over_days) == (state, over)
    assert one.sign == (None if done else sign)


def test_work_in_hand_does_not_have_to_begin_today() -> None:
    """Nor without dates, nor when it should be over by now."""
    behind = {"inquiry": BEGUN, "draft": BEGUN, "section_meeting": BEGUN}
    assert step(schedule_of(MARCH, today=TODAY, signs=behind), "draft").state == "over"
    assert "間に合いません" not in schedule_of(MARCH, today=TODAY, signs=behind).message
    late = schedule_of(None, today=TODAY)
    early = schedule_of(None, today=TODAY, signs={"inquiry": BEGUN, "draft": COMPLETE})
    assert early.earliest < late.earliest
    assert [one.state for one in early.steps[:3]] == ["running", "complete", "undated"]


# --- the data --------------------------------------------------------------------------------------------------------


def test_every_basis_is_a_requirement_and_no_step_without_a_rule_claims_one(corpus: Corpus) -> None:
    """Comments and the council are prescribed by nothing that we have looked in: the notes must not say otherwise."""
    strengths = {one.id: one.strength for one in corpus.requirements}
    for one in load_steps():
        assert {ref for ref in one.basis if ref not in strengths} == set()
        if {strengths[ref] for ref in one.basis} == {"定めが見当たらない"}:
            assert "見当たりません" in one.note
            assert one.optional
    assert step(schedule_of(on_day(TODAY), today=EARLY), "public_comment").basis == ("req:no-public-comment",)
