"""The sections of a subscriber that say when it is told, and who is told next."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)

from monitor.config.quantities import Duration, duration_within
from monitor.config.refusal import refused_value
from monitor.config.section import Section
from monitor.config.values import BySeverity, Name
from monitor.timing import EVERY_DAY, QuietHours

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Weekday, ...] = get_args(Weekday)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


def _time_of_day(value: object) -> object:
    if not isinstance(value, str):
        return value
    if found := _TIME.fullmatch(value):
        return time(int(found[1]), int(found[2]))
    raise refused_value("is no time of day; write e.g. 07:00 or 22:30")


def _end_of_day(value: object) -> object:
    return time(0) if value == "24:00" else _time_of_day(value)


def _time_schema(pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": list(examples)})


def _as_typed(at: time) -> str:
    return f"{at:%H:%M}"


_PATTERN = r"^([01]?\d|2[0-3]):[0-5]\d$"
TimeOfDay = Annotated[
    time,
    BeforeValidator(_time_of_day),
    PlainSerializer(_as_typed, return_type=str),
    _time_schema(_PATTERN, "07:00", "22:30"),
]
"""``HH:MM`` on a clock of 24 hours."""
EndOfDay = Annotated[
    time,
    BeforeValidator(_end_of_day),
    PlainSerializer(_as_typed, return_type=str),
    _time_schema(r"^(([01]?\d|2[0-3]):[0-5]\d|24:00)$", "07:00", "24:00"),
]
"""``HH:MM``, or ``24:00`` for midnight."""


def _all_different(values: tuple[object, ...]) -> tuple[object, ...]:
    if len(set(values)) < len(values):
        raise ValueError("the same item twice; delete one")
    return values


Different = AfterValidator(_all_different)
Days = Annotated[tuple[Weekday, ...], Field(min_length=1), Different]


def days_of(days: tuple[Weekday, ...]) -> frozenset[int]:
    """Return days as numbers, 0 for Monday; none given means every day."""
    return frozenset(WEEK.index(day) for day in days) or EVERY_DAY


class QuietHoursItem(Section):
    """A stretch of the day in which nothing is delivered; what comes is delivered at its end."""

    start: Annotated[TimeOfDay, Field(examples=["22:00"])]
    """When they begin, by the subscriber's clock."""
    end: Annotated[EndOfDay, Field(examples=["07:00"])]
    """When they end; not later than ``start`` means on the next day."""
    days: Days = ()
    """On which days they begin; every day unless given."""
    except_severity: Annotated[int, Field(ge=1, le=5), BySeverity] = 4
    """Alerts from this severity up are delivered all the same; 5 excepts none."""

    @property
    def hours(self) -> QuietHours:
        """Return them as deciding sees them."""
        return QuietHours(self.start, self.end, days_of(self.days), self.except_severity)

    @model_validator(mode="after")
    def _has_an_end(self) -> QuietHoursItem:
        if self.start == self.end != time(0):
            raise ValueError("'start' and 'end' are the same; for whole days write 00:00 and 24:00")
        return self


class DigestSection(Section):
    """When digests go out."""

    times: Annotated[
        tuple[TimeOfDay, ...], Field(min_length=1, examples=["[07:00, 19:00]"]), Different
    ]
    """Times of day by the subscriber's clock."""
    days: Days = ()
    """On which days; every day unless given."""
    all_quiet: bool = False
    """Whether a digest is sent that has nothing to tell."""
    except_severity: Annotated[int, Field(ge=1, le=5), BySeverity] = 5
    """Alerts from this severity up are delivered at once; 5 excepts none."""


class CapSection(Section):
    """How many single messages are sent; what goes over that comes in a digest."""

    alerts: Annotated[int, Field(ge=1, le=1000, examples=[10])]
    """How many."""
    per: Annotated[Duration, duration_within("1m", "7d"), Field(examples=["1h"])]
    """Within any stretch of this length."""
    except_severity: Annotated[int, Field(ge=1, le=5), BySeverity] = 4
    """Alerts from this severity up are sent all the same; 5 excepts none."""


class CooldownSection(Section):
    """How long a subscriber is left alone after an alert with what is no more severe."""

    story: Annotated[Duration, duration_within("0s", "7d")] = timedelta(0)
    """After an alert of a story, further ones of that story wait."""
    watch: Annotated[Duration, duration_within("0s", "7d")] = timedelta(0)
    """After an alert of a watch, further ones of that watch wait."""


class EscalationSection(Section):
    """Who is told next of an alert that nobody acknowledges."""

    contacts: Annotated[
        tuple[Name, ...], Field(min_length=1, max_length=20, examples=["[duty-officer]"]), Different
    ]
    """Names of subscribers, in the order in which they are told."""
    after: Annotated[Duration, duration_within("1m", "24h")] = timedelta(minutes=10)
    """How long each has to acknowledge it."""
    minimum_severity: Annotated[int, Field(ge=1, le=4), BySeverity] = 4
    """Lowest severity that is escalated."""
