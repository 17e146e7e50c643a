"""A page in place of a feed says where its feeds are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.errors import ParseError
from monitor.feeds.page import feeds_of
from monitor.feeds.parse import parse_document

NOW = datetime(2021, 12, 8, tzinfo=UTC)
PAGE = """<!DOCTYPE html><html><head><title>Outlet</title>
<link rel="stylesheet" href="/style.css"><link rel="alternate" hreflang="de" href="/de">
<link rel="alternate" type="application/rss+xml" title="News" href="/rss?a=1&amp;b=2"/>
<LINK HREF=https://cdn.test/atom.xml TYPE=application/atom+xml REL='alternate home'>
<link rel="alternate" type="application/rss+xml" href="/rss?a=1&amp;b=2">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
</head><body>News</body></html>"""


def test_the_feeds_of_a_page() -> None:
    found = ["https://outlet.test/rss?a=1&b=2", "https://cdn.test/atom.xml"]
    assert feeds_of(PAGE, "https://outlet.test/news/") == found
    assert feeds_of(PAGE, "https://cdn.test/atom.xml") == ["https://cdn.test/rss?a=1&b=2"]
    assert feeds_of("<html><head></head></html>", "https://outlet.test/") == []


def test_the_error_of_a_page_names_its_feeds() -> None:
    with pytest.raises(ParseError, match=r"names as its feed https://outlet\.test/rss\?a=1&b=2 or"):
        parse_document(PAGE.encode(), now=NOW, url="https://outlet.test/")
    with pytest.raises(ParseError, match=r"instead of its feed$"):
        parse_document(b"<html><head></head></html>", now=NOW, url="https://outlet.test/")
