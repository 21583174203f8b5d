"""How fast passwords may be tried: what is free, how long one waits, and who is not made to wait by others."""

import pytest

from assistant.pages.sign_in_pace import ADDRESS, BOTH, FORGET_AFTER_S, MOST_KEPT, NAME, Pace, TooManyTries


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def pace(watch: Watch) -> Pace:
    return Pace(watch)


def wait(pace: Pace, name: str = "花子", address: str = "10.0.0.1") -> int:
    """Seconds to wait; 0 if the try was let through (and counts as a wrong one)."""
    try:
        pace.enter(name, address)
    except TooManyTries as refused:
        return refused.seconds
    return 0


def tries(pace: Pace, number: int, name: str = "花子", address: str = "10.0.0.{}") -> list[int]:
    return [wait(pace, name.format(i), address.format(i)) for i in range(number)]


def test_a_few_mistakes_are_free(pace: Pace) -> None:
    """As many as the rule says; the next try has to wait."""
    assert tries(pace, BOTH.free, address="10.0.0.1") == [0] * BOTH.free
    assert wait(pace) == BOTH.first_s


def test_waits_double_up_to_a_minute(pace: Pace, watch: Watch) -> None:
    """Each further mistake doubles the wait; nobody waits for more than a minute."""
    tries(pace, BOTH.free, address="10.0.0.1")
    waits = []
    for _ in range(6):
        waits.append(wait(pace))
        watch.now += waits[-1]
        assert wait(pace) == 0
    assert waits == [10, 20, 40, 60, 60, 60]


def test_a_try_that_is_refused_does_not_make_the_wait_longer(pace: Pace, watch: Watch) -> None:
    """Who keeps pressing waits no longer than who waits."""
    tries(pace, BOTH.free, address="10.0.0.1")
    for left in (10, 9, 8):
        assert wait(pace) == left
        watch.now += 1


def test_tries_at_once_are_counted_before_they_are_checked(pace: Pace) -> None:
    """A hundred tries sent at the same moment get no further than the free ones."""
    assert tries(pace, 100, address="10.0.0.1").count(0) == BOTH.free


def test_the_right_password_ends_the_count(pace: Pace) -> None:
    """What was mistyped before it is forgiven."""
    tries(pace, BOTH.free - 1, address="10.0.0.1")
    assert wait(pace) == 0
    pace.succeeded("花子", "10.0.0.1")
    assert tries(pace, BOTH.free, address="10.0.0.1") == [0] * BOTH.free


def test_a_quarter_of_an_hour_forgets(pace: Pace, watch: Watch) -> None:
    """Yesterday's mistakes count for nothing."""
    tries(pace, BOTH.free, address="10.0.0.1")
    watch.now += FORGET_AFTER_S
    assert tries(pace, BOTH.free, address="10.0.0.1") == [0] * BOTH.free


def test_mistakes_of_a_whole_day_do_not_add_up(pace: Pace, watch: Watch) -> None:
    """An office behind one address mistypes now and then, all day long."""
    for i in range(500):
        watch.now += 60
        assert wait(pace, f"職員{i % 40}") == 0


def test_others_are_not_slowed_down(pace: Pace) -> None:
    """Neither another name at the same place, nor the same name at another place."""
    tries(pace, BOTH.free + 3, address="10.0.0.1")
    assert wait(pace) > 0
    assert wait(pace, "太郎") == 0
    assert wait(pace, address="10.0.0.2") == 0


def test_many_names_from_one_place_are_slowed_down(pace: Pace) -> None:
    """An office behind one address has room; a list of names has not."""
    assert tries(pace, ADDRESS.free, "職員{}", "10.0.0.1") == [0] * ADDRESS.free
    assert wait(pace, "花子") == ADDRESS.first_s


def test_one_name_from_many_places_is_slowed_down(pace: Pace) -> None:
    """Also where each place tries once."""
    assert tries(pace, NAME.free) == [0] * NAME.free
    assert wait(pace, address="10.9.9.9") == NAME.first_s


def test_nobody_is_shut_out_of_where_they_work_by_others(pace: Pace) -> None:
    """Where a person has signed in before, tries for their name from elsewhere do not make them wait."""
    assert wait(pace, address="192.168.1.5") == 0
    pace.succeeded("花子", "192.168.1.5")
    tries(pace, NAME.free + 20)
    assert wait(pace, address="10.9.9.9") > 0
    assert wait(pace, address="192.168.1.5") == 0


def test_what_is_remembered_does_not_grow_without_end(pace: Pace) -> None:
    """A flood of made-up names and addresses is forgotten, oldest first."""
    for i in range(MOST_KEPT + 10):
        wait(pace, f"名前{i}", f"address {i}")
    assert len(pace._tries) <= MOST_KEPT + 3


def test_a_flood_does_not_make_room_for_who_keeps_trying(pace: Pace) -> None:
    """Who was made to wait a moment ago is not forgotten for what was tried earlier."""
    tries(pace, MOST_KEPT // 3, "名前{}", "address {}")
    tries(pace, BOTH.free, address="10.0.0.1")
    tries(pace, MOST_KEPT // 3 - 2, "別名{}", "place {}")
    assert wait(pace) > 0


def test_the_message_says_when_to_try_again(pace: Pace) -> None:
    """In whole seconds, and whom to ask."""
    tries(pace, BOTH.free, address="10.0.0.1")
    with pytest.raises(TooManyTries, match=r"あと10秒待ってから.*管理者に"):
        pace.enter("花子", "10.0.0.1")
