"""Which feeds an HTML page names in its head."""

from __future__ import annotations

import html
import re

from monitor.text.urls import safe_link

_LINK = re.compile(r"<link\b[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w-]{1,20})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_HEAD = 200_000
_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})


def feeds_of(page: str, url: str) -> list[str]:
    """Return the addresses of the feeds of a page that came from ``url``, in its order.

    Source of the rule: the RSS Advisory Board's autodiscovery,
    https://www.rssboard.org/rss-autodiscovery
    """
    found = []
    for link in _LINK.finditer(page[:_HEAD]):
        attributes = {
            name.lower(): html.unescape(quoted or single or bare)
            for name, quoted, single, bare in _ATTRIBUTE.findall(link[0])
        }
        kind = attributes.get("type", "").strip().lower()
        if "alternate" in attributes.get("rel", "").lower().split() and kind in _TYPES:
            found.append(safe_link(attributes.get("href", ""), url))
    return [address for address in dict.fromkeys(found) if address and address != url]
