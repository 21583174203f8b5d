"""比べる: two versions of a section, or of the whole plan, sentence by sentence."""

from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response

from assistant.errors import NotFound
from assistant.models import SECTIONS, SectionVersion, Value
from assistant.pages.access import Opened
from assistant.pages.difference_views import Compared, compared
from assistant.pages.plan_pages import plan_page
from assistant.pages.section_states import ORIGINS
from assistant.pages.views import moment
from assistant.store.plans import Workspace

router = APIRouter()
NOW = "now"
SAME = "同じ版が選ばれています。違う版を選んで「比べる」を押してください。"
NO_TEXT = "第{section}章にはまだ文章がないため、比べられません。先に下書きするか、章の画面で書いてください。"
ONLY_ONE = "第{section}章の版は1つだけです。文章を直すと、前の版と比べられます。"


class Choice(NamedTuple):
    """A version that can be chosen: its value in the address, and its name."""

    value: str
    name: str


class ComparedPart(Value):
    """A section in both versions of the plan."""

    section: int
    title: str
    compared: Compared


@router.get("/plans/{plan_id}/sections/{section}/compare")
def compare_section(request: Request, workspace: Opened, section: int, old: str = "", new: str = NOW) -> Response:
    """Two versions of a section, by number or `now`; without `old` the one before the new one.

    Raises:
        NotFound: if the section has no such version, or no text.
    """
    versions = tuple(workspace.versions(section))
    if not versions:
        raise NotFound(NO_TEXT.format(section=section))
    later = _chosen(versions, new)
    earlier = _chosen(versions, old) if old else next((one for one in versions if one.number < later.number), later)
    problems = []
    if earlier.number == later.number:
        problems.append(ONLY_ONE.format(section=section) if len(versions) == 1 else SAME)
    return plan_page(
        request,
        workspace,
        "compare_section.html",
        problems=problems,
        section=section,
        old=earlier,
        new=later,
        newest=versions[0],
        choices=[Choice(str(one.number), version_name(one, versions[0])) for one in versions],
        compared=compared(earlier.text, later.text),
    )


@router.get("/plans/{plan_id}/compare")
def compare_plan(request: Request, workspace: Opened, old: str = "", new: str = NOW) -> Response:
    """Two frozen versions of the whole plan, or one and the plan as it stands.

    Raises:
        NotFound: if the plan has no such frozen version.
    """
    frozen = workspace.frozen()
    names = {NOW: "いまの文章", **{str(one.id): one.name for one in frozen}}
    old = old or (str(frozen[0].id) if frozen else NOW)
    if not {old, new} <= names.keys():
        raise NotFound("この名前の版は、この計画にありません。「版と出力」を読み込み直して、選び直してください。")
    return plan_page(
        request,
        workspace,
        "compare_plan.html",
        problems=[SAME] if old == new else [],
        old=Choice(old, names[old]),
        new=Choice(new, names[new]),
        choices=[Choice(value, name) for value, name in names.items()],
        parts=_parts(_texts(workspace, old), _texts(workspace, new)) if old != new else (),
    )


def version_name(version: SectionVersion, newest: SectionVersion) -> str:
    """A version in a line, e.g. 版3（編集・花子・2026/11/23 10:00）."""
    now = "いまの版・" if version.number == newest.number else ""
    return f"版{version.number}（{now}{ORIGINS[version.origin]}・{version.author}・{moment(version.created_at)}）"


def _chosen(versions: tuple[SectionVersion, ...], wanted: str) -> SectionVersion:
    found = next((one for one in versions if wanted in (str(one.number), NOW)), None)
    if found is None:
        raise NotFound(f"第{versions[0].section}章にこの版はありません。版の一覧から選び直してください。")
    return found


def _texts(workspace: Workspace, version: str) -> dict[int, str]:
    found = workspace.texts(None if version == NOW else int(version))
    return {number: one.text for number, one in found.items()}


def _parts(old: dict[int, str], new: dict[int, str]) -> tuple[ComparedPart, ...]:
    return tuple(
        ComparedPart(
            section=number,
            title=_title(new.get(number) or old[number]),
            compared=compared(old.get(number, ""), new.get(number, "")),
        )
        for number in SECTIONS
        if number in old or number in new
    )


def _title(text: str) -> str:
    first = text.split("\n", 1)[0].strip()
    return first.partition(".")[2].strip() or first
