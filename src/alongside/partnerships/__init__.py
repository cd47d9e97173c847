"""Partnerships: the organisations of a place that work together, and who may act for them.

Owns: partnerships (the tenants), user accounts, organisations, members and their roles, frontline links,
the memory of submitted forms (so that a double click has one effect).
Depends on: core, places.
States: a member is present until they leave (`left_at`); leaving ends their access at once.
Non-goals: what each role may see of people – every capability decides that in its `access`.
"""
