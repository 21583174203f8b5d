"""The steps to publication as data, and what a plan's records show of the work in them."""

from datetime import date

import pytest

from assistant.schedule_steps import AskedOnce, FrozenOnce, Records, load_steps, signs_of

ASKED, ANSWERED = (AskedOnce(on=date(2026, 11, 20), waiting=waiting) for waiting in (True, False))
LATER = AskedOnce(on=date(2026, 11, 23), waiting=False)


def frozen(*names: str) -> tuple[FrozenOnce, ...]:
    return tuple(FrozenOnce(name=name, on=date(2026, 11, 24)) for name in names)


@pytest.mark.parametrize(
    ("records", "key", "state", "said"),
    [
        (Records(asked=(ASKED, LATER)), "inquiry", "begun", "2部署に照会（最後は令和8年11月23日）。1部署の回答待ち"),
        (Records(asked=(ANSWERED,)), "inquiry", "complete", "回答待ちの部署はありません。"),
        (Records(asked=(ANSWERED,), unread=2), "inquiry", "begun", "照会票2件を、まだ確かめていません。"),
        (Records(asked=(ANSWERED,), to_ask=1), "inquiry", "begun", "まだ照会していない部署が1か所"),
        (Records(sections=7, written=1), "draft", "begun", "7つの章のうち、1つに文章があります（確認済は0つ）。"),
        (Records(sections=7, written=7, confirmed=6), "draft", "begun", "7つに文章があります（確認済は6つ）。"),
        (Records(sections=7, written=7, confirmed=7), "draft", "complete", "7つの章が、すべて確認済です。"),
        (Records(frozen=frozen("課内案")), "section_meeting", "begun", "令和8年11月24日に"),
        (Records(frozen=frozen("庁議版2", "庁議版")), "section_meeting", "begun", "「庁議版2」"),
        (Records(frozen=frozen("12月議会説明")), "council", "begun", "「12月議会説明」"),
        (Records(frozen=frozen("パブコメ版")), "public_comment", "begun", "「パブコメ版」"),
        (Records(frozen=frozen("決裁版")), "approval", "begun", "「決裁版」"),
    ],
)
def test_a_sign_says_what_it_rests_on(records: Records, key: str, state: str, said: str) -> None:
    """Of one step alone, with the place where the records are."""
    found = signs_of(records)
    assert set(found) == {key}
    assert found[key].state == state
    assert said in found[key].ground
    assert found[key].place.startswith(("/inquiry#", "/versions#"))


@pytest.mark.parametrize("records", [Records(), Records(sections=7, to_ask=2), Records(frozen=frozen("メモ"))])
def test_no_work_no_sign(records: Records) -> None:
    """Who should be asked was not asked; a name that no step knows says nothing."""
    assert signs_of(records) == {}


def test_steps_name_each_other_in_order() -> None:
    """`after` names steps above; the keys are unique."""
    seen: list[str] = []
    for one in load_steps():
        assert set(one.after) <= set(seen)
        assert one.key not in seen
        seen.append(one.key)
