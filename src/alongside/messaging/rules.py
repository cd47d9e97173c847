"""Pure decisions about messages: what is a safe header, when to try again, who may not be written to."""

from __future__ import annotations

import re
from datetime import timedelta

from alongside.messaging.enums import Channel, MessageStatus

TRANSITIONS: dict[str, frozenset[str]] = {
    MessageStatus.QUEUED: frozenset({MessageStatus.SENT, MessageStatus.FAILED, MessageStatus.HELD}),
    MessageStatus.HELD: frozenset({MessageStatus.SENT}),  # a letter, once it is printed and posted
    MessageStatus.FAILED: frozenset({MessageStatus.QUEUED}),
    MessageStatus.SENT: frozenset({MessageStatus.HELD}),  # a letter that was not posted after all
}

#: Waits before the second, third … try. After the last one the message has failed.
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)

_CONTROL = re.compile("[\u0000-\u001f\u007f\u0085\u2028\u2029]")
_EMAIL = re.compile(r"[^@\s,;<>\"()\[\]\\]+@[^@\s,;<>\"()\[\]\\]+\.[^@\s,;<>\"()\[\]\\]+")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


def breaks_a_header(text: str) -> bool:
    """Whether a text could end a header line and begin another: line ends and other control characters."""
    return _CONTROL.search(text) is not None


def is_address(channel: str, to: str) -> bool:
    """Whether `to` is one single address of the channel, and nothing else."""
    if channel == Channel.LETTER:
        return bool(to.strip())
    if breaks_a_header(to):
        return False
    pattern = _EMAIL if channel == Channel.EMAIL else _E164
    return pattern.fullmatch(to) is not None


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after this many failed tries, or None when it is time to give up."""
    return BACKOFF[attempts - 1] if 1 <= attempts <= len(BACKOFF) else None


def masked(channel: str, to: str) -> str:
    """An address that shows which one it is without giving it away: "a…@example.org", "…123"."""
    if channel == Channel.EMAIL:
        name, _at, domain = to.partition("@")
        return f"{name[:1]}…@{domain}"
    return f"…{to[-3:]}" if channel == Channel.SMS else "…"
