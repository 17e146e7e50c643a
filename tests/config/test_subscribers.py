"""subscribers.yaml: what is read from it, and every mistake with its mend."""

from __future__ import annotations

import pytest

from monitor.config.subscribers import SubscribersFile
from monitor.config.validate import validate_file
from tests.config.conftest import LIST, Refusals, Write


@pytest.mark.parametrize(
    ("subscriber", "problem"),
    [
        ("{name: a}", "1:15: 'channels' is missing; add it"),
        (
            "{name: a, channels: [{email: desk@}]}",
            "1:44: email: 'desk@' is no e-mail address; write e.g. desk@example.org",
        ),
        (
            "{name: a, channels: [{email: 'Desk <desk@example.org>'}]}",
            "1:44: email: 'Desk <desk@example.org>' has a name around the address; "
            "write the address alone",
        ),
        (
            "{name: a, channels: [{}]}",
            "1:36: channels: a channel of no kind; "
            "give each channel one of email, slack, webhook, apprise, console",
        ),
        (
            "{name: a, channels: [{email: a@b, console: true}]}",
            "1:36: channels: email and console in one channel; "
            "give each channel one of email, slack, webhook, apprise, console",
        ),
        (
            "{name: a, channels: [{console: false}]}",
            "1:36: channels: a channel of no kind; "
            "give each channel one of email, slack, webhook, apprise, console",
        ),
        (
            "{name: a, channels: [{sms: '+1'}]}",
            "1:37: unknown key 'sms'; known are: apprise, console, email, slack, webhook",
        ),
        (
            "{name: a, channels: [{webhook: {}}]}",
            "1:37: 'url' is missing; add 'url: https://example.org/alerts'",
        ),
        (
            "{name: a, channels: [{console: true}], minimum_severity: 5}",
            "1:72: minimum_severity: '5' is too large; at most 4",
        ),
        (
            "{name: a, channels: [{console: true}], minimum_score: nan}",
            "1:69: minimum_score: 'nan' is not a number to count with; write e.g. 0.5",
        ),
        (
            "{name: a, channels: [{console: true}], minimum_score: 60%}",
            "1:69: minimum_score: expected a number; found '60%'",
        ),
        (
            "{name: a, channels: [{console: true}], directions: [upp]}",
            "1:67: directions: 'upp' is not known; did you mean 'up'?",
        ),
        (
            "{name: a, channels: [{console: true}], direction: [up]}",
            "1:54: unknown key 'direction'; did you mean 'directions'?",
        ),
        (
            "{name: a, channels: [{console: true}], watches: russia}",
            f"1:63: watches: expected {LIST}; found text",
        ),
        (
            "{name: a, channels: [{console: true}], outlets: [TASS, ]}",
            None,
        ),
        (
            "{name: a, channels: [{console: true}], outlets: [~]}",
            "1:64: outlets: empty; write text, in quotes if it begins with '#'",
        ),
    ],
)
def test_a_mistake_in_subscribers_yaml(
    refusals: Refusals, write: Write, subscriber: str, problem: str | None
) -> None:
    text = f"subscribers: [{subscriber}]"
    if problem is None:
        assert validate_file(write("file.yaml", text), SubscribersFile).subscribers
    else:
        assert refusals(SubscribersFile, text) == [problem]


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("desk@example.org", "desk@example.org"),
        ("desk@localhost", "desk@localhost"),
        ("first.last+tag@mail.example.org", "first.last+tag@mail.example.org"),
        ("desk@пример.рф", "desk@xn--e1afmkfd.xn--p1ai"),
        ("desk@Straße.example", "desk@xn--strae-oqa.example"),
    ],
)
def test_addresses_as_mail_servers_take_them(write: Write, address: str, named: str) -> None:
    text = f"subscribers: [{{name: a, channels: [{{email: {address}}}]}}]"
    (item,) = validate_file(write("file.yaml", text), SubscribersFile).subscribers
    assert item.channels[0].email == named


@pytest.mark.parametrize(
    "address",
    [
        "desk",
        "@example.org",
        "a@b@example.org",
        "a@example.org, b@example.org",
        "a@exa mple.org",
        '\\"a b\\"@example.org',
        "a@ex..ämple.org",
        "a@b..org",
        "a@example.org\\nBcc: b@example.org",
        "=?utf-8?q?a?=@example.org",
        "a@example.org (desk)",
        f"{'a' * 250}@example.org",
    ],
)
def test_what_is_no_address(refusals: Refusals, address: str) -> None:
    text = f'subscribers: [{{name: a, channels: [{{email: "{address}"}}]}}]'
    (problem,) = refusals(SubscribersFile, text)
    assert "is no e-mail address" in problem
