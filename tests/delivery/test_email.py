"""What a mail says: bodies, headers, threads, addresses and signatures."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import dkim as dkimpy
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from demo.servers import SmtpSink
from monitor.delivery.content import Target, Thread
from monitor.delivery.mail import DkimSettings, SmtpSettings, compose, message_id, sign
from monitor.delivery.templates import Templates
from monitor.errors import PermanentDeliveryError
from tests.delivery.conftest import DESK, Open
from tests.delivery.examples import ARABIC, CONTENTS, FORCE, HOSTILE, NOW, RUSSIAN, delivery


async def test_a_mail_says_who_when_and_how_to_stop(
    open_channel: Open, smtp: SmtpSink, smtp_settings: SmtpSettings, templates: Templates
) -> None:
    channel = open_channel(smtp_settings, templates, clock=lambda: NOW)
    target = replace(DESK, unsubscribe_url="https://monitor.example.org/u/" + "t" * 90)
    sent = await channel.send(delivery(RUSSIAN), target)
    [mail] = smtp.mails
    headers = mail.message
    assert mail.sender == "monitor@example.org"
    assert mail.recipients == ("desk@example.org",)
    assert headers["From"] == "Escalation Monitor <monitor@example.org>"
    assert headers["Subject"].startswith("[Cooperation 1/4] Президенты двух стран начали")
    assert headers["Date"] == "Tue, 07 Dec 2021 15:30:00 +0000"
    assert headers["Message-ID"] == "<alert-17.night-desk.email-1@example.org>" == sent.receipt
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe"].split() == [
        f"<{target.unsubscribe_url}>,",
        "<mailto:monitor@example.org?subject=unsubscribe%20night-desk>",
    ]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in headers.iter_parts()] == ["text/plain", "text/html"]


async def test_both_bodies_say_all_there_is(
    open_channel: Open, smtp: SmtpSink, smtp_settings: SmtpSettings, templates: Templates
) -> None:
    target = replace(DESK, zone="Europe/Kyiv")
    await open_channel(smtp_settings, templates).send(delivery(FORCE), target)
    message = smtp.mails[0].message
    for kind in ("plain", "html"):
        body = message.get_body((kind,)).get_content()  # type: ignore[union-attr]
        folded = body.casefold()
        for part in (
            "armed force",
            "severity 4 of 4",
            "▲ escalation",
            "State News (Russia)",
            "news agency",
            "state-controlled",
            "English",
            "7 Dec 2021, 15:07 UTC (17:07 Europe/Kyiv)",
            "0.98",
            "russia-ukraine",
            "shelling, army, rockets",
            "Second Agency, Third Broadcaster",
            "severity rose from 3 to 4",
            "https://news.example.org/2021/12/07/call?id=7",
            "update",
            "night-desk",
        ):
            assert part.casefold() in folded, (kind, part)
    assert ">army</mark>" in body


def test_right_to_left_headlines_find_their_direction(
    smtp_settings: SmtpSettings, templates: Templates
) -> None:
    mail = compose(delivery(ARABIC), DESK, smtp_settings, templates, NOW)
    body = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert 'dir="auto" lang="ar"' in body


def test_hostile_text_stays_text(smtp_settings: SmtpSettings, templates: Templates) -> None:
    mail = compose(delivery(HOSTILE), DESK, smtp_settings, templates, NOW)
    raw = sign(mail, None)
    head = raw.split(b"\r\n\r\n")[0].decode().lower()
    assert "\r\nbcc:" not in head
    assert mail.get_all("Bcc") is None
    body = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "<script" not in body
    assert "javascript:" not in body
    assert "<b>Evil" not in body
    assert "{{ 7 * 7 }}" in body


def test_lines_fit_a_mail(smtp_settings: SmtpSettings, templates: Templates) -> None:
    for content in CONTENTS.values():
        raw = sign(compose(delivery(content), DESK, smtp_settings, templates, NOW), None)
        assert raw.isascii()
        assert max(map(len, raw.split(b"\r\n"))) <= 998
        assert b"\n" not in raw.replace(b"\r\n", b"")


def test_a_subject_of_ascii_stands_on_one_line(
    smtp_settings: SmtpSettings, templates: Templates
) -> None:
    for length in range(30, 200, 7):
        words = ("troops " * 40)[:length].strip()
        content = replace(FORCE, headline=words, keywords=())
        raw = sign(compose(delivery(content), DESK, smtp_settings, templates, NOW), None)
        assert f"Subject: Update: [Armed force 4/4] {words} - State".encode() in raw


def test_a_subject_in_any_script_keeps_every_space(
    smtp_settings: SmtpSettings, templates: Templates
) -> None:
    for headline in (
        "الرئيس Biden و Putin يبدآن مكالمة (video call) في 7 ديسمبر – RIA",
        "الرئيسان يبدآن مكالمة مرئية وسط حشد القوات على الحدود، وعواصم تدرس عقوبات جديدة",
        "राष्ट्रपतियों ने सीमा पर सैनिकों के जमावड़े के बीच वीडियो कॉल शुरू की",
        "Президенты США и РФ начали call, войска – у границы 🇺🇦 … и ещё раз",
    ):
        for start in range(len(headline) - 10):
            shown = headline[start:].strip()
            content = replace(ARABIC, headline=shown, keywords=())
            mail = compose(delivery(content), DESK, smtp_settings, templates, NOW)
            raw = sign(mail, None)
            old = str(make_header(decode_header(message_from_bytes(raw)["Subject"])))
            new = str(message_from_bytes(raw, policy=policy.default)["Subject"])
            assert old == new == mail["Subject"]
            assert shown in new


def test_addresses_in_headers_are_never_encoded(
    smtp_settings: SmtpSettings, templates: Templates
) -> None:
    first = f"<{'long-' * 15}@example.org>"
    target = replace(
        DESK, thread=Thread(first, delivery()), unsubscribe_url="https://example.org/" + "t" * 200
    )
    raw = sign(compose(delivery(FORCE), target, smtp_settings, templates, NOW), None)
    head = raw.split(b"\r\n\r\n")[0].decode()
    assert first in head
    assert f"<{target.unsubscribe_url}>" in head
    assert "=?" not in head


def test_mails_of_a_story_form_a_thread(smtp_settings: SmtpSettings, templates: Templates) -> None:
    first = compose(delivery(), DESK, smtp_settings, templates, NOW)
    threaded = replace(DESK, thread=Thread(str(first["Message-ID"]), delivery()))
    update = compose(
        delivery(FORCE, message_id="alert-18"), threaded, smtp_settings, templates, NOW
    )
    elsewhere = compose(delivery(replace(FORCE, story_id=42)), DESK, smtp_settings, templates, NOW)
    root = first["References"]
    assert update["References"] == f"{root} {first['Message-ID']}"
    assert update["In-Reply-To"] == first["Message-ID"]
    assert first["In-Reply-To"] is None
    assert root not in elsewhere["References"]


def test_the_message_id_is_the_same_on_every_attempt(
    smtp_settings: SmtpSettings, templates: Templates
) -> None:
    ids = {
        compose(delivery(attempts=n), DESK, smtp_settings, templates, NOW)["Message-ID"]
        for n in range(3)
    }
    assert len(ids) == 1


def test_message_ids_cannot_carry_anything_else() -> None:
    assert message_id("a\r\nBcc: x", "example.org") == "<a--Bcc--x@example.org>"
    assert message_id("<a@b.example>", "example.org") == "<a@b.example>"


@pytest.mark.parametrize("address", ["", "nobody", "a@b\r\nBcc: c@d", "a b@c.d", "@x", "x@"])
def test_an_address_that_is_none_is_refused(
    smtp_settings: SmtpSettings, templates: Templates, address: str
) -> None:
    with pytest.raises(PermanentDeliveryError, match="user@host"):
        compose(delivery(), Target("t", address), smtp_settings, templates, NOW)


async def test_a_dkim_signature_verifies(
    open_channel: Open, smtp: SmtpSink, smtp_settings: SmtpSettings, templates: Templates
) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = b"v=DKIM1; k=rsa; p=" + b64encode(public)
    signing = replace(smtp_settings, dkim=DkimSettings("example.org", "mon", pem))
    for name in ("russian", "hostile", "longest"):
        await open_channel(signing, templates).send(delivery(CONTENTS[name]), DESK)
    for mail in smtp.mails:
        assert dkimpy.verify(mail.raw, dnsfunc=lambda *_, **__: record)
        assert not dkimpy.verify(
            mail.raw.replace(b"Subject: ", b"Subject: x"), dnsfunc=lambda *_, **__: record
        )


def test_one_click_is_under_the_signature(
    smtp_settings: SmtpSettings, templates: Templates
) -> None:
    """RFC 8058, 4: both headers must be signed."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    target = replace(DESK, unsubscribe_url="https://monitor.example.org/unsubscribe/token")
    mail = compose(delivery(), target, smtp_settings, templates, NOW)
    signature = sign(mail, DkimSettings("example.org", "mon", key)).split(b"\r\nFrom:")[0]
    covered = re.sub(rb"\s", b"", re.search(rb"h=([^;]+);", signature)[1]).split(b":")  # type: ignore[index]
    assert {b"from", b"list-unsubscribe", b"list-unsubscribe-post", b"message-id"} <= set(covered)
    without = compose(delivery(), DESK, smtp_settings, templates, NOW)
    assert without["List-Unsubscribe-Post"] is None


def test_a_key_that_is_none_is_refused(smtp_settings: SmtpSettings, templates: Templates) -> None:
    mail = compose(delivery(), DESK, smtp_settings, templates, datetime.now(UTC))
    with pytest.raises(PermanentDeliveryError, match="DKIM key"):
        sign(mail, DkimSettings("example.org", "mon", b"-----BEGIN nonsense"))
