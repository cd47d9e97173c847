"""Insight: what the work adds up to, told honestly and without giving anybody away.

Purpose     answer four questions for a place: who reaches us, how long do they wait, are they connected,
are they less
            lonely – each with its uncertainty, and with small numbers protected jointly over everything it
            shows.
Owns        nothing: it reads everything and writes nothing.
Depends on  casework, referrals, measures, people, places, partnerships, numerics.
States      none. Figures are by whole calendar quarters: each person is counted once, in the quarter it
happened, so
            quarters add up to years and a quarter once shown does not move.
Non-goals   judging members or organisations; saying what caused a change; anything about one person.
"""
