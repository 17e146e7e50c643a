"""The page by which the reader of a mail gets no more of them.

A mail service posts to the address in the mail's header (RFC 8058); a reader who opens it in a
browser is asked first, since scanners open every address that they find in a mail.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

Unsubscribe = Callable[[str], Awaitable[bool]]

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>Escalation Monitor</title>
<h1>Escalation Monitor</h1>
{}
</html>
"""
_ASK = """<p>No more mails to the address that this link came to?</p>
<form method="post"><button>Stop the mails</button></form>"""
_DONE = """<p>No more mails go to this address.
Whoever runs the monitor can switch it on again.</p>"""
_UNKNOWN = """<p>This link is not one of ours, or it is incomplete. Copy the whole of it.</p>"""


def unsubscribing(unsubscribe: Unsubscribe) -> Starlette:
    """Return the page; ``unsubscribe`` takes the token of a link and tells whether it is ours."""

    async def ask(_request: Request) -> HTMLResponse:
        return _page(_ASK)

    async def act(request: Request) -> HTMLResponse:
        known = await unsubscribe(request.path_params["token"])
        return _page(_DONE) if known else _page(_UNKNOWN, 404)

    # A proxy may pass the path of the public address on, or take it off.
    path = "/{below:path}unsubscribe/{token}"
    return Starlette(routes=[Route(path, ask), Route(path, act, methods=["POST"])])


def _page(body: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(_PAGE.format(body), status, _HEADERS)
