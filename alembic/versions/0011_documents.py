"""documents: when a document of a feed was read last, which tells what stood in it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.types import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_feeds = sa.table(
    "feeds", sa.column("id", sa.Integer), sa.column("last_document_at", UtcDateTime())
)
_entries = sa.table(
    "entries", sa.column("feed_id", sa.Integer), sa.column("last_seen_at", UtcDateTime())
)


def upgrade() -> None:
    """Apply: the last document that is known of is the one that the last entries stood in."""
    with op.batch_alter_table("feeds", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_document_at", UtcDateTime(), nullable=True))
    last = (
        sa.select(sa.func.max(_entries.c.last_seen_at))
        .where(_entries.c.feed_id == _feeds.c.id)
        .scalar_subquery()
    )
    op.execute(_feeds.update().values(last_document_at=last))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("feeds", schema=None) as batch_op:
        batch_op.drop_column("last_document_at")
