"""What is kept about letters, one file per aggregate."""

from alongside.letters.models.letter import Letter
from alongside.letters.models.look_in import LookIn
from alongside.letters.models.template import LetterTemplate

__all__ = ["Letter", "LetterTemplate", "LookIn"]
