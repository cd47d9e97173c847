"""The background job that delivers a message. Thin: it enters the wall and calls the action."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from alongside.core import tenancy
from alongside.core.clock import now
from alongside.messaging import actions


@app.task(queue="messages", name="messaging.deliver")
def deliver(partnership_id: str, message_id: str) -> None:
    """Send one message of a partnership's outbox. Running it again is harmless."""
    with tenancy.within(UUID(partnership_id), actor="system:messages"):
        actions.deliver(message_id=UUID(message_id), at=now())
