"""The letter that goes with a sheet: polite, with every item that is asked, and nothing made up."""

import io
from datetime import date

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.text.paragraph import Paragraph

from assistant.errors import InputError
from assistant.inquiry.items import departments, items_for
from assistant.inquiry.letter import addressed, head_of, write_letter
from assistant.models import ChosenMeasure, Fact, FactValue, Ledger, Status

TODAY, DEADLINE = date(2026, 11, 23), date(2026, 12, 11)


def answered(key: str, value: FactValue, as_of: str | None = None) -> Fact:
    return Fact(key=key, status=Status.ANSWERED, value=value, as_of=as_of)


def ledger(*facts: Fact, measures: tuple[ChosenMeasure, ...] = ()) -> Ledger:
    return Ledger(facts={fact.key: fact for fact in facts}, measures=measures)


KNOWN = ledger(
    answered("plan_name", "みどり町官民データ活用推進計画"),
    answered("lead_department", "企画課"),
    answered("contact", "みどり町企画課 電話 000-000-0000"),
    answered("population", 33_900, "令和3年4月1日"),
)


def paragraphs(known: Ledger, department: str) -> list[Paragraph]:
    return list(docx.Document(io.BytesIO(write_letter(known, department, DEADLINE, TODAY))).paragraphs)


def lines(known: Ledger, department: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs(known, department)]


def test_the_letter_has_its_parts_in_order() -> None:
    """Number, date, addressee, sender, subject, text, particulars, end, contact."""
    found = lines(KNOWN, "住民課")
    assert found[:5] == [
        "第　　　　　号",
        "令和8年11月23日",
        "住民課長　様",
        "企画課長",
        "みどり町官民データ活用推進計画の策定に係る照会について（依頼）",
    ]
    assert "令和8年12月11日（金）までに企画課へ御回答くださいますようお願いいたします。" in found[7]
    assert found.index("記") < found.index("１　回答期限　　令和8年12月11日（金）") < found.index("以上")
    assert found[-2:] == ["担当：企画課", "連絡先：みどり町企画課 電話 000-000-0000"]
    assert "５　添付資料　　照会票（住民課）　１部" in found


@pytest.mark.parametrize("department", ["企画課", "情報担当", "総務課", "住民課", "財政課"])
def test_every_item_is_listed(department: str) -> None:
    """In the order of the sheet, with other departments and outdated values."""
    items = items_for(KNOWN, department, TODAY)
    found = lines(KNOWN, department)
    assert [line for line in found if line.startswith("（")] == [
        f"（{n}）{item.label}"
        + (
            f"（{item.also[0]}にも関わる項目）"
            if item.also
            else "（前回の値が１年以上前のもの）"
            if item.outdated
            else ""
        )
        for n, item in enumerate(items, start=1)
    ]
    assert f"４　照会項目　　次の{len(items)}項目（質問と例は照会票のとおり）" in found


def test_what_is_not_known_is_marked() -> None:
    """In yellow, to be filled in by hand; nothing is made up."""
    marked = [
        run.text
        for paragraph in paragraphs(Ledger(), "住民課")
        for run in paragraph.runs
        if run.font.highlight_color == WD_COLOR_INDEX.YELLOW
    ]
    assert set(marked) == {"〔要確認：計画の名称〕", "〔要確認：計画の担当課〕", "〔要確認：問い合わせ先〕"}


@pytest.mark.parametrize(
    ("department", "head", "addressee"),
    [
        ("住民課", "住民課長", "住民課長　様"),
        ("情報政策室", "情報政策室長", "情報政策室長　様"),
        ("保健センター", "保健センター長", "保健センター長　様"),
        ("議会事務局", "議会事務局長", "議会事務局長　様"),
        ("情報担当", "情報担当", "情報担当　御中"),
        ("教育委員会", "教育委員会", "教育委員会　御中"),
    ],
)
def test_to_whom_and_from_whom(department: str, head: str, addressee: str) -> None:
    """A group without a head of its own is addressed as a group."""
    assert (head_of(department), addressed(department)) == (head, addressee)


def test_the_page_is_a4() -> None:
    """Upright."""
    page = docx.Document(io.BytesIO(write_letter(KNOWN, "住民課", DEADLINE, TODAY))).sections[0]
    assert page.page_width is not None
    assert page.page_height is not None
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)


@pytest.mark.parametrize("name", ["<b>&計画</b>", "計\x00画\x0b\ufffe\ud800", "一行目\n二行目", "あ" * 3_000])
def test_odd_names_of_plans(name: str) -> None:
    """The file always opens."""
    assert len(lines(ledger(answered("plan_name", name)), "住民課")) > 10


def test_odd_titles_of_measures_stand_as_they_are() -> None:
    """Neither markup nor formula."""
    known = ledger(measures=(ChosenMeasure(key="m1", title="=1+1 <w:p/>", department="住民課"),))
    assert any("施策「=1+1 <w:p/>」の現状と課題" in line for line in lines(known, "住民課"))


def test_nothing_to_ask_is_said() -> None:
    """No letter without a question."""
    with pytest.raises(InputError, match="水道課"):
        write_letter(KNOWN, "水道課", DEADLINE, TODAY)


def test_there_is_a_letter_for_every_department_that_is_asked() -> None:
    """Who gets a sheet gets a letter."""
    for department in departments(Ledger(), TODAY):
        assert lines(Ledger(), department)[2] == addressed(department)
