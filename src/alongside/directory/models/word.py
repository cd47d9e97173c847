"""The words services use, so that a misspelt one can be told from one that is merely rare."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from alongside.directory.models.base import DERIVED


class DirectoryWord(models.Model):
    """One word of the directory's names, keywords and descriptions, with the stem it is searched by. Derived."""

    word = models.CharField(max_length=30, unique=True)
    stem = models.CharField(max_length=30, db_index=True)

    records = DERIVED

    class Meta:
        ordering = ["word"]
        indexes = [GinIndex(fields=["word"], name="directory_word_trgm", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.word
