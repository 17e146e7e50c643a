"""Draw contents as Slack's Block Kit, within its limits.

https://docs.slack.dev/reference/block-kit/blocks: 50 blocks, 150 characters in a header, 3,000 in a
section, 10 fields of 2,000, 10 elements of a context. Slack also refuses a message whose blocks
have too many characters in all (``msg_blocks_too_long``) and does not say how many: 9,600 were
taken and 11,300 refused (https://github.com/slackapi/bolt-js/issues/2867).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, islice
from typing import Any

from monitor.delivery.escape import isolated, shorten, slack, slack_link, slack_plain, width
from monitor.delivery.wording import Segment, Wording, moment, nothing_to_tell, sparkline, word
from monitor.domain import Content, Digest, Message, Notice

Block = dict[str, Any]

MAX_BLOCKS = 50
HEADER_LIMIT = 150
SECTION_LIMIT = 3000
FIELD_LIMIT = 2000
HEADLINE_LIMIT = 2300
SUMMARY_LIMIT = 1500
MESSAGE_LIMIT = 9500
REASON_LIMIT = 700
BRIEF_LIMIT = 80
NOTES_SHOWN = 5
SIGNS = 10
"""Room for what stands around a headline: its severity's mark and signs of direction."""
SEVERITY_MARKS = ("⚪", "🟢", "🟡", "🟠", "🔴")


def blocks(content: Content, zone: str = "UTC", notes: Sequence[str] = ()) -> list[Block]:
    """Return ``content`` as blocks; times also in ``zone``.

    ``notes`` say what has happened to an alert since it was sent, oldest first.
    """
    match content:
        case Message():
            return _alert(word(content, zone), notes)
        case Notice():
            return _notice(content, zone)
        case Digest():
            return _digest(content, zone)


def _alert(alert: Wording, notes: Sequence[str]) -> list[Block]:
    direction = f" · {alert.direction_word}" if alert.direction_word else ""
    mark = f"{alert.mark} · " if alert.mark else ""
    title = f"{SEVERITY_MARKS[alert.severity]} {mark}{alert.severity_word.capitalize()}"
    headline = slack_link(alert.link, alert.headline, HEADLINE_LIMIT)
    drawn = [
        _header(f"{title} · {alert.severity}/4{direction}"),
        _section(f"*{headline}*"),
        *([_context(_since(notes))] if notes else []),
        *([_section(f"*What is new:* {slack(alert.reason, REASON_LIMIT)}")] if alert.news else []),
        *([_section(_marked(alert.summary_parts))] if alert.summary else []),
        {"type": "section", "fields": [_mrkdwn(text) for text in _fields(alert)]},
    ]
    if alert.also_reported_by:
        drawn.append(_context(f"Also in: {slack(', '.join(alert.also_reported_by), 500)}"))
    if alert.asks:
        drawn.append(_section(f"*{slack(alert.asks, REASON_LIMIT)}*"))
    if not alert.news:
        drawn.append(_context(f"Why: {slack(alert.reason, REASON_LIMIT)}"))
    return drawn


def _since(notes: Sequence[str]) -> str:
    """Return the newest notes, one a line."""
    earlier = len(notes) - NOTES_SHOWN
    lines = [f"↪ {slack(note, 250)}" for note in notes[-NOTES_SHOWN:]]
    return "\n".join([*([f"↪ {earlier} earlier"] if earlier > 0 else []), *lines])


def _fields(alert: Wording) -> list[str]:
    control = alert.state_control
    outlet = slack(f"{isolated(alert.outlet)}, {alert.outlet_kind}", 300)
    facts = [
        (
            "Outlet",
            f"{outlet}, *{control}*" if control == "state-controlled" else f"{outlet}, {control}",
        ),
        ("Confirmed", slack(alert.confirmed, 500)),
        ("Published", slack(alert.published, 200)),
        ("Language", slack(alert.language_name, 200)),
        ("Score", slack(alert.score, 20)),
        ("Watch", slack(alert.watch, 200)),
    ]
    if alert.keywords:
        facts.append(("Keywords", slack(", ".join(map(isolated, alert.keywords)), 800)))
    if alert.raised_by:
        facts.append(("Raised by", slack(alert.raised_by, 800)))
    return [f"*{name}*\n{value}" for name, value in facts]


def _marked(segments: tuple[Segment, ...]) -> str:
    """Return the text with its keywords in bold.

    Slack takes an asterisk for a mark only beside a space or a sign; where letters touch the
    keyword (as in Chinese) it stays plain.
    """
    drawn = []
    room = SUMMARY_LIMIT
    for number, segment in enumerate(segments):
        text = _keeping_edges(segment.text, room)
        before = segments[number - 1].text[-1:] if number else " "
        after = segments[number + 1].text[:1] if number + 1 < len(segments) else " "
        bold = segment.hit and not before.isalnum() and not after.isalnum() and text.strip() == text
        drawn.append(f"*{text}*" if bold else text)
        room -= width(text) + 2 * bold
        if room <= 0:
            break
    return "".join(drawn)


