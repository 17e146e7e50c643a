"""Which site a feed belongs to: the unit that a 429 slows."""

from __future__ import annotations

import re
from functools import cache

from publicsuffixlist import PublicSuffixList

from monitor.text.urls import host_of

_NUMERIC = re.compile(r"^[\d.]+$|:")


def site_of(url: str, override: str | None = None) -> str:
    """Return the registrable domain of an address, such as "bbc.co.uk", or the host itself.

    ``override`` wins: for hosts that serve many unrelated feeds, such as an RSSHub. Domains under
    which anyone may register (tumblr.com, github.io) count as suffixes. The list is bundled.
    """
    if override:
        return override
    host = host_of(url)
    if _NUMERIC.match(host):
        return host
    return _suffixes().privatesuffix(host) or host


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
