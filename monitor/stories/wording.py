"""Reduce an entry's text to the words that tell its story, the same way for every script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SIGNATURE = re.compile(r"(?:(?:\s+ـ){4,}|[_=~•*–—-]{6,}|(?:\s[_=~•*–—-]){6,}).*", re.DOTALL)
"""A rule of dashes parts a channel's post from its standing signature."""
_ADDRESS = re.compile(r"(?:https?://|t\.me/)\S*|(?<!\w)@\w+")
_FLASH = re.compile(
    r"(?i)^\W*(?:#?breaking(?: news)?|#?urgent|#?update|молния|срочно"
    r"|#?عاجل|#?عاجـ*ل|فوری|#?דחוף|מבזק)\b[\W_]*"
)
_DATELINE = re.compile(
    r"^[^\n.]{0,60}?,? ?(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [^\W\d]{2,9})\s*"
    r"(?:\([^)]{2,20}\)|/\s*\w{2,20}\s*/)\s*[-–—]*\s*"
    r"|^[^\W\d][\w .'-]{2,25}(?:, [\w ,]{2,40})? \((?:Reuters|AP|AFP|Xinhua|QNA|dpa|UNI|PTI)\)"
    r"\s*[-–—]+\s*"
    r"|^(?:شفقنا|شفقنا-|ТАСС|РИА Новости)\s*[-–—.]\s*"
)
"""As "BERLIN, Feb 28 (Reuters) - ": place and agency of the report, not of the event."""
_LETTERS = r"[^\W_](?:[^\W_]|[\u0900-\u0963\u0970-\u0dff])*"
"""The vowel signs of India's scripts belong to the word, though Python takes them for none."""
_WORD = re.compile(rf"{_LETTERS}(?:['’`׳״\"]{_LETTERS})*")
_CONTROL = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_PICTOGRAM = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u2bff\u3030\ufe0e\ufe0f\u20e3"
    "\U0001f000-\U0001f1e5\U0001f200-\U0001faff]"
)
"""Flags, which name states, are kept: regional indicators U+1F1E6 to U+1F1FF."""
_TATWEEL = "\u0640"
_ARABIC = str.maketrans("أإآٱىیئؤکگةۀ", "ااااييييكگهه".replace("گ", "ك"))
_MARKS = frozenset({"Mn", "Me"})
_KEEP_MARKS = re.compile(r"[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


def plain(text: str) -> str:
    """Drop what is not the story: addresses, channel signatures, pictograms, "BREAKING"."""
    text = _CONTROL.sub("", _ADDRESS.sub(" ", _SIGNATURE.sub(" ", text)))
    text = text.replace(_TATWEEL, "").replace("#", " ").replace("_", " ")
    text = _PICTOGRAM.sub(" ", text)
    text = _FLASH.sub("", " ".join(text.split()))
    return " ".join(text.split())


def body(title: str, summary: str, limit: int = 300) -> str:
    """Return what the summary adds to the title, without dateline, at most ``limit`` characters."""
    text = plain(summary)
    head = plain(title).rstrip(".…")
    if head and text.startswith(head):
        text = text[len(head) :]
    return _DATELINE.sub("", text.strip())[:limit]


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Fold case, compatibility forms, accents and vowel points, and Arabic-script variants."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_ARABIC)
    if text.isascii():
        return text
    if _KEEP_MARKS.search(text):
        return text
    return unmarked(text).translate(_ARABIC)


def unmarked(text: str) -> str:
    """Leave out accents and vowel points."""
    spread = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in spread if unicodedata.category(c) not in _MARKS)
    return unicodedata.normalize("NFC", bare)


def words(text: str) -> list[str]:
    """Split into words as written; CJK text without spaces comes as runs."""
    return _WORD.findall(text)
