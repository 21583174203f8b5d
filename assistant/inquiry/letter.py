"""Write 依頼文: the letter that goes with an inquiry sheet, as a DOCX. Knows Word, no cells."""

import re
from datetime import date

from assistant.errors import InputError
from assistant.export.wordfile import Frame, word_file
from assistant.export.wordml import CENTRED, RIGHT, paragraph, run, runs
from assistant.inquiry.cells import printable
from assistant.inquiry.dates import era_day, with_weekday
from assistant.inquiry.items import AS_USUAL, Assigned, Item, items_for
from assistant.models import Ledger

_HEADED = re.compile(r"[課部室局係所館署園]$|センター$|事務局$")
_BOLD = "<w:b/><w:bCs/>"
_SUBJECT = "{plan}の策定に係る照会について（依頼）"


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
    items = items_for(ledger, department, today, assigned)
    if not items:
        raise InputError(f"「{department}」に照会する項目はありません。部署の名前を確かめてください。")
    plan = _known(ledger, "plan_name", "計画の名称")
    sender = _known(ledger, "lead_department", "計画の担当課")
    yours = "貴課" if department.endswith("課") else "貴部署"
    body = [
        _line("第　　　　　号", align=RIGHT),
        _line(era_day(today), align=RIGHT),
        _line(addressed(department), before=300),
        _line(head_of(sender), before=200, align=RIGHT),
        _line(_SUBJECT.format(plan=plan), before=400, after=300, align=CENTRED, bold=True),
        _text("日頃から業務に御協力をいただき、ありがとうございます。"),
        _text(f"このたび、{plan}の策定に当たり、{yours}に関わる事項について、下記のとおり照会します。"),
        _text(
            f"御多忙のところ恐れ入りますが、添付の照会票に御記入の上、{with_weekday(deadline)}までに"
            f"{sender}へ御回答くださいますようお願いいたします。"
        ),
        _line("記", before=300, after=200, align=CENTRED),
        *_particulars(department, items, deadline),
        _line("以上", before=200, after=200, align=RIGHT),
        _line(f"担当：{sender}", before=100),
        _line(f"連絡先：{_known(ledger, 'contact', '問い合わせ先')}"),
    ]
    return word_file("".join(body), Frame(title=_SUBJECT.format(plan=plan), author=sender))


def head_of(department: str) -> str:
    """Who heads the department: 住民課長; a group without a head of its own stays as it is."""
    return f"{department}長" if _HEADED.search(department) else department


def addressed(department: str) -> str:
    """To whom a letter goes: 住民課長　様, 情報担当　御中."""
    return f"{department}長　様" if _HEADED.search(department) else f"{department}　御中"


def _particulars(department: str, items: tuple[Item, ...], deadline: date) -> list[str]:
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
        *(_line(text, before=60, after=60, left=420, hanging=420) for text in lines),
        *(
            _line(f"（{n}）{item.label}{_remark(item)}", left=1155, hanging=735)
            for n, item in enumerate(items, start=1)
        ),
        _line(f"５　添付資料　　照会票（{department}）　１部", before=60, after=60, left=420, hanging=420),
    ]


def _remark(item: Item) -> str:
    notes = [f"{'、'.join(item.also)}にも関わる項目"] if item.also else []
    notes += ["前回の値が１年以上前のもの"] if item.outdated else []
    return f"（{'、'.join(notes)}）" if notes else ""


def _known(ledger: Ledger, key: str, label: str) -> str:
    value = ledger.answer(key)
    return printable(re.sub(r"\s*\n\s*", "、", str(value))) if value else f"〔要確認：{label}〕"


def _line(
    text: str, *, before: int = 0, after: int = 0, left: int = 0, hanging: int = 0, align: str = "", bold: bool = False
) -> str:
    """A line of its own, not indented as a text is; lengths in twips."""
    place = (
        f'<w:spacing w:before="{before}" w:after="{after}"/>'
        f'<w:ind w:left="{left}" w:{"hanging" if hanging else "firstLine"}Chars="0" '
        f'w:{"hanging" if hanging else "firstLine"}="{hanging}"/>'
    )
    return paragraph(_runs(text, bold), "BodyText", place + align)


def _text(text: str) -> str:
    return paragraph(_runs(text), "BodyText")


def _runs(text: str, bold: bool = False) -> str:
    clean = printable(text)
    return run(clean, "<w:b/><w:bCs/>") if bold and "〔" not in clean else runs(clean, mark_open=True)
