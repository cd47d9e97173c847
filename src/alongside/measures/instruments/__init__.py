"""The instruments: `catalogue` holds them as data, `definition` says what one is, `scoring` scores answers.

Nothing here needs Django to be set up or a database.
"""

from alongside.measures.instruments.catalogue import CODES, ONS_LONELINESS, all_instruments, instrument
from alongside.measures.instruments.definition import (
    Instrument,
    Item,
    Option,
    UnknownInstrument,
    WrongAnswers,
)
from alongside.measures.instruments.scoring import Result, score

__all__ = [
    "CODES",
    "ONS_LONELINESS",
    "Instrument",
    "Item",
    "Option",
    "Result",
    "UnknownInstrument",
    "WrongAnswers",
    "all_instruments",
    "instrument",
    "score",
]
