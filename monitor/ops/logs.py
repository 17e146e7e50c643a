"""One structured line for each thing that happened, on standard error."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any, Literal, TextIO, cast

import structlog

from monitor.text.secrets import without_secrets

Format = Literal["auto", "json", "console"]


class _StandardError:
    """Standard error, which nothing waits for: a full disk or a reader that went away loses lines,
    and stops no work.
    """

    def write(self, text: str) -> None:
        with suppress(OSError):
            sys.stderr.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stderr.flush()


class _Redactor:
    """Put stars where a text that is logged holds a secret, however deep it lies."""

    def __init__(self, secrets: frozenset[str]) -> None:
        self._secrets = secrets

    def __call__(
        self, _logger: Any, _method: str, event: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        return {key: self._clean(value) for key, value in event.items()}

    def _clean(self, value: Any) -> Any:
        if isinstance(value, str):
            return without_secrets(value, self._secrets)
        if isinstance(value, list | tuple):
            return [self._clean(item) for item in value]
        return value


def set_up_logs(level: str, style: Format, secrets: frozenset[str] = frozenset()) -> None:
    """Configure structlog and the standard library's loggers alike; no line holds a secret.

    ``auto`` is coloured text on a terminal and JSON elsewhere. Libraries speak only from warnings
    on: their request logs would print addresses that hold secrets.
    """
    as_text = style == "console" or (style == "auto" and sys.stderr.isatty())
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if as_text else structlog.processors.JSONRenderer()
    )
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        _Redactor(secrets),
    ]
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(cast(TextIO, _StandardError())),
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        foreign_pre_chain=shared,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
