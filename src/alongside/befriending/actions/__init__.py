"""The only writers of befriending, by what they write about: queue, rounds, proposals, matches, visits, endings."""
