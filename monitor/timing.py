"""When a subscriber is told, and who is told next: wishes and what is known, as values.

Times of day are wall-clock times in the subscriber's time zone; a day of the week is 0 (Monday) to
6. ``NOTHING_EXCEPTED`` as an excepted severity excepts nothing, since severities end at 4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

EVERY_DAY = frozenset(range(7))
NOTHING_EXCEPTED = 5


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A stretch of the day in which nothing is sent. An end up to the start is the next day's."""

    start: time
    end: time
    days: frozenset[int] = EVERY_DAY
    """On which they begin."""
    except_severity: int = 4
    """Alerts from this severity up are sent all the same."""


def quiet_for_all_week(quiet_hours: Iterable[QuietHours]) -> bool:
    """Return whether some severity would never be sent: every minute of the week is quiet."""
    quiet: set[int] = set()
    for one in quiet_hours:
        start = one.start.hour * 60 + one.start.minute
        length = (one.end.hour * 60 + one.end.minute - start) % 1440 or 1440
        for day in one.days:
            quiet.update((day * 1440 + start + minute) % 10_080 for minute in range(length))
    return len(quiet) == 10_080


@dataclass(frozen=True, slots=True)
class DigestTimes:
    """When a subscriber's digests go out."""

    times: tuple[time, ...]
    days: frozenset[int] = EVERY_DAY
    all_quiet: bool = False
    """Whether a digest that has nothing to tell is sent too."""
    except_severity: int = NOTHING_EXCEPTED
    """Alerts from this severity up are sent at once, where others wait for the digest."""


@dataclass(frozen=True, slots=True)
class Cap:
    """How many single messages a subscriber gets within any stretch of ``per``."""

    alerts: int
    per: timedelta
    except_severity: int = 4
    """Alerts from this severity up are sent all the same, and count."""


@dataclass(frozen=True, slots=True)
class Cooldown:
    """How long a subscriber is left alone with what it was just told of; zero is not at all."""

    story: timedelta = timedelta(0)
    watch: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who is told next of an alert that nobody acknowledges."""

    contacts: tuple[str, ...]
    """Names of subscribers, in the order in which they are asked."""
    after: timedelta
    """How long each has."""
    minimum_severity: int = 4


@dataclass(frozen=True, slots=True)
class Timing:
    """All of a subscriber's wishes about time; the default is everything at once."""

    zone: str = "UTC"
    """IANA name."""
    digest_only: bool = False
    """Whether alerts are gathered for ``digest``; else that is only where overflow goes."""
    digest: DigestTimes | None = None
    quiet_hours: tuple[QuietHours, ...] = ()
    cap: Cap | None = None
    cooldown: Cooldown = Cooldown()
    escalation: Escalation | None = None


Decision = Literal["told", "covered", "quiet", "cooldown", "cap", "digest", "muted", "refused"]
"""What an alert came to for one subscriber: told at once, told already by an earlier message of its
story, or why not."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One alert of a story that a subscriber was told of, by whatever message."""

    alert_id: int
    severity: int


@dataclass(frozen=True, slots=True)
class Told:
    """One alert that a subscriber was told of."""

    alert_id: int
    story_id: int
    watch: str
    severity: int
    at: datetime
    single: bool
    """Whether it had a message of its own, and was not part of a digest."""


@dataclass(frozen=True, slots=True)
class Mute:
    """A story, or a watch, of which a subscriber wants to hear nothing."""

    story_id: int | None
    """The story; None where it is a watch that is muted."""
    watch: str
    """The watch; "" where it is a story that is muted."""
    subscriber: str
    """For whom; "" for everybody."""
    until: datetime | None
    """None for good."""
    muted_by: str
    muted_at: datetime

    @property
    def subject(self) -> str:
        """Return what is muted, in words."""
        return f"story {self.story_id}" if self.story_id is not None else f"watch {self.watch}"


@dataclass(frozen=True, slots=True)
class Chain:
    """Who is told next of one alert, unless somebody acknowledges it."""

    alert_id: int
    subscriber: str
    """Who was told first."""
    contacts: tuple[str, ...]
    """As they were configured then."""
    after: timedelta
    step: int
    """How many contacts have had their turn."""
    next_at: datetime
    """When the next one has."""
