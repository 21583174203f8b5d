"""Roles, plans put away, versions that are typed on, confirmations, schedules, feedback, the record of administration."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _made() -> tuple[sa.Column, ...]:
    return (
        sa.Column("author_id", sa.Integer, sa.ForeignKey("account.id"), nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )


def _plan() -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("plan_id", sa.Integer, sa.ForeignKey("plan.id"), nullable=False, index=True),
    )


def upgrade() -> None:
    op.add_column("account", sa.Column("disabled_at", sa.DateTime, nullable=True))
    op.add_column("plan", sa.Column("archived_at", sa.DateTime, nullable=True))
    op.add_column("section_version", sa.Column("stamp", sa.Integer, nullable=False, server_default="0"))
    op.add_column("section_version", sa.Column("running", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute("UPDATE section_version SET stamp = number")
    op.create_index("section_version_stamp", "section_version", ["plan_id", "section", "stamp"], unique=True)
    # Whoever took part until here could do everything; from here on that is what an administrator of the plan can do.
    op.execute("UPDATE membership SET role = 'admin'")
    op.create_table(
        "confirmation",
        *_plan(),
        sa.Column("section", sa.Integer, nullable=False),
        sa.Column("stamp", sa.Integer, nullable=False),
        sa.Column("confirmed", sa.Boolean, nullable=False),
        *_made(),
    )
    op.create_table(
        "schedule_change",
        *_plan(),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("struck", sa.Boolean, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("begins", sa.Date, nullable=True),
        sa.Column("ends", sa.Date, nullable=True),
        *_made(),
    )
    op.create_table(
        "feedback",
        *_plan(),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("settled_at", sa.DateTime, nullable=True),
        *_made(),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        *_made(),
    )


def downgrade() -> None:
    for table in ("audit", "feedback", "schedule_change", "confirmation"):
        op.drop_table(table)
    op.drop_index("section_version_stamp", "section_version")
    for table, column in (
        ("section_version", "running"),
        ("section_version", "stamp"),
        ("plan", "archived_at"),
        ("account", "disabled_at"),
    ):
        op.drop_column(table, column)
