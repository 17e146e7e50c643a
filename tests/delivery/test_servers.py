"""The loopback servers themselves: what the demo and every other test rely on."""

from __future__ import annotations

import asyncio
import json

import aiosmtplib
import httpx2
import pytest

from demo.servers import FeedServer, Refusal, Reply, SlackSink, SmtpSink, WebhookSink


def test_a_feed_is_served_with_validators() -> None:
    with FeedServer() as server, httpx2.Client() as client:
        url = server.url("/world.xml")
        assert client.get(url).status_code == 404
        server.publish("/world.xml", "<rss/>")
        first = client.get(url)
        assert (first.status_code, first.content) == (200, b"<rss/>")
        for name, header in (("if-none-match", "etag"), ("if-modified-since", "last-modified")):
            again = client.get(url, headers={name: first.headers[header]})
            assert (again.status_code, again.content) == (304, b"")
        server.publish("/world.xml", "<rss>new</rss>")
        changed = client.get(url, headers={"if-none-match": first.headers["etag"]})
        assert changed.status_code == 200
        statuses = [request.status for request in server.requests]
        assert statuses == [404, 200, 304, 304, 200]


def test_a_feed_fails_until_it_is_published_again() -> None:
    with FeedServer() as server, httpx2.Client() as client:
        server.publish("/a", "one")
        server.fail("/a", 503, b"busy", {"Retry-After": "5"})
        failed = client.get(server.url("/a"))
        assert (failed.status_code, failed.headers["retry-after"]) == (503, "5")
        server.publish("/a", "two")
        assert client.get(server.url("/a")).text == "two"
        server.remove("/a")
        assert client.get(server.url("/a")).status_code == 404


def test_a_webhook_answers_as_told() -> None:
    with WebhookSink() as sink, httpx2.Client() as client:
        sink.reply_next(Reply(429, headers={"Retry-After": "1"}), Reply(500))
        sink.reply_always(Reply(410))
        statuses = [client.post(sink.url, json={"n": n}).status_code for n in range(3)]
        sink.reply_always(None)
        statuses.append(client.post(sink.url, json={"n": 3}).status_code)
        assert statuses == [429, 500, 410, 200]
        assert [post.payload["n"] for post in sink.posts] == [0, 1, 2, 3]
        assert [post.payload["n"] for post in sink.accepted] == [3]


@pytest.mark.parametrize(
    ("payload", "status", "answer"),
    [
        (b"{", 400, "invalid_payload"),
        (b"{}", 400, "no_text"),
        (json.dumps({"text": "hello"}).encode(), 200, "ok"),
        (json.dumps({"blocks": [{"type": "marquee"}]}).encode(), 400, "invalid_blocks"),
    ],
)
def test_slack_is_strict(payload: bytes, status: int, answer: str) -> None:
    with SlackSink() as sink, httpx2.Client() as client:
        response = client.post(sink.url, content=payload)
        assert (response.status_code, response.text) == (status, answer)
        assert client.post(f"{sink.root}/other", content=payload).text == "no_service"


def test_mail_is_kept_and_failures_last_as_long_as_told() -> None:
    async def send(sink: SmtpSink) -> None:
        await aiosmtplib.send(
            b"Subject: hello\r\n\r\nbody\r\n",
            sender="a@example.org",
            recipients=["b@example.org"],
            hostname=sink.host,
            port=sink.port,
            start_tls=False,
        )

    with SmtpSink() as sink:
        asyncio.run(send(sink))
        sink.fail_always(Refusal(451))
        for _ in range(2):
            with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
                asyncio.run(send(sink))
        sink.fail_always(None)
        asyncio.run(send(sink))
        assert [mail.message["Subject"] for mail in sink.mails] == ["hello", "hello"]
