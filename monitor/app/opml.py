"""Lists of feeds in and out of feeds.yaml."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from monitor.config.feeds import FeedsFile
from monitor.config.load import Config
from monitor.config.secrets import Secrets
from monitor.config.validate import load_file
from monitor.errors import MonitorError, ParseError
from monitor.feeds.opml import Subscription, read_opml, write_opml
from monitor.feeds.site import site_of
from monitor.text.language import UNKNOWN, normalise_code
from monitor.text.urls import host_of


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    file: Path
    added: int
    known: int
    refused: tuple[str, ...]
    """What is wrong with the outlines that were left out."""
    related: tuple[tuple[str, str], ...]
    """Outlets that were added, each with the configured one whose site it shares."""


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
    configured already is left out, and one without a web address. The result is checked before the
    file is replaced. Raises MonitorError, ConfigError.
    """
    try:
        listed = read_opml(file.read_bytes())
    except OSError as error:
        raise MonitorError(f"{file}: {error.strerror or error}") from error
    except ParseError as error:
        raise ParseError(f"{file}: {error}") from error
    known = {item.feed.url for item in config.feeds}
    new = [item for item in listed.feeds if item.url not in known]
    target = config.directory / "feeds.yaml"
    outlets = _outlets(new, config)
    if new:
        _append(target, _as_yaml(outlets, config))
    return Imported(
        target,
        added=len(new),
        known=len(listed.feeds) - len(new),
        refused=tuple(f"{file}: {said}" for said in listed.refused),
        related=tuple(_related(outlets, config)),
    )


@dataclass(frozen=True, slots=True)
class _NewOutlet:
    """What one site publishes: as two outlets, its feeds would confirm each other."""

    name: str
    site: str
    feeds: tuple[Subscription, ...]


def _outlets(subscriptions: Sequence[Subscription], config: Config) -> list[_NewOutlet]:
    """Return the outlets that feeds belong to, one a site."""
    by_site: dict[str, list[Subscription]] = defaultdict(list)
    sites: dict[str, set[str]] = defaultdict(set)
    for item in subscriptions:
        site = site_of(item.site or item.url)
        by_site[site].append(item)
        sites[item.outlet].add(site)
    own_folders = {folder for folder, inside in sites.items() if folder and len(inside) == 1}
    taken = {item.feed.outlet.name.casefold() for item in config.feeds}
    return [
        _NewOutlet(_free(_outlet_name(site, items, own_folders), taken), site, tuple(items))
        for site, items in by_site.items()
    ]


def _outlet_name(site: str, items: Sequence[Subscription], own_folders: Collection[str]) -> str:
    """Return the folder's name where it holds the one site; other folders are topics."""
    folder = next((item.outlet for item in items if item.outlet in own_folders), "")
    return folder or (items[0].title if len(items) == 1 else site)


def _related(outlets: Sequence[_NewOutlet], config: Config) -> Iterator[tuple[str, str]]:
    configured = {site_of(item.feed.url, item.site): item.feed.outlet.name for item in config.feeds}
    for outlet in outlets:
        if outlet.site in configured:
            yield outlet.name, configured[outlet.site]


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


def _as_yaml(outlets: Sequence[_NewOutlet], config: Config) -> str:
    """Return outlets in the indentation of the shipped file: two spaces before each dash."""
    taken = {item.feed.name for item in config.feeds}
    rows = []
    for outlet in outlets:
        feeds = []
        for item in outlet.feeds:
            language = normalise_code(item.language)
            spoken = "en" if language == UNKNOWN else language
            name = _free(_slug(item.title), taken)
            feeds.append({"name": name, "url": item.url, "language": spoken})
        rows.append({"name": outlet.name, "feeds": feeds})
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
