"""What a returned sheet gets wrong comes back as a problem of its row, and a spoilt sheet is refused."""

from datetime import date, time, timedelta

import pytest
from inquiring import KEY_COLUMN, LEDGER, TODAY, Cells, answered, book_of, fill, only, problem, returned, saved
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from assistant.errors import InputError
from assistant.inquiry.collect import collect
from assistant.inquiry.sheet import HEAD
from assistant.inquiry.table import COLUMNS, KEY
from assistant.interview import question_for
from assistant.models import Ledger

# --- problems ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "cells", "read", "part"),
    [
        ("population", {"回答": "=SUM(A1:A3)"}, "=SUM(A1:A3)", "計算式"),
        ("population", {"回答": ArrayFormula("G5", "=A1+1")}, "=A1+1", "計算式"),
        ("population", {"回答": "#N/A"}, "#N/A", "エラー"),
        ("population", {"回答": True}, "TRUE", "言葉か数"),
        ("population", {"回答": time(10, 30)}, "10:30:00", "時刻"),
        ("population", {"回答": timedelta(hours=30)}, "1 day, 6:00:00", "時刻"),
        ("population", {"回答": date(2026, 4, 1)}, "令和8年4月1日", "数字を読み取れません"),
        ("population", {"回答": -5}, "-5", "1以上の整数"),
        ("population", {"回答": 1e300}, "1e+300", "数として扱えない"),
        ("population", {"回答": "たくさん"}, "たくさん", "数字を読み取れません"),
        ("population", {"回答": 31_800, "単位": "世帯"}, "31800世帯", "「人」で答えて"),
        ("population", {"回答": "同上"}, "同上", "行ごとに"),
        ("population", {"回答": "〃"}, "〃", "行ごとに"),
        ("population", {"回答": "－"}, "－", "該当なし"),
        ("population", {"回答": None, "基準日": "R8.4.1"}, "（空欄）", "「回答」の欄にも"),
        ("population", {"回答": None, "出典": "住民基本台帳"}, "（空欄）", "「回答」の欄にも"),
        ("population", {"回答": 31_800, "基準日": "4月ごろ"}, "4月ごろ", "日付を読み取れません"),
        ("population", {"回答": 31_800, "基準日": 46_113}, "46113", "日付を読み取れません"),
        ("population", {"回答": 31_800, "基準日": "令和8年2月30日"}, "令和8年2月30日", "日付を読み取れません"),
        ("population", {"回答": 31_800, "基準日": "=TODAY()"}, "=TODAY()", "計算式"),
        ("population", {"回答": 31_800, "基準日": date(2027, 4, 1)}, "令和9年4月1日", "今日より後"),
        ("population", {"回答": "31,800人（令和7年4月1日）", "基準日": "R8.4.1"}, "回答の中では令和7年4月1日、基準日では令和8年4月1日", "同じ日付"),
        ("population", {"回答": 31_800, "出典": "同上"}, "同上", "行ごとに"),
        ("population", {"回答": 31_800, "回答者": "=A1"}, "=A1", "計算式"),
        ("ageing_rate", {"回答": 0.385}, "0.385", "38.5"),
        ("ageing_rate", {"回答": 385}, "385", "0〜100％"),
        ("ageing_rate", {"回答": 3.85, "回答の書式": "0%"}, "385%", "0〜100％"),
        ("ageing_rate", {"回答": 12, "単位": "人"}, "12人", "「%」で答えて"),
        ("security_policy", {"回答": "作業中"}, "作業中", "まだ定めていない"),
        ("households", {"回答": "あ" * 5_000}, "あ" * 30 + "…", "長すぎます"),
    ],
)  # fmt: skip
def test_problems_name_the_row_and_what_would_be_right(key: str, cells: Cells, read: str | None, part: str) -> None:
    """Nothing is guessed: the row comes back with what was read."""
    found = problem(returned({key: cells}))
    assert (found.key, found.label) == (key, question_for(key).label)
    assert found.row is not None
    assert found.row > HEAD
    assert read is None or found.read == read
    assert part in found.text


def test_answers_are_checked_beside_each_other() -> None:
    """Households cannot outnumber the people of the same file."""
    collected = returned({"population": {"回答": 3_000}, "households": {"回答": 12_400}})
    assert [reply.key for reply in collected.replies] == ["population"]
    assert [found.key for found in collected.problems] == ["households"]


def test_a_figure_is_checked_beside_the_older_one() -> None:
    """Ten times as many people as two years ago is a slip of the finger."""
    known = LEDGER.with_fact(answered("population", 33_900, as_of="令和3年4月1日"))
    assert "桁" in problem(returned({"population": {"回答": 318_000, "基準日": "R8.4.1"}}, known=known)).text


def test_one_bad_row_does_not_spoil_the_others() -> None:
    """The rest of the file is taken."""
    collected = returned({"population": {"回答": "たくさん"}, "card_rate": {"回答": 78.2}})
    assert ([r.key for r in collected.replies], [p.key for p in collected.problems]) == (["card_rate"], ["population"])


def test_an_untouched_sheet_answers_nothing() -> None:
    """Neither replies nor problems; a name alone is no answer."""
    collected = returned({"population": {"回答者": "山田"}, "households": {"回答": " \u3000\n"}}, "住民課")
    assert (collected.replies, collected.problems) == ((), ())
    assert collected.departments == ("住民課",)
    assert [item.key for item in collected.unanswered][:3] == ["population", "households", "card_rate"]


