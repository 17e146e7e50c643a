"""Fetching, over a real server on loopback."""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib
from collections.abc import AsyncIterator, Callable

import brotli
import pytest
import pytest_asyncio
from backports import zstd

from monitor.errors import FetchError
from monitor.feeds.exchange import Fetched, FetchLimits, FetchRequest, NotModified
from monitor.feeds.fetch import Fetcher
from monitor.feeds.guard import RefusedAddressError
from tests.feeds.server import Asked, Server, response, serving

LOOPBACK = ["127.0.0.0/8", "::1/128"]
FEED = b"<rss version='2.0'><channel><title>x</title></channel></rss>"


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as running:
        yield running


@pytest_asyncio.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    limits = FetchLimits(timeout=5.0, max_bytes=100_000)
    async with Fetcher("tester/1.0 (+https://x.test)", limits=limits, allow_private=LOOPBACK) as it:
        yield it


async def test_document_with_its_validators(server: Server, fetcher: Fetcher) -> None:
    server.answers["/"] = response(
        body=FEED,
        ETag='W/"caf\xe9 "',
        Last_Modified="Tue,  07 dec 2021 10:00:00 gmt",
        Content_Type="application/rss+xml; charset=utf-8",
        Cache_Control="max-age=600",
        Age="100",
    )
    got = await fetcher.fetch(FetchRequest(server.url()))
    assert isinstance(got, Fetched)
    assert got.body == FEED
    assert got.fresh_for == 500
    assert got.content_type == "application/rss+xml; charset=utf-8"
    assert got.permanent_url is None

    server.answers["/"] = response(
        304, ETag='W/"new"', Last_Modified="later", Cache_Control="max-age=9"
    )
    again = await fetcher.fetch(
        FetchRequest(server.url(), etag=got.etag, last_modified=got.last_modified)
    )
    assert again == NotModified(server.url(), None, 'W/"new"', "later", 9)
    sent = server.asked[-1].raw
    assert b'If-None-Match: W/"caf\xe9 "\r\n' in sent
    assert b"If-Modified-Since: Tue,  07 dec 2021 10:00:00 gmt\r\n" in sent


async def test_same_etag_in_a_200_is_not_modified(server: Server, fetcher: Fetcher) -> None:
    server.answers["/"] = response(body=FEED, ETag='"1"')
    got = await fetcher.fetch(FetchRequest(server.url(), etag='"1"'))
    assert isinstance(got, NotModified)


async def test_a_304_to_a_request_without_validators_is_an_error(
    server: Server, fetcher: Fetcher
) -> None:
    server.answers["/"] = response(304, ETag='"1"')
    with pytest.raises(FetchError, match="HTTP 304") as caught:
        await fetcher.fetch(FetchRequest(server.url()))
    assert caught.value.status == 304


async def test_says_who_it_is_and_nothing_else(server: Server, fetcher: Fetcher) -> None:
    server.answers["/"] = response(302, Location="/b", Set_Cookie="id=1; Path=/")
    server.answers["/b"] = response(body=FEED, Set_Cookie="id=2")
    await fetcher.fetch(FetchRequest(server.url()))
    await fetcher.fetch(FetchRequest(server.url("/b"), user_agent="Mozilla/5.0"))
    for asked in server.asked:
        assert not {"cookie", "referer", "authorization"} & set(asked.headers)
    assert [a.headers["user-agent"] for a in server.asked] == [
        "tester/1.0 (+https://x.test)",
        "tester/1.0 (+https://x.test)",
        "Mozilla/5.0",
    ]


