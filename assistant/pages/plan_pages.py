"""What the pages of a plan share: the frame with its navigation, what was just done, files to keep."""

from collections.abc import Iterable
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from assistant.pages.views import page_with_notices
from assistant.store.plans import Workspace

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".yaml": "application/yaml",
    ".docx": DOCX,
    ".xlsx": XLSX,
}
DONE = {
    "picked": "採用しました。「計画に載せる施策」のカードで内容を書いてください。",
    "withdrawn": "外しました。書いた内容は「外した施策」に残っています。",
    "moved": "順番を変えました。第6章は、書き直すとこの順になります。",
    "rejected": "見送りにしました。理由は下の一覧に残っています。",
    "measure": "施策を保存しました。",
    "facts": "答えを保存しました。",
    "unchanged": "変わったところはありませんでした。",
    "file": "事実ファイルの内容を取り込みました。",
    "assigned": "照会する部署に加えました。回答期限を決めて「照会する」を押すと、照会票ができます。",
    "asked": "照会を記録しました。照会票と依頼文を、下の表からダウンロードしてください。",
    "inquiry-withdrawn": "照会を取り下げました。項目は、また照会できます。照会票を渡していたときは、取り下げたことを先方に伝えてください。",
    "received": "回答を受け取りました。下の表で確かめて、取り込んでください。",
    "accepted": "選んだ回答を答え（事実台帳）に取り込みました。",
    "closed": "この照会票の確認を終えました。",
    "drafted": "下書きしました。前の文章は版の履歴に残っています。",
    "offered": "この章には人が書いたか確認した文章があるため、置き換えていません。いまの答えで作り直す案を、下に並べました。",
    "redrafted": "選んだ提案を反映しました。前の文章は版の履歴に残っています。",
    "left": "提案はどれも取り入れず、文章はそのままにしました。同じ提案は、答えが変わるまで出ません。",
    "revised": "選んだ言い換えを反映しました。前の文章は版の履歴に残っています。",
    "restored": "前の版の文章を、新しい版として戻しました。",
    "made": "計画を作りました。「次にすること」から始めてください。",
    "copied": "写しを作りました。いま開いているのは写しです。元の計画は変わりません。",
    "step": "日程を保存しました。",
    "publication": "公表の予定時期を答えとして保存し、日程を数え直しました。",
    "renamed": "計画の名前を変えました。",
    "people": "参加する人を変えました。",
    "gone": "計画から外れました。",
    "away": "計画をしまいました。いつでも一覧に戻せます。",
    "back": "計画を一覧に戻しました。また編集できます。",
    "section": "保存しました。",
    "answered": "答えを保存しました。文章へは「いまの答えで書き直す」で反映できます。",
    "filled": "答えを保存し、本文の〔要確認〕を答えに置き換えました。",
    "confirmed": "確認済にしました。この後に文章を保存すると、確認済は外れます。",
    "unconfirmed": "確認済を取り消しました。",
    "frozen": "いまの計画を、名前を付けて固定しました。",
}


def plan_page(
    request: Request,
    workspace: Workspace,
    template: str,
    *,
    status_code: int = 200,
    problems: Iterable[str] = (),
    **values: object,
) -> Response:
    """A page of the plan with the chat beside it; `problems` stand at its top."""
    return page_with_notices(
        request,
        template,
        done=DONE,
        problems=problems,
        status_code=status_code,
        plan=workspace.plan,
        person=workspace.person,
        chat="/chat/" + (f"thread/{thread}" if (thread := workspace.last_thread()) else ""),
        pulse=request.state.pulse,
        **values,
    )


def to_page(workspace: Workspace, page: str, done: str, place: str = "") -> Response:
    """Go on to a page of the plan, which says what was done."""
    fragment = f"#{quote(place)}" if place else ""
    return RedirectResponse(f"/plans/{workspace.plan.id}/{page}?done={done}{fragment}", 303)


def attachment(content: bytes, name: str, suffix: str) -> Response:
    """A file to keep, under its Japanese name."""
    plain = "".join("_" if c in '\\/:*?"<>|' or ord(c) < 32 else c for c in name)
    disposition = f"attachment; filename*=UTF-8''{quote(plain + suffix, safe='')}"
    return Response(content, media_type=MEDIA[suffix], headers={"Content-Disposition": disposition})
