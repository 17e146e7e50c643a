"""Mend and defuse XML text before any parser sees it, in one pass and linear time.

Document types go (no entity is ever expanded, no file opened), comments go, character references
that no parser takes are replaced and bare ampersands escaped, so that a document with one bad sign
is not lost.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from monitor.errors import ParseError
from monitor.text.characters import with_references_joined

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PROLOG = re.compile(r"^<\?xml\b[^>]{0,500}>\s*")
_ROOT = re.compile(r"<((?:[\w-]+:)?(?:rss|rdf|feed|urlset|sitemapindex|channel|opml))[\s>]", re.I)
_FIRST_TAG = re.compile(r"<([A-Za-z_][\w.:-]*)")
_AMPERSAND = re.compile(r"&(?:(?:#(x?[0-9a-fA-F]{1,10})|([A-Za-z_][\w.-]{0,60}));)?", re.IGNORECASE)
_DECLARED_ENTITY = re.compile(
    r"<!ENTITY\s+(?:%\s+)?([\w.-]{1,60})\s+(?:\"([^\"]*)\"|'([^']*)'|SYSTEM\b|PUBLIC\b)"
)
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_ENTITY_LENGTH = 200
_HEAD = 20_000
_CROWDED_TAG = re.compile(r"<[^<>]{20000,}")
_ATTRIBUTES_LIMIT = 1_000
_SECTION = re.compile(r"<!\[CDATA\[|<!--")
_CLOSINGS = {"<![CDATA[": "]]>", "<!--": "-->"}


def prepare(text: str) -> str:
    """Return XML without prolog, document type, comments, unreadable references and bare "&".

    The line breaks of what goes stay, so that a parser names the lines of ``text``.
    Raises ParseError for a tag with over 1,000 attributes, which parsers read in quadratic time.
    """
    text = with_references_joined(_ILLEGAL.sub("", text))
    breaks = text.count("\n")
    text = text.lstrip("\ufeff \t\r\n")
    text = _from_root(_PROLOG.sub("", text, count=1))
    text, entities = _without_doctype(text)
    breaks -= text.count("\n")
    for tag in _CROWDED_TAG.finditer(text):
        if tag[0].count("=") > _ATTRIBUTES_LIMIT:
            raise ParseError(f"a tag has more than {_ATTRIBUTES_LIMIT:,} attributes")
    return "\n" * breaks + "".join(
        part if cdata else _AMPERSAND.sub(lambda found: _resolved(found, entities), part)
        for cdata, part in _sections(text)
    )


def root_name(text: str) -> str:
    """Return the lower-case name of the first element, without its prefix, or ""."""
    found = _FIRST_TAG.search(text.lstrip()[:_HEAD])
    return found[1].rpartition(":")[2].lower() if found else ""


def first_entries(text: str, name: str, limit: int) -> str:
    """Cut the elements called ``name`` behind the first ``limit``, keeping what encloses them."""
    opening = re.compile(rf"<{name}[\s>]")
    closing = f"</{name}>"
    for count, found in enumerate(opening.finditer(text)):
        if count == limit:
            end = text.rfind(closing)
            return text[: found.start()] + (text[end + len(closing) :] if end > 0 else "")
    return text


def _from_root(text: str) -> str:
    """Cut what a broken server printed before the feed's first element."""
    if root_name(text) == "html":
        return text
    root = _ROOT.search(text[:_HEAD])
    if not root:
        return text
    doctype = text.find("<!DOCTYPE", 0, root.start())
    return text[doctype if doctype >= 0 else root.start() :]


def _without_doctype(text: str) -> tuple[str, dict[str, str]]:
    """Return the text without its document type, and the entities there that are plain text."""
    if text[:9].upper() != "<!DOCTYPE":
        return text, {}
    root = _FIRST_TAG.search(text)
    subset = text.find("[", 0, root.start() if root else len(text))
    end = text.find("]", subset) if subset >= 0 else 8
    end = text.find(">", end)
    if end < 0:
        return "", {}
    entities = {
        found[1]: value if not set(value) & {"&", "<", "%"} else ""
        for found in _DECLARED_ENTITY.finditer(text[:end])
        for value in [(found[2] or found[3] or "")[:_ENTITY_LENGTH]]
    }
    return text[end + 1 :].lstrip(), entities


def _sections(text: str) -> Iterator[tuple[bool, str]]:
    """Yield (is it CDATA, part) in order, comments blank, an unclosed one opened up."""
    position = 0
    ends = dict.fromkeys(_CLOSINGS.values(), 0)
    while found := _SECTION.search(text, position):
        opening = found[0]
        closing = _CLOSINGS[opening]
        if ends[closing] < found.end():
            ends[closing] = text.find(closing, found.end())
        end = ends[closing]
        yield False, text[position : found.start()]
        if end < 0:
            text = text[found.start() :].replace(opening, "")
            position = 0
            ends = dict.fromkeys(ends, 0)
            continue
        position = end + len(closing)
        if opening == "<!--":
            yield False, "\n" * text.count("\n", found.start(), position)
        elif _runs_on(text, found.end(), end):
            position = found.end()
        else:
            yield True, text[found.start() : position]
    yield False, text[position:]


def _runs_on(text: str, start: int, end: int) -> bool:
    """Tell whether CDATA from ``start`` was left open in its element: the ``]]>`` at ``end`` closes
    that of a later one.
    """
    inner = text.find("<![CDATA[", start, end)
    between = text[start:inner] if inner >= 0 else ""
    return "</" in between and between.rstrip().endswith(">")


def _resolved(found: re.Match[str], entities: dict[str, str]) -> str:
    number, name = found[1], found[2]
    if number:
        return _character(number)
    if not name:
        return "&amp;"
    if name.lower() in _XML_NAMES:
        return f"&{name.lower()};"
    if name in entities:
        return entities[name]
    meaning = html.unescape(f"&{name};")
    return f"&amp;{name};" if meaning.startswith("&") else html.escape(meaning, quote=False)


def _character(number: str) -> str:
    """Return a numeric reference that XML allows, as HTML means it ("&#150;" is a dash)."""
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    if code in {0x26, 0x3C, 0x3E}:
        return f"&#{code};"
    if code > 0x10FFFF:
        return "\ufffd"
    return _ILLEGAL.sub("", html.unescape(f"&#{code};"))
