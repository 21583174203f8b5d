"""Where each chat thread of a plan stands."""

from typing import Any

from sqlalchemy import select

from assistant.errors import NotAllowed
from assistant.store.access import Permission, PlanAccess
from assistant.store.tables import ConversationRow


class Conversations(PlanAccess):
    """The person's chat threads on the plan."""

    def conversation(self, thread_id: str) -> dict[str, Any]:
        """The state of a chat thread; empty for a new one.

        Raises:
            NotAllowed: if the thread belongs to another person or another plan.
        """
        with self._reading() as session:
            row = session.get(ConversationRow, thread_id)
            if row is None:
                return {}
            self._check(row)
            return dict(row.state)

    def keep_conversation(self, thread_id: str, state: dict[str, Any]) -> None:
        """Keep the state of a chat thread.

        Raises:
            NotAllowed: if the thread belongs to another person or another plan.
        """
        with self._writing(Permission.READ) as session:  # everybody who may read may talk
            row = session.get(ConversationRow, thread_id)
            if row is None:
                session.add(
                    ConversationRow(thread_id=thread_id, plan_id=self.plan.id, account_id=self.person.id, state=state)
                )
            else:
                self._check(row)
                row.state = state
            session.commit()

    def last_thread(self) -> str | None:
        """The person's latest chat thread on this plan."""
        with self._reading() as session:
            return session.scalar(
                select(ConversationRow.thread_id)
                .where(
                    ConversationRow.plan_id == self.plan.id,
                    ConversationRow.account_id == self.person.id,
                )
                .order_by(ConversationRow.updated_at.desc())
                .limit(1)
            )

    def _check(self, row: ConversationRow) -> None:
        if row.plan_id != self.plan.id or row.account_id != self.person.id:
            raise NotAllowed("この会話は見つからないか、あなたには権限がありません。")
