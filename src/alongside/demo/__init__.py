"""The demo place: Hackney and the City of London, with a second, smaller partnership in Camden.

Purpose     a place worth looking at on the first day: a real-looking directory and a year of invented work.
Owns        nothing; it calls the same actions as people do, with dates in the past.
Depends on  everything below it.
States      empty or loaded; `demo reset` goes back.
Non-goals   test data (tests have factories), anything that could be taken for a real person or a real offer.

Everybody is invented. Phone numbers and addresses come from ranges reserved for that (Ofcom's 07700 900… and
020 7946 0…, example.org). Rules of eligibility are those the source documents state; venues other than the
boroughs' libraries, and all times, are made up.
"""
