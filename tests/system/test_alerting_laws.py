"""What must hold for subscribers whatever happens: alerts, answers, failures, crashes and time.

The real store, in a SQLite file, and every verb of the daemon between alert and channel; only the
channels are fakes, held to the contract of the real ones. A crash can come at any transaction,
before or after its commit: everything in memory is gone, and the file is opened anew.

``make bench-laws`` looks for longer.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta

import structlog
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from monitor.delivery.retry import LaneUnavailableError
from monitor.errors import MonitorError, PermanentDeliveryError, TransientDeliveryError
from monitor.pipeline import respond
from monitor.store import entries
from tests.support.duty import raise_in
from tests.support.examples import an_entry
from tests.system.laws import escalated, routed, sent
from tests.system.laws.people import AUDIENCE
from tests.system.laws.seen import look
from tests.system.laws.world import World

FAILURES: list[Exception] = [
    TransientDeliveryError("451"),
    TransientDeliveryError("busy", retry_after=600),
    LaneUnavailableError("no answer"),
    ConnectionResetError("after DATA"),
    PermanentDeliveryError("550 no such user"),
    KeyError("a fault of ours"),
]
HEADLINES = [
    "Navy intercepts tanker in the strait",
    "Ministers cancel summit over visas",
    "Rockets fall on a border town",
    "Parliament votes for new sanctions",
    "Embassy staff leave the capital",
    "Pipeline blast stops gas deliveries",
    "Drones seen above the airfield",
    "Grain ships wait at the harbour",
    "Generals meet on the island",
    "Prisoners exchanged at the bridge",
]


class DutyMachine(RuleBasedStateMachine):
    """Four subscribers with every kind of wish, some stories, and trouble."""

    def __init__(self) -> None:
        super().__init__()
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
        self.published = 0
        self.world = World()

    @initialize()
    def start(self) -> None:
        self.world.tick()

    # What happens.

    @precondition(lambda self: self.published < len(HEADLINES))
    @rule(severity=st.integers(1, 4))
    def a_feed_brings_an_entry(self, severity: int) -> None:
        headline = HEADLINES[self.published]
        entry = replace(an_entry(headline, headline, self.world.now), summary=str(severity))
        self.published += 1

        def store() -> None:
            keys = entries.Keys("", "", "")
            with self.world.store.write() as connection:
                entries.add_entry(connection, self.world.feed_id, entry, keys, self.world.now, None)

        self.world.surviving(store)
        self.world.tick()

    @rule(
        story=st.integers(1, 3), severity=st.integers(1, 4),
        watch=st.sampled_from(["a", "b", "ab"]), count=st.sampled_from([1, 1, 2, 4]),
    )  # fmt: skip
    def stories_move_on(self, story: int, severity: int, watch: str, count: int) -> None:
        def store() -> None:
            for _ in range(count):
                with self.world.store.write() as connection:
                    raise_in(
                        connection,
                        self.world.feed_id,
                        AUDIENCE,
                        100 + story,
                        severity,
                        list(watch),
                        self.world.now,
                    )

        self.world.surviving(store)
        self.world.tick()

    @rule(minutes=st.sampled_from([1, 5, 10, 20, 45, 120, 480]))
    def time_passes(self, minutes: int) -> None:
        """The daemon runs all the while."""
        target = self.world.now + timedelta(minutes=minutes)
        while self.world.now < target:
            self.world.now = min(target, max(self.world.next_due() or target, self.world.now))
            self.world.tick()

    @rule(minutes=st.sampled_from([5, 30, 300, 1500]))
    def the_machine_is_off(self, minutes: int) -> None:
        self.world.now += timedelta(minutes=minutes)
        self.world.store.close()
        self.world.open()
        self.world.tick()

    @rule(
        kind=st.sampled_from(["email", "slack"]),
        failures=st.lists(st.sampled_from(FAILURES), min_size=1, max_size=4),
    )
    def a_channel_fails(self, kind: str, failures: list[Exception]) -> None:
        self.world.channels[kind].failures += failures

    @rule(points=st.integers(0, 8))
    def the_process_will_die(self, points: int) -> None:
        """Within the next transactions."""
        self.world.mains.fuse = points

    @precondition(lambda self: self.world.open_chains())
    @rule(which=st.integers(0, 3))
    def somebody_acknowledges(self, which: int) -> None:
        unanswered = self.world.open_chains()
        number = unanswered[which % len(unanswered)]

        def answer() -> None:
            with self.world.store.write() as connection:
                respond.acknowledge(connection, number, "ann", self.world.now)

        self.world.surviving(answer)

    @rule(
        story=st.integers(101, 103), minutes=st.sampled_from([None, 15, 90]),
        who=st.sampled_from([None, "desk", "officer"]), lift=st.booleans(),
    )  # fmt: skip
    def somebody_mutes(self, story: int, minutes: int | None, who: str | None, lift: bool) -> None:
        until = self.world.now + timedelta(minutes=minutes) if minutes else None

        def answer() -> None:
            with self.world.store.write() as connection:
                if lift:
                    respond.unmute_story(connection, story, who, self.world.now)
                else:
                    respond.mute_story(connection, story, who, until, "ann", self.world.now)

        try:
            self.world.surviving(answer)
        except MonitorError:
            return
        self.world.tick()

    # What must hold.

    @invariant()
    def everything_holds(self) -> None:
        if not self.world.ticks:
            return
        world, seen = self.world, look(self.world.store)
        routed.every_alert_came_to_something_for_everybody(world, seen)
        routed.what_is_told_is_owed_to_every_address(world, seen)
        routed.what_waits_is_told_on_time(world, seen)
        sent.nothing_is_sent_twice_but_for_a_crash_or_a_lost_answer(world, seen)
        sent.nothing_is_sent_in_quiet_hours(world)
        sent.the_cap_is_kept(world, seen)
        routed.a_higher_severity_is_never_held_back_by_a_lower_ones_cooldown(world, seen)
        escalated.escalation_is_on_time_and_stops_when_somebody_acknowledges(world, seen)

    def teardown(self) -> None:
        """Let days pass without trouble: in the end nothing is owed, and nothing is lost."""
        try:
            if self.world.ticks:
                self.world.come_to_rest()
                self.everything_holds()
                sent.nothing_is_owed_and_nothing_is_lost(self.world, look(self.world.store))
        finally:
            self.world.close()
            structlog.reset_defaults()


THOROUGH = os.environ.get("MONITOR_LAWS") == "thorough"
TestAlerting = DutyMachine.TestCase
TestAlerting.settings = settings(
    max_examples=500 if THOROUGH else 10,
    stateful_step_count=60 if THOROUGH else 40,
    deadline=None,
    # To shrink a world of this size takes minutes.
    phases=tuple(Phase) if THOROUGH else (Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
