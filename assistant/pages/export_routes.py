"""出力: a section or the whole plan as a file, in two editions, and two versions of it side by side."""

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.assembling import remaining, without_grounds
from assistant.errors import NotFound
from assistant.export import draft_as_json, write_document
from assistant.export.markdown import as_markdown
from assistant.models import SectionVersion
from assistant.pages.access import Opened
from assistant.pages.plan_pages import attachment
from assistant.pages.sign_in_routes import assistant_of
from assistant.pages.version_routes import versions_page
from assistant.pages.whole_plans import WholePlan, whole_plan
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
    whole, called = _whole(request, workspace, version)
    if not whole.plan.sections:
        return _refused(request, workspace, wanted, NO_TEXT)
    gaps = remaining(whole.plan)
    if edition == "public" and gaps and not as_draft:
        more = [f"ほか{len(gaps) - _SHOWN}件"] if len(gaps) > _SHOWN else []
        head = f"要確認の事項などが{len(gaps)}件残っているため、公表用は出せません。すべて埋めるか、「案として出す」に印を付けてください。"
        return _refused(request, workspace, wanted, head, *gaps[:_SHOWN], *more)
    return attachment(_content(whole, edition, format), f"{whole.title}_{EDITIONS[edition]}_{called}", f".{format}")


@router.get("/plans/{plan_id}/comparison")
def comparison(request: Request, workspace: Opened, new: str = NOW, old: str = NOW, abridged: str = "") -> Response:
    """新旧対照表 of two versions of the plan."""
    from assistant.export.comparison import comparison_as_docx  # slow to import

    wanted = {"new": new, "old": old, "abridged": abridged}
    if new == old:
        return _refused(request, workspace, wanted, "新と旧に同じ版が選ばれています。違う版を選んでください。")
    (ours, our_name), (theirs, their_name) = _whole(request, workspace, new), _whole(request, workspace, old)
    if not ours.plan.sections or not theirs.plan.sections:
        return _refused(request, workspace, wanted, NO_TEXT)
    title = f"{ours.title}　新旧対照表"
    content = comparison_as_docx(
        [(section.number, section.title, section.text) for section in ours.plan.sections],
        [(section.number, section.title, section.text) for section in theirs.plan.sections],
        title=title,
        new_name=f"新（{our_name}）",
        old_name=f"旧（{their_name}）",
        author=ours.plan.municipality,
        abridge=bool(abridged),
    )
    return attachment(content, f"{title}_{our_name}と{their_name}", ".docx")


def _whole(request: Request, workspace: Workspace, version: str) -> tuple[WholePlan, str]:
    """The plan as it stands, or as it was frozen, and what that version is called.

    Raises:
        NotFound: if there is no such version.
    """
    corpus = assistant_of(request).knowledge.corpus
    if version == NOW:
        return whole_plan(workspace, corpus), "作業中"
    frozen = next((one for one in workspace.frozen() if str(one.id) == version), None)
    if frozen is None:
        raise NotFound("この名前の版は、この計画にありません。版の画面を読み込み直してください。")
    return whole_plan(workspace, corpus, frozen), frozen.name


def _content(whole: WholePlan, edition: str, format: str) -> bytes:
    public = edition == "public"
    if format == "json":
        content: dict[str, Any] = draft_as_json(without_grounds(whole.plan) if public else whole.plan)
        return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
    return write_document(whole.public if public else whole.internal, f".{format}")


def _refused(request: Request, workspace: Workspace, wanted: dict[str, str], *problems: str) -> Response:
    return versions_page(request, workspace, 422, problems, wanted=wanted)


def _newest(workspace: Workspace, section: int) -> SectionVersion:
    version = workspace.newest(section)
    if version is None:
        raise NotFound(f"第{section}章にはまだ文章がありません。チャットの「章を下書きする」から始めてください。")
    return version
