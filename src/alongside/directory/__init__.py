"""The directory: what support there is, who may use it, where and when.

Purpose: hold local services in the words of Open Referral UK, take them in from any feed, and find the ones
that fit a person.
Owns: organizations, services, locations, schedules, closures, eligibility, costs, languages, accessibility, contacts,
taxonomy terms; feeds, their runs, the provenance of each record, corrections and the rows that were refused; and,
walled by partnership, who keeps a service true: organisers' links, what they did and propose, reports, decisions.
Depends on: places (postcodes, points), partnerships, core.
States: a service is live or withdrawn (`withdrawn_at`) and ages from fresh to out of the results (`rules.freshness`);
a feed run is running, finished, held, stopped or failed; a proposed change is waiting, accepted or declined.
Directory data is public and shared by all partnerships; nothing here says anything about a person supported.
Non-goals: sending anything (`journeys` does), entering a service by hand and merging duplicates (not built yet).
"""
