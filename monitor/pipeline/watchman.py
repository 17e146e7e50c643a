"""Look after the monitor itself: tell the operator what begins to be wrong and what is over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import structlog
from sqlalchemy import Connection

from monitor.alerts.notices import Beginning, Ending, beginnings, endings
from monitor.alerts.troubles import (
    CLOCK_TOLERANCE,
    Facts,
    Recipient,
    examine,
    is_watched,
    outage_since,
)
from monitor.domain import Subscriber
from monitor.pipeline import notify
from monitor.pipeline.facts import Seen, gather
from monitor.store import clock, feeds, troubles
from monitor.store.engine import Store
from monitor.store.troubles import StoredTrouble

log = structlog.get_logger()

PROBES = 3
"""While no feed can be reached, so many are tried in each round, those first that waited longest:
pauses that doubled all night must not outlast the outage."""


@dataclass(frozen=True, slots=True)
class Watchman:
    """Look at everything once a minute. Doing it twice, or after a restart, tells nothing twice."""

    store: Store

    def look(
        self,
        seen: Seen,
        recipients: Collection[Recipient],
        operator: Subscriber | None,
        message_domain: str,
    ) -> bool:
        """Do a round; return whether the clock was found set back, and what waits made due again.

        ``recipients`` are all that are configured.
        """
        with self.store.read() as connection:
            facts = gather(connection, seen, recipients)
            told = _watched(connection)
        found = examine(facts)
        notices = {item.key: item.told_with or item.key for item in told}
        titles = {item.key: item.title for item in told}
        begun = beginnings(found, notices, seen.now)
        ended = endings(found, notices, titles, seen.now)
        set_back = _set_back(facts)
        hasty = _hasty(facts, ended)
        if not (begun or ended or set_back or hasty):
            return False
        with self.store.write() as connection:
            if set_back:
                clock.follow_back(connection, seen.now)
            if hasty:
                _hasten(connection, facts, hasty)
            for beginning in begun:
                _begin(connection, beginning, operator, message_domain)
            for ending in ended:
                _end(connection, ending, operator, message_domain)
        _log(begun, ended)
        return set_back


def wrong_now(
    connection: Connection, seen: Seen, recipients: Collection[Recipient]
) -> list[tuple[str, str]]:
    """Return title and body of everything that is wrong: what was told, and what is to be."""
    stored = troubles.load_troubles(connection)
    found = examine(gather(connection, seen, recipients))
    wrong = {item.key for item in found}
    told = [item for item in stored if item.key in wrong or not is_watched(item.key)]
    keys = {item.key for item in told}
    new = [item for item in found if item.key not in keys and item.certain]
    return [
        *((item.title, item.body) for item in told),
        *((item.title, item.body) for item in new),
    ]


def _watched(connection: Connection) -> list[StoredTrouble]:
    return [item for item in troubles.load_troubles(connection) if is_watched(item.key)]


def _set_back(facts: Facts) -> bool:
    return facts.newest_stored is not None and facts.newest_stored - facts.now > CLOCK_TOLERANCE


def _hasty(facts: Facts, ended: Collection[Ending]) -> list[str]:
    """Return the names of failing feeds to be tried at once: some in an outage, all after it."""
    failing = [feed for feed in facts.feeds if feed.failing_since and not feed.gone]
    if outage_since(facts):
        longest = sorted(failing, key=lambda feed: (feed.next_poll, feed.name), reverse=True)
        return [feed.name for feed in longest[:PROBES] if feed.next_poll > facts.now]
    if any("outage" in ending.keys for ending in ended):
        return [feed.name for feed in failing if feed.next_poll > facts.now]
    return []


def _hasten(connection: Connection, facts: Facts, names: Collection[str]) -> None:
    ids = [item.id for item in feeds.list_feeds(connection) if item.feed.name in set(names)]
    feeds.hasten(connection, ids, facts.now)


def _begin(
    connection: Connection,
    beginning: Beginning,
    operator: Subscriber | None,
    message_domain: str,
) -> None:
    notice = beginning.notice
    together = notice.key if len(beginning.troubles) > 1 else None
    fresh = [
        trouble
        for trouble in beginning.troubles
        if troubles.begin(connection, trouble.key, trouble.title, trouble.body, notice.at, together)
    ]
    if fresh:
        notify.owe(connection, operator, notice, message_domain, beginning.avoid)


def _end(
    connection: Connection, ending: Ending, operator: Subscriber | None, message_domain: str
) -> None:
    ended = [key for key in ending.keys if troubles.end(connection, key) is not None]
    if ended and ending.notice:
        notify.owe(connection, operator, ending.notice, message_domain)


def _log(begun: Collection[Beginning], ended: Collection[Ending]) -> None:
    for beginning in begun:
        log.error("trouble", key=beginning.notice.key, title=beginning.notice.title,
                  body=beginning.notice.body)  # fmt: skip
    for ending in ended:
        log.info("trouble over", keys=list(ending.keys))
