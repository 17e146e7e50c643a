"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.dates import parse_date, publication

SIX = "2021-12-07T18:00"


@pytest.mark.parametrize(
    ("text", "language", "utc"),
    [
        ("Tue, 07 Dec 2021 18:00:00 +0300", "", "2021-12-07T15:00"),
        ("Tue, 07 Dec 2021 18:00:00 GMT", "", SIX),
        ("Tue, 7 Dec 2021 18:00", "", SIX),
        ("07 Dec 21 18:00 MSK", "", "2021-12-07T15:00"),
        ("Tue, 07 Dec 2021 18:00:00 GMT+3", "", "2021-12-07T15:00"),
        ("Tue, 07 Dec 2021 18:00:00 UTC+03:00", "", "2021-12-07T15:00"),
        ("Tue, 07 Dec 2021 18:00:00 +03:00", "", "2021-12-07T15:00"),
        ("Tue, 07 Dec 2021 18:00:00 EST", "", "2021-12-07T23:00"),
        ("Tue, 07 Dec 2021 18:00:00 +0000 (UTC)", "", SIX),
        ("Tuesday, December 7, 2021 - 6:00 PM", "", SIX),
        ("Tue Dec  7 18:00:00 EST 2021", "", "2021-12-07T23:00"),
        ("2021-12-07T18:00:00Z", "", SIX),
        ("2021-12-07T18:00:00.123456-05:00", "", "2021-12-07T23:00"),
        ("2021-12-07 18:00:00 +3", "", "2021-12-07T15:00"),
        ("20211207T180000Z", "", SIX),
        ("2021-12-07", "", "2021-12-07T00:00"),
        ("1638900000", "", SIX),
        ("1638900000000", "", SIX),
        ("07.12.2021 18:00", "ru", SIX),
        ("12/31/2021 11:00 PM", "", "2021-12-31T23:00"),
        ("Вт, 07 дек 2021 18:00:00 +0300", "ru", "2021-12-07T15:00"),
        ("7 декабря 2021, 18:00", "", SIX),
        ("7 грудня 2021 18:00", "uk", SIX),
        ("mar., 07 déc. 2021 18:00:00 +0100", "fr", "2021-12-07T17:00"),
        ("Вс, 07 ноя 2021 18:00:00 +0300", "ru", "2021-11-07T15:00"),
        ("Нд, 07 лис 2021 18:00:00 +0200", "uk", "2021-11-07T16:00"),
        ("7 noi 2021 18:00", "ro", "2021-11-07T18:00"),
        ("7th December 2021 18:00 GMT", "", "2021-12-07T18:00"),
        ("December 3rd, 2021", "", "2021-12-03T00:00"),
        ("mar, 07 dic 2021 18:00:00 +0100", "", "2021-12-07T17:00"),
        ("Di, 07 Dez 2021 18:00:00 +0100", "de", "2021-12-07T17:00"),
        ("5 de mayo de 2021", "es", "2021-05-05T00:00"),
        ("7 grudnia 2021 18:00", "pl", SIX),
        ("07 Aralık 2021 18:00", "tr", SIX),
        ("7 Δεκ 2021 18:00", "el", SIX),
        ("الثلاثاء، ٧ ديسمبر ٢٠٢١ 18:00", "ar", SIX),
        ("2021年12月7日 18:00", "zh", SIX),
        ("2021년 12월 7일 18:00", "ko", SIX),
        ("Tue, 07 Dec 2021 24:00:00 GMT", "", "2021-12-08T00:00"),
        ("Tue, 07 Dec 2021 18:00:00 Europe/Moscow", "ru", "2021-12-07T15:00"),
        ("2021-07-07 18:00 Europe/Kyiv", "uk", "2021-07-07T15:00"),
        ("2021-12-07 18:00 Europe/Kyiv", "uk", "2021-12-07T16:00"),
        ("Tue, 07 Dec 2021 18:00:00 Mars/Base", "", SIX),
        ("2021-12-07 18:00:00 (GMT+3)", "", "2021-12-07T15:00"),
        ("2021-12-07 오후 6:00:00", "ko", SIX),
        ("2021년 12월 7일 오전 6시 05분", "ko", "2021-12-07T06:05"),
        ("2021. 12. 7. 18:00", "ko", SIX),
        ("2021年12月7日 午後6時00分", "ja", SIX),
        ("2021年12月7日下午6:00", "zh", SIX),
        ("7 décembre 2021 à 18h00", "fr", SIX),
        ("7 de diciembre de 2021, 6:00 p. m.", "es", SIX),
        ("20211207180000", "", SIX),
        ("202112071800", "", SIX),
        ("20211207180000Z", "", SIX),
        ("20211207210000 +0300", "", SIX),
        ("Tue, 07 Dec 2021 13:00:00 EST/EDT", "", SIX),
        ("2021-12-07 21:00 MSK/UTC", "", SIX),
        ("2021年12月7日 午後6時", "ja", SIX),
        ("2021년 12월 7일 오후 6시", "ko", SIX),
        ("2021.12.7. 18:00", "ko", SIX),
        ("7.12.2021. 18:00", "sr", SIX),
        ("7 décembre 2021 à 18h", "fr", SIX),
        ("7 كانون الأول 2021 18:00", "ar", SIX),
        ("7 ديسمبر 2021م 06:00 م", "ar", SIX),
        ("الثلاثاء 7 كانون الاول 2021 06:00 م", "", SIX),
        ("7 اذار 2021 - 06:00 ص", "ar", "2021-03-07T06:00"),
        ("7 ธ.ค. 2564 18:00", "th", SIX),
        ("7 ธันวาคม 2564 เวลา 18.00 น.", "", SIX),
        ("7 ธ.ค. 64 18:00", "th", SIX),
        ("Tue, 07 Dec 2564 18:00:00 +0700", "th", "2021-12-07T11:00"),
        ("07/12/2564 18:00", "th", SIX),
        ("۱۶ آذر ۱۴۰۰ ساعت ۱۸:۰۰", "fa", SIX),
        ("۱۴۰۰/۹/۱۶ - ۱۸:۰۰", "fa", SIX),
        ("18:00 - 1400/09/16", "fa", SIX),
        ("30 اسفند 1399", "fa", "2021-03-20T00:00"),
        ("16 قوس 1400 18:00", "ps", SIX),
        ("Thứ Ba, 7 tháng 12, 2021 18:00", "vi", SIX),
        ("18:00 ngày 7 tháng 12 năm 2021", "vi", SIX),
        ("Thứ 3, 07/12/2021, 18:00 (GMT+7)", "vi", "2021-12-07T11:00"),
        ("मंगळवार, ७ डिसेंबर २०२१ 18:00", "mr", SIX),
        ("মঙ্গলবার, ৭ ডিসেম্বর ২০২১ ১৮:০০", "bn", SIX),
        ("৭ জানুয়ারি ২০২১", "bn", "2021-01-07T00:00"),
        ("7 Δεκεμβρίου 2021, 6:00 μ.μ.", "el", SIX),
        ("7/12/2021 6:00 πμ", "el", "2021-12-07T06:00"),
        ("7.12.2021 klo 18.30", "fi", "2021-12-07T18:30"),
        ("7 dicembre 2021, 18.30", "it", "2021-12-07T18:30"),
        ("7 Desember 2021 18.30 WIB", "id", "2021-12-07T11:30"),
        ("2021.12.07. 18:30", "hu", "2021-12-07T18:30"),
        ("2021.12.07", "hu", "2021-12-07T00:00"),
        ("7 בדצמבר 2021 18:00", "he", SIX),
        ("Tue, 07 Dec 2021 18:00:00 IST", "he", "2021-12-07T16:00"),
        ("Tue, 07 Dec 2021 18:00:00 IST", "en", "2021-12-07T12:30"),
        ("Tue, 07 Dec 2021 18:00:00 CST", "zh-Hans", "2021-12-07T10:00"),
        ("Tue, 07 Dec 2021 18:00:00 CST", "en", "2021-12-08T00:00"),
        ("July 7, 2021 6:00 PM ET", "", "2021-07-07T22:00"),
        ("December 7, 2021 6:00 PM CT", "", "2021-12-08T00:00"),
        ("令和3年12月7日 18:00", "ja", SIX),
        ("中華民國110年12月7日 18:00", "zh", SIX),
        ("星期二 2021年12月7日 18:00", "zh", SIX),
    ],
)
def test_dates(text: str, language: str, utc: str) -> None:
    assert parse_date(text, language) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "0000-00-00",
        "2021-13-45",
        "32 Dec 2021",
        "Tue, 07 Dec 2021 25:61 GMT",
        "7",
        "31 آذر 1400",
    ],
)
def test_no_dates(text: str) -> None:
    assert parse_date(text) is None


@given(st.text() | st.from_regex(r"[0-9A-Za-z:+./ -]{1,40}", fullmatch=True))
def test_any_text_is_a_moment_in_utc_or_none(text: str) -> None:
    moment = parse_date(text)
    assert moment is None or moment.tzinfo is UTC


NOW = datetime(2021, 12, 7, 12, tzinfo=UTC)


def test_publication() -> None:
    assert publication(None, NOW) is None
    assert publication(datetime(1970, 1, 1, tzinfo=UTC), NOW) is None
    assert publication(NOW + timedelta(hours=14), NOW) == NOW
    assert publication(datetime(2021, 12, 1, tzinfo=UTC), NOW) == datetime(2021, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize("written", ["2099-01-01", "12/07/2022 18:00", "2078-08-21"])
def test_a_date_far_ahead_makes_nothing_fresh(written: str) -> None:
    assert publication(parse_date(written), NOW) is None
