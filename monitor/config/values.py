"""The kinds of text that keys hold: addresses, URLs, countries, languages, time zones, names."""

from __future__ import annotations

import re
from base64 import b64decode
from email.errors import HeaderParseError
from email.policy import SMTP
from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo

import idna
from babel import Locale
from babel.core import get_global
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from monitor.config.refusal import refused, refused_value
from monitor.config.wording import nearest

# An encoded word smuggles a header past older email packages; honest addresses hold none, nor
# a comment.
_FORBIDDEN_IN_ADDRESS = re.compile(r"[\x00-\x1f\x7f(]|=\?")
_UNQUOTED = re.compile(r"[^\s\"(),:;<>@\[\\\]]+")
_HTTP_URL: TypeAdapter[HttpUrl] = TypeAdapter(HttpUrl)
_LANGUAGE = re.compile(r"([a-z]{2,3})(-[A-Za-z0-9]{2,8})*")
_SLACK_CHANNEL = re.compile(r"#[\w-]{1,80}|[CGDUW][A-Z0-9]{6,20}")
_SHORTEST_KEY = 24
_LISTEN = re.compile(r"([\w.-]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})")
_NAME = re.compile(r"[^\W_][\w.-]{0,99}")


def _mailbox(text: str) -> str:
    try:
        header = SMTP.header_factory("To", "" if _FORBIDDEN_IN_ADDRESS.search(text) else text)
        (address,) = header.addresses
        text = text.replace(f"@{address.domain}", f"@{_ascii_domain(address.domain)}")
        named = address.username and _UNQUOTED.fullmatch(address.username) and address.domain
        valid = named and not header.defects and len(text) <= 254
    except (HeaderParseError, ValueError, IndexError):
        valid = False
    if not valid:
        raise refused_value("is no e-mail address; write e.g. desk@example.org")
    return text


def _ascii_domain(domain: str) -> str:
    """Return an international domain as mail servers name it (RFC 5891), any other as it is.

    Raises ValueError where it is none.
    """
    return domain if domain.isascii() else idna.encode(domain, uts46=True).decode()


def _address(text: str) -> str:
    if "<" in (address := _mailbox(text)):
        raise refused_value("has a name around the address; write the address alone")
    return address


def _http_url(text: str) -> str:
    try:
        _HTTP_URL.validate_python(text)
    except ValidationError:
        text = ""
    if not text or re.search(r"\s", text):
        raise refused("no address of the web; write e.g. https://example.org/feed.xml")
    return text


def _secret_url(secret: SecretStr) -> SecretStr:
    _http_url(secret.get_secret_value())
    return secret


