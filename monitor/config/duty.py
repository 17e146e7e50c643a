"""What subscribers must agree on so that every alert reaches somebody in the end."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.config.subscribers import SubscriberItem, SubscribersFile
from monitor.config.validate import Loaded
from monitor.config.wording import nearest, quoted
from monitor.timing import quiet_for_all_week


def duty_problems(file: Loaded[SubscribersFile]) -> Iterator[str]:
    """Yield what is wrong with contacts, and with quiet hours that never end."""
    items = file.value.subscribers
    known = {item.name for item in items}
    for number, item in enumerate(items):
        yield from _contacts(file, number, item, known)
        if quiet_for_all_week(one.hours for one in item.quiet_hours):
            yield file.problem(
                ("subscribers", number, "quiet_hours"),
                "quiet_hours: they never end; leave some time of the week for what waited",
            )


def _contacts(
    file: Loaded[SubscribersFile], number: int, item: SubscriberItem, known: set[str]
) -> Iterator[str]:
    if item.escalation is None:
        return
    for index, name in enumerate(item.escalation.contacts):
        path = ("subscribers", number, "escalation", "contacts", index)
        if name == item.name:
            yield file.problem(
                path, f"{quoted(name)} is told first anyway; name somebody else as a contact"
            )
        elif name not in known:
            mend = nearest(name, known - {item.name})
            yield file.problem(path, f"unknown subscriber {quoted(name)}; {mend}")
