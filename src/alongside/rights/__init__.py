"""Rights: what a person may ask of us about their own record, and by when they must have it.

Purpose: to read to a person what was shared about them; to answer a request for a copy in time; to erase, also from a
backup that is brought back; to let go of what is no longer needed; to pass on a correction; to hear a complaint.

Owns: AccessRequest and its Pause, Redaction and Opening; Hold, Erasure, Tombstone; Term, Run, RunItem; Complaint;
Correction and its Notice.
Depends on: every capability below, through the `records` each model declares (core/records.py).
States: a request runs, waits, is extended, is answered; an erasure is asked, then confirmed by somebody else, then
done; a run of retention is proposed, confirmed, done. The tables are in `rules`.
Non-goals: deciding whether a request is justified; that is a person's word, written down here.
"""
