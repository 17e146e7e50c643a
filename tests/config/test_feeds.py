"""feeds.yaml: what is read from it, and every mistake with its mend."""

from __future__ import annotations

import pytest

from monitor.config.feeds import FeedsFile, feeds_of
from monitor.config.validate import validate_file
from monitor.domain import Outlet
from tests.config.conftest import LIST, Refusals, Write

FEED = "{name: a, url: 'https://example.org/', language: en}"


@pytest.mark.parametrize(
    ("outlet", "problem"),
    [
        ("{name: A}", "1:11: 'feeds' is missing; add it"),
        ("{name: A, feeds: []}", "1:28: feeds: a list has too few items; at least 1"),
        ("{name: A, feeds: {}}", f"1:28: feeds: expected {LIST}; found a section"),
        (
            "{name: A, feeds: [{name: a, language: en}]}",
            "1:29: 'url' is missing; add 'url: https://example.org/feed.xml'",
        ),
        (
            "{name: A, feeds: [{name: a, url: www.example.org, language: en}]}",
            "1:44: url: no address of the web; write e.g. https://example.org/feed.xml",
        ),
        (
            "{name: A, feeds: [{name: a, url: 'file:///etc/passwd', language: en}]}",
            "1:44: url: no address of the web; write e.g. https://example.org/feed.xml",
        ),
        (
            "{name: A, feeds: [{name: a, url: 'https://example.org/', language: English}]}",
            "1:78: language: 'English' is no language code (ISO 639); did you mean en?",
        ),
        (
            "{name: A, feeds: [{name: a, url: 'https://example.org/', language: xx}]}",
            "1:78: language: 'xx' is no language code (ISO 639); write e.g. en, ru or zh",
        ),
        (
            f"{{name: A, country: UK, feeds: [{FEED}]}}",
            "1:30: country: 'UK' is no two-letter country code (ISO 3166); "
            "did you mean GB (United Kingdom)?",
        ),
        (
            f"{{name: A, country: Russia, feeds: [{FEED}]}}",
            "1:30: country: 'Russia' is no two-letter country code (ISO 3166); "
            "did you mean RU (Russia)?",
        ),
        (
            f"{{name: A, country: Q1, feeds: [{FEED}]}}",
            "1:30: country: 'Q1' is no two-letter country code (ISO 3166); write e.g. RU or US",
        ),
        (
            f"{{name: A, kind: agencies, feeds: [{FEED}]}}",
            "1:27: kind: 'agencies' is not known; did you mean 'agency'?",
        ),
        (
            f"{{name: A, state_controlled: partly, feeds: [{FEED}]}}",
            "1:39: state_controlled: 'partly' is not known; write true, false or unknown",
        ),
        (
            f"{{name: A, state_control: true, feeds: [{FEED}]}}",
            "1:21: unknown key 'state_control'; did you mean 'state_controlled'?",
        ),
    ],
)
def test_a_mistake_in_feeds_yaml(refusals: Refusals, outlet: str, problem: str) -> None:
    assert refusals(FeedsFile, f"outlets: [{outlet}]") == [problem]


def test_norway_and_other_traps_of_old_yaml(write: Write) -> None:
    text = """\
        outlets:
          - name: 1984
            country: NO
            kind: online
            state_controlled: no
            feeds:
              - {name: 007, url: https://example.org/, language: no, enabled: off}
        """
    (feed,) = feeds_of(validate_file(write("file.yaml", text), FeedsFile))
    assert feed.feed.outlet == Outlet("1984", "NO", "online", False)
    assert (feed.feed.name, feed.feed.language, feed.enabled) == ("007", "no", False)


@pytest.mark.parametrize(
    ("typed", "judgement"), [("true", True), ("false", False), ("unknown", None), ("", None)]
)
def test_state_control(write: Write, typed: str, judgement: bool | None) -> None:
    text = f"outlets: [{{name: A, state_controlled: {typed}, feeds: [{FEED}]}}]"
    (feed,) = feeds_of(validate_file(write("file.yaml", text), FeedsFile))
    assert feed.feed.outlet.state_controlled is judgement