# --- a sheet that was changed ------------------------------------------------------------------------------------------------


def test_the_order_of_rows_does_not_matter() -> None:
    """Keys decide."""
    book = fill(book_of("住民課"), {"population": {"回答": 31_800}, "card_rate": {"回答": 78.2}})
    sheet = book["住民課"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD + 1)]
    for at, values in enumerate(reversed(rows), start=HEAD + 1):
        for column, value in enumerate(values, start=1):
            sheet.cell(at, column).value = value
    collected = collect(saved(book), "返送.xlsx", LEDGER, TODAY)
    assert {reply.key: reply.value for reply in collected.replies} == {"population": 31_800, "card_rate": 78.2}


def test_rows_and_columns_that_were_inserted_do_not_matter() -> None:
    """The table is found where it is."""
    book = fill(book_of("住民課"), {"population": {"回答": 31_800}})
    sheet = book["住民課"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(1, 3)
    sheet.insert_cols(7, 2)
    assert only(collect(saved(book), "返送.xlsx", LEDGER, TODAY)).value == 31_800


def test_a_row_that_was_added_comes_back_as_a_problem() -> None:
    """Without a key nobody knows what it answers."""
    book = book_of("住民課")
    sheet = book["住民課"]
    row = sheet.max_row + 1
    sheet.cell(row, 2).value, sheet.cell(row, 7).value = "出生数", 120
    found = problem(collect(saved(book), "返送.xlsx", LEDGER, TODAY))
    assert (found.row, found.read) == (row, "出生数")


def test_a_sheet_of_another_plan_is_noticed() -> None:
    """Its answers are shown all the same: the plan may have got another name in the meantime."""
    data = saved(fill(book_of("住民課"), {"population": {"回答": 31_800}}))
    other = LEDGER.with_fact(answered("plan_name", "あおば市官民データ活用推進計画"))
    assert collect(data, "返送.xlsx", Ledger(), TODAY).problems == ()
    collected = collect(data, "返送.xlsx", other, TODAY)
    assert collected.plans == ("みどり町官民データ活用推進計画",)
    assert [(found.row, found.read) for found in collected.problems] == [(None, "みどり町官民データ活用推進計画")]
    assert [reply.key for reply in collected.replies] == ["population"]


def test_another_sheet_beside_is_mentioned() -> None:
    """A memo is not read, and not silently."""
    book = fill(book_of("住民課"), {"population": {"回答": 31_800}})
    book.create_sheet("メモ")["A1"] = "人口は来月更新"
    book.create_sheet("空")
    collected = collect(saved(book), "返送.xlsx", LEDGER, TODAY)
    assert [(p.sheet, p.row) for p in collected.problems] == [("メモ", None)]
    assert len(collected.replies) == 1


def _no_keys(book: Workbook) -> None:
    book["住民課"].delete_cols(KEY_COLUMN)


def _twice(book: Workbook) -> None:
    book["住民課"].cell(HEAD + 2, KEY_COLUMN).value = "population"


def _copied(book: Workbook) -> None:
    book.copy_worksheet(book["住民課"])


def _unknown(book: Workbook) -> None:
    book["住民課"].cell(HEAD + 2, KEY_COLUMN).value = "shoe_size"


def _formula(book: Workbook) -> None:
    book["住民課"].cell(HEAD + 2, KEY_COLUMN).value = "=L5"


def _no_column(book: Workbook) -> None:
    book["住民課"].cell(HEAD, COLUMNS.index("基準日") + 1).value = "日付"


def _no_head(book: Workbook) -> None:
    book["住民課"].cell(HEAD, KEY_COLUMN).value = "x"


def _newer(book: Workbook) -> None:
    book["住民課"].cell(1, KEY_COLUMN).value = "kanmin-inquiry-2"


def _foreign(book: Workbook) -> None:
    book.create_sheet("予算")["A1"] = "令和9年度予算"
    book.remove(book["住民課"])


def _empty(book: Workbook) -> None:
    book.create_sheet("空")
    book.remove(book["住民課"])


@pytest.mark.parametrize(
    ("spoil", "part"),
    [
        (_no_keys, "照会キー"),
        (_twice, "同じ項目「世帯数」の行が二つ"),
        (_copied, "シートを消して一つに"),
        (_unknown, "どの項目か分からない行があります（シート「住民課」の6行目）"),
        (_formula, "どの項目か分からない行"),
        (_no_column, "列「基準日」が一つずつ揃っていません"),
        (_no_head, "見出しの行がありません"),
        (_newer, "いまの形式の照会票ではありません"),
        (_foreign, "照会票ではありません"),
        (_empty, "照会票ではありません"),
    ],
)
def test_a_spoilt_sheet_is_refused(spoil: object, part: str) -> None:
    """The message names the file and says what to do; nothing of it is taken."""
    book = fill(book_of("住民課"), {"population": {"回答": 31_800}})
    spoil(book)  # type: ignore[operator]
    with pytest.raises(InputError) as error:
        collect(saved(book), "返送.xlsx", LEDGER, TODAY)
    assert part in str(error.value)
    assert "「返送.xlsx」" in str(error.value)
    assert "ください" in str(error.value)


def test_the_key_heading_is_what_the_sheet_has() -> None:
    """Who unhides the column reads that it must stay."""
    assert book_of("住民課")["住民課"].cell(HEAD, KEY_COLUMN).value == KEY
