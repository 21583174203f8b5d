"""出力: a section or the whole plan as a file, in two editions, and two versions of it side by side."""

import json
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.assembling import assemble, remaining, without_grounds
from assistant.editions import STAMP, internal_edition, public_edition
from assistant.errors import NotFound
from assistant.export import draft_as_json, write_document
from assistant.export.markdown import as_markdown
from assistant.models import Ledger, PlanDraft, SectionVersion
from assistant.pages.access import Opened
from assistant.pages.plan_pages import attachment
from assistant.pages.section_states import kept_sections
from assistant.pages.sign_in_routes import assistant_of
from assistant.pages.version_routes import versions_page
from assistant.store.plans import Workspace

router = APIRouter()
NOW = "now"
FORMATS = ("docx", "html", "md", "json")
EDITIONS = {"internal": "庁内検討用", "public": "公表用"}
NO_TEXT = "まだ文章がないため、出力できません。先に章を下書きしてください。"
_SHOWN = 12


@router.get("/plans/{plan_id}/sections/{section}.md")
def section_as_markdown(workspace: Opened, section: int) -> Response:
    """The section as Markdown."""
    text = as_markdown(_newest(workspace, section).text)
    return attachment(text.encode(), f"{workspace.plan.name}_第{section}章", ".md")


@router.get("/plans/{plan_id}/sections/{section}.docx")
def section_as_docx(workspace: Opened, section: int) -> Response:
    """The section as a Word document."""
    from assistant.export.docx import as_docx  # slow to import

    return attachment(as_docx(_newest(workspace, section).text), f"{workspace.plan.name}_第{section}章", ".docx")


@router.get("/plans/{plan_id}/export")
def export(
    request: Request,
    workspace: Opened,
    version: str = NOW,
    edition: str = "internal",
    format: str = "docx",
    as_draft: str = "",
) -> Response:
    """The whole plan from the kept texts; 公表用 only without open items, or as 案."""
    wanted = {"version": version, "edition": edition, "format": format, "as_draft": as_draft}
    if edition not in EDITIONS or format not in FORMATS:
        return _refused(request, workspace, wanted, "版の種類かファイルの形式が正しくありません。選び直してください。")
    found = _plan(request, workspace, version)
    if not found.plan.sections:
        return _refused(request, workspace, wanted, NO_TEXT)
    gaps = remaining(found.plan)
    if edition == "public" and gaps and not as_draft:
        more = [f"ほか{len(gaps) - _SHOWN}件"] if len(gaps) > _SHOWN else []
        head = f"要確認の事項などが{len(gaps)}件残っているため、公表用は出せません。すべて埋めるか、「案として出す」に印を付けてください。"
        return _refused(request, workspace, wanted, head, *gaps[:_SHOWN], *more)
    content = _content(request, found, edition, format, bool(gaps))
    name = f"{_title(workspace, found.plan)}_{EDITIONS[edition]}_{found.name}"
    return attachment(content, name, f".{format}")


@router.get("/plans/{plan_id}/comparison")
def comparison(request: Request, workspace: Opened, new: str = NOW, old: str = NOW, abridged: str = "") -> Response:
    """新旧対照表 of two versions of the plan."""
    from assistant.export.comparison import comparison_as_docx  # slow to import

    wanted = {"new": new, "old": old, "abridged": abridged}
    if new == old:
        return _refused(request, workspace, wanted, "新と旧に同じ版が選ばれています。違う版を選んでください。")
    ours, theirs = _plan(request, workspace, new), _plan(request, workspace, old)
    if not ours.plan.sections or not theirs.plan.sections:
        return _refused(request, workspace, wanted, NO_TEXT)
    title = f"{_title(workspace, ours.plan)}　新旧対照表"
    content = comparison_as_docx(
        [(section.number, section.title, section.text) for section in ours.plan.sections],
        [(section.number, section.title, section.text) for section in theirs.plan.sections],
        title=title,
        new_name=f"新（{ours.name}）",
        old_name=f"旧（{theirs.name}）",
        author=ours.plan.municipality,
        abridge=bool(abridged),
    )
    return attachment(content, f"{title}_{ours.name}と{theirs.name}", ".docx")


class _Found(NamedTuple):
    """A version of the plan, how it is called, the answers that held then, and the sections that somebody stands by."""

    plan: PlanDraft
    name: str
    ledger: Ledger
    confirmed: tuple[int, ...]


def _plan(request: Request, workspace: Workspace, version: str) -> _Found:
    """The plan as it stands, or as it was frozen.

    Raises:
        NotFound: if there is no such version.
    """
    corpus = assistant_of(request).knowledge.corpus
    frozen = None
    if version != NOW:
        frozen = next((one for one in workspace.frozen() if str(one.id) == version), None)
        if frozen is None:
            raise NotFound("この名前の版は、この計画にありません。版の画面を読み込み直してください。")
    # Plans frozen before the answers were noted with them go by today's.
    ledger = workspace.ledger(frozen.newest_fact if frozen else None)
    kept = kept_sections(workspace, frozen.id if frozen else None)
    confirmed = tuple(n for n, one in kept.items() if one.version.stamp in workspace.confirmed_versions(n))
    return _Found(assemble(kept, ledger, corpus), frozen.name if frozen else "作業中", ledger, confirmed)


def _content(request: Request, found: _Found, edition: str, format: str, gaps: bool) -> bytes:
    plan, ledger = found.plan, found.ledger
    if format == "json":
        content: dict[str, Any] = draft_as_json(without_grounds(plan) if edition == "public" else plan)
        return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    if edition == "public":
        document = public_edition(plan, ledger, allow_open=True)
        document = document.model_copy(update={"stamp": STAMP if gaps else ""})
    else:
        corpus = assistant_of(request).knowledge.corpus
        document = internal_edition(plan, ledger, corpus, confirmed=found.confirmed)
    return write_document(document, f".{format}")


def _title(workspace: Workspace, plan: PlanDraft) -> str:
    return workspace.plan.name if "〔" in plan.title else plan.title


def _refused(request: Request, workspace: Workspace, wanted: dict[str, str], *problems: str) -> Response:
    return versions_page(request, workspace, 422, problems, wanted=wanted)


def _newest(workspace: Workspace, section: int) -> SectionVersion:
    version = workspace.newest(section)
    if version is None:
        raise NotFound(f"第{section}章にはまだ文章がありません。チャットの「章を下書きする」から始めてください。")
    return version
