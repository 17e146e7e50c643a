"""Documents of every format, in every script, whole and broken, to clean entries."""

from __future__ import annotations

import gzip
import json
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.feeds.document import ParsedFeed, ParseLimits
from monitor.feeds.parse import parse_document
from tests.feeds import documents
from tests.feeds.documents import TITLES, rss

NOW = datetime(2021, 12, 8, tzinfo=UTC)
CALL = datetime(2021, 12, 7, 15, tzinfo=UTC)


def parse(document: str | bytes, **arguments: object) -> ParsedFeed:
    body = document.encode() if isinstance(document, str) else document
    return parse_document(body, now=NOW, **arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", TITLES)
def test_every_language(language: str) -> None:
    feed = parse(rss(language, TITLES[language]))
    (entry,) = feed.entries
    assert entry.title == TITLES[language]
    assert entry.language == language == feed.language
    assert entry.published == CALL
    assert (entry.guid, entry.link) == (f"{language}-0-guid", f"https://outlet.test/{language}/0")
    assert (feed.kind, feed.ttl, feed.warnings) == ("feed", 900.0, ())


ENCODED = [
    ("ru", "windows-1251"), ("ru", "koi8-r"), ("ru", "iso-8859-5"), ("uk", "koi8-u"),
    ("zh", "gb2312"), ("zh", "gb18030"), ("ja", "shift_jis"), ("ja", "euc-jp"), ("ko", "euc-kr"),
    ("ar", "windows-1256"), ("he", "windows-1255"), ("el", "iso-8859-7"), ("pl", "iso-8859-2"),
    ("tr", "iso-8859-9"), ("de", "iso-8859-1"), ("ru", "utf-16"), ("ja", "utf-16-le"),
    ("ru", "utf-16-be"), ("ko", "utf-32"), ("ru", "utf-8-sig"),
    ("ja", "iso2022_jp"), ("ko", "iso2022_kr"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "encoding"), ENCODED)
def test_declared_encodings(language: str, encoding: str) -> None:
    body = rss(language, TITLES[language], encoding=encoding).encode(encoding, "xmlcharrefreplace")
    assert parse(body).entries[0].title == TITLES[language]


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("ประธานาธิบดีทั้งสองเริ่มการสนทนาทางวิดีโอ", "cp874", "windows-874"),
        (TITLES["he"], "iso-8859-8", "iso-8859-8-i"),
        (TITLES["ko"], "cp949", "windows-949"),
    ],
)
def test_names_of_encodings_that_browsers_know(text: str, encoding: str, name: str) -> None:
    body = rss("en", text, prolog="iso-8859-1").encode(encoding)
    assert parse(body, content_type=f"text/xml; charset={name}").entries[0].title == text


@pytest.mark.parametrize(
    "prolog", ["utf-8", "windows-1251", "koi8-r", "iso-8859-1", "us-ascii", "nonsense"]
)
@pytest.mark.parametrize("header", [None, "utf-8", "windows-1251", "koi8-r", "iso-8859-1"])
@pytest.mark.parametrize("real", ["utf-8", "windows-1251", "koi8-r"])
def test_cyrillic_whatever_header_and_prolog_claim(
    real: str, header: str | None, prolog: str
) -> None:
    titles = [
        TITLES["ru"],
        "Путин и Байден обсудили ситуацию на границе",
        "НАТО ответила на заявления",
    ]
    body = rss("ru", *titles, prolog=prolog).encode(real)
    kind = f"text/xml; charset={header}" if header else None
    assert [entry.title for entry in parse(body, content_type=kind).entries] == titles


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("language", TITLES)
def test_wide_encodings_without_a_mark(language: str, encoding: str) -> None:
    body = f"<rss><channel><item><title>{TITLES[language]}</title></item></channel></rss>"
    assert parse(body.encode(encoding)).entries[0].title == TITLES[language]
    item = json.dumps({"items": [{"title": TITLES[language]}]}, ensure_ascii=False)
    assert parse(item.encode(encoding)).entries[0].title == TITLES[language]


@pytest.mark.parametrize("prolog", ["utf-8", "iso-8859-1"])
@pytest.mark.parametrize(("language", "encoding"), [("ja", "iso2022_jp"), ("ko", "iso2022_kr")])
def test_seven_bits_declared_as_another_encoding(language: str, encoding: str, prolog: str) -> None:
    body = rss(language, TITLES[language], prolog=prolog).encode(encoding)
    assert parse(body).entries[0].title == TITLES[language]


