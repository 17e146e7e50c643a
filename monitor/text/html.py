"""HTML, entities and stray controls to one line of plain text.

Ground for everything that is scored, matched or shown, so it never raises and its time is linear
in its input, whatever a feed holds.
"""

from __future__ import annotations

import html
import re
import unicodedata

import nh3

from monitor.text.characters import with_references_joined

_ROUNDS = 5
_SUMMARY_LIMIT = 4_000
_MARKUP_LIMIT = 64_000
# html5ever builds a tree in which every closing looks through the open elements: 80,000 nested
# <div> took 34 s, 60,000 attributes of one tag 1.5 s. Beyond these, tags are cut by pattern alone.
_TAGS_LIMIT = 2_000
_LONG_TAG = re.compile(r"<[^<>]{20000}")

_ANY_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_BREAKING_TAG = re.compile(
    r"(?=</?(?:address|article|aside|blockquote|br|caption|dd|div|dl|dt|figcaption|figure|footer"
    r"|h[1-6]|header|hr|img|li|main|nav|ol|option|p|pre|section|table|tbody|td|tfoot|th|thead|tr"
    r"|ul|video)[\s/>])",
    re.IGNORECASE,
)
_NESTED_AMPERSAND = re.compile(r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);)+(?=#?\w+;)")
_LOOKS_MARKED = re.compile(r"[<&]")
_UNSEEN_CONTENT = ("script", "style")

_INVISIBLE = re.compile(
    "["
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000e0000-\U000e0fff"
    "]"
)
_JOINER = re.compile("[\u200c\u200d]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# Arabic with its extensions, and the Brahmic scripts from Devanagari to Malayalam and Sinhala:
# there the joiners are spelling (Persian "می‌خواهد"), everywhere else only a way to hide.
_JOINING_LETTERS = "\u0620-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\ufb50-\ufdff\ufe70-\ufefc"
# Behind a virama it shapes the letter before, at a word's end too (Malayalam "അവന്\u200d").
_VIRAMAS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
_MEANT_JOINER = re.compile(
    f"(?<=[{_JOINING_LETTERS}])[\u200c\u200d](?=[{_JOINING_LETTERS}])|(?<=[{_VIRAMAS}])\u200d"
)
# While the other joiners go, the meant ones are kept as signs of private use, cleared before.
_KEPT_JOINERS = {"\u200c": "\ue000", "\u200d": "\ue001"}
_UNENCODABLE = re.compile("[\ud800-\udfff\ue000\ue001]")


def clean(markup: str) -> str:
    """Return the text of ``markup`` as one line in NFC, without tags and hidden characters.

    Entities may be escaped several times over. Bidirectional controls, zero-width and control
    characters go; the zero-width (non-)joiner stays between letters of Arabic and Indic scripts,
    the joiner behind a virama too.
    """
    text = _UNENCODABLE.sub("", markup)
    for _ in range(_ROUNDS):
        if not _LOOKS_MARKED.search(text):
            break
        before = text
        text = _NESTED_AMPERSAND.sub("&", _without_tags(text))
        text = html.unescape(with_references_joined(text))
        if text == before:
            break
    else:
        text = _ANY_TAG.sub(" ", text)
    return plain(text)


def clean_summary(markup: str, limit: int = _SUMMARY_LIMIT) -> str:
    """Return ``clean(markup)``, cut between words at ``limit`` characters with an ellipsis."""
    return shorten(clean(markup[:_MARKUP_LIMIT]), limit)


def shorten(text: str, limit: int) -> str:
    """Cut ``text`` to at most ``limit`` characters, between words where there are any."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    cut = len(head) if text[limit - 1] == " " else head.rfind(" ")
    return (head[:cut] if cut > limit // 2 else head).rstrip() + "…"


def plain(text: str) -> str:
    """Return text that holds no markup as one line in NFC, without hidden characters."""
    text = _UNENCODABLE.sub("", text)
    text = _MEANT_JOINER.sub(lambda joiner: _KEPT_JOINERS[joiner[0]], text)
    text = _CONTROL.sub("", _JOINER.sub("", _INVISIBLE.sub("", text)))
    for kept, private in _KEPT_JOINERS.items():
        text = text.replace(private, kept)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    text = text.replace("<![CDATA[", "").replace("]]>", "")
    if text.count("<") > _TAGS_LIMIT or _LONG_TAG.search(text):
        return _ANY_TAG.sub(" ", _without_spans(text))
    spaced = _BREAKING_TAG.sub(" ", _with_open_end_as_text(text))
    return nh3.clean(spaced, tags=set(), clean_content_tags=set(_UNSEEN_CONTENT))


def _with_open_end_as_text(text: str) -> str:
    """Keep a last ``<word`` that no ``>`` follows: HTML would swallow all behind it.

    "Losses <Kyiv says" is text; "see <a href=" is a tag that a summary's cut broke.
    """
    last = text.rfind("<")
    tail = text[last + 1 :]
    if last < 0 or ">" in tail or "=" in tail or tail.startswith("!--"):
        return text
    return f"{text[:last]}&lt;{tail}"


def _without_spans(text: str) -> str:
    """Cut comments, scripts and styles by search alone, in one pass each."""
    text = _cut_between(text, "<!--", "-->")
    for name in _UNSEEN_CONTENT:
        text = _cut_between(text, f"<{name}", f"</{name}")
    return text


def _cut_between(text: str, opening: str, closing: str) -> str:
    kept = []
    position = 0
    while (start := text.find(opening, position)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            kept.append(text[position:start])
            return "".join(kept)
        kept.append(text[position:start])
        position = end + len(closing)
    kept.append(text[position:])
    return "".join(kept)
