"""Pure decisions about referrals of systems: which of two is the newer, and what a Task says of a referral."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from alongside.referrals.enums import ReferralStatus


class Order(StrEnum):
    """How what arrives now stands to what arrived before."""

    OLDER = "older"
    NEWER = "newer"  # also where neither says: then the order of arrival counts


def order(
    *, held_at: datetime | None, held_version: str, sent_at: datetime | None, sent_version: str
) -> Order:
    """Compare `meta.lastUpdated`, and where that does not decide, whole-number `meta.versionId`."""
    if held_at is not None and sent_at is not None and held_at != sent_at:
        return Order.OLDER if sent_at < held_at else Order.NEWER
    held, sent = _number(held_version), _number(sent_version)
    if held is not None and sent is not None and sent < held:
        return Order.OLDER
    return Order.NEWER


def _number(version: str) -> int | None:
    return int(version) if version.isascii() and version.isdigit() and len(version) < 19 else None


class TaskStatus(StrEnum):
    """The states of a FHIR Task that we use."""

    REQUESTED = "requested"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Support:
    """What became of somebody after the referral was accepted."""

    is_open: bool = True
    has_begun: bool = False


def task_status(status: str, *, was_asked: bool = False, support: Support | None = None) -> TaskStatus:
    """What the referrer's system may know of a referral.

    requested: waiting for us; received: we have looked at it and asked something; accepted: we shall ring;
    in-progress: we have reached the person; completed: support has ended.
    """
    if status == ReferralStatus.DECLINED:
        return TaskStatus.REJECTED
    if status == ReferralStatus.WITHDRAWN:
        return TaskStatus.CANCELLED
    if status == ReferralStatus.ACCEPTED:
        if support is None:
            return TaskStatus.ACCEPTED
        if not support.is_open:
            return TaskStatus.COMPLETED
        return TaskStatus.IN_PROGRESS if support.has_begun else TaskStatus.ACCEPTED
    return TaskStatus.RECEIVED if was_asked else TaskStatus.REQUESTED