@pytest.mark.parametrize(("language", "encoding"), [("pl", "windows-1250"), ("tr", "windows-1254")])
def test_a_header_is_believed_before_the_prolog_that_everybody_copies(
    language: str, encoding: str
) -> None:
    body = rss(language, TITLES[language], prolog="iso-8859-1").encode(encoding)
    feed = parse(body, content_type=f"text/xml; charset={encoding}")
    assert feed.entries[0].title == TITLES[language]


def test_a_few_signs_of_windows_in_a_document_declared_as_utf_8() -> None:
    titles = ["Ukraine’s army moves", "Fire in Lübeck", *["Nothing else of note"] * 20]
    body = rss("en", *titles, prolog="utf-8").encode("windows-1252")
    assert [entry.title for entry in parse(body).entries] == titles


@pytest.mark.parametrize("prolog", ["utf-8", "windows-1251"])
@pytest.mark.parametrize("language", TITLES)
def test_descriptions_cut_within_a_character(language: str, prolog: str) -> None:
    title = TITLES[language]
    last = next(sign for sign in reversed(title) if not sign.isascii())
    half = last.encode()[:-1]
    body = rss(language, *[title] * 9, prolog=prolog).encode()
    body = body.replace(b".</description>", b" " + half + b"...</description>")
    assert [entry.title for entry in parse(body).entries] == [title] * 9


def test_a_document_encoded_twice() -> None:
    title = TITLES["ru"]
    mangled = rss("ru", title, title).encode().decode("latin-1")
    assert parse(mangled).entries[0].title == title


def test_atom() -> None:
    (entry,) = parse(documents.ATOM, url="https://other.test/feed").entries
    assert entry.title == "Erste Meldung des Tages"
    assert entry.summary == "Ein Text"
    assert entry.link == "https://outlet.test/de/eins.html"
    assert entry.published == CALL
    assert entry.language == "de"


def test_atom_03() -> None:
    (entry,) = parse(documents.ATOM_03).entries
    assert entry.published == datetime(2004, 5, 6, 7, 8, 9, tzinfo=UTC)


def test_rdf() -> None:
    feed = parse(documents.RDF)
    assert feed.ttl == 1_800
    assert (feed.entries[0].title, feed.entries[0].published) == ("An RDF item", CALL)


def test_json_feed() -> None:
    first, second = parse(documents.JSON_FEED).entries
    assert (first.title, first.summary, first.link) == (
        "First & foremost", "Body", "https://outlet.test/one",
    )  # fmt: skip
    assert first.published == CALL
    assert (second.title, second.guid) == ("No title here, only a note.", "2")


def test_json_feed_with_an_emoji_cut_in_two_keeps_its_entries() -> None:
    cut = {"id": "1 \ud83d", "title": "War \ud83d", "content_text": "b \udfff"}
    items = [{**cut, "url": "https://outlet.test/\ude00"}, {"id": "2", "title": "Whole"}]
    feed = parse(json.dumps({"title": "T \ud83d", "items": items}))
    assert [entry.title for entry in feed.entries] == ["War \ufffd", "Whole"]
    repr(feed).encode()


def test_cut_json_feed() -> None:
    feed = parse(documents.JSON_FEED[: documents.JSON_FEED.index('{"id": 2') + 30])
    assert [entry.guid for entry in feed.entries] == ["1-json"]
    assert feed.warnings


@pytest.mark.parametrize("packed", [False, True])
def test_news_sitemap(packed: bool) -> None:
    body = documents.NEWS_SITEMAP.encode()
    feed = parse(gzip.compress(body) if packed else body)
    first, second = feed.entries
    assert feed.kind == "sitemap"
    assert first.title == 'Presidents begin "frank" call & weigh sanctions'
    assert (first.published, first.guid) == (CALL, first.link)
    assert (second.title, second.language) == ("Войска стягиваются к границе", "ru")


@pytest.mark.parametrize(
    ("sound", "broken"),
    [
        ("call &amp; weigh", "call & weigh"),
        ("call &amp; weigh", "call &weigh"),
        ("2021/12/07/ru", "2021/12/07/ru?a=1&b=2"),
        (' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"', ""),
        (' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"', ""),
        ("<urlset", '<urlset xsi:schemaLocation="http://www.sitemaps.org/schemas/sitemap/0.9"'),
    ],
)
def test_a_news_sitemap_with_one_fault_is_read_whole(sound: str, broken: str) -> None:
    faulty = documents.NEWS_SITEMAP.replace(sound, broken)
    assert faulty != documents.NEWS_SITEMAP
    feed = parse(faulty)
    whole = parse(documents.NEWS_SITEMAP)
    assert [entry.published for entry in feed.entries] == [e.published for e in whole.entries]
    assert feed.entries[0].title.startswith('Presidents begin "frank" call &')
    assert feed.warnings == ()


