"""Models of the measures capability."""

from alongside.measures.models.response import Response

__all__ = ["Response"]
