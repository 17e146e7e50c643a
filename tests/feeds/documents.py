"""Feed documents in our own words, in each format and several scripts."""

from __future__ import annotations

TITLES = {
    "ru": "Президенты начали видеопереговоры на фоне стягивания войск к границе",
    "uk": "Президенти розпочали відеорозмову через стягування військ до кордону",
    "ar": "الرئيسان يبدآن محادثة عبر الفيديو وسط مخاوف من حشد القوات على الحدود",
    "fa": "دو رئیس‌جمهور گفت‌وگوی ویدئویی خود را درباره بحران مرزی آغاز کردند",
    "tr": "İki devlet başkanı sınırdaki gerginlik gölgesinde görüntülü görüşmeye başladı",
    "ja": "両大統領、国境での部隊増強をめぐる懸念の中でテレビ会談を開始",
    "ko": "두 정상, 국경 병력 증강 우려 속에 화상 회담 시작",
    "zh": "两国总统就边境局势举行视频会谈，外界担忧军队集结",
    "el": "Οι δύο πρόεδροι ξεκίνησαν τηλεδιάσκεψη για την κρίση στα σύνορα",
    "he": "שני הנשיאים פתחו בשיחת וידאו על רקע ריכוז הכוחות בגבול",
    "pl": "Prezydenci rozpoczęli wideorozmowę w cieniu koncentracji wojsk przy granicy",
    "de": "Präsidenten beginnen Videogespräch über Truppenaufmarsch an der Grenze",
}


def rss(language: str, *titles: str, encoding: str = "utf-8", prolog: str = "") -> str:
    """Return an RSS 2.0 document with one item a title."""
    items = "".join(
        f"<item><title>{title}</title><link>https://outlet.test/{language}/{number}</link>"
        f"<guid isPermaLink='false'>{language}-{number}-guid</guid>"
        f"<pubDate>Tue, 07 Dec 2021 18:0{number}:00 +0300</pubDate>"
        f"<description>{title}.</description></item>"
        for number, title in enumerate(titles)
    )
    return (
        f'<?xml version="1.0" encoding="{prolog or encoding}"?>\n<rss version="2.0"><channel>'
        f"<title>Outlet</title><link>https://outlet.test/</link><language>{language}</language>"
        f"<ttl>15</ttl>{items}</channel></rss>"
    )


ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://outlet.test/de/">
<title>Atom</title><id>tag:outlet.test,2021:feed</id>
<entry><title type="html">Erste &amp;lt;b&amp;gt;Meldung&amp;lt;/b&amp;gt; des Tages</title>
<id>tag:outlet.test,2021:1</id><link rel="alternate" href="eins.html"/>
<link rel="enclosure" href="https://cdn.test/eins.mp3"/>
<published>2021-12-07T18:00:00+03:00</published><updated>2021-12-07T20:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Ein</p><p>Text</p></div></content>
</entry></feed>"""

ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old</title>
<entry><title>An old entry</title><id>old-1-guid</id><link rel="alternate" href="https://outlet.test/old"/>
<issued>2004-05-06T07:08:09Z</issued><modified>2004-05-07T00:00:00Z</modified></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="https://outlet.test/"><title>RDF</title><link>https://outlet.test/</link>
<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel>
<item rdf:about="https://outlet.test/rdf"><title>An RDF item</title><link>https://outlet.test/rdf</link>
<dc:date>2021-12-07T18:00:00+03:00</dc:date></item></rdf:RDF>"""

JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "JSON", "language": "en-GB",
"home_page_url": "https://outlet.test/", "items": [
{"id": "1-json", "title": "First &amp; foremost", "url": "/one", "content_html": "<p>Body</p>",
 "date_published": "2021-12-07T18:00:00+03:00"},
{"id": 2,
 "content_text": "No title here, only a note. And a second sentence.",
 "date_modified": "2021-12-07"},
"not an item"]}"""

NEWS_SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://outlet.test/2021/12/07/call</loc><lastmod>2021-12-07T16:00:00Z</lastmod>
<news:news><news:publication><news:name>Outlet</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2021-12-07T15:00:00Z</news:publication_date>
<news:title>Presidents begin &quot;frank&quot; call &amp; weigh sanctions</news:title></news:news>
<image:image><image:loc>https://cdn.test/x.jpg</image:loc></image:image></url>
<url><loc>https://outlet.test/2021/12/07/ru</loc><news:news><news:publication><news:name>Outlet</news:name>
<news:language>ru</news:language></news:publication><news:publication_date>2021-12-07</news:publication_date>
<news:title><![CDATA[Войска стягиваются к границе]]></news:title></news:news></url>
<url><loc>https://outlet.test/about</loc></url></urlset>"""

SITEMAP_INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://outlet.test/news-1.xml.gz</loc><lastmod>2021-12-06</lastmod></sitemap>
<sitemap><loc>https://outlet.test/news-2.xml.gz</loc><lastmod>2021-12-07</lastmod></sitemap>
<sitemap><loc>javascript:alert(1)</loc></sitemap></sitemapindex>"""

HTML_PAGE = (
    "<!DOCTYPE html><html><head><title>Log in</title></head><body><p>Log in</p></body></html>"
)

BILLION_LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]><rss version='2.0'><channel><title>x</title><item><title>Laugh &lol9; now</title>"
    "<guid>lol-guid</guid></item></channel></rss>"
)

EXTERNAL_ENTITY = (
    '<?xml version="1.0"?><!DOCTYPE rss SYSTEM "file:///etc/hostname" '
    '[<!ENTITY secret SYSTEM "file:///etc/passwd"><!ENTITY plain "plain text">]>'
    "<rss version='2.0'><channel><title>x</title><item><title>A &secret; in &plain;</title>"
    "</item></channel></rss>"
)
