"""On whom a story's reports rest: copies, citations and outlets of several names are one source."""

import pytest

from monitor.domain import Outlet
from monitor.stories.corroborate import Rung, corroborate
from monitor.stories.cues import source_code
from tests.stories.support import CNN, INTERFAX, REUTERS, report

GAZETTE = Outlet("Valley Gazette", "GB", "newspaper", False)
HERALD = Outlet("The Herald", "GB", "newspaper", False)
AGGREGATOR = Outlet("News Finder", "US", "online", False)
GUARDIAN = Outlet("The Guardian", "GB", "newspaper", False)
CHANCELLERY = Outlet("Chancellery", "GB", "government", None)
LEDE = (
    "Several explosions were heard in the capital early on Friday, residents of two quarters said."
)


def test_one_agencys_text_under_two_headlines_counts_once():
    found = corroborate(
        [
            report(1, "Blasts rock Tehran", GAZETTE, summary=LEDE),
            report(2, "Explosions in Iran's capital", HERALD, minutes=4, summary=LEDE),
        ]
    )
    assert found.rung is Rung.REPEATED


def test_two_short_ledes_alike_are_no_copy():
    found = corroborate(
        [
            report(1, "Blasts rock Tehran", GAZETTE, summary="Read on."),
            report(2, "Explosions in Iran's capital", HERALD, minutes=4, summary="Read on."),
        ]
    )
    assert found.rung is Rung.INDEPENDENT


@pytest.mark.parametrize(
    "title",
    [
        "Missiles hit Odesa port, killing four - Valley Gazette",
        "Missiles hit Odesa port, killing four, the Valley Gazette reports",
    ],
)
def test_an_outlet_of_the_story_is_cited_by_its_name_though_no_table_has_it(title):
    found = corroborate(
        [
            report(1, title, AGGREGATOR),
            report(2, "Deadly strike in the south of Ukraine", GAZETTE, minutes=9),
        ]
    )
    assert found.rung is Rung.REPEATED
    assert found.sources == ("valley gazette",)


def test_two_outlets_that_an_aggregator_names_are_two_sources():
    found = corroborate(
        [
            report(1, "Missiles hit Odesa port - Reuters", AGGREGATOR),
            report(2, "Deadly strike in the south of Ukraine - CNN", AGGREGATOR, minutes=9),
        ]
    )
    assert found.sources == ("REUTERS", "CNN")


def test_what_a_government_says_is_not_cited_from_its_site():
    found = corroborate(
        [
            report(1, "Strike was planned for weeks, Chancellery says", CNN),
            report(2, "Statement on the strike", CHANCELLERY, minutes=9),
        ]
    )
    assert found.rung is Rung.INDEPENDENT


def test_an_article_before_an_outlets_name_makes_no_second_source():
    found = corroborate(
        [
            report(1, "Envoys to meet in secret", GUARDIAN),
            report(2, "Secret talks planned, the Guardian reports", CNN, minutes=5),
        ]
    )
    assert found.sources == ("GUARDIAN",)


def test_two_agencies_with_a_name_in_common_are_two():
    assert source_code("Interfax-Ukraine") != source_code("Interfax")
    kyiv = Outlet("Interfax-Ukraine", "UA", "agency", False)
    found = corroborate(
        [
            report(1, "Россия и Украина обменялись пленными", INTERFAX, language="ru"),
            report(2, "Відбувся обмін полоненими з Росією", kyiv, minutes=5, language="uk"),
        ]
    )
    assert len(found.sources) == 2


def test_one_state_confirms_what_another_denies():
    found = corroborate(
        [
            report(1, "Israel confirms strike on Isfahan", CNN),
            report(2, "Iran denies strike on Isfahan", REUTERS, minutes=5),
        ]
    )
    assert found.official == "denied"
    assert found.reason == "officially denied, and officially confirmed"


def test_one_outlet_that_cites_another_is_said_to_rest_on_it():
    found = corroborate([report(1, "Strike on port kills ten, Reuters reports", CNN)])
    assert found.rung is Rung.SINGLE
    assert found.reason == "CNN alone reports it, resting on REUTERS"
