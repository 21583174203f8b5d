"""What the pages of administration share: the frame with its navigation, what was just done, numbers in addresses."""

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Path, Request
from fastapi.responses import RedirectResponse, Response

from assistant.pages.views import page_with_notices
from assistant.store.accounts import Person
from assistant.store.plans import LARGEST_ID

ADDRESS = "/administration"
PAGES = (
    ("", "利用者"),
    ("/plans", "計画と役割"),
    ("/knowledge", "資料"),
    ("/feedback", "回答への意見"),
    ("/record", "操作の記録"),
)
DONE = {
    "person": "利用者を登録しました。本人に利用者名とパスワードを伝えてください。",
    "locked": "利用を止めました。ログイン中でも、次の操作から使えなくなります。書いた内容は残っています。",
    "unlocked": "利用を再開しました。前と同じパスワードでログインできます。",
    "password": "新しいパスワードにしました。本人に伝えてください。前のパスワードでのログインは、すべて切れました。",
    "admin": "システムの管理者にしました。",
    "no-admin": "システムの管理者ではなくしました。",
    "role": "役割を変えました。",
    "no-role": "計画への参加をやめさせました。書いた内容は残っています。",
    "away": "計画をしまいました。読むことだけができます。",
    "back": "計画を戻しました。編集できます。",
    "dropped": "取り込みをやめました。何も変えていません。",
    "settled": "対応済みにしました。",
    "unsettled": "未対応に戻しました。",
    "own-password": "パスワードを変えました。ほかのパソコンやブラウザーでのログインは、すべて切れました。",
}
Number = Annotated[int, Path(ge=1, le=LARGEST_ID)]


def office_page(
    request: Request,
    person: Person,
    template: str,
    *,
    status_code: int = 200,
    problems: Iterable[str] = (),
    **values: object,
) -> Response:
    """A page that belongs to no plan; `problems` stand at its top."""
    return page_with_notices(
        request,
        template,
        done=DONE,
        problems=problems,
        status_code=status_code,
        person=person,
        pages=PAGES,
        **values,
    )


def to_office(page: str, done: str = "", **query: str) -> Response:
    """Go on to a page of administration, which says what was done."""
    told = {"done": done, **query} if done else query
    return RedirectResponse(f"{ADDRESS}{page}" + (f"?{urlencode(told)}" if told else ""), 303)
