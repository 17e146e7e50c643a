"""What was sent is written down, be it late."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from monitor.pipeline.insist import insist


async def test_a_write_is_tried_until_the_database_takes_it() -> None:
    tries = 0

    def write() -> None:
        nonlocal tries
        tries += 1
        if tries < 4:
            raise OperationalError("UPDATE", {}, Exception("database or disk is full"))

    await insist(write, "sent", pause=0.01)
    assert tries == 4


async def test_a_fault_of_ours_is_not_tried_again() -> None:
    def write() -> None:
        raise ValueError("ours")

    with pytest.raises(ValueError, match="ours"):
        await insist(write, "sent", pause=0.01)
