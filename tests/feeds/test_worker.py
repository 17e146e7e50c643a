"""Documents that would hang or swell a parser cost their own feed and nothing else."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from monitor.errors import ParseError
from monitor.feeds.parse import parse_document
from monitor.feeds.wire import Job
from monitor.feeds.worker import ParserPool
from tests.feeds import documents

NOW = datetime(2021, 12, 8, tzinfo=UTC)
GOOD = documents.rss("ru", documents.TITLES["ru"]).encode()


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[ParserPool]:
    async with ParserPool(timeout=2.5) as opened:
        yield opened


async def test_same_as_in_process(pool: ParserPool) -> None:
    for text in (GOOD.decode(), documents.ATOM, documents.JSON_FEED, documents.SITEMAP_INDEX):
        job = Job(body=text.encode(), now=NOW, url="https://x.test/", declared_language="de")
        expected = parse_document(job.body, now=NOW, url="https://x.test/", declared_language="de")
        assert await pool.parse(job) == expected
    with pytest.raises(ParseError, match="HTML page"):
        await pool.parse(Job(body=documents.HTML_PAGE.encode(), now=NOW))


HOSTILE = {
    "comments": b"<rss><channel><item><title>x</title><description>" + b"<!--" * 100_000,
    "attributes": b"<rss><channel><item "
    + b" ".join(b"a%d='1'" % n for n in range(100_000))
    + b"><title>x</title></item></channel></rss>",
    "e-mail": b"<rss version='2.0'><channel><item><title>x</title><author>"
    + b"a." * 400_000
    + b"</author></item></channel></rss>",
    "depth": b"<rss version='2.0'><channel><item><title>" + b"<a>" * 300_000,
    "json depth": b'{"items": ' + b"[" * 1_000_000,
    "backslash": b"<rss version='2.0'><channel><item><title>&\\1; &#xZZ;</title></item></channel>",
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_documents_end_in_time_and_spare_the_next(
    pool: ParserPool, name: str
) -> None:
    started = time.monotonic()
    try:
        feed = await pool.parse(Job(body=HOSTILE[name], now=NOW))
    except ParseError:
        pass
    else:
        assert len(feed.entries) <= 1
    assert time.monotonic() - started < 15
    assert len((await pool.parse(Job(body=GOOD, now=NOW))).entries) == 1


async def test_a_timeout_kills_the_parser() -> None:
    slow = documents.rss("en", *(f"Entry {n}" for n in range(4_000))).encode()
    async with ParserPool(timeout=0.3) as hurried:
        with pytest.raises(ParseError, match=r"longer than 0\.3 seconds"):
            await hurried.parse(Job(body=slow, now=NOW))
        assert not hurried._idle


async def test_too_little_memory_is_that_feeds_error() -> None:
    large = b"<rss version='2.0'><channel><title>" + "ж".encode() * 8_000_000
    async with ParserPool(timeout=20.0, memory=200_000_000) as poor:
        with pytest.raises(ParseError):
            await poor.parse(Job(body=large, now=NOW))
        assert len((await poor.parse(Job(body=GOOD, now=NOW))).entries) == 1


async def test_cancelled_and_many_at_once() -> None:
    async with ParserPool(processes=2, timeout=10.0) as pool:
        feeds = await asyncio.gather(*(pool.parse(Job(body=GOOD, now=NOW)) for _ in range(8)))
        assert {len(feed.entries) for feed in feeds} == {1}
        task = asyncio.create_task(pool.parse(Job(body=GOOD, now=NOW)))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len((await pool.parse(Job(body=GOOD, now=NOW))).entries) == 1


async def test_no_process_outlives_the_pool(pool: ParserPool) -> None:
    await pool.parse(Job(body=GOOD, now=NOW))
    process = pool._idle[0]._process.pid
    await pool.__aexit__(None, None, None)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
