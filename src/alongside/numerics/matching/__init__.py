"""Befriending matches: who could be with whom, how well, and the best way to share few volunteers among many people.

Purpose     arrays of people and volunteers in; matches, the reasons for them and the reasons against out.
Owns        nothing stored. `shapes` what goes in and comes out · `slots` weekly times as bits · `sets` sets as bits ·
            `rules` what removes a pair · `candidates` about thirty volunteers a person, without a dense matrix ·
            `scoring` what a pair is worth · `flow` the solver · `timetable` visits of one volunteer in one week ·
            `kernel` a whole round · `override` what another decision costs · `unlock`, `recruiting` what and who
            would help those still waiting · `policies` what another policy would have done · `invented` people and
            volunteers to try it with.
Depends on  numpy and OR-Tools' SimpleMinCostFlow. No Django, no database, no clock, no words for people to read:
            rules, parts of a score and relaxations are codes; pages and commands put them into words.
States      none.
Non-goals   deciding. A round proposes; a person decides each one. Visits by two volunteers are arranged by hand.

Same input, same output: everything is put in the order of ids first, so the order in which it came cannot matter.
"""
