"""The page to unsubscribe by, asked for over loopback as a mail service and a browser do."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import httpx2
import pytest

from monitor.web.site import NO_PAGES, Listen, Site
from monitor.web.unsubscribing import unsubscribing
from tests.support.ports import free_port


class Desk:
    """Knows one token, and notes what it is told."""

    def __init__(self) -> None:
        self.stopped: list[str] = []
        self.troubles: list[str | None] = []

    async def unsubscribe(self, token: str) -> bool:
        if token == "known":
            self.stopped.append(token)
        return token == "known"

    async def tell(self, key: str, title: str, wrong: str | None) -> None:
        assert key == NO_PAGES
        self.troubles.append(wrong)


def free() -> Listen:
    return "127.0.0.1", free_port()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def site(desk: Desk) -> AsyncIterator[Site]:
    opened = Site(unsubscribing(desk.unsubscribe), desk.tell)
    yield opened
    await opened.close()


@pytest.fixture
async def client(site: Site) -> AsyncIterator[httpx2.AsyncClient]:
    listen = free()
    await site.keep(listen)
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{listen[1]}") as opened:
        yield opened


@pytest.mark.parametrize("below", ["", "/monitor", "/a/b"])
async def test_one_post_unsubscribes(client: httpx2.AsyncClient, desk: Desk, below: str) -> None:
    """RFC 8058, with the body that mail services send."""
    done = await client.post(f"{below}/unsubscribe/known", data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert "No more mails" in done.text
    assert desk.stopped == ["known"]


async def test_who_only_looks_is_asked_first(client: httpx2.AsyncClient, desk: Desk) -> None:
    asked = await client.get("/unsubscribe/known")
    assert asked.status_code == 200
    assert '<form method="post">' in asked.text
    assert asked.headers["content-security-policy"].startswith("default-src 'none'")
    assert (await client.head("/unsubscribe/known")).status_code == 200
    assert desk.stopped == []


async def test_an_unknown_link_says_so_and_shows_nothing_of_itself(
    client: httpx2.AsyncClient, desk: Desk
) -> None:
    refused = await client.post("/unsubscribe/%3Cscript%3E")
    assert refused.status_code == 404
    assert "script" not in refused.text
    assert (await client.get("/")).status_code == 404
    assert (await client.delete("/unsubscribe/known")).status_code == 405
    assert desk.stopped == []


async def test_an_address_in_use_is_told_and_tried_again(site: Site, desk: Desk) -> None:
    listen = free()
    with socket.create_server(listen):
        await site.keep(listen)
        assert "web.listen" in (desk.troubles[-1] or "")
        await site.keep(listen)
    await site.keep(listen)
    assert desk.troubles[-1] is None
    async with httpx2.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{listen[1]}/unsubscribe/known")
        assert answer.status_code == 200


async def test_pages_follow_the_configuration(site: Site) -> None:
    first, second = free(), free()
    await site.keep(first)
    await site.keep(second)
    async with httpx2.AsyncClient() as client:
        assert (await client.get(f"http://127.0.0.1:{second[1]}/unsubscribe/x")).is_success
        with pytest.raises(httpx2.ConnectError):
            await client.get(f"http://127.0.0.1:{first[1]}/unsubscribe/x")
        await site.keep(None)
        with pytest.raises(httpx2.ConnectError):
            await client.get(f"http://127.0.0.1:{second[1]}/unsubscribe/x")
