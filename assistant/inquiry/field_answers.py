"""Read a row of a returned sheet as a measure's field: a text, a KPI's value or target, a schedule."""

import re
from datetime import date

from assistant.drafting.shown import fiscal_years, show_fiscal_year, show_period
from assistant.inquiry.answers import Refused, about, answer_in, as_of_in, is_share, taken, unit_in
from assistant.inquiry.cells import date_in
from assistant.inquiry.dates import date_text, read_date
from assistant.inquiry.fields import FieldPath, FieldReply, kpi_of, label_of, measure_of
from assistant.inquiry.table import AS_OF, Row
from assistant.models import ChosenMeasure, Ledger, Status, Step
from assistant.numerals import find_quantities, fold
from assistant.understanding import state_of_mind
from assistant.understanding.messages import aligned

_YEAR = r"(?:(?:令和|平成|[RrHh])\.?\s*(?:元|[0-9]{1,2})|20[0-9]{2})\s*(?:年度|年(?!\s*[0-9]+月))?"
_STEP = re.compile(
    rf"(?:^|[\n;])\s*[・-]?\s*(?P<first>{_YEAR})\s*(?:[:|]|[はにの](?!向)|\s)|[、,。]\s*(?P<later>{_YEAR})\s*(?:[:|]|\s)"
)
_SCHEDULE = "「令和9年度：対象の手続を選ぶ」のように、年度ごとに改行して書いてください。"


def read_field(path: FieldPath, row: Row, ledger: Ledger, today: date) -> FieldReply:
    """What the row says of the measure's field.

    Raises:
        Refused: if a cell of the row cannot be taken, or the measure has changed since the sheet was made.
    """
    measure = measure_of(path, ledger)
    if measure is None:
        raise Refused(row.label, "この施策や指標は、いまの計画にありません。施策の一覧を確かめてください。")
    if label_of(path, measure) != row.label:
        raise Refused(
            row.label,
            f"照会票を作った後に施策が変わり、いまは「{label_of(path, measure)}」です。画面で入力してください。",
        )
    text = answer_in(row)
    reply = FieldReply.model_validate({"key": row.key, "status": Status.ANSWERED, "said": text, **about(row)})
    status = state_of_mind(text)
    if status and not (status is Status.NOT_APPLICABLE and text.startswith("未")):  # 未実施 is how a measure stands
        return reply.model_copy(update={"status": status})
    return reply.model_copy(update=_content(path, measure, text, row, ledger, today))


def _content(
    path: FieldPath, measure: ChosenMeasure, text: str, row: Row, ledger: Ledger, today: date
) -> dict[str, object]:
    match path.part:
        case "situation" | "body":
            return {"value": re.sub(r"\s*\n\s*", "", text)}
        case "department" | "source":
            return {"value": _line(text)}
        case "name":
            return {"value": _line(text), "unit": unit_in(row)}
        case "schedule":
            return {"value": _steps(text, ledger)}
        case "year":
            return {"value": _target_year(text, ledger)}
        case "current":
            value, unit = _amount(path, measure, text, row)
            as_of = as_of_in(row, today)
            dated = {"as_of": date_text(as_of), "year": as_of.fiscal_year} if as_of else {}
            return {"value": value, "unit": unit, **dated}
        case "target":
            value, unit = _amount(path, measure, text, row)
            end = taken(date_in(row.cells[AS_OF]))
            return {"value": value, "unit": unit, "year": _target_year(end.text, ledger) if end else None}


def _amount(path: FieldPath, measure: ChosenMeasure, text: str, row: Row) -> tuple[int | float | str, str]:
    """A KPI's value with its unit: a number where nothing but a number is written, otherwise the words."""
    kpi = kpi_of(path, measure)
    given, folded = unit_in(row), fold(text)
    wanted = fold(kpi.unit) if kpi and kpi.unit else given
    if given not in ("", wanted):
        raise Refused(f"{text}{given}", f"単位が「{given}」になっています。「{wanted}」で答えてください。")
    if wanted == "%" and is_share(folded):
        raise Refused(
            text, "1％に満たない値です。38.5％なら「38.5」と、本当に1％未満なら「0.5%」のように書いてください。"
        )
    if folded.endswith("%") and wanted not in ("", "%"):
        raise Refused(text, f"割合になっています。「{wanted}」で答えてください。")
    unit = (kpi.unit if kpi else "") or wanted or ("%" if folded.endswith("%") else "")
    bare = folded.removesuffix(fold(unit)).strip()
    found = find_quantities(bare)
    if len(found) == 1 and found[0].span == (0, len(bare)) and not found[0].approximate and not found[0].unit:
        return found[0].value, unit
    return _line(text), unit


def _target_year(text: str, ledger: Ledger) -> int:
    written = read_date(text) or read_date(f"{text}年度")
    if written is None:
        raise Refused(text, "何年度かを「令和11年度」のように書いてください。")
    return _within(written.fiscal_year, ledger)


def _steps(text: str, ledger: Ledger) -> tuple[Step, ...]:
    found = list(_STEP.finditer(aligned(text)))
    if not found or text[: found[0].start()].strip():
        raise Refused(text[:60], _SCHEDULE)
    steps = []
    for match, following in zip(found, [*found[1:], None], strict=True):
        done = text[match.end() : following.start() if following else len(text)]
        year = read_date(re.sub(r"年?度?$", "", (match["first"] or match["later"]).strip()) + "年度")
        content = re.sub(r"\s*\n\s*", "、", done.strip()).strip("、,;。 ")
        if year is None or not content:
            raise Refused(text[:60], _SCHEDULE)
        steps.append(Step(year=_within(year.year, ledger), text=content))
    return tuple(steps)


def _within(year: int, ledger: Ledger) -> int:
    period = ledger.answer("period")
    years = fiscal_years(period)
    if years is not None and year not in years:
        raise Refused(
            show_fiscal_year(year), f"計画期間（{show_period(str(period))}）の外です。期間の中の年度にしてください。"
        )
    return year


def _line(text: str) -> str:
    return re.sub(r"\s*\n\s*", "、", text)
