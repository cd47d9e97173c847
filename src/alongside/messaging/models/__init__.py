"""What is kept about messages."""

from alongside.messaging.models.message import Message

__all__ = ["Message"]
