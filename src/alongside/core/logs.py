"""Log lines that say what went wrong, never about whom.

PostgreSQL explains a refused row by showing it ("DETAIL:  Failing row contains (Ayten, Aydın, …)"), and a
traceback carries that into the log. These lines are left out, wherever an exception was caught.
"""

import logging
import re
from types import TracebackType

# From the first such line to the end of the exception: a quoted value may itself hold any line break.
_SHOWS_A_ROW = re.compile(
    r"^(?:DETAIL|CONTEXT|STATEMENT|QUERY):.*?(?=^\n?(?:The above exception|During handling of)|\Z)",
    re.MULTILINE | re.DOTALL,
)

ExceptionFacts = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def without_rows(text: str) -> str:
    """The same text without the rows a database error quotes."""
    return _SHOWS_A_ROW.sub("", text)


class LineFormatter(logging.Formatter):
    """Writes a record, its exception without what people told us."""

    def formatException(self, ei: ExceptionFacts) -> str:
        """Return the traceback without quoted rows."""
        return without_rows(super().formatException(ei)).rstrip("\n")

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line itself, without quoted rows."""
        return without_rows(super().formatMessage(record)).rstrip("\n")
