"""Make text from feeds inert: no markup, mention, link or header of its own survives.

Each function takes any text at all and gives back text that is safe where its name says. Lengths
are counted in UTF-16 units after escaping, the widest way in which a service may count them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote, urlsplit

import regex

from monitor.text.characters import whole

ELLIPSIS = "…"
WORD_JOINER = "\u2060"
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"

# Marks that reorder, hide or carry text unseen. The joiners U+200C and U+200D stay: Persian, the
# scripts of India and emoji are written with them.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ISOLATED = re.compile("\u2068([^\u2066-\u2069]*)\u2069")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_SPACES = re.compile(r"\s+")
_GRAPHEME = regex.compile(r"\X")
_MENTION = re.compile(r"@(?=\S)")
_EMOJI_CODE = re.compile(r":(?=(?!\d\d:)[^\s:/]{1,100}:)")
_OPENERS = re.compile(r"<(?=[!@#/:a-zA-Z])")

# https://docs.slack.dev/messaging/formatting-message-text: these three, and no others, are escaped.
# The formatting marks have no escape, so look-alikes stand in for them.
_SLACK = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", "*": "∗", "_": "＿", "~": "∼", "`": "ˋ"}
)
_ANGLES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_MARKDOWN = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "`": "ˋ", "|": "¦"})


def one_line(text: str, *, keep_isolates: bool = False) -> str:
    """Return ``text`` as one line without control, reordering or invisible characters.

    ``keep_isolates`` keeps what ``isolated`` put there: pairs that reorder nothing around them.
    """
    text = _CONTROL.sub(" ", whole(text))
    parts = _ISOLATED.split(text) if keep_isolates else [text]
    clean = [_INVISIBLE.sub("", part) for part in parts]
    clean[1::2] = [f"{FIRST_STRONG_ISOLATE}{part}{POP_ISOLATE}" for part in clean[1::2]]
    return _SPACES.sub(" ", "".join(clean)).strip()


def isolated(text: str) -> str:
    """Return ``text`` so that its direction does not reorder what stands around it (UAX 9).

    Only where it holds right-to-left letters: elsewhere nothing is added.
    """
    if not _RIGHT_TO_LEFT.search(text):
        return text
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def header(text: str) -> str:
    """Return ``text`` fit for a mail header: one line that holds no RFC 2047 encoded word.

    CPython before 3.11.9 and 3.12.3 emits a real ``Bcc`` from ``=?UTF-8?Q?=0A?=Bcc:`` in a subject.
    """
    line = one_line(text, keep_isolates=True)
    return line.replace("=?", "= ?").replace("?=", "? =")


def shorten(text: str, limit: int, escape: Callable[[str], str] = str) -> str:
    """Escape ``text`` and cut it between graphemes, so that at most ``limit`` UTF-16 units remain.

    An ellipsis, counted in, shows that something was cut. ``escape`` must work on each grapheme
    by itself.
    """
    if len(text) <= limit and width(whole := escape(text)) <= limit:
        return whole
    kept: list[str] = []
    room = limit - width(ELLIPSIS)
    for grapheme in _GRAPHEME.finditer(text):
        piece = escape(grapheme.group())
        room -= width(piece)
        if room < 0:
            break
        kept.append(piece)
    return "".join(kept).rstrip() + ELLIPSIS if limit > 0 else ""


def width(text: str) -> int:
    """Return the length of ``text`` in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def without_names(text: str) -> str:
    """Return one line in which no ``@name`` calls anybody and no ``:name:`` is drawn as an emoji.

    A word joiner, which nobody sees, follows the sign.
    """
    line = _MENTION.sub(f"@{WORD_JOINER}", one_line(text, keep_isolates=True))
    return _EMOJI_CODE.sub(f":{WORD_JOINER}", line)


def slack(text: str, limit: int = 3000) -> str:
    """Return ``text`` inert in Slack's mrkdwn and in its plain text, within ``limit``."""
    return shorten(without_names(text), limit, lambda piece: piece.translate(_SLACK))


def slack_plain(text: str, limit: int) -> str:
    """Return ``text`` inert in a plain-text object of Slack, which knows no formatting marks."""
    return shorten(without_names(text), limit, lambda piece: piece.translate(_ANGLES))


def slack_link(url: str, label: str, limit: int = 3000) -> str:
    """Return a Slack link that shows ``label``, or the label alone where ``url`` is no web link."""
    target = web_link(url).replace("|", "%7C").replace("&", "&amp;")
    room = limit - width(target) - 3
    shown = slack(label.replace("|", "¦"), room if target and room > 0 else limit)
    return f"<{target}|{shown}>" if target and room > 0 and shown else shown


def plain(text: str, limit: int = 3000) -> str:
    """Return ``text`` inert for services that may read Markdown, HTML or mentions out of it.

    For what Apprise reaches: Discord, Telegram, Teams, Matrix and the rest differ in what they
    interpret, so that everything which any of them does is broken up.
    """
    line = without_names(text).translate(_MARKDOWN).replace("](", f"]{WORD_JOINER}(")
    return shorten(_OPENERS.sub(f"<{WORD_JOINER}", line), limit)


def web_link(url: str, limit: int = 2000) -> str:
    """Return ``url`` if it is an absolute http or https address that can be linked to, or "".

    Characters that could end the link or its attribute are percent-encoded. A longer address than
    ``limit`` is refused, since half a link leads elsewhere.
    """
    if url != one_line(url) or " " in url:
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    encoded = quote(url, safe="%/:?#[]@!$&'()*+,;=~|")
    return encoded if len(encoded) <= limit else ""
