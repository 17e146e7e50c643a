"""RSS 0.90 to 2.0, Atom 0.3 and 1.0 and RDF, read by feedparser."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any, cast
from xml.sax.saxutils import unescape

import feedparser

from monitor.errors import ParseError
from monitor.feeds.document import RawEntry, RawFeed
from monitor.feeds.markup import first_entries

_PROLOG = '<?xml version="1.0" encoding="utf-8"?>\n'
_PERIODS = {
    "hourly": 3_600.0,
    "daily": 86_400.0,
    "weekly": 604_800.0,
    "monthly": 2_592_000.0,
    "yearly": 31_536_000.0,
}
# feedparser takes a picture's caption (Media RSS) for the summary and drops the entry's own.
_CAPTION = re.compile(r"<(/?)media:description\b[^<>]*?(/?)>")
_TTL = re.compile(r"\d{1,7}")
_UNSAYING = re.compile(r"<[^<>]*>|&nbsp;|\s+")
_LOOKED_AT = 4_000
# A bare word or number, which feedparser takes for a link where a guid says that it is one.
_ADDRESS = re.compile(r"^(?:https?:)?//|^[./?]|\w/\w|\.html?\b", re.IGNORECASE)


def read(text: str, url: str, max_entries: int) -> RawFeed:
    """Return what feedparser finds in XML that ``markup.prepare`` has mended.

    Raises ParseError where it finds neither an entry nor a feed.
    """
    text = _CAPTION.sub(r"<\1media:caption\2>", text)
    for name in ("item", "entry"):
        text = first_entries(text, name, max_entries + 1)
    try:
        found = feedparser.parse(
            io.BytesIO((_PROLOG + text).encode("utf-8", "replace")),
            # Not told where the document came from, it leaves guids and links as they are written.
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:
        # feedparser lets many kinds of exception out on hostile input (kurtmckee/feedparser).
        raise ParseError(f"the document cannot be read as a feed: {error!r}"[:300]) from error
    if not found.entries and not found.version:
        raise ParseError("the document is no feed: neither RSS, Atom, RDF, JSON Feed nor a sitemap")
    base = url or _home(found.feed)
    language = _string(found.feed, "language")
    return RawFeed(
        kind="feed",
        title=_string(found.feed, "title"),
        language=language,
        ttl=_ttl(found.feed),
        entries=tuple(_raw(entry, base, language) for entry in found.entries),
        warnings=_warnings(found),
    )


def _raw(entry: Mapping[str, Any], base: str, feed_language: str) -> RawEntry:
    # What is not well-formed feedparser reads otherwise, "&amp;" in guids as it stands.
    guid = unescape(_string(entry, "id"))
    languages = (_string(_mapping(entry, "title_detail"), "language"), _string(entry, "language"))
    return RawEntry(
        title=_string(entry, "title"),
        summary=_summary(entry),
        link=_link(entry),
        base=base or (guid if _is_web(guid) else ""),
        guid=guid,
        dates=tuple(_string(entry, name) for name in ("published", "updated", "created")),
        language=next((code for code in languages if code not in {"", feed_language}), ""),
    )


def _summary(entry: Mapping[str, Any]) -> str:
    """Return the first text of an entry that is more than a picture and spaces."""
    contents = [_string(part, "value") for part in _mappings(entry, "content")]
    texts = [_string(entry, "summary"), *contents, _string(entry, "yandex_full-text")]
    return next((text for text in texts if _says_something(text)), _string(entry, "media_caption"))


def _says_something(text: str) -> bool:
    return _UNSAYING.sub("", text[:_LOOKED_AT]) != "" or len(text) > _LOOKED_AT


def _link(entry: Mapping[str, Any]) -> str:
    """Return the entry's page, else what it encloses (podcasts), else a guid that is an address."""
    link, guid = _string(entry, "link"), _string(entry, "id")
    if link and (link != guid or _ADDRESS.search(link)):
        return link
    links = _mappings(entry, "links")
    for relation in ("alternate", "enclosure", "via", "related"):
        for candidate in links:
            href = _string(candidate, "href")
            if _string(candidate, "rel") == relation and href and href != guid:
                return href
    return guid if _is_web(guid) else ""


def _home(feed: Mapping[str, Any]) -> str:
    """Return the address that a feed gives of its site, for documents without their own."""
    links = (_string(link, "href") for link in _mappings(feed, "links"))
    addresses = [_string(feed, "link"), *links]
    addresses += [_string(feed, "id"), _string(_mapping(feed, "image"), "href")]
    return next((address for address in addresses if _is_web(address)), "")


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _ttl(feed: Mapping[str, Any]) -> float | None:
    """Return the larger of RSS's ttl (minutes) and the syndication module's period, in seconds."""
    wishes = []
    ttl = _TTL.search(_string(feed, "ttl"))
    if ttl:
        wishes.append(int(ttl[0]) * 60.0)
    period = _PERIODS.get(_string(feed, "sy_updateperiod").strip().lower())
    if period:
        times = _TTL.search(_string(feed, "sy_updatefrequency"))
        wishes.append(period / max(1, int(times[0]) if times else 1))
    return max(wishes, default=None)


def _warnings(found: Mapping[str, Any]) -> tuple[str, ...]:
    error = found.get("bozo_exception") if found.get("bozo") else None
    return (f"the document is not well-formed: {error}"[:300],) if error else ()


def _mapping(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = _field(holder, name)
    return value if isinstance(value, dict) else {}


def _mappings(holder: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = _field(holder, name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _string(holder: Mapping[str, Any], name: str) -> str:
    value = _field(holder, name)
    return value if isinstance(value, str) else ""


def _field(holder: Mapping[str, Any], name: str) -> object:
    """Return a field past feedparser's own look-up, which serves one field for another."""
    return dict.get(cast("dict[str, Any]", holder), name)
