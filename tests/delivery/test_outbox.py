"""Which deliveries may go: order, pace, and nobody blocked by another's trouble."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.delivery.outbox import Lane, Pace, Waiting, plan
from tests.delivery.examples import NOW

SECOND = timedelta(seconds=1)
FEW = settings(max_examples=40, deadline=None)
PACES = [Pace(), Pace(SECOND), Pace(concurrency=3), Pace(SECOND / 10, 2)]
TIMES = st.integers(-20, 20).map(lambda seconds: NOW + seconds * SECOND)


@st.composite
def outboxes(draw: st.DrawFn) -> tuple[list[Waiting], dict[str, Lane]]:
    """Draw an outbox of up to 9 rows on up to three lanes."""
    rows = [
        Waiting(
            number,
            recipient=(draw(st.sampled_from("ab")), "slack", draw(st.sampled_from("12"))),
            story_id=draw(st.one_of(st.none(), st.integers(1, 3))),
            lane=draw(st.sampled_from("xyz")),
            severity=draw(st.integers(0, 4)),
            next_attempt_at=draw(TIMES),
            leased_until=draw(st.one_of(st.none(), TIMES)),
        )
        for number in range(1, draw(st.integers(0, 9)) + 1)
    ]
    lanes = {
        name: Lane(draw(st.sampled_from(PACES)), draw(TIMES), draw(TIMES))
        for name in draw(st.sets(st.sampled_from("xyz")))
    }
    return draw(st.permutations(rows)), lanes


@FEW
@given(outboxes())
def test_only_what_is_due_free_and_first_goes(
    outbox: tuple[list[Waiting], dict[str, Lane]],
) -> None:
    rows, lanes = outbox
    going = set(plan(rows, lanes, NOW).go)
    for row in rows:
        if row.delivery_id in going:
            assert row.next_attempt_at <= NOW
            assert not row.leased(NOW)
            earlier = [
                other
                for other in rows
                if other.delivery_id < row.delivery_id
                and row.story_id is not None
                and (other.recipient, other.story_id) == (row.recipient, row.story_id)
            ]
            assert not earlier


@FEW
@given(outboxes())
def test_no_lane_is_used_faster_than_its_pace(
    outbox: tuple[list[Waiting], dict[str, Lane]],
) -> None:
    rows, lanes = outbox
    by_id = {row.delivery_id: row for row in rows}
    started = Counter(by_id[number].lane for number in plan(rows, lanes, NOW).go)
    leased = Counter(row.lane for row in rows if row.leased(NOW))
    for name, count in started.items():
        lane = lanes.get(name, Lane())
        assert lane.held_until <= NOW
        assert count + leased[name] <= lane.pace.concurrency
        if lane.pace.interval:
            assert count == 1
            assert min(lane.last_start, NOW) + lane.pace.interval <= NOW


@FEW
@given(outboxes())
def test_order_of_rows_does_not_matter(outbox: tuple[list[Waiting], dict[str, Lane]]) -> None:
    rows, lanes = outbox
    assert plan(rows, lanes, NOW) == plan(rows[::-1], lanes, NOW)


@FEW
@given(outboxes(), st.integers(1, 30))
def test_trouble_on_one_lane_changes_nothing_on_another(
    outbox: tuple[list[Waiting], dict[str, Lane]], hours: int
) -> None:
    rows, lanes = outbox
    # One recipient's story may be owed over two lanes only if its target changed; keep them apart.
    rows = [replace(row, recipient=(*row.recipient[:2], row.lane)) for row in rows]
    held = {**lanes, "x": lanes.get("x", Lane()).held(NOW + timedelta(hours=hours))}
    others = [row for row in rows if row.lane != "x"]
    assert plan(rows, held, NOW).go == plan(others, lanes, NOW).go


@FEW
@given(outboxes())
def test_everything_goes_in_the_end(outbox: tuple[list[Waiting], dict[str, Lane]]) -> None:
    rows, lanes = outbox
    now, left, sent = NOW, rows, list[int]()
    for _ in range(300):
        if not left:
            break
        decision = plan(left, lanes, now)
        sent += decision.go
        for row in left:
            if row.delivery_id in decision.go:
                lanes[row.lane] = lanes.get(row.lane, Lane()).started(now)
        left = [row for row in left if row.delivery_id not in decision.go]
        now = _later(decision.wake_at, now)
    assert not left
    assert len(sent) == len(set(sent)) == len(rows)
    threads: dict[object, int] = {}
    by_id = {row.delivery_id: row for row in rows}
    for number in sent:
        row = by_id[number]
        if row.story_id is not None:
            assert threads.get((row.recipient, row.story_id), 0) < number
            threads[row.recipient, row.story_id] = number


def _later(wake_at: datetime | None, now: datetime) -> datetime:
    return max(wake_at, now) if wake_at else now


def waiting(number: int, severity: int = 2, desk: str = "a", **changes: object) -> Waiting:
    row = Waiting(number, (desk, "email", "1"), number, "email", severity, NOW)
    return replace(row, **changes)  # type: ignore[arg-type]


def test_the_most_severe_goes_first() -> None:
    rows = [waiting(1, severity=1), waiting(2, severity=4), waiting(3, severity=2)]
    assert plan(rows, {"email": Lane(Pace(concurrency=9))}, NOW).go == (2, 3, 1)


def test_a_flood_for_one_recipient_delays_no_other() -> None:
    rows = [waiting(number) for number in range(1, 50)] + [waiting(50, desk="b")]
    assert plan(rows, {"email": Lane(Pace(concurrency=2))}, NOW).go == (1, 50)


def test_the_next_is_asked_for_when_the_pace_allows_it() -> None:
    decision = plan([waiting(1), waiting(2)], {"email": Lane(Pace(SECOND, 5))}, NOW)
    assert decision.go == (1,)
    assert decision.wake_at == NOW + SECOND


def test_a_clock_set_back_does_not_close_a_lane() -> None:
    lane = Lane(Pace(SECOND), last_start=NOW + timedelta(hours=1))
    assert plan([waiting(1)], {"email": lane}, NOW).wake_at == NOW + SECOND


def test_an_expired_lease_is_taken_up_again() -> None:
    assert plan([waiting(1, leased_until=NOW)], {}, NOW).go == (1,)


def test_ten_thousand_rows_are_planned_quickly() -> None:
    rows = [waiting(number, desk=str(number % 50)) for number in range(10_000)]
    before = datetime.now(NOW.tzinfo)
    plan(rows, {}, NOW)
    assert datetime.now(NOW.tzinfo) - before < timedelta(seconds=1)