def _keeping_edges(text: str, limit: int) -> str:
    inner = slack(text, limit)
    left = " " if text[:1].isspace() else ""
    right = " " if text[-1:].isspace() and text.strip() else ""
    return f"{left}{inner}{right}"


def _notice(notice: Notice, zone: str) -> list[Block]:
    mark = "✅ Over: " if notice.over else "⚠️ "
    # Plain, so that names such as user_agent can be copied as they are.
    paragraphs = [slack_plain(part, 1000) for part in notice.body.split("\n\n") if part.strip()]
    return [
        _header(f"{mark}{notice.title}"),
        *(
            {"type": "section", "text": {"type": "plain_text", "text": paragraph}}
            for paragraph in _fitting(paragraphs, MAX_BLOCKS - 2)
        ),
        _context(f"Noticed {slack(moment(notice.at, zone), 200)}"),
    ]


def _digest(digest: Digest, zone: str) -> list[Block]:
    drawn = [
        _header(digest.title),
        _context(slack(f"{moment(digest.since, zone)} to {moment(digest.until, zone)}", 500)),
    ]
    if not digest.groups:
        drawn.append(_section(nothing_to_tell(digest)))
    titles = [f"*{slack(group.watch, 200)}*{_chart(group.index)}" for group in digest.groups]
    lines = _digest_lines(
        [
            (title, word(message, zone))
            for title, group in zip(titles, digest.groups, strict=True)
            for message in group.messages
        ]
    )
    each = iter(lines)
    chunks = [
        chunk
        for title, group in zip(titles, digest.groups, strict=True)
        if (named := [line for line in islice(each, len(group.messages)) if line])
        for chunk in _chunks([title, *named])
    ]
    shown = _fitting(chunks, MAX_BLOCKS - len(drawn) - 1)
    drawn += map(_section, shown)
    left_out = sum(chunk.count("\n") + 1 for chunk in chunks[len(shown) :])
    if left_out := left_out + lines.count(""):
        drawn.append(
            _context(f"{left_out} more lines did not fit; monitor alerts list shows all alerts.")
        )
    return drawn


def _chart(index: tuple[float, ...]) -> str:
    return f"  {sparkline(index)}" if any(index) else ""


def _digest_lines(alerts: Sequence[tuple[str, Wording]]) -> list[str]:
    """Return a line for each alert, which comes with the title that its line stands under.

    As there is room, they are brief ones and then whole ones, the gravest first; empty where there
    is none. Whose only channel this is sees every story of all but the longest digests.
    """
    room, titled, lines = MESSAGE_LIMIT, set[str](), [""] * len(alerts)
    gravest = sorted(enumerate(alerts), key=lambda item: -item[1][1].severity)
    for draw in (_brief_line, _digest_line):
        for number, (title, alert) in gravest:
            line = draw(alert)
            more = width(line) - width(lines[number]) + (0 if lines[number] else 1)
            more += 0 if title in titled else width(title) + 1
            if more <= room:
                lines[number] = line
                titled.add(title)
                room -= more
    return lines


def _brief_line(alert: Wording) -> str:
    headline, outlet = slack(alert.headline, BRIEF_LIMIT), slack(alert.outlet, BRIEF_LIMIT // 2)
    mark = f" · {alert.mark}" if alert.mark else ""
    return f"{SEVERITY_MARKS[alert.severity]} {isolated(headline)} – {isolated(outlet)}{mark}"


def _digest_line(alert: Wording) -> str:
    mark = SEVERITY_MARKS[alert.severity]
    news = f" · {alert.mark}: {slack(alert.reason, 300)}" if alert.mark else ""
    if alert.other_watches:
        news += f" · other watches: {slack(', '.join(alert.other_watches), 300)}"
    news += f" · *{slack(alert.asks, 300)}*" if alert.asks else ""
    told = f" – {isolated(slack(alert.outlet, 200))}{news}"
    room = SECTION_LIMIT - width(told) - SIGNS
    headline = slack_link(alert.link, shorten(alert.headline, 300), room)
    return f"{mark} {isolated(headline)}{told}"


def _chunks(lines: list[str]) -> list[str]:
    """Join lines into texts that each fit a section."""
    chunks: list[str] = []
    for line in lines:
        if chunks and len(chunks[-1]) + len(line) < SECTION_LIMIT // 2:
            chunks[-1] += f"\n{line}"
        else:
            chunks.append(line)
    return chunks


def _fitting(texts: Sequence[str], most: int) -> Sequence[str]:
    """Return the first texts, at most so many, that one message takes together."""
    lengths = accumulate(map(width, texts))
    return texts[: min(most, sum(length <= MESSAGE_LIMIT for length in lengths))]


def _header(text: str) -> Block:
    shown = slack_plain(text, HEADER_LIMIT)
    return {"type": "header", "text": {"type": "plain_text", "text": shown, "emoji": True}}


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text)]}


def _mrkdwn(text: str) -> Block:
    """Return a text object whose plain words Slack makes no links or mentions of."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}
