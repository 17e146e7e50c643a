"""News sitemaps and indexes of them.

Sources: https://www.sitemaps.org/protocol.html and Google's news extension,
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import cast
from xml.etree.ElementTree import Element, XMLPullParser
from xml.etree.ElementTree import ParseError as XmlError

from monitor.errors import ParseError
from monitor.feeds.dates import parse_date
from monitor.feeds.document import RawEntry, RawFeed
from monitor.feeds.markup import first_entries

_PIECE = 65_536
_PREFIXES = ("news", "image", "video", "xhtml", "mobile", "xsi")
_ROOT = re.compile(r"<[A-Za-z_][\w.:-]*")
_OPENING_ROOT = re.compile(r"<((?:[\w-]+:)?urlset)(?:\s[^<>]*)?>")
_OPENING_PAGE = re.compile(r"<((?:[\w-]+:)?url)[\s>]")


def read(text: str, max_entries: int) -> RawFeed:
    """Return the entries of a news sitemap, or the addresses in an index of sitemaps.

    Takes XML that ``markup.prepare`` has freed of its document type: there is no entity left to
    expand. A document that is cut or broken gives its whole pages. Pages without a news part, as in
    a plain sitemap, are no entries.
    """
    text = _with_prefixes_declared(text)
    text = first_entries(first_entries(text, "url", max_entries + 1), "sitemap", max_entries)
    entries: list[RawEntry] = []
    children: list[tuple[str, str]] = []
    pages = 0
    warnings: list[str] = []
    try:
        for element in _elements(text):
            name = _local(element)
            if name == "url":
                pages += 1
                entries.extend(_raw(element))
                element.clear()
            elif name == "sitemap":
                children.append((_child(element, "lastmod"), _child(element, "loc")))
                element.clear()
    except XmlError as error:
        if not children:
            entries = [entry for page in _whole_pages(text) for entry in _raw(page)]
        if not entries and not children:
            raise ParseError(f"the sitemap cannot be read: {error}") from error
        warnings.append(f"the sitemap is not well-formed: {error}")
    if pages and not entries:
        warnings.append(
            "the sitemap lists pages without news:title; only news sitemaps hold entries"
        )
    children.sort(key=_newness, reverse=True)
    return RawFeed(
        kind="sitemap index" if children and not entries else "sitemap",
        entries=tuple(entries),
        sitemaps=tuple(address for _, address in children if address),
        warnings=tuple(warnings),
    )


def _newness(child: tuple[str, str]) -> tuple[float, bool]:
    """Return when a sitemap was changed; an undated one of news counts as new, any other as old."""
    changed, address = parse_date(child[0]), child[1]
    of_news = "news" in address.lower().partition("://")[2].partition("/")[2]
    undated = math.inf if of_news else -math.inf
    return changed.timestamp() if changed else undated, of_news


def _whole_pages(text: str) -> Iterator[Element]:
    """Yield the pages that are well-formed by themselves, where the document is not."""
    root, first = _OPENING_ROOT.search(text), _OPENING_PAGE.search(text)
    if not root or not first:
        return
    # Pages of one prefix only: looking for the ends of many takes quadratic time.
    name = first[1]
    pages = re.compile(rf"<{name}[\s>](?:(?!<{name}[\s>]).)*?</{name}>", re.DOTALL)
    for page in pages.finditer(text):
        with suppress(XmlError):
            alone = _elements(f"{root[0]}{page[0]}</{root[1]}>")
            yield from (element for element in alone if _local(element) == "url")


def _with_prefixes_declared(text: str) -> str:
    """Declare at the root the prefixes of sitemaps that stand undeclared, which XML refuses.

    What they are bound to is free: elements are known by their local names.
    """
    missing = [prefix for prefix in _PREFIXES if f"xmlns:{prefix}" not in text]
    declared = "".join(f' xmlns:{prefix}="{prefix}"' for prefix in missing)
    return _ROOT.sub(lambda root: root[0] + declared, text, count=1)


def _elements(text: str) -> Iterator[Element]:
    """Yield elements as they close."""
    parser: XMLPullParser[Element] = XMLPullParser(["end"])
    for start in range(0, len(text), _PIECE):
        parser.feed(text[start : start + _PIECE])
        for event in parser.read_events():
            yield cast("Element", event[-1])
    parser.close()


def _raw(page: Element) -> Iterator[RawEntry]:
    link = _child(page, "loc")
    for news in (child for child in page if _local(child) == "news"):
        title = _child(news, "title")
        if title:
            yield RawEntry(
                title=title,
                link=link,
                guid=link,
                dates=(_child(news, "publication_date"), _child(page, "lastmod")),
                language=next(
                    (_child(child, "language") for child in news if _local(child) == "publication"),
                    "",
                ),
            )


def _child(parent: Element, name: str) -> str:
    return next(
        ("".join(child.itertext()).strip() for child in parent if _local(child) == name),
        "",
    )


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()
