"""Taking feeds in: from a file or an address to rows of the directory.

source → pages of raw records; read_v1 and read_v3 → plain dataclasses (pure); rows → columns; store → the database.
`directory.actions.import_feed` runs them page by page. Nothing in `records`, `clean*`, `read*`, `vendor` and
`envelope` touches the database, the network or the clock.
"""
