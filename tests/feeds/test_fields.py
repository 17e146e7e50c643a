"""Fields of entries as publishers fill them, and what is left of the broken ones."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from time import process_time

import pytest

from monitor.errors import ParseError
from monitor.feeds.document import ParsedFeed
from monitor.feeds.parse import parse_document
from tests.feeds import documents

ADDRESS = "https://outlet.test/feeds/news.xml"
MEDIA = 'xmlns:media="http://search.yahoo.com/mrss/"'
CAPTION = '<media:description type="plain">The harbour at dusk. Photo: agency</media:description>'


def parse(document: str, url: str = "", declared: str = "") -> ParsedFeed:
    now = datetime(2021, 12, 8, tzinfo=UTC)
    return parse_document(document.encode(), now=now, url=url, declared_language=declared)


def rss(*items: str, namespaces: str = "") -> str:
    inner = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0" {namespaces}><channel><title>Outlet</title>{inner}</channel></rss>'


@pytest.mark.parametrize("picture", [CAPTION, f"<media:group>{CAPTION}</media:group>"])
def test_the_caption_of_a_picture_is_not_the_summary(picture: str) -> None:
    title, text = "<title>Army moves</title>", "<description>Two brigades.</description>"
    for item in (title + picture + text, picture + title + text, title + text + picture):
        assert parse(rss(item, namespaces=MEDIA)).entries[0].summary == "Two brigades."


def test_a_caption_is_better_than_no_summary() -> None:
    (entry,) = parse(rss(f"<title>Army moves</title>{CAPTION}", namespaces=MEDIA)).entries
    assert entry.summary == "The harbour at dusk. Photo: agency"


@pytest.mark.parametrize(
    ("written", "guid"),
    [
        ("1", "1"),
        ("0f8e-77", "0f8e-77"),
        ("/news/1", "/news/1"),
        ("https://outlet.test/?a=1&amp;section=2&amp;copy=3", "https://outlet.test/?a=1&section=2&copy=3"),
        ("&lt;77@mail.outlet.test&gt;", "<77@mail.outlet.test>"),
    ],
)  # fmt: skip
def test_a_guid_stays_as_it_is_written(written: str, guid: str) -> None:
    item = f"<title>Army moves</title><link>/army</link><guid>{written}</guid>"
    (entry,) = parse(rss(item), ADDRESS).entries
    assert (entry.guid, entry.link) == (guid, "https://outlet.test/army")


@pytest.mark.parametrize("elsewhere", ["", "<title>Two < three</title>"])
def test_a_guid_stays_the_same_where_another_entry_is_broken(elsewhere: str) -> None:
    one = "<title>One</title><guid>https://outlet.test/?a=1&amp;b=2</guid>"
    assert parse(rss(one, elsewhere)).entries[0].guid == "https://outlet.test/?a=1&b=2"


@pytest.mark.parametrize("written", ["soon", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_a_date_that_is_none_hides_no_other_of_its_entry(written: str) -> None:
    dates = f"<pubDate>{written}</pubDate><dc:date>2021-12-07T15:00:00Z</dc:date>"
    namespace = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    (entry,) = parse(rss(f"<title>One</title>{dates}", namespaces=namespace)).entries
    assert entry.published == datetime(2021, 12, 7, 15, tzinfo=UTC)


def test_a_gzip_file_of_several_members_is_read_to_its_end() -> None:
    whole = rss("<title>One</title>", "<title>Two</title>").encode()
    packed = gzip.compress(whole[:90]) + gzip.compress(whole[90:]) + b"\x00" * 8
    feed = parse_document(packed, now=datetime(2021, 12, 8, tzinfo=UTC))
    assert [entry.title for entry in feed.entries] == ["One", "Two"]
    with pytest.raises(ParseError, match="unpacks to more"):
        parse_document(gzip.compress(b"x" * 15_000_000) * 2, now=datetime(2021, 12, 8, tzinfo=UTC))


def test_a_guid_that_is_no_address_gives_no_link() -> None:
    (entry,) = parse(rss("<title>Army moves</title><guid>0f8e-77</guid>"), ADDRESS).entries
    assert entry.link == ""


@pytest.mark.parametrize(
    "element",
    [
        "<content:encoded>&lt;p&gt;Two brigades.&lt;/p&gt;</content:encoded>",
        "<yandex:full-text>Two brigades.</yandex:full-text>",
    ],
)
@pytest.mark.parametrize("description", ["", "&lt;img src='a.jpg'/&gt;&amp;nbsp;", " \n"])
def test_a_picture_for_a_description_leaves_the_text_to_be_the_summary(
    element: str, description: str
) -> None:
    namespaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:yandex="http://news.yandex.ru"'
    )
    item = f"<title>Army moves</title><description>{description}</description>{element}"
    (entry,) = parse(rss(item, namespaces=namespaces)).entries
    assert entry.summary == "Two brigades."


@pytest.mark.parametrize("title", ["", "...", "-", "&#9889;&#65039;", "&#8203;"])
def test_a_title_of_mere_signs_leaves_the_headline_to_the_text(title: str) -> None:
    item = f"<title>{title}</title><description>Air defence is at work. Stay in.</description>"
    assert parse(rss(item)).entries[0].title == "Air defence is at work."


def test_a_title_of_mere_signs_is_better_than_none() -> None:
    link = "<link>https://outlet.test/1</link>"
    assert parse(rss(f"<title>...</title>{link}")).entries[0].title == "..."
    assert parse(rss(f"<title></title>{link}")).entries[0].title == "https://outlet.test/1"


@pytest.mark.parametrize("base", ["sub/", "/feeds/sub/", "https://outlet.test/feeds/sub/"])
def test_links_are_resolved_against_the_base_of_their_entry(base: str) -> None:
    document = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Outlet</title>'
        f'<entry xml:base="{base}"><title>Army moves</title><id>tag:outlet.test,2021:1</id>'
        '<link href="army.html"/></entry></feed>'
    )
    (entry,) = parse(document, ADDRESS).entries
    assert entry.link == "https://outlet.test/feeds/sub/army.html"


def test_a_section_left_open_costs_its_own_element_alone() -> None:
    one = "<title><![CDATA[One]]></title><description><![CDATA[cut off</description>"
    two = "<title><![CDATA[Two & more]]></title><description><![CDATA[<p>whole</p>]]></description>"
    entries = parse(rss(one, two, "<title>Three</title>")).entries
    assert [(entry.title, entry.summary) for entry in entries] == [
        ("One", "cut off"), ("Two & more", "whole"), ("Three", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "faulty",
    ["Losses < gains", "Army</news:title><news:title>", "Army \x01</b>", "Army</news:title"],
)
def test_a_broken_page_of_a_news_sitemap_costs_no_other(faulty: str) -> None:
    pages = "".join(
        f"<url><loc>https://outlet.test/{number}</loc><news:news><news:title>{title}</news:title>"
        "</news:news></url>"
        for number, title in enumerate(["First", f"Second {faulty}", "Third"])
    )
    titles = [entry.title for entry in parse(f"<urlset>{pages}</urlset>").entries]
    assert (titles[0], titles[-1]) == ("First", "Third")


@pytest.mark.parametrize(
    "hostile",
    ["<urlset <" + "a" * 40_000, "<urlset>" + "".join(f"<p{n}:url>" for n in range(4_000))],
)
def test_a_broken_news_sitemap_takes_no_quadratic_time(hostile: str) -> None:
    start = process_time()
    with pytest.raises(ParseError):
        parse(hostile)
    assert process_time() - start < 1


def test_markup_in_the_title_of_a_news_sitemap_is_no_end_of_it() -> None:
    marked = documents.NEWS_SITEMAP.replace("Presidents begin", "Presidents <b>begin</b>")
    assert parse(marked).entries[0].title.startswith("Presidents begin ")


def test_an_item_of_a_json_feed_whose_id_is_its_address() -> None:
    (entry,) = parse('{"items": [{"id": "https://outlet.test/1", "title": "Army moves"}]}').entries
    assert entry.link == entry.guid == "https://outlet.test/1"


def test_a_list_of_other_things_is_no_json_feed() -> None:
    with pytest.raises(ParseError, match="no JSON Feed"):
        parse('{"items": [{"name": "apple", "price": 3}]}')
    version = '"version": "https://jsonfeed.org/version/1.1"'
    assert parse(f'{{{version}, "items": [{{"id": "1"}}]}}').entries == ()


@pytest.mark.parametrize("said", ["<dc:language>es</dc:language>", "<language>es-ES</language>"])
def test_an_entry_that_names_its_language_is_in_it(said: str) -> None:
    title = "<title>Misiles sobre Kiev</title>"
    document = rss(
        f"{title}{said}",
        f"<title>Missiles over Kyiv reported by residents</title>{said}",
        namespaces='xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ).replace("<channel>", "<channel><language>en</language>")
    assert [entry.language for entry in parse(document).entries] == ["es", "en"]


@pytest.mark.parametrize("said", ["und", "English", "en", "en-GB"])
@pytest.mark.parametrize("document", ["en-US", "en"])
def test_an_entry_that_names_no_language_of_its_own_is_in_its_operators(
    said: str, document: str
) -> None:
    item = f"<title>Rusia ataca</title><dc:language>{said}</dc:language>"
    text = rss(item, namespaces='xmlns:dc="http://purl.org/dc/elements/1.1/"').replace(
        "<channel>", f"<channel><language>{document}</language>"
    )
    (entry,) = parse(text, declared="es").entries
    assert entry.language == "es"


def test_an_item_of_a_json_feed_in_the_language_of_its_document_is_in_its_operators() -> None:
    document = """{"version": "https://jsonfeed.org/version/1.1", "language": "en-US",
        "items": [{"id": "1", "title": "Rusia ataca", "language": "en"}]}"""
    (entry,) = parse(document, declared="es").entries
    assert entry.language == "es"
