"""One click unsubscribes its reader, and nobody else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.delivery.content import Target
from monitor.delivery.unsubscribe import read_token, token_of, unsubscribe_url
from monitor.pipeline import unsubscribe
from monitor.store.disabled import (
    UNSUBSCRIBED,
    disable_target,
    enable_target,
    forget_changed,
    load_disabled,
)
from monitor.store.engine import Store
from monitor.store.keys import own_key
from tests.support.examples import NOW

DESK = ("desk", "email", "email:1")
KEY = b"k" * 32
NAMES = st.text(max_size=30)


@given(NAMES, NAMES, NAMES)
def test_a_token_names_its_recipient_and_fits_an_address(one: str, two: str, three: str) -> None:
    recipient = (one, two, three)
    token = token_of(KEY, recipient)
    assert read_token(KEY, token) == recipient
    assert token.replace("-", "").replace("_", "").isalnum()
    assert read_token(b"another key", token) is None


@given(st.text(max_size=60), st.integers(0, 200), st.characters())
def test_a_token_that_was_changed_is_none(text: str, at: int, character: str) -> None:
    token = token_of(KEY, DESK)
    assert read_token(KEY, text) is None
    at %= len(token)
    changed = token[:at] + character + token[at + 1 :]
    assert read_token(KEY, changed) == (DESK if changed == token else None)


def test_the_address_stands_below_the_public_one() -> None:
    address = unsubscribe_url("https://monitor.example.org/", KEY, DESK)
    assert address.startswith("https://monitor.example.org/unsubscribe/")


def test_one_click_switches_off_and_the_operator_on_again(store: Store) -> None:
    targets = {DESK: Target("email:1", "desk@example.org")}
    with store.write() as connection:
        key = own_key(connection, unsubscribe.KEY)
    token = token_of(key, DESK)
    with store.write() as connection:
        assert own_key(connection, unsubscribe.KEY) == key
        for _ in range(2):
            assert unsubscribe.unsubscribe(connection, token, targets, NOW)
        assert not unsubscribe.unsubscribe(connection, token[:-2], targets, NOW)
        assert load_disabled(connection) == {DESK: UNSUBSCRIBED}
        assert enable_target(connection, DESK)
        assert not enable_target(connection, DESK)


def test_what_a_reader_wants_outlasts_what_it_was_off_for_before(store: Store) -> None:
    with store.write() as connection:
        disable_target(connection, DESK, "550 mailbox unknown", NOW, "old")
        token = token_of(own_key(connection, unsubscribe.KEY), DESK)
        assert unsubscribe.unsubscribe(connection, token, {}, NOW)
        disable_target(connection, DESK, "550 mailbox unknown", NOW, "old")
        assert forget_changed(connection, {DESK: "new"}) == []
        assert load_disabled(connection) == {DESK: UNSUBSCRIBED}


def test_what_a_reader_wants_outlasts_an_edit_of_the_subscribers(store: Store) -> None:
    with store.write() as connection:
        token = token_of(own_key(connection, unsubscribe.KEY), DESK)
        assert unsubscribe.unsubscribe(connection, token, {}, NOW)
        assert forget_changed(connection, {}) == []
        assert forget_changed(connection, {DESK: ""}) == []
        assert load_disabled(connection) == {DESK: UNSUBSCRIBED}
