"""Draw the pictures in docs/images: ``python -m tests.delivery.tools.pictures``, given Chromium.

The e-mail is the template's own HTML. Slack cannot be run here, so its blocks are drawn by a small
imitation of its layout that undoes Slack's escapes and knows bold and links.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from monitor.delivery.blocks import blocks
from monitor.delivery.buttons import Action, actions
from monitor.delivery.escape import header
from monitor.delivery.templates import Templates
from tests.delivery.examples import (
    ARABIC,
    CHINESE,
    DIGEST,
    FORCE,
    HOSTILE,
    LONGEST,
    NOTICE,
    RUSSIAN,
)

IMAGES = Path(__file__).resolve().parents[3] / "docs" / "images"
ZONE = "Europe/Kyiv"
NOTES = (
    "15:41 UTC Acknowledged by ann",
    "16:02 UTC Update, severity 3 of 4: a second agency of another country reports it",
)
LONG = replace(LONGEST, summary="Sanctions are weighed. " * 200)
PAGE = """<meta charset="utf-8"><style>
body {margin: 0; padding: 16px; background: #fff; color: #1d1c1d}
body {font: 15px/22px 'Noto Sans', Arial}
a {color: #1264a3; text-decoration: none}
.bot {display: flex; gap: 10px}
.icon {width: 36px; height: 36px; flex-shrink: 0; border-radius: 6px; background: #1f4e8c}
.icon {color: #fff; text-align: center; line-height: 36px; font-weight: 700}
.header {font-size: 18px; font-weight: 700; margin: 6px 0}
.section {margin: 8px 0}
.fields {display: grid; grid-template-columns: 1fr 1fr; gap: 8px 24px; margin: 8px 0}
.actions {display: flex; gap: 8px; margin: 10px 0}
button {border: 1px solid #bbb; border-radius: 4px; background: #fff; color: #1d1c1d}
button {font: 700 13px/18px 'Noto Sans', Arial; padding: 5px 12px}
button.primary {background: #007a5a; border-color: #007a5a; color: #fff}
.context {font-size: 13px; color: #616061; margin: 4px 0}
</style>"""
POST = "<div class=bot><div class=icon>EM</div><div><b>Escalation Monitor</b>{}</div></div><hr>"


def drawn_as_slack(content: Any, notes: Sequence[str] = (), buttons: bool = False) -> str:
    """Return HTML that looks about as Slack would show ``content``."""
    parts = []
    drawn = blocks(content, ZONE, notes)
    if buttons and (offered := actions("<a@b>", set(Action))):
        drawn.append(offered)
    for block in drawn:
        if block["type"] == "actions":
            parts.append(f"<div class=actions>{''.join(map(_button, block['elements']))}</div>")
            continue
        texts = block.get("fields") or block.get("elements") or [block["text"]]
        shown = [_mrkdwn(text["text"]) for text in texts]
        if "fields" in block:
            cells = "".join(f"<div>{text}</div>" for text in shown)
            parts.append(f"<div class=fields>{cells}</div>")
        else:
            parts.append(f"<div class={block['type']} dir=auto>{' '.join(shown)}</div>")
    return POST.format("".join(parts))


def _button(element: dict[str, Any]) -> str:
    return f"<button class={element.get('style', 'plain')}>{element['text']['text']}</button>"


def _mrkdwn(text: str) -> str:
    """Return mrkdwn as HTML; what would be a mention is drawn in red."""
    text = re.sub(r"<(https?://[^|>]+)\|([^>]*)>", "\x01\\1\x02\\2\x03", text)
    text = re.sub(r"<[^>]*>", "<b style='color:red'>MENTION OR FORGED LINK</b>", text)
    text = re.sub(r"(?<!\w)\*([^*\n]+)\*(?!\w)", r"<b>\1</b>", text)
    text = re.sub("\x01([^\x02]*)\x02([^\x03]*)\x03", r'<a href="\1">\2</a>', text)
    return text.replace("\n", "<br>")


def picture(page: str, name: str, width: int, height: int, dark: bool = False) -> Path:
    """Draw ``page`` with headless Chromium and return the picture's path."""
    with tempfile.NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as file:
        file.write(page)
        file.flush()
        IMAGES.mkdir(parents=True, exist_ok=True)
        path = IMAGES / name
        subprocess.run(
            [
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--blink-settings=preferredColorScheme=0" if dark else "--force-color-profile=srgb",
                f"--window-size={width},{height}",
                f"--screenshot={path}",
                f"file://{file.name}",
            ],
            check=True,
            capture_output=True,
        )
    return path


def mail(content: Any) -> str:
    """Return the HTML of the mail for ``content``."""
    return Templates().render(
        "html", content, subscriber="night-desk", unsubscribe="monitor@example.org", zone=ZONE
    )


def text_mail(content: Any) -> str:
    """Return a page that shows the text of the mail for ``content`` as a plain client would."""
    words = {"subscriber": "night-desk", "unsubscribe": "monitor@example.org", "zone": ZONE}
    subject = header(Templates().render("subject.txt", content, **words))
    text = Templates().render("txt", content, **words)
    return (
        "<meta charset=utf-8><body style='margin:16px;background:#fff'>"
        "<pre style=\"font:14px/20px 'Noto Sans Mono',monospace;white-space:pre-wrap;"
        f'unicode-bidi:plaintext">Subject: {escape(subject)}\n\n{escape(text)}</pre>'
    )


def main() -> None:
    """Draw all pictures."""
    picture(mail(RUSSIAN), "alert-email.png", 660, 690)
    picture(mail(ARABIC), "alert-email-rtl.png", 660, 690)
    picture(mail(FORCE), "alert-email-dark.png", 660, 720, dark=True)
    picture(mail(LONG), "alert-email-longest.png", 660, 1900)
    picture(mail(DIGEST), "digest-email.png", 660, 640)
    picture(mail(NOTICE), "notice-email.png", 660, 320)
    picture(text_mail(FORCE), "alert-email-text.png", 760, 560)
    picture(text_mail(ARABIC), "alert-email-text-rtl.png", 760, 520)
    picture(text_mail(DIGEST), "digest-email-text.png", 760, 690)
    slack = drawn_as_slack(RUSSIAN, NOTES, buttons=True) + drawn_as_slack(FORCE, buttons=True)
    picture(PAGE + slack, "alert-slack.png", 720, 1020)
    others = (ARABIC, CHINESE, HOSTILE, NOTICE, DIGEST)
    picture(PAGE + "".join(map(drawn_as_slack, others)), "alert-slack-others.png", 720, 1780)
    picture(PAGE + drawn_as_slack(LONG), "alert-slack-longest.png", 720, 1900)


if __name__ == "__main__":
    main()
