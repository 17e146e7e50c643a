"""Lists of feeds, in and out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.feeds.opml import Subscription, read_opml, write_opml

LIST = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<opml version="1.0"><head><title>Feeds</title></head><body>
<outline text="News"><outline text="Агентство"><outline text="A &amp; B" xmlurl="https://a.test/feed"
 htmlUrl="https://a.test/" language="ru"/></outline></outline>
<outline title="Alone" type="rss" xmlUrl="https://b.test/feed"/>
<outline text="Again" xmlUrl="https://a.test/feed"/></body></opml>"""


def test_read() -> None:
    assert read_opml(LIST.encode()).feeds == (
        Subscription("A & B", "https://a.test/feed", "Агентство", "ru", "https://a.test/"),
        Subscription("Alone", "https://b.test/feed"),
    )


def test_an_address_that_is_none_is_named_and_the_others_are_read() -> None:
    body = LIST.replace("https://b.test/feed", "file:///etc/passwd")
    listed = read_opml(body.encode())
    assert [feed.title for feed in listed.feeds] == ["A & B"]
    assert listed.refused == ("the outline 'Alone' has no web address: 'file:///etc/passwd'",)


@pytest.mark.parametrize(
    ("written", "url"),
    [("feed://b.test/feed", "http://b.test/feed"), ("feed:https://b.test/x", "https://b.test/x")],
)
def test_the_scheme_of_feeds_is_that_of_the_web(written: str, url: str) -> None:
    listed = read_opml(LIST.replace("https://b.test/feed", written).encode())
    assert listed.feeds[-1].url == url


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<rss version='2.0'><channel/></rss>", "no OPML list"),
        ("<opml><body><outline></body></opml>", "line 1: .*well-formed"),
        ("", "well-formed"),
    ],
)
def test_what_is_no_list(body: str, says: str) -> None:
    with pytest.raises(ParseError, match=says):
        read_opml(body.encode())


def test_the_line_that_is_wrong_is_that_of_the_file() -> None:
    body = LIST.replace("<!DOCTYPE opml [", "\n<!-- of\ntwo lines -->\n<!DOCTYPE opml [\n")
    body = body.replace("<outline title", "<!-- one\nmore --><outline>\n<outline title")
    wrong = body.replace("</body>", "\n</body>")
    line = wrong[: wrong.index("</body>")].count("\n") + 1
    with pytest.raises(ParseError, match=f"^line {line}: .* line {line},"):
        read_opml(wrong.encode())


NAMES = st.text(st.characters(categories=["L", "N"]), min_size=1)


@given(
    st.lists(
        st.builds(
            Subscription,
            title=NAMES,
            url=st.integers(0, 10**6).map("https://a.test/{}".format),
            outlet=NAMES | st.just(""),
            language=st.sampled_from(["", "ru", "en"]),
        ),
        unique_by=lambda feed: feed.url,
    )
)
def test_out_and_in_again(feeds: list[Subscription]) -> None:
    again = read_opml(write_opml(feeds, "Feeds")).feeds
    normal = {(feed.url, feed.language) for feed in feeds}
    assert {(feed.url, feed.language) for feed in again} == normal
    assert sorted(feed.url for feed in again if not feed.outlet) == sorted(
        feed.url for feed in feeds if not feed.outlet
    )
