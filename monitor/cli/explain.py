"""``monitor explain``: why was I told this, or why was I not?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from monitor.app.explaining import explain_entry
from monitor.cli.options import ConfigOption, JsonOption
from monitor.cli.output import console, notes, print_json, print_rows, shown
from monitor.cli.standings import standing_lines
from monitor.config.load import find_directory, load_config
from monitor.pipeline.way import AlertStep, DeliveryStep, FeedStep, Unseen, WatchStep, Way


def explain(
    subject: Annotated[
        str,
        typer.Argument(
            metavar="URL|ID", help="A link, an entry (34 or entry:34), or an alert (alert:12)."
        ),
    ],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the whole way of one entry from feed to recipient, with why at each step."""
    with notes.status("Looking"):
        found = explain_entry(load_config(find_directory(config)), subject)
    if as_json:
        print_json({"found": isinstance(found, Way), **asdict(found)})
    elif isinstance(found, Unseen):
        for line in found.says:
            _say(line)
    else:
        _show(found)


def _show(way: Way) -> None:
    _head(f"Entry {way.entry.id}: {way.entry.title}")
    _say(f"  {way.entry.link or '(no link)'}")
    _show_feed(way.feed)
    _show_entry(way)
    _show_score(way)
    rows = [_watch_row(step) for step in way.watches]
    print_rows("Watches", ("watch", "terms found", "what came of it"), rows, "No watches.")
    _show_story(way)
    if not way.alerts:
        _say("No alert was raised for this entry or its story.")
    for alert in way.alerts:
        _show_alert(alert, way)
    for verdict in way.verdicts:
        about = f" for {verdict.watch}" if verdict.watch else ""
        note = f" ({verdict.note})" if verdict.note else ""
        _say(f"{verdict.given_by} judged it {verdict.verdict}{about}{note}")


def _show_feed(feed: FeedStep) -> None:
    _head(f"Feed {feed.name} of {feed.outlet}{'' if feed.enabled else ', not polled any more'}")
    _say(
        f"  last polled {_when(feed.last_polled)}, last success {_when(feed.last_success)}, "
        f"next {_when(feed.next_poll)}"
    )
    if feed.gone_since:
        _say(f"  gone since {_when(feed.gone_since)}")
    if feed.error:
        _say(f"  error: {feed.error}")


def _show_entry(way: Way) -> None:
    entry = way.entry
    _head("Reading")
    _say(f"  published {_when(entry.published)}, first seen {_when(entry.first_seen)}, "
         f"last seen {_when(entry.last_seen)}")  # fmt: skip
    _say(f"  language {entry.language}")
    for revision in entry.revisions[:-1]:
        _say(f"  until then: {revision.title} (seen {_when(revision.seen_at)})")
    if entry.held_back:
        _say(f"  held back from alerting: {entry.held_back}")
    if entry.waiting:
        _say("  waits to be assessed")


def _show_score(way: Way) -> None:
    if way.score is None:
        return
    score = way.score
    direction = f", direction {score.direction}" if score.direction else ""
    _head(f"Score {score.score:.2f}: {score.label}, severity {score.severity}{direction}")
    chances = sorted(score.probabilities.items(), key=lambda item: -item[1])
    _say(f"  {', '.join(f'{label} {value:.2f}' for label, value in chances)} ({score.model})")
    if score.words:
        words = ", ".join(f"{word.word} (+{word.weight:.3f})" for word in score.words)
        _say(f"  raised by {words}")


def _show_story(way: Way) -> None:
    if way.story is None:
        return
    _head(f"Story {way.story.id}: {way.story.title}")
    _say(f"  placed here because: {way.story.reason}")
    for line in standing_lines(way.story.standing):
        _say(f"  {line}")
    for rung in way.story.rungs[1:]:
        _say(f"  {_when(rung.reached_at)} climbed to rung {rung.rung}: {rung.reason}")
    if way.story.other_reports:
        rows = [
            (item.entry, item.first_seen, item.outlet, item.language, item.label, item.score,
             item.title)
            for item in way.story.other_reports
        ]  # fmt: skip
        columns = ("entry", "seen (UTC)", "outlet", "lang", "label", "score", "headline")
        print_rows("Other reports", columns, rows, "")


