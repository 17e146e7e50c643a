"""Whatever JSON says, its strings can be stored and sent."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from monitor.text.characters import is_whole, read_json, whole

HALVES = st.text(st.characters(categories=("Cs", "Ll", "So")))
VALUES = st.recursive(
    HALVES | st.integers() | st.none(),
    lambda inner: st.lists(inner) | st.dictionaries(HALVES, inner),
    max_leaves=8,
)


@given(HALVES)
def test_whole_text_can_be_encoded_and_keeps_its_length(text: str) -> None:
    assert len(whole(text).encode()) >= len(text)
    assert len(whole(text)) == len(text)
    assert (whole(text) == text) == is_whole(text)


@given(VALUES)
def test_what_json_says_can_be_encoded(value: Any) -> None:
    json.dumps(read_json(json.dumps(value)), ensure_ascii=False).encode()


def test_a_pair_in_two_escapes_is_one_character() -> None:
    assert read_json(r'{"\ud83d": ["\ud83d\ude00", "cut \ud83d"]}') == {"�": ["😀", "cut �"]}
