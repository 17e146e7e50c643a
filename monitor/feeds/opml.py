"""Lists of feeds as OPML 2.0 (http://opml.org/spec2.opml), in and out."""

from __future__ import annotations

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


def read_opml(body: bytes) -> tuple[Subscription, ...]:
    """Return the feeds of an OPML list, each address once; folders in folders are flattened.

    Raises ParseError, naming the line where there is one, for what is no OPML and for an address
    that is no web address.
    """
    try:
        root = fromstring(prepare(decode(body)))  # noqa: S314 - prepare() leaves no entity to expand
    except XmlError as error:
        line = error.position[0]
        raise ParseError(f"line {line}: the OPML list is not well-formed XML: {error}") from error
    if root.tag.lower() != "opml":
        raise ParseError(f"the document is no OPML list: its first element is <{root.tag}>")
    found: dict[str, Subscription] = {}
    for outline, folder in _outlines(root, ""):
        subscription = _subscription(outline, folder)
        found.setdefault(subscription.url, subscription)
    return tuple(found.values())


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


def _subscription(outline: Element, folder: str) -> Subscription:
    address = _attribute(outline, "xmlUrl")
    url = safe_link(address)
    if not url:
        raise ParseError(f"the outline {_name(outline)!r} has no web address: {address!r}")
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