def _slack_address(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value()
    if _SLACK_CHANNEL.fullmatch(text) and (text[0] != "#" or text == text.lower()):
        return secret
    try:
        return _secret_url(secret)
    except PydanticCustomError:
        raise refused(
            "no Slack address; write an incoming webhook's URL, a channel as '#alerts' in quotes, "
            "or its id as C0123ABCD"
        ) from None


def _signing_secret(secret: SecretStr) -> SecretStr:
    try:
        key = b64decode(secret.get_secret_value().removeprefix("whsec_"), validate=True)
    except ValueError:
        key = b""
    if len(key) < _SHORTEST_KEY:
        raise refused(
            "no signing secret; write whsec_ and at least 24 bytes in base64, as "
            "'openssl rand -base64 24' makes them"
        )
    return secret


@cache
def _territories() -> dict[str, str]:
    return {
        code: name
        for code, name in Locale("en").territories.items()
        if len(code) == 2 and code.isalpha() and code not in ("ZZ", "XA", "XB", "EZ", "QO")
    }


def _country(code: str) -> str:
    known = _territories()
    if code in known:
        return code
    aliases = get_global("territory_aliases")
    named = [key for key, name in known.items() if name.casefold() == code.casefold()]
    upper = [code.upper()] if code.upper() in known else []
    meant = next(iter([*upper, *named, *aliases.get(code.upper(), [])]), None)
    mend = f"did you mean {meant} ({known[meant]})?" if meant in known else "write e.g. RU or US"
    raise refused_value(f"is no two-letter country code (ISO 3166); {mend}")


@cache
def _languages() -> dict[str, str]:
    return dict(Locale("en").languages)


def _language(code: str) -> str:
    known = _languages()
    if (found := _LANGUAGE.fullmatch(code)) and found[1] in known:
        return code
    named = [key for key, name in known.items() if name.casefold() == code.casefold()]
    lower = code.lower().replace("_", "-")
    meant = next(iter([*named, *([lower] if lower.split("-")[0] in known else [])]), None)
    mend = f"did you mean {meant}?" if meant else "write e.g. en, ru or zh"
    raise refused_value(f"is no language code (ISO 639); {mend}")


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        from zoneinfo import available_timezones

        mend = nearest(name, available_timezones())
        mend = mend if mend.startswith("did") else "write e.g. Europe/Kyiv"
        raise refused_value(f"is no time zone; {mend}") from None
    return name


def offset_of(zone: str) -> str | None:
    """Return the offset from UTC, as ``-3``, of a time zone called by one, as ``Etc/GMT+3``.

    Its sign is that of POSIX: hours to the west count as positive.
    https://data.iana.org/time-zones/tzdb/etcetera
    """
    found = re.fullmatch(r"Etc/GMT([+-])([1-9]\d?)", zone)
    return f"{'-' if found[1] == '+' else '+'}{found[2]}" if found else None


def _severity(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"[+-]?\d+", value.strip()):
        raise refused_value(
            "is no severity; write its number: 1 cooperation, 2 verbal, 3 coercion, 4 force"
        )
    return value


def _listen(text: str) -> str:
    found = _LISTEN.fullmatch(text)
    if not found or not 1 <= int(found[2]) <= 65535:
        raise refused_value("is no address of this machine to listen on; write e.g. 127.0.0.1:8470")
    return text


def _user_agent(text: str) -> str:
    if not re.fullmatch(r"[\x20-\x7e]{1,300}", text):
        raise refused_value("is no User-Agent; use up to 300 plain ASCII characters")
    return text


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise refused_value("is no name; use letters, digits, '-', '_' and '.', e.g. night-desk")
    return text


EmailAddress = Annotated[str, AfterValidator(_address)]
"""``local@domain`` alone."""
Mailbox = Annotated[str, AfterValidator(_mailbox)]
"""``local@domain`` or ``Name <local@domain>``."""
HttpAddress = Annotated[str, AfterValidator(_http_url), Field(json_schema_extra={"format": "uri"})]
"""An http or https URL, exactly as typed; never quoted in errors, for it may hold a token."""
SecretUrl = Annotated[SecretStr, AfterValidator(_secret_url)]
"""An http or https URL that is itself a secret, such as an incoming webhook's."""
SlackAddress = Annotated[SecretStr, AfterValidator(_slack_address)]
"""An incoming webhook's URL, ``#channel``, or a channel's or member's id."""
SigningSecret = Annotated[SecretStr, AfterValidator(_signing_secret)]
"""A symmetric key of Standard Webhooks: ``whsec_`` and base64 of 24 bytes or more."""
Secret = Annotated[SecretStr, Field(min_length=1)]
CountryCode = Annotated[str, AfterValidator(_country)]
"""ISO 3166-1 alpha-2 in capitals, and XK."""
LanguageCode = Annotated[str, AfterValidator(_language)]
"""ISO 639 code in small letters, with subtags where they matter (``zh-TW``)."""
ListenAddress = Annotated[str, AfterValidator(_listen)]
"""``host:port``; an IPv6 address stands in brackets."""
BySeverity = BeforeValidator(_severity)
"""What a number of severity is read by."""
TimeZone = Annotated[str, AfterValidator(_timezone)]
Name = Annotated[str, AfterValidator(_name)]
"""What other files and commands call a thing by: one word without spaces."""
Title = Annotated[str, Field(min_length=1, max_length=200)]
UserAgent = Annotated[str, AfterValidator(_user_agent)]
