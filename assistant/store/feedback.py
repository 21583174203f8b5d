"""What people thought of answers: given by everybody who may read the plan, read by the administrator of the system."""

from datetime import datetime

from assistant.errors import InputError
from assistant.models import Value
from assistant.store.access import Permission, PlanAccess
from assistant.store.tables import FeedbackRow

LONGEST_COMMENT = 2_000
LONGEST_KEPT = 20_000


class Feedback(Value):
    """One person's word on one answer."""

    id: int
    plan: str
    question: str
    answer: str
    helpful: bool
    comment: str
    author: str
    at: datetime
    settled_at: datetime | None


class Opinions(PlanAccess):
    """役に立った or 違う."""

    def add_feedback(self, question: str, answer: str, *, helpful: bool, comment: str = "") -> int:
        """Keep it; the number under which a comment can be added to it.

        Raises:
            InputError: if the comment is too long.
        """
        _check(comment)
        with self._writing(Permission.READ) as session:
            row = FeedbackRow(
                plan_id=self.plan.id,
                question=question[:LONGEST_KEPT],
                answer=answer[:LONGEST_KEPT],
                helpful=helpful,
                comment=comment.strip(),
                author_id=self.person.id,
            )
            session.add(row)
            session.commit()
            return row.id

    def comment_feedback(self, feedback_id: int, comment: str) -> bool:
        """Add a comment to what the person gave; False if it is not theirs.

        Raises:
            InputError: if the comment is too long.
        """
        _check(comment)
        with self._writing(Permission.READ) as session:
            row = session.get(FeedbackRow, feedback_id)
            if row is None or row.plan_id != self.plan.id or row.author_id != self.person.id:
                return False
            row.comment = "\n".join(filter(None, [row.comment, comment.strip()]))
            session.commit()
            return True


def _check(comment: str) -> None:
    if len(comment) > LONGEST_COMMENT:
        raise InputError(
            f"コメントが長すぎます（{len(comment):,}字）。{LONGEST_COMMENT:,}字までにしてください。まだ保存していません。"
        )
