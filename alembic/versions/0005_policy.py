"""policy: what each alert came to for each subscriber, digests, mutes, escalation"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from monitor.store.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _create_digests()
    _create_routings()
    _create_mutes()
    _create_escalations()
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("digest_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("step", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index(batch_op.f("ix_deliveries_digest_id"), ["digest_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_deliveries_digest_id"), "digests", ["digest_id"], ["id"]
        )
        batch_op.drop_constraint(
            batch_op.f("uq_deliveries_alert_id_subscriber_channel_target"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_deliveries_alert_id_subscriber_channel_target_step"),
            ["alert_id", "subscriber", "channel", "target", "step"],
        )


def downgrade() -> None:
    """Take back; what was told as a step of an escalation or in a digest has no place any more."""
    op.execute(
        "DELETE FROM attempts WHERE delivery_id IN "
        "(SELECT id FROM deliveries WHERE step > 0 OR digest_id IS NOT NULL)"
    )
    op.execute("DELETE FROM deliveries WHERE step > 0 OR digest_id IS NOT NULL")
    with op.batch_alter_table("deliveries", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_deliveries_alert_id_subscriber_channel_target_step"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_deliveries_alert_id_subscriber_channel_target"),
            ["alert_id", "subscriber", "channel", "target"],
        )
        batch_op.drop_constraint(batch_op.f("fk_deliveries_digest_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_deliveries_digest_id"))
        batch_op.drop_column("step")
        batch_op.drop_column("digest_id")
    for table in (
        "escalation_steps",
        "escalations",
        "acknowledgements",
        "mutes",
        "routings",
        "digest_times",
        "digests",
    ):
        op.drop_table(table)


def _create_digests() -> None:
    op.create_table(
        "digests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subscriber", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digests")),
    )
    op.create_table(
        "digest_times",
        sa.Column("subscriber", sa.String(length=200), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("subscriber", name=op.f("pk_digest_times")),
    )


def _create_routings() -> None:
    op.create_table(
        "routings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("subscriber", sa.String(length=200), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("release_at", UtcDateTime(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("digest_id", sa.Integer(), nullable=True),
        sa.Column("message", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_routings_alert_id")),
        sa.ForeignKeyConstraint(["digest_id"], ["digests.id"], name=op.f("fk_routings_digest_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routings")),
        sa.UniqueConstraint("alert_id", "subscriber", name=op.f("uq_routings_alert_id_subscriber")),
    )
    with op.batch_alter_table("routings", schema=None) as batch_op:
        batch_op.create_index("ix_routings_state_release_at", ["state", "release_at"], unique=False)
        batch_op.create_index(
            "ix_routings_subscriber_told_at", ["subscriber", "told_at"], unique=False
        )


def _create_mutes() -> None:
    op.create_table(
        "mutes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=True),
        sa.Column("watch", sa.String(length=200), nullable=False),
        sa.Column("subscriber", sa.String(length=200), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=True),
        sa.Column("muted_by", sa.String(length=200), nullable=False),
        sa.Column("muted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_mutes_story_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mutes")),
    )


def _create_escalations() -> None:
    op.create_table(
        "acknowledgements",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("acknowledged_by", sa.String(length=200), nullable=False),
        sa.Column("acknowledged_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.id"], name=op.f("fk_acknowledgements_alert_id")
        ),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_acknowledgements")),
    )
    op.create_table(
        "escalations",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("subscriber", sa.String(length=200), nullable=False),
        sa.Column("contacts", sa.JSON(), nullable=False),
        sa.Column("after_seconds", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_escalations_alert_id")),
        sa.PrimaryKeyConstraint("alert_id", "subscriber", name=op.f("pk_escalations")),
    )
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalations_next_at"), ["next_at"], unique=False)
    op.create_table(
        "escalation_steps",
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("subscriber", sa.String(length=200), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.id"], name=op.f("fk_escalation_steps_alert_id")
        ),
        sa.PrimaryKeyConstraint("alert_id", "subscriber", "step", name=op.f("pk_escalation_steps")),
    )
