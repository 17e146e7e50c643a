"""Lists of feeds in and out of feeds.yaml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from monitor.config.feeds import FeedsFile
from monitor.config.load import Config
from monitor.config.secrets import Secrets
from monitor.config.validate import load_file
from monitor.errors import MonitorError, ParseError
from monitor.feeds.opml import Subscription, read_opml, write_opml
from monitor.text.language import normalise_code
from monitor.text.urls import host_of


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    file: Path
    added: int
    known: int


def export_opml(config: Config, file: Path) -> int:
    """Write the configured feeds as OPML; return how many. Raises MonitorError."""
    subscriptions = [
        Subscription(
            title=item.feed.name,
            url=item.feed.url,
            outlet=item.feed.outlet.name,
            language=item.feed.language,
        )
        for item in config.feeds
    ]
    try:
        file.write_bytes(write_opml(subscriptions, "Feeds of Escalation Monitor"))
    except OSError as error:
        raise MonitorError(f"{file}: {error.strerror or error}") from error
    return len(subscriptions)


def import_opml(config: Config, file: Path) -> Imported:
    """Append the feeds of an OPML list to feeds.yaml, below what stands there.

    What users have written, comments included, stays byte for byte; a feed whose address is
    configured already is left out. The result is checked before the file is replaced. Raises
    MonitorError, ConfigError.
    """
    try:
        found = read_opml(file.read_bytes())
    except OSError as error:
        raise MonitorError(f"{file}: {error.strerror or error}") from error
    except ParseError as error:
        raise ParseError(f"{file}: {error}") from error
    known = {item.feed.url for item in config.feeds}
    new = [item for item in found if item.url not in known]
    target = config.directory / "feeds.yaml"
    if new:
        _append(target, _as_yaml(new, config))
    return Imported(target, added=len(new), known=len(found) - len(new))


def _append(target: Path, addition: str) -> None:
    before = target.read_text("utf-8") if target.exists() else ""
    if not re.search(r"^outlets:", before, re.MULTILINE):
        before = f"{before}\noutlets:\n".lstrip()
    whole = before.rstrip() + "\n" + addition
    draft = target.with_suffix(".yaml.new")
    draft.write_text(whole, "utf-8")
    try:
        load_file(draft, FeedsFile, Secrets.of_process())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _as_yaml(subscriptions: list[Subscription], config: Config) -> str:
    """Return outlets in the indentation of the shipped file: two spaces before each dash."""
    taken = {item.feed.name for item in config.feeds}
    outlets = {item.feed.outlet.name.casefold() for item in config.feeds}
    rows = []
    for item in subscriptions:
        name = _free(_slug(item.title), taken)
        outlet = _free(item.outlet or item.title, outlets)
        language = normalise_code(item.language)
        feed = {"name": name, "url": item.url, "language": "en" if language == "und" else language}
        rows.append({"name": outlet, "feeds": [feed]})
    text = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False)
    return "".join(f"  {line}\n" for line in text.splitlines())


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted} {number}" if " " in wanted else f"{wanted}-{number}"
    taken.add(name.casefold())
    return name


def _slug(title: str) -> str:
    slug = re.sub(r"[^\w.]+", "-", title.casefold()).strip("-.")
    return slug or host_of(title) or "feed"