@pytest.mark.parametrize(
    ("first", "second", "moved"), [(301, 308, True), (301, 302, False), (307, 301, False)]
)
async def test_only_permanent_redirects_all_the_way_move_a_feed(
    server: Server, fetcher: Fetcher, first: int, second: int, moved: bool
) -> None:
    server.answers["/"] = response(first, Location="b")
    server.answers["/b"] = response(second, Location=server.url("/c#part"))
    server.answers["/c"] = response(body=FEED)
    got = await fetcher.fetch(FetchRequest(server.url()))
    assert got.url == server.url("/c")
    assert got.permanent_url == (server.url("/c") if moved else None)


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("/", "redirects more than 10 times"),
        ("", "without saying where"),
        ("file:///etc/passwd", "file: address"),
        ("ftp://x/", "ftp: address"),
        ("http://[bad", "redirects to no address"),
        ("http://127.0.0.1:99999/", "redirects to no address"),
        ("http://127.0.0.1:-1/", "redirects to no address"),
    ],
)
async def test_bad_redirects(server: Server, fetcher: Fetcher, location: str, says: str) -> None:
    headers = {"Location": location} if location else {}
    server.answers["/"] = response(301, **headers)
    with pytest.raises(FetchError, match=says):
        await fetcher.fetch(FetchRequest(server.url()))


INWARD = [
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://10.0.0.1/",
    "http://[fe80::1]/",
    "http://[::1]:1/",
    "http://[64:ff9b::a00:1]/",
    "http://[2002:a00:1::]/",
    "http://0.0.0.0/",
]


@pytest.mark.parametrize("target", INWARD)
async def test_redirects_into_ones_own_network_are_refused(server: Server, target: str) -> None:
    server.answers["/"] = response(302, Location=target)
    async with Fetcher("t", allow_private=["127.0.0.1/32"]) as fetcher:
        with pytest.raises(RefusedAddressError, match="public address"):
            await fetcher.fetch(FetchRequest(server.url()))


