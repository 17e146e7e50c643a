"""The ``email`` section of monitor.yaml: the mail server, and how mails are signed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from monitor.config.refusal import refused_value
from monitor.config.section import Section
from monitor.config.values import EmailAddress, Mailbox, Secret

_DOMAIN = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(\.(?!-)[A-Za-z0-9-]{1,63})+")
_SELECTOR = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")


def _domain(text: str) -> str:
    if not _DOMAIN.fullmatch(text):
        raise refused_value("is no domain; write e.g. example.org")
    return text


def _selector(text: str) -> str:
    if not _SELECTOR.fullmatch(text):
        raise refused_value("is no selector; write the part before ._domainkey, e.g. monitor")
    return text


class Dkim(Section):
    """With what mails are signed, so that receivers trust them (RFC 6376)."""

    domain: Annotated[str, AfterValidator(_domain), Field(examples=["example.org"])]
    """Domain that vouches: the sender's, or one above it."""
    selector: Annotated[str, AfterValidator(_selector), Field(examples=["monitor"])]
    """Names the public key in DNS: SELECTOR._domainkey.DOMAIN."""
    key: Secret | None = None
    """Private RSA key in PEM form."""
    key_file: Annotated[str, Field(min_length=1)] | None = None
    """File that holds it; counted from the configuration's folder."""

    @model_validator(mode="after")
    def _has_one_key(self) -> Dkim:
        if (self.key is None) == (self.key_file is None):
            raise ValueError("give the private key as 'key: ${DKIM_KEY}' or as 'key_file: PATH'")
        return self

    def read(self, directory: Path) -> bytes:
        """Return the private key; a file's name counts from ``directory``. Raises OSError."""
        if self.key_file is not None:
            return (directory / self.key_file).read_bytes()
        return self.key.get_secret_value().encode() if self.key else b""


def key_problem(pem: bytes) -> str | None:
    """Return what is wrong with a private key, or None where mails can be signed with it."""
    from dkim.crypto import UnparsableKeyError, parse_pem_private_key

    try:
        parse_pem_private_key(pem)
    except (UnparsableKeyError, ValueError, IndexError, TypeError, KeyError):
        return "no private RSA key in PEM form; 'openssl genrsa 2048' makes one"
    return None


class Email(Section):
    """The mail server that sends alerts."""

    host: Annotated[str, Field(min_length=1, examples=["mail.example.org"])]
    """Name of the mail server."""
    port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    """Its port; 587 for starttls, 465 for tls, 25 for none unless given."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection is encrypted."""
    username: str | None = None
    """Name to sign in with."""
    password: Secret | None = None
    """Password to sign in with."""
    sender: Annotated[Mailbox, Field(examples=['"Escalation Monitor <monitor@example.org>"'])]
    """Whom alerts come from; bounces go there too."""
    unsubscribe: EmailAddress | None = None
    """Address that takes requests to stop; the sender's unless given."""
    per_minute: Annotated[int, Field(ge=1, le=6000)] | None = None
    """How many mails the server takes in a minute; no limit unless given."""
    dkim: Dkim | None = None
    """With what mails are signed; not by us unless given."""

    @model_validator(mode="after")
    def _sign_in_is_whole(self) -> Email:
        if (self.username is None) != (self.password is None):
            lacking = "password" if self.password is None else "username"
            raise ValueError(f"'{lacking}' is missing; signing in takes username and password")
        return self

    @property
    def effective_port(self) -> int:
        """Return the port to connect to."""
        return self.port or {"starttls": 587, "tls": 465, "none": 25}[self.security]
