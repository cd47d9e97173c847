"""Measures: sets of questions with exact scoring, what people answered, and how their answers changed.

Purpose     ask the same questions at the start and some months on, score them by the authors' rules, and
show the
            change in plain words without claiming what caused it.
Owns        `Response` (one set of answers of one person on one day); the catalogue of instruments (in
code, with
            wording, options, scoring, missing-answer rule, bands and the evidence for each).
Depends on  people, partnerships, core, numerics.
States      none: a response is recorded once and may be corrected; corrections are kept by the audit trail.
Non-goals   deciding who gets help (no measure is ever used to refuse it), diagnosis, population surveys,
shipping the
            items of instruments whose licence forbids it (SWEMWBS: raw total only).
"""
