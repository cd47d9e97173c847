"""The directory on its way out: as Open Referral UK 3.0 and 1.0, the inverse of `directory.feeds`.

asked → what a request wants (pure); selecting → which records, in which order; loading → those records with all that
hangs on them, in a constant number of queries; shape_v3 and shape_v1 → what is sent (pure). `web.api` answers with it.

What is published and read again is the same directory (tests/domain/directory/test_publishing_round_trip.py):
vendor keys travel along, what the standard has no word for stands under keys of ours that our own reader knows, and
nobody's name or e-mail address as an officer ever leaves.
"""
