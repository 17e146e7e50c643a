"""Contents to send, in our own words and several scripts, and the worst that a feed can hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.domain import (
    Content,
    Delivery,
    Digest,
    DigestGroup,
    Label,
    Message,
    Notice,
    Outlet,
    TermHit,
)

NOW = datetime(2021, 12, 7, 15, 30, tzinfo=UTC)


def hits(text: str, *forms: str) -> tuple[TermHit, ...]:
    """Return where each of ``forms`` stands in ``text``, as terms typed in small letters."""
    return tuple(
        TermHit(form.lower(), form, text.index(form), text.index(form) + len(form))
        for form in forms
    )


def message(
    headline: str = "Two presidents begin a video call as troops mass at the border",
    summary: str = "Sanctions are weighed in several capitals, and Ukraine warns of an offensive.",
    forms: tuple[str, ...] = ("presidents", "Ukraine"),
    **changes: object,
) -> Message:
    """Return an alert's message; ``forms`` are the keywords found in it."""
    made = Message(
        headline=headline,
        summary=summary,
        link="https://news.example.org/2021/12/07/call?id=7&lang=en",
        outlet=Outlet("Example Agency", "RU", "agency", state_controlled=False),
        language="en",
        published=NOW - timedelta(minutes=23),
        watch="russia-ukraine",
        label=Label.COOPERATION,
        score=0.934,
        severity=1,
        direction="down",
        keywords=hits(f"{headline}\n{summary}", *forms),
        reason="score 0.93 is at least 0.60 and severity 1 is at least 1",
        story_id=41,
        alert_id=17,
        also_reported_by=("Second Agency", "Third Broadcaster"),
        words=("presidents", "troops"),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def delivery(content: Content | None = None, **changes: object) -> Delivery:
    """Return a delivery of ``content``."""
    made = Delivery(
        delivery_id=1,
        alert_id=17,
        subscriber="night-desk",
        channel="email",
        target="email-1",
        message_id="alert-17.night-desk.email-1",
        attempts=0,
        message=content or message(),  # type: ignore[arg-type]
    )
    return replace(made, **changes)  # type: ignore[arg-type]


RUSSIAN = message(
    "Президенты двух стран начали видеозвонок на фоне скопления войск у границы",
    "Украина предупреждает о наступлении, в столицах обсуждают санкции.",
    ("войск", "Украина", "санкции"),
    language="ru",
)
FORCE = message(
    "Shelling reported near a border town, three soldiers killed",
    "The army says rockets fell on its positions before dawn; the other side denies it.",
    ("Shelling", "army", "rockets"),
    label=Label.FORCE,
    severity=4,
    direction="up",
    score=0.981,
    outlet=Outlet("State News", "RU", "agency", state_controlled=True),
    kind="update",
    reason="severity rose from 3 to 4 since the first alert of this story",
)
ARABIC = message(
    "الرئيسان يبدآن مكالمة مرئية وسط حشد القوات على الحدود",
    "عواصم عدة تدرس عقوبات، وأوكرانيا تحذر من هجوم وشيك.",
    ("القوات", "أوكرانيا"),
    language="ar",
    outlet=Outlet("وكالة المثال", "QA", "broadcaster", state_controlled=True),
)
CHINESE = message(
    "两国总统开始视频通话，边境集结大量军队",
    "多国首都正在讨论制裁，乌克兰警告可能发生进攻。",
    ("军队", "乌克兰"),
    language="zh",
)
HOSTILE = message(
    "<!channel> @everyone @here <http://evil.example|bank> =?UTF-8?Q?=0A?=Bcc: x@example.org\r\n"
    "Bcc: y@example.org <script>alert(1)</script> [bank](http://evil.example) {{ 7 * 7 }}",
    "*bold* _it_ ~no~ `code` & <@U123> <#C123> \u202egnp.exe\u202c \u200bzero\u200b \x00\x1b[31m",
    (),
    link="javascript:alert(1)",
    outlet=Outlet("<b>Evil</b>\r\nBcc: z@example.org", "<>", "<i>", None),
    reason="<!here> & more",
    also_reported_by=("<!channel>", "@here"),
    watch="<watch>",
    words=("<!here>", "\x1b[31m<b>"),
)
LONGEST = message(
    "Вооружённые & <силы> " * 5000,
    "👩‍👩‍👧‍👦" * 3000,
    (),
    link="https://news.example.org/" + "a&" * 980,
    reason="потому что & " * 1000,
    also_reported_by=tuple(f"Outlet & {number}" * 20 for number in range(200)),
    keywords=tuple(TermHit(f"term & {n}" * 20, "x", 0, 1) for n in range(500)),
    outlet=Outlet("Name & " * 1000, "UA", "agency", None),
    watch="watch & " * 500,
    words=("слова & " * 200,) * 50,
)
ESCALATED = replace(
    FORCE,
    escalated=True,
    asks="Acknowledge it by 15:50 UTC, or ambassador is told next (monitor ack 17).",
    reason=f"not acknowledged by night-desk within 10 minutes; {FORCE.reason}",
)
NOTICE = Notice(
    "feed-broken:example-world",
    "The feed example-world has been broken for a day",
    "The server answers 403 Forbidden since 6 December.\n\nSet a user_agent for it in feeds.yaml.",
    NOW,
)
DIGEST = Digest(
    "Morning digest",
    NOW - timedelta(hours=12),
    NOW,
    (
        DigestGroup(
            "russia-ukraine",
            (FORCE, replace(RUSSIAN, story_id=42), replace(ARABIC, story_id=43)),
            (0, 1, 0.5, 2, 4, 3, 7, 5),
        ),
        DigestGroup("taiwan-strait", (replace(CHINESE, story_id=44),)),
    ),
)
QUIET = Digest("Morning digest", NOW - timedelta(hours=12), NOW, ())

CONTENTS: dict[str, Content] = {
    "message": message(),
    "force": FORCE,
    "escalated": ESCALATED,
    "russian": RUSSIAN,
    "arabic": ARABIC,
    "chinese": CHINESE,
    "hostile": HOSTILE,
    "longest": LONGEST,
    "notice": NOTICE,
    "over": replace(NOTICE, over=True),
    "digest": DIGEST,
    "quiet": QUIET,
}
