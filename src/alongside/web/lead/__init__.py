"""Pages for programme leads: what the work adds up to."""
