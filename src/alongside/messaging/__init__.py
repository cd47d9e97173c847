"""Messaging: one outbox for every e-mail, text and letter that leaves the partnership.

Purpose: what must be told to somebody is written in the same transaction as what happened, and delivered by a
job afterwards. A message is never lost in silence: it is sent, or its failure is on a page.

Owns: Message.

Depends on: people (do-not-contact and deceased are obeyed here), partnerships, core.

States: queued → sent | failed | held; failed → queued (somebody tries again). Held: the installation does not
send (a demo), the person must not be contacted, or it is a letter to print.

Non-goals: newsletters, incoming mail, chat. Delivery is at least once: see docs/adr/0011-outbox.md.
"""
