"""Launch canaries, and tell the operator when one does not arrive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from monitor.alerts import canary
from monitor.domain import Notice, Subscriber
from monitor.pipeline import notify
from monitor.store import assessments, canaries, entries, troubles, unassessable
from monitor.store.canaries import Landing, StoredCanary
from monitor.store.disabled import load_disabled
from monitor.store.engine import Store

KEY = "canary"
"""Names the trouble of a canary that did not arrive."""


@dataclass(frozen=True, slots=True)
class CanaryKeeper:
    """Keep one canary in the air at a time. Doing a round twice changes nothing."""

    store: Store
    up_since: datetime

    def tend(
        self,
        now: datetime,
        interval: timedelta | None,
        operator: Subscriber | None,
        message_domain: str,
    ) -> None:
        """Do a round: see whether the last one has arrived, or launch the next that is due.

        Without ``interval`` or operator there are none.
        """
        with self.store.read() as connection:
            last = canaries.last_canary(connection)
        flying = last if last and last.ended_at is None else None
        if interval is None or operator is None:
            self._stop(flying, last, now)
        elif flying:
            with self.store.write() as connection:
                self._look(connection, flying, now, operator, message_domain)
        elif last is None or canary.is_due(last.launched_at, last.lost is not None, interval, now):
            with self.store.write() as connection:
                canaries.launch(connection, canary.FEED, canary.entry_at(now), now)

    def _stop(self, flying: StoredCanary | None, last: StoredCanary | None, now: datetime) -> None:
        """Take the last one out of the air, and forget that one was lost: nobody asks any more."""
        landing = flying or (last if last and last.lost else None)
        if landing:
            with self.store.write() as connection:
                canaries.land(connection, landing, now, None)
                troubles.end(connection, KEY)

    def _look(
        self,
        connection: Connection,
        flying: StoredCanary,
        now: datetime,
        operator: Subscriber | None,
        message_domain: str,
    ) -> None:
        states = {one.state for one in _expected(connection, flying)}
        if states == {"sent"}:
            canaries.land(connection, flying, now, None)
            notify.relief(connection, operator, KEY, now, message_domain)
        elif states & {"dead", "dropped"} or canary.is_overdue(
            flying.launched_at, self.up_since, now
        ):
            where = _where_lost(connection, flying)
            canaries.land(connection, flying, now, where)
            body = (
                f"The canary of {flying.launched_at:%Y-%m-%d %H:%M} UTC did not arrive: "
                f"{where}.\n\nAlerts may not arrive either. 'monitor doctor' looks at every part."
            )
            notice = Notice(KEY, "The canary did not arrive", body, now)
            notify.trouble(connection, operator, notice, message_domain)


def _expected(connection: Connection, flying: StoredCanary) -> list[Landing]:
    """Return what became of a canary's messages to addresses that are on; where none is, of all.

    That an address is off has been told; here it would hide that canaries are lost.
    """
    sent = canaries.deliveries_of(connection, flying.entry_id)
    disabled = load_disabled(connection)
    return [one for one in sent if one.recipient not in disabled] or sent


def _where_lost(connection: Connection, flying: StoredCanary) -> str:
    """Return the step that a canary did not get past, in words."""
    entry = entries.load_entry(connection, flying.entry_id)
    if entry is None:
        return "its entry is gone from the database"
    if entry.assessed_revision < entry.revision:
        errors = {item.entry_id: item.error for item in unassessable.list_failing(connection)}
        error = errors.get(entry.id)
        return f"assessing it fails: {error}" if error else "it still waits to be assessed"
    missing = [
        f"{one.recipient[1]} ({one.state}): {one.error or 'not tried yet'}"
        for one in _expected(connection, flying)
        if one.state != "sent"
    ]
    if missing:
        return f"it alerted, and was not sent by {'; '.join(missing)}"
    refused = assessments.load_suppressions(connection, entry.id)
    if refused:
        return f"it was scored and did not alert: {refused[0].reason}"
    if not assessments.load_matches(connection, entry.id):
        return "its keyword was not found in it"
    return "it alerted, and nothing was owed to the operator"
