"""Unpack what servers compress, within a limit, and tell whether it is there to its end."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Protocol

import brotli
from backports import zstd

GZIP = b"\x1f\x8b"
_MOST_MEMBERS = 100
"""At each, the decompressor copies the rest of the body."""
_MOST_CODINGS = 3
"""One is what servers use; each may unpack to the limit again."""

_Unpack = Callable[[bytes, int], tuple[bytes, bool]]


class DamagedError(Exception):
    """Bytes are not what they are said to be."""


class TooLargeError(Exception):
    """A body unpacks to more than the limit."""


def unpack(body: bytes, content_encoding: str, limit: int) -> bytes:
    """Return the body of a response without its ``Content-Encoding`` (RFC 9110, 8.4).

    A coding that is unknown is taken for none. Raises DamagedError, also where the body ends before
    what is packed in it does, and TooLargeError.
    """
    codings = content_encoding.lower().split(",")
    if len(codings) > _MOST_CODINGS:
        raise DamagedError(f"it has more than {_MOST_CODINGS} codings")
    for coding in reversed(codings):
        decoder = _CODINGS.get(coding.strip())
        if decoder and body:
            body, whole = decoder(body, limit)
            if not whole:
                raise DamagedError("it is cut short")
    return body


def gunzip(body: bytes, limit: int) -> tuple[bytes, bool]:
    """Return what a gzip file holds, at most ``limit`` bytes, and whether it is there to its end.

    Servers that append to a file make one of several members (RFC 1952, 2.2); what follows the last
    is no part of it. Raises DamagedError and TooLargeError.
    """
    return _members(
        body, limit, lambda: zlib.decompressobj(zlib.MAX_WBITS | 16), lambda rest: rest[:2] == GZIP
    )


def _deflated(body: bytes, limit: int) -> tuple[bytes, bool]:
    # By the standard zlib's format is meant; many servers send what is in it alone.
    unpacker = zlib.decompressobj()
    try:
        return _inflate(unpacker, body, limit), unpacker.eof
    except DamagedError:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        return _inflate(unpacker, body, limit), unpacker.eof


def _brotli(body: bytes, limit: int) -> tuple[bytes, bool]:
    unpacker = brotli.Decompressor()
    pieces, size = [], 0
    try:
        piece = unpacker.process(body, output_buffer_limit=limit)
        while piece:
            pieces.append(piece)
            size += len(piece)
            if size > limit:
                raise TooLargeError
            piece = unpacker.process(b"", output_buffer_limit=limit)
    except brotli.error as error:
        raise DamagedError(str(error)) from error
    return b"".join(pieces), unpacker.is_finished()


def _zstd(body: bytes, limit: int) -> tuple[bytes, bool]:
    return _members(body, limit, zstd.ZstdDecompressor, bool)


_CODINGS: dict[str, _Unpack] = {
    "gzip": gunzip,
    "x-gzip": gunzip,
    "deflate": _deflated,
    "br": _brotli,
    "zstd": _zstd,
}


class _Inflater(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes | memoryview, max_length: int, /) -> bytes: ...


def _members(
    body: bytes,
    limit: int,
    begin: Callable[[], _Inflater],
    goes_on: Callable[[memoryview], bool],
) -> tuple[bytes, bool]:
    """Return what one member after the other holds, and whether the last is there to its end."""
    pieces: list[bytes] = []
    packed = memoryview(body)
    left = limit
    for _ in range(_MOST_MEMBERS):
        unpacker = begin()
        pieces.append(_inflate(unpacker, packed, left))
        left -= len(pieces[-1])
        packed = packed[len(packed) - len(unpacker.unused_data) :]
        if not goes_on(packed):
            return b"".join(pieces), unpacker.eof
    raise DamagedError(f"it has more than {_MOST_MEMBERS} members")


def _inflate(unpacker: _Inflater, packed: bytes | memoryview, limit: int) -> bytes:
    try:
        unpacked = unpacker.decompress(packed, limit + 1)
    except (zlib.error, zstd.ZstdError) as error:
        raise DamagedError(str(error)) from error
    if len(unpacked) > limit:
        raise TooLargeError
    return unpacked
