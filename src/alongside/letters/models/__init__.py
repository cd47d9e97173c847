"""What is kept about letters, one file per aggregate."""

from alongside.letters.models.check_in import CheckIn
from alongside.letters.models.letter import Letter
from alongside.letters.models.template import LetterTemplate

__all__ = ["CheckIn", "Letter", "LetterTemplate"]
