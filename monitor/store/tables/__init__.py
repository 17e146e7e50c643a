"""Every table of the database, in the rooms that the data travels through."""

from __future__ import annotations

from monitor.store.tables.alerts import (
    acknowledgements,
    alerts,
    digest_times,
    digests,
    escalation_steps,
    escalations,
    feedback,
    mutes,
    routings,
    suppressions,
)
from monitor.store.tables.naming import metadata
from monitor.store.tables.news import (
    entries,
    feeds,
    matches,
    revisions,
    scores,
    sites,
    unassessable,
)
from monitor.store.tables.sending import (
    attempts,
    deliveries,
    delivery_alerts,
    disabled_targets,
)
from monitor.store.tables.stories import (
    intensities,
    open_hours,
    publications,
    rises,
    standings,
    stories,
    story_entries,
    story_rungs,
)
from monitor.store.tables.upkeep import (
    canaries,
    keys,
    pulse,
    troubles,
)

__all__ = [
    "acknowledgements",
    "alerts",
    "attempts",
    "canaries",
    "deliveries",
    "delivery_alerts",
    "digest_times",
    "digests",
    "disabled_targets",
    "entries",
    "escalation_steps",
    "escalations",
    "feedback",
    "feeds",
    "intensities",
    "keys",
    "matches",
    "metadata",
    "mutes",
    "open_hours",
    "publications",
    "pulse",
    "revisions",
    "rises",
    "routings",
    "scores",
    "sites",
    "standings",
    "stories",
    "story_entries",
    "story_rungs",
    "suppressions",
    "troubles",
    "unassessable",
]
