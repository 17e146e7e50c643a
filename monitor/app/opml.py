"""Lists of feeds in and out of feeds.yaml."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
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


def _outlets(
    subscriptions: Sequence[Subscription], config: Config
) -> dict[str, list[Subscription]]:
    """Return feeds by the name of their outlet. What one site publishes is one outlet's: as two,
    they would confirm each other. A folder of one site names the outlet; other folders are topics.
    """
    by_site: dict[str, list[Subscription]] = defaultdict(list)
    sites: dict[str, set[str]] = defaultdict(set)
    for item in subscriptions:
        by_site[_site(item)].append(item)
        sites[item.outlet].add(_site(item))
    taken = {item.feed.outlet.name.casefold() for item in config.feeds}
    return {
        _free(_outlet_name(site, items, sites), taken): items for site, items in by_site.items()
    }


def _outlet_name(site: str, items: Sequence[Subscription], sites: Mapping[str, set[str]]) -> str:
    folders = [item.outlet for item in items if item.outlet and sites[item.outlet] == {site}]
    return folders[0] if folders else items[0].title if len(items) == 1 else site


def _site(item: Subscription) -> str:
    return site_of(item.site or item.url)


def _related(
    outlets: Mapping[str, Sequence[Subscription]], config: Config
) -> Iterator[tuple[str, str]]:
    configured = {site_of(item.feed.url, item.site): item.feed.outlet.name for item in config.feeds}
    for name, items in outlets.items():
        if (site := _site(items[0])) in configured:
            yield name, configured[site]


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


def _as_yaml(outlets: Mapping[str, Sequence[Subscription]], config: Config) -> str:
    """Return outlets in the indentation of the shipped file: two spaces before each dash."""
    taken = {item.feed.name for item in config.feeds}
    rows = []
    for outlet, items in outlets.items():
        feeds = []
        for item in items:
            language = normalise_code(item.language)
            spoken = "en" if language == UNKNOWN else language
            name = _free(_slug(item.title), taken)
            feeds.append({"name": name, "url": item.url, "language": spoken})
        rows.append({"name": outlet, "feeds": feeds})
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
