"""Numerics: exact scoring, paired change, intervals and disclosure control, as pure functions.

Purpose     arithmetic that must be right, kept where it can be tested without a web page or a database.
Owns        nothing stored; every function takes plain values and gives plain values back.
Depends on  numpy and scipy (and OR-Tools, in `matching`) only: no Django, database or clock, no words people read.
States      none.
Non-goals   knowing what an instrument or a dashboard is: those are `measures` and `insight`.
"""
