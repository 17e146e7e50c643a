"""Compose mails: headers that receiving servers trust, one text in plain and in HTML."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import Any, Literal
from urllib.parse import quote

from monitor.delivery.content import Target, thread_key
from monitor.delivery.escape import header, one_line, shorten, web_link
from monitor.delivery.outbox import Pace
from monitor.delivery.templates import Templates
from monitor.domain import Delivery, Message
from monitor.errors import PermanentDeliveryError

SUBJECT_LIMIT = 250
MAX_LINE = 76
"""Characters in a line of encoded words (RFC 2047, 2)."""
SIGNED = (
    b"from to subject date message-id in-reply-to references mime-version content-type"
    b" auto-submitted list-unsubscribe list-unsubscribe-post"
).split()
UNFOLDED = frozenset({"message-id", "in-reply-to", "references", "list-unsubscribe"})
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9._+=-]")


@dataclass(frozen=True, slots=True)
class DkimSettings:
    """With what to sign (RFC 6376)."""

    domain: str
    selector: str
    private_key: bytes = field(repr=False)
    """RSA, PEM."""


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The mail server, and in whose name mail is sent."""

    host: str
    sender: str
    """``Name <address>``; the address is the envelope's too, so that SPF and DMARC agree."""
    port: int | None = None
    """None for the usual one: 587 with starttls, 465 with tls, 25 with none."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    unsubscribe: str = ""
    """Mail address that takes requests to unsubscribe; the sender's where empty."""
    helo: str = ""
    """Our name in EHLO; the machine's where empty."""
    timeout: float = 30.0
    """Seconds for one step of the conversation."""
    taking_timeout: float = 120.0
    """Seconds for the answer to the mail itself. Servers examine it before they answer, and one
    that is left too soon has often taken it, and gets it again (RFC 5321, 4.5.3.2.6)."""
    total_timeout: float = 240.0
    """Seconds for the whole conversation, which has a dozen steps; less than a delivery's lease."""
    pace: Pace = field(default=Pace(concurrency=2))
    dkim: DkimSettings | None = None

    @property
    def envelope_sender(self) -> str:
        """Return the bare address of ``sender``."""
        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        """Return the domain of ``sender``."""
        return self.envelope_sender.rpartition("@")[2]


class _MailPolicy(EmailPolicy):
    """Break headers of addresses at their spaces only, and a subject of plain ASCII nowhere.

    The standard library turns a long Message-ID or address into encoded words, which no reader
    of these headers decodes, breaks a subject right after its name, and loses a space of a
    subject where one encoded word ends beside it; its older ``Header`` does not.
    """

    def _fold(self, name: str, value: Any, refold_binary: bool = False) -> str:
        if name.lower() == "subject":
            subject = str(value)
            if not subject.isascii():
                subject = Header(subject, "utf-8", MAX_LINE, name).encode(linesep=self.linesep)
            return f"{name}: {subject}{self.linesep}"
        if name.lower() not in UNFOLDED:
            return super()._fold(name, value, refold_binary)  # type: ignore[misc, no-any-return]
        return f"{name}: {f'{self.linesep} '.join(str(value).split())}{self.linesep}"


# 8bit bodies may be recoded on the way, which breaks a DKIM signature; 7bit ones are not.
POLICY = _MailPolicy(linesep="\r\n", cte_type="7bit")


def compose(
    delivery: Delivery, target: Target, settings: SmtpSettings, templates: Templates, now: datetime
) -> EmailMessage:
    """Return the whole mail for ``delivery``.

    Raises PermanentDeliveryError where an address is none.
    """
    unsubscribe = settings.unsubscribe or settings.envelope_sender
    words = {
        "subscriber": one_line(delivery.subscriber),
        "unsubscribe": unsubscribe,
        "zone": target.zone,
    }
    content = delivery.message
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _address(settings.sender)
    mail["To"] = _address(target.address)
    subject = header(templates.render("subject.txt", content, **words))
    mail["Subject"] = shorten(subject, SUBJECT_LIMIT)
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(delivery.message_id, settings.domain)
    _thread(mail, delivery, target, settings.domain)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    _unsubscription(mail, unsubscribe, words["subscriber"], target)
    mail.set_content(templates.render("txt", content, **words))
    mail.add_alternative(templates.render("html", content, **words), subtype="html")
    return mail


def message_id(name: str, domain: str) -> str:
    """Return ``name`` as a Message-ID; one that is whole already stays as it is."""
    left, at, right = name.strip("<>").partition("@")
    return f"<{_NOT_IN_ID.sub('-', left)}@{_NOT_IN_ID.sub('-', right) if at else domain}>"


def sign(mail: EmailMessage, dkim: DkimSettings | None) -> bytes:
    """Return the mail as bytes, DKIM-signed where a key is given.

    Raises PermanentDeliveryError where the key cannot be used.
    """
    raw = mail.as_bytes()
    if dkim is None:
        return raw
    import dkim as dkimpy

    try:
        signature: bytes = dkimpy.sign(
            raw,
            dkim.selector.encode(),
            dkim.domain.encode(),
            dkim.private_key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name for name in SIGNED if mail[name.decode()] is not None],
        )
    except (dkimpy.DKIMException, ValueError) as error:
        raise PermanentDeliveryError(
            f"the DKIM key cannot be used: {type(error).__name__}; an RSA key in PEM form is needed"
        ) from None
    return signature + raw


def _address(text: str) -> Address:
    name, address = parseaddr(text)
    local, at, domain = address.rpartition("@")
    if one_line(text) != text or not (local and at and domain) or " " in address:
        raise PermanentDeliveryError("the configured mail address is none; it should be user@host")
    try:
        return Address(header(name), local, domain)
    except ValueError:
        raise PermanentDeliveryError(
            "the configured mail address is none; it should be user@host"
        ) from None


def _thread(mail: EmailMessage, delivery: Delivery, target: Target, domain: str) -> None:
    """Tie all mails of a thread together by a root that all of them refer to.

    The root is no mail: so the thread holds together also where its first mail never went out.
    """
    key = hashlib.sha256(thread_key(delivery).encode("utf-8", "replace")).hexdigest()[:24]
    references = [f"<thread-{key}@{domain}>"]
    if target.thread:
        references.append(message_id(target.thread.receipt, domain))
    content = delivery.message
    if target.thread or not isinstance(content, Message) or content.kind == "update":
        mail["In-Reply-To"] = references[-1]
    mail["References"] = " ".join(references)


def _unsubscription(mail: EmailMessage, address: str, subscriber: str, target: Target) -> None:
    """Name the ways out: by mail (RFC 2369) and, given an address, by one click (RFC 8058)."""
    ways = [f"<mailto:{address}?subject={quote(f'unsubscribe {subscriber}')}>"]
    if one_click := web_link(target.unsubscribe_url):
        ways.insert(0, f"<{one_click}>")
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail["List-Unsubscribe"] = ", ".join(ways)
