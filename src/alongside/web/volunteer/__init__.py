"""Pages for volunteers."""
