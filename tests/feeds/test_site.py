"""Which feeds slow together."""

from __future__ import annotations

import pytest

from monitor.feeds.site import site_of


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://feeds.bbci.co.uk/news/rss.xml", "bbci.co.uk"),
        ("https://www.rbc.ru/rss", "rbc.ru"),
        ("https://one.github.io/feed", "one.github.io"),
        ("http://127.0.0.1:8000/feed", "127.0.0.1"),
        ("http://localhost/feed", "localhost"),
        ("https://новости.рф/rss", "новости.рф"),
    ],
)
def test_registrable_domain(url: str, site: str) -> None:
    assert site_of(url) == site


def test_override() -> None:
    assert site_of("https://rsshub.test/tass", "tass") == "tass"
