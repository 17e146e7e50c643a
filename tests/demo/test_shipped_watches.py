"""The watches that ship find the news of their regions in every language they have terms in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from demo.newsroom import read_newsrooms
from monitor.config.watches import load_watches
from monitor.resources import bundled
from monitor.watches import Matcher, build, compile_watches, warnings_of

CASES: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("shipped_watches.yaml").read_text("utf-8")
)
MATCHES = [
    pytest.param(watch, language, text, id=f"{watch}-{language}")
    for watch, texts in CASES["matches"].items()
    for language, text in texts.items()
]
NAMES = set(CASES["matches"])


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    """Return the shipped watches, compiled."""
    return compile_watches(build(file.plain) for file in load_watches(bundled("config")))


def found(matcher: Matcher, text: str, language: str) -> set[str]:
    """Return the names of the watches that match a text."""
    return {match.watch for match in matcher.match(text, "", language)}


def test_eight_watches_ship_each_in_at_least_twelve_languages() -> None:
    files = {file.name: file for file in load_watches(bundled("config"))}
    assert set(files) == NAMES
    assert len(files) == 8
    for file in files.values():
        assert len(set(file.keywords) - {"any"}) >= 12, file.name


def test_a_call_alone_is_enough_to_alert() -> None:
    (watch,) = [file for file in load_watches(bundled("config")) if file.name == "russia-ukraine"]
    assert watch.minimum_severity == 1
    assert watch.minimum_score <= 0.6


@pytest.mark.parametrize(("watch", "language", "text"), MATCHES)
def test_a_watch_finds_its_news(matcher: Matcher, watch: str, language: str, text: str) -> None:
    assert watch in found(matcher, text, language)


@pytest.mark.parametrize("case", CASES["none"], ids=lambda case: case["text"])
def test_no_watch_takes_what_is_not_its_news(matcher: Matcher, case: dict[str, str]) -> None:
    assert not found(matcher, case["text"], case["language"])


def test_gaza_alone_is_not_the_watch_on_iran(matcher: Matcher) -> None:
    assert "israel-iran" not in found(matcher, "Israeli strike on Gaza kills ten", "en")
    assert "israel-iran" in found(matcher, "Israeli jets strike targets near Damascus", "en")
    assert "israel-iran" in found(matcher, "Hezbollah fires at Israel over Gaza", "en")


def test_the_call_of_the_presidents_is_found_in_every_language_of_the_demo(
    matcher: Matcher,
) -> None:
    for room in read_newsrooms():
        call = room.call
        match = {m.watch for m in matcher.match(call.title, call.summary, room.language)}
        assert "russia-ukraine" in match, room.feed


def test_no_term_of_a_shipped_watch_is_ruled_out_by_the_watch_itself() -> None:
    watches = [build(file.plain) for file in load_watches(bundled("config"))]
    harmful = [found for found in warnings_of(watches) if not found.needless]
    assert [found.text for found in harmful if "can never match" in found.text] == []


def test_an_embargo_is_told_from_a_seized_flat_in_spanish(matcher: Matcher) -> None:
    sanctions = "sanctions-diplomatic-rupture"
    assert sanctions in found(matcher, "Europa impone un embargo de armas", "es")
    assert sanctions not in found(matcher, "Vivienda embargada sale a subasta", "es")
