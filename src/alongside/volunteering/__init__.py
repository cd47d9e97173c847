"""Volunteering: people who give their time, from the first word to the last thank-you.

Purpose: a way in that takes ten minutes; a pipeline in which nobody sits unseen; checks that fit the tasks and
stop counting at midnight of the day they lapse; when and how somebody can help; hours, expenses, supervision;
a way to say "I am worried" that is heard; leaving well.

Owns: Volunteer (with Availability and AwayPeriod), Application (with StageMove and Reference), Check, Training,
Supervision, Hours, Expense (with Receipt), Worry, Tribute.

Depends on: partnerships (members, organisations), messaging, people (names, phone numbers, languages; whom a worry
is about), places (where a volunteer sets out from), directory (the words for interests).

States: enquiry → application → references → interview → identity → DBS → training → agreement → ready, or not taken
on, or withdrawn (`rules.TRANSITIONS`); then a volunteer is ready, resting or has left.

Non-goals: matching and visits (befriending); payroll (expenses leave as a table); requesting a DBS check (an
umbrella body does); keeping certificates (only what was seen, when and by whom).
"""
