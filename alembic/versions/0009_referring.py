"""referring: what refers to a story is found by an index, since deleting one looks for it"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index(op.f("ix_stories_merged_into"), "stories", ["merged_into"])
    op.create_index(op.f("ix_mutes_story_id"), "mutes", ["story_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_index(op.f("ix_mutes_story_id"), table_name="mutes")
    op.drop_index(op.f("ix_stories_merged_into"), table_name="stories")
