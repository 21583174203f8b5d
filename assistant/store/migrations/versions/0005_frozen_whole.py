"""What a frozen plan goes out as, kept with it; one that was frozen before has none."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("frozen_plan", sa.Column("whole", sa.JSON, nullable=True))


def downgrade() -> None:
    op.drop_column("frozen_plan", "whole")
