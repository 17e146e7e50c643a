"""The outlets that ship: many countries and languages, and each judged."""

from __future__ import annotations

import pytest

from monitor.config.feeds import ConfiguredFeed
from monitor.config.load import load_config
from monitor.resources import bundled


@pytest.fixture(scope="module")
def feeds() -> tuple[ConfiguredFeed, ...]:
    """Return the feeds of the shipped configuration."""
    return load_config(bundled("config")).feeds


def test_many_outlets_in_many_languages(feeds: tuple[ConfiguredFeed, ...]) -> None:
    assert len({feed.feed.outlet.name for feed in feeds}) >= 70
    assert len({feed.feed.language for feed in feeds}) >= 22


@pytest.mark.parametrize("name", ["Interfax", "TASS", "CNN", "Reuters", "AP", "BBC", "Xinhua"])
def test_the_great_ones_are_there(feeds: tuple[ConfiguredFeed, ...], name: str) -> None:
    assert name in {feed.feed.outlet.name for feed in feeds}


def test_no_address_stands_twice(feeds: tuple[ConfiguredFeed, ...]) -> None:
    addresses = [feed.feed.url for feed in feeds]
    assert len(set(addresses)) == len(addresses)


def test_every_outlet_has_a_kind_and_all_but_organisations_a_country(
    feeds: tuple[ConfiguredFeed, ...],
) -> None:
    for feed in feeds:
        outlet = feed.feed.outlet
        assert outlet.kind != "other", outlet.name
        assert bool(outlet.country) or outlet.kind == "organisation", outlet.name


def test_governments_speak_for_states_and_public_broadcasters_do_not(
    feeds: tuple[ConfiguredFeed, ...],
) -> None:
    judged = {feed.feed.outlet.name: feed.feed.outlet for feed in feeds}
    assert all(outlet.state_controlled for outlet in judged.values() if outlet.kind == "government")
    controlled = {"TASS", "RIA Novosti", "Xinhua", "IRNA", "KCNA", "Anadolu Agency", "BelTA"}
    independent = {"Interfax", "BBC", "Deutsche Welle", "NHK", "Yonhap", "Suspilne", "Reuters"}
    assert all(judged[name].state_controlled is True for name in controlled)
    assert all(judged[name].state_controlled is False for name in independent)


def test_outlets_that_want_a_browser_get_one(feeds: tuple[ConfiguredFeed, ...]) -> None:
    agents = {feed.feed.outlet.name: feed.user_agent for feed in feeds}
    assert all("Mozilla" in (agents[name] or "") for name in ("Kommersant", "Vedomosti"))
