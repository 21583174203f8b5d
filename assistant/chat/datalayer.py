"""Chainlit's history in our database. Threads, steps and elements only: plans and drafts are kept by the store."""

import json
import logging
from pathlib import Path
from typing import Any

import chainlit as cl
from chainlit.data.sql_alchemy import SQLAlchemyDataLayer
from chainlit.data.storage_clients.base import BaseStorageClient
from chainlit.step import StepDict
from chainlit.types import PageInfo, PaginatedResponse, Pagination, ThreadDict, ThreadFilter
from fastapi import HTTPException

log = logging.getLogger(__name__)
_SHARING = frozenset({"is_shared", "shared_at"})


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
    """Chainlit's data layer on all-TEXT tables, with the ownership check that Chainlit 2.12 leaves out."""

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
        """The person's threads, newest first, without their steps (Chainlit's own reads every step of every one)."""
        rows = await self.execute_sql(
            'SELECT "id", "createdAt", "name", "userId", "userIdentifier" FROM threads WHERE "userId" = :user '
            'AND ("name" LIKE :wanted OR :all) ORDER BY "createdAt" DESC LIMIT :limit',
            {
                "user": filters.userId,
                "wanted": f"%{filters.search or ''}%",
                "all": not filters.search,
                "limit": pagination.first,
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
        return PaginatedResponse(data=threads, pageInfo=PageInfo(hasNextPage=False, startCursor=None, endCursor=None))

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
        """Keep a thread; a thread belongs to one person, so the marks by which Chainlit shares it are left out."""
        kept = {key: value for key, value in metadata.items() if key not in _SHARING} if metadata else metadata
        await super().update_thread(thread_id, name, user_id, kept, tags)

    async def get_thread_author(self, thread_id: str) -> str:
        """The thread's author; a thread that does not exist is answered like somebody else's."""
        try:
            return await super().get_thread_author(thread_id)
        except ValueError as error:
            raise HTTPException(404, "この会話は見つかりません") from error
