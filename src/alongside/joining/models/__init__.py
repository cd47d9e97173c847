"""What is kept of joining, one file per aggregate."""

from alongside.joining.models.join import Join, JoinedRow

__all__ = ["Join", "JoinedRow"]
