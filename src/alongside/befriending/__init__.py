"""Befriending: who waits for company, with whom they could be well matched, and the life of a match.

Purpose     keep a queue that is honest about its length; run rounds of matching and keep what they considered; let a
            person decide each proposal and both sides say yes; carry a match from introduction to ending, with its
            visits, their logs and its reviews.
Owns        Scheme, WaitParameter (versions) · Wish, Exclusion · Round, Proposal, LeftWaiting · Match, Answer, Cover,
            Review · Series, Visit, VisitLog · CalendarLink.
Depends on  volunteering (who is ready, what their checks allow), people, casework (the case a wish may hang on),
            messaging, numerics.matching (the solver; it decides nothing).
States      wish: waiting ⇄ matched → left · proposal: pending → accepted | changed | rejected | lapsed · match:
            proposed → agreed → introduced → trial → active ⇄ paused | covered → ending planned → ended · visit:
            booked → happened | missed | cancelled (see `rules`).
Non-goals   deciding by itself: nothing becomes active without a named person. Visits by two volunteers are arranged
            by hand. Vetting volunteers (volunteering). Letters are logged when written, not booked.
"""
