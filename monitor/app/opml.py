"""Lists of feeds in and out of feeds.yaml."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import ValidationError

from monitor.config.feeds import FeedItem, FeedsFile
from monitor.config.load import Config
from monitor.config.secrets import Secrets, literal
from monitor.config.validate import load_file
from monitor.config.yaml import read_document
from monitor.errors import ConfigError, MonitorError, ParseError
from monitor.feeds.opml import Subscription, read_opml, write_opml
from monitor.feeds.site import site_of
from monitor.text.language import UNKNOWN, normalise_code
from monitor.text.urls import host_of

# Shorter than feeds.yaml allows, so that a number finds room behind it.
_LONGEST_SLUG = 90
_LONGEST_OUTLET = 190
_INDENT = 2
_NO_OUTLETS = re.compile(r"^(?:outlets:[ \t]*(?:\[\s*\]|~|null)?|\{\s*\})", re.MULTILINE)


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
    configured already is left out, and one that feeds.yaml cannot hold. The result is checked
    before the file is replaced. Raises MonitorError, ConfigError.
    """
    try:
        listed = read_opml(file.read_bytes())
    except OSError as error:
        raise MonitorError(f"{file}: {error.strerror or error}") from error
    except ParseError as error:
        raise ParseError(f"{file}: {error}") from error
    known = {item.feed.url for item in config.feeds}
    unknown = [item for item in listed.feeds if item.url not in known]
    refusals = {item.url: refusal for item in unknown if (refusal := _refusal(item))}
    new = [item for item in unknown if item.url not in refusals]
    target = config.directory / "feeds.yaml"
    outlets = _outlets(new, config)
    if new:
        _append(target, _rows(outlets, config))
    return Imported(
        target,
        added=len(new),
        known=len(listed.feeds) - len(unknown),
        refused=tuple(f"{file}: {said}" for said in (*listed.refused, *refusals.values())),
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
    return (folder or (items[0].title if len(items) == 1 else site))[:_LONGEST_OUTLET]


def _related(outlets: Sequence[_NewOutlet], config: Config) -> Iterator[tuple[str, str]]:
    configured = {site_of(item.feed.url, item.site): item.feed.outlet.name for item in config.feeds}
    for outlet in outlets:
        if outlet.site in configured:
            yield outlet.name, configured[outlet.site]


def _append(target: Path, rows: Sequence[Mapping[str, object]]) -> None:
    before, indent = _opened(target)
    text = yaml.safe_dump(rows, allow_unicode=True, sort_keys=False)
    addition = "".join(f"{' ' * indent}{line}\n" for line in text.splitlines())
    draft = target.with_suffix(".yaml.new")
    ending = "\r\n" if "\r\n" in before else "\n"
    draft.write_bytes((before.rstrip() + f"\n{addition}".replace("\n", ending)).encode())
    try:
        load_file(draft, FeedsFile, Secrets.of_process())
        draft.replace(target)
    except ConfigError as error:
        problems = str(error).replace(str(draft), str(target))
        raise MonitorError(
            f"{target} stays as it is: with what was to be added, it would be wrong\n{problems}"
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _opened(target: Path) -> tuple[str, int]:
    """Return feeds.yaml up to where outlets are added, and how far their dashes are indented.

    Raises ConfigError where outlets stand in brackets, behind which no dash may follow.
    """
    if not target.exists():
        return "outlets:\n", _INDENT
    before = target.read_bytes().decode()
    document = read_document(target)
    root = document.root.value
    outlets = root.get("outlets") if isinstance(root, dict) else None
    if outlets is None or not outlets.value:
        begun, count = _NO_OUTLETS.subn("outlets:", before, count=1)
        return (begun if count else f"{before}\noutlets:\n".lstrip()), _INDENT
    mark = outlets.mark
    if before.splitlines()[mark.line - 1][mark.column - 1] != "-":
        raise ConfigError(
            [f"{document.place(('outlets',))}: write each outlet after a dash in a line of its own"]
        )
    return before, mark.column - 1


def _rows(outlets: Sequence[_NewOutlet], config: Config) -> list[dict[str, object]]:
    """Return outlets as feeds.yaml holds them; what looks like a secret's name is only text."""
    taken = {item.feed.name.casefold() for item in config.feeds}
    return [
        {
            "name": literal(outlet.name),
            "feeds": [
                {
                    "name": _free(_slug(item.title), taken),
                    "url": literal(item.url),
                    "language": _spoken(item),
                }
                for item in outlet.feeds
            ],
        }
        for outlet in outlets
    ]


def _refusal(item: Subscription) -> str | None:
    """Return why feeds.yaml cannot hold a feed, or None where it can."""
    try:
        FeedItem(name=_slug(item.title), url=item.url, language=_spoken(item))
    except ValidationError as error:
        first = error.errors()[0]
        return f"the outline {item.title!r}: {first['loc'][0]} {first['input']!r}: {first['msg']}"
    return None


def _spoken(item: Subscription) -> str:
    language = normalise_code(item.language)
    return "en" if language == UNKNOWN else language


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted} {number}" if " " in wanted else f"{wanted}-{number}"
    taken.add(name.casefold())
    return name


def _slug(title: str) -> str:
    slug = re.sub(r"[^\w.]+", "-", title.casefold()).strip("-._")
    return slug[:_LONGEST_SLUG] or host_of(title) or "feed"
