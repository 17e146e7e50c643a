"""Word what the operator is told of troubles that begin and that end: few notices, not many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.alerts.troubles import Recipient, Trouble, named
from monitor.domain import Notice

_TOGETHER: Mapping[str, str] = {
    "feed": "{count} feeds have been broken for a day",
    "gone": "{count} feeds are gone",
    "dead": "Messages to {count} addresses were given up",
    "late": "Messages do not reach {count} addresses",
    "disabled": "{count} addresses are disabled",
}


@dataclass(frozen=True, slots=True)
class Beginning:
    """Troubles that begin, told by one notice."""

    notice: Notice
    troubles: tuple[Trouble, ...]
    avoid: frozenset[Recipient]
    """Addresses over which it cannot be told."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Troubles that are over, and the notice of it where all that were told together are."""

    keys: tuple[str, ...]
    notice: Notice | None


def beginnings(
    found: Sequence[Trouble], told: Mapping[str, str], now: datetime
) -> tuple[Beginning, ...]:
    """Return one notice for all troubles of a kind that are new.

    ``told`` are the keys told already, each with the key of its notice. What is not certain is told
    only where something certain of its kind is.
    """
    new: dict[str, list[Trouble]] = defaultdict(list)
    for trouble in found:
        if trouble.key not in told:
            new[trouble.kind].append(trouble)
    return tuple(
        _beginning(troubles, now)
        for troubles in new.values()
        if any(trouble.certain for trouble in troubles)
    )


def endings(
    found: Sequence[Trouble], told: Mapping[str, str], titles: Mapping[str, str], now: datetime
) -> tuple[Ending, ...]:
    """Return which of the troubles that were told are over; each notice's end is told once.

    ``titles`` are those of the troubles, by key.
    """
    wrong = {trouble.key for trouble in found}
    groups: dict[str, list[str]] = defaultdict(list)
    for key, notice in told.items():
        groups[notice].append(key)
    ended = []
    for notice, keys in groups.items():
        over = tuple(key for key in keys if key not in wrong)
        if not over:
            continue
        all_over = len(over) == len(keys)
        ended.append(Ending(over, _over(notice, over, titles, now) if all_over else None))
    return tuple(ended)


def _beginning(troubles: Sequence[Trouble], now: datetime) -> Beginning:
    first = troubles[0]
    if len(troubles) == 1:
        notice = Notice(first.key, first.title, first.body, now)
    else:
        title = _TOGETHER[first.kind].format(count=len(troubles))
        body = named([trouble.body.partition("\n\n")[0] for trouble in troubles])
        notice = Notice(f"{first.key}+{len(troubles) - 1}", title, body, now)
    avoid = frozenset(trouble.avoid for trouble in troubles if trouble.avoid)
    return Beginning(notice, tuple(troubles), avoid)


def _over(key: str, keys: Sequence[str], titles: Mapping[str, str], now: datetime) -> Notice:
    first, plus, more = key.rpartition("+")
    if plus and more.isdigit():
        title = _TOGETHER[first.partition(":")[0]].format(count=int(more) + 1)
        return Notice(key, title, "All of this is over.", now, over=True)
    return Notice(key, titles[keys[0]], "This is over.", now, over=True)
