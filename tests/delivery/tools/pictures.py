"""Draw the pictures in docs/images: ``python -m tests.delivery.tools.pictures``, given Chromium.

The e-mail is the template's own HTML. Slack cannot be run here, so its blocks are drawn by a small
imitation of its layout that undoes Slack's escapes and knows bold and links.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from monitor.delivery.blocks import blocks
from monitor.delivery.templates import Templates
from tests.delivery.examples import ARABIC, CHINESE, DIGEST, FORCE, HOSTILE, NOTICE, RUSSIAN

IMAGES = Path(__file__).resolve().parents[3] / "docs" / "images"
ZONE = "Europe/Kyiv"
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
.context {font-size: 13px; color: #616061; margin: 4px 0}
</style>"""
POST = "<div class=bot><div class=icon>EM</div><div><b>Escalation Monitor</b>{}</div></div><hr>"


def drawn_as_slack(content: Any) -> str:
    """Return HTML that looks about as Slack would show ``content``."""
    parts = []
    for block in blocks(content, ZONE):
        texts = block.get("fields") or block.get("elements") or [block["text"]]
        shown = [_mrkdwn(text["text"]) for text in texts]
        if "fields" in block:
            cells = "".join(f"<div>{text}</div>" for text in shown)
            parts.append(f"<div class=fields>{cells}</div>")
        else:
            parts.append(f"<div class={block['type']} dir=auto>{' '.join(shown)}</div>")
    return POST.format("".join(parts))


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


def main() -> None:
    """Draw all pictures."""
    picture(mail(RUSSIAN), "alert-email.png", 660, 690)
    picture(mail(ARABIC), "alert-email-rtl.png", 660, 690)
    picture(mail(FORCE), "alert-email-dark.png", 660, 720, dark=True)
    picture(mail(DIGEST), "digest-email.png", 660, 640)
    slack = PAGE + drawn_as_slack(RUSSIAN) + drawn_as_slack(FORCE)
    picture(slack, "alert-slack.png", 720, 760)
    others = (ARABIC, CHINESE, HOSTILE, NOTICE, DIGEST)
    picture(PAGE + "".join(map(drawn_as_slack, others)), "alert-slack-others.png", 720, 1600)


if __name__ == "__main__":
    main()
