"""Collect the answers of a returned sheet. The file is not trusted: keys decide, and what is odd comes back as a problem."""

from datetime import date

from assistant.errors import InputError
from assistant.inquiry.answers import Refused, read_fact
from assistant.inquiry.field_answers import read_field
from assistant.inquiry.fields import FieldReply, parse_path
from assistant.inquiry.merging import merged
from assistant.inquiry.table import NO_NAME, Row, find_tables, plan_name
from assistant.inquiry.workbook import open_workbook, shown_name
from assistant.interview import Question, load_questions
from assistant.models import Fact, Ledger, Value

Given = Fact | FieldReply
_OTHER_PLAN = "いま開いている計画とは名称の違う計画の照会票です。取り込む前に、この計画のものか確かめてください。"


class SheetProblem(Value):
    """What could not be taken from a returned sheet.

    Attributes:
        row: as Excel counts it; None if the whole sheet is meant.
        read: what stands there.
        text: what would be right.
    """

    sheet: str
    row: int | None
    key: str
    label: str
    read: str
    text: str


class Unanswered(Value):
    """An item whose row was left empty."""

    key: str
    label: str
    department: str


class Collected(Value):
    """What a returned file says.

    Attributes:
        plans: names of the plan, as the sheets have them.
        departments: whose sheets the file holds.
        replies: facts and fields of measures, in the file's order; none of them is in the ledger yet.
    """

    file: str
    plans: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    replies: tuple[Given, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()
    problems: tuple[SheetProblem, ...] = ()


def collect(data: bytes, file: str, ledger: Ledger, today: date) -> Collected:
    """The answers in a returned XLSX file.

    Args:
        data: the file's content.
        file: its name, for messages.
        ledger: with the measures' titles (`measures.completed`), as when the sheet was written.
        today: no value can stand for a later day.

    Raises:
        InputError: if the file is no inquiry sheet of ours, or cannot be read or told apart; says what to do.
    """
    tables, others = find_tables(open_workbook(data, file), file)
    questions = {question.key: question for question in load_questions()}
    rows = [row for table in tables for row in table.rows]
    if unknown := [row for row in rows if row.key and row.key not in questions and parse_path(row.key) is None]:
        listed = "、".join(f"シート「{row.sheet}」の{row.number}行目" for row in unknown[:5])
        raise InputError(
            f"「{shown_name(file)}」に、どの項目か分からない行があります（{listed}）。"
            "非表示の列の照会キーが書き換えられています。照会票を作り直して、答えを書き写してください。"
        )
    replies: list[Given] = []
    unanswered: list[Unanswered] = []
    problems = [
        SheetProblem(
            sheet=title, row=None, key="", label="", read=title, text="照会票ではないシートなので、読みませんでした。"
        )
        for title in others
    ]
    problems += [
        SheetProblem(sheet=table.sheet, row=None, key="", label="", read=table.plan, text=_OTHER_PLAN)
        for table in tables
        if len({table.plan, plan_name(ledger)} - {NO_NAME}) > 1
    ]
    known = ledger  # with what the file has said so far, so that its answers are checked beside each other
    for row in rows:
        if row.is_blank:
            if row.key:
                unanswered.append(Unanswered(key=row.key, label=row.label, department=row.department))
            continue
        try:
            reply = _read(row, questions, known, today)
            replies.append(reply)
            known = known if isinstance(reply, FieldReply) else known.with_fact(merged(known.get(reply.key), reply))
        except Refused as refused:
            problems.append(
                SheetProblem(
                    sheet=row.sheet,
                    row=row.number,
                    key=row.key,
                    label=row.label,
                    read=refused.read,
                    text=refused.right,
                )
            )
    return Collected(
        file=shown_name(file),
        plans=tuple(dict.fromkeys(table.plan for table in tables)),
        departments=tuple(dict.fromkeys(table.department for table in tables)),
        replies=tuple(replies),
        unanswered=tuple(unanswered),
        problems=tuple(problems),
    )


def _read(row: Row, questions: dict[str, Question], ledger: Ledger, today: date) -> Given:
    if not row.key:
        raise Refused(row.label or "（項目なし）", "照会票にない行です。この内容は、画面で入力してください。")
    if question := questions.get(row.key):
        return read_fact(question, row, ledger, today)
    path = parse_path(row.key)
    assert path is not None  # checked with all keys before
    return read_field(path, row, ledger, today)
