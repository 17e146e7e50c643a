"""HTTP headers on when to ask again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.caching import fresh_for, http_date, retry_after

NOW = datetime(2021, 12, 7, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "public, max-age=300"}, 300),
        ({"cache-control": 'max-age="300"', "age": "60"}, 240),
        ({"cache-control": "max-age=300", "age": "900"}, 0),
        ({"cache-control": "no-cache, max-age=315360000"}, None),
        ({"cache-control": "no-store"}, None),
        ({"expires": "Tue, 07 Dec 2021 12:10:00 GMT"}, 600),
        (
            {"expires": "Tue, 07 Dec 2021 12:10:00 GMT", "date": "Tue, 07 Dec 2021 12:05:00 GMT"},
            300,
        ),
        ({"expires": "0"}, None),
        ({"expires": "Mon, 01 Jan 1990 00:00:00 GMT"}, 0),
        ({"cache-control": "max-age=60", "expires": "Tue, 07 Dec 2021 13:00:00 GMT"}, 60),
    ],
)
def test_fresh_for(headers: dict[str, str], seconds: float | None) -> None:
    assert fresh_for(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120),
        ("-5", None),
        ("soon", None),
        ("Tue, 07 Dec 2021 12:01:00 GMT", 60),
        ("Tue, 07 Dec 2020 12:01:00 GMT", 0),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    http_date(text)
    retry_after(text, NOW)
    fresh_for({"cache-control": text, "expires": text, "age": text}, NOW)
