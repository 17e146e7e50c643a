"""Real servers on loopback, for the demo and for tests: mail, Slack, webhooks and feeds.

Each is a context manager that runs in its own thread on a free port and keeps what it was sent.
"""

from demo.servers.feeds import FeedRequest, FeedServer
from demo.servers.slack import SlackPost, SlackSink
from demo.servers.smtp import Drop, Mail, Refusal, SmtpSink
from demo.servers.webhook import Post, Reply, WebhookSink

__all__ = [
    "Drop",
    "FeedRequest",
    "FeedServer",
    "Mail",
    "Post",
    "Refusal",
    "Reply",
    "SlackPost",
    "SlackSink",
    "SmtpSink",
    "WebhookSink",
]
