"""Text stays text in the services that Apprise reaches."""

from __future__ import annotations

import re

import pytest

from demo.servers import WebhookSink
from monitor.delivery.channels.apprise import AppriseChannel
from monitor.delivery.content import Target
from monitor.delivery.templates import Templates
from tests.delivery.examples import CONTENTS, delivery


@pytest.mark.parametrize(
    "address",
    ["mmost://127.0.0.1:{}/token", "ntfy://127.0.0.1:{}/topic", "gotify://127.0.0.1:{}/t"],
)
async def test_hostile_text_is_inert_wherever_apprise_takes_it(
    hook: WebhookSink, templates: Templates, address: str
) -> None:
    channel = AppriseChannel(templates, timeout=5)
    target = Target("apprise-1", address.format(hook.port))
    await channel.send(delivery(CONTENTS["hostile"]), target)
    body = hook.posts[0].body.decode().encode().decode("unicode_escape", "replace")
    assert "channel" in body
    assert not re.search(r"@(here|channel|everyone)", body)
    assert not re.search(r"<[!@#a-zA-Z/]", body)
    assert "](" not in body
    assert "javascript:" not in body
