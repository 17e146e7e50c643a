"""Bytes of any feed to clean entries: RSS, Atom, RDF, JSON Feed, news sitemaps.

Call it within ``worker.ParserPool`` for documents from outside: time and memory are limited there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.domain import Entry
from monitor.errors import ParseError
from monitor.feeds import jsonfeed, sitemap, xmlfeed
from monitor.feeds.dates import parse_date, publication
from monitor.feeds.document import ParsedFeed, ParseLimits, RawEntry, RawFeed
from monitor.feeds.encoding import decode
from monitor.feeds.identity import assign_identities
from monitor.feeds.markup import prepare, root_name
from monitor.feeds.order import month_first
from monitor.feeds.page import feeds_of
from monitor.feeds.unpacking import GZIP, DamagedError, TooLargeError, gunzip
from monitor.text.html import clean, clean_summary, plain, shorten
from monitor.text.language import UNKNOWN, detect, normalise_code
from monitor.text.urls import safe_link

_MARKUP_PER_CHARACTER = 20
_HEADLINE_FROM_SUMMARY = 140
_MOST_NAMED = 3


def parse_document(
    body: bytes,
    *,
    now: datetime,
    url: str = "",
    content_type: str | None = None,
    declared_language: str = "",
    limits: ParseLimits | None = None,
) -> ParsedFeed:
    """Return what a document holds, in clean text, whatever could be salvaged of it.

    ``url`` is where it came from, against which links are resolved; ``declared_language`` what its
    operator says ("ru", "en-US"), stronger than what the document says. A feed without entries is
    one; raises ParseError where the document is no feed.
    """
    limits = limits or ParseLimits()
    raw = _read(body, url, content_type, limits)
    language = normalise_code(raw.language)
    prior = normalise_code(declared_language)
    prior = language if prior == UNKNOWN else prior
    items = raw.entries[: limits.max_entries]
    locale = declared_language if "-" in declared_language else raw.language
    order = month_first((date for item in items for date in item.dates), locale, now)
    reading = _Reading(prior, language, url, now, limits, order)
    entries = [entry for item in items if (entry := _entry(item, reading)) is not None]
    return ParsedFeed(
        kind=raw.kind,
        title=shorten(clean(raw.title), limits.title_length),
        language=language,
        ttl=raw.ttl,
        entries=assign_identities(entries),
        sitemaps=tuple(filter(None, (safe_link(child, url) for child in raw.sitemaps))),
        warnings=(*raw.warnings, *_complaints(raw, len(entries), limits)),
    )


def _read(body: bytes, url: str, content_type: str | None, limits: ParseLimits) -> RawFeed:
    if len(body) > limits.max_bytes:
        raise ParseError(f"the document is larger than {limits.max_bytes:,} bytes")
    text = decode(_unpacked(body, limits.max_bytes), content_type)
    start = text.lstrip("\ufeff \t\r\n\x00")[:1]
    if not start:
        raise ParseError("the document is empty")
    if start in "{[":
        return jsonfeed.read(text, url)
    if start != "<" and "<" not in text[:20_000]:
        raise ParseError("the document is plain text, not a feed")
    text = prepare(text)
    root = root_name(text)
    if root == "html":
        named = " or ".join(feeds_of(text, url)[:_MOST_NAMED])
        raise ParseError(
            "the document is an HTML page, not a feed: a login, consent or error page,"
            " or the address of a site instead of its feed"
            + (f"; the page names as its feed {named}" if named else "")
        )
    if root in {"urlset", "sitemapindex"}:
        return sitemap.read(text, limits.max_entries)
    return xmlfeed.read(text, url, limits.max_entries)


def _unpacked(body: bytes, limit: int) -> bytes:
    """Return ``body``, unpacked if it is a gzip file; a cut one gives what it holds."""
    if not body.startswith(GZIP):
        return body
    try:
        return gunzip(body, limit)[0]
    except DamagedError as error:
        raise ParseError(f"the document is a damaged gzip file: {error}") from error
    except TooLargeError as error:
        raise ParseError(f"the document unpacks to more than {limit:,} bytes") from error


@dataclass(frozen=True, slots=True)
class _Reading:
    """How all entries of a document are read."""

    language: str
    """The operator's word for it, else the document's."""
    document_language: str
    url: str
    now: datetime
    limits: ParseLimits
    month_first: bool | None


def _entry(item: RawEntry, reading: _Reading) -> Entry | None:
    """Return the clean entry, or None where it has neither a text nor a link."""
    limits = reading.limits
    title = clean(item.title[: limits.title_length * _MARKUP_PER_CHARACTER])
    summary = clean_summary(item.summary, limits.summary_length)
    link = safe_link(item.link, item.base or reading.url)
    title = shorten(title, limits.title_length)
    if not any(map(str.isalnum, title)):
        title = _headline(summary) or title or link
    if not title:
        return None
    text = f"{title}\n{summary}" if summary != title else title
    return Entry(
        identity="",
        title=title,
        summary=summary if summary != title else "",
        link=link,
        guid=plain(item.guid)[: limits.title_length],
        published=_published(item, reading),
        language=detect(text, _expected_language(item, reading)),
    )


def _expected_language(item: RawEntry, reading: _Reading) -> str:
    """Return an entry's own language, the document's where it names no other one."""
    own = normalise_code(item.language)
    return reading.language if own in {UNKNOWN, reading.document_language} else own


def _published(item: RawEntry, reading: _Reading) -> datetime | None:
    """Return the first of an entry's dates that can be right."""
    read = (parse_date(date, reading.language, reading.month_first) for date in item.dates)
    return next(filter(None, (publication(moment, reading.now) for moment in read)), None)


def _headline(summary: str) -> str:
    """Return the start of a summary, up to the end of its first sentence, as a headline."""
    head = shorten(summary, _HEADLINE_FROM_SUMMARY)
    for mark in (". ", "! ", "? ", "。", "！", "？", "؟ ", "। "):
        end = head.find(mark, 20)
        if end > 0:
            head = head[: end + 1]
    return head


def _complaints(raw: RawFeed, kept: int, limits: ParseLimits) -> list[str]:
    complaints = []
    if len(raw.entries) > limits.max_entries:
        complaints.append(f"only the first {limits.max_entries:,} entries were read")
    empty = min(len(raw.entries), limits.max_entries) - kept
    if empty:
        complaints.append(f"{empty:,} entries without title, text and link were left out")
    return complaints
