"""The texts of messages, as Jinja templates that a user may override file by file.

A file of the same name in the user's folder wins over the shipped one. ``*.html.j2`` is escaped
automatically and cannot switch that off, since what is filled in comes from feeds; templates run in
Jinja's sandbox, without access to anything but what they are given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import structlog
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FunctionLoader,
    PackageLoader,
    StrictUndefined,
    select_autoescape,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from monitor.delivery.escape import isolated
from monitor.delivery.templates.trial import Own, read_own, try_out
from monitor.delivery.wording import (
    SEVERITY_WORDS,
    bars,
    moment,
    nothing_to_tell,
    sparkline,
    word,
)
from monitor.domain import Content, Digest, Message, Notice

log = structlog.get_logger()

PARTS = ("subject.txt", "txt", "html", "slack.txt")
"""What is rendered of each content: ``alert.subject.txt.j2``, ``alert.txt.j2`` and so on."""


class Templates:
    """Render contents, from the user's templates where there are any that work.

    The folder is read once: a template that is saved is used once the configuration is read again.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._shipped = _environment(PackageLoader("monitor.delivery", "templates"))
        found = read_own(folder) if folder else {}
        tried = try_out(found, shipped_names(), self._renderer)
        self.problems = tried.problems
        """One line for each of the user's templates that is not used: file, line and why."""
        self.own = tuple(sorted(tried.working))
        """Names of the user's templates in use."""
        self._own = _environment(_own_first(tried.working)) if tried.working else None

    def render(self, part: str, content: Content, **more: object) -> str:
        """Return one part (of ``PARTS``) of ``content``.

        A user's template that fails must not keep an alert from its reader: the shipped one then
        takes its place.
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

    def _renderer(self, own: Mapping[str, Own]) -> Callable[[Content], None]:
        """Return what renders every part of a content with the user's templates ``own``."""
        environment = _environment(_own_first(own))

        def render_all(content: Content) -> None:
            more = {"subscriber": "example", "unsubscribe": "stop@example.org", "zone": "UTC"}
            for part in PARTS:
                _render(environment, part, content, more)

        return render_all


def shipped_names() -> list[str]:
    """Return the names of all templates that are shipped, sorted."""
    loader = PackageLoader("monitor.delivery", "templates")
    return sorted(name for name in loader.list_templates() if name.endswith(".j2"))


def shipped_source(name: str) -> str:
    """Return the text of a shipped template."""
    environment = _environment(PackageLoader("monitor.delivery", "templates"))
    loader = environment.loader
    return loader.get_source(environment, name)[0] if loader else ""


def template_name(part: str, content: Content) -> str:
    """Return the name of the file that renders ``part`` of ``content``."""
    return f"{_name(content)}.{part}.j2"


def _own_first(own: Mapping[str, Own]) -> BaseLoader:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = own.get(name)
        return (found.source, str(found.path), lambda: True) if found else None

    return ChoiceLoader([FunctionLoader(load), PackageLoader("monitor.delivery", "templates")])


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
    environment.filters["isolated"] = isolated
    del environment.filters["safe"]
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
                "nothing_to_tell": nothing_to_tell(content),
            }