def _show_alert(alert: AlertStep, way: Way) -> None:
    cause = "" if alert.entry == way.entry.id else f", caused by entry {alert.entry}"
    told = "" if way.story and alert.story == way.story.id else f", of story {alert.story}"
    _head(
        f"Alert {alert.id} of the watch {alert.watch}{told}, raised {_when(alert.raised_at)}{cause}"
    )
    _say(f"  {alert.kind}: {alert.reason}")
    for delivery in alert.told:
        own = delivery.alert is None or delivery.alert == alert.id
        other = "" if own else f", in the message of alert {delivery.alert}"
        _say(f"  {_delivery(delivery)}{other}")
        for attempt in delivery.attempts:
            error = f": {attempt.error}" if attempt.error else ""
            _say(f"    {_when(attempt.at)} {attempt.outcome}{error}")
    for late in alert.late:
        _say(f"  {late.subscriber} was told {_when(late.until)}, having waited: {late.reason}")
    for held in alert.held:
        _say(f"  {held.subscriber} will be told {_when(held.until)}: {held.reason}")
    for known in alert.covered:
        _say(f"  {known.subscriber} knew already: {known.reason}")
    for untold in alert.not_told:
        _say(f"  {untold.subscriber} was not told: {untold.reason}")
    _show_escalation(alert)


def _show_escalation(alert: AlertStep) -> None:
    for turn in alert.contacts:
        told = f"was passed over: {turn.refusal}" if turn.refusal else "was told"
        _say(f"  step {turn.step} after {turn.subscriber}, {_when(turn.at)}: "
             f"{turn.contact} {told}")  # fmt: skip
    for chain in alert.chains:
        if chain.next_at:
            asked = sum(turn.subscriber == chain.subscriber for turn in alert.contacts)
            following = chain.contacts[asked] if asked < len(chain.contacts) else "nobody else"
            _say(f"  {chain.subscriber} and who was told after it have until "
                 f"{_when(chain.next_at)} to acknowledge it; then {following} is told")  # fmt: skip
        elif chain.ended:
            _say(f"  escalation from {chain.subscriber} has ended: {chain.ended}")
    if alert.acknowledged_by:
        _say(f"  acknowledged by {alert.acknowledged_by} {_when(alert.acknowledged_at)}")


def _delivery(delivery: DeliveryStep) -> str:
    state = {
        "sent": f"sent {_when(delivery.sent_at)}",
        "pending": f"owed, next attempt {_when(delivery.next_attempt_at)}",
        "dead": "given up; 'monitor deliveries retry' tries again",
        "dropped": "dropped by the operator",
    }[delivery.state]
    disabled = f"; the address is disabled: {delivery.disabled}" if delivery.disabled else ""
    where = f"{delivery.subscriber} by {delivery.channel} ({delivery.target})"
    what = f"digest {delivery.digest} in " if delivery.digest else ""
    what = "escalation in " if delivery.escalated else what
    return f"{what}delivery {delivery.id} to {where}: {state}{disabled}"


def _watch_row(step: WatchStep) -> tuple[str, str, str]:
    terms = dict.fromkeys(
        hit.term if hit.term == hit.form else f"{hit.term} (as {hit.form})" for hit in step.hits
    )
    notes_on_it = [step.outcome, *step.why_not]
    if step.matched and step.matches_now is None:
        notes_on_it.append("the watch is no longer configured")
    if step.limit and step.limit not in step.outcome and (step.matched or step.matches_now):
        notes_on_it.append(f"as it is configured now: {step.limit}")
    return step.watch, ", ".join(terms) or "-", "; ".join(notes_on_it)


def _when(value: object) -> str:
    return "never" if value is None else f"{shown(value)} UTC"


def _head(text: str) -> None:
    console.print(text, style="bold", markup=False, soft_wrap=True)


def _say(text: str) -> None:
    console.print(text, markup=False, soft_wrap=True)
