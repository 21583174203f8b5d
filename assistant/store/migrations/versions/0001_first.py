"""First tables: the product's own, and those Chainlit's data layer expects (all TEXT, for SQLite and PostgreSQL)."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(100), nullable=False, unique=True),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("is_admin", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "membership",
        sa.Column("plan_id", sa.Integer, sa.ForeignKey("plan.id"), primary_key=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), primary_key=True),
        sa.Column("role", sa.String(20), nullable=False),
    )
    op.create_table(
        "fact",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("plan_id", sa.Integer, sa.ForeignKey("plan.id"), nullable=False, index=True),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("author_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "section_version",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("plan_id", sa.Integer, sa.ForeignKey("plan.id"), nullable=False, index=True),
        sa.Column("section", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("based_on", sa.Integer, nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("author_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("plan_id", "section", "number"),
    )
    op.create_table(
        "conversation",
        sa.Column("thread_id", sa.String(64), primary_key=True),
        sa.Column("plan_id", sa.Integer, sa.ForeignKey("plan.id"), nullable=False, index=True),
        sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("state", sa.JSON, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
    )
    _chainlit_tables()


def _chainlit_tables() -> None:
    """Tables and column names of Chainlit 2.12's SQLAlchemyDataLayer."""
    texts = lambda *names: [sa.Column(name, sa.Text, nullable=True) for name in names]  # noqa: E731
    flags = lambda *names: [sa.Column(name, sa.Boolean, nullable=True) for name in names]  # noqa: E731
    thread = lambda: sa.Column(  # noqa: E731
        "threadId", sa.Text, sa.ForeignKey("threads.id", ondelete="CASCADE"), nullable=True
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("identifier", sa.Text, nullable=False, unique=True),
        *texts("metadata", "createdAt"),
    )
    op.create_table(
        "threads",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("userId", sa.Text, sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=True),
        *texts("createdAt", "name", "userIdentifier", "tags", "metadata"),
    )
    op.create_table(
        "steps",
        sa.Column("id", sa.Text, primary_key=True),
        thread(),
        *texts("name", "type", "parentId", "metadata", "tags", "input", "output", "createdAt", "command", "modes"),
        *texts("start", "end", "generation", "showInput", "language", "icon"),
        *flags("streaming", "waitForAnswer", "isError", "defaultOpen", "autoCollapse"),
        sa.Column("indent", sa.Integer, nullable=True),
    )
    op.create_table(
        "elements",
        sa.Column("id", sa.Text, primary_key=True),
        thread(),
        *texts("type", "url", "chainlitKey", "name", "display", "objectKey", "size", "language", "forId", "mime"),
        *texts("props", "playerConfig"),
        sa.Column("page", sa.Integer, nullable=True),
        *flags("autoPlay"),
    )
    op.create_table(
        "feedbacks",
        sa.Column("id", sa.Text, primary_key=True),
        thread(),
        *texts("forId", "comment"),
        sa.Column("value", sa.Integer, nullable=True),
    )


def downgrade() -> None:
    for table in ("feedbacks", "elements", "steps", "threads", "users"):
        op.drop_table(table)
    for table in ("conversation", "section_version", "fact", "membership", "plan", "account"):
        op.drop_table(table)
