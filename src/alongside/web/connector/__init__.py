"""Pages for those who support people: connectors and their team leads."""
