"""Days and months in the order in which a feed writes them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.feeds.order import month_first
from monitor.feeds.parse import parse_document
from tests.feeds.documents import rss

NOW = datetime(2021, 12, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "locale", "first"),
    [
        (["05/04/2020", "04/13/2020"], "", True),
        (["05/04/2020", "13/04/2020"], "en-US", False),
        (["13/04/2020", "14/04/2020", "04/15/2020"], "en-US", False),
        (["Tue, 12/07/2010 - 18:00"], "", True),
        (["Tues. 12/07/2010"], "", True),
        (["Monday, 12/07/2010 18:00"], "en-US", False),
        (["06/12/2021 09:00"], "en-us", False),
        (["12/07/2021 09:00"], "", True),
        (["18:00 12-07-2021", "no date", ""], "", True),
        (["05/04/2020"], "en-US", True),
        (["05/04/2020"], "en_us", True),
        (["05/04/2020"], "es-US", None),
        (["05/04/2020"], "en-GB", None),
        (["05/04/2020"], "en", None),
        (["05/04/2020"], "no such-language", None),
        (["31/12/2564"], "th", None),
        (["12/12/2020", "08/8/2021"], "en-US", None),
        (["2021-12-07T09:00:00Z", "07 Dec 2021"], "en-US", None),
        ([], "en-US", None),
    ],
)
def test_the_order_of_days_and_months(written: list[str], locale: str, first: bool | None) -> None:
    assert month_first(written, locale, NOW) is first


@pytest.mark.parametrize(
    ("date", "declared", "day"),
    [
        ("12/07/2021 09:00", "", 7),
        ("Tue, 12/07/2021 - 09:00", "", 7),
        ("07/12/2021 09:00 AM", "", 7),
        ("12/05/2021 09:00", "en-US", 5),
    ],
)
def test_numbers_in_either_order_are_dates_of_the_living_feed(
    date: str, declared: str, day: int
) -> None:
    body = rss("en", "One").replace("Tue, 07 Dec 2021 18:00:00 +0300", date)
    (entry,) = parse_document(body.encode(), now=NOW, declared_language=declared).entries
    assert entry.published == datetime(2021, 12, day, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "locale", "first"),
    [
        # An agenda: some dates are of the future, and by months first all are of the past.
        ("05/12/2021 28/11/2021 10/12/2021 09/12/2021 20/12/2021", "", False),
        ("12/05/2021 11/28/2021 12/10/2021 12/09/2021 12/20/2021", "", True),
        ("05/12/2021 04/12/2021 10/12/2021", "en-GB", None),
        ("12/05/2021 12/04/2021 12/10/2021", "en-US", True),
    ],
)
def test_dates_of_the_future_do_not_outweigh_the_other_evidence(
    written: str, locale: str, first: bool | None
) -> None:
    assert month_first(written.split(), locale, datetime(2021, 12, 5, 12, tzinfo=UTC)) is first


def test_a_date_that_is_one_day_in_both_orders_tells_nothing_of_them() -> None:
    after_midnight = datetime(2021, 12, 12, 1, tzinfo=UTC)
    written = ["12/12/2021 00:30", "11/12/2021 23:50", "10/12/2021 12:00"]
    assert month_first(written, "en-US", after_midnight) is False
