"""The progress of a plan: what is counted, what is not, and the word for a section's state."""

import pytest
from ledgers import SMALL, WHOLE, D, N, U, ledger

from assistant.interview import for_section, load_questions
from assistant.models import ChosenMeasure, Ledger, Origin, Status
from assistant.progress import SECTIONS, SectionInput, progress_of, state_of

NOTHING = Ledger()
ONE = ledger(ChosenMeasure(key="m1", title="窓口改革", pillar=1))
TOLD = ledger(municipality="みどり町", scale=WHOLE, geography="平野・農村")


def everything() -> Ledger:
    """A ledger in which each question that makes sense has an answer."""
    return ledger(
        ChosenMeasure(key="m1", title="窓口改革", pillar=1), **{question.key: N for question in load_questions()}
    )


@pytest.mark.parametrize(
    ("section", "known", "given", "word"),
    [
        (1, NOTHING, SectionInput(), "未着手"),
        (1, ledger(municipality="みどり町"), SectionInput(), "未着手"),
        (1, TOLD, SectionInput(), "聞き取り中"),
        (2, TOLD, SectionInput(), "未着手"),
        (1, ledger(scale=WHOLE, geography=U), SectionInput(), "聞き取り中"),
        (1, ledger(scale=WHOLE, geography=D), SectionInput(), "聞き取り中"),
        (1, ledger(geography=Status.ABSENT), SectionInput(), "未着手"),
        (2, ledger(issues=("窓口の混雑",)), SectionInput(), "聞き取り中"),
        (6, ONE, SectionInput(), "聞き取り中"),
        (5, ONE, SectionInput(), "未着手"),
        (1, NOTHING, SectionInput(origin="draft"), "下書き"),
        (1, NOTHING, SectionInput(origin="edit"), "編集済"),
        (1, NOTHING, SectionInput(origin="restore"), "編集済"),
        (1, NOTHING, SectionInput(origin="draft", confirmed=True), "確認済"),
        (1, NOTHING, SectionInput(confirmed=True), "未着手"),
    ],
)
def test_the_state_of_a_section_in_a_word(section: int, known: Ledger, given: SectionInput, word: str) -> None:
    """The text counts first; before there is one, an answer that few sections need; a text nobody has is not confirmed."""
    assert state_of(section, known, given) == word


def test_questions_are_told_apart_by_how_they_stand() -> None:
    """Answered in any way, unknown, put off, waiting; a question put off and answered since is answered."""
    known = ledger(scale=WHOLE, geography="平野・農村", population=U, households=N, past_efforts=D)
    answers = progress_of(known, {}, ["ageing_rate", "geography"]).sections[0].answers
    assert (answers.answered, answers.unknown, answers.put_off) == (3, 1, 1)
    assert answers.questions == len(for_section(1, known))
    assert answers.words == f"{answers.questions}項目のうち3項目に回答（分からない1項目、あとで1項目）"


@pytest.mark.parametrize("scale", [SMALL, WHOLE])
def test_only_questions_that_make_sense_are_counted(scale: str) -> None:
    """A question that the answers so far rule out, and the settings of the document, are in no total."""
    known = ledger(scale=scale)
    for one in progress_of(known, {}).sections:
        assert one.answers.questions == len([q for q in for_section(one.section, known) if q.ask != "never"])


def test_ruling_questions_out_lowers_the_total() -> None:
    """The plan is folded into another: what a plan of its own needs is not asked."""
    alone = progress_of(ledger(pattern="単独の計画として作る"), {}).answers.questions
    folded = progress_of(ledger(pattern="既存の計画に組み込む"), {}).answers.questions
    assert alone != folded


def test_a_shared_question_counts_once_in_the_plan() -> None:
    """The municipality's name is needed everywhere, and is one question of the plan."""
    whole = progress_of(ledger(municipality="みどり町"), {})
    assert whole.answers.answered == 1
    assert [one.answers.answered for one in whole.sections] == [1] * 7


@pytest.mark.parametrize("origin", ["draft", "edit", "restore"])
def test_nothing_left_is_100_percent_and_nothing_done_is_0(origin: Origin) -> None:
    """Answers, text, gaps and confirmation make up the whole."""
    done = progress_of(everything(), {n: SectionInput(origin=origin, confirmed=True) for n in SECTIONS})
    assert [one.percent for one in done.sections] == [100] * 7
    assert done.percent == 100
    assert progress_of(NOTHING, {}).percent == 0


@pytest.mark.parametrize(
    "given",
    [
        SectionInput(origin="edit", confirmed=True, open_items=1),
        SectionInput(origin="edit", confirmed=False),
        SectionInput(),
    ],
)
def test_one_section_that_is_not_done_keeps_the_plan_below_100(given: SectionInput) -> None:
    """A gap, a missing confirmation or a missing text each show."""
    inputs = {n: SectionInput(origin="draft", confirmed=True) for n in SECTIONS} | {3: given}
    whole = progress_of(everything(), inputs)
    assert whole.sections[2].percent < 100
    assert whole.percent < 100
    assert whole.sections[3].percent == 100


def test_the_percentage_says_what_it_is_counted_from() -> None:
    """Every counted part stands in the explanation, with its numbers; gaps with how many are left."""
    one = progress_of(everything(), {6: SectionInput(origin="draft", open_items=4)}).sections[5]
    assert [(part.label, part.done, part.total) for part in one.counted] == [
        ("聞き取り", 2, 2),
        ("施策の選定", 1, 1),
        ("文章", 1, 1),
        ("要確認の解消", 0, 1),
        ("確認", 0, 1),
    ]
    assert one.percent == 60
    assert one.words == (
        "聞き取り：2項目のうち2項目に回答、施策の選定：1/1、文章：1/1、要確認の解消：0/1（残り4件）、確認：0/1。"
        "それぞれを同じ重みで数えています。"
    )


def test_the_plan_adds_up_its_sections() -> None:
    """Texts, gaps and confirmations of all seven."""
    whole = progress_of(
        TOLD, {1: SectionInput(origin="draft", open_items=2), 4: SectionInput(origin="edit", open_items=1)}
    )
    assert whole.open_items == 3
    assert {part.label: (part.done, part.total) for part in whole.counted if part.label != "聞き取り"} == {
        "文章": (2, 7),
        "要確認の解消": (0, 7),
        "確認": (0, 7),
        "施策の選定": (0, 1),
    }
    assert whole.words.startswith("7つの章の平均です。")
