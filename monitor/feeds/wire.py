"""What passes between the daemon and its parser processes, as bytes: JSON, never pickled objects.

A document might get the better of the process that parses it; what that process answers is read as
plain data.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from monitor.domain import Entry
from monitor.errors import ParseError
from monitor.feeds.document import ParsedFeed, ParseLimits

_LENGTHS = struct.Struct(">II")


@dataclass(frozen=True, slots=True)
class Job:
    """A document to parse, with the arguments of ``parse.parse_document``."""

    body: bytes
    now: datetime
    url: str = ""
    content_type: str | None = None
    declared_language: str = ""
    limits: ParseLimits = ParseLimits()  # noqa: RUF009 - frozen


def pack_job(job: Job) -> bytes:
    """Return a job as a frame: two lengths, the arguments, the document."""
    arguments = json.dumps(
        {
            "now": job.now.isoformat(),
            "url": job.url,
            "content_type": job.content_type,
            "declared_language": job.declared_language,
            "limits": asdict(job.limits),
        }
    ).encode()
    return _LENGTHS.pack(len(arguments), len(job.body)) + arguments + job.body


def frame_lengths(head: bytes) -> tuple[int, int]:
    """Return how many bytes of arguments and of document follow a frame's head."""
    arguments, body = _LENGTHS.unpack(head)
    return arguments, body


HEAD_LENGTH = _LENGTHS.size


def unpack_job(arguments: bytes, body: bytes) -> Job:
    """Return the job of a frame."""
    found = json.loads(arguments)
    found["now"] = datetime.fromisoformat(found["now"])
    found["limits"] = ParseLimits(**found["limits"])
    return Job(body=body, **found)


def pack_result(result: ParsedFeed | ParseError) -> bytes:
    """Return what a job gave as a frame without a document."""
    packed = json.dumps(_answer(result), default=datetime.isoformat).encode()
    return _LENGTHS.pack(len(packed), 0) + packed


def _answer(result: ParsedFeed | ParseError) -> dict[str, Any]:
    return {"error": str(result)} if isinstance(result, ParseError) else {"feed": asdict(result)}


def unpack_result(packed: bytes) -> ParsedFeed:
    """Return the parsed feed of an answer; raises the ParseError that it holds."""
    answer = json.loads(packed)
    if "error" in answer:
        raise ParseError(answer["error"])
    feed = answer["feed"]
    return ParsedFeed(
        **{
            **feed,
            "entries": tuple(_entry(entry) for entry in feed["entries"]),
            "sitemaps": tuple(feed["sitemaps"]),
            "warnings": tuple(feed["warnings"]),
        }
    )


def _entry(found: dict[str, Any]) -> Entry:
    published = found.pop("published")
    return Entry(published=datetime.fromisoformat(published) if published else None, **found)
