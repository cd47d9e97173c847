"""What the tables of rights share."""

from __future__ import annotations

from alongside.casework.models.common import known, member, pair

__all__ = ["BASIS", "KEPT_FOR", "PURPOSE", "known", "member", "pair"]

KEPT_FOR = "three years after it was answered"
PURPOSE = "to give a person what the law gives them, in time, and to be able to show it"
BASIS = "legal obligation: UK GDPR articles 12 to 22"
