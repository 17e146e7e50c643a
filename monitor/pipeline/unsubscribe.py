"""Take a reader's wish to get no more mail, as the address in each mail's header says it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog
from sqlalchemy import Connection

from monitor.delivery.content import Target
from monitor.delivery.unsubscribe import Recipient, read_token
from monitor.store.disabled import UNSUBSCRIBED, disable_target
from monitor.store.keys import own_key

log = structlog.get_logger()

KEY = "unsubscribe"
"""Name of the key that such addresses are signed with."""


def unsubscribe(
    connection: Connection, token: str, targets: Mapping[Recipient, Target], now: datetime
) -> bool:
    """Switch off the address that ``token`` names; return whether it is a token of ours.

    Doing it twice is doing it once. It holds where the address is not configured just now, too.
    ``monitor channels enable`` switches it on again.
    """
    recipient = read_token(own_key(connection, KEY), token)
    if recipient is None:
        return False
    target = targets.get(recipient)
    disable_target(connection, recipient, UNSUBSCRIBED, now, target.credential() if target else "")
    log.info("unsubscribed", subscriber=recipient[0], channel=recipient[1])
    return True
