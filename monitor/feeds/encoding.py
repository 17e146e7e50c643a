"""Bytes of a document to text in the right script, whatever header and prolog claim.

The order of belief: byte-order mark, UTF-8 (characters may be cut), a declaration whose text looks
like writing, chardet's statistics, the declaration all the same. A declaration is doubted where its
text looks like no language: publishers serve koi8-r as windows-1251 and windows-1251 as iso-8859-1
or UTF-8.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import chardet
import ftfy

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE: dict[tuple[bool, ...], str] = {
    (False, True, True, True) * 2: "utf-32-le",
    (True, True, True, False) * 2: "utf-32-be",
    (False, True) * 4: "utf-16-le",
    (True, False) * 4: "utf-16-be",
}
_SHIFTED = ("iso2022_jp_ext", "iso2022_kr")
"""Encodings of seven bits that escape into their signs, so that any other takes them for ASCII."""
_PROLOG = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_DECLARATION = re.compile(rb"<\?xml[^<>]*>|<meta[^<>]*>", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
# What browsers read under these names (WHATWG Encoding Standard): the larger set of the two.
_SUPERSETS = {
    "ascii": "windows-1252", "us-ascii": "windows-1252", "latin-1": "windows-1252",
    "iso-8859-1": "windows-1252", "iso8859-1": "windows-1252", "latin1": "windows-1252",
    "iso-8859-9": "windows-1254", "iso-8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "big5": "big5hkscs", "x-x-big5": "big5hkscs", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "koi8-r": "koi8-u",
    "windows-874": "cp874", "dos-874": "cp874", "windows-949": "cp949", "windows-31j": "cp932",
    "iso-8859-8-i": "windows-1255", "iso-8859-8": "windows-1255", "x-mac-cyrillic": "mac-cyrillic",
}  # fmt: skip
_SAMPLE = 200_000

_MARKUP = re.compile(r"<[^<>]*>|&#?\w+;|https?://\S+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile(r"[A-Za-z]")
_LATIN_BEYOND_ASCII = re.compile("[\u00a1-\u024f]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_MISPLACED_CAPITAL = re.compile("[\u0430-\u045f][\u0400-\u042f]")
_NO_WRITING = re.compile("[\u0080-\u0084\u0086-\u009f\u2500-\u259f\ufffd]")
# "Ð¿" and "Р¿" stand for the two bytes of one Cyrillic letter, "Ã©" for those of an accented one.
_MOJIBAKE = re.compile("[ÂÃÄÅÐÑÎÏØÙ×][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")


def decode(body: bytes, content_type: str | None = None) -> str:
    """Return the text of a document; characters that cannot be read become U+FFFD."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(name, "replace")
            return text if name != "utf-8" or "\ufffd" not in text else _guess(body, content_type)
    wide = _wide_encoding(body)
    if wide:
        return body.decode(wide, "replace")
    body = body.replace(b"\x00", b"")
    for name in _SHIFTED if b"\x1b$" in body else ("utf-8",):
        found = _strictly(body, name)
        if found is not None:
            return _unmangled(found) if name == "utf-8" else found
    return _guess(body, content_type)


def _guess(body: bytes, content_type: str | None) -> str:
    broken = body.decode("utf-8", "replace")
    unread = broken.count("\ufffd")
    # Scripts that take several bytes a letter decode as UTF-8 by no accident.
    read = len(broken) - len(broken.encode("ascii", "ignore")) - unread
    if unread and read >= 4 * unread:
        return _unmangled(broken)
    # Servers add iso-8859-1 unasked, so any other name says more.
    declared = sorted(_declared(body, content_type), key=lambda name: name == "windows-1252")
    for name in declared:
        text = _strictly(body, name)
        if text is not None and looks_like_writing(text):
            return text
    if unread <= max(2, len(broken) // 1000):
        # A few signs among ASCII, none of them UTF-8, are the quotation marks of an old editor.
        return broken if read else body.decode("windows-1252", "replace")
    # chardet believes a prolog, which has just been found wrong.
    detected = chardet.detect(_DECLARATION.sub(b"", body[:_SAMPLE]))["encoding"]
    for name in [*([_known(detected)] if detected else []), *declared]:
        if name and name != "utf-8":
            return body.decode(name, "replace")
    return body.decode("windows-1252", "replace")


def looks_like_writing(text: str) -> bool:
    """Tell whether decoded text has the look of a language, not of bytes read wrongly."""
    sample = _MARKUP.sub(" ", text[:_SAMPLE])
    words = _WORD.findall(sample)
    letters = sum(map(len, words)) or 1
    accented = len(_LATIN_BEYOND_ASCII.findall(sample))
    if len(_NO_WRITING.findall(sample)) * 50 > letters + accented:
        return False
    foreign = [word for word in words if not word.isascii()]
    if not foreign:
        return True
    mixed = sum(1 for word in foreign if _LATIN.search(word) and _CYRILLIC.search(word))
    mostly_accented = sum(
        1 for word in foreign if len(_LATIN_BEYOND_ASCII.findall(word)) * 3 > len(word) * 2
    )
    case_turned = sum(1 for word in foreign if _MISPLACED_CAPITAL.search(word))
    shouted = sum(1 for word in foreign if word.isupper() and _CYRILLIC.search(word))
    if mixed * 4 > len(foreign) or mostly_accented * 3 > len(foreign):
        return False
    return case_turned * 10 <= len(foreign) and not (case_turned and shouted * 2 > len(foreign))


def _declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """Yield the encodings that the prolog and the HTTP header name, if Python knows them."""
    prolog = _PROLOG.search(body[:1_000])
    header = _CHARSET.search(content_type or "")
    for name in (prolog[1].decode("ascii") if prolog else "", header[1] if header else ""):
        known = _known(name)
        if known:
            yield known


def _known(name: str) -> str:
    name = _SUPERSETS.get(name.lower(), name.lower())
    try:
        # Python's registry also holds codecs that read no text, such as "zlib" and "rot13".
        return name if name and codecs.lookup(name)._is_text_encoding else ""
    except (LookupError, ValueError):
        return ""


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeError, LookupError):
        return None


def _wide_encoding(body: bytes) -> str:
    """Name UTF-16 or 32 without a byte-order mark by where zero bytes stand at its start, which is
    ASCII in XML and JSON alike (XML 1.0, appendix F; RFC 4627, 3).
    """
    return _WIDE.get(tuple(byte == 0 for byte in body[:8]), "")


def _unmangled(text: str) -> str:
    """Mend a document that was encoded twice, if most of its foreign letters say so."""
    sample = text[:_SAMPLE]
    pairs = len(_MOJIBAKE.findall(sample))
    if pairs < 5 or pairs * 4 < sum(1 for c in sample if not c.isascii()):
        return text
    return str(ftfy.fix_encoding(text))
