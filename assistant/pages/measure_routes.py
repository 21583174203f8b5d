"""施策: what is proposed and why, what was decided, and the form of each measure of the plan."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.drafting.issues import issues_of
from assistant.drafting.writer import OURS, kind_of
from assistant.errors import InputError, NotFound
from assistant.measures import FIELDS, key_of, offers, own_key
from assistant.models import ChosenMeasure, Ledger
from assistant.pages.access import Opened, Submitted, fingerprint
from assistant.pages.measure_form import (
    MeasureForm,
    Problems,
    blank_form,
    form_of,
    period_years,
    read_form,
    typed_form,
)
from assistant.pages.measure_views import chosen, pillar_labels, proposal
from assistant.pages.plan_pages import plan_page, to_page
from assistant.pages.sign_in_routes import assistant_of
from assistant.store.plans import Workspace

router = APIRouter()
LONGEST_REASON = 500
CHANGED = (
    "この施策は、あなたが開いた後にほかの人が変えました。下の欄はあなたが書いた内容です（まだ保存していません）。"
    "いまの内容と見比べ、よければもう一度保存してください。"
)


@router.get("/plans/{plan_id}/measures")
def measures(request: Request, workspace: Opened) -> Response:
    """Proposals, the plan's measures, and those that were turned down."""
    return _list(request, workspace)


@router.post("/plans/{plan_id}/measures")
def decide(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Pick or turn down a measure of the records, or change the decision on any measure."""
    ledger = workspace.ledger()
    key, base, decision = sent.line("key"), sent.line("base"), sent.line("decision")
    known = next((m for m in ledger.measures if (m.key == key if key else m.base == base)), None)
    reason = sent.line("reason")
    if decision not in ("picked", "rejected"):
        raise InputError("採用か見送りかを選んでください。")
    if known is None and base not in offers(assistant_of(request).knowledge.corpus):
        raise NotFound("この施策は、いまの資料と計画にありません。施策の画面を読み込み直してください。")
    if len(reason) > LONGEST_REASON:
        text = f"見送りの理由が長すぎます（{len(reason):,}字）。{LONGEST_REASON}字までにしてください。"
        return _list(request, workspace, 422, (text,), {base or key: reason})
    measure = known or ChosenMeasure(key=key_of(base), base=base)
    changes = {"decision": decision, "reason": reason if decision == "rejected" else ""}
    workspace.add_measure(measure.model_copy(update=changes))
    return to_page(workspace, "measures", decision, "chosen" if decision == "picked" else "rejected")


@router.get("/plans/{plan_id}/measures/form")
def measure_form(request: Request, workspace: Opened, key: str = "") -> Response:
    """The form of one of the plan's measures; of a person's own, to begin with, without a key."""
    ledger = workspace.ledger()
    corpus = assistant_of(request).knowledge.corpus
    measure = _measure(ledger, key) if key else None
    form = form_of(measure, ledger, corpus) if measure else blank_form(ledger)
    return _form(request, workspace, ledger, form, fingerprint(measure))


@router.post("/plans/{plan_id}/measures/form")
def save_measure(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Keep the measure; with problems, or when somebody was faster, the form comes back as it was typed."""
    ledger = workspace.ledger()
    corpus = assistant_of(request).knowledge.corpus
    key = sent.line("key")
    known = _measure(ledger, key) if key else None
    form = typed_form(sent, key, (known.base or "") if known else "", ledger)
    if known and sent.line("seen") != fingerprint(known):
        now = form_of(known, ledger, corpus)
        return _form(request, workspace, ledger, form, fingerprint(known), 409, {"": CHANGED}, now)
    measure, problems = read_form(form, ledger, corpus)
    if measure is None:
        return _form(request, workspace, ledger, form, fingerprint(known), 422, problems)
    kept = {"decision": "picked", "reason": "", "key": key or own_key()}
    measure = measure.model_copy(update=kept)
    if measure == known:
        return to_page(workspace, "measures", "unchanged", "chosen")
    workspace.add_measure(measure)
    return to_page(workspace, "measures", "measure", "chosen")


def _measure(ledger: Ledger, key: str) -> ChosenMeasure:
    found = next((measure for measure in ledger.measures if measure.key == key), None)
    if found is None:
        raise NotFound("この施策は、この計画にありません。施策の一覧から選び直してください。")
    return found


def _list(
    request: Request,
    workspace: Workspace,
    status: int = 200,
    problems: tuple[str, ...] = (),
    reasons: dict[str, str] | None = None,
) -> Response:
    knowledge = assistant_of(request).knowledge
    ledger = workspace.ledger()
    decided = chosen(ledger, knowledge.corpus)
    return plan_page(
        request,
        workspace,
        "measures.html",
        status_code=status,
        problems=problems,
        reasons=reasons or {},
        proposals=[proposal(found, knowledge.corpus) for found in knowledge.recommend(ledger)],
        picked=[one for one in decided if one.measure.decision == "picked"],
        rejected=[one for one in decided if one.measure.decision == "rejected"],
        issues=issues_of(ledger),
    )


def _form(
    request: Request,
    workspace: Workspace,
    ledger: Ledger,
    form: MeasureForm,
    seen: str,
    status: int = 200,
    problems: Problems | None = None,
    now: MeasureForm | None = None,
) -> Response:
    corpus = assistant_of(request).knowledge.corpus
    offer = offers(corpus).get(form.base)
    problems = problems or {}
    kind = kind_of(ledger)
    count = f"直すところが{len(problems)}か所あります。まだ保存していません。書いた内容は下に残っています。"
    return plan_page(
        request,
        workspace,
        "measure.html",
        status_code=status,
        problems=[problems[""]] if "" in problems else [count] if problems else [],
        form=form,
        now=now,
        seen=seen,
        faults=problems,
        offer=offer,
        body=offer.body.replace(OURS, f"本{kind}" if kind else OURS) if offer else "",
        pillars=pillar_labels(),
        fields=FIELDS,
        issues=tuple(dict.fromkeys((*issues_of(ledger), *form.issues))),
        plan_issues=issues_of(ledger),
        period=period_years(ledger),
    )
