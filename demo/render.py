"""Feed documents, as outlets of many kinds make them: RSS, Atom, RDF, JSON Feed, news sitemap."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from demo.newsroom import Dated, Newsroom

CONTENT_TYPES = {
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "rdf": "application/rdf+xml",
    "json": "application/feed+json",
    "sitemap": "application/xml",
}


def render(newsroom: Newsroom, items: Iterable[Dated]) -> bytes:
    """Return the feed's document with these items, in the feed's format and encoding."""
    return _RENDERERS[newsroom.format](newsroom, items)


def _rss(newsroom: Newsroom, items: Iterable[Dated]) -> bytes:
    root = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(root, "channel")
    _add(channel, "title", newsroom.outlet)
    _add(channel, "link", newsroom.home)
    _add(channel, "description", newsroom.outlet)
    _add(channel, "language", newsroom.language)
    for dated in items:
        item = ET.SubElement(channel, "item")
        _add(item, "title", dated.item.title)
        _add(item, "link", dated.link)
        _add(item, "guid", dated.link)
        _add(item, "description", dated.item.summary)
        _add(item, "pubDate", format_datetime(dated.published))
    return _xml(root, newsroom)


def _atom(newsroom: Newsroom, items: Iterable[Dated]) -> bytes:
    names = {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": newsroom.language}
    root = ET.Element("feed", names)
    _add(root, "title", newsroom.outlet)
    _add(root, "id", newsroom.home)
    for dated in items:
        entry = ET.SubElement(root, "entry")
        _add(entry, "title", dated.item.title)
        _add(entry, "id", dated.link)
        ET.SubElement(entry, "link", {"href": dated.link})
        _add(entry, "summary", dated.item.summary)
        _add(entry, "published", dated.published.isoformat())
        _add(entry, "updated", dated.published.isoformat())
    return _xml(root, newsroom)


def _rdf(newsroom: Newsroom, items: Iterable[Dated]) -> bytes:
    names = {
        "xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xmlns": "http://purl.org/rss/1.0/",
    }
    root = ET.Element("rdf:RDF", names)
    channel = ET.SubElement(root, "channel", {"rdf:about": newsroom.home})
    _add(channel, "title", newsroom.outlet)
    _add(channel, "link", newsroom.home)
    _add(channel, "description", newsroom.outlet)
    for dated in items:
        item = ET.SubElement(root, "item", {"rdf:about": dated.link})
        _add(item, "title", dated.item.title)
        _add(item, "link", dated.link)
        _add(item, "description", dated.item.summary)
        _add(item, "dc:date", dated.published.isoformat())
    return _xml(root, newsroom)


def _json(newsroom: Newsroom, items: Iterable[Dated]) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": newsroom.outlet,
        "language": newsroom.language,
        "home_page_url": newsroom.home,
        "items": [
            {
                "id": dated.link,
                "url": dated.link,
                "title": dated.item.title,
                "content_text": dated.item.summary,
                "date_published": dated.published.isoformat(),
            }
            for dated in items
        ],
    }
    return json.dumps(document, ensure_ascii=False).encode(newsroom.encoding)


def _sitemap(newsroom: Newsroom, items: Iterable[Dated]) -> bytes:
    names = {
        "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9",
    }
    root = ET.Element("urlset", names)
    for dated in items:
        url = ET.SubElement(root, "url")
        _add(url, "loc", dated.link)
        news = ET.SubElement(url, "news:news")
        publication = ET.SubElement(news, "news:publication")
        _add(publication, "news:name", newsroom.outlet)
        _add(publication, "news:language", newsroom.language)
        _add(news, "news:publication_date", dated.published.isoformat())
        _add(news, "news:title", dated.item.title)
    return _xml(root, newsroom)


def _add(parent: ET.Element, name: str, text: str) -> None:
    """Add an element with ``text``; none where there is no text."""
    if text:
        ET.SubElement(parent, name).text = text


def _xml(root: ET.Element, newsroom: Newsroom) -> bytes:
    document: bytes = ET.tostring(root, encoding=newsroom.encoding, xml_declaration=True)
    return document


_RENDERERS: dict[str, Callable[[Newsroom, Iterable[Dated]], bytes]] = {
    "rss": _rss,
    "atom": _atom,
    "rdf": _rdf,
    "json": _json,
    "sitemap": _sitemap,
}
