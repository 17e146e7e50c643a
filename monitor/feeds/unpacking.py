"""Unpack what servers compress, within a limit, and tell whether it is there to its end."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Protocol

import brotli
from backports import zstd

GZIP = b"\x1f\x8b"
_MEMBERS = 100
"""At each, zlib copies the rest of the file."""

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
    for coding in reversed(content_encoding.lower().split(",")):
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
    members: list[bytes] = []
    size, whole = 0, False
    packed = memoryview(body)
    while len(members) < _MEMBERS and (not members or packed[:2] == GZIP):
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        members.append(_inflate(unpacker, packed, limit - size))
        size += len(members[-1])
        whole = unpacker.eof
        packed = packed[len(packed) - len(unpacker.unused_data) :]
    return b"".join(members), whole


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
    frames, whole = b"", False
    while body:
        unpacker = zstd.ZstdDecompressor()
        try:
            frames += unpacker.decompress(body, limit + 1 - len(frames))
        except zstd.ZstdError as error:
            raise DamagedError(str(error)) from error
        if len(frames) > limit:
            raise TooLargeError
        whole = unpacker.eof
        body = unpacker.unused_data if whole else b""
    return frames, whole


_CODINGS: dict[str, _Unpack] = {
    "gzip": gunzip,
    "x-gzip": gunzip,
    "deflate": _deflated,
    "br": _brotli,
    "zstd": _zstd,
}


class _Inflater(Protocol):
    def decompress(self, data: bytes | memoryview, max_length: int, /) -> bytes: ...


def _inflate(unpacker: _Inflater, packed: bytes | memoryview, limit: int) -> bytes:
    try:
        unpacked = unpacker.decompress(packed, limit + 1)
    except zlib.error as error:
        raise DamagedError(str(error)) from error
    if len(unpacked) > limit:
        raise TooLargeError
    return unpacked
