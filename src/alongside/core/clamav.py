"""Asking ClamAV about a file: the INSTREAM command of clamd, over a local socket or TCP.

CLAMAV in the settings is `unix:/run/clamav/clamd.ctl` or `tcp:host:3310`. `scan` is what FILE_SCANNER names then.
It answers True (clean) or False (something was found) and raises OSError when the scanner does not answer, or answers
something else: the caller keeps the file back.

The protocol is that of clamd(8): "zINSTREAM\\0", then chunks of a four-byte length and that many bytes, then a length
of nought; the answer is "stream: OK" or "stream: <name> FOUND", ended by a NUL.
"""

from __future__ import annotations

import socket
import struct

from django.conf import settings

CHUNK = 64 * 1024
SECONDS = 10.0
LONGEST_ANSWER = 4096


def scan(content: bytes) -> bool:
    """Whether the scanner finds nothing in a file. Raises OSError when it does not say."""
    with _connected(settings.CLAMAV) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
        said = _answer(line)
    if said == "stream: OK":
        return True
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return False
    raise OSError(f"the virus scanner answered {said[:80]!r}")


def _connected(address: str) -> socket.socket:
    kind, _, where = address.partition(":")
    if kind == "unix" and where:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(where)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = where.rpartition(":")
    if kind == "tcp" and host and port.isdecimal():
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    raise OSError("CLAMAV is neither unix:/path nor tcp:host:port")


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0\n").decode("utf-8", errors="replace")
