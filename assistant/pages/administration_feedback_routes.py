"""回答への意見: what people thought of answers, for the administrator to read, settle and take along."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.errors import NotFound
from assistant.export.listing import as_csv
from assistant.pages.access import Administering, SentByAdministrator
from assistant.pages.administration_pages import ADDRESS, Number, office_page, to_office
from assistant.pages.plan_pages import attachment
from assistant.pages.views import moment
from assistant.store.administration import SHOWN_FEEDBACK, Administration

router = APIRouter(prefix=f"{ADDRESS}/feedback")
COLUMNS = ("番号", "日時", "評価", "質問", "回答", "コメント", "利用者", "計画", "対応")
HELPFUL, WRONG = "役に立った", "違う"


@router.get("")
def feedback(request: Request, administration: Administering, all: bool = False) -> Response:
    """What has not been settled yet, or everything."""
    return _feedback(request, administration, every=all)


@router.get(".csv")
def as_file(administration: Administering, all: bool = True) -> Response:
    """Everything, or what has not been settled yet, for Excel."""
    found = [one for one in administration.feedback(None) if all or one.settled_at is None]
    rows = [
        (
            str(one.id),
            moment(one.at),
            HELPFUL if one.helpful else WRONG,
            one.question,
            one.answer,
            one.comment,
            one.author,
            one.plan,
            f"{moment(one.settled_at)} 対応済み" if one.settled_at else "未対応",
        )
        for one in found
    ]
    return attachment(as_csv(COLUMNS, rows), "回答への意見", ".csv")


@router.post("/{number}/settled")
def settle(request: Request, administration: Administering, sent: SentByAdministrator, number: Number) -> Response:
    """Note that it was dealt with, or that it was not after all."""
    settled, every = sent.line("settled") != "no", sent.line("all") == "1"
    try:
        administration.settle_feedback(number, settled=settled)
    except NotFound as error:
        return _feedback(request, administration, every=every, problem=str(error))
    return to_office("/feedback", "settled" if settled else "unsettled", **({"all": "1"} if every else {}))


def _feedback(request: Request, administration: Administration, *, every: bool, problem: str | None = None) -> Response:
    found = administration.feedback(None)
    waiting = [one for one in found if one.settled_at is None]
    return office_page(
        request,
        administration.person,
        "administration_feedback.html",
        status_code=422 if problem else 200,
        problems=[problem] if problem else (),
        here="/feedback",
        every=every,
        total=len(found),
        waiting=len(waiting),
        opinions=(found if every else waiting)[:SHOWN_FEEDBACK],
        most=SHOWN_FEEDBACK,
        labels={True: HELPFUL, False: WRONG},
    )
