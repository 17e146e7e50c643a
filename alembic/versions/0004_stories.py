"""stories"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _stories()
    _index()
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told", sa.JSON(), nullable=True))
    op.execute(
        "INSERT INTO delivery_alerts (alert_id, subscriber, channel, target, delivery_id) "
        "SELECT alert_id, subscriber, channel, target, id FROM deliveries "
        "WHERE alert_id IS NOT NULL"
    )


def _stories() -> None:
    op.create_table(
        "standings",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("official", sa.String(length=10), nullable=True),
        sa.Column("state_controlled_only", sa.Boolean(), nullable=False),
        sa.Column("side_a", sa.String(length=20), nullable=True),
        sa.Column("side_b", sa.String(length=20), nullable=True),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("denials", sa.JSON(), nullable=False),
        sa.Column("confirmations", sa.JSON(), nullable=False),
        sa.Column("corrections", sa.JSON(), nullable=False),
        sa.Column("withdrawals", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("judged_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_standings_story_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story_id", name=op.f("pk_standings")),
    )
    op.create_table(
        "story_rungs",
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reached_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_story_rungs_story_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story_id", "rung", name=op.f("pk_story_rungs")),
    )
    op.create_table(
        "delivery_alerts",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("subscriber", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("target", sa.String(length=200), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"],
            ["alerts.id"],
            name=op.f("fk_delivery_alerts_alert_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["delivery_id"],
            ["deliveries.id"],
            name=op.f("fk_delivery_alerts_delivery_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "alert_id", "subscriber", "channel", "target", name=op.f("pk_delivery_alerts")
        ),
    )
    op.create_index(op.f("ix_delivery_alerts_delivery_id"), "delivery_alerts", ["delivery_id"])


def _index() -> None:
    op.create_table(
        "intensities",
        sa.Column("subject", sa.String(length=220), nullable=False),
        sa.Column("hour", UtcDateTime(), nullable=False),
        sa.Column("up", sa.Float(), nullable=False),
        sa.Column("down", sa.Float(), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "hour", name=op.f("pk_intensities")),
    )
    op.create_table(
        "publications",
        sa.Column("outlet", sa.String(length=200), nullable=False),
        sa.Column("hour", UtcDateTime(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("outlet", "hour", name=op.f("pk_publications")),
    )
    op.create_table(
        "open_hours",
        sa.Column("hour", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("hour", name=op.f("pk_open_hours")),
    )
    op.create_table(
        "rises",
        sa.Column("subject", sa.String(length=220), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_rises")),
    )
    op.create_index(op.f("ix_intensities_hour"), "intensities", ["hour"])


def downgrade() -> None:
    """Take back; what was told and how well it was confirmed is forgotten."""
    with op.batch_alter_table("alerts", schema=None) as batch_op:
        batch_op.drop_column("told")
    for table in (
        "rises",
        "open_hours",
        "publications",
        "intensities",
        "delivery_alerts",
        "story_rungs",
        "standings",
    ):
        op.drop_table(table)
