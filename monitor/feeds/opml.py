"""Lists of feeds as OPML 2.0 (http://opml.org/spec2.opml), in and out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from xml.etree.ElementTree import (
    Element,
    SubElement,
    fromstring,
    indent,
    tostring,
)
from xml.etree.ElementTree import (
    ParseError as XmlError,
)

from monitor.errors import ParseError
from monitor.feeds.encoding import decode
from monitor.feeds.markup import prepare
from monitor.text.html import clean
from monitor.text.urls import safe_link

_FEED_SCHEME = re.compile(r"^feed:(//)?", re.IGNORECASE)
"""feed://host and feed:https://host, as some readers write addresses."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of an OPML list."""

    title: str
    url: str
    outlet: str = ""
    """The outline it stands in, which our lists use for the outlet."""
    language: str = ""
    site: str = ""
    """Address of the outlet's pages."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What an OPML list holds."""

    feeds: tuple[Subscription, ...]
    refused: tuple[str, ...] = ()
    """What is wrong with outlines that name a feed and have no web address."""


def read_opml(body: bytes) -> Listed:
    """Return the feeds of an OPML list, each address once; folders in folders are flattened.

    Raises ParseError, naming the line where there is one, for what is no OPML.
    """
    try:
        root = fromstring(prepare(decode(body)))  # noqa: S314 - prepare() leaves no entity to expand
    except XmlError as error:
        line = error.position[0]
        raise ParseError(f"line {line}: the OPML list is not well-formed XML: {error}") from error
    if root.tag.lower() != "opml":
        raise ParseError(f"the document is no OPML list: its first element is <{root.tag}>")
    found: dict[str, Subscription] = {}
    refused = []
    for outline, folder in _outlines(root, ""):
        address = _attribute(outline, "xmlUrl")
        if url := safe_link(_FEED_SCHEME.sub(_web_scheme, address)):
            found.setdefault(url, _subscription(outline, url, folder))
        else:
            refused.append(f"the outline {_name(outline)!r} has no web address: {address!r}")
    return Listed(tuple(found.values()), tuple(refused))


def write_opml(subscriptions: Iterable[Subscription], title: str) -> bytes:
    """Return an OPML list of feeds, those of one outlet in one outline."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = title
    body = SubElement(root, "body")
    for outlet, feeds in groupby(
        sorted(subscriptions, key=lambda feed: feed.outlet), key=lambda feed: feed.outlet
    ):
        parent = SubElement(body, "outline", text=outlet) if outlet else body
        for feed in feeds:
            attributes = {"type": "rss", "text": feed.title, "title": feed.title}
            attributes |= {"xmlUrl": feed.url, "htmlUrl": feed.site, "language": feed.language}
            SubElement(parent, "outline", {k: v for k, v in attributes.items() if v})
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _outlines(parent: Element, folder: str) -> Iterator[tuple[Element, str]]:
    """Yield the outlines that are feeds, in order, with the name of the nearest folder."""
    waiting = [(child, folder) for child in reversed(parent)]
    while waiting:
        element, within = waiting.pop()
        if _attribute(element, "xmlUrl"):
            yield element, within
            continue
        name = _name(element) if element.tag.lower() == "outline" else within
        waiting.extend((child, name) for child in reversed(element))


def _web_scheme(found: re.Match[str]) -> str:
    return "http://" if found[1] else ""


def _subscription(outline: Element, url: str, folder: str) -> Subscription:
    return Subscription(
        title=_name(outline) or url,
        url=url,
        outlet=folder,
        language=_attribute(outline, "language"),
        site=safe_link(_attribute(outline, "htmlUrl")),
    )


def _name(outline: Element) -> str:
    return clean(_attribute(outline, "text") or _attribute(outline, "title"))


def _attribute(element: Element, name: str) -> str:
    """Return an attribute whatever its case, which readers write as they like."""
    return next((v.strip() for k, v in element.attrib.items() if k.lower() == name.lower()), "")
