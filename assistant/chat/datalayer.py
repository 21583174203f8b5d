"""Chainlit's history in our database. Threads, steps and elements only: plans and drafts are kept by the store."""

import json
import logging
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import chainlit as cl
from chainlit.data.sql_alchemy import SQLAlchemyDataLayer
from chainlit.data.storage_clients.base import BaseStorageClient
from chainlit.step import StepDict
from chainlit.types import Feedback, PageInfo, PaginatedResponse, Pagination, ThreadDict, ThreadFilter
from fastapi import HTTPException

log = logging.getLogger(__name__)
_SHARING = frozenset({"is_shared", "shared_at"})
asked_plan: ContextVar[int | None] = ContextVar("asked_plan", default=None)  # the plan that the page beside it shows


def async_url(url: str) -> str:
    """The same database for Chainlit's asynchronous engine."""
    if url.startswith("sqlite:"):
        return url.replace("sqlite:", "sqlite+aiosqlite:", 1)
    scheme, rest = url.split("://", 1)
    return f"{scheme.split('+')[0]}+asyncpg://{rest}"


class FolderStorage(BaseStorageClient):
    """Elements on the local disk; Chainlit keeps none without a storage client."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._root.mkdir(parents=True, exist_ok=True)

    def _path(self, key: str) -> Path:
        path = (self._root / key).resolve()
        if not path.is_relative_to(self._root):
            raise ValueError(f"保存先の外を指しています：{key}")
        return path

    async def upload_file(
        self,
        object_key: str,
        data: bytes | str,
        mime: str = "application/octet-stream",
        overwrite: bool = True,
        content_disposition: str | None = None,
    ) -> dict[str, Any]:
        path = self._path(object_key)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return {"object_key": object_key, "url": ""}

    async def delete_file(self, object_key: str) -> bool:
        self._path(object_key).unlink(missing_ok=True)
        return True

    async def get_read_url(self, object_key: str) -> str:
        return ""

    async def close(self) -> None:
        return None


def _decoded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value[:1] in ("[", "{") else value


class History(SQLAlchemyDataLayer):
    """Chainlit's data layer on all-TEXT tables, with the ownership check that Chainlit 2.12 leaves out.

    Args:
        named: gives a new thread its name from the first words said in it.
    """

    def __init__(self, *args: Any, named: Callable[[str], Awaitable[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._named = named

    async def execute_sql(self, query: str, parameters: dict[str, Any]) -> Any:
        """Lists and mappings are kept as JSON text, which SQLite and PostgreSQL both take."""
        kept = {
            name: json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
            for name, value in parameters.items()
        }
        return await super().execute_sql(query, kept)

    async def get_all_user_threads(
        self, user_id: str | None = None, thread_id: str | None = None
    ) -> list[ThreadDict] | None:
        """Threads with JSON columns decoded."""
        threads = await super().get_all_user_threads(user_id, thread_id)
        for thread in threads or []:
            thread["tags"], thread["metadata"] = _decoded(thread.get("tags")), _decoded(thread.get("metadata"))
            for element in thread.get("elements") or []:
                element["props"] = _decoded(element.get("props")) or {}
            for step in thread["steps"]:
                for column in ("metadata", "tags", "generation"):
                    step[column] = _decoded(step.get(column))
        return threads

    async def list_threads(self, pagination: Pagination, filters: ThreadFilter) -> PaginatedResponse[ThreadDict]:
        """A page of the person's threads, newest first, without their steps (Chainlit's own reads every step).

        Beside a plan's page only those of that plan. The cursor is the place of the last thread shown, not its id: it
        holds good when that thread is deleted, and one that was made up leads nowhere but among one's own.
        """
        plan, moment, last = asked_plan.get(), "", ""
        if pagination.cursor:
            moment, _, last = pagination.cursor.partition(" ")
        rows = await self.execute_sql(
            'SELECT t."id", t."createdAt", t."name", t."userId", t."userIdentifier" FROM threads t '
            'LEFT JOIN conversation c ON c.thread_id = t."id" WHERE t."userId" = :user '
            'AND (t."name" LIKE :wanted OR :all) AND (c.plan_id = :plan OR :anywhere) '
            """AND (:first OR (COALESCE(t."createdAt", ''), t."id") < (:moment, :last)) """
            """ORDER BY COALESCE(t."createdAt", '') DESC, t."id" DESC LIMIT :limit""",
            {
                "user": filters.userId,
                "wanted": f"%{filters.search or ''}%",
                "all": not filters.search,
                "plan": plan or 0,
                "anywhere": plan is None,
                "first": not pagination.cursor,
                "moment": moment,
                "last": last,
                "limit": pagination.first + 1,
            },
        )
        threads = [
            ThreadDict(
                id=row["id"],
                createdAt=row["createdAt"],
                name=row["name"],
                userId=row["userId"],
                userIdentifier=row["userIdentifier"],
                tags=[],
                metadata={},
                steps=[],
                elements=[],
            )
            for row in rows or []
        ]
        shown = threads[: pagination.first]
        cursors = [f"{thread['createdAt'] or ''} {thread['id']}" for thread in shown]
        page = PageInfo(
            hasNextPage=len(threads) > len(shown),
            startCursor=cursors[0] if cursors else None,
            endCursor=cursors[-1] if cursors else None,
        )
        return PaginatedResponse(data=shown, pageInfo=page)

    async def create_element(self, element: Any) -> None:
        """Keep an element, if it is the person's own.

        Raises:
            HTTPException: 403 if it, or its thread, belongs to somebody else.
        """
        await self._guard(element.id, element.thread_id)
        await super().create_element(element)

    async def delete_element(self, element_id: str, thread_id: str | None = None) -> None:
        """Remove an element, if it is the person's own.

        Raises:
            HTTPException: 403 if it, or its thread, belongs to somebody else.
        """
        await self._guard(element_id, thread_id)
        await super().delete_element(element_id, thread_id)

    async def _guard(self, element_id: str, thread_id: str | None) -> None:
        me = getattr(cl.context.session.user, "id", None)
        rows = await self.execute_sql(
            'SELECT t."userId" AS owner FROM elements e JOIN threads t ON t.id = e."threadId" WHERE e.id = :id',
            {"id": element_id},
        )
        owner = await self._get_user_id_by_thread(thread_id) if thread_id else None
        if (rows and rows[0]["owner"] != me) or owner not in (None, me):
            raise HTTPException(403, "この要素は別の人のものです")

    async def create_step(self, step_dict: StepDict) -> None:
        """Keep a message. One that comes under the id of another person's message is not kept (Chainlit would write
        over that one)."""
        rows = await self.execute_sql(
            'SELECT "threadId" AS thread FROM steps WHERE id = :id', {"id": step_dict.get("id", "")}
        )
        if rows and rows[0]["thread"] != step_dict.get("threadId"):
            log.warning("別の会話の発言と同じ番号の発言を保存しませんでした")
            return
        await super().create_step(step_dict)

    async def update_thread(
        self,
        thread_id: str,
        name: str | None = None,
        user_id: str | None = None,
        metadata: dict[str, Any] | None = None,
        tags: list[str] | None = None,
    ) -> None:
        """Keep a thread; a thread belongs to one person, so the marks by which Chainlit shares it are left out.

        With a person comes the name only from Chainlit's own beginning of a thread: its first words.
        """
        if name is not None and user_id is not None:
            name = await self._named(name)
        kept = {key: value for key, value in metadata.items() if key not in _SHARING} if metadata else metadata
        await super().update_thread(thread_id, name, user_id, kept, tags)

    async def delete_thread(self, thread_id: str) -> None:
        """Remove a thread, and where it stood: the page then begins with another one."""
        await super().delete_thread(thread_id)
        await self.execute_sql("DELETE FROM conversation WHERE thread_id = :id", {"id": thread_id})

    async def get_thread_author(self, thread_id: str) -> str:
        """The thread's author; a thread that does not exist is answered like somebody else's."""
        try:
            return await super().get_thread_author(thread_id)
        except ValueError as error:
            raise HTTPException(404, "この会話は見つかりません") from error

    async def answer(self, step_id: str, thread_id: str) -> tuple[str, dict[str, Any]] | None:
        """What the assistant said under this id in the thread, and what is kept with it; None if it did not."""
        rows = await self.execute_sql(
            'SELECT output, metadata FROM steps WHERE id = :id AND "threadId" = :thread AND type = :kind',
            {"id": step_id, "thread": thread_id, "kind": "assistant_message"},
        )
        return (rows[0]["output"] or "", _decoded(rows[0]["metadata"]) or {}) if rows else None

    async def upsert_feedback(self, feedback: Feedback) -> str:
        """Chainlit's thumbs are not offered: what people think of an answer is kept with its question elsewhere.

        Raises:
            HTTPException: always.
        """
        raise HTTPException(404, "評価は、回答の下の「役に立った」「違う」で送ってください")

    async def delete_feedback(self, feedback_id: str) -> bool:
        """See `upsert_feedback`.

        Raises:
            HTTPException: always.
        """
        raise HTTPException(404, "この評価は見つかりません")
