"""Tell the operator what is wrong with the monitor itself: once, and once when it is over."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from monitor.domain import Notice, Subscriber
from monitor.store import deliveries, troubles
from monitor.store.disabled import load_disabled


def trouble(
    connection: Connection,
    operator: Subscriber | None,
    notice: Notice,
    message_domain: str,
) -> bool:
    """Note a trouble and owe its notice to the operator; return whether it was new.

    Without an operator it is noted all the same, so that ``doctor`` can show it: in the words of
    the last notice, since another mistake may have taken the place of the first.
    """
    if not troubles.begin(connection, notice.key, notice.title, notice.body, notice.at):
        troubles.reword(connection, notice.key, notice.title, notice.body)
        return False
    owe(connection, operator, notice, message_domain)
    return True


def relief(
    connection: Connection,
    operator: Subscriber | None,
    key: str,
    now: datetime,
    message_domain: str,
) -> bool:
    """Note that a trouble is over and owe that to the operator; return whether there was one."""
    title = troubles.end(connection, key)
    if title is None:
        return False
    notice = Notice(key, title, "This is over.", now, over=True)
    owe(connection, operator, notice, message_domain)
    return True


def owe(
    connection: Connection,
    operator: Subscriber | None,
    notice: Notice,
    message_domain: str,
    avoid: Collection[tuple[str, str, str]] = (),
) -> int:
    """Owe a notice to the operator's addresses; return to how many.

    Left out are those that are disabled and, where another is left, those to ``avoid``, over which
    it is not likely to arrive. A notice that is lost is never the cause of another.
    """
    if operator is None:
        return 0
    addresses = {
        (operator.name, address.channel, address.target): address for address in operator.addresses
    }
    open_ones = addresses.keys() - load_disabled(connection).keys()
    chosen = (open_ones - set(avoid)) or open_ones
    for recipient, address in addresses.items():
        if recipient not in chosen:
            continue
        parts = (notice.key, notice.at.isoformat(), str(notice.over), address.target)
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
        message_id = f"<{digest}@{message_domain}>"
        deliveries.enqueue(connection, None, None, recipient, notice, message_id, notice.at)
    return len(chosen)
