"""The errors of the house, one small tree.

MonitorError
├── ConfigError     a file in config/ is wrong: names file, line and the mend
├── ModelError      a classifier cannot be loaded
├── FeedError       one feed cannot be fetched or parsed
│   ├── FetchError
│   └── ParseError
├── DeliveryError   one delivery failed
│   ├── TransientDeliveryError   try again, perhaps at a time the target named
│   └── PermanentDeliveryError   never try again
└── StoreError      the database cannot be used
    └── StoreInUseError   another process works on it

Expected outcomes (not modified, suppressed because ...) are values, not errors. An error is caught
once, at the boundary of the feed, entry or delivery that it concerns.
"""

from __future__ import annotations


class MonitorError(Exception):
    """Base of all errors that the program expects and words for its user."""


class ConfigError(MonitorError):
    """A configuration file is wrong.

    ``problems`` holds one line each: ``file:line:column: what is wrong; what would be right``.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class ModelError(MonitorError):
    """A classifier cannot be loaded or gives no such labels."""


class FeedError(MonitorError):
    """One feed cannot be fetched or parsed."""


class FetchError(FeedError):
    """The document of a feed could not be had."""

    def __init__(
        self, message: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class ParseError(FeedError):
    """The document is no feed, or nothing of it could be salvaged."""


class DeliveryError(MonitorError):
    """One delivery failed."""


class TransientDeliveryError(DeliveryError):
    """The target may take it later."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class PermanentDeliveryError(DeliveryError):
    """The target will never take it.

    ``disable`` says that the whole channel is gone (a revoked webhook), not only this message.
    """

    def __init__(self, message: str, *, disable: bool = False) -> None:
        super().__init__(message)
        self.disable = disable


class StoreError(MonitorError):
    """The database cannot be used as it is."""


class StoreInUseError(StoreError):
    """Another process works on the database: a ``command`` of the monitor, such as ``run``."""

    def __init__(self, message: str, command: str) -> None:
        super().__init__(message)
        self.command = command
