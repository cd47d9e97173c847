"""Letters: what is written to a person in the partnership's name, and staying in touch after support has ended.

Purpose: a connector writes a letter in a minute, in the size, layout and language the person reads; nothing reaches
somebody who has died or asked us not to write; what was sent can be read and printed again, word for word.

Owns: LetterTemplate, Letter, LookIn.
Depends on: casework (the case, what was done, the contact it becomes), messaging (how it leaves), people (contact
rules, the timeline).
States: a letter to post waits, is printed, or was taken back; one by e-mail or text leaves at once. A look-in is due,
then settled. The tables are in `rules`. What was written is never edited: a database trigger refuses.
Non-goals: nothing goes out by itself; a member reads, changes and sends each one. Letters to organisers, referrers and
volunteers are messages (see messaging).
"""
