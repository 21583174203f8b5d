"""施策: what is proposed and why, what was decided, and the form of each measure of the plan."""

from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from assistant.conversation import State
from assistant.drafting.issues import issues_of
from assistant.drafting.templates import glossary_of
from assistant.drafting.writer import OURS, kind_of
from assistant.errors import InputError, NotFound
from assistant.legend import legend_of
from assistant.measures import FIELDS, completed, key_of, offers, own_key
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
from assistant.pages.measure_views import (
    by_pillar,
    cards,
    labels,
    moved,
    numbers,
    others,
    pillar_labels,
    proposal,
    words_of,
)
from assistant.pages.plan_pages import plan_page
from assistant.pages.sign_in_routes import assistant_of
from assistant.store.plans import Workspace

router = APIRouter()
LONGEST_REASON = 500
SECTION = 6
CHANGED = (
    "この施策は、あなたが開いた後にほかの人が変えました。下の欄はあなたが書いた内容です（まだ保存していません）。"
    "いまの内容と見比べ、よければもう一度保存してください。"
)
DECISIONS = {"picked": "chosen", "rejected": "rejected", "withdrawn": "withdrawn"}  # and where the page shows them
_UNDONE = {"": "withdrawn", "withdrawn": "withdrawn", "picked": "picked", "rejected": "rejected"}


@router.get("/plans/{plan_id}/measures")
def measures(request: Request, workspace: Opened) -> Response:
    """The plan's measures as cards, proposals, and what was turned down or taken back."""
    return _list(request, workspace)


