"""The generic webhook's signature and body, and what its receiver's answers mean."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
import trustme
from standardwebhooks import Webhook

from demo.servers import Reply, WebhookSink
from monitor.delivery.channels.http import Poster
from monitor.delivery.channels.webhook import WebhookChannel
from monitor.delivery.content import Target
from monitor.delivery.retry import LaneUnavailableError
from monitor.errors import PermanentDeliveryError, TransientDeliveryError
from tests.delivery.examples import CONTENTS, NOW, delivery

KEY = b"a key of thirty-two bytes length"
SECRET = "whsec_" + base64.b64encode(KEY).decode()

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def one_receiver(talk: Talk) -> AsyncIterator[Target]:
    """Serve one connection as ``talk`` does, and end once that is closed."""

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await talk(reader, writer)
        writer.close()
        await writer.wait_closed()
        ended.set()

    ended = asyncio.Event()
    async with await asyncio.start_server(take, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield Target("w", f"http://127.0.0.1:{port}/hook")
        await ended.wait()


async def test_the_signature_is_what_the_standard_says(hook: WebhookSink, poster: Poster) -> None:
    channel = WebhookChannel(poster, clock=lambda: NOW)
    await channel.send(delivery(CONTENTS["hostile"]), Target("w", hook.url, secret=SECRET))
    [post] = hook.posts
    name, stamp = post.headers["webhook-id"], post.headers["webhook-timestamp"]
    signed = f"{name}.{stamp}.".encode() + post.body
    expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    assert post.headers["webhook-signature"] == f"v1,{expected}"
    assert stamp == str(int(NOW.timestamp()))


async def test_a_receiver_with_the_reference_library_verifies_it(
    hook: WebhookSink, poster: Poster
) -> None:
    await WebhookChannel(poster).send(delivery(), Target("w", hook.url, secret=SECRET))
    [post] = hook.posts
    event = Webhook(SECRET).verify(post.body, dict(post.headers))
    assert event["type"] == "alert.raised"
    assert event["data"]["outlet"]["country"] == "RU"
    assert event["data"]["keywords"][0] == {"term": "presidents", "form": "presidents"}


async def test_a_repeat_has_the_same_name(hook: WebhookSink, poster: Poster) -> None:
    times = iter([NOW, NOW + timedelta(minutes=1)])
    channel = WebhookChannel(poster, clock=lambda: next(times))
    for _ in range(2):
        await channel.send(delivery(), Target("w", hook.url, secret=SECRET))
    assert len({post.headers["webhook-id"] for post in hook.posts}) == 1
    assert len({post.headers["webhook-signature"] for post in hook.posts}) == 2


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("force", "alert.updated"),
        ("notice", "notice.opened"),
        ("over", "notice.over"),
        ("digest", "digest"),
    ],
)
async def test_types_of_events(hook: WebhookSink, poster: Poster, name: str, kind: str) -> None:
    await WebhookChannel(poster).send(delivery(CONTENTS[name]), Target("w", hook.url))
    [post] = hook.posts
    assert post.payload["type"] == kind
    assert "webhook-signature" not in post.headers


@pytest.mark.parametrize("secret", ["whsec_", "whsec_x", "plain"])
async def test_a_secret_that_is_none_is_refused(
    hook: WebhookSink, poster: Poster, secret: str
) -> None:
    with pytest.raises(PermanentDeliveryError, match="whsec_"):
        await WebhookChannel(poster).send(delivery(), Target("w", hook.url, secret=secret))
    assert hook.posts == []


@pytest.mark.parametrize("wait", ["Tue, 07 Dec 99999999999 15:31:30 GMT", "soon", "nan"])
async def test_a_wait_that_is_none_still_holds_the_lane(
    hook: WebhookSink, poster: Poster, wait: str
) -> None:
    hook.reply_next(Reply(429, "busy", {"Retry-After": wait}))
    with pytest.raises(LaneUnavailableError):
        await WebhookChannel(poster, clock=lambda: NOW).send(delivery(), Target("w", hook.url))


@pytest.mark.parametrize("wait", ["Tue, 07 Dec 2021 15:31:30 GMT", "90"])
async def test_a_webhook_asks_to_wait(hook: WebhookSink, poster: Poster, wait: str) -> None:
    hook.reply_next(Reply(503, "busy", {"Retry-After": wait}))
    with pytest.raises(LaneUnavailableError) as caught:
        await WebhookChannel(poster, clock=lambda: NOW).send(delivery(), Target("w", hook.url))
    assert caught.value.retry_after == 90


async def test_an_endless_answer_ends(hook: WebhookSink, poster: Poster) -> None:
    hook.reply_next(Reply(400, "x" * 1_000_000))
    with pytest.raises(PermanentDeliveryError) as caught:
        await WebhookChannel(poster).send(delivery(), Target("w", hook.url))
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "head", ["Content-Length: 100", "Content-Type: text/event-stream"], ids=["cut short", "endless"]
)
async def test_what_was_taken_is_taken_whatever_becomes_of_the_rest_of_the_answer(
    head: str,
) -> None:
    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\nok".encode())
        await writer.drain()
        if "Length" not in head:
            await reader.read(-1)

    poster = Poster(timeout=0.5)
    async with one_receiver(take) as target:
        sent = await WebhookChannel(poster).send(delivery(), target)
        await poster.close()
    assert sent.receipt


@pytest.mark.parametrize("hangs_up", [False, True])
async def test_what_was_sent_and_not_answered_counts_as_a_try(hangs_up: bool) -> None:
    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b'"subscriber": "night-desk"}}')
        if not hangs_up:
            await reader.read(-1)

    poster = Poster(timeout=0.5)
    async with one_receiver(take) as target:
        with pytest.raises(TransientDeliveryError, match="may have been taken") as caught:
            await WebhookChannel(poster).send(delivery(), target)
        await poster.close()
    assert not isinstance(caught.value, LaneUnavailableError)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:9/hook", "no connection: Connection refused"),
        ("http://desk.invalid/hook", "no connection: .*(not known|resolution)"),
    ],
)
async def test_what_could_not_be_sent_says_why(poster: Poster, address: str, said: str) -> None:
    with pytest.raises(LaneUnavailableError, match=said):
        await WebhookChannel(poster).send(delivery(), Target("w", address))


async def test_a_certificate_that_is_not_trusted_is_named() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    poster = Poster(timeout=2)
    async with await asyncio.start_server(lambda *_: None, "127.0.0.1", 0, ssl=context) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(LaneUnavailableError, match=r"no connection: .*certificate"):
            await WebhookChannel(poster).send(
                delivery(), Target("w", f"https://127.0.0.1:{port}/hook")
            )
        await poster.close()


@pytest.mark.parametrize("address", ["nonsense", "ftp://example.org/x", "http://", "http://[::"])
async def test_an_address_that_is_none_is_permanent(poster: Poster, address: str) -> None:
    with pytest.raises(PermanentDeliveryError) as caught:
        await WebhookChannel(poster).send(delivery(), Target("w", address))
    assert caught.value.disable
