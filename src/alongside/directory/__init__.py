"""The directory: what support there is, who may use it, where and when.

Purpose: hold local services in the words of Open Referral UK, take them in from any feed, and find the ones
that fit a person.
Owns: organizations, services, locations, schedules, eligibility, costs, languages, accessibility, contacts,
taxonomy terms; feeds, their runs, the provenance of each record and the rows that were refused.
Depends on: places (postcodes, points), core.
States: a service is live or withdrawn (`withdrawn_at`); a feed run is running, finished, stopped or failed.
Directory data is public and shared by all partnerships; nothing here says anything about a person supported.
Non-goals: editing by organisers, duplicate suggestions and publishing the standard (they come later).
"""