@router.post("/plans/{plan_id}/measures")
def decide(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Pick or turn down a measure of the records, change the decision on any measure, or take it back."""
    ledger = workspace.ledger()
    key, base, decision = sent.line("key"), sent.line("base"), sent.line("decision")
    everything = (*ledger.measures, *workspace.withdrawn())
    known = next((m for m in everything if (m.key == key if key else m.base == base)), None)
    was = known.decision if known in ledger.measures else ""
    reason = sent.line("reason")
    if decision not in DECISIONS:
        raise InputError("採用か見送りかを選んでください。")
    if known is None and base not in offers(assistant_of(request).knowledge.corpus):
        raise NotFound("この施策は、いまの資料と計画にありません。施策の画面を読み込み直してください。")
    if len(reason) > LONGEST_REASON:
        text = f"見送りの理由が長すぎます（{len(reason):,}字）。{LONGEST_REASON}字までにしてください。"
        return _list(request, workspace, 422, (text,), {base or key: reason})
    measure = known or ChosenMeasure(key=key_of(base), base=base)
    if decision == "withdrawn":
        if was:
            workspace.withdraw_measure(measure.key)
        return _back(workspace, "withdrawn" if was else "unchanged", measure.key, was)
    changes = {"decision": decision, "reason": reason if decision == "rejected" else ""}
    workspace.add_measure(measure.model_copy(update=changes))
    return _back(workspace, decision, measure.key, was)


@router.post("/plans/{plan_id}/measures/move")
def move(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Let a measure change places with its neighbour of the same pillar; section 6 follows this order."""
    ledger = completed(workspace.ledger(), assistant_of(request).knowledge.corpus)
    key, way = sent.line("key"), sent.line("way")
    _measure(ledger, key)
    if way not in ("up", "down"):
        raise InputError("「上へ」か「下へ」を押してください。")
    keys = moved(ledger, key, way == "up")
    if keys is not None:
        workspace.order_measures(keys)
    return _back(workspace, "moved" if keys else "unchanged", key)


@router.get("/plans/{plan_id}/measures/form")
def measure_form(request: Request, workspace: Opened, key: str = "", card: str = "") -> Response:
    """The form of one of the plan's measures; of a person's own, to begin with, without a key."""
    ledger = workspace.ledger()
    corpus = assistant_of(request).knowledge.corpus
    measure = _measure(ledger, key) if key else None
    form = form_of(measure, ledger, corpus) if measure else blank_form(ledger)
    return _form(request, workspace, ledger, form, fingerprint(measure), card=bool(card))


@router.post("/plans/{plan_id}/measures/form")
def save_measure(request: Request, workspace: Opened, sent: Submitted) -> Response:
    """Keep the measure; with problems, or when somebody was faster, the form comes back as it was typed."""
    ledger = workspace.ledger()
    corpus = assistant_of(request).knowledge.corpus
    key, card = sent.line("key"), bool(sent.line("card"))
    known = _measure(ledger, key) if key else None
    form = typed_form(sent, key, (known.base or "") if known else "", ledger)
    if known and sent.line("seen") != fingerprint(known):
        now = form_of(known, ledger, corpus)
        return _form(request, workspace, ledger, form, fingerprint(known), 409, {"": CHANGED}, now, card=card)
    measure, problems = read_form(form, ledger, corpus)
    if measure is None:
        return _form(request, workspace, ledger, form, fingerprint(known), 422, problems, card=card)
    kept = {"decision": "picked", "reason": "", "key": key or own_key()}
    measure = measure.model_copy(update=kept)
    if measure == known:
        return _back(workspace, "unchanged", measure.key)
    workspace.add_measure(measure)
    return _back(workspace, "measure", measure.key)


def _measure(ledger: Ledger, key: str) -> ChosenMeasure:
    found = next((measure for measure in ledger.measures if measure.key == key), None)
    if found is None:
        raise NotFound("この施策は、この計画にありません。施策の一覧から選び直してください。")
    return found


def _back(workspace: Workspace, done: str, key: str, was: str | None = None) -> Response:
    """Go on to the list, which says what was done to which measure, and how it can be undone."""
    place = DECISIONS.get(done, f"measure-{key}")
    said = {"done": done, "of": key} | ({} if was is None else {"was": was})
    return RedirectResponse(f"/plans/{workspace.plan.id}/measures?{urlencode(said)}#{quote(place)}", 303)


def _list(
    request: Request,
    workspace: Workspace,
    status: int = 200,
    problems: tuple[str, ...] = (),
    reasons: dict[str, str] | None = None,
) -> Response:
    knowledge = assistant_of(request).knowledge
    ledger = workspace.ledger()
    decided = cards(ledger, knowledge.corpus)
    picked = [one for one in decided if one.measure.decision == "picked"]
    found = knowledge.recommend(ledger)
    proposed = _proposed_in_chat(workspace)
    offered = [
        proposal(one, knowledge.corpus, number) for one, number in zip(found, numbers(found, proposed), strict=True)
    ]
    taken_back = Ledger(facts=ledger.facts, measures=workspace.withdrawn())
    return plan_page(
        request,
        workspace,
        "measures.html",
        status_code=status,
        problems=problems,
        reasons=reasons or {},
        proposals=offered,
        legend=legend_of("measures"),
        terms=glossary_of(words_of(picked, offered)),
        chat_numbers=bool(proposed),
        others=others(ledger, (one.measure for one in found), knowledge.corpus),
        picked=by_pillar(picked),
        count=len(picked),
        open_count=sum(bool(one.missing) for one in picked),
        rejected=[one for one in decided if one.measure.decision == "rejected"],
        withdrawn=cards(taken_back, knowledge.corpus),
        issues=issues_of(ledger),
        pillars=labels(),
        pillar=request.query_params.get("pillar", ""),
        undo=_undo(request),
        drafted=workspace.newest(SECTION) is not None,
        stale="measures" in (changed := workspace.stale_keys(SECTION))
        or any(k.startswith("measure:") for k in changed),
    )


def _undo(request: Request) -> dict[str, str] | None:
    """What takes back the decision that was just made."""
    asked = request.query_params
    if request.method != "GET" or asked.get("done") not in DECISIONS or asked.get("was") not in _UNDONE:
        return None
    if asked["done"] == "withdrawn" and not asked["was"]:
        return None
    return {"key": asked.get("of", ""), "decision": _UNDONE[asked["was"]]}


def _proposed_in_chat(workspace: Workspace) -> tuple[str, ...]:
    thread = workspace.last_thread()
    return State.model_validate(workspace.conversation(thread)).proposed if thread else ()


def _form(
    request: Request,
    workspace: Workspace,
    ledger: Ledger,
    form: MeasureForm,
    seen: str,
    status: int = 200,
    problems: Problems | None = None,
    now: MeasureForm | None = None,
    *,
    card: bool = False,
) -> Response:
    """The form on a page of its own; its ids are the measure's own where it goes into a card."""
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
        card=card,
        pre=f"{form.key or 'own'}_" if card else "",
        offer=offer,
        body=offer.body.replace(OURS, f"本{kind}" if kind else OURS) if offer else "",
        pillars=pillar_labels(),
        fields=FIELDS,
        issues=tuple(dict.fromkeys((*issues_of(ledger), *form.issues))),
        plan_issues=issues_of(ledger),
        period=period_years(ledger),
    )
