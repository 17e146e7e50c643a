"""An alert goes on along its chain, in time, until its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.escalation import advance, asked, opens
from monitor.timing import Chain, Escalation
from tests.support.examples import NOW

TEN = timedelta(minutes=10)
CHAIN = Chain(7, "desk", ("officer", "ambassador"), TEN, 0, NOW)


def test_a_chain_opens_for_its_severity_only() -> None:
    assert not opens(None, 4)
    assert not opens(Escalation(("officer",), TEN), 3)
    assert opens(Escalation(("officer",), TEN), 4)
    assert opens(Escalation(("officer",), TEN, minimum_severity=3), 3)


def test_nothing_moves_before_its_time() -> None:
    move = advance(CHAIN, {}, NOW - timedelta(seconds=1))
    assert (move.turns, move.next_at) == ((), NOW)


def test_each_contact_has_its_turn_and_its_time() -> None:
    first = advance(CHAIN, {}, NOW)
    assert [(turn.step, turn.contact) for turn in first.turns] == [(1, "officer")]
    assert first.next_at == NOW + TEN
    second = advance(replace(CHAIN, step=1, next_at=NOW + TEN), {}, NOW + TEN)
    assert [(turn.step, turn.contact) for turn in second.turns] == [(2, "ambassador")]
    assert second.next_at == NOW + 2 * TEN
    assert advance(replace(CHAIN, step=2), {}, NOW).next_at is None


def test_who_cannot_be_told_is_passed_over_at_once() -> None:
    move = advance(CHAIN, {"officer": "muted"}, NOW)
    assert [(turn.contact, turn.refusal) for turn in move.turns] == [
        ("officer", "muted"),
        ("ambassador", None),
    ]
    nobody = advance(CHAIN, {"officer": "muted", "ambassador": "unknown"}, NOW)
    assert nobody.next_at is None


def test_a_turn_that_came_late_is_no_shorter() -> None:
    assert advance(CHAIN, {}, NOW + timedelta(hours=2)).next_at == NOW + timedelta(hours=2) + TEN


@given(
    st.lists(st.sampled_from("abcdef"), unique=True, max_size=6).map(tuple),
    st.sets(st.sampled_from("abcdef")),
    st.lists(st.integers(0, 40), max_size=30),
)
def test_every_contact_gets_exactly_one_turn_in_order(
    contacts: tuple[str, ...], unreachable: set[str], waits: list[int]
) -> None:
    chain: Chain | None = replace(CHAIN, contacts=contacts)
    now, turns, told_at = NOW, [], [NOW - TEN]
    for minutes in [*waits, *[10] * 7]:
        now += timedelta(minutes=minutes)
        if chain is None:
            break
        move = advance(chain, dict.fromkeys(unreachable, "away"), now)
        turns += move.turns
        told_at += [now for turn in move.turns if turn.refusal is None]
        chain = _after(chain, len(move.turns), move.next_at)
    assert [turn.contact for turn in turns] == list(contacts)
    assert [turn.step for turn in turns] == list(range(1, len(contacts) + 1))
    assert {turn.contact for turn in turns if turn.refusal} == unreachable & set(contacts)
    assert all(later - earlier >= TEN for earlier, later in pairwise(told_at))


def _after(chain: Chain, turns: int, next_at: datetime | None) -> Chain | None:
    return replace(chain, step=chain.step + turns, next_at=next_at) if next_at else None


def test_the_reader_is_told_what_is_asked_and_what_follows() -> None:
    assert asked(CHAIN) == ("Acknowledge it by 15:30 UTC, or officer is told next (monitor ack 7).")
    assert "nobody is told after you" in asked(replace(CHAIN, step=2))
