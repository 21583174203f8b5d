"""Write 依頼文: the letter that goes with an inquiry sheet, as a DOCX. Knows Word, no cells."""

import re
from datetime import date
from typing import Literal, NamedTuple

from assistant.errors import InputError
from assistant.export.wordfile import Frame, word_file
from assistant.export.wordml import CENTRED, RIGHT, paragraph, run, runs
from assistant.inquiry.cells import printable
from assistant.inquiry.dates import era_day, with_weekday
from assistant.inquiry.items import AS_USUAL, Assigned, Item, items_for
from assistant.models import Ledger

_HEADED = re.compile(r"[課部室局係所館署園]$|センター$|事務局$")
_BOLD = "<w:b/><w:bCs/>"
_PLACES = {"": "", "right": RIGHT, "centre": CENTRED}
_SUBJECT = "{plan}の策定に係る照会について（依頼）"


class LetterLine(NamedTuple):
    """A paragraph of the letter; lengths in twips.

    Attributes:
        place: where it stands on the line.
        flows: running text, indented as a text is.
    """

    text: str
    before: int = 0
    after: int = 0
    left: int = 0
    hanging: int = 0
    place: Literal["", "right", "centre"] = ""
    bold: bool = False
    flows: bool = False


def write_letter(ledger: Ledger, department: str, deadline: date, today: date, assigned: Assigned = AS_USUAL) -> bytes:
    """A DOCX that asks the department to fill in its sheet.

    Args:
        ledger: with the measures' titles (`measures.completed`).
        deadline: 回答期限.
        today: the letter's date.
        assigned: what people chose to ask of whom.

    Raises:
        InputError: if there is nothing to ask of the department.
    """
    lines = letter_lines(ledger, department, deadline, today, assigned)
    frame = Frame(
        title=_SUBJECT.format(plan=_known(ledger, "plan_name", "計画の名称")),
        author=_known(ledger, "lead_department", "計画の担当課"),
    )
    return word_file("".join(map(_paragraph, lines)), frame)


def letter_lines(
    ledger: Ledger, department: str, deadline: date, today: date, assigned: Assigned = AS_USUAL
) -> tuple[LetterLine, ...]:
    """The letter's paragraphs, in order; arguments and errors as for `write_letter`."""
    items = items_for(ledger, department, today, assigned)
    if not items:
        raise InputError(f"「{department}」に照会する項目はありません。部署の名前を確かめてください。")
    plan = _known(ledger, "plan_name", "計画の名称")
    sender = _known(ledger, "lead_department", "計画の担当課")
    yours = "貴課" if department.endswith("課") else "貴部署"
    return (
        LetterLine("第　　　　　号", place="right"),
        LetterLine(era_day(today), place="right"),
        LetterLine(addressed(department), before=300),
        LetterLine(head_of(sender), before=200, place="right"),
        LetterLine(_SUBJECT.format(plan=plan), before=400, after=300, place="centre", bold=True),
        LetterLine("日頃から業務に御協力をいただき、ありがとうございます。", flows=True),
        LetterLine(
            f"このたび、{plan}の策定に当たり、{yours}に関わる事項について、下記のとおり照会します。", flows=True
        ),
        LetterLine(
            f"御多忙のところ恐れ入りますが、添付の照会票に御記入の上、{with_weekday(deadline)}までに"
            f"{sender}へ御回答くださいますようお願いいたします。",
            flows=True,
        ),
        LetterLine("記", before=300, after=200, place="centre"),
        *_particulars(department, items, deadline),
        LetterLine("以上", before=200, after=200, place="right"),
        LetterLine(f"担当：{sender}", before=100),
        LetterLine(f"連絡先：{_known(ledger, 'contact', '問い合わせ先')}"),
    )


def head_of(department: str) -> str:
    """Who heads the department: 住民課長; a group without a head of its own stays as it is."""
    return f"{department}長" if _HEADED.search(department) else department


def addressed(department: str) -> str:
    """To whom a letter goes: 住民課長　様, 情報担当　御中."""
    return f"{department}長　様" if _HEADED.search(department) else f"{department}　御中"


def _particulars(department: str, items: tuple[Item, ...], deadline: date) -> list[LetterLine]:
    also = "、".join(dict.fromkeys(name for item in items for name in item.also))
    care = (
        "分からない項目は「わからない」、当てはまらない項目は「該当なし」と記入してください。"
        "数には、いつの数か（基準日）と、何による数か（出典）を添えてください。"
        + (f"{also}にも関わる項目は、お手数ですが、確かめた上で回答してください。" if also else "")
    )
    lines = (
        f"１　回答期限　　{with_weekday(deadline)}",
        "２　回答方法　　添付の照会票（Excel）の色の付いた欄に入力し、ファイルのまま返送してください。",
        f"３　留意事項　　{care}",
        f"４　照会項目　　次の{len(items)}項目（質問と例は照会票のとおり）",
    )
    return [
        *(LetterLine(text, before=60, after=60, left=420, hanging=420) for text in lines),
        *(
            LetterLine(f"（{n}）{item.label}{_remark(item)}", left=1155, hanging=735)
            for n, item in enumerate(items, start=1)
        ),
        LetterLine(f"５　添付資料　　照会票（{department}）　１部", before=60, after=60, left=420, hanging=420),
    ]


def _remark(item: Item) -> str:
    notes = [f"{'、'.join(item.also)}にも関わる項目"] if item.also else []
    notes += ["前回の値が１年以上前のもの"] if item.outdated else []
    return f"（{'、'.join(notes)}）" if notes else ""


def _known(ledger: Ledger, key: str, label: str) -> str:
    value = ledger.answer(key)
    return printable(re.sub(r"\s*\n\s*", "、", str(value))) if value else f"〔要確認：{label}〕"


def _paragraph(line: LetterLine) -> str:
    if line.flows:
        return paragraph(_runs(line.text), "BodyText")
    indent = "hanging" if line.hanging else "firstLine"
    place = (
        f'<w:spacing w:before="{line.before}" w:after="{line.after}"/>'
        f'<w:ind w:left="{line.left}" w:{indent}Chars="0" w:{indent}="{line.hanging}"/>'
    )
    return paragraph(_runs(line.text, line.bold), "BodyText", place + _PLACES[line.place])


def _runs(text: str, bold: bool = False) -> str:
    clean = printable(text)
    return run(clean, _BOLD) if bold and "〔" not in clean else runs(clean, mark_open=True)