def test_a_bare_ampersand_stays_as_it_is_in_a_text() -> None:
    (entry,) = parse(rss("en", "R&D & arms: AT&T, &#163;5 &pound; and &nonsense; go on")).entries
    assert entry.title == "R&D & arms: AT&T, £5 £ and &nonsense; go on"


def test_cut_news_sitemap() -> None:
    cut = documents.NEWS_SITEMAP[
        : documents.NEWS_SITEMAP.index("<url><loc>https://outlet.test/about") - 20
    ]
    feed = parse(cut)
    assert len(feed.entries) == 1
    assert feed.warnings


def test_sitemap_index() -> None:
    feed = parse(documents.SITEMAP_INDEX)
    assert (feed.kind, feed.entries) == ("sitemap index", ())
    assert feed.sitemaps == (
        "https://outlet.test/news-2.xml.gz",
        "https://outlet.test/news-1.xml.gz",
    )


def test_sitemaps_of_news_come_first_where_dates_do_not_tell() -> None:
    paths = {
        "pages.xml": "",
        "tags.xml": "2021-12-07",
        "late.xml": "2021-12-07T23:30:00-05:00",
        "early.xml": "2021-12-08T01:00:00+03:00",
        "news-old.xml": "2015-01-01",
        "news.xml": "",
        "news-today.xml": "2021-12-07",
    }
    listed = "".join(
        f"<sitemap><loc>https://outlet.test/{path}</loc><lastmod>{changed}</lastmod></sitemap>"
        for path, changed in paths.items()
    )
    feed = parse(f"<sitemapindex>{listed}</sitemapindex>")
    assert [address.rpartition("/")[2] for address in feed.sitemaps] == [
        *("news.xml", "late.xml", "early.xml", "news-today.xml", "tags.xml"),
        *("news-old.xml", "pages.xml"),
    ]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (documents.HTML_PAGE, "HTML page"),
        ("", "empty"),
        ("  \n", "empty"),
        ("Not found", "plain text"),
        ('{"error": 1}', "no JSON Feed"),
        ("[1,", "JSON"),
        ("<data><row/></data>", "no feed"),
        (gzip.compress(b"x" * 30_000_000), "unpacks to more"),
        (b"\x1f\x8b broken", "damaged gzip"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "."),
    ],
)
def test_what_is_no_feed(body: str | bytes, says: str) -> None:
    with pytest.raises(ParseError, match=says):
        parse(body)


def test_an_empty_feed_is_a_feed() -> None:
    assert parse(rss("en")).entries == ()


def test_billion_laughs() -> None:
    (entry,) = parse(documents.BILLION_LAUGHS).entries
    assert entry.title == "Laugh now"


def test_external_entity() -> None:
    (entry,) = parse(documents.EXTERNAL_ENTITY).entries
    assert entry.title == "A in plain text"


@pytest.mark.parametrize(
    ("title", "clean"),
    [
        ("Bad &#1114112; sign", "Bad \ufffd sign"),
        (r"Back &\slash; and &#x;", None),
        ("No&nbsp;break &eacute;t&eacute; &undefined; &amp; co", "No break été &undefined; & co"),
        ("Tom & Jerry <3", "Tom & Jerry <3"),
        ("It&#146;s &#150; windows", "It’s – windows"),
        ("Two &#55357;&#56832; halves &#xD83D;&#xDE00;", "Two 😀 halves 😀"),
        ("Twice &amp;#55357;&amp;#56832; escaped", "Twice 😀 escaped"),
        ("<![CDATA[In a section &#55357;&#56832;]]>", "In a section 😀"),
        ("Half &#55357; and &#56832;&#55357; turned", "Half \ufffd and \ufffd\ufffd turned"),
        ("<![CDATA[<b>Bold</b> &amp;quot;quoted&amp;quot;]]>", 'Bold "quoted"'),
        ("x\x00y\x0bz", "xyz"),
        ("<!-- gone -->kept", "kept"),
    ],
)
def test_odd_titles(title: str, clean: str | None) -> None:
    (entry,) = parse(rss("en", title)).entries
    assert entry.title == clean or (clean is None and entry.title)


