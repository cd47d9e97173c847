"""Template filters and tags, loaded into every template by the settings."""