@pytest.mark.parametrize(
    "url",
    [
        *INWARD,
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:7f00:1]/",
    ],
)
async def test_ones_own_network_is_refused(url: str) -> None:
    async with Fetcher("t") as fetcher:
        with pytest.raises(RefusedAddressError, match="public address"):
            await fetcher.fetch(FetchRequest(url))


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://h/x", "feeds.xml", "http://", "http://[x", "http://h:99999/"],
)
async def test_what_is_no_web_address(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(FetchError, match="address"):
        await fetcher.fetch(FetchRequest(url))


@pytest.mark.parametrize("status", [204, 400, 401, 403, 404, 410, 429, 500, 503])
async def test_other_statuses_are_errors(server: Server, fetcher: Fetcher, status: int) -> None:
    server.answers["/"] = response(status, Retry_After="120")
    with pytest.raises(FetchError, match=f"HTTP {status}") as caught:
        await fetcher.fetch(FetchRequest(server.url()))
    assert (caught.value.status, caught.value.retry_after) == (status, 120.0)


BOMB = b"0" * 50_000_000


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", lambda body: gzip.compress(body, 9)),
        ("br", lambda body: brotli.compress(body, quality=4)),
        ("zstd", zstd.compress),
    ],
)
async def test_bombs_stop_at_the_cap(server: Server, fetcher: Fetcher, encoding: str, pack) -> None:  # type: ignore[no-untyped-def]
    server.answers["/"] = response(body=pack(BOMB), Content_Encoding=encoding)
    server.answers["/small"] = response(body=pack(FEED), Content_Encoding=encoding)
    with pytest.raises(FetchError, match="larger than 100,000 bytes"):
        await fetcher.fetch(FetchRequest(server.url()))
    small = await fetcher.fetch(FetchRequest(server.url("/small")))
    assert isinstance(small, Fetched)
    assert small.body == FEED


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("br", brotli.compress),
        ("zstd", zstd.compress),
        ("deflate, gzip", lambda body: gzip.compress(zlib.compress(body))),
    ],
)
async def test_a_compressed_answer_is_read_to_its_end_or_not_at_all(
    server: Server,
    fetcher: Fetcher,
    encoding: str,
    pack: Callable[[bytes], bytes],
) -> None:
    document = bytes(range(256)) * 40
    packed = pack(document)
    server.answers["/"] = response(body=packed, Content_Encoding=encoding, ETag='"1"')
    got = await fetcher.fetch(FetchRequest(server.url()))
    assert isinstance(got, Fetched)
    assert got.body == document
    server.answers["/"] = response(
        body=packed[: len(packed) // 2], Content_Encoding=encoding, ETag='"2"'
    )
    with pytest.raises(FetchError, match=r"its compressed answer is damaged \(it is cut short\)"):
        await fetcher.fetch(FetchRequest(server.url()))


async def test_an_answer_of_several_gzip_members_is_read_to_its_end(
    server: Server, fetcher: Fetcher
) -> None:
    packed = gzip.compress(FEED[:20]) + gzip.compress(FEED[20:])
    server.answers["/"] = response(body=packed, Content_Encoding="gzip")
    got = await fetcher.fetch(FetchRequest(server.url()))
    assert isinstance(got, Fetched)
    assert got.body == FEED


@pytest.mark.parametrize(
    ("encoding", "body", "said"),
    [
        ("gzip", gzip.compress(b"") * 101, "more than 100 members"),
        ("zstd", zstd.compress(b"") * 101, "more than 100 members"),
        ("gzip, gzip, gzip, gzip", FEED, "more than 3 codings"),
    ],
)
async def test_an_answer_that_costs_without_end_to_unpack_is_refused(
    server: Server, fetcher: Fetcher, encoding: str, body: bytes, said: str
) -> None:
    server.answers["/"] = response(body=body, Content_Encoding=encoding)
    with pytest.raises(FetchError, match=said):
        await fetcher.fetch(FetchRequest(server.url()))


async def test_plain_large_documents_stop_at_the_cap(server: Server, fetcher: Fetcher) -> None:
    server.answers["/"] = response(body=b"x" * 100_001)
    with pytest.raises(FetchError, match="larger than 100,000 bytes"):
        await fetcher.fetch(FetchRequest(server.url()))


async def test_slow_loris_meets_the_deadline(server: Server) -> None:
    async def drip(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    server.answers["/"] = drip
    async with Fetcher("t", limits=FetchLimits(timeout=0.4), allow_private=True) as hurried:
        started = time.monotonic()
        with pytest.raises(FetchError, match=r"within 0\.4 seconds"):
            await hurried.fetch(FetchRequest(server.url()))
        assert time.monotonic() - started < 2


async def test_broken_answers(server: Server, fetcher: Fetcher) -> None:
    async def cut(asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf")
        writer.close()

    server.answers["/cut"] = cut
    server.answers["/noise"] = b"\x00\xffnot http at all\r\n\r\n"
    server.answers["/lie"] = response(body=b"plain", Content_Encoding="gzip")
    for path in server.answers:
        with pytest.raises(FetchError, match=path):
            await fetcher.fetch(FetchRequest(server.url(path)))


async def test_nobody_listens(fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match=r"refused|no connection"):
        await fetcher.fetch(FetchRequest("http://127.0.0.1:9/"))


async def test_one_request_at_a_time_to_a_host(server: Server, fetcher: Fetcher) -> None:
    async def slow(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.02)
        writer.write(response(body=FEED))

    server.answers["/"] = slow
    await asyncio.gather(*(fetcher.fetch(FetchRequest(server.url())) for _ in range(5)))
    assert server.open_most == 1


async def test_a_slow_host_holds_up_no_other(server: Server) -> None:
    async def slow(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.6)
        writer.write(response(body=FEED))

    server.answers |= {"/slow": slow, "/fast": response(body=FEED)}
    limits = FetchLimits(concurrency=2)
    async with Fetcher("t", limits=limits, allow_private=LOOPBACK) as fetcher:
        waiting = [
            asyncio.create_task(fetcher.fetch(FetchRequest(server.url("/slow")))) for _ in range(3)
        ]
        await asyncio.sleep(0.05)
        started = time.monotonic()
        await fetcher.fetch(FetchRequest(server.url("/fast", host="localhost")))
        assert time.monotonic() - started < 0.4
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def test_password_is_sent_but_never_shown(server: Server, fetcher: Fetcher) -> None:
    url = f"http://user:secret@127.0.0.1:{server.port}/x"
    with pytest.raises(FetchError) as caught:
        await fetcher.fetch(FetchRequest(url))
    assert "secret" not in str(caught.value)
    assert server.asked[0].headers["authorization"].startswith("Basic ")