def test_broken_wrappings() -> None:
    for junk in ("\n\n ", "<br />\n<b>Warning</b>: include() failed\n", "\ufeff\ufeff"):
        assert len(parse(junk + rss("en", "One", "Two")).entries) == 2


def test_truncated_feed_gives_what_it_holds() -> None:
    whole = rss("ru", *list(TITLES.values())[:6])
    feed = parse(whole[: whole.rindex("<pubDate>")])
    assert len(feed.entries) >= 5
    assert feed.warnings


def test_dates_that_cannot_be() -> None:
    old = rss("en", "One").replace("07 Dec 2021", "01 Jan 1970")
    future = rss("en", "One").replace("07 Dec 2021", "07 Dec 2099")
    assert parse(old).entries[0].published is None
    assert parse(future).entries[0].published is None


def test_links_are_absolute_and_safe() -> None:
    relative = rss("en", "One").replace("https://outlet.test/en/0", "/en/0")
    assert parse(relative).entries[0].link == "https://outlet.test/en/0"
    assert parse(relative, url="https://x.test/f").entries[0].link == "https://x.test/en/0"
    script = rss("en", "One").replace("https://outlet.test/en/0", "javascript:alert(1)")
    assert parse(script).entries[0].link == ""
    bare = rss("en", "One").replace("<link>https://outlet.test/en/0</link>", "")
    assert parse(bare.replace("isPermaLink='false'", "")).entries[0].link == ""


def test_limits() -> None:
    many = rss("en", *(f"Entry number {n}" for n in range(10)))
    feed = parse(many, limits=ParseLimits(max_entries=3))
    assert [entry.title for entry in feed.entries] == [f"Entry number {n}" for n in range(3)]
    assert feed.warnings == ("only the first 3 entries were read",)
    with pytest.raises(ParseError, match="larger than"):
        parse(many, limits=ParseLimits(max_bytes=100))
    long = parse(rss("en", "word " * 60_000)).entries[0]
    assert len(long.title) <= 1_000
    assert len(long.summary) <= 4_000


def test_declared_language_is_the_prior() -> None:
    assert parse(rss("en", "Ukraine"), declared_language="de").entries[0].language == "de"
    assert parse(rss("en", TITLES["uk"]), declared_language="ru").entries[0].language == "uk"


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_mutilated_documents_are_read_or_refused(data: st.DataObject) -> None:
    whole = data.draw(
        st.sampled_from(
            [rss("ru", TITLES["ru"]), documents.ATOM, documents.JSON_FEED, documents.NEWS_SITEMAP]
        )
    ).encode()
    start = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 40))
    body = whole[:start] + data.draw(st.binary(max_size=20)) + whole[start + length :]
    try:
        feed = parse(body)
    except ParseError:
        return
    assert all(entry.title and entry.identity for entry in feed.entries)


SCRIPTS = {
    "ru": "CYRILLIC", "uk": "CYRILLIC", "he": "HEBREW", "zh": "CJK", "ko": "HANGUL",
}  # fmt: skip


def test_every_shared_document(shared: Path) -> None:
    """Every document that holds entries yields them, in the script of its language."""
    for line in (shared / "feeds" / "index.jsonl").read_text().splitlines():
        row = json.loads(line)
        feed = parse_document(
            (shared / "feeds" / row["file"]).read_bytes(), now=datetime(2026, 11, 23, tzinfo=UTC)
        )
        # One item of this one is nothing but a date.
        empty = 1 if row["file"] == "docs/cerclepsy-fr-1.xml" else 0
        assert len(feed.entries) == row["items"] - empty, row["file"]
        undated = sum(entry.published is None for entry in feed.entries)
        assert undated <= row["items_without_date"] + (row["format"] == "jsonfeed"), row["file"]
        script = SCRIPTS.get(row["lang"], "LATIN")
        for entry in feed.entries:
            assert row["kind"] == "synthetic" or "<" not in entry.title, row["file"]
            assert "\ufffd" not in entry.title or row["kind"] in {"synthetic", "damaged"}, row[
                "file"
            ]
        text = " ".join(entry.title for entry in feed.entries)
        letters = [unicodedata.name(c, "") for c in text if c.isalpha()]
        right = sum(name.startswith(script) for name in letters)
        assert right >= 0.5 * len(letters), row["file"]
