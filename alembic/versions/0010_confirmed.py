"""confirmed: what who got an alert knows says whether its story is officially confirmed"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_OFFICIAL = 5
"""The rung of official word."""
_alerts = sa.table(
    "alerts", sa.column("id", sa.Integer), sa.column("story_id", sa.Integer),
    sa.column("told", sa.JSON),
)  # fmt: skip
_stories = sa.table("stories", sa.column("id", sa.Integer), sa.column("merged_into", sa.Integer))
_standings = sa.table(
    "standings", sa.column("story_id", sa.Integer), sa.column("confirmations", sa.JSON)
)


def upgrade() -> None:
    """Apply: whoever knows official word knows of any confirmation that its story has by then."""
    home = sa.func.coalesce(_stories.c.merged_into, _stories.c.id)
    query = (
        sa.select(_alerts.c.id, _alerts.c.told, _standings.c.confirmations)
        .join(_stories, _stories.c.id == _alerts.c.story_id)
        .join(_standings, _standings.c.story_id == home, isouter=True)
    )
    for row in op.get_bind().execute(query).all():
        if row.told is not None:
            confirmed = row.told["rung"] >= _OFFICIAL and (
                not row.told["denied"] or bool(row.confirmations)
            )
            _save(row.id, {**row.told, "confirmed": confirmed})


def downgrade() -> None:
    """Take back."""
    for row in op.get_bind().execute(sa.select(_alerts.c.id, _alerts.c.told)).all():
        if row.told is not None:
            _save(row.id, {key: row.told[key] for key in row.told if key != "confirmed"})


def _save(alert_id: int, told: dict[str, Any]) -> None:
    op.execute(_alerts.update().where(_alerts.c.id == alert_id).values(told=told))
