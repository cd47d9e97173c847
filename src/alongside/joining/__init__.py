"""Joining: two records that are about one person become one, by two colleagues, and can be taken apart again.

Purpose: somebody told twice is not rung twice, and nobody's history is split. And no two people are ever made one by
one pair of eyes, or for good.

Owns: Join, JoinedRow, and a trigger on every table that points to a person (`laying`).
Depends on: everything that points to a person, through Django's registry of models; `registry` says of each how it
moves, and a test fails when a new one says nothing.
States: proposed, then joined, refused (they are two people) or taken back; joined, then undone. See `rules`.
Non-goals: it suggests nobody (people/duplicates.py does) and never joins by itself. Across partnerships it is blind.
"""
