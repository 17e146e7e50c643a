"""The texts of messages, as Jinja templates that a user may override file by file.

A file of the same name in the user's folder wins over the shipped one. ``*.html.j2`` is escaped
automatically; templates run in Jinja's sandbox, without access to anything but what they are given.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import structlog
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateSyntaxError,
    select_autoescape,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from monitor.delivery.wording import SEVERITY_WORDS, bars, moment, sparkline, word
from monitor.domain import Content, Digest, DigestGroup, Label, Message, Notice, Outlet, TermHit

log = structlog.get_logger()

PARTS = ("subject.txt", "txt", "html", "slack.txt")
"""What is rendered of each content: ``alert.subject.txt.j2``, ``alert.txt.j2`` and so on."""


class Templates:
    """Render contents, from the user's templates where there are any that work."""

    def __init__(self, folder: Path | None = None) -> None:
        shipped = PackageLoader("monitor.delivery", "templates")
        self._shipped = _environment(shipped)
        self._own = (
            _environment(ChoiceLoader([FileSystemLoader(folder), shipped])) if folder else None
        )

    def render(self, part: str, content: Content, **more: object) -> str:
        """Return one part (of ``PARTS``) of ``content``.

        A user's template that fails must not keep an alert from its reader: the shipped one then
        takes its place. ``check`` tells what is wrong.
        """
        if self._own is not None:
            try:
                return _render(self._own, part, content, more)
            except Exception as error:
                log.warning(
                    "own template failed",
                    template=template_name(part, content),
                    error=type(error).__name__,
                )
        return _render(self._shipped, part, content, more)

    def check(self) -> list[str]:
        """Render everything with an example and return one line for each template that fails."""
        return [
            problem
            for content in _examples()
            for part in PARTS
            if (problem := self._problem(part, content))
        ]

    def _problem(self, part: str, content: Content) -> str:
        more = {"subscriber": "example", "unsubscribe": "", "zone": "UTC"}
        try:
            _render(self._own or self._shipped, part, content, more)
        except Exception as error:
            line = f":{error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
            name = template_name(part, content)
            return f"templates/{name}{line}: {error}; the shipped template is used instead"
        return ""


def template_name(part: str, content: Content) -> str:
    """Return the name of the file that renders ``part`` of ``content``."""
    return f"{_name(content)}.{part}.j2"


def _render(
    environment: Environment, part: str, content: Content, more: Mapping[str, object]
) -> str:
    values = {**_values(content, more), **more}
    return environment.get_template(template_name(part, content)).render(values)


def _environment(loader: BaseLoader) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = moment
    return environment


def _name(content: Content) -> str:
    match content:
        case Message():
            return "alert"
        case Notice():
            return "notice"
        case Digest():
            return "digest"


def _values(content: Content, more: Mapping[str, object]) -> dict[str, object]:
    zone = str(more.get("zone", "UTC"))
    match content:
        case Message():
            return {"alert": word(content, zone)}
        case Notice():
            return {"notice": content, "at": moment(content.at, zone)}
        case Digest():
            groups = [
                {
                    "watch": group.watch,
                    "alerts": [word(message, zone) for message in group.messages],
                    "bars": bars(group.index),
                    "sparkline": sparkline(group.index),
                }
                for group in content.groups
            ]
            told = [message for group in content.groups for message in group.messages]
            highest = max(told, key=lambda message: message.severity, default=None)
            return {
                "digest": content,
                "groups": groups,
                "stories": len({message.story_id for message in told}),
                "highest": highest.severity if highest else 0,
                "highest_word": SEVERITY_WORDS[highest.label] if highest else "",
                "since": moment(content.since, zone),
                "until": moment(content.until, zone),
            }


def _examples() -> tuple[Content, ...]:
    now = datetime(2021, 12, 7, 15, 7, tzinfo=UTC)
    message = Message(
        headline="Two presidents begin a video call",
        summary="Troops gather at a border.",
        link="https://example.org/1",
        outlet=Outlet("Example Agency", "CH", "agency", state_controlled=False),
        language="en",
        published=now,
        watch="example",
        label=Label.COOPERATION,
        score=0.93,
        severity=1,
        direction="down",
        keywords=(TermHit("president", "presidents", 4, 14),),
        reason="score and severity pass the watch's limits",
        story_id=1,
        alert_id=1,
        also_reported_by=("Another Outlet",),
        words=("presidents", "call"),
    )
    return (
        message,
        Notice("example", "A feed is broken", "It has not answered for a day.", now),
        Digest("Daily digest", now, now, (DigestGroup("example", (message,), (0.0, 1.0)),)),
    )
