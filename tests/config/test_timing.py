"""What subscribers may say of when they are told, and every mistake names its mend."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from monitor.app.convert import audience_of, subscribers_of, targets_of
from monitor.config.load import load_config
from monitor.config.secrets import Secrets
from monitor.config.subscribers import SubscribersFile
from monitor.errors import ConfigError
from monitor.timing import Cap, Cooldown, DigestTimes, Escalation, QuietHours, Timing
from tests.config.conftest import Refusals, Write

WHOLE = """\
subscribers:
  - name: desk
    minimum_rung: both_sides
    time_zone: Europe/Kyiv
    delivery: digest
    digest: {times: [19:00, 7:00], days: [mon, fri], all_quiet: yes, except_severity: 3}
    quiet_hours:
      - {start: 22:00, end: 07:00}
      - {start: 00:00, end: 24:00, days: [sat, sun], except_severity: 5}
    cap: {alerts: 10, per: 1h}
    cooldown: {story: 30m, watch: 5m}
    escalation: {contacts: [officer], after: 15m, minimum_severity: 3}
    channels: [{console: true}]
  - name: officer
    escalations_only: true
    channels: [{console: true}]
"""


def test_every_wish_arrives_where_alerts_are_decided(write: Write, tmp_path: Path) -> None:
    write("subscribers.yaml", WHOLE)
    config = load_config(tmp_path, Secrets({}))
    desk, officer = subscribers_of(config)
    assert desk.minimum_rung == 4
    assert desk.timing == Timing(
        zone="Europe/Kyiv",
        digest_only=True,
        digest=DigestTimes((time(7), time(19)), frozenset([0, 4]), True, 3),
        quiet_hours=(
            QuietHours(time(22), time(7)),
            QuietHours(time(0), time(0), frozenset([5, 6]), 5),
        ),
        cap=Cap(10, timedelta(hours=1)),
        cooldown=Cooldown(timedelta(minutes=30), timedelta(minutes=5)),
        escalation=Escalation(("officer",), timedelta(minutes=15), 3),
    )
    assert (officer.escalations_only, officer.timing) == (True, Timing())
    assert audience_of(config).subscribers == (desk, officer)
    assert {target.zone for target in targets_of(config).values()} == {"Europe/Kyiv", "UTC"}


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        (
            "minimum_rung: both",
            "minimum_rung: 'both' is not known; "
            "known are: both_sides, independent, official, repeated, single",
        ),
        ("time_zone: Europe/Kyev", "time_zone: 'Europe/Kyev' is no time zone; did you mean"),
        ("delivery: digest", "subscribers: 'digest' is missing; add 'digest: {times: [07:00]}'"),
        ("delivery: digests", "delivery: 'digests' is not known; did you mean 'digest'?"),
        ("digest: {}", "'times' is missing; add 'times: [07:00, 19:00]'"),
        ("digest: {times: [25:00]}", "times: '25:00' is no time of day; write e.g. 07:00 or 22:30"),
        ("digest: {times: [24:00]}", "times: '24:00' is no time of day; write e.g. 07:00 or 22:30"),
        ("digest: {times: [07:00, 7:00]}", "times: the same item twice; delete one"),
        ("quiet_hours: {start: 22:00, end: 07:00}", "quiet_hours: expected a list"),
        ("quiet_hours: [{start: 22:00}]", "'end' is missing; add 'end: 07:00'"),
        (
            "quiet_hours: [{start: [22:00], end: 07:00}]",
            "start: expected a time of day such as 07:00; found a list",
        ),
        (
            "quiet_hours: [{start: 07:00, end: 07:00}]",
            "quiet_hours: 'start' and 'end' are the same; for whole days write 00:00 and 24:00",
        ),
        (
            "quiet_hours: [{start: 22:00, end: 7:00, days: [Monday]}]",
            "days: 'Monday' is not known; did you mean 'mon'?",
        ),
        ("cap: {alerts: 3}", "'per' is missing; add 'per: 1h'"),
        ("cap: {alerts: 0, per: 1h}", "alerts: '0' is too small; at least 1"),
        ("cooldown: {story: 30}", "story: '30' is no duration; write e.g. 90s, 5m, 24h or 7d"),
        ("escalation: {after: 5m}", "'contacts' is missing; add 'contacts: [duty-officer]'"),
        (
            "escalation: {contacts: [b], minimum_severity: 5}",
            "minimum_severity: '5' is too large; at most 4",
        ),
    ],
)
def test_a_mistake_says_what_would_be_right(refusals: Refusals, wish: str, problem: str) -> None:
    text = f"subscribers:\n  - name: a\n    channels: [{{console: true}}]\n    {wish}\n"
    (found,) = refusals(SubscribersFile, text)
    line, _, said = found.split(":", 2)
    assert said.strip().startswith(problem)
    assert line == ("2" if wish == "delivery: digest" else "4")


def test_contacts_are_subscribers_and_quiet_hours_end(write: Write, tmp_path: Path) -> None:
    write(
        "subscribers.yaml",
        """\
        subscribers:
          - name: desk
            escalation: {contacts: [desk, oficer]}
            channels: [{console: true}]
          - name: officer
            quiet_hours:
              - {start: 00:00, end: 24:00}
            channels: [{console: true}]
        """,
    )
    with pytest.raises(ConfigError) as refused:
        load_config(tmp_path, Secrets({}))
    assert [problem.replace(f"{tmp_path}/", "") for problem in refused.value.problems] == [
        "subscribers.yaml:3:29: 'desk' is told first anyway; name somebody else as a contact",
        "subscribers.yaml:3:35: unknown subscriber 'oficer'; did you mean 'officer'?",
        "subscribers.yaml:7:7: quiet_hours: they never end; leave some time of the week for what "
        "waited",
    ]
