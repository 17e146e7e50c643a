"""channels"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.types import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "keys",
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_keys")),
    )
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("receipt", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("notes", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("revived_at", UtcDateTime(), nullable=True))
        batch_op.create_index(
            "ix_deliveries_story_id_subscriber", ["story_id", "subscriber"], unique=False
        )
    with op.batch_alter_table("disabled_targets", schema=None) as batch_op:
        batch_op.add_column(sa.Column("credential", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("disabled_targets", schema=None) as batch_op:
        batch_op.drop_column("credential")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_deliveries_story_id_subscriber")
        batch_op.drop_column("revived_at")
        batch_op.drop_column("notes")
        batch_op.drop_column("receipt")
    op.drop_table("keys")
