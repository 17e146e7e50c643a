"""Links that are safe to show, and one form of a link for comparing."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_WEB = frozenset({"http", "https"})
_LENGTH_LIMIT = 4_000
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_HOST_ALONE = re.compile(r"^(www\.[\w-]+\.\w)", re.IGNORECASE)
_LOOSE_SPACE = re.compile(r"[\t\r\n]")
_UNSAFE_IN_PATH = re.compile(r"[^!#$%&'()*+,/:;=?@\[\]~\w.-]|[^\x00-\x7f]")
# Parameters that tell a publisher where a reader came from, or who reads, and never which page is
# meant.
_TRACKING = re.compile(
    r"^(?:utm_.*|at_.*|mc_[ce]id|fbclid|gclid|dclid|gbraid|wbraid|yclid|ysclid|msclkid|twclid"
    r"|igshid|igsh|_openstat|ocid|cmpid|cmp|ncid|ns_.*|ito|smid|smtyp|partner|rss|from_rss|rssid"
    r"|traffic_source|ref|ref_src|referrer|source|src|xtor|wt_zmc|wtmc|feature|mkt_tok|spm|sref"
    r"|guccounter|guce_.*|pk_.*|piwik_.*|hsa_.*|_hs(?:enc|mi)|sh|share|emc|partner_id"
    r"|phpsessid|jsessionid|aspsessionid\w*|cfid|cftoken)$",
    re.IGNORECASE,
)
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/;]*", re.IGNORECASE)


def safe_link(link: str, base: str = "") -> str:
    """Return an absolute http(s) link, resolved against ``base``, or "" where it is none.

    ``javascript:``, ``data:``, ``file:`` and whatever hides a host behind a user name are refused;
    hidden characters go, and what a header or a mail could stumble over is percent-encoded.
    """
    text = _HOST_ALONE.sub(r"//\1", _LOOSE_SPACE.sub("", link).strip())
    base = base or "https:"
    if not text or len(text) > _LENGTH_LIMIT:
        return ""
    try:
        joined = urljoin(base, text)
        parts = urlsplit(joined)
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in _WEB or not host or "@" in parts.netloc:
        return ""
    if _HIDDEN.search(host):
        return ""
    host = f"[{host}]" if ":" in host else host
    netloc = host if port is None else f"{host}:{port}"
    cleaned = urlunsplit((parts.scheme.lower(), netloc, *parts[2:]))
    head = len(f"{parts.scheme.lower()}://{netloc}")
    return cleaned[:head] + _UNSAFE_IN_PATH.sub(_quoted, _HIDDEN.sub(_spaced, cleaned[head:]))


def host_of(link: str) -> str:
    """Return the lower-case host of a link, or ""."""
    try:
        return (urlsplit(link).hostname or "").rstrip(".")
    except ValueError:
        return ""


def without_credentials(link: str) -> str:
    """Return the link without a user name and password, for logs and errors."""
    head, at, tail = link.partition("@")
    scheme, mark, credentials = head.partition("://")
    if not at or not mark or "/" in credentials:
        return link
    return f"{scheme}://{tail}"


def comparable(link: str) -> str:
    """Return a form in which links to one page are equal; "" for no link and for a bare site.

    Drops the scheme, "www.", parameters of tracking and sessions, the order of the others, a
    closing slash and the fragment, unless the fragment is a route ("#!/story/1").
    """
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return ""
    host = host.removeprefix("www.").removeprefix("m.")
    query = sorted(
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(key)
    )
    path = quote(unquote(_SESSION.sub("", parts.path)), safe="/%:@!$&'()*+,;=~-._").rstrip("/")
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    if not host or not (path or query or fragment):
        return ""
    return urlunsplit(("", host, path, urlencode(query), fragment))


def _quoted(found: re.Match[str]) -> str:
    return quote(found[0], safe="")


def _spaced(found: re.Match[str]) -> str:
    return "%20" if found[0] in {" ", "\xa0"} else ""
